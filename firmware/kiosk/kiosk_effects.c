#include "kiosk_internal.h"

#include "kassert.h"
#include "klog.h"
#include "kstr.h"

#define SEARCH_QUIET_MS 150 /* a finger is still typing */

/* A wish that could not be carried out costs the customer nothing but comfort: logged, and that is
 * all. EFFECT_ACCEPT is the exception: its failure is the answer. */
static void shrug(const char *event, enum kcode code, const struct kerr *err)
{
    if (code != K_OK) {
        klog_err(event, err);
    }
}

/* ---- who is this ---- */

/* What this kiosk itself knows about the customer is added: last matter, open requests. */
static void post_customer(struct kiosk *kiosk, uint32_t serial, enum lookup lookup)
{
    struct kiosk_person *person = &kiosk->person;
    struct kerr err = {0};
    if (lookup == LOOKUP_KNOWN && kiosk->store) {
        shrug("memory.unread", memory_fill(kiosk->store, &person->profile, &err), &err);
    }
    struct visit_event event = {.kind = VISIT_CUSTOMER, .serial = serial, .lookup = lookup};
    event.profile = lookup == LOOKUP_KNOWN ? &person->profile : NULL;
    kiosk_post(kiosk, &event);
}

/* Nobody answered in time: what was answered lately stands in. Never for phone numbers, which are
 * not kept (docs/facts.md, names). */
static void post_offline_customer(struct kiosk *kiosk, const struct ask_answer *answer)
{
    struct kerr err = {0};
    bool is_remembered = !answer->is_phone && kiosk->store &&
                         cache_get(kiosk->store, answer->token, kiosk_wall_ms(kiosk),
                                   &kiosk->person.profile, &err) == K_OK;
    klog("lookup.offline", "cached=%d", is_remembered);
    post_customer(kiosk, answer->serial, is_remembered ? LOOKUP_KNOWN : LOOKUP_OFFLINE);
}

static void post_answered_customer(struct kiosk *kiosk, const struct ask_answer *answer)
{
    struct kerr err = {0};
    kiosk->person.profile = answer->profile;
    if (answer->lookup == LOOKUP_KNOWN && !answer->is_phone && kiosk->store) {
        shrug("cache.skipped",
              cache_put(kiosk->store, answer->token, &answer->profile, kiosk_wall_ms(kiosk), &err),
              &err);
    }
    post_customer(kiosk, answer->serial, answer->lookup);
}

static void post_check(struct kiosk *kiosk, const struct ask_answer *answer)
{
    struct visit_event event = {.kind = VISIT_ANSWER,
                                .serial = answer->serial,
                                .check = answer->offline ? FLOW_CHECK_OFFLINE : answer->check};
    (void)kstr_copy(event.text, sizeof event.text, answer->text);
    kiosk_post(kiosk, &event);
}

static void post_answer(struct kiosk *kiosk, const struct ask_answer *answer)
{
    if (answer->kind == ASK_CHECK) {
        post_check(kiosk, answer);
    } else if (answer->kind == ASK_CUSTOMER && answer->offline) {
        post_offline_customer(kiosk, answer);
    } else if (answer->kind == ASK_CUSTOMER) {
        post_answered_customer(kiosk, answer);
    }
}

static void look_up(struct kiosk *kiosk, const struct visit_effect *effect)
{
    if (kiosk->ask) {
        ask_customer(kiosk->ask, effect->serial, effect->text, effect->is_phone,
                     kiosk_mono_ms(kiosk) + ASK_DEADLINE_MS);
        return;
    }
    struct ask_answer nobody = {.serial = effect->serial, .is_phone = effect->is_phone};
    (void)kstr_copy(nobody.token, sizeof nobody.token, effect->text);
    post_offline_customer(kiosk, &nobody);
    kstr_wipe(&nobody, sizeof nobody);
}

/* ---- finding and reading ---- */

