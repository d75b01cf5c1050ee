#include "check.h"
#include "fixture.h"
#include "json.h"
#include "kstr.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct fixture fx;
static struct outbox_item item;
static char plain_memory[LIMIT_REQUEST_BYTES];

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

static struct json *next_document(void)
{
    struct kbuf plain = KBUF(plain_memory);
    struct json *root = NULL;
    struct kerr err = {0};
    assert_int_equal(K_OK, fixture_next(&fx, &item, &plain));
    assert_ok(json_parse(plain.data, plain.len, &root, &err), &err);
    return root;
}

static void what_was_tried_and_whom_to_call_is_in_the_sealed_document(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct visit_accepted accepted = fixture_accept(&fx, &request);
    struct json *root = next_document();
    assert_string_equal(accepted.id, item.id);
    assert_string_equal("kiosk.request/1", json_get_text(root, "schema"));
    assert_string_equal(accepted.id, json_get_text(root, "id"));
    assert_string_equal("callback", json_get_text(root, "kind"));
    assert_string_equal("2026-11-21T13:00:00Z", json_get_text(root, "created"));
    assert_string_equal("none", json_get_text(root, "created_trust"));
    assert_string_equal("K-0001", json_get_text(json_get(root, "kiosk"), "id"));
    assert_string_equal("C-1001", json_get_text(json_get(root, "customer"), "ref"));
    assert_string_equal("홍길동", json_get_text(json_get(root, "customer"), "name"));
    const struct json *callback = json_get(root, "callback");
    assert_string_equal("+821023456789", json_get_text(callback, "phone"));
    assert_string_equal("2026-11-21T14:00:00Z",
                        json_get_text(json_get(callback, "window"), "from"));
    const struct json *flow = json_get(root, "flow");
    assert_string_equal("internet-down", json_get_text(flow, "id"));
    const struct json *step = json_at(json_get(flow, "steps"), 0);
    assert_string_equal("모뎀을 다시 켜 보세요", json_get_text(step, "prompt"));
    assert_string_equal("했어요", json_get_text(step, "answer"));
    assert_int_equal(95, json_int(json_get(step, "seconds"), 0));
    assert_true(json_bool(json_get(step, "fix"), false));
    json_free(&root);
}

static void every_try_sends_the_same_bytes(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct kerr err = {0};
    (void)fixture_accept(&fx, &request);
    assert_ok(outbox_next(fixture_store(&fx), 0, &item, &err), &err);
    char *first = strdup(item.body);
    assert_false(item.maybe_sent);
    assert_ok(outbox_report(fx.store, item.id, VERDICT_LATER, "no answer", 5, &err), &err);
    device_store_close(&fx.store);
    assert_ok(outbox_next(fixture_store(&fx), 5, &item, &err), &err);
    assert_true(item.maybe_sent);
    assert_string_equal(first, item.body);
    free(first);
}

static void the_number_on_file_travels_as_a_word(void **state)
{
    (void)state;
    struct request request = fixture_request();
    request.on_file = true;
    request.contact[0] = '\0';
    request.soon = true;
    (void)fixture_accept(&fx, &request);
    struct json *root = next_document();
    const struct json *callback = json_get(root, "callback");
    assert_true(json_bool(json_get(callback, "on_file"), false));
    assert_true(json_bool(json_get(callback, "soon"), false));
    assert_null(json_get(callback, "phone"));
    json_free(&root);
}

static void the_longest_trail_is_cut_at_its_beginning_and_says_so(void **state)
{
    (void)state;
    struct request request = fixture_request();
    request.trail_count = LIMIT_VISIT_TRAIL;
    for (int i = 0; i < LIMIT_VISIT_TRAIL; i++) {
        request.trail[i] = request.trail[0];
        memset(request.trail[i].prompt, '"',
               sizeof request.trail[i].prompt - 1); /* escaped: twice */
        memset(request.trail[i].answer, 'a', sizeof request.trail[i].answer - 1);
        memset(request.trail[i].id, 'b', sizeof request.trail[i].id - 1);
    }
    (void)kstr_copy(request.trail[LIMIT_VISIT_TRAIL - 1].answer, sizeof request.trail[0].answer,
                    "the last answer");
    (void)fixture_accept(&fx, &request);
    struct json *root = next_document();
    const struct json *flow = json_get(root, "flow");
    const struct json *steps = json_get(flow, "steps");
    size_t kept = json_count(steps);
    assert_true(kept > 20);
    assert_int_equal(LIMIT_VISIT_TRAIL,
                     (int64_t)kept + json_int(json_get(flow, "steps_left_out"), 0));
    assert_string_equal("the last answer", json_get_text(json_at(steps, kept - 1), "answer"));
    json_free(&root);
}

