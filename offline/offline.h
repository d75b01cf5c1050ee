#pragma once

#include "delivery.h"
#include "kerr.h"
#include "klimits.h"
#include "request.h"
#include "visit.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The device store: one SQLite file (WAL, synchronous=FULL) that the kiosk and the courier share.
 * What must last goes through it: requests and their outbox, customer memory, the journal of the
 * open visit, counters. docs/device-store.md draws the tables.
 */

struct device_store;

struct device_identity {
    char kiosk_id[LIMIT_ID_BYTES]; /* "K-0001" */
    char site[LIMIT_ID_BYTES];     /* "SEOUL-01" */
    char firmware[LIMIT_ID_BYTES];
    char content[LIMIT_ID_BYTES];   /* pack version */
    char reader[LIMIT_FIELD_BYTES]; /* path of the card reader's input device; "" = none */
    char hq2[LIMIT_FIELD_BYTES]; /* a second headquarters, for when the first is away; "" = none */
    uint8_t hq_key[32];          /* headquarters' sealing key (trust.h) */
    uint8_t device_key[32];      /* HMAC key of this device, for cache keys */
};

/**
 * Read who this kiosk is from its state directory: kiosk.conf (docs/device-store.md), hq.pub (32
 * bytes as base64 text), device.key (made when it is not there). firmware and content stay empty:
 * the program knows them.
 *
 * Errors: K_E_NOT_FOUND, K_E_FORMAT (file:line), K_E_IO
 */
enum kcode device_identity_load(const char *dir, struct device_identity *ret_identity,
                                struct kerr *err) K_MUST_CHECK;

/**
 * Open or create the store; raises older schemas, refuses newer ones.
 *
 * A new file beside an accept.log is filled from it, and from the newest PATH.bad-N: what was
 * promised is there again, under the same ids, as requests that may have been sent.
 *
 * Errors: K_E_FORMAT   damaged or not ours: was renamed to PATH.bad-N, a fresh one is opened by the
 *                      next call; K_E_ROLLBACK of a newer program, left alone; K_E_IO
 */
enum kcode device_store_open(const char *path, const struct device_identity *identity,
                             struct device_store **ret_store, struct kerr *err) K_MUST_CHECK;
void device_store_close(struct device_store **store);

/* What became of a store that was damaged or gone. */
struct device_recovery {
    int64_t from_log;  /* requests that accept.log had */
    int64_t from_file; /* requests that only the damaged file had */
    int64_t rows;      /* other rows of it: what customers asked before, counters */
    int64_t gaps;      /* stretches of accept.log that are no records */
    int64_t lost;      /* requests that waited there and are nowhere: at least */
    bool is_blind; /* nothing of the damaged file could be read: what it had beyond is unknown */
    bool is_cut;   /* looking for damage at the start ended with its budget */
};
/* True once for each time that something was recovered or lost, or not looked at: for the log. */
bool device_store_recovered(struct device_store *store, struct device_recovery *ret_recovery);

/* Rewrite accept.log without what was delivered, when that is worth it; the courier does it while
 * nothing else is to do. Takes in what it has and the tables have not. Errors: K_E_IO, K_E_FULL:
 * the old file stays. */
enum kcode device_store_tidy(struct device_store *store, struct kerr *err) K_MUST_CHECK;

/* ---- accepting ---- */

/**
 * Keep a request: document, sealed to headquarters, and outbox row in one transaction, and a second
 * copy in accept.log. Both durable when it returns K_OK; only then may a customer be told "saved
 * here".
 *
 * Joins an open request of the same customer (never of a guest who gave the same number) for the
 * same matter: then the new facts are kept as an addition to it and ret_accepted says joined with
 * the first one's id.
 *
 * Errors: K_E_FULL (rows, bytes, disk), K_E_IO, K_E_FORMAT: nothing was kept
 */
enum kcode device_store_accept(struct device_store *store, const struct request *request,
                               int64_t now_wall_ms, int64_t now_mono_ms,
                               struct visit_accepted *ret_accepted, struct kerr *err) K_MUST_CHECK;

/* Make the next request's key while nobody waits (trust_sealer_prepare()): a third of what keeping
 * a request costs. Without it device_store_accept() makes its own. */
void device_store_prepare(struct device_store *store);

/* Does the system say that somebody keeps its wall clock right (NTP)? Starts as no. It marks what
 * is accepted; nothing is decided or ordered by it. */
void device_store_set_clock(struct device_store *store, bool is_set);

/* Can a request be kept right now (rows, free disk)? For telling before the form is filled in.
 * Feedback that waits gives way to a request, and is then counted as shed. */
bool device_store_has_room(struct device_store *store);

/* ---- from standby ---- */

