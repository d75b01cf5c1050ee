#include "ask.h"
#include "check.h"
#include "courier.h"
#include "hq.h"
#include "kstr.h"
#include "ksys.h"
#include "store.h"
#include "world.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The real headquarters, the real courier and the real store on loopback, in one process. */

#define PATIENCE_MS 20000

static struct world w;
static struct hq *hq;
static char hq_dir[128];
static int port_fd = -1;
static uint16_t port;

/* A port that is ours while nobody listens on it: connections are refused. */
static void hold_port(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t size = sizeof at;
    int yes = 1;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    port_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(port_fd >= 0);
    assert_int_equal(0, setsockopt(port_fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes));
    assert_int_equal(0, bind(port_fd, (struct sockaddr *)&at, sizeof at));
    assert_int_equal(0, getsockname(port_fd, (struct sockaddr *)&at, &size));
    port = ntohs(at.sin_port);
}

static void hq_up(void)
{
    struct kerr err = {0};
    uint16_t got = 0;
    assert_ok(hq_open(hq_dir, &hq, &err), &err);
    assert_ok(hq_listen(hq, "127.0.0.1", port, &got, &err), &err);
    assert_int_equal(port, got);
}

/* The kiosk seals to this headquarters: its public key goes where the technician puts it. */
static int setup(void **state)
{
    (void)state;
    char path[256];
    char text[64];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    hold_port();
    world_open(&w, port);
    (void)kstr_format(hq_dir, sizeof hq_dir, "%s/hq", w.fx.dir);
    assert_ok(hq_init(hq_dir, &err), &err);
    (void)kstr_format(path, sizeof path, "%s/hq.pub", hq_dir);
    assert_ok(ksys_read_file(path, &buf, &err), &err);
    (void)kstr_format(path, sizeof path, "%s/hq.pub", w.fx.dir);
    assert_ok(ksys_write_file(path, buf.data, buf.len, 0644, &err), &err);
    assert_ok(device_identity_load(w.fx.dir, &w.fx.identity, &err), &err);
    world_start_courier(&w);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    hq_close(&hq);
    world_close(&w);
    (void)close(port_fd);
    return 0;
}

static void pass(void)
{
    courier_pass(w.courier, 2);
    if (hq) {
        hq_poll(hq, 0);
    }
}

static void run_until(bool (*done)(void))
{
    int64_t end_ms = ksys_mono_ms() + PATIENCE_MS;
    while (!done()) {
        assert_true(ksys_mono_ms() < end_ms);
        pass();
    }
}

static bool nothing_waits(void)
{
    return world_waiting(&w) == 0;
}

static bool is_reachable(void)
{
    return courier_hq_reachable(w.courier);
}

static bool is_unreachable(void)
{
    return courier_at_rest(w.courier) && !courier_hq_reachable(w.courier);
}

static int64_t hq_rows(const char *where)
{
    char path[256];
    char sql[256];
    struct store *db = NULL;
    struct statement *st = NULL;
    struct kerr err = {0};
    bool row = false;
    (void)kstr_format(path, sizeof path, "%s/hq.db", hq_dir);
    (void)kstr_format(sql, sizeof sql, "SELECT count(*) FROM request %s", where);
    assert_ok(store_open(path, STORE_DURABLE, 0x416e4851, 1, &db, &err), &err);
    assert_ok(statement_open(db, sql, &st, &err), &err);
    assert_ok(statement_step(st, &row, &err), &err);
    int64_t count = row_int(st, 0);
    statement_close(&st);
    store_close(&db);
    return count;
}

static void saved_while_headquarters_is_away_is_delivered_once_when_it_is_back(void **state)
{
    (void)state;
    struct request request = fixture_request();
    run_until(is_unreachable);
    struct visit_accepted accepted = fixture_accept(&w.fx, &request);
    (void)fixture_accept(&w.fx, &request); /* an impatient repeat: an addition */
    request.kind = REQUEST_FEEDBACK;
    request.solved = 0;
    (void)fixture_accept(&w.fx, &request);
    for (int i = 0; i < 20; i++) {
        pass();
    }
    assert_int_equal(3, world_waiting(&w));
    hq_up();
    int64_t up_ms = ksys_mono_ms();
    run_until(nothing_waits);
    assert_true(ksys_mono_ms() - up_ms < 2500);
    assert_int_equal(REQUEST_SENT, world_state(&w, accepted.id));
    assert_int_equal(3, hq_rows(""));
    assert_int_equal(1, hq_rows("WHERE kind = 'callback' AND customer = 'C-1001'"));
    assert_int_equal(1, hq_rows("WHERE kind = 'addition' AND joins <> ''"));
    assert_int_equal(1, hq_rows("WHERE kind = 'feedback' AND solved = 0"));
}