static void bytes_that_are_no_text_are_refused_and_nothing_is_kept(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct visit_accepted accepted = {0};
    struct kerr err = {0};
    (void)memcpy(request.trail[0].answer, "\xff\xfe", 3);
    assert_int_equal(
        K_E_FORMAT, device_store_accept(fixture_store(&fx), &request, WALL_MS, 0, &accepted, &err));
    assert_int_equal(0, fixture_count(&fx, "SELECT count(*) FROM request"));
}

/* ---- joining ---- */

static void an_impatient_repeat_joins_the_open_request(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct visit_accepted first = fixture_accept(&fx, &request);
    assert_false(first.joined);
    request.from_wall_ms += 60000;
    struct visit_accepted second = fixture_accept(&fx, &request);
    assert_true(second.joined);
    assert_string_equal(first.id, second.id);
    struct json *earlier = next_document();
    json_free(&earlier);
    struct kerr err = {0};
    assert_string_equal(first.id, item.id);
    assert_ok(outbox_report(fx.store, item.id, VERDICT_DELIVERED, "", 0, &err), &err);
    struct json *root = next_document();
    assert_string_equal("addition", item.kind);
    assert_string_equal("addition", json_get_text(root, "kind"));
    assert_string_equal(first.id, json_get_text(root, "joins"));
    assert_true(strcmp(first.id, json_get_text(root, "id")) != 0);
    json_free(&root);
    struct profile profile = {.ref = "C-1001"};
    assert_ok(memory_fill(fx.store, &profile, &err), &err);
    assert_int_equal(1, profile.request_count);
    assert_int_equal(request.from_wall_ms, profile.request[0].from_wall_ms);
}

static bool joins(void (*change)(struct request *), enum request_state first_state)
{
    struct request request = fixture_request();
    struct visit_accepted first = fixture_accept(&fx, &request);
    struct kerr err = {0};
    assert_ok(request_state_set(fx.store, first.id, first_state, &err), &err);
    if (change) {
        change(&request);
    }
    bool joined = fixture_accept(&fx, &request).joined;
    assert_ok(request_state_set(fx.store, first.id, REQUEST_CLOSED, &err), &err);
    fixture_forget(&fx);
    return joined;
}

static void other_number(struct request *request)
{
    (void)kstr_copy(request->contact, sizeof request->contact, "+821099999999");
}

static void guest_with_the_same_number(struct request *request)
{
    request->customer_ref[0] = '\0';
}

static void stranger(struct request *request)
{
    other_number(request);
    (void)kstr_copy(request->customer_ref, sizeof request->customer_ref, "C-2");
}

static void nobody(struct request *request)
{
    request->customer_ref[0] = '\0';
    request->contact[0] = '\0';
}

static void other_matter(struct request *request)
{
    (void)kstr_copy(request->matter, sizeof request->matter, "tv");
}

static void feedback(struct request *request)
{
    request->kind = REQUEST_FEEDBACK;
}

static void a_request_joins_one_of_the_same_customer_for_the_same_matter_only(void **state)
{
    (void)state;
    assert_true(joins(NULL, REQUEST_SAVED));
    assert_true(joins(NULL, REQUEST_SENT));
    assert_true(joins(NULL, REQUEST_HANDLED));
    assert_true(joins(other_number, REQUEST_SENT));
    assert_false(joins(guest_with_the_same_number, REQUEST_SENT));
    assert_false(joins(NULL, REQUEST_CLOSED));
    assert_false(joins(NULL, REQUEST_SET_ASIDE));
    assert_false(joins(stranger, REQUEST_SENT));
    assert_false(joins(nobody, REQUEST_SENT));
    assert_false(joins(other_matter, REQUEST_SENT));
    assert_false(joins(feedback, REQUEST_SENT));
}

