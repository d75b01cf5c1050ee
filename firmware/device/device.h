#pragma once

#include "klimits.h"

#include <stddef.h>

/*
 * What readers send. A card reader or scanner types one burst of characters; this says what it was.
 * Pure. A payment card is refused before anything of it is kept (docs/facts.md, cards): its number
 * would make the kiosk a system that processes cardholder data.
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
