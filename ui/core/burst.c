#include "burst.h"

#include "kstr.h"

#include <string.h>

static bool is_track(const struct burst *burst)
{
    return burst->len > 1 && (burst->text[0] == '%' || burst->text[0] == ';');
}

static int gap_ms(const struct burst *burst)
{
    return is_track(burst) ? BURST_TRACK_MS : BURST_GAP_MS;
}

void burst_add(struct burst *burst, const char *character, int64_t ms)
{
    size_t count = strlen(character);
    if ((size_t)burst->len + count < sizeof burst->text) {
        memcpy(burst->text + burst->len, character, count + 1);
        burst->len += (int)count;
    }
    burst->last_ms = ms;
}

static enum burst_end end(struct burst *burst, enum burst_end how, char *ret_text)
{
    if (how != BURST_BROKEN) {
        (void)kstr_copy(ret_text, LIMIT_FIELD_BYTES, burst->text);
    }
    burst_wipe(burst);
    return how;
}

enum burst_end burst_rest(struct burst *burst, int64_t ms, char ret_text[LIMIT_FIELD_BYTES])
{
    if (burst->len == 0 || ms - burst->last_ms <= gap_ms(burst)) {
        return BURST_NOTHING;
    }
    bool reader = is_track(burst) || burst->len >= BURST_CHARS_MIN;
    return end(burst, reader ? BURST_BROKEN : BURST_TYPED, ret_text);
}

enum burst_end burst_close(struct burst *burst, bool enter, int64_t ms,
                           char ret_text[LIMIT_FIELD_BYTES])
{
    enum burst_end rest = burst_rest(burst, ms, ret_text);
    if (rest != BURST_NOTHING || burst->len == 0) {
        return rest;
    }
    bool reader = is_track(burst) || burst->len >= BURST_CHARS_MIN;
    enum burst_end read = enter ? BURST_READ : BURST_BROKEN;
    return end(burst, reader ? read : BURST_TYPED, ret_text);
}

int burst_wait_ms(const struct burst *burst, int64_t ms)
{
    if (burst->len == 0) {
        return -1;
    }
    int64_t left = burst->last_ms + gap_ms(burst) + 1 - ms;
    return left > 0 ? (int)left : 0;
}

void burst_wipe(struct burst *burst)
{
    kstr_wipe(burst, sizeof *burst);
}
