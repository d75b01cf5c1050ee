#include "visit_internal.h"

#include "kstr.h"

#include <string.h>

/* Home: the likeliest needs first, each with its reason; then topics and search. */

enum need_kind { NEED_REQUEST, NEED_LAST, NEED_USED };

struct need {
    enum need_kind kind;
    uint16_t request;     /* NEED_REQUEST: index into the profile */
    struct matter matter; /* the others */
};

enum { NEEDS_MAX = 2 };  /* more would push topics off the page */
enum { USED_LEAST = 5 }; /* fewer uses are chance, and no reason to offer it */

/* The unsolved matter of the last visit, MATTER_NONE when there is nothing to ask about. */
static struct matter last_matter(const struct visit *visit)
{
    const struct profile *profile = &visit->profile;
    if (visit->known != KNOWN_TOKEN || profile->last_solved || visit->last_settled) {
        return (struct matter){MATTER_NONE, 0};
    }
    return visit_find_matter(visit, profile->last_kind, profile->last_matter);
}

/* Is it offered already, itself or as the request that a person is working on? */
static bool is_offered(const struct visit *visit, const struct need *needs, int count,
                       struct matter matter)
{
    const char *id = visit_matter_id(visit, matter);
    for (int i = 0; i < count; i++) {
        bool same =
            needs[i].kind == NEED_REQUEST
                ? strcmp(visit->profile.request[needs[i].request].matter, id) == 0
                : needs[i].matter.kind == matter.kind && needs[i].matter.index == matter.index;
        if (same) {
            return true;
        }
    }
    return false;
}

/* The flow used most at this site that is not offered yet; MATTER_NONE when none is used often. */
static struct matter most_used(const struct visit *visit, const struct need *needs, int count)
{
    const struct flow_book *book = &visit->content->book;
    struct matter best = {MATTER_NONE, 0};
    uint32_t best_used = USED_LEAST - 1;
    for (uint16_t i = 0; i < book->chart_count && i < LIMIT_FLOWS; i++) {
        uint32_t used = visit->site->flow_used[i];
        struct matter matter = {MATTER_FLOW, i};
        if (used > best_used && book->chart[i].topic != UINT16_MAX &&
            !is_offered(visit, needs, count, matter)) {
            best = matter;
            best_used = used;
        }
    }
    return best;
}

/* Is no other flow used as often? */
static bool is_most_used(const struct visit *visit, uint16_t flow)
{
    const struct site *site = visit->site;
    for (uint16_t i = 0; i < visit->content->book.chart_count && i < LIMIT_FLOWS; i++) {
        if (i != flow && site->flow_used[i] >= site->flow_used[flow]) {
            return false;
        }
    }
    return true;
}

static int find_needs(const struct visit *visit, struct need needs[NEEDS_MAX])
{
    int count = 0;
    int requests = visit_request_count(visit);
    for (int i = 0; i < requests && count == 0; i++) {
        if (visit->profile.request[i].state != REQUEST_CLOSED) {
            needs[count++] = (struct need){.kind = NEED_REQUEST, .request = (uint16_t)i};
        }
    }
    struct matter matter = last_matter(visit);
    if (matter.kind != MATTER_NONE && !is_offered(visit, needs, count, matter)) {
        needs[count++] = (struct need){.kind = NEED_LAST, .matter = matter};
    }
    bool calm = visit->world.missing == MISSING_NOTHING; /* a note of what is missing needs room */
    while (calm && count < NEEDS_MAX) {
        matter = most_used(visit, needs, count);
        if (matter.kind == MATTER_NONE) {
            break;
        }
        needs[count++] = (struct need){.kind = NEED_USED, .matter = matter};
    }
    return count;
}

/* ---- home ---- */

static void show_request(const struct visit *visit, int at, struct screen *screen)
{
    const struct open_request *request = &visit->profile.request[at];
    char text[LIMIT_TEXT_BYTES];
    const char *subject =
        request->subject[0] != '\0' ? request->subject : visit_say(visit, W_REQUEST_PLAIN);
    struct word_value value = {"matter", subject};
    visit_fill(visit, W_NEED_REQUEST, &value, 1, text, sizeof(text));
    struct screen_item *item = screen_button(screen, STYLE_CARD, text, ACT_REQUEST, at);
    (void)kstr_format(item->detail, sizeof(item->detail), "%s · %s", request->number,
                      visit_say(visit, visit_state_word(request->state)));
    (void)kstr_copy(item->icon, sizeof(item->icon), "receipt");
}

