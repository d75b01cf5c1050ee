#include "view.h"

#include <string.h>

const struct widget *view_hit(const struct view *view, int x, int y)
{
    const struct widget *main = NULL;
    for (int i = 0; i < view->count; i++) {
        const struct widget *w = &view->widget[i];
        if (role_target(w->role) && box_holds(w->box, x, y)) {
            return w;
        }
        main = w->role == ROLE_MAIN ? w : main;
    }
    /* The first screen starts wherever it is touched. */
    return view->in.screen->kind == SCREEN_ATTRACT ? main : NULL;
}

static bool begins(const struct widget *w, const char *label, bool whole)
{
    size_t len = strlen(label);
    return len <= w->text_len && memcmp(w->text, label, len) == 0 && (!whole || len == w->text_len);
}

static const struct widget *find(const struct view *view, const char *label, bool whole)
{
    for (int i = 0; i < view->count; i++) {
        const struct widget *w = &view->widget[i];
        if (role_target(w->role) && begins(w, label, whole)) {
            return w;
        }
    }
    return NULL;
}

const struct widget *view_find(const struct view *view, const char *label)
{
    const struct widget *exact = find(view, label, true);
    return exact ? exact : find(view, label, false);
}

struct action view_action(const struct view *view, const struct widget *widget)
{
    switch ((int)widget->role) {
    case ROLE_KEY:
    case ROLE_PAGER:
        return (struct action){ACT_NONE, 0};
    case ROLE_BAR:
    case ROLE_PERSON:
        return view->in.screen->bar[widget->item].action;
    default:
        return view->in.screen->item[widget->item].action;
    }
}

static bool takes_field(const struct screen_item *item)
{
    enum action_verb verb = item->action.verb;
    return item->kind == ITEM_BUTTON && (verb == ACT_OK || verb == ACT_SEARCH);
}

bool view_has_done(const struct screen *screen)
{
    for (int i = 0; i < screen->item_count; i++) {
        if (takes_field(&screen->item[i])) {
            return true;
        }
    }
    return false;
}

bool view_on_brand(const struct view *view)
{
    return view->in.screen->kind == SCREEN_ATTRACT && !view->in.high;
}

struct action view_done_action(const struct screen *screen)
{
    for (int i = 0; i < screen->item_count; i++) {
        if (takes_field(&screen->item[i])) {
            return screen->item[i].action;
        }
    }
    return (struct action){ACT_OK, 0};
}

/* ---- focus ---- */

static const struct widget *step(const struct view *view, const struct widget *from, int by)
{
    int at = from ? (int)(from - view->widget) : by > 0 ? -1 : view->count;
    for (int i = 0; i < view->count; i++) {
        at += by;
        at = at < 0 ? view->count - 1 : at >= view->count ? 0 : at;
        if (role_target(view->widget[at].role)) {
            return &view->widget[at];
        }
    }
    return NULL;
}

/* How far `to` is from `from` going up (by < 0) or down; negative = not in that direction. */
static int distance(const struct box *from, const struct box *to, int by)
{
    int away = by > 0 ? to->y - (from->y + from->h) : from->y - (to->y + to->h);
    int aside = 0;
    if (to->x + to->w <= from->x) {
        aside = from->x - (to->x + to->w);
    } else if (to->x >= from->x + from->w) {
        aside = to->x - (from->x + from->w);
    }
    int begin = to->x < from->x ? from->x - to->x : to->x - from->x; /* reading order on a tie */
    return away < 0 ? -1 : away * 4 + aside * 8 + begin;
}

static const struct widget *jump(const struct view *view, const struct widget *from, int by)
{
    const struct widget *best = NULL;
    int least = 0;
    for (int i = 0; i < view->count; i++) {
        const struct widget *w = &view->widget[i];
        int d = role_target(w->role) ? distance(&from->box, &w->box, by) : -1;
        if (d >= 0 && (!best || d < least)) {
            best = w;
            least = d;
        }
    }
    return best;
}

const struct widget *view_focus(const struct view *view, const struct widget *from,
                                enum focus_move move)
{
    int by = move == FOCUS_NEXT || move == FOCUS_DOWN ? 1 : -1;
    if (from && (move == FOCUS_UP || move == FOCUS_DOWN)) {
        const struct widget *to = jump(view, from, by);
        if (to) {
            return to;
        }
    }
    return step(view, from, by);
}
