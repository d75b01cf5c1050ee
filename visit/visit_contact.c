#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

/* Which number or address, and when: the call-back form's second and third question. */

/* Arg of SCREEN_CONTACT: a known one is offered, or one is typed. */
enum { CONTACT_OFFERED = 0, CONTACT_TYPED = 1 };
enum { EMAIL_MAX_CHARS = 100 };

/* The number we could use without asking, masked; false when there is none. */
static bool known_number(const struct visit *visit, char *ret_text, size_t size)
{
    if (visit->request.channel == CHANNEL_EMAIL) {
        return false;
    }
    if (visit->known == KNOWN_TOKEN && visit->profile.contact_masked[0] != '\0') {
        (void)kstr_copy(ret_text, size, visit->profile.contact_masked);
        return true;
    }
    if (visit->phone[0] == '\0') {
        return false;
    }
    struct phone phone = phone_parse(visit->phone);
    (void)kstr_copy(ret_text, size, phone.masked);
    return phone.kind != PHONE_NOT;
}

/* h***@example.com */
static void mask_email(const char *email, char *ret_text, size_t size)
{
    const char *at = strchr(email, '@');
    KASSERT(at != NULL);
    (void)kstr_format(ret_text, size, "%c***%s", email[0], at);
}

void visit_contact_masked(const struct visit *visit, char *ret_text, size_t size)
{
    const struct request *request = &visit->request;
    ret_text[0] = '\0';
    if (request->on_file) {
        (void)kstr_copy(ret_text, size, visit->profile.contact_masked);
    } else if (strchr(request->contact, '@') != NULL) {
        mask_email(request->contact, ret_text, size);
    } else {
        struct phone phone = phone_parse(request->contact);
        (void)kstr_copy(ret_text, size, phone.masked);
        kstr_wipe(&phone, sizeof(phone));
    }
}

void visit_contact_open(struct visit *visit, struct visit_effects *effects)
{
    char masked[LIMIT_PHONE_BYTES];
    bool is_known = known_number(visit, masked, sizeof(masked));
    visit_push(visit, SCREEN_CONTACT, is_known ? CONTACT_OFFERED : CONTACT_TYPED, effects);
}

static void show_email(const struct visit *visit, struct screen *screen)
{
    struct screen_field *field = &screen->field;
    field->keyboard = KEYBOARD_TEXT;
    field->serial = visit->field_serial;
    field->latin = true;
    field->max_chars = EMAIL_MAX_CHARS;
    (void)kstr_copy(field->label, sizeof(field->label), visit_say(visit, W_EMAIL_LABEL));
    (void)kstr_copy(field->value, sizeof(field->value), visit->field);
    if (visit->field_wrong) {
        (void)kstr_copy(field->error, sizeof(field->error), visit_say(visit, W_EMAIL_WRONG));
    }
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_CONTACT_EMAIL));
    screen_add(screen, ITEM_FIELD, NULL);
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_OK), ACT_OK, 0);
    visit_show_personal(visit, false, screen);
}

static void contact_show(const struct visit *visit, struct screen *screen)
{
    char masked[LIMIT_PHONE_BYTES];
    if (visit->request.channel == CHANNEL_EMAIL) {
        show_email(visit, screen);
    } else if (visit_arg(visit) == CONTACT_OFFERED && known_number(visit, masked, sizeof(masked))) {
        char text[LIMIT_LABEL_BYTES];
        struct word_value value = {"number", masked};
        visit_fill(visit, W_CONTACT_FILE, &value, 1, text, sizeof(text));
        screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_CONTACT));
        screen_button(screen, STYLE_MAIN, text, ACT_YES, 0);
        screen_button(screen, STYLE_CARD, visit_say(visit, W_CONTACT_OTHER), ACT_OTHER_NUMBER, 0);
    } else {
        screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_CONTACT_PHONE));
        visit_show_phone_field(visit, screen);
    }
}