struct intake {
    int taken;   /* requests that are in the outbox now and were not before */
    int damaged; /* records that cannot be read: the file is kept as journal.bad-N */
};

/**
 * Take what annae-standby kept (STATE/standby/journal) into the outbox, each request exactly once:
 * killed at any instant, the next call goes on. Nothing to do, or standby is writing: K_OK, zeroes.
 *
 * Errors: K_E_FULL, K_E_IO, K_E_FORMAT: the file stays for the next call
 */
enum kcode intake_standby(struct device_store *store, struct intake *ret_intake,
                          struct kerr *err) K_MUST_CHECK;

/* ---- delivering: the courier's side ---- */

struct outbox_item {
    int64_t seq;
    char id[KUUID_TEXT_SIZE];
    char kind[16];
    int tries;
    unsigned unknown_at; /* endpoints that may have it from an earlier try, as ENDPOINT_BITs */
    bool maybe_sent;     /* there are such: ask them before sending again */
    char hash[LIMIT_FIELD_BYTES]; /* of its sealed content: the same at every try */
    size_t body_len;
    char body[LIMIT_REQUEST_BYTES]; /* the envelope, docs/api.md */
};

/* The item due now: priority (call-back, addition, feedback), then age; per customer in order.
 * Marks it as being sent, durably. Errors: K_E_NOT_FOUND nothing is due; K_E_IO. */
enum kcode outbox_next(struct device_store *store, int64_t now_mono_ms,
                       struct outbox_item *ret_item, struct kerr *err) K_MUST_CHECK;

/* The same where there is more than one headquarters: for endpoint `at`, durably noted as one that
 * may have it. Items that another one may have are passed over unless that one is in `reachable`:
 * they cannot be asked about. */
struct outbox_reach {
    int at;
    unsigned reachable; /* ENDPOINT_BITs; of those that do not exist as well */
};
enum kcode outbox_take(struct device_store *store, int64_t now_mono_ms,
                       const struct outbox_reach *reach, struct outbox_item *ret_item,
                       struct kerr *err) K_MUST_CHECK;

/* What became of the item of this id. LATER: due again at due_mono_ms; REFUSED: set aside with the
 * reason, which is not "". One that is no more in the outbox is no failure. */
enum kcode outbox_report(struct device_store *store, const char *id, enum verdict verdict,
                         const char *reason, int64_t due_mono_ms, struct kerr *err) K_MUST_CHECK;

/* As outbox_report() with LATER, and what is known now of where the item may be. */
enum kcode outbox_later(struct device_store *store, const char *id, unsigned unknown_at,
                        const char *reason, int64_t due_mono_ms, struct kerr *err) K_MUST_CHECK;

/* A technician has mended what was wrong: an item that was set aside waits again, and is asked
 * about first. Errors: K_E_NOT_FOUND, K_E_FORMAT it is not set aside, K_E_IO. */
enum kcode outbox_put_back(struct device_store *store, const char *id,
                           struct kerr *err) K_MUST_CHECK;

/* What is in the outbox, in the order it leaves; nothing of a customer. */
struct outbox_line {
    char id[KUUID_TEXT_SIZE];
    char kind[16];
    enum item_state state;
    int tries;
    char reason[64];
    int64_t created_wall_ms; /* by a clock nobody vouched for */
    int64_t age_ms;          /* in which this kiosk was on */
    size_t body_len;
};
typedef void (*outbox_line_fn)(void *user, const struct outbox_line *line);
enum kcode outbox_each(struct device_store *store, outbox_line_fn fn, void *user,
                       struct kerr *err) K_MUST_CHECK;

/* Each envelope in the outbox, as it goes to headquarters, in the order it leaves; damaged ones are
 * mended first, or left out. fn's error ends the list. */
typedef enum kcode (*outbox_body_fn)(void *user, const char *id, const char *body, size_t body_len,
                                     struct kerr *err);
enum kcode outbox_bodies(struct device_store *store, outbox_body_fn fn, void *user,
                         struct kerr *err) K_MUST_CHECK;

/* Time passes: to be called again and again by one program, the courier. Keeps how long this kiosk
 * has been on, whatever the wall clock says; feedback older than EXPIRE_FEEDBACK_MS of that time is
 * given up (*ret_expired: so many). */
enum kcode device_store_live(struct device_store *store, int64_t now_mono_ms, int *ret_expired,
                             struct kerr *err) K_MUST_CHECK;

/* After a start every item that was being sent may have arrived: marks it maybe_sent, due now
 * (monotonic times of another boot mean nothing). */
enum kcode outbox_restart(struct device_store *store, struct kerr *err) K_MUST_CHECK;

/* Headquarters is back: items that failed only a few times need not wait any longer. The others
 * keep their wait, so that one bad item cannot hold up the rest again and again. */
