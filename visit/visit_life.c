#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* A visit begins, is quiet, is interrupted, ends. */

#define THANKS_MS                                                                                  \
    INT64_C(8000) /* long enough to read one line, short for the next in the queue                 \
                   */
#define SECOND_MS       INT64_C(1000)
#define COUNTDOWN_MIN_S 20 /* accessibility criteria A20 */

void visit_init(struct visit *visit, const struct content *content, const struct site *site,
                const struct visit_world *world)
{
    memset(visit, 0, sizeof(*visit));
    visit->content = content;
    visit->site = site;
    visit->world = *world;
    visit->lang = site->lang;
    visit->page_count = 1;
    visit->page[0] = (struct visit_page){.kind = SCREEN_ATTRACT, .arg = PAGE_NO_ARG};
    visit->note = NOTICE_NONE;
    visit->solved = -1;
    visit->soon_until_wall_ms = -1;
}

void visit_wipe(struct visit *visit)
{
    const struct content *content = visit->content;
    const struct site *site = visit->site;
    struct visit_world world = visit->world;
    kstr_wipe(visit, sizeof(*visit));
    visit_init(visit, content, site, &world);
}

void visit_begin(struct visit *visit, struct visit_effects *effects)
{
    KASSERT(!visit->running);
    visit->running = true;
    visit->started_wall_ms = visit->now_wall_ms;
    visit->active_mono_ms = visit->now_mono_ms;
    (void)visit_wish(effects, EFFECT_BEGIN);
    visit_go_to(visit, SCREEN_IDENTIFY, effects);
}

/* This visit's matter, or the last visit's when this one had none. */
void visit_remember(struct visit *visit, struct visit_effects *effects)
{
    if (visit->remembered || visit->known != KNOWN_TOKEN || visit->profile.ref[0] == '\0') {
        return;
    }
    visit->remembered = true;
    struct visit_memory *memory = &visit_wish(effects, EFFECT_REMEMBER)->memory;
    const struct profile *profile = &visit->profile;
    (void)kstr_copy(memory->ref, sizeof(memory->ref), profile->ref);
    struct matter matter = visit_matter(visit);
    if (matter.kind == MATTER_NONE) {
        memory->last_kind = profile->last_kind;
        (void)kstr_copy(memory->last_matter, sizeof(memory->last_matter), profile->last_matter);
        memory->last_solved = profile->last_solved || visit->last_settled;
        memory->last_wall_ms = profile->last_wall_ms;
        return;
    }
    memory->last_kind = matter.kind;
    (void)kstr_copy(memory->last_matter, sizeof(memory->last_matter),
                    visit_matter_id(visit, matter));
    memory->last_solved = visit->solved == 1;
    memory->last_wall_ms = visit->now_wall_ms;
}

void visit_end(struct visit *visit, enum visit_end end, struct visit_effects *effects)
{
    KASSERT(visit->running);
    visit_go_to(visit, SCREEN_THANKS, effects); /* leaves every page: searches in vain are told */
    visit_remember(visit, effects);
    visit_wish(effects, EFFECT_WIPE)->end = end;
    int64_t mono_ms = visit->now_mono_ms;
    int64_t wall_ms = visit->now_wall_ms;
    uint32_t serial = visit->serial; /* goes on: the next page is another page, */
    uint32_t field_serial = visit->field_serial;
    uint32_t asked_serial = visit->asked_serial; /* the next question another question */
    visit_wipe(visit);
    visit->now_mono_ms = mono_ms;
    visit->now_wall_ms = wall_ms;
    visit->serial = serial;
    visit->field_serial = field_serial;
    visit->asked_serial = asked_serial;
}

void visit_finish(struct visit *visit, struct visit_effects *effects)
{
    enum screen_kind kind = visit_kind(visit);
    bool has_matter = visit->matter != MATTER_NONE || visit->made_count > 0;
    if (kind == SCREEN_THANKS) {
        visit_end(visit, VISIT_END_FINISHED, effects);
    } else if (kind == SCREEN_RESUME) {
        visit_end(visit, VISIT_END_POWER, effects);
    } else if (has_matter && kind != SCREEN_FEEDBACK) {
        visit_push(visit, SCREEN_FEEDBACK, PAGE_NO_ARG, effects);
    } else {
        visit_go_to(visit, SCREEN_THANKS, effects);
        visit_remember(visit, effects);
    }
}

/* ---- quiet ---- */

static int64_t countdown_ms(const struct visit *visit)
{
    int64_t wanted_s = visit->content->idle_countdown_s;
    return (wanted_s < COUNTDOWN_MIN_S ? COUNTDOWN_MIN_S : wanted_s) * SECOND_MS;
}

