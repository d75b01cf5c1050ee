#include "typing.h"

#include "kstr.h"

#include <string.h>

bool typing_open(struct typing *typing)
{
    *typing = (struct typing){.hangul_ic = hangul_ic_new("2"), .hangul = true};
    return typing->hangul_ic != NULL;
}

void typing_close(struct typing *typing)
{
    if (typing->hangul_ic) {
        typing_wipe(typing);
        hangul_ic_delete(typing->hangul_ic);
        typing->hangul_ic = NULL;
    }
}

static size_t utf8_from(ucschar c, char utf8[5])
{
    size_t len = 0;
    if (c < 0x80) {
        utf8[len++] = (char)c;
    } else if (c < 0x800) {
        utf8[len++] = (char)(0xc0U | c >> 6);
        utf8[len++] = (char)(0x80U | (c & 0x3fU));
    } else {
        utf8[len++] = (char)(0xe0U | c >> 12);
        utf8[len++] = (char)(0x80U | (c >> 6 & 0x3fU));
        utf8[len++] = (char)(0x80U | (c & 0x3fU));
    }
    utf8[len] = '\0';
    return len;
}

static bool append_ucs(char *text, const ucschar *string)
{
    bool whole = true;
    for (; string && *string; string++) {
        char utf8[5];
        (void)utf8_from(*string, utf8);
        whole = kstr_append(text, LIMIT_FIELD_BYTES, utf8) && whole;
    }
    return whole;
}

static int count_chars(const char *text)
{
    int count = 0;
    for (; *text; text++) {
        count += ((unsigned char)*text & 0xc0U) != 0x80U;
    }
    return count;
}

/* Make text from what is committed and composed; false when it does not fit the field. */
static bool renew(struct typing *typing)
{
    (void)kstr_copy(typing->text, sizeof typing->text, typing->done);
    bool whole = append_ucs(typing->text, hangul_ic_get_preedit_string(typing->hangul_ic));
    return whole && (typing->max_chars == 0 || count_chars(typing->text) <= typing->max_chars);
}

/* The composition becomes part of the committed text. */
static void commit(struct typing *typing)
{
    (void)append_ucs(typing->done, hangul_ic_flush(typing->hangul_ic));
    (void)renew(typing);
}

void typing_sync(struct typing *typing, const struct screen *screen)
{
    const struct screen_field *field = &screen->field;
    bool other = field->serial != typing->serial || field->keyboard != typing->keyboard;
    if (other) {
        typing->hangul = screen->lang == LANG_KO && !field->latin;
        typing->shift = false;
    }
    if (other || strcmp(field->value, typing->text) != 0) {
        hangul_ic_reset(typing->hangul_ic);
        kstr_wipe(typing->done, sizeof typing->done);
        kstr_wipe(typing->text, sizeof typing->text);
        (void)kstr_copy(typing->done, sizeof typing->done, field->value);
        (void)kstr_copy(typing->text, sizeof typing->text, field->value);
    }
    typing->serial = field->serial;
    typing->keyboard = field->keyboard;
    typing->max_chars = field->max_chars;
}

static bool is_letter(const char *character)
{
    char c = character[0];
    return character[1] == '\0' && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

static void compose(struct typing *typing, char letter)
{
    bool taken = hangul_ic_process(typing->hangul_ic, letter);
    (void)append_ucs(typing->done, hangul_ic_get_commit_string(typing->hangul_ic));
    if (!taken) {
        commit(typing);
    }
}

bool typing_character(struct typing *typing, const char *character)
{
    bool digit = character[0] >= '0' && character[0] <= '9';
    if (typing->keyboard == KEYBOARD_NONE || (typing->keyboard == KEYBOARD_DIGITS && !digit)) {
        return false;
    }
    struct typing before = *typing;
    if (typing->hangul && is_letter(character)) {
        compose(typing, character[0]);
    } else {
        commit(typing);
        if (!kstr_append(typing->done, sizeof typing->done, character)) {
            (void)kstr_copy(typing->done, sizeof typing->done, before.text);
        }
    }
    typing->shift = false;
    if (!renew(typing)) { /* the field is full: what was there stays */
        hangul_ic_reset(typing->hangul_ic);
        (void)kstr_copy(typing->done, sizeof typing->done, before.text);
        (void)renew(typing);
    }
    bool changed = strcmp(before.text, typing->text) != 0;
    kstr_wipe(&before, sizeof before);
    return changed;
}

bool typing_erase(struct typing *typing)
{
    if (typing->keyboard == KEYBOARD_NONE || typing->text[0] == '\0') {
        return false;
    }
    if (!hangul_ic_backspace(typing->hangul_ic)) {
        size_t len = strlen(typing->done);
        while (len > 0 && ((unsigned char)typing->done[len - 1] & 0xc0U) == 0x80U) {
            typing->done[--len] = '\0';
        }
        if (len > 0) {
            typing->done[len - 1] = '\0';
        }
    }
    (void)renew(typing);
    return true;
}

void typing_mode(struct typing *typing)
{
    commit(typing);
    typing->hangul = !typing->hangul;
    typing->shift = false;
}

int typing_composing(const struct typing *typing)
{
    return (int)(strlen(typing->text) - strlen(typing->done));
}

void typing_wipe(struct typing *typing)
{
    hangul_ic_reset(typing->hangul_ic);
    kstr_wipe(typing->done, sizeof typing->done);
    kstr_wipe(typing->text, sizeof typing->text);
}