static void copy_file(const char *from_dir, const char *to_dir, const char *name)
{
    char path[256];
    char text[64];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/%s", from_dir, name);
    assert_ok(ksys_read_file(path, &buf, &err), &err);
    (void)kstr_format(path, sizeof path, "%s/%s", to_dir, name);
    assert_ok(ksys_write_file(path, buf.data, buf.len, 0600, &err), &err);
}

static bool both_were_tried(void)
{
    return fixture_count(&w.fx, "SELECT count(*) FROM outbox"
                                " WHERE tries > 0 AND place = 'waiting'") == 2;
}

static void with_a_wrong_key_everything_waits_until_the_key_is_right(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct kerr err = {0};
    char other_dir[160];
    (void)kstr_format(other_dir, sizeof other_dir, "%s/other", w.fx.dir);
    assert_ok(hq_init(other_dir, &err), &err);
    copy_file(hq_dir, w.fx.dir, "hq.secret");
    copy_file(other_dir, hq_dir, "hq.secret");
    copy_file(other_dir, hq_dir, "hq.pub");
    hq_up();
    struct visit_accepted first = fixture_accept(&w.fx, &request);
    (void)kstr_copy(request.customer_ref, sizeof request.customer_ref, "C-1002");
    (void)kstr_copy(request.contact, sizeof request.contact, "+821098765432");
    struct visit_accepted second = fixture_accept(&w.fx, &request);
    run_until(both_were_tried);
    assert_int_equal(2, world_waiting(&w));
    assert_int_equal(REQUEST_SAVED, world_state(&w, first.id));
    assert_int_equal(REQUEST_SAVED, world_state(&w, second.id));
    assert_true(courier_hq_reachable(w.courier)); /* look-ups go on */
    hq_close(&hq);
    copy_file(w.fx.dir, hq_dir, "hq.secret");
    copy_file(w.fx.dir, hq_dir, "hq.pub");
    hq_up();
    run_until(nothing_waits);
    assert_int_equal(REQUEST_SENT, world_state(&w, first.id));
    assert_int_equal(REQUEST_SENT, world_state(&w, second.id));
    assert_int_equal(2, hq_rows(""));
}

static bool one_row_there(void)
{
    return hq_rows("") == 1;
}

static void an_answer_nobody_read_makes_no_second_request(void **state)
{
    (void)state;
    struct request request = fixture_request();
    hq_up();
    (void)fixture_accept(&w.fx, &request);
    run_until(one_row_there);
    courier_close(&w.courier);
    world_start_courier(&w);
    run_until(nothing_waits);
    assert_int_equal(1, hq_rows(""));
}

static char followed[KUUID_TEXT_SIZE];

static bool is_handled(void)
{
    return world_state(&w, followed) == REQUEST_HANDLED;
}

static void a_state_that_an_agent_sets_reaches_the_kiosk(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct kerr err = {0};
    hq_up();
    struct visit_accepted accepted = fixture_accept(&w.fx, &request);
    (void)kstr_copy(followed, sizeof followed, accepted.id);
    run_until(nothing_waits);
    char path[256];
    struct store *db = NULL;
    (void)kstr_format(path, sizeof path, "%s/hq.db", hq_dir);
    assert_ok(store_open(path, STORE_DURABLE, 0x416e4851, 1, &db, &err), &err);
    assert_ok(store_run(db,
                        "UPDATE request SET state = 'handled',"
                        " revision = (SELECT max(revision) + 1 FROM request)",
                        &err),
              &err);
    store_close(&db);
    run_until(is_handled);
}

/* ---- questions ---- */

