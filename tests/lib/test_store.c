#include "check.h"
#include "klimits.h"
#include "kstr.h"
#include "store.h"
#include "tempdir.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define APP_ID  0x416e6e61
#define VERSION 3

static int set_up(void **state)
{
    struct tempdir *dir = calloc(1, sizeof *dir);
    assert_non_null(dir);
    tempdir_open(dir);
    *state = dir;
    return 0;
}

static int tear_down(void **state)
{
    tempdir_close(*state);
    free(*state);
    return 0;
}

static struct store *opened(struct tempdir *dir, const char *name, enum store_mode mode)
{
    struct store *store = NULL;
    struct kerr err = {0};
    assert_ok(store_open(tempdir_file(dir, name), mode, APP_ID, VERSION, &store, &err), &err);
    return store;
}

static void run(struct store *store, const char *sql)
{
    struct kerr err = {0};
    assert_ok(store_run(store, sql, &err), &err);
}

static int64_t number(struct store *store, const char *sql)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    struct kerr err = {0};
    bool row = false;
    assert_ok(statement_open(store, sql, &st, &err), &err);
    assert_ok(statement_step(st, &row, &err), &err);
    assert_true(row);
    return row_int(st, 0);
}

/* Opening must fail with this code and a sentence, and hand out nothing. */
static void refused(struct tempdir *dir, const char *name, enum store_mode mode, enum kcode code)
{
    struct store *store = NULL;
    struct kerr err = {0};
    enum kcode got = store_open(tempdir_file(dir, name), mode, APP_ID, VERSION, &store, &err);
    if (got != code) {
        print_error("%s: %s: %s\n", name, kcode_name(got), err.text);
    }
    assert_int_equal(code, got);
    assert_null(store);
    assert_true(strlen(err.text) > 0);
}

static const char *text_of(struct store *store, const char *sql, char *text, size_t size)
{
    struct statement *query = NULL;
    struct kerr err = {0};
    bool row = false;
    assert_ok(statement_open(store, sql, &query, &err), &err);
    assert_ok(statement_step(query, &row, &err), &err);
    assert_true(row);
    (void)kstr_copy(text, size, row_text(query, 0));
    statement_close(&query);
    return text;
}

static void make_pack(struct tempdir *dir, const char *name)
{
    struct store *store = opened(dir, name, STORE_BUILD);
    struct kerr err = {0};
    assert_ok(store_begin(store, &err), &err);
    run(store, "CREATE TABLE word(t TEXT)");
    for (int i = 0; i < 100; i++) {
        run(store, "INSERT INTO word VALUES(hex(randomblob(100)))");
    }
    assert_ok(store_set_version(store, VERSION, &err), &err);
    assert_ok(store_commit(store, &err), &err);
    store_close(&store);
}

static void values_come_back_as_they_went_in(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    struct statement *put = NULL;
    struct statement *get = NULL;
    struct kerr err = {0};
    bool row = false;
    size_t count = 0;
    run(store, "CREATE TABLE thing(id INTEGER PRIMARY KEY, t TEXT, n, r, b, x)");
    assert_ok(statement_open(store, "INSERT INTO thing(t,n,r,b,x) VALUES(?,?,0.5,?,?)", &put, &err),
              &err);
    for (int i = 0; i < 2; i++) {
        statement_text(put, 1, "홍길동");
        statement_int(put, 2, INT64_MIN);
        statement_blob(put, 3, i == 0 ? "\0\xff" : NULL, i == 0 ? 2 : 0);
        statement_null(put, 4);
        assert_ok(statement_done(put, &err), &err);
        assert_int_equal(1, store_changes(store));
        assert_int_equal(i + 1, store_last_id(store));
    }
    assert_ok(statement_open(store, "SELECT t,n,r,b,x FROM thing ORDER BY id", &get, &err), &err);
    assert_ok(statement_step(get, &row, &err), &err);
    assert_true(row);
    assert_string_equal("홍길동", row_text(get, 0));
    assert_true(row_int(get, 1) == INT64_MIN);
    assert_true(row_real(get, 2) == 0.5);
    assert_memory_equal("\0\xff", row_blob(get, 3, &count), 2);
    assert_int_equal(2, count);
    assert_true(row_is_null(get, 4));
    assert_string_equal("", row_text(get, 4));
    assert_ok(statement_step(get, &row, &err), &err);
    assert_false(row_is_null(get, 3)); /* an empty blob is not NULL */
    assert_non_null(row_blob(get, 3, &count));
    assert_int_equal(0, count);
    assert_ok(statement_step(get, &row, &err), &err);
    assert_false(row);
    statement_close(&get);
    statement_close(&put);
    statement_close(&put);
    store_close(&store);
    store_close(&store);
}

