#pragma once

#include "screen.h"

#include <stdbool.h>

/* The keyboards as data: digits, Hangul (two-set) and Latin. Pure. */

enum key_kind { KEY_TYPE, KEY_SHIFT, KEY_ERASE, KEY_MODE, KEY_SPACE, KEY_DONE };

struct key {
    enum key_kind kind;
    char code;         /* KEY_TYPE: the ASCII character; in Hangul mode what libhangul takes */
    const char *label; /* constant text */
    int row;
    int at, span; /* in quarters of a letter key */
};

struct key_mode {
    enum keyboard keyboard;
    bool hangul;
    bool shift;
    bool done; /* the screen has no button of its own that takes the value */
    enum lang lang;
};

enum { KEYS_MAX = 48, KEYS_ROWS_MAX = 5, KEYS_LETTER = 4 };

/* The keys of a mode, in reading order; 0 for KEYBOARD_NONE. */
int keys_list(const struct key_mode *mode, struct key ret_keys[KEYS_MAX]);

/* Rows and quarters across of a mode. */
int keys_rows(enum keyboard keyboard);
int keys_across(enum keyboard keyboard);