static void search_later(struct kiosk *kiosk, const struct visit_effect *effect)
{
    struct kiosk_person *person = &kiosk->person;
    (void)kstr_copy(person->query, sizeof person->query, effect->text);
    person->query_due_mono_ms = kiosk_mono_ms(kiosk) + SEARCH_QUIET_MS;
}

static void search_now(struct kiosk *kiosk)
{
    struct kiosk_person *person = &kiosk->person;
    struct kerr err = {0};
    person->found = (struct found){.band = FOUND_NONE};
    if (kiosk->pack) {
        shrug("search.failed",
              pack_search(kiosk->pack, person->query, kiosk->visit.lang, &person->found, &err),
              &err);
    }
    kstr_wipe(person->query, sizeof person->query);
    person->query_due_mono_ms = 0;
    kiosk_post(kiosk, &(struct visit_event){.kind = VISIT_FOUND, .found = &person->found});
}

static void read_article(struct kiosk *kiosk, const struct visit_effect *effect)
{
    struct visit_event event = {.kind = VISIT_ARTICLE, .article = &kiosk->person.article};
    struct kerr err = {0};
    KASSERT(kiosk->pack); /* without one there are no articles to touch */
    if (pack_article(kiosk->pack, effect->index, kiosk->visit.lang, &kiosk->person.article, &err) !=
        K_OK) {
        klog_err("article.unreadable", &err);
        event.article = NULL;
    }
    kiosk_post(kiosk, &event);
}

static void check(struct kiosk *kiosk, const struct visit_effect *effect)
{
    if (!kiosk->ask) {
        post_check(kiosk, &(struct ask_answer){.serial = effect->serial, .offline = true});
        return;
    }
    ask_check(kiosk->ask, effect->serial, effect->text, kiosk->visit.profile.ref,
              kiosk_mono_ms(kiosk) + effect->wait_ms);
}

/* ---- what must last ---- */

/* The saving screen is drawn before the disk is waited for. */
static void accept(struct kiosk *kiosk, const struct visit_effect *effect)
{
    (void)effect;
    kiosk_show(kiosk);
    struct visit_event event = {.kind = VISIT_ACCEPTED};
    struct kerr err = {0};
    enum kcode code = kiosk->store ? device_store_accept(kiosk->store, &kiosk->visit.request,
                                                         kiosk_wall_ms(kiosk), kiosk_mono_ms(kiosk),
                                                         &event.accepted, &err)
                                   : kerr_fail(&err, K_E_IO, "no device store");
    if (code == K_OK) {
        klog("request.kept", "id=%s joined=%d", event.accepted.id, event.accepted.joined);
    } else {
        klog_err("request.not-kept", &err);
        event.accepted = (struct visit_accepted){
            .is_kept = false, .missing = code == K_E_FULL ? MISSING_DISK : MISSING_STORE};
    }
    kiosk->refreshed_mono_ms = 0; /* there may be less room now */
    kiosk_post(kiosk, &event);
}

static void remember(struct kiosk *kiosk, const struct visit_effect *effect)
{
    const struct visit_memory *memory = &effect->memory;
    struct kerr err = {0};
    struct profile profile = {.last_kind = memory->last_kind,
                              .last_solved = memory->last_solved,
                              .last_wall_ms = memory->last_wall_ms};
    (void)kstr_copy(profile.ref, sizeof profile.ref, memory->ref);
    (void)kstr_copy(profile.last_matter, sizeof profile.last_matter, memory->last_matter);
    if (kiosk->store) {
        shrug("memory.skipped", memory_keep(kiosk->store, &profile, &err), &err);
    }
    kstr_wipe(&profile, sizeof profile);
}

static void count_flow(struct kiosk *kiosk, const struct visit_effect *effect)
{
    KASSERT(effect->index < kiosk->content->book.chart_count);
    const char *flow = kiosk->content->book.chart[effect->index].id;
    struct kerr err = {0};
    kiosk->site.flow_used[effect->index]++;
    if (kiosk->store) {
        shrug("count.skipped", site_count(kiosk->store, flow, kiosk_wall_ms(kiosk), &err), &err);
    }
}

