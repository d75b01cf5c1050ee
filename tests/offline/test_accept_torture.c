#include "check.h"
#include "fixture.h"
#include "store.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The n-th call into the outside world fails, for every n until none is left to fail: told "saved"
 * and being in the store are the same thing, and a failed accept leaves nothing behind. */

static int calls_until_fault; /* 0 = no fault */

static bool fault_now(void)
{
    return calls_until_fault > 0 && --calls_until_fault == 0;
}

/* FAULTY(name, parameters, arguments, code): a call of a layer below that may say no. */
#define FAULTY(name, params, args, code)                                                           \
    enum kcode __real_##name params;                                                               \
    enum kcode __wrap_##name params;                                                               \
    enum kcode __wrap_##name params                                                                \
    {                                                                                              \
        return fault_now() ? kerr_fail(err, code, "fault in " #name) : __real_##name args;         \
    }

FAULTY(statement_open,
       (struct store * store, const char *sql, struct statement **ret, struct kerr *err),
       (store, sql, ret, err), K_E_IO)
FAULTY(statement_step, (struct statement * statement, bool *ret_row, struct kerr *err),
       (statement, ret_row, err), K_E_IO)
FAULTY(statement_done, (struct statement * statement, struct kerr *err), (statement, err), K_E_FULL)
FAULTY(store_begin, (struct store * store, struct kerr *err), (store, err), K_E_IO)
FAULTY(store_run, (struct store * store, const char *sql, struct kerr *err), (store, sql, err),
       K_E_FULL)
FAULTY(trust_sealer_seal,
       (struct trust_sealer * sealer, const char *id, const void *plain, size_t plain_len,
        struct kbuf *ret_sealed, struct kerr *err),
       (sealer, id, plain, plain_len, ret_sealed, err), K_E_IO)

/* accept.log: half a record, and a sync that says no. */
ssize_t __real_pwrite(int fd, const void *bytes, size_t count, off_t at);
ssize_t __wrap_pwrite(int fd, const void *bytes, size_t count, off_t at);
ssize_t __wrap_pwrite(int fd, const void *bytes, size_t count, off_t at)
{
    if (fault_now()) {
        (void)(__real_pwrite(fd, bytes, count / 2, at) == 0);
        errno = ENOSPC;
        return -1;
    }
    return __real_pwrite(fd, bytes, count, at);
}

static int syncs;

int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
int __wrap_fdatasync(int fd)
{
    syncs++;
    if (fault_now()) {
        errno = EIO;
        return -1;
    }
    return __real_fdatasync(fd);
}

/* As the real one does: what could not be committed is rolled back. */
enum kcode __real_store_commit(struct store *store, struct kerr *err);
enum kcode __wrap_store_commit(struct store *store, struct kerr *err);
enum kcode __wrap_store_commit(struct store *store, struct kerr *err)
{
    if (fault_now()) {
        store_rollback(store);
        return kerr_fail(err, K_E_IO, "fault in store_commit");
    }
    return __real_store_commit(store, err);
}

static int64_t count(struct fixture *fx, const char *sql)
{
    int left = calls_until_fault;
    calls_until_fault = 0;
    int64_t found = fixture_count(fx, sql);
    calls_until_fault = left;
    return found;
}

static int64_t log_bytes(const struct fixture *fx)
{
    struct stat info;
    return stat(fx->log, &info) == 0 ? info.st_size : 0;
}

/* True when a fault was used up. */
static bool accept_with_fault(struct fixture *fx, const struct request *request, int n)
{
    struct visit_accepted accepted = {.id = "untouched"};
    struct kerr err = {0};
    int64_t before = count(fx, "SELECT count(*) FROM request");
    int64_t bytes = log_bytes(fx);
    calls_until_fault = n;
    enum kcode code = device_store_accept(fixture_store(fx), request, WALL_MS, 0, &accepted, &err);
    bool used = calls_until_fault == 0;
    calls_until_fault = 0;
    int64_t added = code == K_OK ? 1 : 0;
    assert_int_equal(used, code != K_OK);
    assert_int_equal(added, accepted.is_kept);
    assert_int_equal(before + added, count(fx, "SELECT count(*) FROM request"));
    assert_int_equal(before + added, count(fx, "SELECT count(*) FROM outbox"));
    assert_int_equal(code == K_OK, log_bytes(fx) > bytes);
    if (code != K_OK) {
        assert_int_equal(bytes, log_bytes(fx)); /* no record of what was not promised */
        assert_string_equal("untouched", accepted.id);
    }
    return used;
}

static void told_saved_and_being_in_the_store_are_the_same(void **state)
{
    (void)state;
    struct fixture fx;
    fixture_open(&fx);
    struct request request = fixture_request();
    (void)fixture_store(&fx);
    int faults[2] = {0, 0}; /* of an own request, of an addition */
    for (int round = 0; round < 2; round++) {
        for (int n = 1; accept_with_fault(&fx, &request, n); n++) {
            assert_in_range(n, 1, 100); /* a loop that never ends is a bug too */
            faults[round]++;
        }
    }
    assert_true(faults[0] >= 16); /* a guard for the test itself */
    assert_true(faults[1] >= faults[0] + 2);
    assert_int_equal(2, count(&fx, "SELECT count(*) FROM outbox"));
    fixture_close(&fx);
}

static void the_second_copy_is_synced_before_the_customer_is_told(void **state)
{
    (void)state;
    struct fixture fx;
    fixture_open(&fx);
    struct request request = fixture_request();
    (void)fixture_store(&fx);
    syncs = 0;
    (void)fixture_accept(&fx, &request);
    assert_int_equal(1, syncs); /* SQLite's own are in another library, and not counted */
    fixture_close(&fx);
}

static void after_a_failed_commit_a_good_one_comes_before_anything_else(void **state)
{
    (void)state;
    struct fixture fx;
    fixture_open(&fx);
    struct request request = fixture_request();
    (void)fixture_store(&fx);
    int n = 1;
    while (accept_with_fault(&fx, &request, n)) {
        n++; /* n is now the number of calls a whole accept makes, and one more */
    }
    int64_t healed = count(&fx, "SELECT value FROM meta WHERE name = 'healed'");
    assert_true(healed >= 1); /* the commit failed once on the way */
    (void)fixture_accept(&fx, &request);
    assert_int_equal(healed, count(&fx, "SELECT value FROM meta WHERE name = 'healed'"));
    fixture_close(&fx);
}

static void a_report_is_all_or_nothing(void **state)
{
    (void)state;
    static struct outbox_item item;
    struct fixture fx;
    fixture_open(&fx);
    struct request request = fixture_request();
    for (int verdict = 0; verdict < VERDICT_COUNT; verdict++) {
        struct kerr err = {0};
        request.customer_ref[0] = (char)('D' + verdict); /* three customers: nobody waits */
        request.contact[0] = '\0';
        (void)fixture_accept(&fx, &request);
        assert_ok(outbox_next(fixture_store(&fx), 0, &item, &err), &err);
        for (int n = 1;; n++) {
            err = (struct kerr){0};
            calls_until_fault = n;
            enum kcode code =
                outbox_report(fx.store, item.id, (enum verdict)verdict, "x", 1000, &err);
            bool used = calls_until_fault == 0;
            calls_until_fault = 0;
            assert_int_equal(used, code != K_OK);
            assert_int_equal(used,
                             count(&fx, "SELECT count(*) FROM outbox WHERE place = 'sending'"));
            if (!used) {
                break;
            }
        }
    }
    assert_int_equal(1, count(&fx, "SELECT count(*) FROM request WHERE state = 'sent'"));
    assert_int_equal(1, count(&fx, "SELECT count(*) FROM request WHERE state = 'set-aside'"));
    fixture_close(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(told_saved_and_being_in_the_store_are_the_same),
        cmocka_unit_test(the_second_copy_is_synced_before_the_customer_is_told),
        cmocka_unit_test(after_a_failed_commit_a_good_one_comes_before_anything_else),
        cmocka_unit_test(a_report_is_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