static void a_statement_can_be_used_again_and_forgets_its_bindings(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    struct statement *put = NULL;
    struct kerr err = {0};
    char text[16];
    run(store, "CREATE TABLE thing(t TEXT)");
    assert_ok(statement_open(store, "INSERT INTO thing VALUES(?);", &put, &err), &err);
    statement_text(put, 1, "once");
    assert_ok(statement_done(put, &err), &err);
    assert_ok(statement_done(put, &err), &err);
    statement_close(&put);
    assert_string_equal("1", text_of(store, "SELECT count(t) FROM thing", text, sizeof text));
    assert_string_equal("2", text_of(store, "SELECT count(*) FROM thing", text, sizeof text));
    store_close(&store);
}

/* The second use of a text is served from what was kept: same answers, no values of the first. */
static void a_statement_given_back_serves_the_next_of_its_text(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    static const char put[] = "INSERT INTO t VALUES(?1)";
    struct kerr err = {0};
    run(store, "CREATE TABLE t(x)");
    for (int i = 0; i < 2; i++) { /* the second time nothing is bound */
        K_CLEANUP(statement_close) struct statement *st = NULL;
        assert_ok(statement_open(store, put, &st, &err), &err);
        if (i == 0) {
            statement_text(st, 1, "a customer's");
        }
        assert_ok(statement_done(st, &err), &err);
    }
    assert_int_equal(1, number(store, "SELECT count(*) FROM t WHERE x IS NULL"));
    run(store, "ALTER TABLE t ADD COLUMN y DEFAULT 7"); /* prepared before: prepared anew inside */
    assert_int_equal(2, number(store, "SELECT count(*) FROM t"));
    assert_int_equal(14, number(store, "SELECT sum(y) FROM t"));
    store_close(&store);
}

/* A way out between binding and running must not leave a customer's value to the next user. */
static void a_statement_given_back_unused_forgets_its_bindings(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    struct statement *st = NULL;
    struct kerr err = {0};
    bool row = false;
    assert_ok(statement_open(store, "SELECT ?1", &st, &err), &err);
    statement_text(st, 1, "a customer's");
    statement_close(&st);
    assert_ok(statement_open(store, "SELECT ?1", &st, &err), &err);
    assert_ok(statement_step(st, &row, &err), &err);
    assert_true(row_is_null(st, 0));
    statement_close(&st);
    store_close(&store);
}

static void two_of_the_same_text_at_once_do_not_meet(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    static const char get[] = "SELECT x FROM t ORDER BY x";
    struct kerr err = {0};
    run(store, "CREATE TABLE t(x); INSERT INTO t VALUES(1), (2)");
    for (int i = 0; i < 2; i++) {
        K_CLEANUP(statement_close) struct statement *outer = NULL;
        K_CLEANUP(statement_close) struct statement *inner = NULL;
        bool row = false;
        assert_ok(statement_open(store, get, &outer, &err), &err);
        assert_ok(statement_step(outer, &row, &err), &err);
        assert_ok(statement_open(store, get, &inner, &err), &err);
        assert_ok(statement_step(inner, &row, &err), &err);
        assert_int_equal(1, row_int(inner, 0)); /* from its beginning, also the second time */
        assert_ok(statement_step(outer, &row, &err), &err);
        assert_int_equal(2, row_int(outer, 0));
    }
    store_close(&store);
}

/* A reader that was given back in the middle of its rows must not hold the log. */
static void a_statement_given_back_holds_nothing_open(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    struct statement *st = NULL;
    struct kerr err = {0};
    bool row = false;
    run(store, "CREATE TABLE t(x); INSERT INTO t VALUES(1), (2)");
    assert_ok(statement_open(store, "SELECT x FROM t", &st, &err), &err);
    assert_ok(statement_step(st, &row, &err), &err);
    statement_close(&st);
    assert_null(st);
    run(store, "DROP TABLE t"); /* locked while a reader is open */
    store_close(&store);
}

