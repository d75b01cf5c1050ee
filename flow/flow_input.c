/* Reading what a customer typed. Wrong is an everyday case here, not an error. */
#include "flow_internal.h"

#include "kassert.h"
#include "kcivil.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits only, first and last character included; at least one. */
static bool all_digits(const char *text)
{
    size_t len = 0;
    while (is_digit(text[len])) {
        len++;
    }
    return len > 0 && text[len] == '\0';
}

/* Copy without the spaces around; false when it does not fit a field. */
static bool trim(const char *typed, char ret_text[LIMIT_FIELD_BYTES])
{
    while (*typed == ' ') {
        typed++;
    }
    size_t len = strnlen(typed, LIMIT_FIELD_BYTES);
    while (len > 0 && typed[len - 1] == ' ') {
        len--;
    }
    if (len >= LIMIT_FIELD_BYTES) {
        return false;
    }
    memcpy(ret_text, typed, len);
    ret_text[len] = '\0';
    return true;
}

static bool within(const struct flow_step *step, int64_t number)
{
    return number >= step->input.min && number <= step->input.max;
}

static bool read_number(const struct flow_step *step, const char *text,
                        struct flow_value *ret_value)
{
    bool negative = text[0] == '-';
    const char *digit = negative ? text + 1 : text;
    if (!all_digits(digit)) {
        return false;
    }
    int64_t number = 0; /* kept negative: the range has one more number below zero */
    for (; *digit; digit++) {
        int value = *digit - '0';
        if (number < (INT64_MIN + value) / 10) {
            return false;
        }
        number = number * 10 - value;
    }
    if (!negative && number == INT64_MIN) {
        return false;
    }
    number = negative ? number : -number;
    *ret_value = (struct flow_value){.type = FLOW_NUMBER, .number = number};
    return within(step, number);
}

static bool read_text(const struct flow_step *step, const char *text, struct flow_value *ret_value)
{
    *ret_value = flow_word(text);
    return utf8_valid(text) && !strchr(text, '\n') && within(step, (int64_t)utf8_count(text));
}

/* The number that digits[0..count) spell. */
static int spelled(const char *digits, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        number = number * 10 + (digits[i] - '0');
    }
    return number;
}

static bool read_date(const struct flow_step *step, const char *text, int64_t today,
                      struct flow_value *ret_value)
{
    if (!all_digits(text) || strlen(text) != strlen("YYYYMMDD")) {
        return false;
    }
    int year = spelled(text, 4);
    int month = spelled(text + 4, 2);
    int day = spelled(text + 6, 2);
    if (!kcivil_valid(year, month, day)) {
        return false;
    }
    int64_t days = kcivil_days(year, month, day);
    *ret_value = (struct flow_value){.type = FLOW_NUMBER, .number = days};
    return within(step, days - today);
}

static bool read_phone(const char *text, struct flow_value *ret_value)
{
    struct phone phone = phone_parse(text);
    *ret_value = flow_word(phone.shown);
    return phone.kind != PHONE_NOT;
}

static bool read_code(const struct flow_step *step, const char *text, struct flow_value *ret_value)
{
    *ret_value = flow_word(text);
    return all_digits(text) && within(step, (int64_t)strlen(text));
}

bool flow_read(const struct flow_step *step, const char *typed, int64_t today,
               struct flow_value *ret_value)
{
    KASSERT(step->kind == FLOW_INPUT);
    char text[LIMIT_FIELD_BYTES];
    if (!trim(typed, text)) {
        return false;
    }
    struct flow_value value = {.type = FLOW_UNKNOWN};
    bool fits = false;
    switch (step->input.type) {
    case FLOW_INPUT_NUMBER:
        fits = read_number(step, text, &value);
        break;
    case FLOW_INPUT_TEXT:
        fits = read_text(step, text, &value);
        break;
    case FLOW_INPUT_DATE:
        fits = read_date(step, text, today, &value);
        break;
    case FLOW_INPUT_PHONE:
        fits = read_phone(text, &value);
        break;
    case FLOW_INPUT_CODE:
        fits = read_code(step, text, &value);
        break;
    case FLOW_INPUT_COUNT:
        break;
    }
    if (fits) {
        *ret_value = value;
    }
    kstr_wipe(text, sizeof text); /* it may have been a private input */
    kstr_wipe(value.word, sizeof value.word);
    return fits;
}
