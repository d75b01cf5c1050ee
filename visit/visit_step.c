#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/*
 *   event ──► time passes ──► one handler per kind of event ──► what the shown page needs ──►
 * effects
 *
 * A touch counts only when the screen that is shown offers it, so no page has to doubt its touches.
 */

static const struct visit_ops *const table[SCREEN_KIND_COUNT] = {
    [SCREEN_ATTRACT] = &visit_attract_ops,     [SCREEN_IDENTIFY] = &visit_identify_ops,
    [SCREEN_PHONE] = &visit_phone_ops,         [SCREEN_WAIT] = &visit_wait_ops,
    [SCREEN_HOME] = &visit_home_ops,           [SCREEN_TOPIC] = &visit_topic_ops,
    [SCREEN_SEARCH] = &visit_search_ops,       [SCREEN_ARTICLE] = &visit_article_ops,
    [SCREEN_STEP] = &visit_flow_ops,           [SCREEN_INPUT] = &visit_input_ops,
    [SCREEN_CHECK] = &visit_check_ops,         [SCREEN_ANSWERS] = &visit_answers_ops,
    [SCREEN_FLOW_END] = &visit_end_ops,        [SCREEN_OFFER] = &visit_offer_ops,
    [SCREEN_CHANNEL] = &visit_channel_ops,     [SCREEN_CONTACT] = &visit_contact_ops,
    [SCREEN_SLOT] = &visit_slot_ops,           [SCREEN_CONSENT] = &visit_consent_ops,
    [SCREEN_SAVING] = &visit_saving_ops,       [SCREEN_RECEIPT] = &visit_receipt_ops,
    [SCREEN_NOT_SAVED] = &visit_not_saved_ops, [SCREEN_REQUESTS] = &visit_requests_ops,
    [SCREEN_REQUEST] = &visit_request_ops,     [SCREEN_FEEDBACK] = &visit_feedback_ops,
    [SCREEN_THANKS] = &visit_thanks_ops,       [SCREEN_IDLE] = &visit_idle_ops,
    [SCREEN_RESUME] = &visit_resume_ops,       [SCREEN_NOTICE] = &visit_notice_ops,
};

const struct visit_ops *visit_ops_of(enum screen_kind kind)
{
    KASSERT(kind < SCREEN_KIND_COUNT);
    return table[kind];
}

struct visit_effect *visit_wish(struct visit_effects *effects, enum visit_effect_kind kind)
{
    KASSERT(effects->count < LIMIT_VISIT_EFFECTS);
    struct visit_effect *effect = &effects->item[effects->count++];
    memset(effect, 0, sizeof(*effect));
    effect->kind = kind;
    return effect;
}

/* ---- the touches that mean the same everywhere ---- */

static void touch_back(struct visit *visit, struct visit_effects *effects)
{
    const struct visit_ops *ops = table[visit_kind(visit)];
    if (ops->back != NULL && ops->back(visit)) {
        visit_turn(visit);
    } else if (visit->page_count > 1) {
        visit_pop(visit, effects);
    } else {
        visit_end(visit, VISIT_END_FINISHED, effects);
    }
}

static void touch_lang(struct visit *visit, struct visit_effects *effects)
{
    if (!visit->running) {
        visit_begin(visit, effects);
    }
    visit->lang = visit->lang == LANG_KO ? LANG_EN : LANG_KO;
    visit->lang_chosen = true;
}

static void touch_person(struct visit *visit, struct visit_effects *effects)
{
    enum screen_kind kind = visit_kind(visit);
    if (kind == SCREEN_RESUME) {
        visit_end(visit, VISIT_END_POWER, effects); /* we cannot know that it is the same person */
    }
    if (kind == SCREEN_THANKS) {
        visit_end(visit, VISIT_END_FINISHED, effects);
    }
    if (!visit->running) {
        visit_begin(visit, effects);
    }
    if (visit->page[0].kind != SCREEN_HOME || kind == SCREEN_WAIT) {
        visit_as_guest(visit, effects);
    }
    visit_form_open(visit, kind == SCREEN_OFFER ? FORM_OFFERED : FORM_ASKED, effects);
}

static void touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    if (action.verb == ACT_BACK) {
        touch_back(visit, effects);
    } else if (action.verb == ACT_HOME) {
        visit_go_to(visit, SCREEN_HOME, effects);
    } else if (action.verb == ACT_LANG) {
        touch_lang(visit, effects);
    } else if (action.verb == ACT_PERSON) {
        touch_person(visit, effects);
    } else if (action.verb == ACT_FINISH) {
        visit_finish(visit, effects);
    } else if (action.verb == ACT_MASK) {
        visit->field_flipped = !visit->field_flipped;
    } else if (action.verb != ACT_STAY) {
        table[visit_kind(visit)]->touch(visit, action, effects);
    }
}

/* ---- events ---- */

static void sign_of_life(struct visit *visit)
{
    visit->active_mono_ms = visit->now_mono_ms;
    if (visit->warned) {
        visit->warned = false;
        visit->serial++;
    }
}

