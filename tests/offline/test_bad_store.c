#define _DEFAULT_SOURCE /* setgroups */
/* The device store's file may be anything, and the disk may say no: a clear error, nothing lost. */
#include "check.h"
#include "fixture.h"
#include "kstr.h"
#include "ksys.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY   65534
#define ACCEPTED 3

static struct fixture fx;

static int setup(void **state)
{
    (void)state;
    fixture_open(&fx);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fixture_close(&fx);
    return 0;
}

static void accept_some(void)
{
    struct request request = fixture_request();
    for (int i = 0; i < ACCEPTED; i++) {
        request.customer_ref[0] = (char)('A' + i);
        (void)kstr_format(request.contact, sizeof request.contact, "+82102345678%d", i);
        (void)fixture_accept(&fx, &request);
    }
    device_store_close(&fx.store);
}

static int files_in_dir(void)
{
    int count = 0;
    for (const char *const *suffix = (const char *const[]){"", "-wal", "-shm", ".bad-1", NULL};
         *suffix; suffix++) {
        char path[256];
        struct stat info;
        (void)kstr_format(path, sizeof path, "%s%s", fx.path, *suffix);
        count += stat(path, &info) == 0;
    }
    return count;
}

/* ---- another file ---- */

static void expect_set_aside(const char *bytes, size_t count)
{
    char bad[256];
    struct stat info;
    struct kerr err = {0};
    assert_ok(ksys_write_file(fx.path, bytes, count, 0600, &err), &err);
    assert_int_equal(K_E_FORMAT, device_store_open(fx.path, &fx.identity, &fx.store, &err));
    assert_non_null(strstr(err.text, "store.db: set aside as "));
    (void)kstr_format(bad, sizeof bad, "%s.bad-1", fx.path);
    assert_int_equal(0, stat(bad, &info));
    assert_int_equal(count, info.st_size); /* whole, for whoever repairs it */
    assert_int_equal(0, unlink(bad));
    accept_some();
    assert_int_equal(ACCEPTED, fixture_count(&fx, "SELECT count(*) FROM outbox"));
    fixture_forget(&fx);
}

static void whatever_is_no_store_is_set_aside_and_requests_are_kept_in_a_fresh_one(void **state)
{
    (void)state;
    static char bytes[512 * 1024];
    struct kbuf store = KBUF(bytes);
    struct kerr err = {0};
    accept_some();
    assert_ok(ksys_read_file(fx.path, &store, &err), &err);
    fixture_forget(&fx);
    static const size_t cuts[] = {2, 99, 100, 4095, 4096, 5000, 20480};
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        assert_true(cuts[i] < store.len);
        expect_set_aside(bytes, cuts[i]);
    }
    memcpy(bytes + 68, "Pack", 4); /* another application's */
    expect_set_aside(bytes, store.len);
    memset(bytes, 'x', 8192);
    expect_set_aside(bytes, 8192);
}

static void a_newer_store_is_refused_with_both_versions_and_not_touched(void **state)
{
    (void)state;
    static char before[512 * 1024];
    static char after[512 * 1024];
    struct kbuf one = KBUF(before);
    struct kbuf two = KBUF(after);
    struct store *db = NULL;
    struct kerr err = {0};
    accept_some();
    assert_ok(store_open(fx.path, STORE_DURABLE, 0x416e6e53, FIXTURE_VERSION, &db, &err), &err);
    assert_ok(store_set_version(db, FIXTURE_VERSION + 1, &err), &err);
    store_close(&db);
    assert_ok(ksys_read_file(fx.path, &one, &err), &err);
    assert_int_equal(K_E_ROLLBACK, device_store_open(fx.path, &fx.identity, &fx.store, &err));
    assert_non_null(strstr(err.text, "version 8, this program knows 7"));
    assert_null(fx.store);
    err = (struct kerr){0};
    assert_ok(ksys_read_file(fx.path, &two, &err), &err);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(before, after, one.len);
}