static void more_texts_than_are_kept_are_fine(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 200; i++) {
            char sql[32];
            (void)kstr_format(sql, sizeof sql, "SELECT %d", i);
            assert_int_equal(i, number(store, sql));
        }
    }
    store_close(&store);
}

static void the_durable_pragmas_hold(void **state)
{
    static const char *const want[][2] = {
        {"PRAGMA journal_mode", "wal"},        {"PRAGMA synchronous", "2"},
        {"PRAGMA secure_delete", "1"},         {"PRAGMA trusted_schema", "0"},
        {"PRAGMA cell_size_check", "1"},       {"PRAGMA temp_store", "2"},
        {"PRAGMA foreign_keys", "1"},          {"PRAGMA busy_timeout", "2000"},
        {"PRAGMA wal_autocheckpoint", "1000"},
    };
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    char text[32];
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
        assert_string_equal(want[i][1], text_of(store, want[i][0], text, sizeof text));
    }
    int64_t limit = strtoll(text_of(store, "PRAGMA journal_size_limit", text, sizeof text), 0, 10);
    assert_int_equal(LIMIT_WAL_BYTES, limit);
    limit = strtoll(text_of(store, "PRAGMA hard_heap_limit", text, sizeof text), NULL, 10);
    assert_int_equal(LIMIT_STORE_HEAP_BYTES, limit);
    store_close(&store);
}

static void a_store_is_not_for_strangers_eyes(void **state)
{
    struct stat info;
    mode_t before = umask(0);
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    run(store, "CREATE TABLE t(x)");
    assert_int_equal(0, stat(tempdir_file(*state, "a.db"), &info));
    assert_int_equal(0, info.st_mode & 7U);
    assert_int_equal(0, stat(tempdir_file(*state, "a.db-wal"), &info));
    assert_int_equal(0, info.st_mode & 7U);
    store_close(&store);
    (void)umask(before);
}

