#include "check.h"
#include "fixture.h"
#include "kstr.h"
#include "ksys.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct fixture fx;
static struct outbox_item item;

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

static struct visit_accepted accept_of(const char *ref, const char *matter, enum request_kind kind)
{
    struct request request = fixture_request();
    request.kind = kind;
    request.contact[0] = '\0';
    request.on_file = true;
    (void)kstr_copy(request.customer_ref, sizeof request.customer_ref, ref);
    (void)kstr_copy(request.matter, sizeof request.matter, matter);
    return fixture_accept(&fx, &request);
}

static const char *next_id(int64_t now_mono_ms)
{
    struct kerr err = {0};
    enum kcode code = outbox_next(fixture_store(&fx), now_mono_ms, &item, &err);
    if (code == K_E_NOT_FOUND) {
        return "nothing";
    }
    assert_ok(code, &err);
    return item.id;
}

static void report(enum verdict verdict, int64_t due_mono_ms)
{
    struct kerr err = {0};
    assert_ok(outbox_report(fx.store, item.id, verdict, "why", due_mono_ms, &err), &err);
}

static enum request_state state_of(const char *id)
{
    enum request_state state = REQUEST_STATE_COUNT;
    struct kerr err = {0};
    assert_ok(request_state_get(fx.store, id, &state, &err), &err);
    return state;
}

static void call_backs_leave_before_feedback_and_older_ones_first(void **state)
{
    (void)state;
    struct visit_accepted feedback = accept_of("C-1", "tv", REQUEST_FEEDBACK);
    struct visit_accepted first = accept_of("C-2", "tv", REQUEST_CALLBACK);
    struct visit_accepted second = accept_of("C-3", "tv", REQUEST_CALLBACK);
    assert_string_equal(first.id, next_id(0));
    report(VERDICT_DELIVERED, 0);
    assert_string_equal(second.id, next_id(0));
    report(VERDICT_DELIVERED, 0);
    assert_string_equal(feedback.id, next_id(0));
    report(VERDICT_DELIVERED, 0);
    assert_string_equal("nothing", next_id(0));
    assert_int_equal(REQUEST_SENT, state_of(first.id));
    assert_int_equal(0, fixture_count(&fx, "SELECT count(*) FROM outbox"));
}

static void one_bad_item_holds_up_nobody_else(void **state)
{
    (void)state;
    struct visit_accepted bad = accept_of("C-1", "tv", REQUEST_CALLBACK);
    struct visit_accepted other = accept_of("C-2", "tv", REQUEST_CALLBACK);
    assert_string_equal(bad.id, next_id(0));
    report(VERDICT_LATER, 1000);
    assert_string_equal(other.id, next_id(0));
    report(VERDICT_DELIVERED, 0);
    assert_string_equal("nothing", next_id(999));
    assert_string_equal(bad.id, next_id(1000));
    assert_true(item.maybe_sent);
    report(VERDICT_REFUSED, 0);
    assert_string_equal("nothing", next_id(1000000));
    assert_int_equal(REQUEST_SET_ASIDE, state_of(bad.id));
    assert_int_equal(1, fixture_count(&fx, "SELECT count(*) FROM outbox")); /* never thrown away */
}

static void requests_of_one_customer_stay_in_order_until_one_fails_for_long(void **state)
{
    (void)state;
    struct visit_accepted first = accept_of("C-1", "tv", REQUEST_CALLBACK);
    struct visit_accepted second = accept_of("C-1", "internet", REQUEST_CALLBACK);
    for (int i = 0; i < 8; i++) {
        assert_string_equal(first.id, next_id(i));
        report(VERDICT_LATER, i + 1);
        assert_string_equal("nothing", next_id(i));
    }
    assert_string_equal(first.id, next_id(8));
    report(VERDICT_LATER, 9);
    assert_string_equal(second.id, next_id(8));
}

