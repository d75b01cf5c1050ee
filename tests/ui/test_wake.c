/* Waiting on input devices ourselves. Pipes with names stand for them. */
#include "check.h"

#include "wake.h"

#include "kstr.h"
#include "ksys.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

enum { LONG_MS = 60000, SHORT_MS = 40, SETTLED_MS = 10000 };

static char dir[64];
static struct wake *wake;

static void path_of(const char *name, char path[128])
{
    (void)kstr_format(path, 128, "%s/%s", dir, name);
}

/* A device that is there; the test's end of it. */
static int plug(const char *name)
{
    char path[128];
    path_of(name, path);
    assert_int_equal(mkfifo(path, 0600), 0);
    int fd = open(path, O_RDWR | O_NONBLOCK);
    assert_true(fd >= 0);
    return fd;
}

static int make_dir(void **state)
{
    (void)state;
    (void)kstr_copy(dir, sizeof dir, "/tmp/annae-wake-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int drop_dir(void **state)
{
    (void)state;
    static const char *const names[] = {"event0", "event1", "event2", "mouse0"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[128];
        path_of(names[i], path);
        (void)unlink(path);
    }
    wake_close(&wake);
    return rmdir(dir);
}

/* How long a wait takes, at a time of the kiosk's when all devices are known. */
static int64_t wait_for(int64_t ms)
{
    int64_t from = ksys_mono_ms();
    assert_true(wake_wait(wake, ms, SETTLED_MS));
    return ksys_mono_ms() - from;
}

static void assert_woken(void)
{
    assert_true(wait_for(LONG_MS) < LONG_MS / 2);
}

static void assert_time_passes(void)
{
    assert_true(wait_for(SHORT_MS) >= SHORT_MS - 1);
}

static void without_devices_only_time_passes(void **state)
{
    (void)state;
    wake = wake_open(NULL);
    assert_time_passes();
    assert_int_equal(wake_limit_ms(wake, SETTLED_MS, LONG_MS), LONG_MS);
}

static void a_device_wakes_once_for_all_that_it_said(void **state)
{
    (void)state;
    static const char events[4000] = "";
    int touch = plug("event0");
    int keys = plug("event1");
    wake = wake_open(dir);
    assert_int_equal(wake_limit_ms(wake, SETTLED_MS, LONG_MS), LONG_MS);
    assert_time_passes();
    assert_int_equal(write(touch, events, sizeof events), sizeof events);
    assert_woken();
    assert_time_passes();
    assert_int_equal(write(keys, events, 24), 24);
    assert_woken();
    (void)close(touch);
    (void)close(keys);
}

static void a_new_device_is_heard_and_sdl_gets_time_to_find_it(void **state)
{
    (void)state;
    wake = wake_open(dir);
    int fd = plug("event2");
    assert_woken();
    assert_in_range(wake_limit_ms(wake, SETTLED_MS + 100, LONG_MS), 1, 16);
    assert_int_equal(wake_limit_ms(wake, SETTLED_MS + 10000, LONG_MS), LONG_MS);
    assert_int_equal(write(fd, "x", 1), 1);
    int64_t from = ksys_mono_ms();
    assert_true(wake_wait(wake, LONG_MS, SETTLED_MS + 10000));
    assert_true(ksys_mono_ms() - from < LONG_MS / 2);
    (void)close(fd);
}

static void a_device_that_is_pulled_out_does_not_keep_it_awake(void **state)
{
    (void)state;
    char path[128];
    int fd = plug("event0");
    wake = wake_open(dir);
    (void)close(fd);
    path_of("event0", path);
    (void)unlink(path);
    assert_woken(); /* the change itself */
    int64_t from = ksys_mono_ms();
    int turns = 0;
    while (ksys_mono_ms() - from < SHORT_MS && turns < 20) {
        (void)wake_wait(wake, SHORT_MS, SETTLED_MS + 10000);
        turns++;
    }
    assert_in_range(turns, 1, 5);
}

static void what_cannot_be_opened_is_looked_at_often(void **state)
{
    (void)state;
    char path[128];
    path_of("mouse0", path);
    assert_int_equal(symlink("/nowhere", path), 0);
    wake = wake_open(dir);
    assert_int_equal(wake_limit_ms(wake, SETTLED_MS, LONG_MS), LONG_MS); /* not one of SDL's */
    wake_close(&wake);
    path_of("event0", path);
    assert_int_equal(symlink("/nowhere", path), 0);
    wake = wake_open(dir);
    assert_in_range(wake_limit_ms(wake, SETTLED_MS, LONG_MS), 1, 16);
    wake_close(&wake);
    wake = wake_open("/nowhere");
    assert_in_range(wake_limit_ms(wake, SETTLED_MS, LONG_MS), 1, 16);
}

static void what_others_watch_wakes_and_is_left_unread(void **state)
{
    (void)state;
    int fd = plug("event0");
    char byte = 0;
    wake = wake_open(NULL);
    wake_watch(wake, WAKE_CALLER, fd);
    assert_time_passes();
    assert_int_equal(write(fd, "x", 1), 1);
    assert_false(wake_wait(wake, LONG_MS, SETTLED_MS));
    assert_false(wake_wait(wake, LONG_MS, SETTLED_MS));
    wake_watch(wake, WAKE_CALLER, -1);
    assert_time_passes();
    wake_watch(wake, WAKE_DISPLAY, fd);
    assert_woken();
    assert_woken();
    assert_int_equal(read(fd, &byte, 1), 1);
    (void)close(fd);
}

static void on_alarm(int number)
{
    (void)number;
}

static void a_signal_ends_the_wait(void **state)
{
    (void)state;
    struct sigaction action = {.sa_handler = on_alarm};
    struct itimerval soon = {.it_value.tv_usec = 20000};
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    wake = wake_open(dir);
    assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0);
    int64_t from = ksys_mono_ms();
    assert_false(wake_wait(wake, LONG_MS, SETTLED_MS));
    assert_true(ksys_mono_ms() - from < LONG_MS / 2);
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, drop_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(without_devices_only_time_passes),
        IN_DIR(a_device_wakes_once_for_all_that_it_said),
        IN_DIR(a_new_device_is_heard_and_sdl_gets_time_to_find_it),
        IN_DIR(a_device_that_is_pulled_out_does_not_keep_it_awake),
        IN_DIR(what_cannot_be_opened_is_looked_at_often),
        IN_DIR(what_others_watch_wakes_and_is_left_unread),
        IN_DIR(a_signal_ends_the_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
