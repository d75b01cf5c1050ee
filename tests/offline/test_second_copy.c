#define _GNU_SOURCE /* memmem */
/* Two copies of every promise: a store that is damaged, gone or one flipped bit away from the truth
 * loses nothing that a customer was told is saved. */
#include "accept_log.h"
#include "check.h"
#include "fixture.h"
#include "kstr.h"
#include "ksys.h"
#include "store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOME 12

static struct fixture fx;
static struct outbox_item item;
static char ids[64][KUUID_TEXT_SIZE];

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

/* Customers of their own, so that nobody joins or waits for another. */
static void accept_some(int from, int count)
{
    for (int i = from; i < from + count; i++) {
        struct request request = fixture_request();
        (void)kstr_format(request.customer_ref, sizeof request.customer_ref, "C-%d", i);
        (void)kstr_copy(ids[i], sizeof ids[i], fixture_accept(&fx, &request).id);
    }
}

static int64_t size_of(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? info.st_size : -1;
}

static void overwrite(const char *path, int64_t at, const char *bytes, size_t count)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(count, pwrite(fd, bytes, count, at));
    assert_int_equal(0, close(fd));
}

/* Where text stands in the file; -1 = nowhere. */
static int64_t find_bytes(const char *path, const char *text)
{
    static char bytes[1024 * 1024];
    struct kbuf buf = KBUF(bytes);
    struct kerr err = {0};
    assert_ok(ksys_read_file(path, &buf, &err), &err);
    const char *at = memmem(buf.data, buf.len, text, strlen(text));
    return at ? at - buf.data : -1;
}

/* Everything that is due now, as "asked about first" or not. */
static int take_all(bool maybe_sent)
{
    int count = 0;
    struct kerr err = {0};
    while (outbox_next(fixture_store(&fx), 0, &item, &err) == K_OK) {
        assert_int_equal(maybe_sent, item.maybe_sent);
        assert_ok(outbox_report(fx.store, item.id, VERDICT_DELIVERED, "", 0, &err), &err);
        count++;
    }
    assert_int_equal(K_E_NOT_FOUND, err.code);
    return count;
}

static void expect_all_known(int count)
{
    for (int i = 0; i < count; i++) {
        enum request_state state = REQUEST_STATE_COUNT;
        struct kerr err = {0};
        assert_ok(request_state_get(fixture_store(&fx), ids[i], &state, &err), &err);
        assert_int_equal(REQUEST_SAVED, state);
    }
}

static struct device_recovery recovered_now(void)
{
    struct device_recovery recovery = {0};
    assert_true(device_store_recovered(fixture_store(&fx), &recovery));
    assert_false(device_store_recovered(fx.store, &recovery)); /* told once */
    return recovery;
}

/* ---- the store is gone ---- */

static void a_store_that_is_gone_is_rebuilt_under_the_same_ids(void **state)
{
    (void)state;
    accept_some(0, SOME);
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.path));
    struct device_recovery recovery = recovered_now();
    assert_int_equal(SOME, recovery.from_log);
    assert_int_equal(0, recovery.gaps);
    expect_all_known(SOME);
    struct outbox_status status;
    struct kerr err = {0};
    assert_ok(outbox_status(fx.store, &status, &err), &err);
    assert_int_equal(SOME, status.waiting);
    assert_int_equal(SOME, status.recovered);
    assert_int_equal(WALL_MS, status.oldest_wall_ms);
    assert_int_equal(SOME, take_all(true)); /* each is asked about before it is sent */
}

static void what_was_rebuilt_is_not_taken_in_a_second_time(void **state)
{
    (void)state;
    struct device_recovery recovery;
    accept_some(0, SOME);
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.path));
    assert_int_equal(SOME, take_all(true));
    device_store_close(&fx.store);
    assert_int_equal(0, take_all(true)); /* the log still has them */
    assert_false(device_store_recovered(fx.store, &recovery));
}

static void the_log_of_a_store_that_is_gone_does_not_come_back_into_the_new_one(void **state)
{
    (void)state;
    char wal[256];
    char copy[256];
    (void)kstr_format(wal, sizeof wal, "%s-wal", fx.path);
    (void)kstr_format(copy, sizeof copy, "%s.copy", wal);
    accept_some(0, 2);
    assert_int_equal(0, link(wal, copy));
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.path));
    assert_int_equal(0, rename(copy, wal));
    struct kerr err = {0};
    assert_int_equal(K_E_FORMAT, device_store_open(fx.path, &fx.identity, &fx.store, &err));
    assert_int_equal(-1, size_of(wal));
    assert_int_equal(2, take_all(true));
}

/* ---- the store is damaged ---- */