static void feedback_takes_nothing_in_and_an_addition_stays_one(void **state)
{
    (void)state;
    struct request request = fixture_request();
    request.kind = REQUEST_FEEDBACK;
    (void)fixture_accept(&fx, &request);
    request.kind = REQUEST_CALLBACK;
    assert_false(fixture_accept(&fx, &request).joined);
    request.kind = REQUEST_ADDITION;
    (void)kstr_copy(request.joins, sizeof request.joins, "017f22e2-79b0-7fff-bfff-ffff00000021");
    struct visit_accepted accepted = fixture_accept(&fx, &request);
    assert_true(accepted.joined);
    assert_string_equal(request.joins, accepted.id);
}

/* ---- limits, privacy, damage ---- */

static void fill_outbox(int64_t rows, const char *kind)
{
    struct store *db = NULL;
    struct kerr err = {0};
    char sql[512];
    (void)fixture_store(&fx);
    (void)kstr_format(sql, sizeof sql,
                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < %lld)"
                      " INSERT INTO request SELECT i, 'x' || i, '%s', '', '', '', '',"
                      " 'saved', 0, 0, 0, 0, 0 FROM n;"
                      " INSERT INTO outbox(seq, place, priority, tries, due_ms, reason, body)"
                      " SELECT seq, 'waiting', 2, 0, 0, '', x'00' FROM request",
                      (long long)rows, kind);
    assert_ok(store_open(fx.path, STORE_DURABLE, 0x416e6e53, FIXTURE_VERSION, &db, &err), &err);
    assert_ok(store_run(db, sql, &err), &err);
    store_close(&db);
}

static void a_full_outbox_refuses_before_anything_is_written(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct visit_accepted accepted = {0};
    struct kerr err = {0};
    fill_outbox(LIMIT_OUTBOX_FEEDBACK, "feedback");
    assert_true(device_store_has_room(fx.store));
    request.kind = REQUEST_FEEDBACK;
    assert_int_equal(K_E_FULL,
                     device_store_accept(fx.store, &request, WALL_MS, 0, &accepted, &err));
    fixture_forget(&fx);
    fill_outbox(LIMIT_OUTBOX_ROWS, "callback");
    assert_false(device_store_has_room(fx.store));
    request.kind = REQUEST_CALLBACK;
    err = (struct kerr){0};
    assert_int_equal(K_E_FULL,
                     device_store_accept(fx.store, &request, WALL_MS, 0, &accepted, &err));
    assert_false(accepted.is_kept);
    assert_int_equal(LIMIT_OUTBOX_ROWS, fixture_count(&fx, "SELECT count(*) FROM request"));
}

static void in_a_full_store_feedback_gives_way_to_a_request_and_a_request_to_nothing(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct visit_accepted accepted = {0};
    struct outbox_status status;
    struct kerr err = {0};
    fill_outbox(LIMIT_OUTBOX_ROWS, "callback");
    fixture_run(&fx, "UPDATE request SET kind = 'feedback' WHERE seq IN (7, 9)");
    assert_true(device_store_has_room(fx.store));
    (void)fixture_accept(&fx, &request);
    assert_int_equal(0, fixture_count(&fx, "SELECT count(*) FROM outbox WHERE seq = 7"));
    assert_int_equal(1, fixture_count(&fx, "SELECT count(*) FROM outbox WHERE seq = 9"));
    (void)kstr_copy(request.customer_ref, sizeof request.customer_ref, "C-2");
    (void)fixture_accept(&fx, &request);
    assert_ok(outbox_status(fx.store, &status, &err), &err);
    assert_int_equal(2, status.shed);
    assert_int_equal(LIMIT_OUTBOX_ROWS, status.waiting);
    assert_false(device_store_has_room(fx.store));
    assert_int_equal(K_E_FULL,
                     device_store_accept(fx.store, &request, WALL_MS, 0, &accepted, &err));
    assert_int_equal(LIMIT_OUTBOX_ROWS - 2,
                     fixture_count(&fx, "SELECT count(*) FROM outbox WHERE seq <= 20000"));
}

static bool file_has(const char *path, const char *needle)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    size_t len = strlen(needle);
    size_t matched = 0;
    for (int c = fgetc(file); c != EOF && matched < len; c = fgetc(file)) {
        bool fits = c == (unsigned char)needle[matched];
        matched = fits ? matched + 1 : (c == (unsigned char)needle[0] ? 1 : 0);
    }
    (void)fclose(file);
    return matched == len;
}