static void show_last(const struct visit *visit, struct matter matter, struct screen *screen)
{
    char date[LIMIT_LABEL_BYTES];
    char text[LIMIT_TEXT_BYTES];
    visit_past_words(visit, visit->profile.last_wall_ms, date, sizeof(date));
    const struct word_value value[] = {
        {"date", date},
        {"matter", visit_matter_title(visit, matter)},
    };
    visit_fill(visit, W_NEED_LAST, value, 2, text, sizeof(text));
    screen_add(screen, ITEM_TEXT, text);
    struct screen_item *item =
        screen_button(screen, STYLE_CARD, visit_say(visit, W_NEED_LAST_GO), ACT_LIKELY, 0);
    (void)kstr_copy(item->detail, sizeof(item->detail), visit_say(visit, W_NEED_LAST_WHY));
    screen_button(screen, STYLE_QUIET, visit_say(visit, W_NEED_LAST_DONE), ACT_YES, 0);
}

static void show_needs(const struct visit *visit, struct screen *screen)
{
    struct need needs[NEEDS_MAX];
    int count = find_needs(visit, needs);
    for (int i = 0; i < count; i++) {
        int first = screen->item_count;
        if (needs[i].kind == NEED_REQUEST) {
            show_request(visit, needs[i].request, screen);
        } else if (needs[i].kind == NEED_LAST) {
            show_last(visit, needs[i].matter, screen);
            first++; /* the question stands before the button */
        } else {
            struct screen_item *item = visit_show_matter(visit, screen, needs[i].matter);
            bool most = is_most_used(visit, needs[i].matter.index);
            (void)kstr_copy(item->detail, sizeof(item->detail),
                            visit_say(visit, most ? W_NEED_MOST_USED : W_NEED_USED));
        }
        if (i == 0) {
            screen->item[first].style = STYLE_MAIN;
        }
    }
}

static void show_note(const struct visit *visit, struct screen *screen)
{
    if (visit->note != NOTICE_NONE) {
        screen_add(screen, ITEM_NOTE, visit_say(visit, visit_notice_word(visit->note)));
    }
    if (visit->last_settled && visit->matter == MATTER_NONE) {
        screen_add(screen, ITEM_NOTE, visit_say(visit, W_NEED_LAST_THANKS))->tone = TONE_GOOD;
    }
    const struct fallback_mode *mode = fallback_mode(visit->world.missing);
    if (visit->world.missing != MISSING_NOTHING) {
        screen_add(screen, ITEM_NOTE, visit_words(visit, &mode->sentence))->tone = TONE_CAREFUL;
    }
    if (!mode->can_guide || !mode->can_keep) {
        visit_show_hotline(visit, screen);
    }
}

static void show_topics(const struct visit *visit, struct screen *screen)
{
    const struct content *content = visit->content;
    if (content->topic_count == 0) {
        return;
    }
    screen_add(screen, ITEM_HEADING, visit_say(visit, W_TOPICS));
    for (int i = 0; i < content->topic_count && i < LIMIT_TOPICS; i++) {
        const struct topic *topic = &content->topic[i];
        struct screen_item *item =
            screen_button(screen, STYLE_TILE, visit_words(visit, &topic->title), ACT_TOPIC, i);
        (void)kstr_copy(item->detail, sizeof(item->detail), visit_words(visit, &topic->detail));
        if (topic->icon != NULL) {
            (void)kstr_copy(item->icon, sizeof(item->icon), topic->icon);
        }
    }
}

static void show_greeting(const struct visit *visit, struct screen *screen)
{
    char name[LIMIT_NAME_BYTES];
    char text[LIMIT_TEXT_BYTES];
    visit_name(visit, visit->content->greet_name, name, sizeof(name));
    bool by_name = visit_has_name(visit) && visit->content->greet_name != NAME_NONE;
    struct word_value value = {"name", name};
    visit_fill(visit, by_name ? W_LEAD_GREET : W_LEAD_GUEST, &value, 1, text, sizeof(text));
    screen_add(screen, ITEM_LEAD, text);
    screen_add(screen, ITEM_TEXT, visit_say(visit, W_HOME_ASK));
    if (visit->known != KNOWN_TOKEN) {
        screen_add(screen, ITEM_SMALL, visit_say(visit, W_CARD_ANY_TIME));
    }
}

