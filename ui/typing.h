#pragma once

#include "keys.h"
#include "screen.h"

#include <hangul.h>
#include <stdbool.h>

/* What is being typed into the field: committed text and the syllable being composed (libhangul,
 * two-set layout). */

struct typing {
    HangulInputContext *hangul_ic; /* owned */
    bool hangul, shift;
    uint32_t serial;
    uint16_t max_chars;
    enum keyboard keyboard;
    char done[LIMIT_FIELD_BYTES]; /* committed */
    char text[LIMIT_FIELD_BYTES]; /* with the composition: the field's value */
};

bool typing_open(struct typing *typing); /* false: no memory */
void typing_close(struct typing *typing);

/* Take over a field as it is shown: another serial begins anew; another value than ours wins. */
void typing_sync(struct typing *typing, const struct screen *screen);

/* A character as a keyboard sends it (UTF-8): letters compose in Hangul mode. True: text changed.
 */
bool typing_character(struct typing *typing, const char *character);

/* Take back the last jamo, or the last character. True: text changed. */
bool typing_erase(struct typing *typing);

/* Between Hangul and Latin; the composition ends. */
void typing_mode(struct typing *typing);

/* Bytes at the end of text that are still being composed. */
int typing_composing(const struct typing *typing);

/* Overwrite everything typed. */
void typing_wipe(struct typing *typing);
