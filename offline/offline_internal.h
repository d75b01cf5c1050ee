#pragma once

#include "accept_log.h"
#include "offline.h"
#include "store.h"
#include "trust.h"

#include <limits.h>
#include <sys/types.h>

/* Shared by the .c files of offline/; not for others. */

/* What fits into an envelope of LIMIT_REQUEST_BYTES: base64 makes four bytes of three. */
#define DOCUMENT_ENVELOPE_BYTES 1024 /* everything of the envelope but the sealed text */
#define DOCUMENT_BYTES                                                                             \
    ((LIMIT_REQUEST_BYTES - DOCUMENT_ENVELOPE_BYTES) / 4 * 3 - TRUST_SEAL_EXTRA - 4)

struct device_store {
    struct store *db;
    char path[PATH_MAX];
    dev_t device;  /* of the file at path when it was opened: another one there means */
    ino_t inode;   /* that the other program set ours aside */
    bool unhealed; /* a commit failed: its frames may come back after a power cut */
    struct accept_log log;
    bool has_recovered; /* what a technician is told once: */
    struct device_recovery recovery;
    bool clock_is_set;     /* the system says that somebody keeps its wall clock right */
    int64_t lived_mono_ms; /* up to when meta.lived_ms has this boot's time; 0 = not begun */
    bool journal_open;     /* the journal in the file is the open visit's, not one left behind */
    char boot_id[KUUID_TEXT_SIZE];
    struct device_identity identity;
    struct trust_sealer *sealer; /* for headquarters */
    char plain[DOCUMENT_BYTES];  /* wiped after each use */
    char sealed[DOCUMENT_BYTES + TRUST_SEAL_EXTRA];
    char body[LIMIT_REQUEST_BYTES];
    char record[LOG_RECORD_BYTES]; /* of accept.log */
};

/* Begin a change: opens the file again when it was set aside, overwrites the frames of a failed
 * commit by a good one first. */
enum kcode device_begin(struct device_store *store, struct kerr *err) K_MUST_CHECK;

/* End a change: commit when code is K_OK, roll back otherwise. Returns err's code. */
enum kcode device_end(struct device_store *store, enum kcode code, struct kerr *err) K_MUST_CHECK;

/* Prepare a statement for reading or inside a change. */
enum kcode device_sql(struct device_store *store, const char *sql, struct statement **ret_statement,
                      struct kerr *err) K_MUST_CHECK;

/* The one number that sql gives; absent when it gives no row. */
enum kcode device_number(struct device_store *store, const char *sql, int64_t absent,
                         int64_t *ret_number, struct kerr *err) K_MUST_CHECK;

/* The next revision of what the screen shows; inside a change. */
enum kcode device_revision(struct device_store *store, int64_t *ret_revision,
                           struct kerr *err) K_MUST_CHECK;

/* ---- schema.c ---- */

int32_t schema_version(void);
/* Raise an older schema, make that of a new file, check that the present one is what we made.
 * Errors: K_E_FORMAT, K_E_IO, K_E_FULL. */
enum kcode schema_raise(struct store *db, struct kerr *err) K_MUST_CHECK;

/* ---- row.c: the rows of a request ---- */

/* SHA-256 over id and body: a bit that flipped on the disk is noticed before it is sent. */
void row_sum(const char *id, const void *body, size_t body_len, char ret_sum[TRUST_HASH_TEXT]);
/* Inside a change. seq 0: the next one, to be read by store_last_id(). */
enum kcode row_put_request(struct device_store *store, const struct log_row *row, int64_t revision,
                           struct kerr *err) K_MUST_CHECK;
enum kcode row_put_outbox(struct device_store *store, const struct log_row *row, int tries,
                          struct kerr *err) K_MUST_CHECK;
/* Both of a row found in accept.log or a damaged store, as one that may have been sent; nothing
 * when its id is known. */
enum kcode row_take_in(struct device_store *store, const struct log_row *row, bool *ret_new,
                       struct kerr *err) K_MUST_CHECK;

/* ---- outbox.c: the only way an item changes its state, inside a change ---- */

#define DEVICE_LIVE_MS (INT64_C(10) * 60 * 1000) /* the time this kiosk is on is kept so often */

enum kcode outbox_facts(struct device_store *store, int64_t seq, struct item_facts *ret_facts,
                        struct kerr *err) K_MUST_CHECK;
