#include "check.h"
#include "hq.h"
#include "json.h"
#include "kbuf.h"
#include "kstr.h"
#include "ksys.h"
#include "trust.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define ID      "017f22e2-79b0-7fff-bfff-ffff00000021"
#define OTHER   "017f22e2-79b0-7fff-bfff-ffff00000022"
#define THIRD   "017f22e2-79b0-7fff-bfff-ffff00000023"
#define WAIT_MS 10000

static char dir[64];
static struct hq *hq;
static uint16_t port;
static struct trust_pair pair;
static char answer[256 * 1024];
static int status;

/* ---- talking to it ---- */

/* Send text as it is, read until the server hangs up. */
static void call(const char *text)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(0, connect(fd, (struct sockaddr *)&at, sizeof at));
    size_t sent = 0;
    size_t len = 0;
    int64_t end_ms = ksys_mono_ms() + WAIT_MS;
    for (;;) {
        assert_true(ksys_mono_ms() < end_ms);
        ssize_t put = send(fd, text + sent, strlen(text) - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        sent += put > 0 ? (size_t)put : 0;
        hq_poll(hq, 1);
        ssize_t got = recv(fd, answer + len, sizeof answer - 1 - len, MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EAGAIN)) {
            break;
        }
        len += got > 0 ? (size_t)got : 0;
    }
    answer[len] = '\0';
    status = len > 12 ? (int)strtol(answer + 9, NULL, 10) : 0;
    (void)close(fd);
}

static void request(const char *method, const char *path, const char *headers, const char *body)
{
    static char text[128 * 1024];
    assert_true(kstr_format(text, sizeof text,
                            "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n"
                            "Content-Length: %zu\r\n%s\r\n%s",
                            method, path, port, strlen(body), headers, body));
    call(text);
}

static void post(const char *id, const char *body)
{
    char headers[256];
    (void)kstr_format(headers, sizeof headers,
                      "Content-Type: application/json\r\nIdempotency-Key: %s\r\n", id);
    request("POST", "/v1/requests", headers, body);
}

/* A sealed request as a kiosk makes it; customer_name may be hostile. joins: NULL or the request
 * it is an addition to. */
static void envelope_of(const char *id, const char *joins, const char *customer_name,
                        char *ret_body, size_t size)
{
    const char *kind = joins ? "addition" : "callback";
    char plain[2048];
    char sealed_memory[4096];
    char text[8192];
    char hash[TRUST_HASH_TEXT];
    struct kbuf sealed = KBUF(sealed_memory);
    struct kbuf base64 = KBUF(text);
    struct kerr err = {0};
    (void)kstr_format(
        plain, sizeof plain,
        "{\"schema\":\"kiosk.request/1\",\"id\":\"%s\",\"kind\":\"%s\",\"joins\":\"%s\","
        "\"created\":\"2026-11-21T13:00:00Z\",\"subject\":\"인터넷\","
        "\"reason\":\"router-fault\",\"reason_text\":\"공유기가 의심됩니다.\","
        "\"kiosk\":{\"id\":\"K-0001\",\"site\":\"SEOUL-01\",\"lang\":\"ko\"},"
        "\"customer\":{\"ref\":\"C-1001\",\"name\":\"%s\",\"auth\":\"own\"},"
        "\"callback\":{\"on_file\":true,\"soon\":false,\"window\":"
        "{\"from\":\"2026-11-21T14:00:00Z\",\"to\":\"2026-11-21T15:30:00Z\"}},"
        "\"flow\":{\"id\":\"internet-down\",\"end\":\"unresolved\",\"steps\":["
        "{\"kind\":\"step\",\"id\":\"a/b\",\"prompt\":\"모뎀을 다시 켜 보세요\","
        "\"answer\":\"했어요\",\"wrong_tries\":2,\"seconds\":95,\"fix\":true}]}}",
        id, kind, joins ? joins : "", customer_name);
    assert_ok(trust_seal(pair.open, id, plain, strlen(plain), &sealed, &err), &err);
    assert_ok(trust_base64(sealed.data, sealed.len, &base64, &err), &err);
    trust_hash(sealed.data, sealed.len, hash);
    assert_true(kstr_format(ret_body, size,
                            "{\"schema\":\"kiosk.sealed/1\",\"id\":\"%s\",\"kind\":\"%s\","
                            "\"kiosk\":\"K-0001\",\"created\":\"2026-11-21T13:00:00Z\","
                            "\"sealed\":\"%s\",\"hash\":\"%s\"}",
                            id, kind, text, hash));
}