static void an_addition_never_leaves_before_its_request(void **state)
{
    (void)state;
    struct visit_accepted first = accept_of("C-1", "tv", REQUEST_CALLBACK);
    assert_true(accept_of("C-1", "tv", REQUEST_CALLBACK).joined);
    for (int i = 0; i < 20; i++) {
        assert_string_equal(first.id, next_id(0));
        assert_string_equal("nothing", next_id(0)); /* while it is being sent */
        report(VERDICT_LATER, i % 2);
        assert_string_equal(i % 2 ? "nothing" : first.id, next_id(0));
        report(VERDICT_LATER, 0);
    }
    assert_string_equal(first.id, next_id(0));
    report(VERDICT_DELIVERED, 0);
    assert_true(strcmp("nothing", next_id(0)) != 0);
    assert_string_equal("addition", item.kind);
}

static void after_a_restart_what_was_being_sent_may_have_arrived(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct visit_accepted accepted = accept_of("C-1", "tv", REQUEST_CALLBACK);
    assert_string_equal(accepted.id, next_id(0));
    assert_false(item.maybe_sent);
    device_store_close(&fx.store);
    assert_string_equal("nothing", next_id(INT64_MAX)); /* another courier's, until we say so */
    assert_ok(outbox_restart(fx.store, &err), &err);
    assert_string_equal(accepted.id, next_id(0));
    assert_true(item.maybe_sent);
}

static void headquarters_back_wakes_all_but_those_that_failed_often(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct visit_accepted good = accept_of("C-1", "tv", REQUEST_CALLBACK);
    struct visit_accepted bad = accept_of("C-2", "tv", REQUEST_CALLBACK);
    assert_string_equal(good.id, next_id(0));
    report(VERDICT_LATER, 900000);
    for (int i = 0; i <= OUTBOX_WAKE_TRIES; i++) {
        assert_string_equal(bad.id, next_id(0));
        report(VERDICT_LATER, i < OUTBOX_WAKE_TRIES ? 0 : 900000);
    }
    assert_string_equal("nothing", next_id(0));
    assert_ok(outbox_wake(fx.store, &err), &err);
    assert_string_equal(good.id, next_id(0));
    assert_string_equal("nothing", next_id(0));
}

static void the_technician_reads_how_much_waits(void **state)
{
    (void)state;
    struct outbox_status status;
    struct kerr err = {0};
    assert_ok(outbox_status(fixture_store(&fx), &status, &err), &err);
    assert_int_equal(0, status.waiting);
    assert_int_equal(-1, status.oldest_wall_ms);
    assert_int_equal(-1, status.next_due_mono_ms);
    (void)accept_of("C-1", "tv", REQUEST_CALLBACK);
    (void)accept_of("C-2", "tv", REQUEST_CALLBACK);
    (void)next_id(0);
    report(VERDICT_REFUSED, 0);
    (void)next_id(0);
    report(VERDICT_LATER, 4711);
    assert_ok(outbox_status(fx.store, &status, &err), &err);
    assert_int_equal(1, status.waiting);
    assert_int_equal(1, status.set_aside);
    assert_int_equal(WALL_MS, status.oldest_wall_ms);
    assert_int_equal(4711, status.next_due_mono_ms);
}

static void the_screen_learns_of_each_change_once(void **state)
{
    (void)state;
    struct open_request changed[4];
    struct kerr err = {0};
    int64_t revision = 0;
    struct visit_accepted accepted = accept_of("C-1", "tv", REQUEST_CALLBACK);
    assert_int_equal(1, request_changes(fx.store, &revision, changed, 4));
    assert_int_equal(REQUEST_SAVED, changed[0].state);
    assert_int_equal(0, request_changes(fx.store, &revision, changed, 4));
    assert_ok(request_state_set(fx.store, accepted.id, REQUEST_HANDLED, &err), &err);
    assert_ok(request_state_set(fx.store, accepted.id, REQUEST_HANDLED, &err), &err);
    assert_int_equal(1, request_changes(fx.store, &revision, changed, 4));
    assert_string_equal(accepted.id, changed[0].id);
    assert_string_equal("tv", changed[0].matter);
    assert_int_equal(REQUEST_HANDLED, changed[0].state);
    (void)next_id(0);
    report(VERDICT_DELIVERED, 0); /* an answer that came late takes nothing back */
    assert_int_equal(REQUEST_HANDLED, state_of(accepted.id));
}

