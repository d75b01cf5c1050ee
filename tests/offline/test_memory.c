#include "check.h"
#include "fixture.h"
#include "kcivil.h"
#include "kstr.h"

#include <string.h>

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

static struct profile hong(void)
{
    struct profile p = {.lang = LANG_EN, .level = LEVEL_OWN};
    (void)kstr_copy(p.ref, sizeof p.ref, "C-1001");
    (void)kstr_copy(p.name, sizeof p.name, "홍길동");
    (void)kstr_copy(p.contact_masked, sizeof p.contact_masked, "010-****-6789");
    return p;
}

static void a_known_token_is_greeted_for_a_day_by_a_masked_name(void **state)
{
    (void)state;
    struct device_store *store = fixture_store(&fx);
    struct profile profile = hong();
    struct profile got;
    struct kerr err = {0};
    assert_ok(cache_put(store, "9410", &profile, WALL_MS, &err), &err);
    assert_ok(cache_get(store, "9410", WALL_MS + KCIVIL_DAY_MS - 1, &got, &err), &err);
    assert_string_equal("홍*동", got.name);
    assert_true(got.is_masked);
    assert_string_equal("C-1001", got.ref);
    assert_int_equal(LANG_EN, got.lang);
    assert_int_equal(LEVEL_OWN, got.level);
    assert_string_equal("010-****-6789", got.contact_masked);
    assert_ok(cache_find(store, "C-1001", WALL_MS, &got, &err), &err);
    assert_string_equal("홍*동", got.name);
    assert_int_equal(K_E_NOT_FOUND, cache_get(store, "9411", WALL_MS, &got, &err));
    err = (struct kerr){0};
    assert_int_equal(K_E_NOT_FOUND, cache_get(store, "9410", WALL_MS + KCIVIL_DAY_MS, &got, &err));
    err = (struct kerr){0};
    assert_int_equal(K_E_NOT_FOUND, cache_get(store, "9410", WALL_MS - 1, &got, &err)); /* clock */
}

static void nobodys_token_is_not_kept(void **state)
{
    (void)state;
    struct profile profile = hong();
    struct kerr err = {0};
    assert_int_equal(K_E_FORMAT, cache_put(fixture_store(&fx), "", &profile, WALL_MS, &err));
}

static void the_cache_forgets_what_is_old_and_has_a_ceiling(void **state)
{
    (void)state;
    struct device_store *store = fixture_store(&fx);
    struct profile profile = hong();
    struct kerr err = {0};
    char token[32];
    for (int i = 0; i < LIMIT_CACHE_ROWS + 5; i++) {
        (void)kstr_format(token, sizeof token, "t%d", i);
        assert_ok(cache_put(store, token, &profile, WALL_MS + i, &err), &err);
    }
    assert_int_equal(LIMIT_CACHE_ROWS, fixture_count(&fx, "SELECT count(*) FROM cache"));
    assert_ok(cache_put(store, "new", &profile, WALL_MS + 2 * KCIVIL_DAY_MS, &err), &err);
    assert_int_equal(1, fixture_count(&fx, "SELECT count(*) FROM cache"));
}

static void the_last_matter_and_local_requests_are_remembered(void **state)
{
    (void)state;
    struct device_store *store = fixture_store(&fx);
    struct profile profile = hong();
    struct kerr err = {0};
    profile.last_kind = MATTER_FLOW;
    profile.last_solved = true;
    profile.last_wall_ms = WALL_MS;
    (void)kstr_copy(profile.last_matter, sizeof profile.last_matter, "wifi");
    assert_ok(memory_keep(store, &profile, &err), &err);
    struct request request = fixture_request();
    struct visit_accepted accepted = fixture_accept(&fx, &request);
    struct profile again = hong();
    assert_ok(memory_fill(store, &again, &err), &err);
    assert_int_equal(MATTER_FLOW, again.last_kind);
    assert_string_equal("wifi", again.last_matter);
    assert_true(again.last_solved);
    assert_int_equal(1, again.request_count);
    assert_string_equal(accepted.id, again.request[0].id);
    assert_int_equal(REQUEST_SAVED, again.request[0].state);
    assert_int_equal(request.from_wall_ms, again.request[0].from_wall_ms);
    struct profile other = hong();
    (void)kstr_copy(other.ref, sizeof other.ref, "C-2");
    assert_ok(memory_fill(store, &other, &err), &err);
    assert_int_equal(0, other.request_count);
    assert_int_equal(MATTER_NONE, other.last_kind);
}