static void envelope(const char *id, const char *customer_name, char *ret_body, size_t size)
{
    envelope_of(id, NULL, customer_name, ret_body, size);
}

static void post_addition(const char *id, const char *joins, const char *customer_name)
{
    static char body[16384];
    envelope_of(id, joins, customer_name, body, sizeof body);
    post(id, body);
    assert_int_equal(201, status);
}

static void write_file(const char *name, const char *text)
{
    char path[128];
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/%s", dir, name);
    assert_ok(ksys_write_file(path, text, strlen(text), 0600, &err), &err);
}

static void read_key(const char *name, uint8_t ret_key[TRUST_KEY_SIZE])
{
    char path[128];
    char text[128];
    char bytes[TRUST_KEY_SIZE + 1];
    struct kbuf buf = KBUF(text);
    struct kbuf key = KBUF(bytes);
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/%s", dir, name);
    assert_ok(ksys_read_file(path, &buf, &err), &err);
    assert_ok(trust_unbase64(text, strcspn(text, "\n"), &key, &err), &err);
    assert_int_equal(TRUST_KEY_SIZE, key.len);
    memcpy(ret_key, bytes, TRUST_KEY_SIZE);
}

static void initialise(void)
{
    struct kerr err = {0};
    (void)kstr_copy(dir, sizeof dir, "/tmp/annae-hq-XXXXXX");
    assert_non_null(mkdtemp(dir));
    assert_ok(hq_init(dir, &err), &err);
    assert_ok(hq_init(dir, &err), &err); /* changes nothing */
    read_key("hq.pub", pair.open);
}

static void start(void)
{
    struct kerr err = {0};
    assert_ok(hq_open(dir, &hq, &err), &err);
    assert_ok(hq_listen(hq, "127.0.0.1", 0, &port, &err), &err);
}

static int setup(void **state)
{
    (void)state;
    initialise();
    write_file("checks.csv", "question,ref,answer\nline-status,C-1001,down\nbill,*,late\n");
    start();
    return 0;
}

static int setup_samples(void **state)
{
    (void)state;
    initialise();
    start();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    static const char *const files[] = {"hq.secret", "hq.pub",     "hq.db", "hq.db-wal",
                                        "hq.db-shm", "checks.csv", "list",  "customers.csv"};
    hq_close(&hq);
    for (unsigned i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[128];
        (void)kstr_format(path, sizeof path, "%s/%s", dir, files[i]);
        (void)unlink(path);
    }
    return rmdir(dir);
}

static int rows(void)
{
    char path[128];
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/list", dir);
    FILE *out = fopen(path, "w+");
    assert_non_null(out);
    assert_ok(hq_list(hq, false, out, &err), &err);
    rewind(out);
    int count = 0;
    for (int c = fgetc(out); c != EOF; c = fgetc(out)) {
        count += c == '\n';
    }
    (void)fclose(out);
    return count;
}

/* ---- promises ---- */

static void a_kiosk_says_how_it_is_and_nonsense_is_refused(void **state)
{
    (void)state;
    static const char type[] = "Content-Type: application/json\r\n";
    request("POST", "/v1/heartbeat", type,
            "{\"schema\":\"kiosk.heartbeat/1\",\"kiosk\":\"K-0001\",\"waiting\":3}");
    assert_int_equal(200, status);
    assert_non_null(strstr(answer, "\"annae\":\"hq\""));
    request("POST", "/v1/heartbeat", type, "{\"kiosk\":\"K-0001\"}");
    assert_int_equal(400, status);
    request("POST", "/v1/heartbeat", type, "[");
    assert_int_equal(400, status);
}

static void the_same_request_again_is_the_same_and_other_content_is_an_alarm(void **state)
{
    (void)state;
    static char body[16384];
    envelope(ID, "홍길동", body, sizeof body);
    request("GET", "/v1/requests/" ID, "", "");
    assert_int_equal(404, status);
    assert_non_null(strstr(answer, "\"id\":\"" ID "\""));
    post(ID, body);
    assert_int_equal(201, status);
    assert_non_null(strstr(answer, "\"number\":\"000-011\""));
    char *first = strdup(strstr(answer, "\r\n\r\n"));
    post(ID, body);
    assert_int_equal(200, status);
    assert_string_equal(first, strstr(answer, "\r\n\r\n"));
    free(first);
    assert_int_equal(1, rows());
    envelope(ID, "홍길동", body, sizeof body); /* sealed anew: other bytes under the same id */
    post(ID, body);
    assert_int_equal(409, status);
    assert_int_equal(1, rows());
    request("GET", "/v1/requests/" ID, "", "");
    assert_int_equal(200, status);
    assert_non_null(strstr(answer, "\"state\":\"received\""));
    assert_non_null(strstr(answer, "\"hash\":\"")); /* of what is kept under this id */
}

