#pragma once

#include "kbuf.h"
#include "kerr.h"
#include "klimits.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * HTTP by libcurl, without blocking: start exchanges, poll, read what is finished. One thread.
 * Only http:// to a loopback address until enrolment (TLS) exists: anything else is refused.
 */

#define NET_MAX     8  /* exchanges at a time */
#define NET_FDS_MAX 32 /* other descriptors net_poll() may watch */

struct net;

enum net_outcome {
    NET_NOT_SENT, /* the other side certainly saw nothing (no connection) */
    NET_UNKNOWN,  /* it may have seen it: cut, timed out, unreadable answer */
    NET_ANSWERED, /* a whole HTTP answer: status and body below */
};

struct net_answer {
    enum net_outcome outcome;
    int status;                    /* NET_ANSWERED: 100..599 */
    int64_t retry_after_s;         /* from Retry-After, -1 = none */
    bool is_json;                  /* Content-Type: application/json */
    char body[LIMIT_ANSWER_BYTES]; /* NET_ANSWERED; a NUL follows. A longer one is NET_UNKNOWN */
    size_t body_len;
};

/* Begin; *ret_net is closed with net_close(). Errors: K_E_IO no memory, no libcurl. */
enum kcode net_open(struct net **ret_net, struct kerr *err) K_MUST_CHECK;
/* Exchanges that still run are given up. NULL and already closed are fine. */
void net_close(struct net **net);

/* What is asked of the other side; all of it is copied by net_start(). */
struct net_request {
    const char *url;  /* http://127.0.0.1:PORT/..., http://[::1]... or http://localhost... */
    const char *body; /* JSON of body_len bytes, perhaps none; NULL = GET */
    size_t body_len;
    const char *id; /* sent as Idempotency-Key; NULL = none */
    int timeout_ms; /* for the whole exchange, above 0; redirects are never followed */
};

/**
 * Start one exchange.
 *
 * ret_slot  out  0..NET_MAX-1, for net_take()
 *
 * Errors: K_E_FULL   NET_MAX exchanges run
 *         K_E_NET    not a loopback address
 *         K_E_IO     no memory
 */
enum kcode net_start(struct net *net, const struct net_request *request, int *ret_slot,
                     struct kerr *err) K_MUST_CHECK;

/* Wait up to wait_ms for traffic or for one of extra_fds (readable), and do the work. Exchanges
 * move on only in here; returns at once when one is finished and not yet taken or dropped. */
void net_poll(struct net *net, const int *extra_fds, int extra_fd_count, int wait_ms);

/* True when the exchange is finished: its answer is copied and the slot is free again. */
bool net_take(struct net *net, int slot, struct net_answer *ret_answer);

/* Give up an exchange; a free slot is fine. */
void net_drop(struct net *net, int slot);