uint16_t visit_countdown_s(const struct visit *visit)
{
    int64_t left_ms = visit->warned_mono_ms + countdown_ms(visit) - visit->now_mono_ms;
    return (uint16_t)(left_ms <= 0 ? 0 : (left_ms + SECOND_MS - 1) / SECOND_MS);
}

static void be_quiet(struct visit *visit, struct visit_effects *effects)
{
    int64_t quiet_ms = visit->now_mono_ms - visit->active_mono_ms;
    if (visit_kind(visit) == SCREEN_THANKS) {
        if (quiet_ms >= THANKS_MS) {
            visit_end(visit, VISIT_END_FINISHED, effects);
        }
    } else if (visit->warned) {
        if (visit_countdown_s(visit) == 0) {
            visit_end(visit, VISIT_END_IDLE, effects);
        }
    } else if (quiet_ms >= visit->content->idle_warn_s * SECOND_MS) {
        visit->warned = true;
        visit->warned_mono_ms = visit->now_mono_ms;
        visit->serial++;
    }
}

void visit_time_passes(struct visit *visit, struct visit_effects *effects)
{
    if (visit->look.open && visit->now_mono_ms >= visit->look.until_mono_ms) {
        visit_customer(visit, LOOKUP_OFFLINE, NULL, effects);
    }
    visit_check_due(visit, effects);
    if (visit->running) {
        be_quiet(visit, effects);
    }
}

static int64_t quiet_tick(const struct visit *visit)
{
    if (visit_kind(visit) == SCREEN_THANKS) {
        return visit->active_mono_ms + THANKS_MS;
    }
    if (!visit->warned) {
        return visit->active_mono_ms + visit->content->idle_warn_s * SECOND_MS;
    }
    /* when the seconds shown become one less */
    int64_t shown_s = visit_countdown_s(visit);
    return visit->warned_mono_ms + countdown_ms(visit) - (shown_s - 1) * SECOND_MS;
}

static int64_t sooner(int64_t a_mono_ms, int64_t b_mono_ms)
{
    return a_mono_ms < b_mono_ms ? a_mono_ms : b_mono_ms;
}

int64_t visit_next_tick(const struct visit *visit)
{
    if (!visit->running) {
        return -1;
    }
    int64_t next = quiet_tick(visit);
    if (visit->look.open) {
        next = sooner(next, visit->look.until_mono_ms);
    }
    if (visit->run_open && visit->check_asked) {
        next = sooner(next, visit->check_until_mono_ms);
    }
    return next;
}

/* ---- interrupted ---- */

void visit_resume(struct visit *visit, struct visit_effects *effects)
{
    visit->gap = false;
    if (!visit->running) {
        return;
    }
    visit->active_mono_ms = visit->now_mono_ms;
    visit->warned = false;
    visit->check_asked = false; /* what was asked before the crash is asked again, */
    if (visit->reading.state == ARTICLE_ASKED || visit->reading.state == ARTICLE_READY) {
        visit->reading.state = ARTICLE_WANTED;
    }
    visit_search_forget(visit);
    visit->look.open = false; /* but for the card, which was not kept, */
    visit_drop(visit, SCREEN_WAIT, effects);
    visit->saving = false; /* and the request, which the customer sends again */
    visit_drop(visit, SCREEN_SAVING, effects);
    if (visit_kind(visit) == SCREEN_THANKS) {
        visit_end(visit, VISIT_END_POWER, effects);
    } else {
        visit_push(visit, SCREEN_RESUME, PAGE_NO_ARG, effects);
    }
}

/* Answers that put the visit on firm ground again, whatever was left out before them. */
bool visit_bridges_gap(struct visit *visit, const struct visit_event *event)
{
    if (event->kind == VISIT_RESUME || event->kind == VISIT_WORLD) {
        return true;
    }
    if (event->kind == VISIT_TOUCH &&
        (event->action.verb == ACT_HOME || event->action.verb == ACT_GUEST)) {
        visit->gap = false; /* wherever it stood: this leads home */
    }
    if (event->kind == VISIT_CUSTOMER && visit_kind(visit) == SCREEN_PHONE) {
        visit->gap = false;
        visit->look = (struct visit_look){
            .open = true, .by_phone = true, .until_mono_ms = event->mono_ms + SECOND_MS};
    }
    if (event->kind == VISIT_ACCEPTED && visit_is_form(visit_kind(visit))) {
        visit->gap = false;
        visit->saving = true;
    }
    return !visit->gap;
}