/* One '@' with something before it and a dot inside what follows; printable ASCII. */
static bool is_email(const char *text)
{
    const char *at = strchr(text, '@');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c <= ' ' || *c > '~') {
            return false;
        }
    }
    if (at == NULL || at == text || strchr(at + 1, '@') != NULL) {
        return false;
    }
    const char *dot = strrchr(at, '.');
    return dot != NULL && dot > at + 1 && dot[1] != '\0' && strlen(text) < LIMIT_NAME_BYTES;
}

bool visit_contact_fits(const struct visit *visit)
{
    if (visit->request.channel == CHANNEL_EMAIL) {
        return is_email(visit->field);
    }
    return phone_parse(visit->field).kind != PHONE_NOT;
}

/* The typed contact in its one written form. */
static void take_typed(struct visit *visit)
{
    struct request *request = &visit->request;
    if (request->channel == CHANNEL_EMAIL) {
        (void)kstr_copy(request->contact, sizeof(request->contact), visit->field);
        return;
    }
    struct phone phone = phone_parse(visit->field);
    (void)kstr_copy(request->contact, sizeof(request->contact), phone.e164);
    kstr_wipe(&phone, sizeof(phone));
}

/* Back to the field with what was typed in it; the time that was chosen stays. */
void visit_contact_mend(struct visit *visit, struct visit_effects *effects)
{
    struct request *request = &visit->request;
    visit_push(visit, SCREEN_CONTACT, CONTACT_TYPED, effects);
    visit_drop(visit, SCREEN_CONSENT, effects);
    if (request->channel == CHANNEL_EMAIL) {
        (void)kstr_copy(visit->field, sizeof(visit->field), request->contact);
    } else if (!request->on_file) {
        bool has_country = strncmp(request->contact, "+82", 3) == 0;
        (void)kstr_format(visit->field, sizeof(visit->field), "%s%s", has_country ? "0" : "",
                          request->contact + (has_country ? 3 : 0));
    }
}

static void contact_taken(struct visit *visit, struct visit_effects *effects)
{
    bool has_time = visit->request.until_wall_ms != 0 && visit_has_page(visit, SCREEN_SLOT);
    if (has_time) { /* corrected from the consent */
        visit_push(visit, SCREEN_CONSENT, PAGE_NO_ARG, effects);
    } else if (visit->request.channel == CHANNEL_CALL) {
        visit_slot_open(visit, effects);
    } else {
        visit->request.soon = true;
        visit_push(visit, SCREEN_CONSENT, PAGE_NO_ARG, effects);
    }
}

static void contact_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    struct request *request = &visit->request;
    if (action.verb == ACT_OTHER_NUMBER) {
        visit->page[visit->page_count - 1].arg = CONTACT_TYPED;
        visit_turn(visit);
        return;
    }
    visit->field_wrong = action.verb == ACT_OK && !visit_contact_fits(visit);
    if (visit->field_wrong) {
        return;
    }
    request->on_file = false;
    memset(request->contact, 0, sizeof(request->contact));
    if (action.verb == ACT_OK) {
        take_typed(visit);
    } else if (visit->known == KNOWN_TOKEN && visit->profile.contact_masked[0] != '\0') {
        request->on_file = true;
    } else {
        (void)kstr_copy(request->contact, sizeof(request->contact), visit->phone);
    }
    contact_taken(visit, effects);
}

/* From another number back to the one that is known. */
static bool contact_back(struct visit *visit)
{
    char masked[LIMIT_PHONE_BYTES];
    if (visit_arg(visit) == CONTACT_OFFERED || !known_number(visit, masked, sizeof(masked))) {
        return false;
    }
    visit->page[visit->page_count - 1].arg = CONTACT_OFFERED;
    return true;
}

const struct visit_ops visit_contact_ops = {
    .bar = BAR_IN_FORM,
    .show = contact_show,
    .touch = contact_touch,
    .typed = visit_take_field,
    .back = contact_back,
};
