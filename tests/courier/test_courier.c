#include "check.h"
#include "courier.h"
#include "fake_hq.h"
#include "kstr.h"
#include "ksys.h"
#include "store.h"
#include "world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A courier against a headquarters that misbehaves in every way we know of. */

#define PATIENCE_MS 20000

/* How POST /v1/requests is answered: {id} becomes the item's id; NULL = hang up. */
struct script {
    int status;
    const char *type;
    const char *body;
    bool huge;        /* the body is padded beyond what an answer may have */
    bool cut;         /* promise more than is sent */
    bool keeps;       /* the item is taken in before the answer is lost */
    int posts, asks;  /* seen */
    char kept[2][64]; /* ids, once each */
    int kept_count;
};

static struct fake_hq fake;
static struct world w;

#define JSON "application/json"

static void fill_in(const char *pattern, const char *id, char *ret_text, size_t size)
{
    const char *at = strstr(pattern, "{id}");
    if (!at) {
        (void)kstr_copy(ret_text, size, pattern);
        return;
    }
    (void)kstr_format(ret_text, size, "%.*s%s%s", (int)(at - pattern), pattern, id, at + 4);
}

static bool is_kept(const struct script *s, const char *id)
{
    for (int i = 0; i < s->kept_count; i++) {
        if (kstr_equal(s->kept[i], id)) {
            return true;
        }
    }
    return false;
}

static void keep(struct script *s, const char *id)
{
    if (!is_kept(s, id)) {
        assert_true(s->kept_count < 2);
        (void)kstr_copy(s->kept[s->kept_count++], 64, id);
    }
}

static bool answer_post(struct script *s, const struct fake_call *call, char *answer, size_t size)
{
    static char body[70 * 1024];
    s->posts++;
    if (s->keeps || (s->status == 201 && s->body && strstr(s->body, "{id}"))) {
        keep(s, call->id);
    }
    if (!s->body) {
        return false;
    }
    fill_in(s->body, call->id, body, sizeof body);
    if (s->huge) {
        size_t len = strlen(body);
        memset(body + len, ' ', sizeof body - 1 - len);
        body[sizeof body - 1] = '\0';
    }
    if (s->cut) {
        return kstr_format(answer, size,
                           "HTTP/1.1 %d X\r\nContent-Type: %s\r\n"
                           "Content-Length: 500\r\n\r\n%s",
                           s->status, s->type, body);
    }
    fake_answer(answer, size, s->status, s->type, body);
    return true;
}

static bool reply(void *user, const struct fake_call *call, char *answer, size_t size)
{
    struct script *s = user;
    char body[256];
    if (kstr_equal(call->path, "/v1/hello")) {
        fake_answer(answer, size, 200, JSON, "{\"annae\":\"hq\",\"version\":1}");
        return true;
    }
    if (kstr_equal(call->method, "POST")) {
        return answer_post(s, call, answer, size);
    }
    if (kstr_starts(call->path, "/v1/requests/")) {
        const char *id = call->path + strlen("/v1/requests/");
        bool there = is_kept(s, id);
        s->asks++;
        (void)kstr_format(body, sizeof body, "{\"annae\":\"hq\",\"id\":\"%s\",\"state\":\"%s\"}",
                          id, there ? "received" : "unknown");
        fake_answer(answer, size, there ? 200 : 404, JSON, body);
        return true;
    }
    fake_answer(answer, size, 200, JSON, "{\"annae\":\"hq\",\"revision\":0,\"requests\":[]}");
    return true;
}

static void pass(void)
{
    courier_pass(w.courier, 2);
    fake_poll(&fake);
}

static void run_until_posts(const struct script *s, int posts)
{
    int64_t end_ms = ksys_mono_ms() + PATIENCE_MS;
    while (s->posts < posts) {
        assert_true(ksys_mono_ms() < end_ms);
        pass();
    }
}

static void run_until_waiting(int64_t waiting)
{
    int64_t end_ms = ksys_mono_ms() + PATIENCE_MS;
    while (world_waiting(&w) != waiting) {
        assert_true(ksys_mono_ms() < end_ms);
        pass();
    }
}

/* Until the answer that is under way was read and reported: nothing is being sent. */
static void run_until_reported(void)
{
    int64_t end_ms = ksys_mono_ms() + PATIENCE_MS;
    while (fixture_count(&w.fx, "SELECT count(*) FROM outbox WHERE place = 'sending'") > 0) {
        assert_true(ksys_mono_ms() < end_ms);
        pass();
    }
}

static void start(struct script *s)
{
    fake_open(&fake, reply, s);
    world_open(&w, fake.port);
    world_start_courier(&w);
}

static void end(void)
{
    world_close(&w);
    fake_close(&fake);
}

