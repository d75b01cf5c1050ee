/* A reader is plugged in, grabbed, types, is pulled out. A FIFO stands for the device: ioctl() is
 * wrapped, everything else is the real thing. */
#include "check.h"
#include "device.h"
#include "kstr.h"
#include "reader.h"
#include "tempdir.h"
#include "typist.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct tempdir dir;
static struct typist typist;
static struct reader *reader;
static const char *path;
static char burst[LIMIT_BURST_BYTES];
static int device;     /* the other end of the FIFO; -1 = pulled out */
static int grabs;      /* asked for */
static int grab_errno; /* 0 = granted */
static int64_t now_ms;

int __wrap_ioctl(int fd, unsigned long request, ...);
int __wrap_ioctl(int fd, unsigned long request, ...)
{
    assert_true(fd >= 0);
    if (request == EVIOCGRAB) {
        grabs++;
        errno = grab_errno;
        return grab_errno == 0 ? 0 : -1;
    }
    return 0;
}

static void plug_in(void)
{
    assert_int_equal(0, mkfifo(path, 0600));
    device = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    assert_true(device >= 0);
}

static void pull_out(void)
{
    assert_int_equal(0, unlink(path));
    (void)close(device);
    device = -1;
}

static int setup(void **state)
{
    (void)state;
    tempdir_open(&dir);
    path = tempdir_file(&dir, "event-kbd");
    memset(&typist, 0, sizeof typist);
    device = -1;
    grabs = 0;
    grab_errno = 0;
    now_ms = 50000;
    reader = reader_open(path);
    assert_non_null(reader);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    reader_close(&reader);
    if (device >= 0) {
        (void)close(device);
    }
    tempdir_close(&dir);
    return 0;
}

/* As the kernel does: whole events, never more than fit. */
static void send(void)
{
    assert_int_equal(typist_bytes(&typist), write(device, typist.event, typist_bytes(&typist)));
    typist.count = 0;
}

/* The log would be told this, once. */
static void expect_told(enum kcode code, const char *says)
{
    struct kerr why = {0};
    assert_true(reader_changed(reader, &why));
    assert_int_equal(code, why.code);
    assert_non_null(strstr(why.text, says));
    assert_false(reader_changed(reader, &why));
}

static void expect_silence(void)
{
    struct kerr why = {0};
    assert_false(reader_poll(reader, now_ms, burst));
    assert_false(reader_changed(reader, &why));
}

static void what_a_grabbed_reader_types_is_handed_out_once(void **state)
{
    (void)state;
    plug_in();
    assert_int_equal(0, reader_wait_ms(reader, true, now_ms)); /* look at once */
    assert_int_equal(-1, reader_fd(reader));
    assert_false(reader_poll(reader, now_ms, burst));
    assert_int_equal(1, grabs);
    expect_told(K_OK, "");
    assert_int_equal(READER_LOOK_MS, reader_wait_ms(reader, false, now_ms));
    assert_int_equal(-1, reader_wait_ms(reader, true, now_ms)); /* its descriptor wakes us */
    assert_true(reader_fd(reader) >= 0);
    typist_text(&typist, ";9410123456789012=4912?\nHK1.AQ\n");
    send();
    assert_true(reader_poll(reader, now_ms, burst));
    assert_string_equal(";9410123456789012=4912?", burst);
    assert_true(reader_poll(reader, now_ms, burst));
    assert_string_equal("HK1.AQ", burst);
    expect_silence();
}

static void half_a_burst_waits_and_then_counts_as_it_is(void **state)
{
    (void)state;
    plug_in();
    assert_false(reader_poll(reader, now_ms, burst));
    typist_text(&typist, ";94101");
    send();
    assert_false(reader_poll(reader, now_ms, burst));
    assert_int_equal(READER_BUSY_MS, reader_wait_ms(reader, false, now_ms));
    now_ms += KEYS_QUIET_MS;
    assert_false(reader_poll(reader, now_ms, burst));
    now_ms += 1;
    assert_true(reader_poll(reader, now_ms, burst));
    assert_string_equal(";94101", burst);
    assert_int_equal(READER_LOOK_MS, reader_wait_ms(reader, false, now_ms));
}