/* What the screen would say of the one request; REQUEST_STATE_COUNT: nothing has changed. */
static enum request_state shown_now(int64_t *revision, const char *id)
{
    struct open_request changed[4];
    enum request_state state = REQUEST_STATE_COUNT;
    int count = request_changes(fx.store, revision, changed, 4);
    for (int i = 0; i < count; i++) {
        state = kstr_equal(changed[i].id, id) ? changed[i].state : state;
    }
    return state;
}

static void a_request_is_only_as_far_as_its_newest_addition(void **state)
{
    (void)state;
    int64_t revision = 0;
    struct kerr err = {0};
    struct visit_accepted first = accept_of("C-1", "tv", REQUEST_CALLBACK);
    assert_string_equal(first.id, next_id(0));
    report(VERDICT_DELIVERED, 0);
    assert_ok(request_state_set(fx.store, first.id, REQUEST_HANDLED, &err), &err);
    assert_int_equal(REQUEST_HANDLED, shown_now(&revision, first.id));
    assert_true(accept_of("C-1", "tv", REQUEST_CALLBACK).joined);
    assert_int_equal(REQUEST_SAVED, shown_now(&revision, first.id));
    struct profile profile = {.ref = "C-1", .request_count = 1};
    profile.request[0].state = REQUEST_HANDLED; /* as headquarters lists it */
    (void)kstr_copy(profile.request[0].id, sizeof profile.request[0].id, first.id);
    assert_ok(memory_fill(fx.store, &profile, &err), &err);
    assert_int_equal(REQUEST_SAVED, profile.request[0].state);
    (void)next_id(0);
    report(VERDICT_DELIVERED, 0);
    assert_int_equal(REQUEST_HANDLED, shown_now(&revision, first.id));
    assert_true(accept_of("C-1", "tv", REQUEST_CALLBACK).joined);
    (void)next_id(0);
    report(VERDICT_REFUSED, 0);
    assert_int_equal(REQUEST_SET_ASIDE, shown_now(&revision, first.id));
}

static void room_is_counted_as_requests_come_and_go(void **state)
{
    (void)state;
    static const char counted[] = "SELECT count(*) FROM meta WHERE"
                                  " (name = 'outbox_rows' AND value ="
                                  "  (SELECT count(*) FROM outbox))"
                                  " OR (name = 'outbox_bytes' AND value ="
                                  "  (SELECT coalesce(sum(length(body)), 0) FROM outbox))";
    (void)accept_of("C-1", "tv", REQUEST_CALLBACK);
    (void)accept_of("C-2", "tv", REQUEST_CALLBACK);
    (void)accept_of("C-3", "", REQUEST_FEEDBACK);
    assert_int_equal(2, fixture_count(&fx, counted));
    (void)next_id(0);
    report(VERDICT_DELIVERED, 0);
    (void)next_id(0);
    report(VERDICT_REFUSED, 0);
    assert_int_equal(2, fixture_count(&fx, "SELECT count(*) FROM outbox"));
    assert_int_equal(2, fixture_count(&fx, counted));
}

static void bodies_that_fill_their_share_leave_no_room(void **state)
{
    (void)state;
    (void)accept_of("C-1", "tv", REQUEST_CALLBACK);
    assert_true(device_store_has_room(fx.store));
    assert_int_equal(512 * 1024 * 1024, LIMIT_OUTBOX_BYTES);
    fixture_fill(&fx, 1, "UPDATE meta SET value = 512 * 1024 * 1024 WHERE name = 'outbox_bytes'");
    assert_false(device_store_has_room(fx.store));
}