/* Pages 2.. are what no longer reads; the header stays. */
static void spoil_pages(int64_t from, int64_t bytes)
{
    static char junk[4096];
    memset(junk, 0x55, sizeof junk);
    for (int64_t at = from; at < from + bytes; at += (int64_t)sizeof junk) {
        overwrite(fx.path, at, junk, sizeof junk);
    }
}

static void every_page_of_the_store_may_be_damaged_and_every_promise_is_there(void **state)
{
    (void)state;
    accept_some(0, SOME);
    device_store_close(&fx.store);
    int64_t pages = size_of(fx.path) / 4096;
    assert_true(pages > 20);
    char whole[128];
    static char bytes[1024 * 1024];
    struct kbuf store = KBUF(bytes);
    struct kerr err = {0};
    assert_ok(ksys_read_file(fx.path, &store, &err), &err);
    (void)kstr_format(whole, sizeof whole, "%s.bad-1", fx.path);
    for (int64_t page = 0; page < pages; page++) {
        assert_ok(ksys_write_file(fx.path, store.data, store.len, 0600, &err), &err);
        spoil_pages(page * 4096, 4096);
        enum kcode code = device_store_open(fx.path, &fx.identity, &fx.store, &err);
        assert_true(code == K_OK || code == K_E_FORMAT); /* an unused page is no damage */
        err = (struct kerr){0};
        expect_all_known(SOME);
        assert_int_equal(SOME, fixture_count(&fx, "SELECT count(*) FROM outbox"));
        device_store_close(&fx.store);
        (void)unlink(whole);
        assert_int_equal(0, unlink(fx.path));
    }
}

static void what_only_the_damaged_file_has_is_read_from_it(void **state)
{
    (void)state;
    accept_some(0, SOME);
    struct kerr err = {0};
    assert_ok(missed_search(fx.store, "와이파이", WALL_MS, &err), &err);
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.log)); /* as of an older program */
    fixture_run(&fx, "DELETE FROM journal");
    int64_t at = find_bytes(fx.path, "CREATE TABLE cache");
    assert_true(at > 0);
    overwrite(fx.path, at + 13, "kache", 5); /* the schema is not ours any more */
    assert_int_equal(K_E_FORMAT, device_store_open(fx.path, &fx.identity, &fx.store, &err));
    struct device_recovery recovery = recovered_now();
    assert_int_equal(0, recovery.from_log);
    assert_int_equal(SOME, recovery.from_file);
    assert_int_equal(0, recovery.lost);
    assert_true(recovery.rows >= 1);
    expect_all_known(SOME);
    assert_int_equal(1, fixture_count(&fx, "SELECT count FROM missed WHERE text = '와이파이'"));
    assert_int_equal(SOME, take_all(true));
}

/* What is no database to SQLite any more is read all the same. */
static void a_store_whose_first_bytes_are_spoilt_is_read_to_the_end(void **state)
{
    (void)state;
    accept_some(0, SOME);
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.log));
    char junk[100];
    memset(junk, 0x55, sizeof junk);
    overwrite(fx.path, 0, junk, sizeof junk);
    struct kerr err = {0};
    assert_int_equal(K_E_FORMAT, device_store_open(fx.path, &fx.identity, &fx.store, &err));
    struct device_recovery recovery = recovered_now();
    assert_int_equal(SOME, recovery.from_file);
    assert_false(recovery.is_blind);
    assert_int_equal(0, recovery.lost);
    expect_all_known(SOME);
}

static void that_nothing_of_it_could_be_read_is_told(void **state)
{
    (void)state;
    accept_some(0, SOME);
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.log));
    spoil_pages(0, size_of(fx.path));
    struct kerr err = {0};
    assert_int_equal(K_E_FORMAT, device_store_open(fx.path, &fx.identity, &fx.store, &err));
    struct device_recovery recovery = recovered_now();
    assert_int_equal(0, recovery.from_file);
    assert_true(recovery.is_blind || recovery.lost > 0);
}

static void what_neither_copy_has_is_counted_as_lost(void **state)
{
    (void)state;
    accept_some(0, SOME);
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.log));
    char sealed[256];
    (void)kstr_format(sealed, sizeof sealed, "\"id\":\"%s\",\"kind\"", ids[3]);
    int64_t at = find_bytes(fx.path, sealed);
    assert_true(at > 0);
    overwrite(fx.path, at - 20, "00000000", 8); /* its hash is another's */
    at = find_bytes(fx.path, "CREATE TABLE cache");
    overwrite(fx.path, at + 13, "kache", 5);
    struct kerr err = {0};
    assert_int_equal(K_E_FORMAT, device_store_open(fx.path, &fx.identity, &fx.store, &err));
    struct device_recovery recovery = recovered_now();
    assert_int_equal(SOME - 1, recovery.from_file);
    assert_int_equal(1, recovery.lost);
    struct outbox_status status;
    err = (struct kerr){0};
    assert_ok(outbox_status(fx.store, &status, &err), &err);
    assert_int_equal(1, status.lost);
}