static struct ask *ask;
static struct ask_answer answer;

static bool is_answered(void)
{
    return ask_poll(ask, ksys_mono_ms(), &answer);
}

static void ask_open_here(void)
{
    struct kerr err = {0};
    assert_ok(ask_open(w.socket_path, &ask, &err), &err);
}

static void a_customer_is_known_by_card_and_by_number(void **state)
{
    (void)state;
    struct request request = fixture_request();
    hq_up();
    struct visit_accepted accepted = fixture_accept(&w.fx, &request);
    run_until(nothing_waits);
    ask_open_here();
    ask_customer(ask, 1, "9410123456789012", false, ksys_mono_ms() + 5000);
    assert_true(ask_is_open(ask, ASK_CUSTOMER));
    run_until(is_answered);
    assert_int_equal(ASK_CUSTOMER, answer.kind);
    assert_int_equal(LOOKUP_KNOWN, answer.lookup);
    assert_string_equal("홍길동", answer.profile.name);
    assert_string_equal("C-1001", answer.profile.ref);
    assert_string_equal("010-****-6789", answer.profile.contact_masked);
    assert_int_equal(LEVEL_OWN, answer.profile.level);
    assert_int_equal(MATTER_FLOW, answer.profile.last_kind);
    assert_string_equal("internet-down", answer.profile.last_matter);
    assert_int_equal(1, answer.profile.request_count);
    assert_string_equal(accepted.id, answer.profile.request[0].id);
    ask_customer(ask, 1, "+821098765432", true, ksys_mono_ms() + 5000);
    run_until(is_answered);
    assert_string_equal("C-1002", answer.profile.ref);
    assert_int_equal(LEVEL_GREETED, answer.profile.level); /* a number proves less than a card */
    ask_customer(ask, 1, "0000", false, ksys_mono_ms() + 5000);
    run_until(is_answered);
    assert_int_equal(LOOKUP_UNKNOWN, answer.lookup);
    assert_false(answer.offline);
    ask_check(ask, 2, "line-status", "C-1001", ksys_mono_ms() + 5000);
    run_until(is_answered);
    assert_int_equal(ASK_CHECK, answer.kind);
    assert_int_equal(FLOW_CHECK_ANSWERED, answer.check);
    assert_string_equal("ok", answer.text);
    ask_check(ask, 2, "line-status", "C-9999",
              ksys_mono_ms() + 5000); /* of whom nothing is known */
    run_until(is_answered);
    assert_int_equal(FLOW_CHECK_FAILED, answer.check);
    assert_false(answer.offline);
    assert_true(ask_hq_reachable(ask));
    assert_false(ask_is_open(ask, ASK_CHECK));
    ask_close(&ask);
}

static void a_hello_is_answered_when_the_courier_knows(void **state)
{
    (void)state;
    hq_up();
    courier_close(&w.courier);
    world_start_courier(&w);
    ask_open_here();
    ask_hello(ask, INT64_MAX);
    run_until(is_answered); /* the first answer is the right one */
    assert_int_equal(ASK_HELLO, answer.kind);
    assert_true(ask_hq_reachable(ask));
    hq_close(&hq);
    run_until(is_unreachable);
    ask_hello(ask, INT64_MAX);
    run_until(is_answered);
    assert_false(ask_hq_reachable(ask));
    ask_close(&ask);
}

static void without_headquarters_the_answer_is_offline_at_once(void **state)
{
    (void)state;
    run_until(is_unreachable);
    ask_open_here();
    int64_t begun_ms = ksys_mono_ms();
    ask_customer(ask, 1, "9410123456789012", false, begun_ms + 60000);
    ask_check(ask, 2, "line-status", "C-1001", begun_ms + 60000);
    run_until(is_answered);
    assert_true(answer.offline);
    assert_int_equal(LOOKUP_OFFLINE, answer.lookup);
    run_until(is_answered);
    assert_int_equal(ASK_CHECK, answer.kind);
    assert_int_equal(FLOW_CHECK_OFFLINE, answer.check);
    assert_true(ksys_mono_ms() - begun_ms < 10000);
    assert_false(ask_hq_reachable(ask));
    ask_close(&ask);
}

