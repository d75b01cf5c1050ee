#include "text.h"

#include "kstr.h"

#include <string.h>

#define DIGITS_MAX 12 /* 0507-1234-5678 */

/* Numbering plan: prefix, digits of the first group, digits in all. */
static const struct plan {
    const char *prefix;
    enum phone_kind kind;
    int area, least, most;
} plans[] = {
    {"010", PHONE_MOBILE, 3, 11, 11},      {"011", PHONE_MOBILE, 3, 10, 11},
    {"016", PHONE_MOBILE, 3, 10, 11},      {"017", PHONE_MOBILE, 3, 10, 11},
    {"018", PHONE_MOBILE, 3, 10, 11},      {"019", PHONE_MOBILE, 3, 10, 11},
    {"02", PHONE_SEOUL, 2, 9, 10},         {"031", PHONE_AREA, 3, 10, 11},
    {"032", PHONE_AREA, 3, 10, 11},        {"033", PHONE_AREA, 3, 10, 11},
    {"041", PHONE_AREA, 3, 10, 11},        {"042", PHONE_AREA, 3, 10, 11},
    {"043", PHONE_AREA, 3, 10, 11},        {"044", PHONE_AREA, 3, 10, 11},
    {"051", PHONE_AREA, 3, 10, 11},        {"052", PHONE_AREA, 3, 10, 11},
    {"053", PHONE_AREA, 3, 10, 11},        {"054", PHONE_AREA, 3, 10, 11},
    {"055", PHONE_AREA, 3, 10, 11},        {"061", PHONE_AREA, 3, 10, 11},
    {"062", PHONE_AREA, 3, 10, 11},        {"063", PHONE_AREA, 3, 10, 11},
    {"064", PHONE_AREA, 3, 10, 11},        {"070", PHONE_VOIP, 3, 11, 11},
    {"050", PHONE_SAFE, 4, 11, 12},        {"080", PHONE_TOLL_FREE, 3, 10, 11},
    {"15", PHONE_REPRESENTATIVE, 4, 8, 8}, {"16", PHONE_REPRESENTATIVE, 4, 8, 8},
    {"18", PHONE_REPRESENTATIVE, 4, 8, 8},
};

/* The digits as dialled in Korea; false when anything else than digits and separators is there. */
static bool read_digits(const char *text, char ret_digits[DIGITS_MAX + 1])
{
    size_t count = 0;
    text += strspn(text, " ");
    bool abroad = kstr_starts(text, "+82");
    if (abroad) {
        text += 3;
        ret_digits[count++] = '0';
    }
    for (; *text != '\0'; text++) {
        if (strchr("-. ()", *text)) {
            continue;
        }
        if (*text < '0' || *text > '9' || count == DIGITS_MAX) {
            return false;
        }
        bool extra_zero = abroad && count == 1 && *text == '0'; /* +82 (0)10 */
        if (!extra_zero) {
            ret_digits[count++] = *text;
        }
    }
    ret_digits[count] = '\0';
    return true;
}

static const struct plan *find_plan(const char *digits)
{
    int count = (int)strlen(digits);
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        if (kstr_starts(digits, plans[i].prefix) && count >= plans[i].least &&
            count <= plans[i].most) {
            return &plans[i];
        }
    }
    return NULL;
}

struct phone phone_parse(const char *text)
{
    struct phone phone = {.kind = PHONE_NOT};
    char digits[DIGITS_MAX + 1];
    const struct plan *plan = read_digits(text, digits) ? find_plan(digits) : NULL;
    if (!plan) {
        return phone;
    }
    phone.kind = plan->kind;
    const char *rest = digits + plan->area;
    int middle = (int)strlen(rest) - 4;
    if (middle == 0) { /* 1588-1234: a company's, so nothing to hide */
        (void)kstr_format(phone.shown, sizeof phone.shown, "%.4s-%s", digits, rest);
        (void)kstr_copy(phone.masked, sizeof phone.masked, phone.shown);
        (void)kstr_copy(phone.e164, sizeof phone.e164, digits);
        return phone;
    }
    (void)kstr_format(phone.shown, sizeof phone.shown, "%.*s-%.*s-%s", plan->area, digits, middle,
                      rest, rest + middle);
    (void)kstr_format(phone.masked, sizeof phone.masked, "%.*s-%.*s-%s", plan->area, digits, middle,
                      "****", rest + middle);
    (void)kstr_format(phone.e164, sizeof phone.e164, "+82%s", digits + 1);
    return phone;
}
