#include "facts.h"

#include "kstr.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const char id_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
static const char phone_letters[] = "0123456789-+ ";

/* Only whole, only of these letters. */
static void take_word(char *dst, size_t size, const char *value, const char *letters)
{
    if (value[strspn(value, letters)] == '\0' && strlen(value) < size) {
        (void)kstr_copy(dst, size, value);
    }
}

static void take_hours(struct facts *facts, const char *key, const char *value)
{
    int day = key[strlen("hours.")] - '0';
    unsigned from_h = 0;
    unsigned from_m = 0;
    unsigned to_h = 0;
    unsigned to_m = 0;
    char more = 0;
    // NOLINTNEXTLINE(cert-err34-c): two digits each
    int fields = sscanf(value, "%2u:%2u-%2u:%2u%c", &from_h, &from_m, &to_h, &to_m, &more);
    if (day < 1 || day > 7 || strlen(key) != strlen("hours.1") || fields != 4) {
        return;
    }
    int from = (int)(from_h * 60 + from_m);
    int to = (int)(to_h * 60 + to_m);
    if (from_m < 60 && to_m < 60 && from < to && to <= 24 * 60) {
        facts->hours[day] = (struct facts_hours){from, to};
    }
}

static void take_colour(uint32_t *colour, const char *value)
{
    unsigned rgb = 0;
    char more = 0;
    // NOLINTNEXTLINE(cert-err34-c): six digits
    int fields = sscanf(value, "%6x%c", &rgb, &more);
    if (strlen(value) == 6 && value[strspn(value, "0123456789abcdefABCDEF")] == '\0' &&
        fields == 1) {
        *colour = rgb;
    }
}

void facts_line(struct facts *facts, char *line)
{
    char *equals = line[0] == '#' ? NULL : strchr(line, '=');
    if (!equals) {
        return;
    }
    *equals = '\0';
    const char *key = kstr_trim(line);
    const char *value = kstr_trim(equals + 1);
    if (kstr_equal(key, "id")) {
        take_word(facts->kiosk, sizeof facts->kiosk, value, id_letters);
    } else if (kstr_equal(key, "site")) {
        take_word(facts->site, sizeof facts->site, value, id_letters);
    } else if (kstr_equal(key, "hotline")) {
        take_word(facts->hotline, sizeof facts->hotline, value, phone_letters);
    } else if (kstr_equal(key, "primary")) {
        take_colour(&facts->primary, value);
    } else if (kstr_equal(key, "on_primary")) {
        take_colour(&facts->on_primary, value);
    } else if (kstr_starts(key, "hours.")) {
        take_hours(facts, key, value);
    }
}

void facts_text(struct facts *facts, char *text)
{
    for (char *line = text, *end = NULL; line; line = end) {
        end = strchr(line, '\n');
        if (end) {
            *end++ = '\0';
        }
        facts_line(facts, line);
    }
}