static void what_cannot_be_read_is_refused_in_our_own_words(void **state)
{
    (void)state;
    static char body[16384];
    static char big[80 * 1024];
    post(ID, "{\"schema\":");
    assert_int_equal(400, status);
    assert_non_null(strstr(answer, "\"id\":\"" ID "\"")); /* or the kiosk would not believe it */
    envelope(OTHER, "홍길동", body, sizeof body);
    post(ID, body);
    assert_int_equal(400, status);
    envelope(ID, "홍길동", body, sizeof body);
    char *hash = strstr(body, "\"hash\":\"") + 8;
    hash[0] = hash[0] == '0' ? '1' : '0';
    post(ID, body);
    assert_int_equal(422, status);
    assert_null(strstr(answer, "\"error\"")); /* damaged, not sealed to another key: final */
    memset(big, 'x', sizeof big - 1);
    post(ID, big);
    assert_int_equal(413, status);
    assert_non_null(strstr(answer, "\"id\":\"" ID "\""));
    struct trust_pair mine = pair;
    struct kerr err = {0};
    assert_ok(trust_make_pair(&pair, &err), &err); /* sealed to somebody else */
    envelope(ID, "홍길동", body, sizeof body);
    pair = mine;
    post(ID, body);
    assert_int_equal(422, status);
    assert_non_null(strstr(answer, "\"error\":\"cannot be opened\""));
    assert_non_null(strstr(answer, "\"id\":\"" ID "\""));
    assert_int_equal(0, rows());
}

