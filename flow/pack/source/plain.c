/*
 * What YAML makes of a word without quotes. We keep every word as text, but an author's editor, a
 * merge tool or the next reader may not: "no" becomes false, 1588 a number, 2026-12-25 a date.
 * Source: yaml.org/type (YAML 1.1) and the core schema of YAML 1.2.
 */
#include "field.h"

#include <string.h>
#include <strings.h>

static bool is_one_of(const char *text, const char *const words[])
{
    for (int i = 0; words[i] != NULL; i++) {
        if (strcasecmp(words[i], text) == 0) {
            return true;
        }
    }
    return false;
}

static size_t digits(const char *text)
{
    return strspn(text, "0123456789_");
}

/* 2026-12-25, and whatever time follows it. */
static bool is_date(const char *text)
{
    static const char shape[] = "0000-00-00";
    for (int i = 0; shape[i] != '\0'; i++) {
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == '0' ? !is_digit : text[i] != '-') {
            return false;
        }
    }
    return text[10] == '\0' || text[10] == ' ' || text[10] == 'T' || text[10] == 't';
}

/* 0x1F, 0o17, 0b101. */
static bool is_based(const char *text)
{
    static const struct {
        const char *prefix, *digits;
    } bases[] = {{"0x", "0123456789abcdefABCDEF_"}, {"0o", "01234567_"}, {"0b", "01_"}};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        const char *rest = text + 2;
        if (strncmp(text, bases[i].prefix, 2) == 0 && *rest != '\0' &&
            rest[strspn(rest, bases[i].digits)] == '\0') {
            return true;
        }
    }
    return false;
}

/* 12, 1_000, 3.5, .5, 1e3, 12:30:00, .inf, .nan; signs before them. */
static bool is_number(const char *text)
{
    static const char *const names[] = {".inf", ".nan", NULL};
    text += text[0] == '-' || text[0] == '+';
    if (is_one_of(text, names) || is_based(text)) {
        return true;
    }
    size_t before = digits(text);
    const char *rest = text + before;
    while (before > 0 && rest[0] == ':' && digits(rest + 1) > 0) { /* to the base 60 */
        rest += 1 + digits(rest + 1);
    }
    size_t after = rest[0] == '.' ? digits(rest + 1) : 0;
    rest += rest[0] == '.' ? 1 + after : 0;
    bool has_power = before + after > 0 && (rest[0] == 'e' || rest[0] == 'E');
    if (has_power) {
        rest += 1 + (rest[1] == '-' || rest[1] == '+');
        rest += digits(rest);
    }
    return before + after > 0 && *rest == '\0' && text[0] != '_';
}

const char *field_surprise(const char *text)
{
    static const char *const nothing[] = {"", "~", "null", NULL};
    static const char *const truths[] = {"y", "n", "yes", "no", "on", "off", "true", "false", NULL};
    if (is_one_of(text, nothing)) {
        return DIAG_NULL;
    }
    if (is_one_of(text, truths)) {
        return DIAG_TRUTH;
    }
    if (is_date(text)) {
        return DIAG_DATE;
    }
    return is_number(text) ? DIAG_NUMBER : NULL;
}
