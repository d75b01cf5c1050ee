#include "store.h"

#include "klimits.h"
#include "kstr.h"
#include "store_internal.h"

#include <stdlib.h>

#define WAL_TRIES 200 /* of 10 ms: two programs may turn a new file into WAL at once */

#define IN_DURABLE   (1U << STORE_DURABLE)
#define IN_IMMUTABLE (1U << STORE_IMMUTABLE)
#define IN_BUILD     (1U << STORE_BUILD)
#define IN_SALVAGE   (1U << STORE_SALVAGE)
#define IN_ALL       (IN_DURABLE | IN_IMMUTABLE | IN_BUILD | IN_SALVAGE)

/* What every connection of a mode is set to and must read back: a lost synchronous=FULL is not
 * noticed by any test that only kills the process. Source: docs/facts.md, sqlite. */
static const struct pragma {
    const char *name;
    const char *word; /* NULL: the number counts */
    int64_t number;
    unsigned modes;
} pragmas[] = {
    {"busy_timeout", NULL, STORE_BUSY_MS, IN_ALL},
    /* the author's machine may use what a large pack needs */
    {"hard_heap_limit", NULL, LIMIT_STORE_HEAP_BYTES, IN_DURABLE | IN_IMMUTABLE | IN_SALVAGE},
    {"trusted_schema", NULL, 0, IN_ALL},
    {"cell_size_check", NULL, 1, IN_ALL},
    {"temp_store", NULL, 2, IN_ALL}, /* memory: customer data must not reach a temporary file */
    {"query_only", NULL, 1, IN_IMMUTABLE | IN_SALVAGE},
    {"foreign_keys", NULL, 1, IN_DURABLE | IN_BUILD},
    {"synchronous", NULL, 2, IN_DURABLE | IN_BUILD}, /* FULL */
    {"secure_delete", NULL, 1, IN_DURABLE},
    {"journal_mode", "wal", 0, IN_DURABLE},
    {"journal_mode", "memory", 0, IN_BUILD}, /* rolls back, but leaves nothing beside the file */
    {"wal_autocheckpoint", NULL, LIMIT_WAL_PAGES, IN_DURABLE},
    {"journal_size_limit", NULL, LIMIT_WAL_BYTES, IN_DURABLE},
};

int pragma_ask(struct store *store, const char *sql, char ret_value[PRAGMA_VALUE_SIZE])
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    if (rc != SQLITE_OK) {
        return rc;
    }
    ret_value[0] = '\0';
    rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW) {
        const unsigned char *text = sqlite3_column_text(stmt, 0);
        (void)kstr_copy(ret_value, PRAGMA_VALUE_SIZE, text ? (const char *)text : "");
        rc = sqlite3_step(stmt);
    }
    (void)sqlite3_finalize(stmt); /* repeats the step's result */
    return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

int pragma_number(struct store *store, const char *sql, int64_t *ret_number)
{
    char value[PRAGMA_VALUE_SIZE];
    int rc = pragma_ask(store, sql, value);
    if (rc == SQLITE_OK) {
        *ret_number = strtoll(value, NULL, 10);
    }
    return rc;
}

/* Turning a file into WAL asks for an exclusive lock without waiting for it, so we wait. */
int pragma_write(struct store *store, const char *sql)
{
    char value[PRAGMA_VALUE_SIZE];
    int rc = pragma_ask(store, sql, value);
    for (int i = 0; i < WAL_TRIES && (rc & 0xFF) == SQLITE_BUSY; i++) {
        (void)sqlite3_sleep(10);
        rc = pragma_ask(store, sql, value);
    }
    return rc;
}

static enum kcode set_pragma(struct store *store, const struct pragma *pragma, struct kerr *err)
{
    char want[PRAGMA_VALUE_SIZE];
    char sql[160];
    char got[PRAGMA_VALUE_SIZE];
    if (pragma->word) {
        (void)kstr_copy(want, sizeof want, pragma->word);
    } else {
        (void)kstr_format(want, sizeof want, "%lld", (long long)pragma->number);
    }
    (void)kstr_format(sql, sizeof sql, "PRAGMA %s=%s", pragma->name, want);
    int rc = pragma_write(store, sql);
    if (rc == SQLITE_OK) {
        (void)kstr_format(sql, sizeof sql, "PRAGMA %s", pragma->name);
        rc = pragma_ask(store, sql, got);
    }
    if (rc != SQLITE_OK) {
        return store_open_fail(store, rc, pragma->name, err);
    }
    if (!kstr_equal(want, got)) {
        return kerr_fail(err, K_E_IO, "%s: %s is %s, not %s", store->name, pragma->name, got, want);
    }
    return K_OK;
}

enum kcode pragma_set_all(struct store *store, struct kerr *err)
{
    for (size_t i = 0; i < sizeof pragmas / sizeof pragmas[0]; i++) {
        bool wanted = (pragmas[i].modes >> store->mode & 1U) != 0;
        if (wanted && set_pragma(store, &pragmas[i], err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}
