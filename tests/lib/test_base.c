#include "check.h"
#include "kbeat.h"
#include "kbuf.h"
#include "kcivil.h"
#include "klog.h"
#include "kstr.h"
#include "ksys.h"
#include "kuuid.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static void a_buffer_refuses_what_does_not_fit_and_keeps_what_it_had(void **state)
{
    (void)state;
    char memory[8];
    struct kbuf buf = KBUF(memory);
    struct kerr err = {0};
    assert_ok(kbuf_text(&buf, "seven77", &err), &err);
    assert_int_equal(K_E_FULL, kbuf_text(&buf, "x", &err));
    assert_string_equal("seven77", buf.data);
    kbuf_clear(&buf);
    err = (struct kerr){0};
    assert_int_equal(K_E_FULL, kbuf_format(&buf, &err, "%d", 123456789));
    assert_string_equal("", buf.data);
}

static void text_is_cut_only_between_characters(void **state)
{
    (void)state;
    char small[8];
    assert_false(kstr_copy(small, sizeof small, "홍길동"));
    assert_string_equal("홍길", small);
    assert_false(kstr_format(small, sizeof small, "%s", "a홍길동"));
    assert_string_equal("a홍길", small);
    assert_false(kstr_format(small, sizeof small, "%s", "ab홍길동"));
    assert_string_equal("ab홍", small);
    assert_true(kstr_copy(small, sizeof small, "ab홍"));
    assert_false(kstr_append(small, sizeof small, "길동"));
    assert_string_equal("ab홍", small);
}

static void the_calendar_agrees_with_known_days(void **state)
{
    (void)state;
    struct kcivil day = kcivil_from_ms(INT64_C(1795266000000), 540);
    assert_int_equal(2026, day.year);
    assert_int_equal(11, day.month);
    assert_int_equal(21, day.day);
    assert_int_equal(22, day.hour);   /* 13:00 UTC */
    assert_int_equal(6, day.weekday); /* Saturday */
    assert_int_equal(INT64_C(1795266000000), kcivil_to_ms(day, 540));
    assert_int_equal(11016, kcivil_days(2000, 2, 29));
    assert_false(kcivil_valid(2026, 2, 29));
    assert_true(kcivil_valid(2028, 2, 29));
}

static void every_day_of_four_centuries_survives_the_round_trip(void **state)
{
    (void)state;
    int64_t before = -1;
    for (int64_t days = 0; days < 146097; days++) {
        struct kcivil day = kcivil_from_ms(days * KCIVIL_DAY_MS, 0);
        assert_int_equal(days, kcivil_days(day.year, day.month, day.day));
        int64_t order = day.year * 10000 + day.month * 100 + day.day;
        assert_true(order > before);
        before = order;
    }
}

static void a_request_id_is_a_version_7_uuid_with_a_readable_number(void **state)
{
    (void)state;
    uint8_t random[KUUID_RANDOM_SIZE] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0x21};
    char text[KUUID_TEXT_SIZE];
    kuuid_make(INT64_C(0x017F22E279B0), random, text); /* the timestamp of RFC 9562's example */
    assert_string_equal("017f22e2-79b0-7fff-bfff-ffff00000021", text);
    assert_true(kuuid_valid(text));
    char number[KUUID_NUMBER_SIZE];
    kuuid_number(text, number);
    assert_string_equal("000-011", number);
    assert_false(kuuid_valid("017f22e2-79b0-4fff-bfff-ffff00000021"));
    assert_false(kuuid_valid("017f22e2"));
}

static void a_trimmed_text_keeps_the_blanks_inside(void **state)
{
    (void)state;
    char line[] = " \t hq = http://x \t\r";
    char blank[] = " \t ";
    assert_string_equal("hq = http://x", kstr_trim(line));
    assert_string_equal("", kstr_trim(blank));
}