static void deleted_text_is_gone_from_the_file(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    static char bytes[1024 * 1024];
    run(store, "CREATE TABLE t(x)");
    run(store, "INSERT INTO t VALUES('geheimnis-geheimnis')");
    run(store, "DELETE FROM t");
    store_close(&store); /* the last one writes the log back and removes it */
    FILE *file = fopen(tempdir_file(*state, "a.db"), "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, sizeof bytes - 16, file);
    assert_int_equal(0, fclose(file));
    assert_true(len >= 4096);
    for (size_t i = 0; i < len; i++) {
        assert_int_not_equal(0, memcmp(bytes + i, "geheimnis", 9));
    }
    assert_int_not_equal(0, access(tempdir_file(*state, "a.db-wal"), F_OK));
}

static void a_new_file_starts_at_version_0_and_keeps_what_it_is_raised_to(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    struct kerr err = {0};
    assert_int_equal(0, store_version(store));
    assert_ok(store_begin(store, &err), &err);
    assert_ok(store_set_version(store, 2, &err), &err);
    assert_int_equal(2, store_version(store));
    store_rollback(store);
    store_rollback(store); /* nothing to do */
    assert_int_equal(0, store_version(store));
    assert_ok(store_set_version(store, VERSION, &err), &err);
    store_close(&store);
    store = opened(*state, "a.db", STORE_DURABLE);
    assert_int_equal(VERSION, store_version(store));
    assert_ok(store_set_version(store, VERSION + 1, &err), &err);
    store_close(&store);
    refused(*state, "a.db", STORE_DURABLE, K_E_ROLLBACK);
}

static void only_a_committed_transaction_stays(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    struct kerr err = {0};
    char text[16];
    run(store, "CREATE TABLE t(x)");
    assert_ok(store_begin(store, &err), &err);
    run(store, "INSERT INTO t VALUES(1)");
    assert_ok(store_commit(store, &err), &err);
    assert_ok(store_begin(store, &err), &err);
    run(store, "INSERT INTO t VALUES(2)");
    store_rollback(store);
    assert_string_equal("1", text_of(store, "SELECT group_concat(x) FROM t", text, sizeof text));
    assert_int_equal(K_E_IO, store_commit(store, &err)); /* there is none */
    store_close(&store);
}

static void another_applications_file_is_refused_and_not_touched(void **state)
{
    struct stat before;
    struct stat after;
    struct store *store = NULL;
    struct kerr err = {0};
    const char *path = tempdir_file(*state, "other.db");
    assert_ok(store_open(path, STORE_BUILD, APP_ID + 1, VERSION, &store, &err), &err);
    run(store, "CREATE TABLE t(x)");
    store_close(&store);
    assert_int_equal(0, stat(path, &before));
    refused(*state, "other.db", STORE_DURABLE, K_E_FORMAT);
    refused(*state, "other.db", STORE_IMMUTABLE, K_E_FORMAT);
    assert_int_equal(0, stat(path, &after));
    assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
}

static void what_is_not_a_database_is_refused(void **state)
{
    unsigned char noise[8192];
    srand(7);
    for (size_t i = 0; i < sizeof noise; i++) {
        noise[i] = (unsigned char)(rand() >> 7);
    }
    tempdir_write(*state, "noise", noise, sizeof noise);
    tempdir_write(*state, "text", "hello\n", 6);
    tempdir_write(*state, "empty", "", 0);
    for (int mode = STORE_DURABLE; mode <= STORE_BUILD; mode++) {
        refused(*state, "noise", (enum store_mode)mode, K_E_FORMAT);
        refused(*state, "text", (enum store_mode)mode, K_E_FORMAT);
        refused(*state, ".", (enum store_mode)mode, K_E_IO);
        bool reads = mode == STORE_IMMUTABLE;
        refused(*state, "none/a.db", (enum store_mode)mode, reads ? K_E_NOT_FOUND : K_E_IO);
    }
    refused(*state, "empty", STORE_IMMUTABLE, K_E_FORMAT);
    struct store *store = opened(*state, "empty", STORE_DURABLE); /* as good as new */
    store_close(&store);
}

static void a_truncated_file_is_refused_wherever_it_ends(void **state)
{
    struct stat info;
    make_pack(*state, "a.pack");
    assert_int_equal(0, stat(tempdir_file(*state, "a.pack"), &info));
    assert_true(info.st_size > 3 * 4096);
    for (off_t size = info.st_size - 1; size > 0; size -= 1021) {
        assert_int_equal(0, truncate(tempdir_file(*state, "a.pack"), size));
        refused(*state, "a.pack", STORE_IMMUTABLE, K_E_FORMAT);
        bool in_last_page = size > info.st_size - 4096; /* SQLite fills it up with zeros */
        if (!in_last_page) {
            refused(*state, "a.pack", STORE_DURABLE, K_E_FORMAT);
        }
    }
}

static void a_damaged_header_is_a_damaged_file(void **state)
{
    unsigned char header[100];
    make_pack(*state, "a.pack");
    FILE *file = fopen(tempdir_file(*state, "a.pack"), "r+b");
    assert_non_null(file);
    assert_int_equal(sizeof header, fread(header, 1, sizeof header, file));
    static const int places[] = {0, 16, 18, 19, 21, 47};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        assert_int_equal(0, fseek(file, places[i], SEEK_SET));
        assert_int_not_equal(EOF, fputc(header[places[i]] ^ 0x55, file));
        assert_int_equal(0, fflush(file));
        refused(*state, "a.pack", STORE_DURABLE, K_E_FORMAT);
        assert_int_equal(0, fseek(file, places[i], SEEK_SET));
        assert_int_not_equal(EOF, fputc(header[places[i]], file));
        assert_int_equal(0, fflush(file));
    }
    assert_int_equal(0, fclose(file));
}

static void a_database_that_is_gone_while_its_log_is_there_is_refused(void **state)
{
    tempdir_write(*state, "a.db-wal", "what was committed last", 23);
    refused(*state, "a.db", STORE_DURABLE, K_E_FORMAT);
    assert_int_not_equal(0, access(tempdir_file(*state, "a.db"), F_OK));
    assert_int_equal(0, access(tempdir_file(*state, "a.db-wal"), F_OK));
    assert_int_equal(0, unlink(tempdir_file(*state, "a.db-wal")));
}