static void damage_met_while_in_use_costs_no_promise(void **state)
{
    (void)state;
    accept_some(0, SOME);
    device_store_close(&fx.store);
    (void)fixture_store(&fx);
    fixture_run(&fx, "UPDATE meta SET value = value + 1"); /* what was read before counts no more */
    spoil_pages(4096, size_of(fx.path) - 4096);
    struct kerr err = {0};
    struct visit_accepted accepted = {0};
    struct request request = fixture_request();
    enum kcode code = device_store_accept(fx.store, &request, WALL_MS, 0, &accepted, &err);
    if (code == K_OK) {
        (void)kstr_copy(ids[SOME], sizeof ids[SOME], accepted.id);
    }
    assert_int_equal(K_OK, code);
    expect_all_known(SOME + 1);
    char bad[256];
    (void)kstr_format(bad, sizeof bad, "%s.bad-1", fx.path);
    assert_true(size_of(bad) > 0);
}

/* ---- one value is damaged ---- */

static void spoil_first_body(void)
{
    fixture_run(&fx, "UPDATE outbox SET body = CAST(replace(body, 'sealed/1', 'sealed/0') AS BLOB)"
                     " WHERE seq = 1");
}

static void a_bit_that_flipped_in_a_body_is_noticed_and_the_second_copy_is_sent(void **state)
{
    (void)state;
    accept_some(0, 3);
    struct kerr err = {0};
    spoil_first_body();
    char plain[LIMIT_REQUEST_BYTES];
    struct kbuf document = KBUF(plain);
    assert_int_equal(K_OK, fixture_next(&fx, &item, &document)); /* opens, and its hash is right */
    assert_string_equal(ids[0], item.id);
    assert_non_null(strstr(item.body, "sealed/1"));
    assert_true(item.maybe_sent);
    struct outbox_status status;
    assert_ok(outbox_status(fx.store, &status, &err), &err);
    assert_int_equal(1, status.mended);
    assert_int_equal(0, status.lost);
}

static void an_id_that_changed_on_the_disk_is_mended(void **state)
{
    (void)state;
    accept_some(0, 1);
    struct kerr err = {0};
    fixture_run(&fx, "UPDATE request SET id = '017f22e2-79b0-7fff-bfff-ffff00000021'");
    assert_ok(outbox_next(fixture_store(&fx), 0, &item, &err), &err);
    assert_string_equal(ids[0], item.id);
    expect_all_known(1);
}

static void a_damaged_item_without_a_second_copy_is_set_aside_and_holds_up_nobody(void **state)
{
    (void)state;
    accept_some(0, 2);
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.log));
    spoil_first_body();
    struct kerr err = {0};
    assert_ok(outbox_next(fixture_store(&fx), 0, &item, &err), &err);
    assert_string_equal(ids[1], item.id);
    assert_int_equal(1, fixture_count(&fx, "SELECT count(*) FROM outbox WHERE place = 'set-aside'"
                                           " AND reason = 'damaged on disk, no copy'"));
    struct outbox_status status;
    assert_ok(outbox_status(fx.store, &status, &err), &err);
    assert_int_equal(1, status.lost);
}

/* ---- accept.log itself ---- */

static void damage_in_the_log_costs_the_records_it_hits_and_no_other(void **state)
{
    (void)state;
    accept_some(0, SOME);
    device_store_close(&fx.store);
    int64_t at = find_bytes(fx.log, ids[4]);
    assert_true(at > 0);
    overwrite(fx.log, at, "x", 1);
    assert_int_equal(0, unlink(fx.path));
    struct device_recovery recovery = recovered_now();
    assert_int_equal(SOME - 1, recovery.from_log);
    assert_int_equal(1, recovery.gaps);
}

static void a_log_cut_anywhere_gives_all_that_was_whole(void **state)
{
    (void)state;
    accept_some(0, 3);
    device_store_close(&fx.store);
    static char bytes[64 * 1024];
    struct kbuf log = KBUF(bytes);
    struct kerr err = {0};
    assert_ok(ksys_read_file(fx.log, &log, &err), &err);
    int64_t second = find_bytes(fx.log, ids[1]);
    for (size_t len = 0; len < log.len; len += 97) {
        assert_ok(ksys_write_file(fx.log, bytes, len, 0600, &err), &err);
        assert_int_equal(0, unlink(fx.path));
        int64_t found = fixture_store(&fx) ? fixture_count(&fx, "SELECT count(*) FROM outbox") : -1;
        assert_in_range(found, 0, 3);
        assert_true((int64_t)len < second || found >= 1);
        accept_some(SOME, 1); /* and goes on behind it */
        device_store_close(&fx.store);
        assert_int_equal(0, unlink(fx.path));
        assert_int_equal(
            found + 1, fixture_store(&fx) ? fixture_count(&fx, "SELECT count(*) FROM outbox") : -1);
        device_store_close(&fx.store);
    }
}

