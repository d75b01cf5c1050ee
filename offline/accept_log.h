#pragma once

#include "klimits.h"
#include "kuuid.h"
#include "request.h"
#include "trust.h"

#include <limits.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The second copy: every accepted request is appended to accept.log, beside store.db, and synced
 * before the customer is told. A store that is damaged or gone is rebuilt from it.
 *
 *   0       8 bytes  A7 'A' 'n' 'J' 0D 0A 1A 01   in no UTF-8 text: finds the next record again
 *   8       4 bytes  length of the row   R, little-endian
 *   12      4 bytes  length of the envelope E
 *   16      R bytes  the row as JSON: what the tables want besides, nothing personal
 *   16+R    E bytes  the envelope, as it goes to headquarters (docs/api.md)
 *   16+R+E  64 bytes SHA-256 of all before it, hex
 *           0..15 bytes of zero, so that every record begins at a multiple of 16
 *
 * Whoever changes the file holds a lock on it (flock) and looks whether it is still the one at the
 * path; a record of an accept under way is never seen by others. Only for the .c files of offline/.
 */

#define LOG_ROW_BYTES 2048
#define LOG_RECORD_BYTES                                                                           \
    (16 + LOG_ROW_BYTES + LIMIT_REQUEST_BYTES + TRUST_HASH_TEXT + 15) /* at most */

struct accept_log {
    char path[PATH_MAX];
    int fd; /* -1 = not open */
    ino_t inode;
    int depth;    /* how often this program holds the lock */
    int64_t end;  /* bytes; true while the lock is held */
    int64_t last; /* where the last record began, -1 = none since the lock was taken */
};

/* One record, opened. */
struct log_row {
    int64_t seq; /* in the store that wrote it; 0 = not known */
    char id[KUUID_TEXT_SIZE];
    enum request_kind kind;
    char joins[KUUID_TEXT_SIZE];
    char customer[TRUST_HASH_TEXT]; /* HMAC under the device's key */
    char matter[LIMIT_ID_BYTES];
    char subject[LIMIT_LABEL_BYTES];
    int64_t created_wall_ms, from_wall_ms, until_wall_ms;
    bool soon;
    char boot[KUUID_TEXT_SIZE]; /* with mono_ms: when, without trust in the wall clock */
    int64_t mono_ms;
    bool is_trusted; /* somebody vouched for created_wall_ms */
    const char *body;
    size_t body_len;
};

/* Write one record. Errors: K_E_FULL, more than the format holds. */
enum kcode log_record_encode(const struct log_row *row, struct kbuf *ret_record,
                             struct kerr *err) K_MUST_CHECK;

/* Read the record at bytes. False: there is no whole and sound one; ret_row may be half filled.
 * Its body is borrowed from bytes. */
bool log_record_decode(const char *bytes, size_t count, struct log_row *ret_row, size_t *ret_len);

/* REQUEST_KIND_COUNT for any other name. */
enum request_kind log_kind_find(const char *name);

/* A log beside the store at store_path; not opened yet. Errors: K_E_IO, path too long. */
enum kcode accept_log_init(struct accept_log *log, const char *store_path,
                           struct kerr *err) K_MUST_CHECK;
/* Gives the lock up. Closed already is fine. */
void accept_log_close(struct accept_log *log);

/* Take the lock, waiting up to wait_ms; makes the file when it is not there. May be taken again by
 * the same program; each wants its accept_log_unlock(). Errors: K_E_IO, K_E_FULL. */
enum kcode accept_log_lock(struct accept_log *log, int wait_ms, struct kerr *err) K_MUST_CHECK;
void accept_log_unlock(struct accept_log *log);

/* Append one record, durable when K_OK; under the lock. Errors: K_E_IO, K_E_FULL: nothing of it
 * will be read. */
enum kcode accept_log_add(struct accept_log *log, const struct kbuf *record,
                          struct kerr *err) K_MUST_CHECK;
/* What the last accept_log_add() wrote is not promised after all. When the disk says no it stays:
 * a request too many is asked about, never one too few. */
void accept_log_take_back(struct accept_log *log);

/* Call fn for each sound record that begins in from..until, in order; raw and raw_len are the
 * record as it lies in the file. *ret_gaps: stretches that are no records. */
typedef enum kcode (*log_row_fn)(void *user, const struct log_row *row, const char *raw,
                                 size_t raw_len, struct kerr *err);
struct log_reader {
    log_row_fn fn;
    void *user;
    int64_t gaps; /* counted */
};
enum kcode accept_log_each(const struct accept_log *log, int64_t from, int64_t until,
                           struct log_reader *reader, struct kerr *err) K_MUST_CHECK;

/* A new file that shall take this one's place: begin, put (not synced), then swap under the lock
 * (durable), or drop. */
struct log_swap {
    char path[PATH_MAX];
    int fd;
    int64_t end;
};
enum kcode log_swap_begin(const struct accept_log *log, struct log_swap *ret_swap,
                          struct kerr *err) K_MUST_CHECK;
enum kcode log_swap_put(struct log_swap *swap, const char *raw, size_t raw_len,
                        struct kerr *err) K_MUST_CHECK;
enum kcode log_swap_done(struct accept_log *log, struct log_swap *swap,
                         struct kerr *err) K_MUST_CHECK;
void log_swap_drop(struct log_swap *swap);