static void what_headquarters_listed_is_not_listed_twice_and_newest_comes_first(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct visit_accepted accepted = fixture_accept(&fx, &request);
    struct kerr err = {0};
    struct profile profile = hong();
    profile.request_count = 2;
    profile.request[0] =
        (struct open_request){.state = REQUEST_HANDLED, .created_wall_ms = WALL_MS + 1000};
    (void)kstr_copy(profile.request[0].id, KUUID_TEXT_SIZE, "017f22e2-79b0-7fff-bfff-ffff00000021");
    profile.request[1] =
        (struct open_request){.state = REQUEST_HANDLED, .created_wall_ms = WALL_MS};
    (void)kstr_copy(profile.request[1].id, KUUID_TEXT_SIZE, accepted.id);
    assert_ok(memory_fill(fixture_store(&fx), &profile, &err), &err);
    assert_int_equal(2, profile.request_count);
    assert_int_equal(REQUEST_HANDLED, profile.request[1].state); /* headquarters knows best */
    assert_int_equal(request.until_wall_ms, profile.request[1].until_wall_ms);
    (void)kstr_copy(request.matter, sizeof request.matter, "tv");
    struct visit_accepted newer = {0};
    assert_ok(device_store_accept(fx.store, &request, WALL_MS + 5000, 0, &newer, &err), &err);
    assert_ok(memory_fill(fx.store, &profile, &err), &err);
    assert_int_equal(3, profile.request_count);
    assert_string_equal(newer.id, profile.request[0].id);
}

/* ---- the journal ---- */

static enum kcode append_line(void *user, const char *line, struct kerr *err)
{
    return kbuf_format(user, err, "%s;", line);
}

static void a_visit_is_read_back_after_a_crash_and_erased_at_its_end(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct journal journal;
    char text[256];
    struct kbuf lines = KBUF(text);
    assert_int_equal(K_E_NOT_FOUND,
                     journal_read(fixture_store(&fx), &journal, append_line, &lines, &err));
    err = (struct kerr){0};
    assert_int_equal(K_E_NOT_FOUND, journal_add(fx.store, "stray", 1000, &err));
    err = (struct kerr){0};
    assert_ok(journal_begin(fx.store, "2026.47", WALL_MS, 1000, &err), &err);
    assert_ok(journal_add(fx.store, "start", 1000, &err), &err);
    assert_ok(journal_begin(fx.store, "2026.48", WALL_MS, 1000, &err), &err); /* forgets it */
    assert_ok(journal_add(fx.store, "one", 1000, &err), &err);
    assert_ok(journal_add(fx.store, "two", 6000, &err), &err);
    device_store_close(&fx.store);
    assert_ok(journal_read(fixture_store(&fx), &journal, append_line, &lines, &err), &err);
    assert_string_equal("one;two;", text);
    assert_string_equal("2026.48", journal.pack_version);
    assert_int_equal(WALL_MS, journal.begun_wall_ms);
    assert_int_equal(6000, journal.last_mono_ms);
    assert_true(journal.is_of_this_boot);
    assert_ok(journal_end(fx.store, &err), &err);
    assert_int_equal(K_E_NOT_FOUND, journal_read(fx.store, &journal, append_line, &lines, &err));
}