static void without_a_courier_the_answer_is_offline_at_once(void **state)
{
    (void)state;
    courier_close(&w.courier);
    ask_open_here();
    ask_customer(ask, 1, "9410123456789012", false, INT64_MAX);
    assert_true(ask_poll(ask, 0, &answer));
    assert_true(answer.offline);
    assert_int_equal(LOOKUP_OFFLINE, answer.lookup);
    assert_false(ask_poll(ask, 0, &answer));
    world_start_courier(&w);
    hq_up();
    run_until(is_reachable);
    ask_customer(ask, 1, "9410123456789012", false, INT64_MAX);
    run_until(is_answered);
    assert_int_equal(LOOKUP_KNOWN, answer.lookup);
    ask_close(&ask);
}

static void an_answer_after_the_deadline_belongs_to_nobody(void **state)
{
    (void)state;
    hq_up();
    run_until(is_reachable);
    ask_open_here();
    ask_customer(ask, 1, "9410123456789012", false, 1000);
    assert_true(ask_poll(ask, 1000, &answer));
    assert_true(answer.offline);
    ask_customer(ask, 1, "0000", false, INT64_MAX);
    run_until(is_answered);
    assert_int_equal(LOOKUP_UNKNOWN, answer.lookup); /* the first answer was dropped */
    ask_close(&ask);
}

/* ---- by a stick ---- */

static void the_queue_leaves_by_a_stick_and_is_taken_in_once_with_the_network_as_well(void **state)
{
    (void)state;
    struct request request = fixture_request();
    struct hq_import import = {0};
    struct kerr err = {0};
    char stick[256];
    char path[512];
    int count = 0;
    struct visit_accepted one = fixture_accept(&w.fx, &request);
    (void)kstr_copy(request.customer_ref, sizeof request.customer_ref, "C-2");
    (void)fixture_accept(&w.fx, &request);
    (void)kstr_format(stick, sizeof stick, "%s/stick/annae", w.fx.dir);
    assert_ok(courier_export(w.fx.dir, stick, &count, &err), &err);
    assert_int_equal(2, count);
    assert_int_equal(2, world_waiting(&w)); /* nothing leaves the outbox by it */
    hq_up();
    assert_ok(hq_import(hq, stick, &import, &err), &err);
    assert_int_equal(2, import.taken);
    assert_int_equal(2, hq_rows(""));
    assert_ok(hq_import(hq, stick, &import, &err), &err);
    assert_int_equal(0, import.taken);
    assert_int_equal(2, import.known);
    run_until(nothing_waits); /* and by the network */
    assert_int_equal(2, hq_rows(""));
    assert_int_equal(REQUEST_SENT, world_state(&w, one.id));
    (void)kstr_format(path, sizeof path, "%s/%s.json", stick, one.id);
    assert_ok(ksys_write_file(path, "{", 1, 0644, &err), &err); /* a stick may be anything */
    assert_ok(hq_import(hq, stick, &import, &err), &err);
    assert_int_equal(1, import.known);
    assert_int_equal(1, import.refused);
    (void)kstr_format(path, sizeof path, "%s/manifest.json", stick);
    assert_ok(ksys_write_file(path, "[]", 2, 0644, &err), &err);
    assert_int_equal(K_E_FORMAT, hq_import(hq, stick, &import, &err));
    assert_non_null(strstr(err.text, "manifest.json"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            saved_while_headquarters_is_away_is_delivered_once_when_it_is_back, setup, teardown),
        cmocka_unit_test_setup_teardown(with_a_wrong_key_everything_waits_until_the_key_is_right,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(an_answer_nobody_read_makes_no_second_request, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_state_that_an_agent_sets_reaches_the_kiosk, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_customer_is_known_by_card_and_by_number, setup, teardown),
        cmocka_unit_test_setup_teardown(a_hello_is_answered_when_the_courier_knows, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(without_headquarters_the_answer_is_offline_at_once, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(without_a_courier_the_answer_is_offline_at_once, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            the_queue_leaves_by_a_stick_and_is_taken_in_once_with_the_network_as_well, setup,
            teardown),
        cmocka_unit_test_setup_teardown(an_answer_after_the_deadline_belongs_to_nobody, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