/* A store of the first version, from before requests were counted, with a visit still open. */
static void a_store_of_the_first_version_is_raised_and_keeps_its_requests(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct journal journal;
    accept_some();
    int64_t bytes = fixture_count(&fx, "SELECT sum(length(body)) FROM outbox");
    fixture_run(&fx, "DROP TRIGGER outbox_came; DROP TRIGGER outbox_went;"
                     "ALTER TABLE outbox DROP COLUMN sum; ALTER TABLE outbox DROP COLUMN boot;"
                     "ALTER TABLE outbox DROP COLUMN mono_ms;"
                     "ALTER TABLE outbox DROP COLUMN trusted;"
                     "ALTER TABLE outbox DROP COLUMN lived_ms;"
                     "ALTER TABLE outbox DROP COLUMN unknown_at;"
                     "DELETE FROM meta WHERE name NOT IN ('revision', 'healed');"
                     "ALTER TABLE request ADD COLUMN contact TEXT NOT NULL DEFAULT 'a hash';"
                     "CREATE INDEX request_contact ON request(contact, matter);"
                     "DROP TABLE journal_head;"
                     "CREATE TABLE journal_head(one INTEGER PRIMARY KEY, pack_version TEXT,"
                     " begun_ms INTEGER, begun_mono_ms INTEGER, last_ms INTEGER);"
                     "INSERT INTO journal_head VALUES(1, '2026.47', 1, 1, 1);"
                     "INSERT INTO journal(line) VALUES('start'); PRAGMA user_version = 1");
    assert_int_equal(K_E_NOT_FOUND, journal_read(fixture_store(&fx), &journal, NULL, NULL, &err));
    assert_int_equal(0, fixture_count(&fx, "SELECT count(*) FROM journal"));
    assert_int_equal(0, fixture_count(&fx, "SELECT count(*) FROM pragma_table_info('request')"
                                           " WHERE name = 'contact'"));
    static const char counted[] = "SELECT value FROM meta WHERE name = 'outbox_%s'";
    char sql[96];
    (void)kstr_format(sql, sizeof sql, counted, "rows");
    assert_int_equal(ACCEPTED, fixture_count(&fx, sql));
    struct request request = fixture_request();
    (void)fixture_accept(&fx, &request);
    assert_int_equal(ACCEPTED + 1, fixture_count(&fx, sql));
    (void)kstr_format(sql, sizeof sql, counted, "bytes");
    assert_true(fixture_count(&fx, sql) > bytes);
    assert_int_equal(fixture_count(&fx, "SELECT sum(length(body)) FROM outbox"),
                     fixture_count(&fx, sql));
}

static void a_directory_in_the_stores_place_is_an_error(void **state)
{
    (void)state;
    struct kerr err = {0};
    assert_int_equal(0, mkdir(fx.path, 0700));
    assert_int_equal(K_E_IO, device_store_open(fx.path, &fx.identity, &fx.store, &err));
    assert_non_null(strstr(err.text, "store.db: not a file"));
}

/* ---- a disk that says no ---- */

/* What a child process found: its exit code is the kcode, 100 and more is a broken test. */
static int in_child(int (*act)(void))
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(act());
    }
    assert_int_equal(child, waitpid(child, &status, 0));
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* Root may write everywhere: become nobody, as the kiosk is somebody without rights. */
static int open_without_rights(void)
{
    struct kerr err = {0};
    struct device_store *store = NULL;
    if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 || setuid(NOBODY) != 0)) {
        return 100;
    }
    enum kcode code = device_store_open(fx.path, &fx.identity, &store, &err);
    return store || !strstr(err.text, "store.db") ? 101 : (int)code;
}

