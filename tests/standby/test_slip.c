/* The append-only file: whole records or none, found again behind any damage. */
#include "check.h"

#include "kslip.h"
#include "kstr.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char dir[64];
static char path[128];
static int fail_at; /* the n-th call of the wrapped ones fails; 0 = none */
static int calls;

static bool fails(int why)
{
    calls++;
    errno = why;
    return calls == fail_at;
}

int __real_open(const char *name, int flags, ...);
int __wrap_open(const char *name, int flags, ...);
int __wrap_open(const char *name, int flags, ...)
{
    return fails(EACCES) ? -1 : __real_open(name, flags, 0600);
}

/* A write that fails has put a part on the disk. */
ssize_t __real_write(int fd, const void *bytes, size_t count);
ssize_t __wrap_write(int fd, const void *bytes, size_t count);
ssize_t __wrap_write(int fd, const void *bytes, size_t count)
{
    if (fd > 2 && fails(ENOSPC)) {
        (void)__real_write(fd, bytes, count / 2);
        errno = ENOSPC;
        return -1;
    }
    return __real_write(fd, bytes, count);
}

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
    return fails(EIO) ? -1 : __real_fsync(fd);
}

int __real_flock(int fd, int operation);
int __wrap_flock(int fd, int operation);
int __wrap_flock(int fd, int operation)
{
    return fails(EWOULDBLOCK) ? -1 : __real_flock(fd, operation);
}

static int setup(void **state)
{
    (void)state;
    (void)kstr_copy(dir, sizeof dir, "/tmp/annae-slip-XXXXXX");
    (void)kstr_format(path, sizeof path, "%s/journal", mkdtemp(dir) ? dir : "");
    fail_at = 0;
    calls = 0;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(dir);
}

static size_t read_all(char *text, size_t size)
{
    int fd = __real_open(path, O_RDONLY);
    if (fd < 0) {
        return 0;
    }
    ssize_t got = read(fd, text, size);
    (void)close(fd);
    return got > 0 ? (size_t)got : 0;
}

/* The records, one letter each. */
static void expect_records(const char *text, size_t len, const char *want, bool is_damaged)
{
    char found[64] = "";
    struct kslips slips = {.bytes = text, .len = len};
    const char *payload = NULL;
    size_t payload_len = 0;
    while (kslip_next(&slips, &payload, &payload_len)) {
        assert_true(strlen(found) + 1 < sizeof found);
        strncat(found, payload, 1);
    }
    assert_string_equal(want, found);
    assert_int_equal(is_damaged, slips.damaged > 0);
}

static void append(const char *payload)
{
    struct kerr err = {0};
    assert_ok(kslip_append(path, payload, &err), &err);
}

static void what_was_appended_is_read_in_order(void **state)
{
    (void)state;
    char text[4096];
    append("a first");
    append("b second");
    append("c third");
    expect_records(text, read_all(text, sizeof text), "abc", false);
}

static void a_record_cut_anywhere_costs_only_itself(void **state)
{
    (void)state;
    char text[4096];
    char cut[4096];
    append("a first");
    size_t one = read_all(text, sizeof text);
    append("b second");
    size_t two = read_all(text, sizeof text);
    append("c third");
    size_t all = read_all(text, sizeof text);
    for (size_t at = one; at < two; at++) { /* b ends there, c follows */
        memcpy(cut, text, at);
        memcpy(cut + at, text + two, all - two);
        bool is_whole = at == two - 1; /* c brings a line's end of its own */
        expect_records(cut, at + all - two, is_whole ? "abc" : "ac", at > one + 1 && !is_whole);
    }
    for (size_t at = one; at < two; at++) { /* a sector of b is something else */
        memcpy(cut, text, all);
        memset(cut + at, 0, two - at);
        expect_records(cut, all, "ac", true);
    }
}

static void a_flipped_bit_is_noticed(void **state)
{
    (void)state;
    char text[4096];
    append("a first");
    size_t len = read_all(text, sizeof text);
    for (size_t i = 1; i + 1 < len; i++) {
        text[i] = (char)(text[i] ^ 1);
        expect_records(text, len, "", true);
        text[i] = (char)(text[i] ^ 1);
    }
}

/* For every n: the n-th call fails. Told "not kept", nothing of it is found; told "kept", it is. */
static void whatever_fails_the_answer_is_true(void **state)
{
    (void)state;
    int failures = 0;
    for (fail_at = 1; fail_at < 40; fail_at++) {
        char text[4096];
        struct kerr err = {0};
        (void)unlink(path);
        int wanted = fail_at;
        fail_at = 0;
        append("a first");
        fail_at = wanted;
        calls = 0;
        bool is_kept = kslip_append(path, "b second", &err) == K_OK;
        bool was_used = calls >= fail_at;
        failures += !is_kept;
        fail_at = 0;
        append("c third");
        fail_at = wanted;
        expect_records(text, read_all(text, sizeof text), is_kept ? "abc" : "ac", false);
        if (!was_used) {
            break;
        }
    }
    assert_true(failures >= 3);
    assert_true(fail_at < 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_appended_is_read_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(a_record_cut_anywhere_costs_only_itself, setup, teardown),
        cmocka_unit_test_setup_teardown(a_flipped_bit_is_noticed, setup, teardown),
        cmocka_unit_test_setup_teardown(whatever_fails_the_answer_is_true, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