static void no_answer_but_headquarters_own_ever_consumes_an_item(void **state)
{
    (void)state;
    static const struct script table[] = {
        {.status = 200, .type = "text/html", .body = "<html>Welcome to our hotel</html>"},
        {.status = 200, .type = "text/html", .body = "{\"annae\":\"hq\",\"id\":\"{id}\"}"},
        {.status = 201, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"017f22e2\"}"},
        {.status = 200, .type = JSON, .body = "{\"id\":\"none\"}"},
        {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\"", .cut = true},
        {.status = 201, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":"},
        {.status = 200, .type = JSON, .body = ""},
        {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\",\"id\":\"x\"}"},
        {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\"} and more"},
        {.status = 200, .type = JSON, .body = "[\"annae\",\"hq\",\"{id}\"]"},
        {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":[\"{id}\"]}"},
        {.status = 200, .type = JSON, .body = "{\"annae\":\"proxy\",\"id\":\"{id}\"}"},
        {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\"}", .huge = true},
        {.status = 204, .type = JSON, .body = ""},
        {.status = 302, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\"}"},
        {.status = 422,
         .type = JSON,
         .body = "{\"annae\":\"hq\",\"id\":\"{id}\",\"error\":\"cannot be opened\"}"},
        {.status = 302, .type = "text/html", .body = "moved"},
        {.status = 400, .type = "text/html", .body = "Bad Request (proxy)"},
        {.status = 401, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\"}"},
        {.status = 403, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\"}"},
        {.status = 407, .type = "text/html", .body = "Proxy Authentication Required"},
        {.status = 413, .type = "text/html", .body = "too large, says nginx"},
        {.status = 429, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\"}"},
        {.status = 500, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\"}"},
        {.status = 502, .type = "text/html", .body = "Bad Gateway"},
        {.status = 503, .type = "text/html", .body = "maintenance"},
        {.body = NULL},
    };
    for (unsigned i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct script s = table[i];
        struct request request = fixture_request();
        start(&s);
        struct visit_accepted accepted = fixture_accept(&w.fx, &request);
        run_until_posts(&s, 1);
        run_until_reported();
        assert_int_equal(1, world_waiting(&w));
        assert_int_equal(REQUEST_SAVED, world_state(&w, accepted.id));
        end();
    }
}

static void an_item_that_waited_is_delivered_as_soon_as_headquarters_answers_again(void **state)
{
    (void)state;
    struct script s = {.status = 502, .type = "text/html", .body = "Bad Gateway"};
    struct request request = fixture_request();
    start(&s);
    struct visit_accepted accepted = fixture_accept(&w.fx, &request);
    run_until_posts(&s, 1);
    s.status = 201;
    s.type = JSON;
    s.body = "{\"annae\":\"hq\",\"id\":\"{id}\",\"state\":\"received\"}";
    int64_t begun_ms = ksys_mono_ms();
    run_until_waiting(0);
    assert_true(ksys_mono_ms() - begun_ms < 5000);
    assert_int_equal(REQUEST_SENT, world_state(&w, accepted.id));
    assert_int_equal(2, s.posts);
    assert_int_equal(1, s.asks); /* the second try began with a question */
    end();
}

static void an_answer_lost_after_the_commit_is_asked_for_by_id(void **state)
{
    (void)state;
    struct script s = {.body = NULL, .keeps = true};
    struct request request = fixture_request();
    start(&s);
    struct visit_accepted accepted = fixture_accept(&w.fx, &request);
    run_until_waiting(0);
    assert_int_equal(REQUEST_SENT, world_state(&w, accepted.id));
    assert_int_equal(1, s.posts);
    assert_int_equal(1, s.asks);
    assert_int_equal(1, s.kept_count);
    end();
}

static void our_id_with_other_content_at_headquarters_is_no_delivery(void **state)
{
    (void)state;
    struct script s = {.status = 201,
                       .type = JSON,
                       .body = "{\"annae\":\"hq\",\"id\":\"{id}\",\"hash\":\"0123\"}"};
    struct request request = fixture_request();
    start(&s);
    struct visit_accepted accepted = fixture_accept(&w.fx, &request);
    run_until_waiting(0);
    assert_int_equal(REQUEST_SET_ASIDE, world_state(&w, accepted.id));
    assert_int_equal(1, fixture_count(&w.fx, "SELECT count(*) FROM outbox"
                                             " WHERE reason = 'status 201, other content'"));
    end();
}

static void the_technician_reads_the_queue_and_puts_back_what_was_set_aside(void **state)
{
    (void)state;
    struct script s = {.status = 400, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\"}"};
    struct request request = fixture_request();
    struct kerr err = {0};
    char *text = NULL;
    size_t len = 0;
    start(&s);
    struct visit_accepted accepted = fixture_accept(&w.fx, &request);
    run_until_waiting(0);
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    assert_ok(courier_queue(w.fx.dir, false, out, &err), &err);
    assert_ok(courier_queue(w.fx.dir, true, out, &err), &err);
    assert_int_equal(0, fclose(out));
    assert_non_null(strstr(text, "waiting 0  set aside 1"));
    assert_non_null(strstr(text, accepted.id));
    assert_non_null(strstr(text, "status 400"));
    assert_non_null(strstr(text, "\"state\":\"set-aside\""));
    assert_null(strstr(text, "C-1001"));
    free(text);
    s.status = 201;
    assert_int_equal(K_E_FORMAT, courier_put_back(w.fx.dir, "no id", &err));
    err = (struct kerr){0};
    assert_ok(courier_put_back(w.fx.dir, accepted.id, &err), &err);
    run_until_waiting(0);
    assert_int_equal(REQUEST_SENT, world_state(&w, accepted.id));
    end();
}

