#include "form.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* The next customer sees nothing of this one, and begins in Korean. */
static void start_anew(struct form *form)
{
    kstr_wipe(form->digits, sizeof form->digits);
    kstr_wipe(form->number, sizeof form->number);
    form->at = FORM_ENTRY;
    form->lang = SAY_KO;
}

static void add_digit(struct form *form, int digit)
{
    size_t len = strlen(form->digits);
    KASSERT(digit >= 0 && digit <= 9);
    if (form->at == FORM_ENTRY && form->can_keep && len < FORM_DIGITS) {
        form->digits[len] = (char)('0' + digit);
        form->digits[len + 1] = '\0';
    }
}

static void erase(struct form *form)
{
    size_t len = strlen(form->digits);
    if (form->at == FORM_ENTRY && len > 0) {
        form->digits[len - 1] = '\0';
    }
}

bool form_act(struct form *form, enum form_act act, int64_t now_mono_ms)
{
    form->touched_mono_ms = now_mono_ms;
    switch (act) {
    case FORM_NOTHING:
        break;
    case FORM_ERASE:
        erase(form);
        break;
    case FORM_SEND:
        return form->at != FORM_KEPT && form_ready(form);
    case FORM_CLOSE:
        start_anew(form);
        break;
    case FORM_LANG:
        form->lang = form->lang == SAY_KO ? SAY_EN : SAY_KO;
        break;
    case FORM_DIGIT:
    default:
        add_digit(form, (int)act - FORM_DIGIT);
        break;
    }
    return false;
}

void form_kept(struct form *form, const char *number, int64_t now_mono_ms)
{
    form->at = number ? FORM_KEPT : FORM_NOT_KEPT;
    form->touched_mono_ms = now_mono_ms;
    if (number) {
        kstr_wipe(form->digits, sizeof form->digits);
        (void)kstr_copy(form->number, sizeof form->number, number);
    }
}

bool form_busy(const struct form *form)
{
    return form->at != FORM_ENTRY || form->digits[0] != '\0';
}

int64_t form_due_ms(const struct form *form, int64_t now_mono_ms)
{
    if (!form_busy(form) && form->lang == SAY_KO) {
        return -1;
    }
    int64_t life_ms = form->at == FORM_KEPT ? FORM_KEPT_MS : FORM_QUIET_MS;
    int64_t due_ms = form->touched_mono_ms + life_ms - now_mono_ms;
    return due_ms > 0 ? due_ms : 0;
}

bool form_tick(struct form *form, int64_t now_mono_ms)
{
    if (form_due_ms(form, now_mono_ms) != 0) {
        return false;
    }
    start_anew(form);
    return true;
}

bool form_ready(const struct form *form)
{
    return form->can_keep && form->digits[0] == '0' && strlen(form->digits) >= FORM_LEAST;
}

/* 02-123-4567, 02-1234-5678, 031-123-4567, 010-1234-5678: the last four stay together. */
void form_shown(const struct form *form, char ret_text[FORM_DIGITS + 3])
{
    size_t len = strlen(form->digits);
    size_t first = form->digits[0] == '0' && form->digits[1] == '2' ? 2 : 3;
    size_t second =
        len == FORM_DIGITS || (first == 2 && len == FORM_DIGITS - 1) ? first + 4 : first + 3;
    size_t out = 0;
    for (size_t i = 0; i < len; i++) {
        if (i == first || i == second) {
            ret_text[out++] = '-';
        }
        ret_text[out++] = form->digits[i];
    }
    ret_text[out] = '\0';
}

void form_e164(const struct form *form, char ret_text[FORM_DIGITS + 4])
{
    KASSERT(form_ready(form));
    (void)kstr_format(ret_text, FORM_DIGITS + 4, "+82%s", form->digits + 1);
}
