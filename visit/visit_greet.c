#include "visit_internal.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

/* The door: attract, identify by card or phone number, wait for the answer. */

enum { PHONE_TRIES = 5, PHONE_MAX_CHARS = 13 };

/* ---- attract ---- */

static void attract_show(const struct visit *visit, struct screen *screen)
{
    static const struct {
        enum word word;
        const char *icon;
    } hints[] = {
        {W_ATTRACT_CARD, "card"}, {W_ATTRACT_TOUCH, "touch"}, {W_ATTRACT_LANG, "language"}};
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_ATTRACT));
    for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
        struct screen_item *item = screen_add(screen, ITEM_BULLET, visit_say(visit, hints[i].word));
        (void)kstr_copy(item->icon, sizeof(item->icon), hints[i].icon);
    }
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_START), ACT_START, 0);
}

static void attract_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    (void)action;
    visit_begin(visit, effects);
}

const struct visit_ops visit_attract_ops = {
    .bar = BAR_AT_DOOR | VISIT_NAMELESS,
    .show = attract_show,
    .touch = attract_touch,
};

/* ---- identify ---- */

static void identify_show(const struct visit *visit, struct screen *screen)
{
    struct screen_item *lead = screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_IDENTIFY));
    (void)kstr_copy(lead->icon, sizeof(lead->icon), "card");
    screen_add(screen, ITEM_TEXT, visit_say(visit, W_IDENTIFY_WHY));
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_GUEST), ACT_GUEST, 0);
    if (visit->phone_tries < PHONE_TRIES) {
        struct screen_item *item =
            screen_button(screen, STYLE_CARD, visit_say(visit, W_PHONE), ACT_PHONE, 0);
        (void)kstr_copy(item->icon, sizeof(item->icon), "phone");
    }
}

static void identify_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    if (action.verb == ACT_PHONE) {
        visit_push(visit, SCREEN_PHONE, PAGE_NO_ARG, effects);
    } else {
        visit_as_guest(visit, effects);
    }
}

const struct visit_ops visit_identify_ops = {
    .bar = BAR_AT_DOOR | BAR(BAR_BACK) | VISIT_NAMELESS,
    .show = identify_show,
    .touch = identify_touch,
};

/* ---- phone number ---- */

/* "010-1234-56": a number that is not whole yet, in groups that can be checked at a glance; what
 * has other signs than digits as it is. */
static void show_digits(const char *typed, char *ret_text, size_t size)
{
    enum { GROUP = 4 };
    struct phone phone = phone_parse(typed);
    size_t len = strlen(typed);
    size_t head = strncmp(typed, "02", 2) == 0 ? 2 : typed[0] == '0' ? 3 : GROUP;
    (void)kstr_copy(ret_text, size, phone.kind != PHONE_NOT ? phone.shown : typed);
    if (phone.kind == PHONE_NOT && strspn(typed, "0123456789") == len && len > head) {
        bool has_two = len <= head + GROUP;
        const char *rest = typed + head;
        (void)kstr_format(ret_text, size, "%.*s-%.*s%s%s", (int)head, typed, GROUP, rest,
                          has_two ? "" : "-", has_two ? "" : rest + GROUP);
    }
    kstr_wipe(&phone, sizeof(phone));
}

void visit_show_phone_field(const struct visit *visit, struct screen *screen)
{
    struct screen_field *field = &screen->field;
    field->keyboard = KEYBOARD_DIGITS;
    field->serial = visit->field_serial;
    field->max_chars = PHONE_MAX_CHARS;
    (void)kstr_copy(field->label, sizeof(field->label), visit_say(visit, W_PHONE_LABEL));
    (void)kstr_copy(field->value, sizeof(field->value), visit->field);
    show_digits(visit->field, field->shown, sizeof(field->shown));
    if (visit->field_wrong) {
        (void)kstr_copy(field->error, sizeof(field->error), visit_say(visit, W_PHONE_WRONG));
    }
    screen_add(screen, ITEM_FIELD, NULL);
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_OK), ACT_OK, 0);
    visit_show_personal(visit, false, screen);
}

void visit_take_field(struct visit *visit, const char *text, struct visit_effects *effects)
{
    (void)effects;
    (void)kstr_copy(visit->field, sizeof(visit->field), text);
}

static void phone_show(const struct visit *visit, struct screen *screen)
{
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_PHONE));
    screen_add(screen, ITEM_SMALL, visit_say(visit, W_PHONE_WHY));
    visit_show_phone_field(visit, screen);
    screen_button(screen, STYLE_QUIET, visit_say(visit, W_GUEST), ACT_GUEST, 0);
}

static void phone_taken(struct visit *visit, struct visit_effects *effects)
{
    struct phone phone = phone_parse(visit->field);
    visit->phone_tries++;
    if (phone.kind != PHONE_NOT) {
        (void)kstr_copy(visit->phone, sizeof(visit->phone), phone.e164);
        visit_look_up(visit, phone.e164, true, effects);
    } else if (visit->phone_tries < PHONE_TRIES) {
        visit->field_wrong = true;
    } else {
        visit_as_guest(visit, effects);
        visit->note = NOTICE_PHONE_TRIES;
    }
    kstr_wipe(&phone, sizeof(phone));
}

static void phone_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    if (action.verb == ACT_OK) {
        phone_taken(visit, effects);
    } else {
        visit_as_guest(visit, effects);
    }
}

const struct visit_ops visit_phone_ops = {
    .bar = BAR_AT_DOOR | BAR(BAR_BACK) | VISIT_NAMELESS,
    .show = phone_show,
    .touch = phone_touch,
    .typed = visit_take_field,
};

/* ---- wait ---- */

static void wait_show(const struct visit *visit, struct screen *screen)
{
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_WAIT));
    screen_button(screen, STYLE_QUIET, visit_say(visit, W_WAIT_GUEST), ACT_GUEST, 0);
}

static void wait_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    (void)action;
    visit_as_guest(visit, effects);
}

const struct visit_ops visit_wait_ops = {
    .bar = BAR_AT_DOOR | VISIT_NAMELESS,
    .show = wait_show,
    .touch = wait_touch,
};