static void show_search(const struct visit *visit, struct screen *screen)
{
    struct screen_item *item =
        screen_button(screen, STYLE_SEARCH, visit_say(visit, W_SEARCH), ACT_SEARCH, 0);
    (void)kstr_copy(item->detail, sizeof(item->detail), visit_say(visit, W_SEARCH_EXAMPLE));
    (void)kstr_copy(item->icon, sizeof(item->icon), "search");
}

static void home_show(const struct visit *visit, struct screen *screen)
{
    show_greeting(visit, screen);
    show_note(visit, screen);
    if (fallback_mode(visit->world.missing)->can_guide) {
        show_needs(visit, screen);
        show_search(visit, screen);
        show_topics(visit, screen);
    }
    if (visit_request_count(visit) > 0) {
        screen_button(screen, STYLE_QUIET, visit_say(visit, W_REQUESTS), ACT_REQUESTS, 0);
    }
    screen_button(screen, STYLE_QUIET, visit_say(visit, W_FINISH), ACT_FINISH, 0);
}

static void home_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    visit->note = NOTICE_NONE; /* was read */
    if (action.verb == ACT_LIKELY) {
        visit_open_matter(visit, last_matter(visit), effects);
    } else if (action.verb == ACT_TOPIC) {
        visit_push(visit, SCREEN_TOPIC, action.arg, effects);
    } else if (action.verb == ACT_SEARCH) {
        visit_search_open(visit, effects);
    } else if (action.verb == ACT_REQUESTS) {
        visit_push(visit, SCREEN_REQUESTS, PAGE_NO_ARG, effects);
    } else if (action.verb == ACT_REQUEST) {
        visit_push(visit, SCREEN_REQUEST, action.arg, effects);
    } else if (action.verb == ACT_YES) {
        visit->last_settled = true;
        visit_turn(visit);
    } else {
        visit_open_touched(visit, action, effects);
    }
}

const struct visit_ops visit_home_ops = {
    .bar = BAR_AT_DOOR,
    .show = home_show,
    .touch = home_touch,
};

/* ---- topic ---- */

static bool has_room(const struct screen *screen)
{
    return screen->item_count < LIMIT_TOPIC_ITEMS;
}

static enum action_verb last_verb(const struct screen *screen)
{
    return screen->item[screen->item_count - 1].action.verb;
}

/* Flows and articles each below a heading that says what a touch leads to. */
static void show_in_group(const struct visit *visit, struct screen *screen, struct matter matter)
{
    bool is_flow = matter.kind == MATTER_FLOW;
    if (!has_room(screen)) {
        return;
    }
    if (last_verb(screen) != (is_flow ? ACT_FLOW : ACT_ARTICLE)) {
        screen_add(screen, ITEM_HEADING,
                   visit_say(visit, is_flow ? W_GROUP_FLOWS : W_GROUP_ARTICLES));
    }
    visit_show_matter(visit, screen, matter);
}

static void topic_show(const struct visit *visit, struct screen *screen)
{
    const struct content *content = visit->content;
    uint16_t topic = (uint16_t)visit_arg(visit);
    screen_add(screen, ITEM_LEAD, visit_words(visit, &content->topic[topic].title));
    for (uint16_t i = 0; i < content->book.chart_count; i++) {
        if (content->book.chart[i].topic == topic) {
            show_in_group(visit, screen, (struct matter){MATTER_FLOW, i});
        }
    }
    for (uint16_t i = 0; i < content->article_count; i++) {
        if (content->article[i].topic == topic) {
            show_in_group(visit, screen, (struct matter){MATTER_ARTICLE, i});
        }
    }
    if (screen->item_count == 1) {
        screen_add(screen, ITEM_TEXT, visit_say(visit, W_TOPIC_EMPTY));
        screen_button(screen, STYLE_MAIN, visit_say(visit, W_ASK_PERSON), ACT_PERSON, 0);
    }
}

const struct visit_ops visit_topic_ops = {
    .bar = BAR_IN_VISIT,
    .show = topic_show,
    .touch = visit_open_touched,
};
