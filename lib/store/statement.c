#include "store.h"

#include "kassert.h"
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>

struct statement {
    sqlite3_stmt *stmt;  /* NULL only while statement_open() runs */
    struct store *store; /* borrowed from whoever opened it */
};

/* ---- statements that are kept: preparing one costs more than running it ---- */

/* Forget the number at, keep the order of the others. */
static void take_out(struct store *store, int at)
{
    size_t behind = (size_t)(store->kept_count - at - 1);
    memmove(&store->kept[at], &store->kept[at + 1], behind * sizeof store->kept[0]);
    store->kept_count--;
}

static struct statement *take_kept(struct store *store, const char *sql)
{
    for (int i = store->kept_count - 1; i >= 0; i--) {
        struct statement *statement = store->kept[i];
        if (strcmp(sqlite3_sql(statement->stmt), sql) == 0) {
            take_out(store, i);
            return statement;
        }
    }
    return NULL;
}

static void drop(struct statement *statement)
{
    (void)sqlite3_finalize(statement->stmt); /* repeats the last step's error; NULL is fine */
    free(statement);
}

/* Without its values: a customer's are not kept with it. */
static void keep(struct statement *statement)
{
    struct store *store = statement->store;
    statement_reset(statement);
    if (store->kept_count == STORE_KEPT) {
        drop(store->kept[0]);
        take_out(store, 0);
    }
    store->kept[store->kept_count++] = statement;
}

void store_drop_kept(struct store *store)
{
    while (store->kept_count > 0) {
        drop(store->kept[--store->kept_count]);
    }
}

enum kcode store_run_kept(struct store *store, const char *sql, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *statement = NULL;
    if (statement_open(store, sql, &statement, err) != K_OK) {
        return err->code;
    }
    KASSERT(statement);
    return statement_done(statement, err);
}

/* ---- one statement ---- */

enum kcode statement_open(struct store *store, const char *sql, struct statement **ret_statement,
                          struct kerr *err)
{
    struct statement *kept = take_kept(store, sql);
    if (kept) {
        *ret_statement = kept;
        return K_OK;
    }
    K_CLEANUP(statement_close) struct statement *statement = calloc(1, sizeof *statement);
    if (!statement) {
        return kerr_fail(err, K_E_IO, "%s: no memory for a statement", store->name);
    }
    const char *tail = NULL;
    statement->store = store;
    int rc =
        sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->stmt, &tail);
    if (rc != SQLITE_OK) {
        return store_fail(store, rc, sqlite3_errmsg(store->db), err); /* quotes our own SQL only */
    }
    KASSERT(statement->stmt != NULL);
    KASSERT(tail[strspn(tail, " \n;")] == '\0'); /* one statement at a time */
    *ret_statement = statement;
    statement = NULL;
    return K_OK;
}

void statement_close(struct statement **statement)
{
    if (!*statement) {
        return;
    }
    if ((*statement)->stmt) {
        keep(*statement);
    } else {
        drop(*statement);
    }
    *statement = NULL;
}

void statement_text(struct statement *statement, int index, const char *text)
{
    int rc = sqlite3_bind_text(statement->stmt, index, text, -1, SQLITE_TRANSIENT);
    KASSERT(rc == SQLITE_OK);
}

void statement_int(struct statement *statement, int index, int64_t value)
{
    int rc = sqlite3_bind_int64(statement->stmt, index, value);
    KASSERT(rc == SQLITE_OK);
}

void statement_blob(struct statement *statement, int index, const void *bytes, size_t count)
{
    const void *from = count > 0 ? bytes : ""; /* an empty blob is not NULL */
    int rc = sqlite3_bind_blob64(statement->stmt, index, from, count, SQLITE_TRANSIENT);
    KASSERT(rc == SQLITE_OK);
}

void statement_null(struct statement *statement, int index)
{
    int rc = sqlite3_bind_null(statement->stmt, index);
    KASSERT(rc == SQLITE_OK);
}

void statement_value(struct statement *statement, int index, struct statement *row, int column)
{
    int rc = sqlite3_bind_value(statement->stmt, index, sqlite3_column_value(row->stmt, column));
    KASSERT(rc == SQLITE_OK);
}

void statement_reset(struct statement *statement)
{
    (void)sqlite3_reset(statement->stmt); /* repeats the last step's error */
    (void)sqlite3_clear_bindings(statement->stmt);
}

enum kcode statement_step(struct statement *statement, bool *ret_row, struct kerr *err)
{
    int rc = sqlite3_step(statement->stmt);
    if (rc == SQLITE_ROW) {
        *ret_row = true;
        return K_OK;
    }
    statement_reset(statement);
    if (rc != SQLITE_DONE) {
        return store_fail(statement->store, rc, "step", err);
    }
    *ret_row = false;
    return K_OK;
}

enum kcode statement_done(struct statement *statement, struct kerr *err)
{
    bool row = false;
    enum kcode code = statement_step(statement, &row, err);
    KASSERT(!row);
    return code;
}

const char *row_text(struct statement *statement, int column)
{
    if (row_is_null(statement, column)) {
        return "";
    }
    const unsigned char *text = sqlite3_column_text(statement->stmt, column);
    KASSERT(text != NULL); /* only memory can fail here */
    return (const char *)text;
}

int64_t row_int(struct statement *statement, int column)
{
    return sqlite3_column_int64(statement->stmt, column);
}

double row_real(struct statement *statement, int column)
{
    return sqlite3_column_double(statement->stmt, column);
}

const void *row_blob(struct statement *statement, int column, size_t *ret_count)
{
    const void *bytes = sqlite3_column_blob(statement->stmt, column);
    int count = sqlite3_column_bytes(statement->stmt, column);
    KASSERT(bytes != NULL || count == 0);
    *ret_count = (size_t)count;
    return bytes ? bytes : "";
}

bool row_is_null(struct statement *statement, int column)
{
    return sqlite3_column_type(statement->stmt, column) == SQLITE_NULL;
}