/* A disk that is full, and is not any more. */
#define DISK_FULL                                                                                  \
    "CREATE TRIGGER full BEFORE DELETE ON journal_head BEGIN SELECT RAISE(ABORT, 'full'); END"
#define DISK_FREE "DROP TRIGGER full"

static void a_journal_that_could_not_be_erased_gets_no_line_of_the_next_visit(void **state)
{
    (void)state;
    struct kerr err = {0};
    assert_ok(journal_begin(fixture_store(&fx), "1", WALL_MS, 0, &err), &err);
    assert_ok(journal_add(fx.store, "first", 0, &err), &err);
    fixture_run(&fx, DISK_FULL);
    assert_true(journal_end(fx.store, &err) != K_OK);
    err = (struct kerr){0};
    assert_true(journal_begin(fx.store, "1", WALL_MS, 0, &err) != K_OK);
    err = (struct kerr){0};
    fixture_run(&fx, DISK_FREE);
    assert_int_equal(K_E_NOT_FOUND, journal_add(fx.store, "second", 0, &err));
    assert_int_equal(1, fixture_count(&fx, "SELECT count(*) FROM journal"));
}

static void a_journal_of_another_boot_says_so(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct journal journal;
    assert_ok(journal_begin(fixture_store(&fx), "1", WALL_MS, 0, &err), &err);
    fixture_run(&fx, "UPDATE journal_head SET boot = '00000000-0000-0000-0000-000000000000'");
    assert_ok(journal_read(fx.store, &journal, NULL, NULL, &err), &err);
    assert_false(journal.is_of_this_boot);
}

static void a_visit_has_a_ceiling_of_events(void **state)
{
    (void)state;
    struct kerr err = {0};
    assert_ok(journal_begin(fixture_store(&fx), "1", WALL_MS, 0, &err), &err);
    for (int i = 0; i < LIMIT_JOURNAL_ROWS; i++) {
        assert_ok(journal_add(fx.store, "x", WALL_MS, &err), &err);
    }
    assert_int_equal(K_E_FULL, journal_add(fx.store, "x", WALL_MS, &err));
}

/* ---- counters ---- */

static void a_flow_counts_for_twenty_eight_days(void **state)
{
    (void)state;
    struct device_store *store = fixture_store(&fx);
    static const struct flow_chart charts[] = {{.id = "tv"}, {.id = "wifi"}};
    struct content content = {.book = {.chart = charts, .chart_count = 2}};
    struct site site;
    struct kerr err = {0};
    assert_ok(site_count(store, "wifi", WALL_MS, &err), &err);
    assert_ok(site_count(store, "wifi", WALL_MS + KCIVIL_DAY_MS, &err), &err);
    assert_ok(site_count(store, "gone-from-the-pack", WALL_MS, &err), &err);
    assert_ok(site_fill(store, &content, WALL_MS + KCIVIL_DAY_MS, &site, &err), &err);
    assert_int_equal(0, site.flow_used[0]);
    assert_int_equal(2, site.flow_used[1]);
    assert_ok(site_fill(store, &content, WALL_MS + 28 * KCIVIL_DAY_MS, &site, &err), &err);
    assert_int_equal(1, site.flow_used[1]);
    assert_ok(site_count(store, "tv", WALL_MS + 60 * KCIVIL_DAY_MS, &err), &err);
    assert_int_equal(1, fixture_count(&fx, "SELECT count(*) FROM site_use"));
}

static void a_search_that_helped_nobody_is_counted(void **state)
{
    (void)state;
    struct kerr err = {0};
    assert_ok(missed_search(fixture_store(&fx), "환불", WALL_MS, &err), &err);
    assert_ok(missed_search(fx.store, "환불", WALL_MS + 1, &err), &err);
    assert_int_equal(2, fixture_count(&fx, "SELECT count FROM missed WHERE text = '환불'"));
}