enum kcode outbox_wake(struct device_store *store, struct kerr *err) K_MUST_CHECK;
#define OUTBOX_WAKE_TRIES 5

struct outbox_status {
    int64_t waiting, set_aside;
    int64_t oldest_wall_ms;   /* -1 = none */
    int64_t oldest_age_ms;    /* of what waits: time in which this kiosk was on; -1 = none */
    int64_t delivered;        /* since the store was made */
    int64_t next_due_mono_ms; /* -1 = nothing waits */
    int64_t shed;             /* feedback that gave way to requests in a full store */
    int64_t recovered; /* since the store was made: taken from accept.log or a damaged file */
    int64_t mended;    /* damaged rows written anew from accept.log */
    int64_t lost;      /* of which neither copy was left: at least */
};
enum kcode outbox_status(struct device_store *store, struct outbox_status *ret_status,
                         struct kerr *err) K_MUST_CHECK;

/* State of a request as far as this kiosk knows (REQUEST_SENT and beyond were told by hq). */
enum kcode request_state_get(struct device_store *store, const char *id,
                             enum request_state *ret_state, struct kerr *err) K_MUST_CHECK;
enum kcode request_state_set(struct device_store *store, const char *id, enum request_state state,
                             struct kerr *err) K_MUST_CHECK;

/* Requests that changed state since revision *revision (raised): for the screen. */
int request_changes(struct device_store *store, int64_t *revision, struct open_request *ret,
                    int max);

/* ---- customer memory ---- */

/* Fill what this kiosk remembers of profile->ref: last matter and open requests (those that
 * headquarters did not list are added). */
enum kcode memory_fill(struct device_store *store, struct profile *profile,
                       struct kerr *err) K_MUST_CHECK;
/* Keep the last matter of a customer. */
enum kcode memory_keep(struct device_store *store, const struct profile *profile,
                       struct kerr *err) K_MUST_CHECK;

/* The cached answer behind a look-up: masked name, language, masked number; 24 hours; card and code
 * tokens only, under HMAC(device key, token). Errors: K_E_NOT_FOUND, K_E_FORMAT ("" is
 * nobody's token), K_E_IO. */
enum kcode cache_get(struct device_store *store, const char *token, int64_t now_wall_ms,
                     struct profile *ret_profile, struct kerr *err) K_MUST_CHECK;
enum kcode cache_put(struct device_store *store, const char *token, const struct profile *profile,
                     int64_t now_wall_ms, struct kerr *err) K_MUST_CHECK;
/* By customer ref: for a replayed visit. */
enum kcode cache_find(struct device_store *store, const char *ref, int64_t now_wall_ms,
                      struct profile *ret_profile, struct kerr *err) K_MUST_CHECK;

/* ---- journal of the open visit ---- */

/* Begin (forgets an older one), add a line, read all, end (erased: secure_delete). Lines go only
 * into a journal that was begun or read: one that could not be erased gets no other visit's. */
enum kcode journal_begin(struct device_store *store, const char *pack_version, int64_t now_wall_ms,
                         int64_t now_mono_ms, struct kerr *err) K_MUST_CHECK;
enum kcode journal_add(struct device_store *store, const char *line, int64_t now_mono_ms,
                       struct kerr *err) K_MUST_CHECK;
enum kcode journal_end(struct device_store *store, struct kerr *err) K_MUST_CHECK;

struct journal {
    char pack_version[LIMIT_ID_BYTES];
    int64_t begun_wall_ms;
    int64_t last_mono_ms; /* of the newest line; means nothing after another boot */
    bool is_of_this_boot; /* false also when this machine cannot tell */
};
/* K_E_NOT_FOUND: no visit was open. line() is called for each line in order; NULL = the head only.
 */
typedef enum kcode (*journal_line_fn)(void *user, const char *line, struct kerr *err);
enum kcode journal_read(struct device_store *store, struct journal *ret_journal,
                        journal_line_fn line, void *user, struct kerr *err) K_MUST_CHECK;

/* ---- counters ---- */

/* One more use of a flow at this site; the last 28 days count. */
enum kcode site_count(struct device_store *store, const char *flow_id, int64_t now_wall_ms,
                      struct kerr *err) K_MUST_CHECK;
enum kcode site_fill(struct device_store *store, const struct content *content, int64_t now_wall_ms,
                     struct site *ret_site, struct kerr *err) K_MUST_CHECK;

/* A search that helped nobody; text without personal data. */
enum kcode missed_search(struct device_store *store, const char *text, int64_t now_wall_ms,
                         struct kerr *err) K_MUST_CHECK;
/* How often this text helped nobody, 0 = never. Errors: K_E_IO. */
enum kcode missed_count(struct device_store *store, const char *text, int64_t *ret_count,
                        struct kerr *err) K_MUST_CHECK;
