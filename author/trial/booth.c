#include "booth.h"

#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

enum { TURN_MS = 4000 }; /* what a customer needs for one touch */
#define BOOTH_TOKEN      "M-TEST-1"
#define BOOTH_PHONE      "01012345678"
#define BOOTH_REQUEST_ID "0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b"

struct booth *booth_open(const struct content *content)
{
    struct booth *booth = calloc(1, sizeof *booth);
    KASSERT(booth);
    booth->content = content;
    return booth;
}

void booth_close(struct booth **booth)
{
    if (booth && *booth) {
        free(*booth);
        *booth = NULL;
    }
}

/* ---- the world answers ---- */

static void step(struct booth *booth, struct visit_event *event);

static void answer_look(struct booth *booth)
{
    struct visit_event event = {.kind = VISIT_CUSTOMER,
                                .serial = booth->look_serial,
                                .lookup = LOOKUP_KNOWN,
                                .profile = &booth->profile};
    booth->has_look = false;
    step(booth, &event);
}

static void answer_search(struct booth *booth)
{
    static const struct found nothing = {.band = FOUND_NONE};
    struct visit_event event = {.kind = VISIT_FOUND, .found = &nothing};
    step(booth, &event);
}

static void answer_article(struct booth *booth)
{
    struct visit_event event = {.kind = VISIT_ARTICLE};
    step(booth, &event);
}

static void answer_request(struct booth *booth)
{
    struct visit_event event = {.kind = VISIT_ACCEPTED,
                                .accepted = {.is_kept = true, .id = BOOTH_REQUEST_ID}};
    booth->request = booth->visit.request;
    booth->has_request = true;
    step(booth, &event);
}

/* A check and a card are answered by whoever plays the case, the rest at once. */
static void carry_out(struct booth *booth, const struct visit_effect *effect)
{
    switch (effect->kind) {
    case EFFECT_LOOK_UP:
        booth->look_serial = effect->serial;
        booth->has_look = true;
        break;
    case EFFECT_CHECK:
        booth->check_serial = effect->serial;
        booth->has_question = true;
        (void)kstr_copy(booth->question, sizeof booth->question, effect->text);
        break;
    case EFFECT_SEARCH:
        answer_search(booth);
        break;
    case EFFECT_ARTICLE:
        answer_article(booth);
        break;
    case EFFECT_ACCEPT:
        answer_request(booth);
        break;
    case EFFECT_REMEMBER:
    case EFFECT_COUNT_FLOW:
    case EFFECT_MISSED:
    case EFFECT_BEGIN:
    case EFFECT_WIPE:
    case EFFECT_KIND_COUNT:
        break;
    }
}

static void step(struct booth *booth, struct visit_event *event)
{
    event->mono_ms = booth->mono_ms;
    event->wall_ms = booth->wall_ms;
    if (booth->on_event) {
        booth->on_event(booth->on_event_user, &booth->visit, event);
    }
    visit_step(&booth->visit, event, &booth->effects);
    struct visit_effects effects = booth->effects;
    for (int i = 0; i < effects.count; i++) {
        carry_out(booth, &effects.item[i]);
    }
    visit_screen(&booth->visit, &booth->screen);
}

static void time_passes(struct booth *booth)
{
    booth->mono_ms += TURN_MS;
    booth->wall_ms += TURN_MS;
}

/* ---- a customer ---- */

static void fill_profile(struct booth *booth, uint16_t flow)
{
    const struct trial_given *given = &booth->given;
    struct profile *profile = &booth->profile;
    memset(profile, 0, sizeof *profile);
    (void)kstr_copy(profile->ref, sizeof profile->ref, "C-TEST");
    (void)kstr_copy(profile->name, sizeof profile->name, given->name ? given->name : "홍길동");
    profile->lang = given->lang;
    profile->level = given->level;
    if (given->phone) {
        (void)kstr_copy(profile->contact_masked, sizeof profile->contact_masked, given->phone);
    }
    if (given->returning) {
        profile->last_kind = MATTER_FLOW;
        (void)kstr_copy(profile->last_matter, sizeof profile->last_matter,
                        booth->content->book.chart[flow].id);
        profile->last_wall_ms = given->wall_ms - INT64_C(86400000);
    }
}

void booth_reset(struct booth *booth, const struct trial_given *given)
{
    struct visit_world world = {.hq_reachable = !given->is_offline,
                                .missing =
                                    given->is_offline ? MISSING_HEADQUARTERS : MISSING_NOTHING};
    booth->given = *given;
    booth->site.lang = given->lang;
    booth->mono_ms = 1000;
    booth->wall_ms = given->wall_ms;
    booth->has_question = false;
    booth->has_look = false;
    booth->has_request = false;
    visit_init(&booth->visit, booth->content, &booth->site, &world);
    visit_screen(&booth->visit, &booth->screen);
}

