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

/* The kiosk's end, closed with ask_close(); the courier need not be there yet, nobody is called
 * before the first question. Errors: K_E_IO no memory, or a path too long for a socket. */
enum kcode ask_open(const char *socket_path, struct ask **ret_ask, struct kerr *err) K_MUST_CHECK;
/* Open questions get no answer any more. NULL and already closed are fine. */
void ask_close(struct ask **ask);

/* Ask whether headquarters answers; who a token (or phone number) is; a flow's check. One question
 * of a kind is open at a time: asking again takes the place of the one before, whose answer then
 * belongs to nobody. Never block. When the courier is not there the answer to a customer comes at
 * once, as offline; a hello keeps its deadline, because the courier may just be starting. An
 * answer brings its own question's serial and token. */
void ask_hello(struct ask *ask, int64_t deadline_mono_ms);
void ask_customer(struct ask *ask, uint32_t serial, const char *token, bool is_phone,
                  int64_t deadline_mono_ms);
void ask_check(struct ask *ask, uint32_t serial, const char *question, const char *customer_ref,
               int64_t deadline_mono_ms);

/* The customer has gone: the answers to their questions belong to nobody. */
void ask_forget(struct ask *ask);

enum ask_kind { ASK_HELLO, ASK_CUSTOMER, ASK_CHECK, ASK_KIND_COUNT };

/* Holds the customer's: wiped by the caller. */
struct ask_answer {
    enum ask_kind kind;
    uint32_t serial;               /* of the question */
    char token[LIMIT_FIELD_BYTES]; /* ASK_CUSTOMER: who was asked about */
    bool is_phone;
    bool offline;               /* no answer in time, or headquarters cannot be reached */
    enum lookup lookup;         /* ASK_CUSTOMER */
    struct profile profile;     /* LOOKUP_KNOWN */
    enum flow_check_exit check; /* ASK_CHECK */
    char text[LIMIT_ID_BYTES];
};

/* The next finished question; false when none is. A late answer to an old question is dropped. */
bool ask_poll(struct ask *ask, int64_t now_mono_ms, struct ask_answer *ret_answer);

/* Is a question of this kind on its way? */
bool ask_is_open(const struct ask *ask, enum ask_kind kind);

/* Headquarters answers the courier, as the courier said last. A courier that does not answer a
 * hello is as good as none; before the first hello is answered or given up: true. */
bool ask_hq_reachable(const struct ask *ask);