enum kcode outbox_find(struct device_store *store, const char *id, int64_t *ret_seq,
                       struct kerr *err) K_MUST_CHECK;
/* The edge must be in delivery.h's table and the new state sound: otherwise K_E_IO, all is undone
 * by the caller's device_end(). */
enum kcode outbox_go(struct device_store *store, int64_t seq, enum item_state to,
                     const char *reason, int64_t due_mono_ms, struct kerr *err) K_MUST_CHECK;

/* ---- recover.c, salvage.c ---- */

#define DEVICE_BUSY_MS    2000  /* the other program holds accept.log for one accept */
#define DEVICE_REBUILD_MS 60000 /* or rebuilds the store */

/* A fresh store takes in accept.log, then what still reads of the one set aside before it. */
enum kcode device_rebuild(struct device_store *store, struct kerr *err) K_MUST_CHECK;

/* Take in what reads of bad; counts into recovery. Errors: of our own store only. */
enum kcode salvage(struct device_store *store, const char *bad, struct device_recovery *recovery,
                   struct kerr *err) K_MUST_CHECK;

/* Write the item's row anew from accept.log. K_E_NOT_FOUND: no copy is there. */
enum kcode device_mend(struct device_store *store, int64_t seq, struct kerr *err) K_MUST_CHECK;

/* Path of the newest store that was set aside. False: none was. */
bool device_newest_bad(const char *path, char ret_bad[PATH_MAX]);

/* ---- queue.c: time ---- */

/* Somebody keeps the wall clock right, and it is not before a time that was seen. */
enum kcode device_trusts(struct device_store *store, int64_t now_wall_ms, bool *ret_trusted,
                         struct kerr *err) K_MUST_CHECK;
/* Inside a change: a trusted time is the floor of later ones. */
enum kcode device_saw_time(struct device_store *store, int64_t now_wall_ms, bool is_trusted,
                           struct kerr *err) K_MUST_CHECK;

/* HMAC(device key, "what:value"): a row can be found by it but nobody can be read from it. "" stays
 * "". */
void device_mac(const struct device_store *store, const char *what, const char *value,
                char ret_hex[TRUST_HASH_TEXT]);

/* "guest", "greeted", "own", "change"; LEVEL_GUEST for any other name. */
const char *level_name(enum level level);
enum level level_find(const char *name);

/**
 * Compose the final bytes of a request: document, sealed, in its envelope. Steps that do not fit
 * are left out from the oldest, and the document says how many.
 *
 * id        in   of the new request
 * ret_body  out  borrowed from the store until the next call
 *
 * Errors: K_E_FORMAT (not UTF-8, too long without any step), K_E_IO (no randomness)
 */
struct document_origin {
    const char *id;
    const char *joins; /* "" = none */
    enum request_kind kind;
    int64_t now_wall_ms, now_mono_ms;
    bool is_trusted; /* somebody vouched for now_wall_ms */
};
/* What the envelope says outside; the same arguments make the same bytes. */
struct sealed_request {
    char id[KUUID_TEXT_SIZE];
    char kiosk[LIMIT_ID_BYTES];
    int64_t created_wall_ms;
};

/* The envelope of a call-back that annae-standby sealed. Errors: K_E_FULL. */
enum kcode document_envelope(const struct sealed_request *request, const struct kbuf *sealed,
                             struct kbuf *ret_body, struct kerr *err) K_MUST_CHECK;

enum kcode document_make(struct device_store *store, const struct request *request,
                         const struct document_origin *origin, struct kbuf *ret_body,
                         struct kerr *err) K_MUST_CHECK;

/* The state of the newest addition to a request that headquarters does not have; NULL: none. */
#define ADDITION_STATE                                                                             \
    "(SELECT a.state FROM outbox JOIN request a USING(seq)"                                        \
    " WHERE a.joins = request.id AND a.state IN ('saved', 'set-aside')"                            \
    " ORDER BY a.seq DESC LIMIT 1)"

/* The columns request_read() reads, first in a SELECT. A request is told by its newest facts: it is
 * only as far as they are. */
#define REQUEST_COLUMNS                                                                            \
    "id, coalesce(" ADDITION_STATE ", state), matter, subject, created_ms, from_ms, until_ms, "    \
    "soon"
#define REQUEST_COLUMN_COUNT 8
void request_read(struct statement *st, struct open_request *ret_request);
