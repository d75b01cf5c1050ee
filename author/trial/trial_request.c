#include "trial_internal.h"

#include "kstr.h"

#include <string.h>

/* The way to a person with the plainest answers, and what the agent then gets. */

#define FORM_PHONE "01012345678"
#define FORM_EMAIL "kim@example.com"
enum { FORM_PAGES = 12 };

/* ---- filling in the form ---- */

static bool touch_first(struct booth *booth, enum action_verb verb, int from, int until)
{
    for (int arg = from; arg < until; arg++) {
        if (booth_offers(booth, verb, arg)) {
            booth_touch(booth, verb, arg);
            return true;
        }
    }
    return false;
}

static bool fill_contact(struct booth *booth)
{
    if (touch_first(booth, ACT_YES, 0, 1)) {
        return true;
    }
    booth_type(booth, booth->screen.field.latin ? FORM_EMAIL : FORM_PHONE);
    return touch_first(booth, ACT_OK, 0, 1);
}

/* One page of the form; false when it cannot be answered. */
static bool fill_page(struct booth *booth)
{
    enum screen_kind kind = booth->screen.kind;
    if (kind == SCREEN_CHANNEL) {
        return touch_first(booth, ACT_CHANNEL, 0, CHANNEL_COUNT);
    }
    if (kind == SCREEN_CONTACT) {
        return fill_contact(booth);
    }
    if (kind == SCREEN_SLOT) { /* -1: as soon as possible; without any slot another channel */
        return touch_first(booth, ACT_SLOT, -1, LIMIT_VISIT_SLOTS) ||
               touch_first(booth, ACT_DAY, 0, LIMIT_VISIT_SLOTS) ||
               touch_first(booth, ACT_CHANNEL, 0, CHANNEL_COUNT);
    }
    return kind == SCREEN_CONSENT && touch_first(booth, ACT_YES, 0, 1);
}

static bool ask_for_person(struct playing *playing)
{
    struct booth *booth = playing->booth;
    if (!booth_offers(booth, ACT_PERSON, 0)) {
        return trial_fail(playing, FAULT_NO_PERSON, NULL);
    }
    booth->has_request = false;
    booth_touch(booth, ACT_PERSON, 0);
    for (int i = 0; i < FORM_PAGES && !booth->has_request; i++) {
        if (!fill_page(booth)) {
            return trial_fail(playing, FAULT_FORM, NULL);
        }
    }
    return booth->has_request || trial_fail(playing, FAULT_FORM, NULL);
}

/* ---- comparing ---- */

static bool same_text(struct playing *playing, const char *what, const char *want, const char *got)
{
    if (!want || strcmp(want, got) == 0) {
        return true;
    }
    return trial_fail_plain(playing, FAULT_SAYS, FAULT_ARGS(what, want, got));
}

/* Is this line of the trail about that step? */
static bool is_of(const struct flow_book *book, const struct trail *trail, struct trial_step at)
{
    char id[TRIAL_NAME_BYTES];
    trial_step_name(book, UINT16_MAX, at, id);
    return trail->kind == TRAIL_STEP && strcmp(trail->id, id) == 0;
}

/* The attempts of the trail, as the test would write them. */
static void say_tried(const struct playing *playing, char *ret_text, size_t size)
{
    const struct request *request = &playing->booth->request;
    const char *root = playing->booth->content->book.chart[playing->item->flow].id;
    size_t len = strlen(root);
    const char *comma = "";
    ret_text[0] = '\0';
    for (int i = 0; i < request->trail_count; i++) {
        const struct trail *trail = &request->trail[i];
        if (!trail->fix) {
            continue;
        }
        bool is_own = strncmp(trail->id, root, len) == 0 && trail->id[len] == '/';
        (void)kstr_append(ret_text, size, comma);
        (void)kstr_append(ret_text, size, trail->id + (is_own ? len + 1 : 0));
        comma = ", ";
    }
}

