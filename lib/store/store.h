#pragma once

#include "kerr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * SQLite, once, for everybody: the device store, the pack, headquarters' database. Opening sets the
 * pragmas of docs/facts.md, sqlite, reads every one back and fails when one did not take.
 */

struct store;     /* one open database */
struct statement; /* one prepared statement of it */

enum store_mode {
    STORE_DURABLE,   /* read, write, create: WAL, synchronous=FULL, secure_delete=ON */
    STORE_IMMUTABLE, /* a pack: read-only, immutable, never a journal beside it */
    STORE_BUILD,     /* the author's tool: a new file written once, no journal, then closed */
    STORE_SALVAGE,   /* a copy of a damaged file: what of its schema does not read is passed over,
                        whose it is is not asked */
};

/**
 * Open a database.
 *
 * path          in   UTF-8
 * app_id        in   SQLite application_id the file must have (written into a new file)
 * version       in   schema version (user_version) the file must have; a new file starts at 0 and
 *                    the caller's migrations raise it with store_set_version(); a pack cannot
 *                    migrate and must have exactly this one
 * ret_store     out  close with store_close()
 *
 * Errors: K_E_NOT_FOUND  no such file (STORE_IMMUTABLE)
 *         K_E_FORMAT     not a database, another application's, damaged, or gone while its log
 *                        (PATH-wal) is still there: move both aside before making a new one
 *         K_E_ROLLBACK   written by a newer version than this program knows; a pack: by another
 *         K_E_IO         everything else, also a STORE_BUILD file that is not new; nothing changed
 */
enum kcode store_open(const char *path, enum store_mode mode, int32_t app_id, int32_t version,
                      struct store **ret_store, struct kerr *err) K_MUST_CHECK;

/* NULL and already closed are fine; every statement must be closed before. */
void store_close(struct store **store);

/* Schema version of the open file, 0 for a new one; 1.. up to the version given to store_open().
 * Read anew each time: another program may have migrated the file before our store_begin(). */
int32_t store_version(struct store *store);
enum kcode store_set_version(struct store *store, int32_t version, struct kerr *err) K_MUST_CHECK;

/* Run statements that return nothing. Only literals: values go through statements. */
enum kcode store_run(struct store *store, const char *sql, struct kerr *err) K_MUST_CHECK;

/* BEGIN IMMEDIATE ... COMMIT. A failed commit is rolled back and reported as K_E_IO or K_E_FULL:
 * the caller must treat its outcome as unknown until it was read back. */
enum kcode store_begin(struct store *store, struct kerr *err) K_MUST_CHECK;
enum kcode store_commit(struct store *store, struct kerr *err) K_MUST_CHECK;
void store_rollback(struct store *store); /* nothing to do outside a transaction */

/* Integrity: quick_check says ok. Ends after budget_ms with *ret_whole false: nothing wrong so far.
 * It does not see a flipped bit inside a value. Errors: K_E_FORMAT, K_E_IO. */
enum kcode store_check(struct store *store, int budget_ms, bool *ret_whole,
                       struct kerr *err) K_MUST_CHECK;

/* SQLite has said that the file is damaged since it was opened. */
bool store_is_damaged(const struct store *store);

/* Prepare; give back with statement_close() (a cleanup handler). A statement given back forgets its
 * values and is kept: the next one of the same text costs no preparing. */
enum kcode statement_open(struct store *store, const char *sql, struct statement **ret_statement,
                          struct kerr *err) K_MUST_CHECK;
void statement_close(struct statement **statement);

/* Bind parameter 1.. Text and blobs are copied; text NULL binds NULL. Cannot fail for the world's
 * reasons but memory: asserted. */
void statement_text(struct statement *statement, int index, const char *text);
void statement_int(struct statement *statement, int index, int64_t value);
void statement_blob(struct statement *statement, int index, const void *bytes, size_t count);
void statement_null(struct statement *statement, int index);
/* What a column of another statement's row holds, of whatever type. */
void statement_value(struct statement *statement, int index, struct statement *row, int column);

/* Next row: *ret_row false at the end (then the statement is reset, bindings cleared).
 * Errors: K_E_FULL disk full, K_E_FORMAT damaged, K_E_IO. */
enum kcode statement_step(struct statement *statement, bool *ret_row,
                          struct kerr *err) K_MUST_CHECK;

/* Step once, expect no row, reset: INSERT, UPDATE, DELETE. */
enum kcode statement_done(struct statement *statement, struct kerr *err) K_MUST_CHECK;

/* Give up the rows that are left. */
void statement_reset(struct statement *statement);

/* Column 0.. of the row; texts are "" for NULL and valid until the next step, reset or close. */
const char *row_text(struct statement *statement, int column);
int64_t row_int(struct statement *statement, int column);
double row_real(struct statement *statement, int column);
const void *row_blob(struct statement *statement, int column, size_t *ret_count);
bool row_is_null(struct statement *statement, int column);

/* Rows changed by the last INSERT, UPDATE or DELETE; rowid of the last INSERT. */
int64_t store_changes(struct store *store);
int64_t store_last_id(struct store *store);