static void nobody_can_be_read_from_the_files_of_the_store(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct profile profile = {.level = LEVEL_OWN};
    struct kerr err = {0};
    (void)kstr_copy(profile.name, sizeof profile.name, "홍길동");
    (void)kstr_copy(profile.ref, sizeof profile.ref, "C-1001");
    (void)kstr_copy(profile.contact_masked, sizeof profile.contact_masked, "010-****-6789");
    (void)fixture_accept(&fx, &request);
    assert_ok(cache_put(fx.store, "9410123456789012", &profile, WALL_MS, &err), &err);
    static const char *const canaries[] = {"홍길동", "1023456789", "9410123456789012",
                                           "모뎀을 다시"};
    static const char *const names[] = {"store.db", "accept.log", "store.db-wal"};
    char path[256];
    for (int s = 0; s < 3; s++) {
        (void)kstr_format(path, sizeof path, "%s/%s", fx.dir, names[s]);
        for (int c = 0; c < 4; c++) {
            assert_false(file_has(path, canaries[c]));
        }
    }
    assert_true(file_has(path, "internet-down")); /* the search itself works */
}

static void a_damaged_store_is_set_aside_whole_and_a_fresh_one_opens(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct kerr err = {0};
    for (int number = 1; number <= 2; number++) {
        (void)fixture_accept(&fx, &request);
        device_store_close(&fx.store);
        FILE *file = fopen(fx.path, "r+b");
        assert_non_null(file);
        assert_int_equal(0, fseek(file, 4096, SEEK_SET));
        for (int i = 0; i < 4096 * 3; i++) {
            (void)fputc(0x55, file);
        }
        (void)fclose(file);
        assert_int_equal(K_E_FORMAT, device_store_open(fx.path, &fx.identity, &fx.store, &err));
        assert_null(fx.store);
        err = (struct kerr){0};
        char bad[256];
        struct stat info;
        (void)kstr_format(bad, sizeof bad, "%s.bad-%d", fx.path, number);
        assert_int_equal(0, stat(bad, &info));
        assert_int_not_equal(0, stat(fx.path, &info));
    }
    assert_true(fixture_accept(&fx, &request).joined); /* the first one is known again */
}

static void a_promise_goes_into_the_file_the_other_program_reads(void **state)
{
    (void)state;
    struct request request = fixture_request();
    char moved[256];
    (void)fixture_accept(&fx, &request);
    (void)kstr_format(moved, sizeof moved, "%s.bad-1", fx.path);
    assert_int_equal(0, rename(fx.path, moved)); /* as the courier does with a damaged one */
    (void)kstr_format(moved, sizeof moved, "%s-wal", fx.path);
    assert_int_equal(0, unlink(moved));
    (void)fixture_accept(&fx, &request);
    assert_int_equal(2, fixture_count(&fx, "SELECT count(*) FROM outbox")); /* and the first */
}

static void a_newer_store_is_left_alone(void **state)
{
    (void)state;
    struct store *db = NULL;
    struct kerr err = {0};
    assert_ok(store_open(fx.path, STORE_DURABLE, 0x416e6e53, 99, &db, &err), &err);
    assert_ok(store_set_version(db, 99, &err), &err);
    store_close(&db);
    assert_int_equal(K_E_ROLLBACK, device_store_open(fx.path, &fx.identity, &fx.store, &err));
    struct stat info;
    assert_int_equal(0, stat(fx.path, &info));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_tried_and_whom_to_call_is_in_the_sealed_document,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(every_try_sends_the_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(the_number_on_file_travels_as_a_word, setup, teardown),
        cmocka_unit_test_setup_teardown(the_longest_trail_is_cut_at_its_beginning_and_says_so,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(bytes_that_are_no_text_are_refused_and_nothing_is_kept,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(an_impatient_repeat_joins_the_open_request, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            a_request_joins_one_of_the_same_customer_for_the_same_matter_only, setup, teardown),
        cmocka_unit_test_setup_teardown(feedback_takes_nothing_in_and_an_addition_stays_one, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_full_outbox_refuses_before_anything_is_written, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            in_a_full_store_feedback_gives_way_to_a_request_and_a_request_to_nothing, setup,
            teardown),
        cmocka_unit_test_setup_teardown(nobody_can_be_read_from_the_files_of_the_store, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_damaged_store_is_set_aside_whole_and_a_fresh_one_opens,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_promise_goes_into_the_file_the_other_program_reads, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_newer_store_is_left_alone, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