static void on_touch(struct visit *visit, const struct visit_event *event,
                     struct visit_effects *effects)
{
    bool offered = visit_offers(visit, event->action);
    sign_of_life(visit);
    if (offered) {
        touch(visit, event->action, effects);
    }
}

static void on_field(struct visit *visit, const struct visit_event *event,
                     struct visit_effects *effects)
{
    sign_of_life(visit);
    const struct visit_ops *ops = table[visit_kind(visit)];
    if (ops->typed != NULL) {
        visit->field_wrong = false;
        ops->typed(visit, event->text, effects);
    }
}

static void on_alive(struct visit *visit, const struct visit_event *event,
                     struct visit_effects *effects)
{
    (void)event;
    (void)effects;
    sign_of_life(visit);
}

static void on_token(struct visit *visit, const struct visit_event *event,
                     struct visit_effects *effects)
{
    sign_of_life(visit);
    visit_token(visit, event->text, effects);
}

static void on_token_bad(struct visit *visit, const struct visit_event *event,
                         struct visit_effects *effects)
{
    static const int16_t notice[] = {
        [TOKEN_UNREADABLE] = NOTICE_UNREADABLE,
        [TOKEN_PAYMENT] = NOTICE_PAYMENT,
        [TOKEN_FOREIGN] = NOTICE_FOREIGN,
    };
    sign_of_life(visit);
    if (visit_kind(visit) == SCREEN_THANKS) {
        visit_end(visit, VISIT_END_FINISHED, effects);
    }
    if (!visit->running) {
        visit_begin(visit, effects);
    }
    visit_push(visit, SCREEN_NOTICE, notice[event->token_bad], effects);
}

bool visit_is_answer(const struct visit *visit, const struct visit_event *event)
{
    uint32_t open = event->kind == VISIT_CUSTOMER ? visit->look.serial : visit->check_serial;
    return event->serial == VISIT_REPLAYED || event->serial == open;
}

static void on_customer(struct visit *visit, const struct visit_event *event,
                        struct visit_effects *effects)
{
    if (visit_is_answer(visit, event)) {
        visit_customer(visit, event->lookup, event->profile, effects);
    }
}

static void on_answer(struct visit *visit, const struct visit_event *event,
                      struct visit_effects *effects)
{
    if (visit_is_answer(visit, event)) {
        visit_checked(visit, event->check, event->text, effects);
    }
}

static void on_found(struct visit *visit, const struct visit_event *event,
                     struct visit_effects *effects)
{
    (void)effects;
    visit_found(visit, event->found);
}

static void on_article(struct visit *visit, const struct visit_event *event,
                       struct visit_effects *effects)
{
    (void)effects;
    visit_article_came(visit, event->article);
}

static void on_accepted(struct visit *visit, const struct visit_event *event,
                        struct visit_effects *effects)
{
    visit_accepted(visit, &event->accepted, effects);
}

static void on_request(struct visit *visit, const struct visit_event *event,
                       struct visit_effects *effects)
{
    (void)effects;
    visit_request_state(visit, event->request_id, event->request_state);
}

static void on_world(struct visit *visit, const struct visit_event *event,
                     struct visit_effects *effects)
{
    (void)effects;
    visit->world = event->world;
}

static void on_gap(struct visit *visit, const struct visit_event *event,
                   struct visit_effects *effects)
{
    (void)event;
    (void)effects;
    sign_of_life(visit);
    visit->gap = visit->running;
}

/* Ticks and resuming are served by visit_step() itself. */
typedef void (*event_fn)(struct visit *visit, const struct visit_event *event,
                         struct visit_effects *effects);
static const event_fn handler[VISIT_EVENT_COUNT] = {
    [VISIT_TOUCH] = on_touch,
    [VISIT_FIELD] = on_field,
    [VISIT_ALIVE] = on_alive,
    [VISIT_TOKEN] = on_token,
    [VISIT_TOKEN_BAD] = on_token_bad,
    [VISIT_CUSTOMER] = on_customer,
    [VISIT_ANSWER] = on_answer,
    [VISIT_FOUND] = on_found,
    [VISIT_ARTICLE] = on_article,
    [VISIT_ACCEPTED] = on_accepted,
    [VISIT_REQUEST] = on_request,
    [VISIT_WORLD] = on_world,
    [VISIT_GAP] = on_gap,
};

void visit_step(struct visit *visit, const struct visit_event *event,
                struct visit_effects *ret_effects)
{
    KASSERT(event->kind < VISIT_EVENT_COUNT);
    ret_effects->count = 0;
    visit->now_mono_ms = event->mono_ms;
    visit->now_wall_ms = event->wall_ms;
    if (visit->gap && !visit_bridges_gap(visit, event)) {
        visit->active_mono_ms = visit->now_mono_ms;
        return;
    }
    if (event->kind == VISIT_RESUME) {
        visit_resume(visit, ret_effects);
    } else {
        visit_time_passes(visit, ret_effects);
    }
    if (handler[event->kind] != NULL) {
        handler[event->kind](visit, event, ret_effects);
    }
    const struct visit_ops *ops = table[visit_kind(visit)];
    if (ops->need != NULL && !visit->gap) {
        ops->need(visit, ret_effects);
    }
}
