#include "hq_internal.h"

#include "kcivil.h"

#include <string.h>

/* Digits at text as a number; -1 when one is no digit. */
static int digits(const char *text, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

int64_t iso_ms(const char *text)
{
    static const char shape[] = "0000-00-00T00:00:00Z";
    if (strlen(text) != sizeof shape - 1) {
        return -1;
    }
    for (size_t i = 0; i < sizeof shape - 1; i++) {
        if (shape[i] != '0' && text[i] != shape[i]) {
            return -1;
        }
    }
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    int hour = digits(text + 11, 2), minute = digits(text + 14, 2), second = digits(text + 17, 2);
    bool good = year >= 1970 && kcivil_valid(year, month, day) && hour >= 0 && hour < 24 &&
                minute >= 0 && minute < 60 && second >= 0 && second < 60;
    struct kcivil at = {.year = (int16_t)year,
                        .month = (uint8_t)month,
                        .day = (uint8_t)day,
                        .hour = (uint8_t)hour,
                        .minute = (uint8_t)minute,
                        .second = (uint8_t)second};
    return good ? kcivil_to_ms(at, 0) : -1;
}