static void a_reader_that_is_not_there_is_told_once_and_looked_for_every_two_seconds(void **state)
{
    (void)state;
    assert_false(reader_poll(reader, now_ms, burst));
    expect_told(K_E_NOT_FOUND, "event-kbd: No such file");
    for (int i = 0; i < 5; i++) {
        assert_int_equal(READER_RETRY_MS, reader_wait_ms(reader, false, now_ms));
        now_ms += READER_RETRY_MS;
        expect_silence();
    }
    plug_in();
    now_ms += READER_RETRY_MS - 1;
    expect_silence();
    assert_int_equal(1, reader_wait_ms(reader, false, now_ms));
    now_ms += 1;
    assert_false(reader_poll(reader, now_ms, burst));
    expect_told(K_OK, "");
}

static void pulled_out_in_the_middle_of_a_card_nothing_of_it_stays(void **state)
{
    (void)state;
    plug_in();
    assert_false(reader_poll(reader, now_ms, burst));
    expect_told(K_OK, "");
    typist_text(&typist, ";941012345");
    send();
    assert_false(reader_poll(reader, now_ms, burst));
    pull_out();
    assert_false(reader_poll(reader, now_ms, burst));
    expect_told(K_E_NOT_FOUND, "event-kbd: ");
    now_ms += READER_RETRY_MS;
    expect_silence(); /* still away: nothing new to tell */
    plug_in();
    now_ms += READER_RETRY_MS;
    assert_false(reader_poll(reader, now_ms, burst));
    expect_told(K_OK, "");
    assert_int_equal(2, grabs);
    typist_text(&typist, "6789012\n");
    send();
    assert_true(reader_poll(reader, now_ms, burst));
    assert_string_equal("6789012", burst);
}

static void without_the_grab_it_is_not_used(void **state)
{
    (void)state;
    plug_in();
    typist_text(&typist, ";9410123456789012=4912?\n");
    send();
    grab_errno = EBUSY;
    assert_false(reader_poll(reader, now_ms, burst));
    expect_told(K_E_IO, "busy");
    grab_errno = ENOTTY;
    now_ms += READER_RETRY_MS;
    assert_false(reader_poll(reader, now_ms, burst));
    expect_told(K_E_FORMAT, "not an input device");
}

/* Events without end, and never an Enter: each poll ends, memory stays what it is, and afterwards
 * a card is read. */
static void a_flood_ends_in_one_bad_swipe(void **state)
{
    (void)state;
    int found = 0;
    plug_in();
    assert_false(reader_poll(reader, now_ms, burst));
    for (int round = 0; round < 200; round++) {
        typist_text(&typist, "777777777777777777777777777777777777777");
        send();
        found += reader_poll(reader, now_ms, burst);
        now_ms += READER_BUSY_MS;
    }
    assert_int_equal(0, found);
    typist_text(&typist, "\n12\n");
    send();
    assert_true(reader_poll(reader, now_ms, burst));
    assert_string_equal("%E?", burst);
    assert_true(reader_poll(reader, now_ms, burst));
    assert_string_equal("12", burst);
}

int main(void)
{
#define READER_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        READER_TEST(what_a_grabbed_reader_types_is_handed_out_once),
        READER_TEST(half_a_burst_waits_and_then_counts_as_it_is),
        READER_TEST(a_reader_that_is_not_there_is_told_once_and_looked_for_every_two_seconds),
        READER_TEST(pulled_out_in_the_middle_of_a_card_nothing_of_it_stays),
        READER_TEST(without_the_grab_it_is_not_used),
        READER_TEST(a_flood_ends_in_one_bad_swipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