/* ---- keeping it short ---- */

static void the_log_is_rewritten_when_its_requests_are_delivered(void **state)
{
    (void)state;
    struct kerr err = {0};
    accept_some(0, SOME);
    int64_t one = size_of(fx.log) / SOME;
    assert_true(one > 0);
    int64_t until = one <= 0 ? 0 : 2 * LIMIT_ACCEPT_LOG_DEAD / one + SOME;
    for (int64_t i = 0; i < until; i++) {
        struct request request = fixture_request();
        request.kind = REQUEST_FEEDBACK;
        (void)kstr_format(request.customer_ref, sizeof request.customer_ref, "D-%d", (int)i);
        (void)fixture_accept(&fx, &request);
    }
    assert_ok(device_store_tidy(fx.store, &err), &err);
    assert_true(size_of(fx.log) > LIMIT_ACCEPT_LOG_DEAD); /* all of them wait: none may go */
    fixture_run(&fx, "DELETE FROM outbox WHERE priority = 2;"
                     "UPDATE request SET state = 'sent' WHERE kind = 'feedback'");
    assert_ok(device_store_tidy(fx.store, &err), &err);
    assert_int_equal(SOME * one, size_of(fx.log));
    accept_some(SOME, 1); /* the writer follows the new file */
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.path));
    expect_all_known(SOME + 1);
}

static void rewriting_gives_rows_a_second_copy_that_have_none(void **state)
{
    (void)state;
    struct kerr err = {0};
    accept_some(0, 3);
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.log));
    fixture_run(&fx, "UPDATE meta SET value = 3 WHERE name = 'unlogged'"); /* an older program's */
    assert_ok(device_store_tidy(fixture_store(&fx), &err), &err);
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.path));
    expect_all_known(3);
}

static void a_promise_the_tables_have_lost_is_taken_in_again(void **state)
{
    (void)state;
    struct kerr err = {0};
    accept_some(0, 3);
    fixture_run(&fx, "DELETE FROM outbox WHERE seq = 2; DELETE FROM request WHERE seq = 2;"
                     "UPDATE meta SET value = 1 WHERE name = 'unlogged'");
    assert_ok(device_store_tidy(fx.store, &err), &err);
    expect_all_known(3);
    assert_int_equal(3, fixture_count(&fx, "SELECT count(*) FROM outbox"));
    assert_int_equal(1, recovered_now().from_log);
}

static void rewriting_and_accepting_at_once_loses_nothing(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct device_store *courier = NULL;
    accept_some(0, 1);
    assert_ok(device_store_open(fx.path, &fx.identity, &courier, &err), &err);
    for (int i = 1; i < 20; i++) {
        fixture_run(&fx, "UPDATE meta SET value = 1 WHERE name = 'unlogged'");
        assert_ok(device_store_tidy(courier, &err), &err);
        accept_some(i, 1);
    }
    device_store_close(&courier);
    device_store_close(&fx.store);
    assert_int_equal(0, unlink(fx.path));
    expect_all_known(20);
}

int main(void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        WITH_STORE(a_store_that_is_gone_is_rebuilt_under_the_same_ids),
        WITH_STORE(what_was_rebuilt_is_not_taken_in_a_second_time),
        WITH_STORE(the_log_of_a_store_that_is_gone_does_not_come_back_into_the_new_one),
        WITH_STORE(every_page_of_the_store_may_be_damaged_and_every_promise_is_there),
        WITH_STORE(what_only_the_damaged_file_has_is_read_from_it),
        WITH_STORE(a_store_whose_first_bytes_are_spoilt_is_read_to_the_end),
        WITH_STORE(that_nothing_of_it_could_be_read_is_told),
        WITH_STORE(what_neither_copy_has_is_counted_as_lost),
        WITH_STORE(damage_met_while_in_use_costs_no_promise),
        WITH_STORE(a_bit_that_flipped_in_a_body_is_noticed_and_the_second_copy_is_sent),
        WITH_STORE(an_id_that_changed_on_the_disk_is_mended),
        WITH_STORE(a_damaged_item_without_a_second_copy_is_set_aside_and_holds_up_nobody),
        WITH_STORE(damage_in_the_log_costs_the_records_it_hits_and_no_other),
        WITH_STORE(a_log_cut_anywhere_gives_all_that_was_whole),
        WITH_STORE(the_log_is_rewritten_when_its_requests_are_delivered),
        WITH_STORE(rewriting_gives_rows_a_second_copy_that_have_none),
        WITH_STORE(a_promise_the_tables_have_lost_is_taken_in_again),
        WITH_STORE(rewriting_and_accepting_at_once_loses_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