static void a_full_memory_forgets_the_customer_seen_longest_ago(void **state)
{
    (void)state;
    struct profile profile = hong();
    struct kerr err = {0};
    profile.last_kind = MATTER_FLOW;
    profile.last_wall_ms = WALL_MS;
    (void)kstr_copy(profile.last_matter, sizeof profile.last_matter, "wifi");
    assert_non_null(fixture_store(&fx));
    fixture_fill(&fx, LIMIT_MEMORY_ROWS,
                 "INSERT INTO memory SELECT 'c' || i, 1, 'tv', 0, i FROM n");
    assert_ok(memory_keep(fx.store, &profile, &err), &err);
    assert_int_equal(LIMIT_MEMORY_ROWS, fixture_count(&fx, "SELECT count(*) FROM memory"));
    assert_int_equal(2, fixture_count(&fx, "SELECT min(at_ms) FROM memory"));
}

static void full_missed_searches_forget_the_oldest(void **state)
{
    (void)state;
    struct kerr err = {0};
    assert_non_null(fixture_store(&fx));
    fixture_fill(&fx, LIMIT_MISSED_ROWS, "INSERT INTO missed SELECT 'w' || i, 1, i FROM n");
    assert_ok(missed_search(fx.store, "환불", WALL_MS, &err), &err);
    assert_int_equal(LIMIT_MISSED_ROWS, fixture_count(&fx, "SELECT count(*) FROM missed"));
    assert_int_equal(2, fixture_count(&fx, "SELECT min(last_ms) FROM missed"));
}

/* One of them still waits: it is never forgotten, however old. */
static void of_40000_requests_the_oldest_that_was_delivered_goes(void **state)
{
    (void)state;
    struct request request = fixture_request();
    assert_non_null(fixture_store(&fx));
    fixture_fill(&fx, LIMIT_REQUEST_ROWS,
                 "INSERT INTO request SELECT i, 'id' || i, 'callback', '', '', '', '',"
                 " 'closed', i, 0, 0, 0, 0 FROM n");
    fixture_fill(&fx, 1,
                 "INSERT INTO outbox(seq, place, priority, tries, due_ms, reason, body)"
                 " SELECT i, 'waiting', 0, 0, 0, '', x'00' FROM n");
    (void)fixture_accept(&fx, &request);
    request = fixture_request();
    (void)fixture_accept(&fx, &request);
    assert_int_equal(LIMIT_REQUEST_ROWS + 1, fixture_count(&fx, "SELECT count(*) FROM request"));
    assert_int_equal(1, fixture_count(&fx, "SELECT seq FROM request ORDER BY seq"));
    assert_int_equal(3, fixture_count(&fx, "SELECT seq FROM request WHERE seq > 1 ORDER BY seq"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_known_token_is_greeted_for_a_day_by_a_masked_name, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(nobodys_token_is_not_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(the_cache_forgets_what_is_old_and_has_a_ceiling, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_last_matter_and_local_requests_are_remembered, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            what_headquarters_listed_is_not_listed_twice_and_newest_comes_first, setup, teardown),
        cmocka_unit_test_setup_teardown(a_visit_is_read_back_after_a_crash_and_erased_at_its_end,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_journal_that_could_not_be_erased_gets_no_line_of_the_next_visit, setup, teardown),
        cmocka_unit_test_setup_teardown(a_journal_of_another_boot_says_so, setup, teardown),
        cmocka_unit_test_setup_teardown(a_visit_has_a_ceiling_of_events, setup, teardown),
        cmocka_unit_test_setup_teardown(a_flow_counts_for_twenty_eight_days, setup, teardown),
        cmocka_unit_test_setup_teardown(a_search_that_helped_nobody_is_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_memory_forgets_the_customer_seen_longest_ago, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(full_missed_searches_forget_the_oldest, setup, teardown),
        cmocka_unit_test_setup_teardown(of_40000_requests_the_oldest_that_was_delivered_goes, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
