#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/*
 * The way to a person: a form of one question a screen.
 *
 *   channel ──► contact ──► slot (calls only) ──► consent ──► saving ──► receipt
 *      what is known is not asked; when nothing can be kept it says so before the first question
 */

static const char *const channel_icons[CHANNEL_COUNT] = {"phone", "message", "mail"};

bool visit_is_form(enum screen_kind kind)
{
    return kind == SCREEN_CHANNEL || kind == SCREEN_CONTACT || kind == SCREEN_SLOT ||
           kind == SCREEN_CONSENT || kind == SCREEN_SAVING || kind == SCREEN_NOT_SAVED;
}

void visit_form_close(struct visit *visit, struct visit_effects *effects)
{
    static const enum screen_kind form[] = {SCREEN_NOT_SAVED, SCREEN_SAVING,  SCREEN_CONSENT,
                                            SCREEN_SLOT,      SCREEN_CONTACT, SCREEN_CHANNEL,
                                            SCREEN_OFFER};
    for (size_t i = 0; i < sizeof(form) / sizeof(form[0]); i++) {
        visit_drop(visit, form[i], effects);
    }
}

bool visit_can_keep(const struct visit *visit)
{
    return fallback_mode(visit->world.missing)->can_keep;
}

/* ---- what the request is about ---- */

/* An open request for the same matter; without a matter, one made in this very visit. */
static const struct open_request *same_matter(const struct visit *visit, const char *matter)
{
    const struct profile *profile = &visit->profile;
    for (int i = 0; i < profile->request_count; i++) {
        const struct open_request *request = &profile->request[i];
        bool is_same =
            strcmp(request->matter, matter) == 0 && (matter[0] != '\0' || i < visit->made_count);
        if (is_same && visit_takes_more(request)) {
            return request;
        }
    }
    return NULL;
}

static void join(struct request *request, const struct open_request *open)
{
    request->kind = REQUEST_ADDITION;
    (void)kstr_copy(request->joins, sizeof(request->joins), open->id);
    (void)kstr_copy(request->matter, sizeof(request->matter), open->matter);
    (void)kstr_copy(request->subject, sizeof(request->subject), open->subject);
}

static void take_matter(struct visit *visit, struct request *request)
{
    struct matter matter = visit_matter(visit);
    if (matter.kind != MATTER_NONE) {
        (void)kstr_copy(request->matter, sizeof(request->matter), visit_matter_id(visit, matter));
        (void)kstr_copy(request->subject, sizeof(request->subject),
                        visit_matter_title(visit, matter));
    }
    const struct open_request *open = same_matter(visit, request->matter);
    if (visit_kind(visit) == SCREEN_REQUEST) {
        open = &visit->profile.request[visit_arg(visit)];
    }
    if (open != NULL && visit_takes_more(open)) {
        join(request, open);
    }
}

static void take_reason(struct visit *visit, enum form_reason reason, struct request *request)
{
    const char *text = reason == FORM_OFFERED ? "offered" : "asked";
    bool handed =
        visit->run_open && visit->run.at == FLOW_AT_END && visit->run.outcome == FLOW_HANDED_OVER;
    if (handed) {
        const struct flow_step *step = flow_step_now(&visit->run);
        text = step->hand_over.reason;
        visit_render_in(visit, &step->text, LANG_KO, request->reason_text,
                        sizeof(request->reason_text));
    }
    (void)kstr_copy(request->reason, sizeof(request->reason), text);
}

static void take_customer(const struct visit *visit, struct request *request)
{
    request->level = visit_level(visit);
    (void)kstr_copy(request->customer_ref, sizeof(request->customer_ref), visit->profile.ref);
    (void)kstr_copy(request->name, sizeof(request->name), visit->profile.name);
}

/* The channel that need not be asked for; -1 when there is a choice. */
static int only_channel(const struct content *content)
{
    int count = 0;
    int last = -1;
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        count += content->channel[i];
        last = content->channel[i] ? i : last;
    }
    return count == 1 ? last : -1;
}

static void take_channel(struct visit *visit, enum channel channel, struct visit_effects *effects)
{
    struct request *request = &visit->request;
    request->channel = channel;
    request->on_file = false;
    request->soon = false;
    request->from_wall_ms = 0;
    request->until_wall_ms = 0;
    request->consent_wall_ms = 0;
    memset(request->contact, 0, sizeof(request->contact));
    visit_contact_open(visit, effects);
}

