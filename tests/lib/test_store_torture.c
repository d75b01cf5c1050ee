#include "check.h"
#include "kstr.h"
#include "store.h"
#include "tempdir.h"

#include <sqlite3.h>
#include <stdlib.h>

/* The n-th call into the outside world fails; every n until none is left to fail. */
static int calls_until_fault; /* 0 = no fault */

static bool fault_now(void)
{
    return calls_until_fault > 0 && --calls_until_fault == 0;
}

/* FAULTY(type, name, parameters, arguments, result when it fails) */
#define FAULTY(type, name, params, args, failed)                                                   \
    type __real_##name params;                                                                     \
    type __wrap_##name params;                                                                     \
    type __wrap_##name params                                                                      \
    {                                                                                              \
        return fault_now() ? (failed) : __real_##name args;                                        \
    }

typedef int (*row_fn)(void *, int, char **, char **);

FAULTY(void *, calloc, (size_t n, size_t size), (n, size), NULL)
FAULTY(int, sqlite3_open_v2, (const char *path, sqlite3 **db, int flags, const char *vfs),
       (path, db, flags, vfs), SQLITE_CANTOPEN)
FAULTY(int, sqlite3_exec, (sqlite3 * db, const char *sql, row_fn fn, void *arg, char **msg),
       (db, sql, fn, arg, msg), SQLITE_IOERR)
FAULTY(int, sqlite3_prepare_v2,
       (sqlite3 * db, const char *sql, int len, sqlite3_stmt **stmt, const char **tail),
       (db, sql, len, stmt, tail), SQLITE_NOMEM)
FAULTY(int, sqlite3_prepare_v3,
       (sqlite3 * db, const char *sql, int len, unsigned flags, sqlite3_stmt **stmt,
        const char **tail),
       (db, sql, len, flags, stmt, tail), SQLITE_NOMEM)
FAULTY(int, sqlite3_step, (sqlite3_stmt * stmt), (stmt), SQLITE_FULL)

static enum kcode write_two_rows(const char *path, struct kerr *err)
{
    K_CLEANUP(store_close) struct store *store = NULL;
    K_CLEANUP(statement_close) struct statement *put = NULL;
    if (store_open(path, STORE_DURABLE, 7, 1, &store, err) != K_OK) {
        assert_null(store);
        return err->code;
    }
    if (store_begin(store, err) != K_OK) {
        return err->code;
    }
    for (int i = 0; i < 2; i++) {
        if (!put && statement_open(store, "INSERT INTO t VALUES(?)", &put, err) != K_OK) {
            store_rollback(store);
            return err->code;
        }
        statement_int(put, 1, i);
        if (statement_done(put, err) != K_OK) {
            store_rollback(store);
            return err->code;
        }
    }
    return store_commit(store, err);
}

static int64_t rows_in(const char *path)
{
    K_CLEANUP(store_close) struct store *store = NULL;
    K_CLEANUP(statement_close) struct statement *count = NULL;
    struct kerr err = {0};
    bool row = false;
    assert_ok(store_open(path, STORE_DURABLE, 7, 1, &store, &err), &err);
    assert_ok(statement_open(store, "SELECT count(*) FROM t", &count, &err), &err);
    assert_ok(statement_step(count, &row, &err), &err);
    return row_int(count, 0);
}

static void make_table(const char *path)
{
    K_CLEANUP(store_close) struct store *store = NULL;
    struct kerr err = {0};
    assert_ok(store_open(path, STORE_DURABLE, 7, 1, &store, &err), &err);
    assert_ok(store_run(store, "CREATE TABLE t(x)", &err), &err);
}

static void whichever_call_fails_all_rows_are_there_or_none(void **state)
{
    (void)state;
    struct tempdir dir;
    tempdir_open(&dir);
    int faults = 0;
    for (int n = 1;; n++) {
        char name[16];
        assert_true(n < 200); /* a loop that never ends is a bug too */
        (void)kstr_format(name, sizeof name, "%d.db", n);
        const char *path = tempdir_file(&dir, name);
        make_table(path);
        struct kerr err = {0};
        calls_until_fault = n;
        enum kcode code = write_two_rows(path, &err);
        bool fault_was_used = calls_until_fault == 0;
        calls_until_fault = 0;
        assert_int_equal(code == K_OK ? 2 : 0, rows_in(path));
        if (!fault_was_used) {
            assert_int_equal(K_OK, code);
            break;
        }
        assert_true(code == K_E_IO || code == K_E_FULL);
        faults++;
    }
    assert_true(faults > 50); /* the pragmas alone are: a guard for the test itself */
    tempdir_close(&dir);
}

static void whichever_call_fails_a_new_store_can_be_opened_afterwards(void **state)
{
    (void)state;
    struct tempdir dir;
    tempdir_open(&dir);
    const char *path = tempdir_file(&dir, "a.db");
    for (int n = 1;; n++) {
        struct store *store = NULL;
        struct kerr err = {0};
        assert_true(n < 200);
        calls_until_fault = n;
        enum kcode code = store_open(path, STORE_DURABLE, 7, 1, &store, &err);
        bool fault_was_used = calls_until_fault == 0;
        calls_until_fault = 0;
        assert_true((code == K_OK) == (store != NULL));
        assert_true((code == K_OK) == !fault_was_used);
        store_close(&store);
        if (!fault_was_used) {
            break;
        }
    }
    tempdir_close(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whichever_call_fails_all_rows_are_there_or_none),
        cmocka_unit_test(whichever_call_fails_a_new_store_can_be_opened_afterwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
