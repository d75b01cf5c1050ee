#include "store.h"

#include "kassert.h"
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>

struct statement {
    sqlite3_stmt *stmt;
    struct store *store; /* borrowed from whoever opened it */
};

enum kcode statement_open(struct store *store, const char *sql, struct statement **ret_statement,
                          struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *statement = calloc(1, sizeof *statement);
    if (!statement) {
        return kerr_fail(err, K_E_IO, "%s: no memory for a statement", store->name);
    }
    const char *tail = NULL;
    statement->store = store;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &statement->stmt, &tail);
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
    (void)sqlite3_finalize((*statement)->stmt); /* repeats the last step's error */
    free(*statement);
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