static void a_file_is_replaced_whole_and_read_back(void **state)
{
    (void)state;
    char dir[] = "/tmp/annae-base-XXXXXX";
    assert_non_null(mkdtemp(dir));
    char path[128];
    (void)kstr_format(path, sizeof path, "%s/a/b", dir);
    struct kerr err = {0};
    assert_ok(ksys_make_dir(path, &err), &err);
    (void)kstr_append(path, sizeof path, "/file");
    assert_ok(ksys_write_file(path, "one", 3, 0600, &err), &err);
    assert_ok(ksys_write_file(path, "second", 6, 0600, &err), &err);
    char memory[16];
    struct kbuf buf = KBUF(memory);
    assert_ok(ksys_read_file(path, &buf, &err), &err);
    assert_string_equal("second", buf.data);
    assert_ok(ksys_write_file(path, "", 0, 0600, &err), &err);
    memset(memory, 'x', sizeof memory);
    buf = KBUF(memory);
    assert_ok(ksys_read_file(path, &buf, &err), &err);
    assert_string_equal("", memory);
    assert_ok(ksys_write_file(path, "second", 6, 0600, &err), &err);
    char tiny[4];
    struct kbuf few = KBUF(tiny);
    assert_int_equal(K_E_FULL, ksys_read_file(path, &few, &err));
    err = (struct kerr){0};
    assert_int_equal(K_E_NOT_FOUND, ksys_read_file("/nonexistent/x", &buf, &err));
    (void)unlink(path);
}

static void an_event_is_one_line_whatever_it_carries(void **state)
{
    (void)state;
    char path[] = "/tmp/annae-log-XXXXXX";
    char text[256] = "";
    struct kerr err = {0};
    int stderr_fd = dup(STDERR_FILENO);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)kerr_fail(&err, K_E_IO, "a\nb\x1b[31m");
    assert_int_equal(STDERR_FILENO, dup2(fd, STDERR_FILENO));
    klog("one", "x=%s", "1\r\ntwo x=2");
    klog_err("three", &err);
    assert_int_equal(STDERR_FILENO, dup2(stderr_fd, STDERR_FILENO));
    assert_true(pread(fd, text, sizeof text - 1, 0) > 0);
    assert_string_equal("one x=1??two x=2\nthree code=io text=\"a?b?[31m\"\n", text);
    (void)close(fd);
    (void)close(stderr_fd);
    (void)unlink(path);
}

/* Whoever listens at an abstract name, which leaves nothing behind. */
static int listen_for_beats(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char name[64];
    (void)kstr_format(name, sizeof name, "@annae-beat-%d", (int)getpid());
    assert_int_equal(0, setenv("NOTIFY_SOCKET", name, 1));
    memcpy(address.sun_path + 1, name + 1, strlen(name) - 1);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    socklen_t len = (socklen_t)(sizeof address.sun_family + strlen(name));
    assert_int_equal(0, bind(fd, (const struct sockaddr *)&address, len));
    return fd;
}

static void expect_beat(int fd, const char *want)
{
    char text[64] = "";
    assert_int_equal(strlen(want), recv(fd, text, sizeof text - 1, 0));
    assert_string_equal(want, text);
}

static void a_heartbeat_is_told_at_most_once_a_second(void **state)
{
    (void)state;
    char none[8];
    struct kbeat beat;
    int fd = listen_for_beats();
    kbeat_open(&beat);
    kbeat(&beat, 5000);
    kbeat(&beat, 5999);
    expect_beat(fd, "READY=1\nWATCHDOG=1");
    assert_int_equal(-1, recv(fd, none, sizeof none, 0));
    kbeat(&beat, 6000);
    expect_beat(fd, "WATCHDOG=1");
    (void)close(fd); /* whoever watched is gone: nothing to fear */
    kbeat(&beat, 9000);
    kbeat_close(&beat);
    assert_int_equal(0, unsetenv("NOTIFY_SOCKET"));
    kbeat_open(&beat);
    kbeat(&beat, 1);
    kbeat_close(&beat);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_refuses_what_does_not_fit_and_keeps_what_it_had),
        cmocka_unit_test(text_is_cut_only_between_characters),
        cmocka_unit_test(the_calendar_agrees_with_known_days),
        cmocka_unit_test(every_day_of_four_centuries_survives_the_round_trip),
        cmocka_unit_test(a_request_id_is_a_version_7_uuid_with_a_readable_number),
        cmocka_unit_test(a_trimmed_text_keeps_the_blanks_inside),
        cmocka_unit_test(a_file_is_replaced_whole_and_read_back),
        cmocka_unit_test(a_heartbeat_is_told_at_most_once_a_second),
        cmocka_unit_test(an_event_is_one_line_whatever_it_carries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
