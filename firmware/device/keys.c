#include "device.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

#define BAD_SWIPE "%E?"

/* Characters by key code, from KEY_1 to KEY_SLASH, and with Shift; 0 = no character. */
static const char plain[] = {
    [KEY_1] = '1',          [KEY_2] = '2',         [KEY_3] = '3',           [KEY_4] = '4',
    [KEY_5] = '5',          [KEY_6] = '6',         [KEY_7] = '7',           [KEY_8] = '8',
    [KEY_9] = '9',          [KEY_0] = '0',         [KEY_MINUS] = '-',       [KEY_EQUAL] = '=',
    [KEY_Q] = 'q',          [KEY_W] = 'w',         [KEY_E] = 'e',           [KEY_R] = 'r',
    [KEY_T] = 't',          [KEY_Y] = 'y',         [KEY_U] = 'u',           [KEY_I] = 'i',
    [KEY_O] = 'o',          [KEY_P] = 'p',         [KEY_LEFTBRACE] = '[',   [KEY_RIGHTBRACE] = ']',
    [KEY_A] = 'a',          [KEY_S] = 's',         [KEY_D] = 'd',           [KEY_F] = 'f',
    [KEY_G] = 'g',          [KEY_H] = 'h',         [KEY_J] = 'j',           [KEY_K] = 'k',
    [KEY_L] = 'l',          [KEY_SEMICOLON] = ';', [KEY_APOSTROPHE] = '\'', [KEY_GRAVE] = '`',
    [KEY_BACKSLASH] = '\\', [KEY_Z] = 'z',         [KEY_X] = 'x',           [KEY_C] = 'c',
    [KEY_V] = 'v',          [KEY_B] = 'b',         [KEY_N] = 'n',           [KEY_M] = 'm',
    [KEY_COMMA] = ',',      [KEY_DOT] = '.',       [KEY_SLASH] = '/',       [KEY_SPACE] = ' ',
    [KEY_KPASTERISK] = '*', [KEY_KPMINUS] = '-',   [KEY_KPPLUS] = '+',      [KEY_KP1] = '1',
    [KEY_KP2] = '2',        [KEY_KP3] = '3',       [KEY_KP4] = '4',         [KEY_KP5] = '5',
    [KEY_KP6] = '6',        [KEY_KP7] = '7',       [KEY_KP8] = '8',         [KEY_KP9] = '9',
    [KEY_KP0] = '0',        [KEY_KPDOT] = '.',     [KEY_KPSLASH] = '/',
};

/* What Shift makes of a character that is no letter. */
static char shifted(char c)
{
    static const char from[] = "1234567890-=[];'`\\,./";
    static const char to[] = "!@#$%^&*()_+{}:\"~|<>?";
    const char *at = strchr(from, c);
    if (c >= 'a' && c <= 'z') {
        return (char)(c - 'a' + 'A');
    }
    return at ? to[at - from] : c;
}

static char character(const struct keys *keys, unsigned code)
{
    char c = code < sizeof plain ? plain[code] : '\0';
    bool is_pad = code >= KEY_KP7; /* Shift does nothing there */
    bool has_shift = (keys->left_shift || keys->right_shift) && !is_pad;
    return has_shift && c != '\0' ? shifted(c) : c;
}

static void spoil(struct keys *keys)
{
    kstr_wipe(keys->text, sizeof keys->text);
    keys->len = 0;
    keys->is_spoiled = true;
}

/* Hand out what was typed; false when there was nothing. */
static bool end(struct keys *keys, char burst[LIMIT_BURST_BYTES])
{
    bool is_burst = keys_busy(keys);
    if (is_burst) {
        memcpy(burst, keys->text, LIMIT_BURST_BYTES);
    }
    if (keys->is_spoiled) {
        (void)kstr_copy(burst, LIMIT_BURST_BYTES, BAD_SWIPE);
    }
    kstr_wipe(keys->text, sizeof keys->text);
    keys->len = 0;
    keys->is_spoiled = false;
    return is_burst;
}

/* A key went down; true when it ended a burst. */
static bool press(struct keys *keys, unsigned code, char burst[LIMIT_BURST_BYTES])
{
    if (code == KEY_ENTER || code == KEY_KPENTER || code == KEY_TAB) {
        return end(keys, burst);
    }
    if (code == KEY_CAPSLOCK || code == KEY_NUMLOCK || keys->is_spoiled) {
        return false; /* some readers switch a lock around what they type */
    }
    char c = character(keys, code);
    if (c == '\0' || keys->len + 1 == sizeof keys->text) {
        spoil(keys);
        return false;
    }
    keys->text[keys->len++] = c;
    return false;
}

static bool take_key(struct keys *keys, const struct input_event *event,
                     char burst[LIMIT_BURST_BYTES])
{
    if (event->code == KEY_LEFTSHIFT) {
        keys->left_shift = event->value != 0;
    } else if (event->code == KEY_RIGHTSHIFT) {
        keys->right_shift = event->value != 0;
    } else if (event->value == 1) { /* 0 is up, 2 a key held down */
        return press(keys, event->code, burst);
    }
    return false;
}

static void take_sync(struct keys *keys, unsigned code)
{
    if (code == SYN_DROPPED) {
        keys->is_skipping = true;
        keys->left_shift = false; /* nobody knows any more */
        keys->right_shift = false;
        spoil(keys);
    } else if (code == SYN_REPORT) {
        keys->is_skipping = false;
    }
}

/* By the clock of the events, wherever it starts; foreign seconds cannot overflow. */
static int64_t event_ms(const struct input_event *event)
{
    uint64_t ms =
        (uint64_t)event->input_event_sec * 1000 + (uint64_t)event->input_event_usec / 1000;
    return (int64_t)(ms & INT64_MAX);
}

static bool take_event(struct keys *keys, const struct input_event *event,
                       char burst[LIMIT_BURST_BYTES])
{
    keys->last_ms = event_ms(event);
    if (event->type == EV_SYN) {
        take_sync(keys, event->code);
    }
    return event->type == EV_KEY && !keys->is_skipping && take_key(keys, event, burst);
}

/* Between the last event and this one somebody else's card may have come. */
static bool was_quiet(const struct keys *keys, const struct input_event *event)
{
    int64_t ms = event_ms(event);
    return keys_busy(keys) && (ms < keys->last_ms || ms - keys->last_ms > KEYS_QUIET_MS);
}

bool keys_take(struct keys *keys, const uint8_t **bytes, size_t *count,
               char burst[LIMIT_BURST_BYTES])
{
    while (*count > 0) {
        struct input_event event = {0};
        size_t wanted = sizeof keys->part - keys->part_len;
        size_t taken = wanted < *count ? wanted : *count;
        bool is_whole = taken == wanted;
        memcpy(keys->part + keys->part_len, *bytes, taken);
        if (is_whole) {
            memcpy(&event, keys->part, sizeof event);
        }
        if (is_whole && was_quiet(keys, &event)) {
            return end(keys, burst); /* the bytes come again after the burst */
        }
        keys->part_len = is_whole ? 0 : keys->part_len + taken;
        *bytes += taken;
        *count -= taken;
        if (is_whole && take_event(keys, &event, burst)) {
            return true;
        }
    }
    return false;
}

bool keys_rest(struct keys *keys, char burst[LIMIT_BURST_BYTES])
{
    return end(keys, burst);
}

bool keys_busy(const struct keys *keys)
{
    return keys->len > 0 || keys->is_spoiled;
}
