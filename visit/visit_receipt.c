#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* The receipt, the customer's requests, and the sentences that are true of them. */

void visit_request_insert(struct profile *profile, const struct open_request *request)
{
    int kept = profile->request_count < LIMIT_VISIT_REQUESTS ? profile->request_count
                                                             : LIMIT_VISIT_REQUESTS - 1;
    memmove(&profile->request[1], &profile->request[0], (size_t)kept * sizeof(profile->request[0]));
    profile->request[0] = *request;
    profile->request_count = (uint8_t)(kept + 1);
}

struct open_request *visit_request_find(struct visit *visit, const char *id)
{
    for (int i = 0; i < visit->profile.request_count; i++) {
        if (strcmp(visit->profile.request[i].id, id) == 0) {
            return &visit->profile.request[i];
        }
    }
    return NULL;
}

void visit_request_state(struct visit *visit, const char *id, enum request_state state)
{
    struct open_request *request = visit_request_find(visit, id);
    if (request != NULL) {
        request->state = state;
    }
    if (strcmp(visit->receipt.id, id) == 0) {
        visit->receipt_state = state;
    }
}

bool visit_takes_more(const struct open_request *request)
{
    return request->state != REQUEST_CLOSED && request->state != REQUEST_SET_ASIDE;
}

int visit_request_count(const struct visit *visit)
{
    int count = visit->profile.request_count;
    bool sees_all = visit->known == KNOWN_TOKEN && visit_level(visit) >= LEVEL_OWN;
    return sees_all || count < visit->made_count ? count : visit->made_count;
}

/* ---- what is true of a request ---- */

enum word visit_state_word(enum request_state state)
{
    static const enum word word[REQUEST_STATE_COUNT] = {
        [REQUEST_SAVED] = W_STATE_SAVED,         [REQUEST_SENT] = W_STATE_SENT,
        [REQUEST_HANDLED] = W_STATE_HANDLED,     [REQUEST_CLOSED] = W_STATE_CLOSED,
        [REQUEST_SET_ASIDE] = W_STATE_SET_ASIDE,
    };
    KASSERT(state < REQUEST_STATE_COUNT);
    return word[state];
}

static void show_state(const struct visit *visit, enum request_state state, struct screen *screen)
{
    static const enum tone tone[REQUEST_STATE_COUNT] = {
        [REQUEST_SAVED] = TONE_INFO,        [REQUEST_SENT] = TONE_GOOD,
        [REQUEST_HANDLED] = TONE_GOOD,      [REQUEST_CLOSED] = TONE_INFO,
        [REQUEST_SET_ASIDE] = TONE_CAREFUL,
    };
    screen_add(screen, ITEM_NOTE, visit_say(visit, visit_state_word(state)))->tone = tone[state];
}

static void show_number(const struct visit *visit, const char *number, struct screen *screen)
{
    struct screen_item *item = screen_add(screen, ITEM_BIG, number);
    (void)kstr_copy(item->detail, sizeof(item->detail), visit_say(visit, W_NUMBER));
}

/* When we call; nothing when no time was promised. */
static void show_promise(const struct visit *visit, bool soon, int64_t from_wall_ms,
                         int64_t until_wall_ms, struct screen *screen)
{
    if (until_wall_ms == 0) {
        return;
    }
    char when[LIMIT_LABEL_BYTES];
    char text[LIMIT_TEXT_BYTES];
    if (soon) {
        visit_moment_words(visit, until_wall_ms, when, sizeof(when));
    } else {
        visit_span_words(visit, from_wall_ms, until_wall_ms, when, sizeof(when));
    }
    struct word_value value = {"when", when};
    visit_fill(visit, soon ? W_PROMISE_SOON : W_PROMISE_SLOT, &value, 1, text, sizeof(text));
    screen_add(screen, ITEM_TEXT, text);
}

/* ---- receipt ---- */

static void receipt_show(const struct visit *visit, struct screen *screen)
{
    const struct request *request = &visit->request;
    char number[KUUID_NUMBER_SIZE];
    char code[LIMIT_LABEL_BYTES];
    bool joined = visit->receipt.joined;
    kuuid_number(visit->receipt.id, number);
    screen_add(screen, ITEM_LEAD, visit_say(visit, joined ? W_LEAD_JOINED : W_LEAD_RECEIPT));
    show_number(visit, number, screen);
    show_state(visit, visit->receipt_state, screen);
    if (joined) {
        screen_add(screen, ITEM_TEXT, visit_say(visit, W_JOINED));
    }
    show_promise(visit, request->soon, request->from_wall_ms, request->until_wall_ms, screen);
    if (request->channel != CHANNEL_CALL) {
        screen_add(
            screen, ITEM_TEXT,
            visit_say(visit, request->channel == CHANNEL_TEXT ? W_PROMISE_TEXT : W_PROMISE_EMAIL));
    }
    (void)kstr_format(code, sizeof(code), "annae:%s", number);
    struct screen_item *item = screen_add(screen, ITEM_QR, code);
    (void)kstr_copy(item->detail, sizeof(item->detail), visit_say(visit, W_QR_WHY));
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_FINISH), ACT_FINISH, 0);
    screen_button(screen, STYLE_QUIET, visit_say(visit, W_HOME_MORE), ACT_HOME, 0);
}

const struct visit_ops visit_receipt_ops = {
    .bar = BAR_IN_VISIT,
    .show = receipt_show,
};

/* ---- my requests ---- */

static void requests_show(const struct visit *visit, struct screen *screen)
{
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_REQUESTS));
    for (int i = 0; i < visit_request_count(visit); i++) {
        const struct open_request *request = &visit->profile.request[i];
        const char *subject =
            request->subject[0] == '\0' ? visit_say(visit, W_REQUEST_PLAIN) : request->subject;
        struct screen_item *item = screen_button(screen, STYLE_CARD, subject, ACT_REQUEST, i);
        (void)kstr_format(item->detail, sizeof(item->detail), "%s · %s", request->number,
                          visit_say(visit, visit_state_word(request->state)));
    }
}

static void requests_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    visit_push(visit, SCREEN_REQUEST, action.arg, effects);
}

const struct visit_ops visit_requests_ops = {
    .bar = BAR_IN_VISIT,
    .show = requests_show,
    .touch = requests_touch,
};

static void request_show(const struct visit *visit, struct screen *screen)
{
    const struct open_request *request = &visit->profile.request[visit_arg(visit)];
    char date[LIMIT_LABEL_BYTES];
    char text[LIMIT_TEXT_BYTES];
    screen_add(screen, ITEM_LEAD,
               request->subject[0] == '\0' ? visit_say(visit, W_REQUEST_PLAIN) : request->subject);
    show_number(visit, request->number, screen);
    show_state(visit, request->state, screen);
    if (visit_takes_more(request)) {
        show_promise(visit, request->soon, request->from_wall_ms, request->until_wall_ms, screen);
        screen_button(screen, STYLE_CARD, visit_say(visit, W_REQUEST_ADD), ACT_PERSON, 0);
    }
    visit_past_words(visit, request->created_wall_ms, date, sizeof(date));
    struct word_value value = {"date", date};
    visit_fill(visit, W_REQUEST_AT, &value, 1, text, sizeof(text));
    screen_add(screen, ITEM_SMALL, text);
}

const struct visit_ops visit_request_ops = {
    .bar = BAR_IN_VISIT,
    .show = request_show,
};
