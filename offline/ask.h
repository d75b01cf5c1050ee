#pragma once

#include "kerr.h"
#include "visit.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The one Unix socket (SOCK_SEQPACKET): questions that are asked while a customer waits. One JSON
 * message each way, docs/api.md. The kiosk's side; every question has a deadline which the caller
 * keeps, and an offline answer behind it.
 */

#define ASK_DEADLINE_MS 800

struct ask; /* the kiosk's end */

enum kcode ask_open(const char *socket_path, struct ask **ret_ask, struct kerr *err) K_MUST_CHECK;
void ask_close(struct ask **ask);

/* Ask who a token (or phone number) is; how the requests of a customer stand; a flow's check.
 * Never block; a courier that is not there makes the answer come at once as offline. */
void ask_customer(struct ask *ask, const char *token, bool is_phone, int64_t deadline_mono_ms);
void ask_check(struct ask *ask, const char *question, const char *customer_ref,
               int64_t deadline_mono_ms);

enum ask_kind { ASK_NOTHING, ASK_CUSTOMER, ASK_CHECK };

struct ask_answer {
    enum ask_kind kind;
    bool offline;           /* no answer in time, or headquarters cannot be reached */
    enum lookup lookup;     /* ASK_CUSTOMER */
    struct profile profile; /* LOOKUP_KNOWN */
    uint8_t check;          /* ASK_CHECK: exit 0 answered, 1 offline, 2 failed */
    char text[LIMIT_ID_BYTES];
};

/* The next finished question; false when none is. A late answer to an old question is dropped. */
bool ask_poll(struct ask *ask, int64_t now_mono_ms, struct ask_answer *ret_answer);

/* Something is on its way: poll often. */
bool ask_pending(const struct ask *ask);

/* Headquarters answered the courier lately, as the courier said in its last message. */
bool ask_hq_reachable(const struct ask *ask);