static void where_nothing_may_be_written_the_store_is_an_error_and_stays_whole(void **state)
{
    (void)state;
    accept_some();
    assert_int_equal(0, chmod(fx.path, 0444));
    assert_int_equal(0, chmod(fx.dir, 0555));
    int files = files_in_dir();
    assert_int_equal(K_E_IO, in_child(open_without_rights));
    assert_int_equal(files, files_in_dir()); /* not set aside: it is whole */
    assert_int_equal(0, chmod(fx.dir, 0755));
    assert_int_equal(0, chmod(fx.path, 0644));
    assert_int_equal(ACCEPTED, fixture_count(&fx, "SELECT count(*) FROM outbox"));
    assert_int_equal(0, unlink(fx.path));
    assert_int_equal(0, chmod(fx.dir, 0555));
    assert_int_equal(K_E_IO, in_child(open_without_rights)); /* and none can be made */
    assert_int_equal(0, chmod(fx.dir, 0755));
}

/* No file may grow beyond this, as on a disk that is full. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(0, getrlimit(RLIMIT_FSIZE, &limit));
    limit.rlim_cur = bytes;
    assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &limit));
}

static int promise_until_the_disk_is_full(void)
{
    struct request request = fixture_request();
    struct visit_accepted accepted = {0};
    struct kerr err = {0};
    int promised = 0;
    (void)fixture_store(&fx);
    limit_files(200 * 1024);
    enum kcode code = K_OK;
    while (code == K_OK && promised < 90) {
        (void)kstr_format(request.contact, sizeof request.contact, "+8210234567%02d", promised);
        (void)kstr_format(request.customer_ref, sizeof request.customer_ref, "C-%d", promised);
        code = device_store_accept(fx.store, &request, WALL_MS, 90000, &accepted, &err);
        promised += code == K_OK;
    }
    bool is_clear = code == K_E_FULL || code == K_E_IO;
    limit_files(RLIM_INFINITY);
    err = (struct kerr){0};
    code = device_store_accept(fx.store, &request, WALL_MS, 90000, &accepted, &err);
    promised += code == K_OK; /* somebody made room: it goes on without a restart */
    device_store_close(&fx.store);
    return is_clear && code == K_OK && promised > 2 ? promised : 100;
}

static void a_full_disk_makes_no_promise_and_keeps_those_it_made(void **state)
{
    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN); /* an error instead, as from a full disk */
    int promised = in_child(promise_until_the_disk_is_full);
    assert_in_range(promised, 3, 91);
    assert_int_equal(promised, fixture_count(&fx, "SELECT count(*) FROM outbox"));
    assert_int_equal(promised, fixture_count(&fx, "SELECT count(*) FROM request"));
    struct kerr err = {0};
    assert_ok(device_store_open(fx.path, &fx.identity, &fx.store, &err), &err);
}

static int open_on_a_full_disk(void)
{
    struct kerr err = {0};
    limit_files(4096);
    return (int)device_store_open(fx.path, &fx.identity, &fx.store, &err);
}

static void a_store_that_cannot_be_made_for_lack_of_room_is_made_later(void **state)
{
    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN);
    int code = in_child(open_on_a_full_disk);
    assert_true(code == K_E_FULL || code == K_E_IO);
    accept_some();
    assert_int_equal(ACCEPTED, fixture_count(&fx, "SELECT count(*) FROM outbox"));
}

int main(void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        WITH_STORE(whatever_is_no_store_is_set_aside_and_requests_are_kept_in_a_fresh_one),
        WITH_STORE(a_newer_store_is_refused_with_both_versions_and_not_touched),
        WITH_STORE(a_store_of_the_first_version_is_raised_and_keeps_its_requests),
        WITH_STORE(a_directory_in_the_stores_place_is_an_error),
        WITH_STORE(where_nothing_may_be_written_the_store_is_an_error_and_stays_whole),
        WITH_STORE(a_full_disk_makes_no_promise_and_keeps_those_it_made),
        WITH_STORE(a_store_that_cannot_be_made_for_lack_of_room_is_made_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
