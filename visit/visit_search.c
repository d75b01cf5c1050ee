#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* Search: the field is the query; the world answers with results of one band. */

enum { QUERY_MAX_CHARS = 60 };

void visit_search_open(struct visit *visit, struct visit_effects *effects)
{
    visit_push(visit, SCREEN_SEARCH, PAGE_NO_ARG, effects);
    visit_search_forget(visit);
    visit->search.noted = false;
    visit->search.touched = false;
}

void visit_search_forget(struct visit *visit)
{
    memset(visit->search.query, 0, sizeof(visit->search.query));
    visit->search.ready = false;
}

/* Flows and articles stand mixed, by how well they fit: each says which it is. */
static void show_hit(const struct visit *visit, struct screen *screen, struct matter matter)
{
    bool is_flow = matter.kind == MATTER_FLOW;
    struct screen_item *item = visit_show_matter(visit, screen, matter);
    char summary[sizeof(item->detail)];
    (void)kstr_copy(summary, sizeof(summary), item->detail);
    (void)kstr_format(item->detail, sizeof(item->detail), "%s · %s",
                      visit_say(visit, is_flow ? W_GROUP_FLOWS : W_GROUP_ARTICLES), summary);
}

static void show_found(const struct visit *visit, struct screen *screen)
{
    const struct found *found = &visit->search.found;
    if (found->band == FOUND_NONE || found->count == 0) {
        screen_add(screen, ITEM_NOTE, visit_say(visit, W_SEARCH_NONE))->tone = TONE_CAREFUL;
        screen_button(screen, STYLE_MAIN, visit_say(visit, W_ASK_PERSON), ACT_PERSON, 0);
        return;
    }
    screen_add(screen, ITEM_HEADING,
               visit_say(visit, found->band == FOUND_GOOD ? W_SEARCH_GOOD : W_SEARCH_MAYBE));
    for (int i = 0; i < found->count; i++) {
        struct matter matter = {found->item[i].kind == FOUND_FLOW ? MATTER_FLOW : MATTER_ARTICLE,
                                found->item[i].index};
        show_hit(visit, screen, matter);
    }
}

static void search_show(const struct visit *visit, struct screen *screen)
{
    struct screen_field *field = &screen->field;
    field->keyboard = KEYBOARD_TEXT;
    field->serial = visit->field_serial;
    field->max_chars = QUERY_MAX_CHARS;
    (void)kstr_copy(field->label, sizeof(field->label), visit_say(visit, W_SEARCH_LABEL));
    (void)kstr_copy(field->value, sizeof(field->value), visit->search.query);
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_SEARCH));
    screen_add(screen, ITEM_FIELD, NULL);
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_SEARCH_GO), ACT_OK, 0);
    if (visit->search.ready && visit->search.query[0] != '\0') {
        show_found(visit, screen);
    } else {
        screen_add(screen, ITEM_SMALL, visit_say(visit, W_SEARCH_HINT));
    }
}

static void ask(struct visit *visit, struct visit_effects *effects)
{
    if (visit->search.query[0] != '\0') {
        struct visit_effect *effect = visit_wish(effects, EFFECT_SEARCH);
        (void)kstr_copy(effect->text, sizeof(effect->text), visit->search.query);
    }
}

static void search_typed(struct visit *visit, const char *text, struct visit_effects *effects)
{
    (void)kstr_copy(visit->search.query, sizeof(visit->search.query), text);
    visit->search.noted = false;
    visit->search.touched = false;
    if (visit->search.query[0] == '\0') {
        visit->search.ready = false;
    }
    ask(visit, effects);
}

void visit_search_note(struct visit *visit)
{
    if (!visit_has_page(visit, SCREEN_SEARCH) || visit->search.query[0] == '\0' ||
        visit->search.noted) {
        return;
    }
    visit->search.noted = true;
    struct trail trail = {
        .kind = TRAIL_SEARCH,
        .found = visit->search.ready && visit->search.found.count > 0,
        .at_wall_ms = visit->now_wall_ms,
    };
    (void)kstr_copy(trail.prompt, sizeof(trail.prompt), visit->search.query);
    visit_trail_add(visit_trail(visit), &trail);
}

static void search_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    if (action.verb == ACT_OK) {
        ask(visit, effects);
        return;
    }
    visit->search.touched = true;
    visit_search_note(visit);
    visit_open_touched(visit, action, effects);
}

/* What nobody found is how headquarters learns which content is missing. */
static void search_leave(struct visit *visit, struct visit_effects *effects)
{
    visit_search_note(visit);
    char missed[LIMIT_FIELD_BYTES];
    visit_search_strip(visit, visit->search.query, missed, sizeof(missed));
    if (!visit->search.touched && missed[0] != '\0') {
        struct visit_effect *effect = visit_wish(effects, EFFECT_MISSED);
        (void)kstr_copy(effect->text, sizeof(effect->text), missed);
    }
    kstr_wipe(visit->search.query, sizeof(visit->search.query));
    memset(&visit->search.found, 0, sizeof(visit->search.found));
}

static bool is_in_pack(const struct visit *visit, const struct found_item *item)
{
    return item->kind == FOUND_FLOW ? item->index < visit->content->book.chart_count
                                    : item->index < visit->content->article_count;
}

void visit_found(struct visit *visit, const struct found *found)
{
    if (visit_kind(visit) != SCREEN_SEARCH || found == NULL) {
        return;
    }
    struct found *own = &visit->search.found;
    memset(own, 0, sizeof(*own));
    own->band = found->band;
    for (int i = 0; i < found->count && i < LIMIT_FOUND; i++) {
        if (is_in_pack(visit, &found->item[i])) {
            own->item[own->count++] = found->item[i];
        }
    }
    visit->search.ready = true;
}

const struct visit_ops visit_search_ops = {
    .bar = BAR_IN_VISIT,
    .show = search_show,
    .touch = search_touch,
    .typed = search_typed,
    .leave = search_leave,
};