static void the_page_shows_what_was_tried_and_escapes_what_people_wrote(void **state)
{
    (void)state;
    static char body[16384];
    envelope(ID, "<script>alert('x')</script>&", body, sizeof body);
    post(ID, body);
    assert_int_equal(201, status);
    request("GET", "/?lang=en", "", "");
    assert_int_equal(200, status);
    assert_null(strstr(answer, "<script>"));
    assert_non_null(strstr(answer, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"));
    assert_non_null(strstr(answer, "모뎀을 다시 켜 보세요"));
    assert_non_null(strstr(answer, "<td>했어요 (wrong tries: 2)</td>"));
    assert_non_null(strstr(answer, "<dd>공유기가 의심됩니다.</dd>"));
    assert_null(strstr(answer, "router-fault"));
    assert_non_null(strstr(answer, "000-011"));
    assert_non_null(strstr(answer, "010-2345-6789")); /* the number on file, from the customers */
    assert_non_null(strstr(answer, "11:00 pm"));      /* in the agents' time zone */
    assert_non_null(strstr(answer, "Content-Security-Policy: default-src 'none'"));
    request("GET", "/", "", "");
    assert_non_null(strstr(answer, "오후 11시"));
}

static void a_button_works_from_our_own_page_only(void **state)
{
    (void)state;
    static char body[16384];
    char own[64];
    envelope(ID, "홍길동", body, sizeof body);
    post(ID, body);
    request("POST", "/requests/" ID "/take", "", "");
    assert_int_equal(403, status);
    request("POST", "/requests/" ID "/take", "Origin: http://evil.example\r\n", "");
    assert_int_equal(403, status);
    (void)kstr_format(own, sizeof own, "Origin: http://127.0.0.1:%u\r\n", port);
    request("POST", "/requests/" ID "/take", own, "");
    assert_int_equal(303, status);
    request("GET", "/v1/requests/" ID, "", "");
    assert_non_null(strstr(answer, "\"state\":\"handled\""));
    request("POST", "/v1/requests/" ID "/state", "", "{\"state\":\"closed\"}"); /* no JSON type */
    assert_int_equal(415, status);
    request("POST", "/v1/requests/" ID "/state", "Content-Type: application/json\r\n",
            "{\"state\":\"closed\"}");
    assert_int_equal(200, status);
    assert_non_null(strstr(answer, "\"state\":\"closed\""));
    call("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"); /* rebinding */
    assert_int_equal(421, status);
}

static void a_kiosk_learns_each_change_once_and_of_its_own_requests_only(void **state)
{
    (void)state;
    static char body[16384];
    envelope(ID, "홍길동", body, sizeof body);
    post(ID, body);
    request("GET", "/v1/requests?kiosk=K-0001&since=0", "", "");
    assert_non_null(strstr(answer, "\"state\":\"received\""));
    assert_non_null(strstr(answer, "\"revision\":1"));
    request("GET", "/v1/requests?kiosk=K-0002&since=0", "", "");
    assert_null(strstr(answer, ID));
    request("GET", "/v1/requests?kiosk=K-0001&since=1", "", "");
    assert_null(strstr(answer, ID));
    request("POST", "/v1/requests/" ID "/state", "Content-Type: application/json\r\n",
            "{\"state\":\"handled\"}");
    request("GET", "/v1/requests?kiosk=K-0001&since=1", "", "");
    assert_non_null(strstr(answer, "\"state\":\"handled\""));
    assert_non_null(strstr(answer, "\"revision\":2"));
    request("GET", "/v1/requests?kiosk=K-0001&since=77", "", "");
    assert_non_null(strstr(answer, "\"revision\":2")); /* of another database: begin again */
    request("GET", "/v1/requests?customer=C-1001", "", "");
    assert_non_null(strstr(answer, "\"matter\":\"internet-down\""));
}

static void every_request_is_listed_newest_first_and_closed_by_a_call(void **state)
{
    (void)state;
    static char body[16384];
    static const char other[] = "01931c00-0000-7000-8000-000000000022";
    request("GET", "/v1/requests", "", "");
    assert_int_equal(200, status);
    assert_non_null(strstr(answer, "\"requests\":[]"));
    envelope(ID, "홍길동", body, sizeof body);
    post(ID, body);
    envelope(other, "김영희", body, sizeof body);
    post(other, body);
    request("POST", "/v1/requests/" ID "/state", "Content-Type: application/json\r\n",
            "{\"state\":\"closed\"}");
    assert_int_equal(200, status);
    request("GET", "/v1/requests", "", "");
    const char *newest = strstr(answer, other);
    const char *oldest = strstr(answer, ID);
    assert_true(newest && oldest && newest < oldest);
    const char *received = strstr(newest, "\"state\":\"received\"");
    assert_true(received && received < oldest);
    assert_non_null(strstr(oldest, "\"number\":\"000-011\""));
    assert_non_null(strstr(oldest, "\"kind\":\"callback\""));
    assert_non_null(strstr(oldest, "\"state\":\"closed\""));
    assert_non_null(strstr(oldest, "\"subject\":\""));
    assert_non_null(strstr(answer, "\"created\":"));
    assert_null(strstr(answer, "홍길동"));
}

static void ask(const char *question, const char *customer)
{
    char body[128];
    assert_true(kstr_format(body, sizeof body, "{\"question\":\"%s\",\"customer\":\"%s\"}",
                            question, customer));
    request("POST", "/v1/checks", "Content-Type: application/json\r\n", body);
}

static void set_state(const char *id, const char *name)
{
    char path[96];
    char body[48];
    (void)kstr_format(path, sizeof path, "/v1/requests/%s/state", id);
    (void)kstr_format(body, sizeof body, "{\"state\":\"%s\"}", name);
    request("POST", path, "Content-Type: application/json\r\n", body);
    assert_int_equal(200, status);
}

static void an_addition_opens_a_closed_request_again_and_leaves_one_in_hand(void **state)
{
    (void)state;
    static char body[16384];
    envelope(ID, "홍길동", body, sizeof body);
    post(ID, body);
    set_state(ID, "handled");
    post_addition(OTHER, ID, "홍길동");
    request("GET", "/v1/requests/" ID, "", "");
    assert_non_null(strstr(answer, "\"state\":\"handled\""));
    set_state(ID, "closed");
    post_addition(THIRD, ID, "홍길동");
    request("GET", "/v1/requests/" ID, "", "");
    assert_non_null(strstr(answer, "\"state\":\"received\""));
    request("GET", "/v1/requests?kiosk=K-0001&since=5", "", "");
    assert_non_null(strstr(answer, ID)); /* and the kiosk hears of it */
    request("GET", "/?lang=en", "", "");
    assert_non_null(strstr(answer, "<article class=\"received\">"));
    assert_null(strstr(strstr(answer, "<article") + 1, "<article")); /* one ticket, both inside */
}

static void an_addition_to_nothing_is_a_ticket_until_what_it_joins_comes(void **state)
{
    (void)state;
    static char body[16384];
    post_addition(OTHER, ID, "Later");
    request("GET", "/?lang=en", "", "");
    assert_non_null(strstr(answer, "<h2>Later"));
    envelope(ID, "First", body, sizeof body);
    post(ID, body);
    request("GET", "/?lang=en", "", "");
    assert_null(strstr(answer, "<h2>Later"));
    assert_non_null(strstr(answer, "<h2>First"));
    assert_non_null(strstr(answer, "<section class=addition>"));
}

static void who_waits_longest_stands_first_and_what_is_closed_last(void **state)
{
    (void)state;
    static char body[16384];
    static const char *const ids[] = {ID, OTHER, THIRD};
    static const char *const names[] = {"Oldest", "Middle", "Newest"};
    for (int i = 0; i < 3; i++) {
        envelope(ids[i], names[i], body, sizeof body);
        post(ids[i], body);
    }
    request("GET", "/?lang=en", "", "");
    assert_true(strstr(answer, "Oldest") < strstr(answer, "Middle"));
    assert_true(strstr(answer, "Middle") < strstr(answer, "Newest"));
    set_state(ID, "closed");
    request("GET", "/?lang=en", "", "");
    assert_true(strstr(answer, "Middle") < strstr(answer, "Newest"));
    assert_true(strstr(answer, "Newest") < strstr(answer, "Oldest"));
}

static void a_check_is_answered_from_the_table_and_from_nowhere_else(void **state)
{
    (void)state;
    ask("line-status", "C-1001");
    assert_int_equal(200, status);
    assert_non_null(strstr(answer, "\"answer\":\"down\""));
    ask("bill", "");
    assert_non_null(strstr(answer, "\"answer\":\"late\""));
    ask("line-status", "C-1002");
    assert_int_equal(404, status);
    assert_non_null(strstr(answer, "\"annae\":\"hq\""));
    assert_null(strstr(answer, "\"answer\""));
}

static void the_samples_answer_every_check_of_the_telecom_pack(void **state)
{
    (void)state;
    static const struct {
        const char *question, *one, *other, *third;
    } checks[] = {{"line-status", "ok", "fault", "maintenance"},
                  {"outage-area", "none", "internet", "mobile"},
                  {"sim-status", "active", "suspended", "unpaid"},
                  {"spam-filter", "off", "on", "on"},
                  {"bill-roaming", "yes", "no", "no"},
                  {"bill-micropayment", "yes", "no", "no"}};
    static const char *const customers[] = {"C-1001", "C-1002", "C-1003", "C-1004"};
    for (unsigned i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        for (unsigned c = 0; c < sizeof customers / sizeof customers[0]; c++) {
            ask(checks[i].question, customers[c]);
            assert_int_equal(200, status);
            assert_true(strstr(answer, checks[i].one) || strstr(answer, checks[i].other) ||
                        strstr(answer, checks[i].third));
        }
    }
    ask("line-status", "C-1001"); /* the demo's story: his line is sound */
    assert_non_null(strstr(answer, "\"answer\":\"ok\""));
    ask("line-status", ""); /* nobody's line */
    assert_int_equal(404, status);
}

static void expect_refused(const char *says)
{
    struct hq *second = NULL;
    struct kerr err = {0};
    enum kcode code = hq_open(dir, &second, &err);
    if (code != K_E_FORMAT || !strstr(err.text, says)) {
        print_error("want \"%s\", got %s: %s\n", says, kcode_name(code), err.text);
        fail();
    }
    assert_null(strstr(err.text, "홍길동"));
}

#define CUSTOMERS "token,phone,ref,name,lang,level\n"
#define CHECKS    "question,ref,answer\n"
#define FINE      "1,010-2345-6789,C-1,홍길동,ko,own\n"

static void a_wrong_table_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *says;
    } tables[] = {
        {"customers.csv", "", "customers.csv:1:"},
        {"customers.csv", "token,phone,ref,name,lang\n", "customers.csv:1:"},
        {"customers.csv", "\xef\xbb\xbf" CUSTOMERS FINE, "customers.csv:1:"},
        {"customers.csv", "\xff\xfe\x01", "customers.csv:1:"},
        {"customers.csv", CUSTOMERS "1,010-2345-6789,C-1,홍길동,ko\n", "customers.csv:2:"},
        {"customers.csv", CUSTOMERS "1,12,C-1,홍길동,ko,own\n", "customers.csv:2:"},
        {"customers.csv", CUSTOMERS "1,,C-1,홍길동,fr,own\n", "customers.csv:2:"},
        {"customers.csv", CUSTOMERS "1,,C-1,홍길동,ko,boss\n", "customers.csv:2:"},
        {"customers.csv", CUSTOMERS "1,,,홍길동,ko,own\n", "customers.csv:2:"},
        {"customers.csv", CUSTOMERS "1,,C-1,\xff,ko,own\n", "customers.csv:2:"},
        {"customers.csv", CUSTOMERS "1,,C-1,\"홍길동\",ko,own\n", "customers.csv:2:"},
        {"customers.csv", CUSTOMERS "1,2,3,4,5,6,7,8,9,10\n", "customers.csv:2:"},
        {"customers.csv", CUSTOMERS FINE "\n" FINE, "customers.csv:4:"},
        {"checks.csv", "question,answer\n", "checks.csv:1:"},
        {"checks.csv", CHECKS "line-status,C-1\n", "checks.csv:2:"},
        {"checks.csv", CHECKS "line-status,*,ok\n,*,ok\n", "checks.csv:3:"},
        {"checks.csv", CHECKS "line-status,*,\x01\n", "checks.csv:2:"},
    };
    for (unsigned i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        write_file("customers.csv", CUSTOMERS FINE);
        write_file(tables[i].name, tables[i].text);
        expect_refused(tables[i].says);
    }
}

