/* Two headquarters that do not know of each other: what waits goes to the second while the first is
 * away, and nothing is ever at both. */
#include "check.h"
#include "courier_internal.h"
#include "fake_hq.h"
#include "kstr.h"
#include "ksys.h"
#include "world.h"

#include <string.h>

#define PATIENCE_MS 20000
#define JSON        "application/json"

struct office {
    struct fake_hq fake;
    bool away;    /* hangs up on everybody */
    bool forgets; /* keeps the next item, then is away before it has answered */
    int posts, asks, lists;
    char heartbeat[1024]; /* the last one */
    int kept_count;
    char kept[4][64];
};

static struct office first;
static struct office second;
static struct world w;

static bool is_kept(const struct office *office, const char *id)
{
    for (int i = 0; i < office->kept_count; i++) {
        if (kstr_equal(office->kept[i], id)) {
            return true;
        }
    }
    return false;
}

static bool take_in(struct office *office, const struct fake_call *call, char *answer, size_t size)
{
    char body[256];
    office->posts++;
    assert_true(office->kept_count < 4);
    (void)kstr_copy(office->kept[office->kept_count++], 64, call->id);
    if (office->forgets) {
        office->forgets = false;
        office->away = true;
        return false;
    }
    (void)kstr_format(body, sizeof body, "{\"annae\":\"hq\",\"id\":\"%s\"}", call->id);
    fake_answer(answer, size, 201, JSON, body);
    return true;
}

static bool reply(void *user, const struct fake_call *call, char *answer, size_t size)
{
    struct office *office = user;
    char body[256];
    if (office->away) {
        return false;
    }
    if (kstr_equal(call->path, "/v1/hello")) {
        fake_answer(answer, size, 200, JSON, "{\"annae\":\"hq\",\"version\":1}");
        return true;
    }
    if (kstr_equal(call->path, "/v1/heartbeat")) {
        (void)kstr_copy(office->heartbeat, sizeof office->heartbeat, call->body);
        fake_answer(answer, size, 200, JSON, "{\"annae\":\"hq\"}");
        return true;
    }
    if (kstr_equal(call->method, "POST")) {
        return take_in(office, call, answer, size);
    }
    if (kstr_starts(call->path, "/v1/requests/")) {
        const char *id = call->path + strlen("/v1/requests/");
        office->asks++;
        (void)kstr_format(body, sizeof body, "{\"annae\":\"hq\",\"id\":\"%s\"}", id);
        fake_answer(answer, size, is_kept(office, id) ? 200 : 404, JSON, body);
        return true;
    }
    office->lists++;
    fake_answer(answer, size, 200, JSON, "{\"annae\":\"hq\",\"revision\":0,\"requests\":[]}");
    return true;
}

static int setup(void **state)
{
    (void)state;
    char conf[256];
    first = (struct office){0};
    second = (struct office){0};
    fake_open(&first.fake, reply, &first);
    fake_open(&second.fake, reply, &second);
    world_open(&w, first.fake.port);
    (void)kstr_format(conf, sizeof conf,
                      "id = K-0001\nsite = SEOUL-01\nhq2 = http://127.0.0.1:%u/\n",
                      second.fake.port);
    world_write(&w, "kiosk.conf", conf);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    world_close(&w);
    fake_close(&first.fake);
    fake_close(&second.fake);
    return 0;
}

static struct visit_accepted accept_of(const char *ref)
{
    struct request request = fixture_request();
    (void)kstr_copy(request.customer_ref, sizeof request.customer_ref, ref);
    return fixture_accept(&w.fx, &request);
}

static void run_until(bool (*done)(void))
{
    int64_t end_ms = ksys_mono_ms() + PATIENCE_MS;
    while (!done()) {
        assert_true(ksys_mono_ms() < end_ms);
        courier_pass(w.courier, 2);
        fake_poll(&first.fake);
        fake_poll(&second.fake);
    }
}

static bool nothing_waits(void)
{
    return world_waiting(&w) == 0;
}

static bool one_waits(void)
{
    return world_waiting(&w) == 1;
}

static bool first_is_away(void)
{
    return first.away;
}

static bool first_is_used(void)
{
    return first.lists > 0;
}

static void
while_the_first_is_away_the_second_takes_in_and_the_first_as_soon_as_it_is_back(void **state)
{
    (void)state;
    first.away = true;
    world_start_courier(&w);
    struct visit_accepted one = accept_of("C-1");
    run_until(nothing_waits);
    assert_int_equal(REQUEST_SENT, world_state(&w, one.id));
    assert_int_equal(1, second.posts);
    assert_int_equal(0, second.asks); /* the first one certainly never saw it */
    first.away = false;
    run_until(first_is_used); /* as soon as it is found */
    struct visit_accepted two = accept_of("C-2");
    run_until(nothing_waits);
    assert_true(is_kept(&first, two.id));
    assert_int_equal(1, second.posts);
}