static void a_pack_is_opened_without_leaving_a_trace(void **state)
{
    struct kerr err = {0};
    char text[16];
    assert_int_equal(0, mkdir(tempdir_file(*state, "100% 콘텐츠 ?#&"), 0700));
    make_pack(*state, "100% 콘텐츠 ?#&/a%41.pack");
    assert_int_equal(0, chmod(tempdir_file(*state, "100% 콘텐츠 ?#&"), 0500));
    struct store *store = opened(*state, "100% 콘텐츠 ?#&/a%41.pack", STORE_IMMUTABLE);
    assert_int_equal(VERSION, store_version(store));
    assert_string_equal("100", text_of(store, "SELECT count(*) FROM word", text, sizeof text));
    bool whole = false;
    assert_ok(store_check(store, 60000, &whole, &err), &err);
    assert_true(whole);
    assert_int_equal(K_E_IO, store_run(store, "INSERT INTO word VALUES('x')", &err));
    store_close(&store);
    assert_int_equal(0, chmod(tempdir_file(*state, "100% 콘텐츠 ?#&"), 0700));
    assert_int_equal(0, unlink(tempdir_file(*state, "100% 콘텐츠 ?#&/a%41.pack")));
    assert_int_equal(0, rmdir(tempdir_file(*state, "100% 콘텐츠 ?#&"))); /* nothing beside it */
}

static void a_pack_of_another_version_is_refused(void **state)
{
    struct store *store = NULL;
    struct kerr err = {0};
    make_pack(*state, "a.pack");
    const char *path = tempdir_file(*state, "a.pack");
    for (int32_t known = VERSION - 1; known <= VERSION + 1; known += 2) {
        err = (struct kerr){0};
        assert_int_equal(K_E_ROLLBACK,
                         store_open(path, STORE_IMMUTABLE, APP_ID, known, &store, &err));
    }
    refused(*state, "a.pack", STORE_BUILD, K_E_IO); /* is there already */
}

static void a_damaged_page_is_found_by_the_check(void **state)
{
    struct kerr err = {0};
    make_pack(*state, "a.pack");
    FILE *file = fopen(tempdir_file(*state, "a.pack"), "r+b");
    assert_non_null(file);
    assert_int_equal(0, fseek(file, 2 * 4096 + 3, SEEK_SET)); /* cell count of a leaf */
    assert_int_equal(2, fwrite("\x7f\x7f", 1, 2, file));
    assert_int_equal(0, fclose(file));
    struct store *store = opened(*state, "a.pack", STORE_IMMUTABLE);
    bool whole = false;
    assert_false(store_is_damaged(store));
    assert_int_equal(K_E_FORMAT, store_check(store, 60000, &whole, &err));
    assert_true(store_is_damaged(store));
    store_close(&store);
}

static void a_check_ends_with_its_budget(void **state)
{
    struct kerr err = {0};
    bool whole = true;
    struct store *store = opened(*state, "long.db", STORE_DURABLE);
    assert_ok(store_run(store,
                        "CREATE TABLE many(n INTEGER PRIMARY KEY, t TEXT);"
                        "INSERT INTO many WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
                        " SELECT i + 1 FROM n WHERE i < 20000) SELECT i, 'word' FROM n",
                        &err),
              &err);
    assert_ok(store_check(store, 0, &whole, &err), &err);
    assert_false(whole);
    assert_ok(store_check(store, 60000, &whole, &err), &err);
    assert_true(whole);
    store_close(&store);
}

static void two_programs_may_make_the_same_store_at_the_same_moment(void **state)
{
    enum { PROGRAMS = 6, ROUNDS = 5 };
    for (int round = 0; round < ROUNDS; round++) {
        char name[16];
        int gate[2];
        (void)kstr_format(name, sizeof name, "%d.db", round);
        assert_int_equal(0, pipe(gate));
        for (int i = 0; i < PROGRAMS; i++) {
            pid_t child = fork();
            assert_true(child >= 0);
            if (child == 0) {
                char byte;
                struct store *store = NULL;
                struct kerr err = {0};
                (void)close(gate[1]);
                (void)!read(gate[0], &byte, 1); /* all start when the gate closes */
                enum kcode code = store_open(tempdir_file(*state, name), STORE_DURABLE, APP_ID,
                                             VERSION, &store, &err);
                (void)fprintf(stderr, "%s", err.text);
                _exit((int)code);
            }
        }
        (void)close(gate[0]);
        (void)close(gate[1]);
        for (int i = 0; i < PROGRAMS; i++) {
            int status = -1;
            assert_true(wait(&status) > 0);
            assert_int_equal(0, status);
        }
    }
}