static void a_table_with_a_hidden_rest_is_refused(void **state)
{
    (void)state;
    static const char table[] = CUSTOMERS FINE "\0 2,,C-2,x,ko,own\n";
    char path[128];
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/customers.csv", dir);
    assert_ok(ksys_write_file(path, table, sizeof table - 1, 0600, &err), &err);
    expect_refused("customers.csv:3:");
}

static void a_wrong_key_is_refused_by_its_name(void **state)
{
    (void)state;
    static const char *const keys[] = {"", "\n", "not base64!", "AAAA\n",
                                       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=AAAA\n"};
    for (unsigned i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        write_file("hq.secret", keys[i]);
        expect_refused("hq.secret: not one key");
    }
    write_file("hq.secret", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
    expect_refused("hq.pub does not belong to hq.secret");
}

static void headquarters_listens_on_this_machine_only_and_keeps_its_secret(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct hq *second = NULL;
    uint16_t got = 0;
    char path[128];
    struct stat info;
    assert_ok(hq_open(dir, &second, &err), &err);
    assert_int_equal(K_E_NET, hq_listen(second, "0.0.0.0", 0, &got, &err));
    hq_close(&second);
    (void)kstr_format(path, sizeof path, "%s/hq.secret", dir);
    assert_int_equal(0, stat(path, &info));
    assert_int_equal(0600, info.st_mode & 0777);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_kiosk_says_how_it_is_and_nonsense_is_refused, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            the_same_request_again_is_the_same_and_other_content_is_an_alarm, setup, teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_refused_in_our_own_words, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_page_shows_what_was_tried_and_escapes_what_people_wrote,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_button_works_from_our_own_page_only, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_kiosk_learns_each_change_once_and_of_its_own_requests_only, setup, teardown),
        cmocka_unit_test_setup_teardown(every_request_is_listed_newest_first_and_closed_by_a_call,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(the_samples_answer_every_check_of_the_telecom_pack,
                                        setup_samples, teardown),
        cmocka_unit_test_setup_teardown(
            an_addition_opens_a_closed_request_again_and_leaves_one_in_hand, setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_addition_to_nothing_is_a_ticket_until_what_it_joins_comes, setup, teardown),
        cmocka_unit_test_setup_teardown(who_waits_longest_stands_first_and_what_is_closed_last,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_check_is_answered_from_the_table_and_from_nowhere_else,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_wrong_table_is_refused_with_its_line, setup, teardown),
        cmocka_unit_test_setup_teardown(a_table_with_a_hidden_rest_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_wrong_key_is_refused_by_its_name, setup, teardown),
        cmocka_unit_test_setup_teardown(
            headquarters_listens_on_this_machine_only_and_keeps_its_secret, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