static bool same_tried(struct playing *playing)
{
    const struct trial_request *want = playing->line->request;
    const struct request *request = &playing->booth->request;
    int met = 0;
    bool is_same = true;
    for (int i = 0; i < request->trail_count; i++) {
        if (request->trail[i].fix) {
            is_same = is_same && met < want->tried_count &&
                      is_of(&playing->booth->content->book, &request->trail[i], want->tried[met]);
            met++;
        }
    }
    if (!want->tells_tried || (is_same && met == want->tried_count)) {
        return true;
    }
    char text[768];
    say_tried(playing, text, sizeof text);
    return trial_fail_plain(playing, FAULT_TRIED, FAULT_ARGS(text));
}

static const struct trail *newest_of(const struct playing *playing, struct trial_step at)
{
    const struct request *request = &playing->booth->request;
    for (int i = request->trail_count - 1; i >= 0; i--) {
        if (is_of(&playing->booth->content->book, &request->trail[i], at)) {
            return &request->trail[i];
        }
    }
    return NULL;
}

static bool same_answers(struct playing *playing)
{
    const struct trial_request *want = playing->line->request;
    for (int i = 0; i < want->answer_count; i++) {
        const struct trail *trail = newest_of(playing, want->answer[i].step);
        char name[TRIAL_NAME_BYTES];
        trial_step_name(&playing->booth->content->book, playing->item->flow, want->answer[i].step,
                        name);
        if (!trail) {
            return trial_fail_plain(playing, FAULT_NO_ANSWER, FAULT_ARGS(name));
        }
        if (strcmp(trail->answer, want->answer[i].text) != 0) {
            return trial_fail_plain(playing, FAULT_ANSWER,
                                    FAULT_ARGS(want->answer[i].text, name, trail->answer));
        }
    }
    return true;
}

/* How often something wrong was typed, over all times the customer was there. */
static bool same_wrong(struct playing *playing)
{
    const struct trial_request *want = playing->line->request;
    const struct request *request = &playing->booth->request;
    const struct flow_book *book = &playing->booth->content->book;
    for (int i = 0; i < want->wrong_count; i++) {
        int times = 0;
        char name[TRIAL_NAME_BYTES];
        char what[TRIAL_NAME_BYTES + 16];
        for (int at = 0; at < request->trail_count; at++) {
            bool is_it = is_of(book, &request->trail[at], want->wrong[i].step);
            times += is_it ? request->trail[at].wrong : 0;
        }
        trial_step_name(book, playing->item->flow, want->wrong[i].step, name);
        (void)kstr_format(what, sizeof what, "wrong: %s", name);
        if (times != want->wrong[i].times) {
            return trial_fail_plain(
                playing, FAULT_SAYS,
                FAULT_ARGS(what, diag_number(want->wrong[i].times).text, diag_number(times).text));
        }
    }
    return true;
}

static bool says_why(struct playing *playing)
{
    const char *want = playing->line->request->says;
    const char *got = playing->booth->request.reason_text;
    return !want || strstr(got, want) ||
           trial_fail_plain(playing, FAULT_SAYS, FAULT_ARGS("says", want, got));
}

static bool says(const struct request *request, const char *text)
{
    bool found = strstr(request->subject, text) || strstr(request->name, text) ||
                 strstr(request->reason_text, text);
    for (int i = 0; i < request->trail_count && !found; i++) {
        found = strstr(request->trail[i].prompt, text) || strstr(request->trail[i].answer, text);
    }
    return found;
}

static bool without(struct playing *playing)
{
    const struct trial_request *want = playing->line->request;
    for (int i = 0; i < want->without_count; i++) {
        if (says(&playing->booth->request, want->without[i])) {
            return trial_fail_plain(playing, FAULT_WITHOUT, FAULT_ARGS(want->without[i]));
        }
    }
    return true;
}

bool trial_request_run(struct playing *playing)
{
    const struct trial_request *want = playing->line->request;
    const struct request *got = &playing->booth->request;
    return ask_for_person(playing) && same_text(playing, "reason", want->reason, got->reason) &&
           same_text(playing, "matter", want->matter, got->matter) &&
           same_text(playing, "customer", want->customer, got->name) && same_tried(playing) &&
           same_answers(playing) && same_wrong(playing) && says_why(playing) && without(playing);
}
