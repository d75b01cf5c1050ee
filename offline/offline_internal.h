#pragma once

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
    dev_t device;      /* of the file at path when it was opened: another one there means */
    ino_t inode;       /* that the other program set ours aside */
    bool unhealed;     /* a commit failed: its frames may come back after a power cut */
    bool journal_open; /* the journal in the file is the open visit's, not one left behind */
    char boot_id[KUUID_TEXT_SIZE];
    struct device_identity identity;
    struct trust_sealer *sealer; /* for headquarters */
    char plain[DOCUMENT_BYTES];  /* wiped after each use */
    char sealed[DOCUMENT_BYTES + TRUST_SEAL_EXTRA];
    char body[LIMIT_REQUEST_BYTES];
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
};
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