struct seen {
    int count;
    struct outbox_line line[4];
};

static void see(void *user, const struct outbox_line *line)
{
    struct seen *seen = user;
    assert_true(seen->count < 4);
    seen->line[seen->count++] = *line;
}

static void a_technician_sees_why_an_item_was_set_aside_and_puts_it_back(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct seen seen = {0};
    struct visit_accepted bad = accept_of("C-1", "tv", REQUEST_CALLBACK);
    (void)next_id(0);
    report(VERDICT_REFUSED, 0);
    assert_ok(outbox_each(fx.store, see, &seen, &err), &err);
    assert_int_equal(1, seen.count);
    assert_int_equal(ITEM_SET_ASIDE, seen.line[0].state);
    assert_string_equal("why", seen.line[0].reason);
    assert_string_equal(bad.id, seen.line[0].id);
    assert_ok(outbox_put_back(fx.store, bad.id, &err), &err);
    assert_int_equal(REQUEST_SAVED, state_of(bad.id));
    assert_string_equal(bad.id, next_id(0));
    assert_true(item.maybe_sent);
    assert_int_equal(K_E_FORMAT, outbox_put_back(fx.store, bad.id, &err)); /* it is not aside */
    report(VERDICT_DELIVERED, 0);
    err = (struct kerr){0};
    assert_int_equal(K_E_NOT_FOUND, outbox_put_back(fx.store, bad.id, &err));
}

static void a_step_that_is_not_in_the_picture_changes_nothing(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct visit_accepted first = accept_of("C-1", "tv", REQUEST_CALLBACK);
    (void)next_id(0);
    assert_int_equal(K_E_IO, outbox_report(fx.store, first.id, VERDICT_REFUSED, "", 0, &err));
    assert_int_equal(REQUEST_SAVED, state_of(first.id)); /* without a reason nothing is set aside */
    assert_int_equal(1, fixture_count(&fx, "SELECT count(*) FROM outbox WHERE place = 'sending'"));
    err = (struct kerr){0};
    assert_ok(outbox_report(fx.store, "017f22e2-79b0-7fff-bfff-ffff00000021", VERDICT_DELIVERED, "",
                            0, &err),
              &err); /* of a store that is no more */
    assert_int_equal(1, fixture_count(&fx, "SELECT count(*) FROM outbox"));
}

/* A quarter of a year in which the kiosk was on; the wall clock is asked by nobody. */
static void feedback_grows_old_only_while_the_kiosk_is_on_and_a_request_never_does(void **state)
{
    (void)state;
    struct kerr err = {0};
    int expired = 0;
    int64_t now_mono_ms = 1000;
    struct visit_accepted request = accept_of("C-1", "tv", REQUEST_CALLBACK);
    struct visit_accepted feedback = accept_of("C-2", "tv", REQUEST_FEEDBACK);
    assert_ok(device_store_live(fx.store, now_mono_ms, &expired, &err), &err);
    for (int i = 0; i < 3; i++) { /* 90 days, with two restarts in between */
        now_mono_ms += EXPIRE_FEEDBACK_MS / 3;
        assert_ok(device_store_live(fx.store, now_mono_ms, &expired, &err), &err);
        assert_int_equal(0, expired);
        device_store_close(&fx.store);
        now_mono_ms = 5; /* another boot */
        assert_ok(device_store_live(fixture_store(&fx), now_mono_ms, &expired, &err), &err);
    }
    now_mono_ms += 3600000;
    assert_ok(device_store_live(fx.store, now_mono_ms, &expired, &err), &err);
    assert_int_equal(1, expired);
    assert_int_equal(REQUEST_CLOSED, state_of(feedback.id));
    assert_string_equal(request.id, next_id(0));
    report(VERDICT_LATER, 1);
    assert_string_equal("nothing", next_id(0));
}

static const int64_t year_ms = INT64_C(365) * 24 * 3600 * 1000;