void visit_form_open(struct visit *visit, enum form_reason reason, struct visit_effects *effects)
{
    if (visit_is_form(visit_kind(visit))) {
        return;
    }
    visit_search_note(visit);
    visit_article_note(visit);
    struct request *request = &visit->request;
    request_wipe(request);
    request->kind = REQUEST_CALLBACK;
    request->solved = -1;
    take_matter(visit, request);
    take_reason(visit, reason, request);
    if (!visit_can_keep(visit)) {
        visit_not_saved(visit, visit->world.missing, effects);
        return;
    }
    int only = only_channel(visit->content);
    if (only >= 0) {
        take_channel(visit, (enum channel)only, effects);
    } else {
        visit_push(visit, SCREEN_CHANNEL, PAGE_NO_ARG, effects);
    }
}

/* ---- channel ---- */

static void show_joins(const struct visit *visit, struct screen *screen)
{
    if (visit->request.kind != REQUEST_ADDITION) {
        return;
    }
    char number[KUUID_NUMBER_SIZE];
    char text[LIMIT_TEXT_BYTES];
    kuuid_number(visit->request.joins, number);
    struct word_value value = {"number", number};
    visit_fill(visit, W_FORM_JOINS, &value, 1, text, sizeof(text));
    screen_add(screen, ITEM_NOTE, text);
}

void visit_show_channels(const struct visit *visit, int without, struct screen *screen)
{
    static const enum word word[CHANNEL_COUNT] = {W_CHANNEL_CALL, W_CHANNEL_TEXT, W_CHANNEL_EMAIL};
    static const enum word more[CHANNEL_COUNT] = {W_CHANNEL_CALL_MORE, W_CHANNEL_TEXT_MORE,
                                                  W_CHANNEL_EMAIL_MORE};
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        if (!visit->content->channel[i] || i == without) {
            continue;
        }
        struct screen_item *item =
            screen_button(screen, STYLE_CARD, visit_say(visit, word[i]), ACT_CHANNEL, i);
        (void)kstr_copy(item->detail, sizeof(item->detail), visit_say(visit, more[i]));
        (void)kstr_copy(item->icon, sizeof(item->icon), channel_icons[i]);
    }
}

static void channel_show(const struct visit *visit, struct screen *screen)
{
    bool adds = visit->request.kind == REQUEST_ADDITION;
    screen_add(screen, ITEM_LEAD, visit_say(visit, adds ? W_LEAD_CHANNEL_ADD : W_LEAD_CHANNEL));
    show_joins(visit, screen);
    visit_show_channels(visit, -1, screen);
    visit_show_hotline(visit, screen);
    screen_add(screen, ITEM_SMALL, visit_say(visit, W_OFFER_WHY));
}

void visit_channel_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    KASSERT(action.verb == ACT_CHANNEL);
    take_channel(visit, (enum channel)action.arg, effects);
}

const struct visit_ops visit_channel_ops = {
    .bar = BAR_IN_FORM,
    .show = channel_show,
    .touch = visit_channel_touch,
};

/* ---- consent ---- */

static void consent_show(const struct visit *visit, struct screen *screen)
{
    char contact[LIMIT_NAME_BYTES];
    char text[LIMIT_TEXT_BYTES];
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_CONSENT));
    screen_add(screen, ITEM_TEXT, visit_words(visit, &visit->content->consent));
    visit_contact_masked(visit, contact, sizeof(contact));
    struct word_value value = {"contact", contact};
    visit_fill(visit, W_CONSENT_CONTACT, &value, 1, text, sizeof(text));
    screen_add(screen, ITEM_SMALL, text);
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_CONSENT_YES), ACT_YES, 0);
    screen_button(screen, STYLE_PLAIN, visit_say(visit, W_CONSENT_NO), ACT_NO, 0);
    screen_button(screen, STYLE_QUIET, visit_say(visit, W_CONTACT_MEND), ACT_MEND, 0);
}

static void agreed(struct visit *visit, struct visit_effects *effects)
{
    struct request *request = &visit->request;
    take_customer(visit, request);
    request->lang = visit->lang;
    (void)kstr_copy(request->consent_version, sizeof(request->consent_version),
                    visit->content->consent_version);
    request->consent_wall_ms = visit->now_wall_ms;
    request->visit_started_wall_ms = visit->started_wall_ms;
    request->trail_count = visit->trail_count;
    memcpy(request->trail, visit->trail, sizeof(request->trail));
    if (visit->run_open) {
        visit_trail_run(visit, (struct trail_list){request->trail, &request->trail_count});
    }
    visit_save(visit, effects);
}

static void consent_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    if (action.verb == ACT_YES) {
        agreed(visit, effects);
        return;
    }
    if (action.verb == ACT_MEND) {
        visit_contact_mend(visit, effects);
        return;
    }
    request_wipe(&visit->request);
    visit_form_close(visit, effects);
    visit_push(visit, SCREEN_NOTICE, NOTICE_REFUSED, effects);
}

const struct visit_ops visit_consent_ops = {
    .bar = BAR_IN_FORM,
    .show = consent_show,
    .touch = consent_touch,
};