static void what_the_first_may_have_is_not_sent_to_the_second_before_it_was_asked(void **state)
{
    (void)state;
    first.forgets = true;
    world_start_courier(&w);
    struct visit_accepted unsure = accept_of("C-1");
    run_until(first_is_away); /* it has it, and nobody knows */
    struct visit_accepted other = accept_of("C-2");
    run_until(one_waits);
    assert_int_equal(REQUEST_SENT, world_state(&w, other.id));
    assert_int_equal(REQUEST_SAVED, world_state(&w, unsure.id));
    assert_true(is_kept(&second, other.id));
    assert_false(is_kept(&second, unsure.id));
    first.away = false;
    run_until(nothing_waits);
    assert_int_equal(REQUEST_SENT, world_state(&w, unsure.id));
    assert_int_equal(1, first.posts);
    assert_true(first.asks >= 1);
    assert_int_equal(1, second.posts); /* once in effect, in all */
}

static void after_a_restart_as_well(void **state)
{
    (void)state;
    first.forgets = true;
    world_start_courier(&w);
    struct visit_accepted unsure = accept_of("C-1");
    run_until(first_is_away);
    courier_close(&w.courier);
    world_start_courier(&w);
    struct visit_accepted other = accept_of("C-2");
    run_until(one_waits);
    assert_int_equal(REQUEST_SENT, world_state(&w, other.id));
    first.away = false;
    run_until(nothing_waits);
    assert_int_equal(1, first.posts);
    assert_int_equal(1, second.posts);
    assert_false(is_kept(&second, unsure.id));
}

static bool first_has_a_heartbeat(void)
{
    return first.heartbeat[0] != '\0';
}

static void headquarters_hears_how_the_outbox_stands(void **state)
{
    (void)state;
    world_start_courier(&w);
    (void)accept_of("C-1");
    run_until(first_is_used);
    run_until(nothing_waits);
    assert_string_equal("", first.heartbeat); /* not before a minute has passed */
    w.courier->watch.heartbeat_mono_ms = 0;
    w.courier->watch.look_mono_ms = 0;
    run_until(first_has_a_heartbeat);
    assert_non_null(strstr(first.heartbeat, "\"kiosk\":\"K-0001\""));
    assert_non_null(strstr(first.heartbeat, "\"delivered\":1"));
    assert_non_null(strstr(first.heartbeat, "\"late\":false"));
    assert_null(strstr(first.heartbeat, "C-1\""));
    assert_true(w.courier->watch.heartbeat_mono_ms > ksys_mono_ms());
}

static bool watch_is_late(void)
{
    w.courier->watch.look_mono_ms = 0;
    return w.courier->watch.is_late;
}

static bool watch_is_calm(void)
{
    return !watch_is_late();
}

static void what_waits_too_long_is_an_alarm_until_it_is_gone(void **state)
{
    (void)state;
    first.away = true;
    second.away = true;
    world_start_courier(&w);
    (void)accept_of("C-1");
    run_until(one_waits);
    assert_true(watch_is_calm());
    fixture_run(&w.fx, "UPDATE meta SET value = 7200001 WHERE name = 'lived_ms'");
    run_until(watch_is_late);
    first.away = false;
    run_until(nothing_waits);
    run_until(watch_is_calm);
}

static void an_address_that_is_none_is_named_with_its_key(void **state)
{
    (void)state;
    struct courier_options options = {.state_dir = w.fx.dir, .hq_url = w.url};
    struct kerr err = {0};
    world_write(&w, "kiosk.conf", "id = K-0001\nsite = S\nhq2 = http://192.0.2.1:80\n");
    assert_int_equal(K_E_NET, courier_open(&options, &w.courier, &err));
    assert_non_null(strstr(err.text, "kiosk.conf: hq2"));
    err = (struct kerr){0};
    world_write(&w, "kiosk.conf", "id = K-0001\nsite = S\nhq2 = somewhere\n");
    assert_int_equal(K_E_FORMAT, courier_open(&options, &w.courier, &err));
    assert_non_null(strstr(err.text, "kiosk.conf:3: hq2"));
}

int main(void)
{
#define WITH_OFFICES(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        WITH_OFFICES(
            while_the_first_is_away_the_second_takes_in_and_the_first_as_soon_as_it_is_back),
        WITH_OFFICES(what_the_first_may_have_is_not_sent_to_the_second_before_it_was_asked),
        WITH_OFFICES(after_a_restart_as_well),
        WITH_OFFICES(headquarters_hears_how_the_outbox_stands),
        WITH_OFFICES(what_waits_too_long_is_an_alarm_until_it_is_gone),
        WITH_OFFICES(an_address_that_is_none_is_named_with_its_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
