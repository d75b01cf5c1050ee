/* What standby kept comes into the outbox exactly once, whatever fails in between. */
#include "check.h"

#include "fixture.h"
#include "keep.h"
#include "kslip.h"
#include "kstr.h"
#include "store.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct fixture fx;
static struct facts facts;
static char journal[256];
static bool commit_fails, unlink_fails;

enum kcode __real_store_commit(struct store *db, struct kerr *err);
enum kcode __wrap_store_commit(struct store *db, struct kerr *err);
enum kcode __wrap_store_commit(struct store *db, struct kerr *err)
{
    if (commit_fails) {
        store_rollback(db);
        return kerr_fail(err, K_E_IO, "no commit");
    }
    return __real_store_commit(db, err);
}

int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __wrap_unlink(const char *path)
{
    errno = EIO;
    return unlink_fails ? -1 : __real_unlink(path);
}

static int setup(void **state)
{
    (void)state;
    char folder[128];
    struct kerr err = {0};
    fixture_open(&fx);
    (void)kstr_format(folder, sizeof folder, "%s/standby", fx.dir);
    assert_int_equal(0, mkdir(folder, 0700));
    assert_ok(keep_path(fx.dir, journal, sizeof journal, &err), &err);
    facts = (struct facts){.kiosk = "K-0001", .site = "SEOUL-01", .has_hq_key = 1};
    memcpy(facts.hq_key, fx.pair.open, sizeof facts.hq_key);
    commit_fails = false;
    unlink_fails = false;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    char path[300];
    char folder[128];
    (void)__real_unlink(journal);
    (void)kstr_format(path, sizeof path, "%s.bad-1", journal);
    (void)__real_unlink(path);
    (void)kstr_format(folder, sizeof folder, "%s/standby", fx.dir);
    (void)rmdir(folder);
    fixture_close(&fx);
    return 0;
}

static void keep(const char *id, const char *digits)
{
    struct form form = {.can_keep = true};
    struct kerr err = {0};
    (void)kstr_copy(form.digits, sizeof form.digits, digits);
    const struct keep_call call = {
        .form = &form, .facts = &facts, .id = id, .wall_ms = WALL_MS, .mono_ms = 5000};
    assert_ok(keep_request(journal, &call, &err), &err);
}

static const char first_id[] = "01939b2c-6f00-7abc-8def-0123456789ab";
static const char second_id[] = "01939b2c-6f00-7abc-8def-0123456789ac";

static struct intake take(enum kcode want)
{
    struct intake intake = {0};
    struct kerr err = {0};
    assert_int_equal(want, intake_standby(fixture_store(&fx), &intake, &err));
    return intake;
}

static int64_t waiting(void)
{
    struct outbox_status status;
    struct kerr err = {0};
    assert_ok(outbox_status(fixture_store(&fx), &status, &err), &err);
    return status.waiting;
}

static void a_kept_request_is_an_item_that_headquarters_can_open(void **state)
{
    (void)state;
    static struct outbox_item item;
    char memory[8192];
    struct kbuf plain = KBUF(memory);
    keep(first_id, "01012345678");
    assert_int_equal(1, take(K_OK).taken);
    assert_int_equal(K_OK, fixture_next(&fx, &item, &plain));
    assert_string_equal(first_id, item.id);
    assert_string_equal("callback", item.kind);
    assert_non_null(strstr(memory, "\"phone\":\"+821012345678\""));
    assert_non_null(strstr(memory, "\"id\":\"K-0001\""));
    assert_int_not_equal(0, access(journal, F_OK));
    assert_int_equal(0, take(K_OK).taken); /* nothing is there any more */
}

static void no_number_is_in_the_file(void **state)
{
    (void)state;
    char memory[8192];
    keep(first_id, "01098765432");
    FILE *file = fopen(journal, "r");
    assert_non_null(file);
    size_t len = fread(memory, 1, sizeof memory - 1, file);
    memory[len] = '\0';
    (void)fclose(file);
    assert_null(strstr(memory, "98765432"));
}

static void after_a_crash_between_commit_and_removal_nothing_is_taken_twice(void **state)
{
    (void)state;
    keep(first_id, "01012345678");
    unlink_fails = true; /* as if killed before it */
    (void)take(K_E_IO);
    assert_int_equal(1, waiting());
    keep(second_id, "01087654321"); /* standby goes on */
    (void)take(K_E_IO);
    assert_int_equal(2, waiting());
    unlink_fails = false;
    assert_int_equal(0, take(K_OK).taken);
    assert_int_equal(2, waiting());
    assert_int_not_equal(0, access(journal, F_OK));
}

static void what_cannot_be_committed_stays_in_the_file(void **state)
{
    (void)state;
    keep(first_id, "01012345678");
    (void)fixture_store(&fx);
    commit_fails = true;
    (void)take(K_E_IO);
    assert_int_equal(0, access(journal, F_OK));
    commit_fails = false;
    assert_int_equal(1, take(K_OK).taken);
    assert_int_equal(1, waiting());
}

static void a_try_that_was_repeated_is_one_request(void **state)
{
    (void)state;
    keep(first_id, "01012345678");
    keep(first_id, "01012345678");
    assert_int_equal(1, take(K_OK).taken);
    assert_int_equal(1, waiting());
}

static void damage_costs_only_itself_and_is_set_aside(void **state)
{
    (void)state;
    char bad[300];
    struct kerr err = {0};
    keep(first_id, "01012345678");
    FILE *file = fopen(journal, "a");
    assert_non_null(file);
    (void)fputs("\nslip1 77 half a rec", file);
    (void)fclose(file);
    assert_ok(kslip_append(journal, "sound but nothing of standby's", &err), &err);
    keep(second_id, "01087654321");
    struct intake intake = take(K_OK);
    assert_int_equal(2, intake.taken);
    assert_int_equal(2, intake.damaged);
    (void)kstr_format(bad, sizeof bad, "%s.bad-1", journal);
    assert_int_equal(0, access(bad, F_OK));
    assert_int_not_equal(0, access(journal, F_OK));
}

#define ON_A_KIOSK(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_KIOSK(a_kept_request_is_an_item_that_headquarters_can_open),
        ON_A_KIOSK(no_number_is_in_the_file),
        ON_A_KIOSK(after_a_crash_between_commit_and_removal_nothing_is_taken_twice),
        ON_A_KIOSK(what_cannot_be_committed_stays_in_the_file),
        ON_A_KIOSK(a_try_that_was_repeated_is_one_request),
        ON_A_KIOSK(damage_costs_only_itself_and_is_set_aside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