void booth_touch(struct booth *booth, enum action_verb verb, int arg)
{
    struct visit_event event = {.kind = VISIT_TOUCH, .action = {verb, (int16_t)arg}};
    time_passes(booth);
    step(booth, &event);
}

void booth_type(struct booth *booth, const char *text)
{
    struct visit_event event = {.kind = VISIT_FIELD};
    (void)kstr_copy(event.text, sizeof event.text, text);
    time_passes(booth);
    step(booth, &event);
}

static void show_card(struct booth *booth)
{
    struct visit_event event = {.kind = VISIT_TOKEN};
    (void)kstr_copy(event.text, sizeof event.text, BOOTH_TOKEN);
    time_passes(booth);
    step(booth, &event);
    if (booth->has_look) {
        answer_look(booth);
    }
}

void booth_card(struct booth *booth, enum level level)
{
    booth->given.level = level;
    fill_profile(booth, 0);
    booth->profile.level = level;
    show_card(booth);
}

void booth_answer(struct booth *booth, const char *word)
{
    if (!booth->has_question) {
        return;
    }
    struct visit_event event = {.kind = VISIT_ANSWER, .serial = booth->check_serial};
    booth->has_question = false;
    event.check = strcmp(word, "offline") == 0  ? FLOW_CHECK_OFFLINE
                  : strcmp(word, "failed") == 0 ? FLOW_CHECK_FAILED
                                                : FLOW_CHECK_ANSWERED;
    if (event.check == FLOW_CHECK_ANSWERED) {
        (void)kstr_copy(event.text, sizeof event.text, word);
    }
    time_passes(booth);
    step(booth, &event);
}

const char *booth_known_answer(const struct booth *booth)
{
    const struct trial_given *given = &booth->given;
    if (!booth->has_question) {
        return NULL;
    }
    for (int i = 0; i < given->word_count; i++) {
        if (strcmp(given->word[i].question, booth->question) == 0) {
            return given->word[i].answer;
        }
    }
    return given->is_offline ? "offline" : NULL;
}

static bool does(const struct screen_item *item, enum action_verb verb, int arg)
{
    return item->action.verb == verb && item->action.arg == arg;
}

bool booth_offers(const struct booth *booth, enum action_verb verb, int arg)
{
    const struct screen *screen = &booth->screen;
    for (int i = 0; i < BAR_COUNT; i++) {
        if (does(&screen->bar[i], verb, arg)) {
            return true;
        }
    }
    for (int i = 0; i < screen->item_count; i++) {
        if (screen->item[i].kind == ITEM_BUTTON && does(&screen->item[i], verb, arg)) {
            return true;
        }
    }
    return false;
}

/* Touch it when it is there. */
static bool take(struct booth *booth, enum action_verb verb, int arg)
{
    bool is_there = booth_offers(booth, verb, arg);
    if (is_there) {
        booth_touch(booth, verb, arg);
    }
    return is_there;
}

/* Headquarters does not tell the kiosk whose number it is, whatever the answer. */
static bool type_number(struct booth *booth)
{
    if (!take(booth, ACT_START, 0) || !take(booth, ACT_PHONE, 0)) {
        return false;
    }
    booth_type(booth, BOOTH_PHONE);
    booth_touch(booth, ACT_OK, 0);
    struct visit_event event = {
        .kind = VISIT_CUSTOMER, .serial = booth->look_serial, .lookup = LOOKUP_UNKNOWN};
    booth->has_look = false;
    step(booth, &event);
    return booth->visit.known == KNOWN_PHONE;
}

static bool enter(struct booth *booth)
{
    if (booth->given.name) {
        show_card(booth);
        return true;
    }
    return booth->given.by_number ? type_number(booth)
                                  : take(booth, ACT_START, 0) && take(booth, ACT_GUEST, 0);
}

bool booth_start(struct booth *booth, uint16_t flow)
{
    uint16_t topic = booth->content->book.chart[flow].topic;
    if (topic == UINT16_MAX) {
        return false;
    }
    fill_profile(booth, flow);
    if (!enter(booth)) {
        return false;
    }
    /* the flow begins at the time that the case says */
    booth->wall_ms = booth->given.wall_ms - 2 * (int64_t)TURN_MS;
    return take(booth, ACT_TOPIC, topic) && take(booth, ACT_FLOW, flow) && booth->visit.run_open;
}

const char *booth_text(struct booth *booth)
{
    struct kbuf buf = KBUF(booth->text);
    struct kerr err = {0};
    booth->text[0] = '\0';
    (void)(screen_text(&booth->screen, &buf, &err) == K_OK); /* what fits is shown */
    return booth->text;
}

void booth_trace(struct booth *booth, flow_move_fn tell, void *user)
{
    if (booth->visit.run_open) {
        booth->traced = booth->visit.run;
        flow_trace(&booth->traced, tell, user);
    }
}
