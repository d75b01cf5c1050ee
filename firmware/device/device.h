#pragma once

#include "klimits.h"

#include <linux/input.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What readers send. A card reader or scanner types one burst of characters; this says which, and
 * what it was. Pure; reader.h opens the device. A payment card is refused before anything of it is
 * kept (docs/facts.md, cards): its number would make the kiosk a system that processes cardholder
 * data.
 */

enum msr_kind {
    MSR_NOTHING,    /* an empty burst */
    MSR_MEMBER,     /* a member card: token is its number */
    MSR_CODE,       /* a scanned code of our app ("HK1....") or a booking code: token is the code */
    MSR_PAYMENT,    /* a payment card: refused, nothing of it is kept */
    MSR_FOREIGN,    /* readable, but not ours: a bar code, a web address, another card */
    MSR_UNREADABLE, /* a card that was pulled too fast or the wrong way round */
    MSR_KIND_COUNT,
};

/* "member", "payment", ...: for logs. */
const char *msr_kind_name(enum msr_kind kind);

struct msr_card {
    enum msr_kind kind;
    char token[LIMIT_FIELD_BYTES]; /* MSR_MEMBER, MSR_CODE; "" for all others */
};

/**
 * Say what a burst was.
 *
 * burst       in/out  as the reader typed it; all burst_size bytes are overwritten on return
 * burst_size  in      of the memory; the text ends at the first NUL or, without one, at its end
 *
 * Several tracks in one burst are read together: one payment number among them refuses the whole
 * card, otherwise the first readable member track counts.
 * Source: ISO/IEC 7813 (tracks, sentinels), ISO/IEC 7812-1 (number, check digit)
 */
void msr_read(char *burst, size_t burst_size, struct msr_card *ret_card);

/* ---- what a reader types, key by key ---- */

#define KEYS_QUIET_MS 300 /* a reader types a key every few ms; after this pause it has ended */

/* The decoder of one reader's `struct input_event`s; zeroed at the start. US layout, as readers
 * that call themselves keyboards send. */
struct keys {
    uint8_t part[sizeof(struct input_event)]; /* an event of which not all bytes came */
    size_t part_len;
    bool left_shift, right_shift;
    bool is_skipping; /* the kernel dropped events: what comes until its next report is a rest */
    bool is_spoiled;  /* something of this burst is missing or too much */
    int64_t last_ms;  /* by the events' own clock */
    size_t len;
    char text[LIMIT_BURST_BYTES];
};

/**
 * Take bytes as they came from a device, until a burst has ended or none is left.
 *
 * bytes, count  in/out  moved behind what was taken
 * burst         out     what was typed, without Enter; the decoder keeps nothing of it
 *
 * Enter, Tab or a pause end a burst. One with keys that no reader types, with dropped events or
 * beyond its limit comes as "%E?", the reader's own word for a bad swipe: half a card is no card.
 * True: a burst is there, call again for the rest. Any bytes are survived.
 * Source: Documentation/input/event-codes.rst (SYN_DROPPED), USB HID Usage Tables 10
 */
bool keys_take(struct keys *keys, const uint8_t **bytes, size_t *count,
               char burst[LIMIT_BURST_BYTES]);

/* Nothing came for KEYS_QUIET_MS: what is there is a burst, too (readers without Enter). */
bool keys_rest(struct keys *keys, char burst[LIMIT_BURST_BYTES]);

/* A burst has begun and not ended. */
bool keys_busy(const struct keys *keys);
