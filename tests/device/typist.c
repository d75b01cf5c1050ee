#include "typist.h"

#include "check.h"

#include <string.h>

static const struct {
    const char *plain, *shifted;
    int first; /* key codes go on from here */
} rows[] = {
    {"1234567890-=", "!@#$%^&*()_+", 2},
    {"qwertyuiop[]", "QWERTYUIOP{}", 16},
    {"asdfghjkl;'`", "ASDFGHJKL:\"~", 30},
    {"\\zxcvbnm,./", "|ZXCVBNM<>?", 43},
    {" ", " ", 57},
};

void typist_event(struct typist *typist, int type, int code, int value)
{
    assert_true(typist->count < TYPIST_EVENTS);
    struct input_event *event = &typist->event[typist->count++];
    *event = (struct input_event){.type = (uint16_t)type, .code = (uint16_t)code, .value = value};
    event->input_event_sec = typist->now_ms / 1000;
    event->input_event_usec = typist->now_ms % 1000 * 1000;
}

static void move(struct typist *typist, int code, int value)
{
    typist_event(typist, EV_MSC, MSC_SCAN, 0x70000 + code); /* HID keyboards send it along */
    typist_event(typist, EV_KEY, code, value);
    typist_event(typist, EV_SYN, SYN_REPORT, 0);
    typist->now_ms += 5;
}

void typist_key(struct typist *typist, int code)
{
    move(typist, code, 1);
    move(typist, code, 0);
}

static void type_one(struct typist *typist, char c)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *at = strchr(rows[i].plain, c);
        const char *above = strchr(rows[i].shifted, c);
        if (at) {
            typist_key(typist, rows[i].first + (int)(at - rows[i].plain));
            return;
        }
        if (above) {
            move(typist, KEY_LEFTSHIFT, 1);
            typist_key(typist, rows[i].first + (int)(above - rows[i].shifted));
            move(typist, KEY_LEFTSHIFT, 0);
            return;
        }
    }
    fail_msg("no key for '%c'", c);
}

void typist_text(struct typist *typist, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            typist_key(typist, KEY_ENTER);
        } else {
            type_one(typist, *text);
        }
    }
}

size_t typist_bytes(const struct typist *typist)
{
    return typist->count * sizeof typist->event[0];
}