static void missed(struct kiosk *kiosk, const struct visit_effect *effect)
{
    struct kerr err = {0};
    if (kiosk->store) {
        shrug("missed.skipped",
              missed_search(kiosk->store, effect->text, kiosk_wall_ms(kiosk), &err), &err);
    }
}

/* ---- begin and end ---- */

static void begin(struct kiosk *kiosk, const struct visit_effect *effect)
{
    (void)effect;
    struct kerr err = {0};
    klog("visit.begin", "pack=%s", kiosk->content->version);
    kiosk->refreshed_mono_ms = 0; /* look at the disk before a form is offered, */
    kiosk->hello_due_mono_ms = 0; /* and at headquarters before it is needed */
    if (kiosk->store) {
        enum kcode code = journal_begin(kiosk->store, kiosk->content->version, kiosk_wall_ms(kiosk),
                                        kiosk_mono_ms(kiosk), &err);
        kiosk->is_journal_stale = code != K_OK; /* the last visit's may still be there */
        shrug("journal.none", code, &err);
    }
}

static const char *end_name(enum visit_end end)
{
    static const char *const name[] = {
        [VISIT_END_FINISHED] = "finished",
        [VISIT_END_IDLE] = "idle",
        [VISIT_END_CARD] = "card",
        [VISIT_END_POWER] = "power",
    };
    return name[end];
}

void kiosk_end_journal(struct kiosk *kiosk)
{
    struct kerr err = {0};
    enum kcode code = journal_end(kiosk->store, &err);
    kiosk->is_journal_stale = code != K_OK;
    shrug("journal.not-erased", code, &err);
}

/* The visit has wiped itself, and may have begun again already, for the next customer. */
static void wipe(struct kiosk *kiosk, const struct visit_effect *effect)
{
    klog("visit.end", "how=%s", end_name(effect->end));
    if (kiosk->ask) {
        ask_forget(kiosk->ask);
    }
    kstr_wipe(&kiosk->person, sizeof kiosk->person);
    kstr_wipe(&kiosk->screen, sizeof kiosk->screen);
    ui_wipe(kiosk->ui);
    if (kiosk->store) {
        kiosk_end_journal(kiosk);
    }
}

void kiosk_forget(struct kiosk *kiosk, enum visit_end end)
{
    visit_wipe(&kiosk->visit);
    wipe(kiosk, &(struct visit_effect){.kind = EFFECT_WIPE, .end = end});
}

void kiosk_carry_out(struct kiosk *kiosk, const struct visit_effects *effects)
{
    static void (*const act[EFFECT_KIND_COUNT])(struct kiosk *, const struct visit_effect *) = {
        [EFFECT_LOOK_UP] = look_up,       [EFFECT_CHECK] = check,
        [EFFECT_SEARCH] = search_later,   [EFFECT_ARTICLE] = read_article,
        [EFFECT_ACCEPT] = accept,         [EFFECT_REMEMBER] = remember,
        [EFFECT_COUNT_FLOW] = count_flow, [EFFECT_MISSED] = missed,
        [EFFECT_BEGIN] = begin,           [EFFECT_WIPE] = wipe,
    };
    KASSERT(effects->count <= LIMIT_VISIT_EFFECTS);
    for (int i = 0; i < effects->count; i++) {
        KASSERT(effects->item[i].kind < EFFECT_KIND_COUNT);
        act[effects->item[i].kind](kiosk, &effects->item[i]);
    }
}

void kiosk_poll(struct kiosk *kiosk)
{
    int64_t now_mono_ms = kiosk_mono_ms(kiosk);
    struct ask_answer answer;
    while (kiosk->ask && ask_poll(kiosk->ask, now_mono_ms, &answer)) {
        post_answer(kiosk, &answer);
        kstr_wipe(&answer, sizeof answer);
    }
    if (kiosk->person.query_due_mono_ms > 0 && now_mono_ms >= kiosk->person.query_due_mono_ms) {
        search_now(kiosk);
    }
}