static void what_headquarters_refuses_is_set_aside_and_the_next_one_goes(void **state)
{
    (void)state;
    static const int statuses[] = {400, 409, 413, 422};
    for (unsigned i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        struct script s = {
            .status = statuses[i], .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\"}"};
        struct request request = fixture_request();
        start(&s);
        struct visit_accepted bad = fixture_accept(&w.fx, &request);
        run_until_waiting(0);
        assert_int_equal(REQUEST_SET_ASIDE, world_state(&w, bad.id));
        s.status = 201;
        (void)kstr_copy(request.matter, sizeof request.matter, "tv");
        struct visit_accepted good = fixture_accept(&w.fx, &request);
        run_until_waiting(0);
        assert_int_equal(REQUEST_SENT, world_state(&w, good.id));
        assert_int_equal(1, fixture_count(&w.fx, "SELECT count(*) FROM outbox"));
        end();
    }
}

static void a_courier_that_died_in_the_middle_asks_before_it_sends_again(void **state)
{
    (void)state;
    struct script s = {.status = 201, .type = JSON, .body = "{\"annae\":\"hq\",\"id\":\"{id}\"}"};
    struct request request = fixture_request();
    start(&s);
    (void)fixture_accept(&w.fx, &request);
    run_until_posts(&s, 1);
    courier_close(&w.courier); /* the answer was never read */
    assert_int_equal(1, fixture_count(&w.fx, "SELECT count(*) FROM outbox WHERE place='sending'"));
    world_start_courier(&w);
    run_until_waiting(0);
    assert_int_equal(1, s.posts);
    assert_int_equal(1, s.asks);
    end();
}

static void only_this_machine_is_called_and_by_one_courier(void **state)
{
    (void)state;
    struct script s = {0};
    struct kerr err = {0};
    struct courier *second = NULL;
    start(&s);
    struct courier_options options = {.state_dir = w.fx.dir, .hq_url = w.url};
    assert_int_equal(K_E_FULL, courier_open(&options, &second, &err));
    courier_close(&w.courier);
    options.hq_url = "http://192.0.2.1:80";
    err = (struct kerr){0};
    assert_int_equal(K_E_NET, courier_open(&options, &second, &err));
    assert_non_null(strstr(err.text, "192.0.2.1"));
    end();
}

static void expect_not_started(enum kcode code, const char *says)
{
    struct courier_options options = {.state_dir = w.fx.dir, .hq_url = w.url};
    struct kerr err = {0};
    assert_int_equal(code, courier_open(&options, &w.courier, &err));
    assert_null(w.courier);
    if (!strstr(err.text, says)) {
        print_error("want %s, got %s\n", says, err.text);
        fail();
    }
}

static void a_courier_does_not_start_on_what_it_does_not_understand(void **state)
{
    (void)state;
    struct store *db = NULL;
    struct request request = fixture_request();
    struct kerr err = {0};
    world_open(&w, 1);
    (void)fixture_accept(&w.fx, &request);
    device_store_close(&w.fx.store);
    assert_ok(store_open(w.fx.path, STORE_DURABLE, 0x416e6e53, 98, &db, &err), &err);
    int32_t version = store_version(db);
    assert_ok(store_set_version(db, 99, &err), &err);
    expect_not_started(K_E_ROLLBACK, "version 99, this program knows");
    assert_ok(store_set_version(db, version, &err), &err);
    store_close(&db);
    world_write(&w, "kiosk.conf", "id = K-0001\nsite\n");
    expect_not_started(K_E_FORMAT, "kiosk.conf:2:");
    world_write(&w, "kiosk.conf", "id = K-0001\nsite = SEOUL-01\n");
    world_start_courier(&w); /* all is well, and nothing was lost */
    assert_int_equal(1, world_waiting(&w));
    world_close(&w);
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_answer_but_headquarters_own_ever_consumes_an_item),
        cmocka_unit_test(an_item_that_waited_is_delivered_as_soon_as_headquarters_answers_again),
        cmocka_unit_test(an_answer_lost_after_the_commit_is_asked_for_by_id),
        cmocka_unit_test(our_id_with_other_content_at_headquarters_is_no_delivery),
        cmocka_unit_test(the_technician_reads_the_queue_and_puts_back_what_was_set_aside),
        cmocka_unit_test(what_headquarters_refuses_is_set_aside_and_the_next_one_goes),
        cmocka_unit_test(a_courier_that_died_in_the_middle_asks_before_it_sends_again),
        cmocka_unit_test(only_this_machine_is_called_and_by_one_courier),
        cmocka_unit_test(a_courier_does_not_start_on_what_it_does_not_understand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