/* The wall clock jumps by years either way, the machine starts anew: order and items stay. */
static void a_clock_that_jumps_by_years_changes_no_order_and_loses_nothing(void **state)
{
    (void)state;
    static const int jumps[] = {0, 30, -56, 100, -20, 1, 0}; /* years from 2026; 1970 and before */
    enum { COUNT = sizeof jumps / sizeof jumps[0] };
    char ids[COUNT][KUUID_TEXT_SIZE];
    struct kerr err = {0};
    for (int i = 0; i < COUNT; i++) {
        struct request request = fixture_request();
        struct visit_accepted accepted = {0};
        (void)kstr_format(request.matter, sizeof request.matter, "matter-%d", i); /* one customer */
        assert_ok(device_store_accept(fixture_store(&fx), &request, WALL_MS + jumps[i] * year_ms,
                                      90000 - i, &accepted, &err),
                  &err);
        assert_true(kuuid_valid(accepted.id));
        (void)kstr_copy(ids[i], sizeof ids[i], accepted.id);
        device_store_close(&fx.store);
    }
    (void)fixture_store(&fx);
    for (int i = 0; i < COUNT; i++) {
        assert_string_equal(ids[i], next_id(0));
        report(VERDICT_LATER, INT64_MAX); /* due in another boot's time */
        assert_ok(outbox_restart(fx.store, &err), &err);
        assert_string_equal(ids[i], next_id(0));
        report(VERDICT_DELIVERED, 0);
    }
    assert_string_equal("nothing", next_id(INT64_MAX));
}

static void only_a_clock_that_somebody_keeps_right_is_trusted(void **state)
{
    (void)state;
    static const char trusted[] = "SELECT trusted FROM outbox ORDER BY seq DESC";
    struct request request = fixture_request();
    struct visit_accepted accepted = {0};
    struct kerr err = {0};
    (void)fixture_accept(&fx, &request);
    assert_int_equal(0, fixture_count(&fx, trusted));
    device_store_set_clock(fx.store, true);
    (void)fixture_accept(&fx, &request);
    assert_int_equal(1, fixture_count(&fx, trusted));
    assert_ok(device_store_accept(fx.store, &request, WALL_MS - 1, 0, &accepted, &err), &err);
    assert_int_equal(0, fixture_count(&fx, trusted)); /* it was later before */
    assert_ok(device_store_accept(fx.store, &request, 5000, 0, &accepted, &err), &err);
    assert_int_equal(0, fixture_count(&fx, trusted));
    char plain[LIMIT_REQUEST_BYTES];
    struct kbuf document = KBUF(plain);
    assert_int_equal(K_OK, fixture_next(&fx, &item, &document));
    assert_non_null(strstr(document.data, "\"created_trust\":\"none\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(call_backs_leave_before_feedback_and_older_ones_first,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(one_bad_item_holds_up_nobody_else, setup, teardown),
        cmocka_unit_test_setup_teardown(
            requests_of_one_customer_stay_in_order_until_one_fails_for_long, setup, teardown),
        cmocka_unit_test_setup_teardown(an_addition_never_leaves_before_its_request, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(after_a_restart_what_was_being_sent_may_have_arrived, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(headquarters_back_wakes_all_but_those_that_failed_often,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(the_technician_reads_how_much_waits, setup, teardown),
        cmocka_unit_test_setup_teardown(the_screen_learns_of_each_change_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_request_is_only_as_far_as_its_newest_addition, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            a_technician_sees_why_an_item_was_set_aside_and_puts_it_back, setup, teardown),
        cmocka_unit_test_setup_teardown(a_step_that_is_not_in_the_picture_changes_nothing, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            feedback_grows_old_only_while_the_kiosk_is_on_and_a_request_never_does, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_clock_that_jumps_by_years_changes_no_order_and_loses_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(only_a_clock_that_somebody_keeps_right_is_trusted, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(room_is_counted_as_requests_come_and_go, setup, teardown),
        cmocka_unit_test_setup_teardown(bodies_that_fill_their_share_leave_no_room, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
