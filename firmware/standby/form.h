#pragma once

#include "sayings.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The standby screen's whole conversation, pure: a number is typed, agreed to, kept or not kept.
 *
 *   ENTRY ──send──► (the program keeps it) ──► KEPT ──done, 30 s──► ENTRY, empty
 *     ▲                                    └─► NOT_KEPT ──again──► (tried again)
 *     └──────────────── 60 s without a touch, give up: wiped ────────┘
 */

#define FORM_DIGITS   11 /* 010-1234-5678 */
#define FORM_LEAST    9  /* 02-123-4567 */
#define FORM_QUIET_MS 60000
#define FORM_KEPT_MS  30000

enum form_at { FORM_ENTRY, FORM_KEPT, FORM_NOT_KEPT };

/* What a target does. FORM_DIGIT + n: the digit n. */
enum form_act {
    FORM_NOTHING,
    FORM_ERASE,
    FORM_SEND,  /* keep it: then form_kept() */
    FORM_CLOSE, /* done, give up */
    FORM_LANG,
    FORM_DIGIT = 16,
};

struct form {
    enum form_at at;
    enum saying_lang lang;
    bool can_keep; /* there is a key to seal to and a place to write */
    char digits[FORM_DIGITS + 1];
    char number[8]; /* FORM_KEPT: "K7Q-2M4" */
    int64_t touched_mono_ms;
};

/* Carry out act. True: the program is to keep the number now and to call form_kept(). */
bool form_act(struct form *form, enum form_act act, int64_t now_mono_ms);

/* number: of the kept request; NULL = it could not be kept. */
void form_kept(struct form *form, const char *number, int64_t now_mono_ms);

/* Time passes. True: the screen changed. */
bool form_tick(struct form *form, int64_t now_mono_ms);

/* ms until form_tick() has something to do; -1 = nothing. */
int64_t form_due_ms(const struct form *form, int64_t now_mono_ms);

/* A number that may be sent: 9 to 11 digits that begin with 0. */
bool form_ready(const struct form *form);

/* Somebody is in the middle of it: the program may not go away now. */
bool form_busy(const struct form *form);

/* "010-1234-5678", as far as it is typed. */
void form_shown(const struct form *form, char ret_text[FORM_DIGITS + 3]);

/* "+821012345678". */
void form_e164(const struct form *form, char ret_text[FORM_DIGITS + 4]);
