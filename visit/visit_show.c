#include "visit_internal.h"

#include "kstr.h"

/* The state as a screen: what every screen has around what its page shows. */

static const struct {
    enum action_verb verb;
    enum word word;
    const char *icon;
} bar_table[BAR_COUNT] = {
    [BAR_BACK] = {ACT_BACK, W_BACK, "back"},
    [BAR_HOME] = {ACT_HOME, W_HOME, "home"},
    [BAR_LANG] = {ACT_LANG, W_LANG, "language"},
    [BAR_PERSON] = {ACT_PERSON, W_PERSON, "person"},
};

static enum screen_kind shown_kind(const struct visit *visit)
{
    return visit->warned ? SCREEN_IDLE : visit_kind(visit);
}

/* Before and after what a visit is about: that headquarters is away helps nobody there. */
static bool is_aside(enum screen_kind kind)
{
    return kind == SCREEN_ATTRACT || kind == SCREEN_FEEDBACK || kind == SCREEN_THANKS;
}

static void show_head(const struct visit *visit, unsigned bar, struct screen *screen)
{
    (void)kstr_copy(screen->header, sizeof(screen->header),
                    visit_words(visit, &visit->content->name));
    const struct fallback_mode *mode = fallback_mode(visit->world.missing);
    bool can_all = mode->can_guide && mode->can_keep;
    if (!can_all || !is_aside(screen->kind)) {
        (void)kstr_copy(screen->state, sizeof(screen->state), visit_words(visit, &mode->state));
    }
    enum name_policy policy = visit->content->header_name;
    if ((bar & VISIT_NAMELESS) == 0 && visit_has_name(visit) && policy != NAME_NONE) {
        char name[LIMIT_NAME_BYTES];
        visit_name(visit, policy, name, sizeof(name));
        struct word_value value = {"name", name};
        visit_fill(visit, W_NAME_WHO, &value, 1, screen->who, sizeof(screen->who));
    }
}

static void show_bar(const struct visit *visit, unsigned bar, struct screen *screen)
{
    for (unsigned i = 0; i < BAR_COUNT; i++) {
        if ((bar & BAR(i)) == 0) {
            continue;
        }
        struct screen_item *item = &screen->bar[i];
        item->kind = ITEM_BUTTON;
        item->action.verb = bar_table[i].verb;
        (void)kstr_copy(item->text, sizeof(item->text), visit_say(visit, bar_table[i].word));
        (void)kstr_copy(item->icon, sizeof(item->icon), bar_table[i].icon);
    }
}

void visit_screen(const struct visit *visit, struct screen *ret_screen)
{
    enum screen_kind kind = shown_kind(visit);
    const struct visit_ops *ops = visit_ops_of(kind);
    screen_start(ret_screen, kind, visit->serial, visit->lang);
    show_head(visit, ops->bar, ret_screen);
    ops->show(visit, ret_screen);
    show_bar(visit, ops->bar, ret_screen);
}

static bool same_action(const struct screen_item *item, struct action action)
{
    return item->action.verb == action.verb && item->action.arg == action.arg;
}

/* Does the shown screen offer this touch? */
bool visit_offers(const struct visit *visit, struct action action)
{
    struct screen screen;
    visit_screen(visit, &screen);
    for (int i = 0; i < screen.item_count; i++) {
        if (screen.item[i].kind == ITEM_BUTTON && same_action(&screen.item[i], action)) {
            return true;
        }
    }
    for (int i = 0; i < BAR_COUNT; i++) {
        if (screen.bar[i].kind == ITEM_BUTTON && same_action(&screen.bar[i], action)) {
            return true;
        }
    }
    return false;
}