static void a_second_writer_waits_and_then_is_told(void **state)
{
    struct store *first = opened(*state, "a.db", STORE_DURABLE);
    struct store *second = opened(*state, "a.db", STORE_DURABLE);
    struct kerr err = {0};
    assert_ok(store_begin(first, &err), &err);
    assert_int_equal(K_E_IO, store_begin(second, &err));
    store_rollback(first);
    err = (struct kerr){0};
    assert_ok(store_begin(second, &err), &err);
    store_rollback(second);
    store_close(&second);
    store_close(&first);
}

static void a_full_store_says_full_and_keeps_what_it_had(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    struct kerr err = {0};
    char text[16];
    run(store, "CREATE TABLE t(x)");
    run(store, "PRAGMA max_page_count=8");
    assert_ok(store_begin(store, &err), &err);
    assert_int_equal(K_E_FULL, store_run(store, "INSERT INTO t VALUES(zeroblob(100000))", &err));
    store_rollback(store);
    assert_string_equal("0", text_of(store, "SELECT count(*) FROM t", text, sizeof text));
    store_close(&store);
}

static void an_error_never_quotes_what_a_customer_typed(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    struct statement *find = NULL;
    struct kerr err = {0};
    bool row = false;
    run(store, "CREATE VIRTUAL TABLE f USING fts5(x)");
    assert_ok(statement_open(store, "SELECT x FROM f WHERE f MATCH ?", &find, &err), &err);
    statement_text(find, 1, "geheim:\"");
    assert_int_equal(K_E_IO, statement_step(find, &row, &err));
    assert_null(strstr(err.text, "geheim"));
    statement_close(&find);
    store_close(&store);
}

static void bad_sql_is_an_error_with_a_sentence(void **state)
{
    struct store *store = opened(*state, "a.db", STORE_DURABLE);
    struct statement *query = NULL;
    struct kerr err = {0};
    assert_int_equal(K_E_IO, statement_open(store, "SELECT \"x\"", &query, &err));
    assert_null(query);
    assert_non_null(strstr(err.text, "no such column"));
    store_close(&store);
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(values_come_back_as_they_went_in),
        STORE_TEST(a_statement_can_be_used_again_and_forgets_its_bindings),
        STORE_TEST(a_statement_given_back_serves_the_next_of_its_text),
        STORE_TEST(a_statement_given_back_unused_forgets_its_bindings),
        STORE_TEST(two_of_the_same_text_at_once_do_not_meet),
        STORE_TEST(a_statement_given_back_holds_nothing_open),
        STORE_TEST(more_texts_than_are_kept_are_fine),
        STORE_TEST(the_durable_pragmas_hold),
        STORE_TEST(a_store_is_not_for_strangers_eyes),
        STORE_TEST(deleted_text_is_gone_from_the_file),
        STORE_TEST(a_new_file_starts_at_version_0_and_keeps_what_it_is_raised_to),
        STORE_TEST(only_a_committed_transaction_stays),
        STORE_TEST(another_applications_file_is_refused_and_not_touched),
        STORE_TEST(what_is_not_a_database_is_refused),
        STORE_TEST(a_truncated_file_is_refused_wherever_it_ends),
        STORE_TEST(a_damaged_header_is_a_damaged_file),
        STORE_TEST(a_database_that_is_gone_while_its_log_is_there_is_refused),
        STORE_TEST(a_pack_is_opened_without_leaving_a_trace),
        STORE_TEST(a_pack_of_another_version_is_refused),
        STORE_TEST(a_damaged_page_is_found_by_the_check),
        STORE_TEST(a_check_ends_with_its_budget),
        STORE_TEST(two_programs_may_make_the_same_store_at_the_same_moment),
        STORE_TEST(a_second_writer_waits_and_then_is_told),
        STORE_TEST(a_full_store_says_full_and_keeps_what_it_had),
        STORE_TEST(an_error_never_quotes_what_a_customer_typed),
        STORE_TEST(bad_sql_is_an_error_with_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
