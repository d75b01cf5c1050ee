#include "kiosk_internal.h"

#include "klog.h"
#include "kstr.h"

#include <string.h>

#define RESUME_MAX_MS INT64_C(120000) /* after two minutes somebody else may stand there */

/*
 * A visit that a crash interrupted is played again from its journal. Nothing that the events once
 * caused is caused again: what is still needed the visit asks for once more when it is told to go
 * on (VISIT_RESUME). What the journal leaves out about the customer comes from the customer cache,
 * or the visit is closed.
 */
struct replay {
    struct kiosk *kiosk;
    int64_t now_wall_ms;
    bool is_lost; /* the customer cannot be found again: the visit is closed */
    int events;
};

/* The journal names the customer by headquarters' reference only. */
static bool complete_profile(struct replay *replay)
{
    struct kiosk *kiosk = replay->kiosk;
    struct profile *profile = &kiosk->person.profile;
    char ref[LIMIT_ID_BYTES];
    (void)kstr_copy(ref, sizeof ref, profile->ref);
    struct kerr err = {0};
    if (cache_find(kiosk->store, ref, replay->now_wall_ms, profile, &err) != K_OK ||
        memory_fill(kiosk->store, profile, &err) != K_OK) {
        klog_err("resume.customer-gone", &err);
        return false;
    }
    return true;
}

static enum kcode replay_line(void *user, const char *line, struct kerr *err)
{
    struct replay *replay = user;
    struct kiosk *kiosk = replay->kiosk;
    struct visit_event event = {0};
    if (replay->is_lost) {
        return K_OK;
    }
    if (visit_event_decode(line, &event, &kiosk->person.profile, &kiosk->person.found, err) !=
        K_OK) {
        return err->code;
    }
    if (event.kind == VISIT_CUSTOMER && event.lookup == LOOKUP_KNOWN && !complete_profile(replay)) {
        replay->is_lost = true;
        return K_OK;
    }
    struct visit_effects effects = {0};
    visit_step(&kiosk->visit, &event, &effects);
    kstr_wipe(&effects, sizeof effects);
    replay->events++;
    return K_OK;
}

/* Another pack has other steps, and after a while another customer stands there. How long it was
 * only the monotonic clock can tell: after a power cut the wall clock may be hours behind. */
static bool is_resumable(const struct kiosk *kiosk, const struct journal *journal)
{
    int64_t age_ms = kiosk_mono_ms(kiosk) - journal->last_mono_ms;
    bool is_of_pack = strcmp(journal->pack_version, kiosk->content->version) == 0;
    if (is_of_pack && journal->is_of_this_boot && age_ms >= 0 && age_ms <= RESUME_MAX_MS) {
        return true;
    }
    klog("resume.refused", "pack=%s boot=%s age=%llds", journal->pack_version,
         journal->is_of_this_boot ? "this" : "another", (long long)(age_ms / 1000));
    return false;
}

static bool replay_visit(struct kiosk *kiosk, struct replay *replay)
{
    struct kerr err = {0};
    struct journal journal;
    if (journal_read(kiosk->store, &journal, replay_line, replay, &err) != K_OK) {
        klog_err("resume.failed", &err);
        return false;
    }
    return !replay->is_lost && kiosk->visit.running;
}

void kiosk_resume(struct kiosk *kiosk)
{
    struct journal journal;
    struct kerr err = {0};
    if (!kiosk->store || journal_read(kiosk->store, &journal, NULL, NULL, &err) != K_OK) {
        return;
    }
    struct replay replay = {.kiosk = kiosk, .now_wall_ms = kiosk_wall_ms(kiosk)};
    if (!is_resumable(kiosk, &journal) || !replay_visit(kiosk, &replay)) {
        kiosk_forget(kiosk, VISIT_END_POWER);
        return;
    }
    klog("visit.resumed", "events=%d", replay.events);
    kiosk_post(kiosk, &(struct visit_event){.kind = VISIT_RESUME});
}
