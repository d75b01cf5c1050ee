#pragma once

#include "klimits.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Tells a reader's keystrokes from a person's. Card readers and scanners that act as a keyboard
 * type faster than anybody can; what they type is a token and must never reach a field. So every
 * character is held until the gap after it shows whose it is. Pure; the ms may be of any clock.
 *
 * Source: docs/facts.md, readers.
 */

#define BURST_GAP_MS    35  /* a larger gap: a person */
#define BURST_TRACK_MS  250 /* inside a magnetic track (begins with % or ;) readers may pause */
#define BURST_CHARS_MIN 8

struct burst {
    char text[LIMIT_FIELD_BYTES];
    int len;
    int64_t last_ms;
};

enum burst_end {
    BURST_NOTHING, /* nothing was held, or it is not decided yet */
    BURST_TYPED,   /* ret_text was typed by a person */
    BURST_READ,    /* ret_text came from a reader */
    BURST_BROKEN,  /* a reader's, without its end: to be forgotten */
};

/* One more character (UTF-8) at ms; call burst_rest() first. */
void burst_add(struct burst *burst, const char *character, int64_t ms);

/* What is decided by the time ms; empties the burst unless BURST_NOTHING. */
enum burst_end burst_rest(struct burst *burst, int64_t ms, char ret_text[LIMIT_FIELD_BYTES]);

/* Enter came, or another key that ends what was held (enter = false). */
enum burst_end burst_close(struct burst *burst, bool enter, int64_t ms,
                           char ret_text[LIMIT_FIELD_BYTES]);

/* ms until burst_rest() decides, -1 when nothing is held. */
int burst_wait_ms(const struct burst *burst, int64_t ms);

/* Forget what is held, not a byte left. */
void burst_wipe(struct burst *burst);
