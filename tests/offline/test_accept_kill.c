#include "check.h"
#include "fixture.h"
#include "kstr.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Kill the kiosk in full flight, while a courier works on the same store; every request it promised
 * must be there afterwards, or have been delivered. */

#define ROUNDS 8

static _Noreturn void accept_until_killed(struct fixture *fx, int promise_fd)
{
    struct request request = fixture_request();
    struct device_store *store = fixture_store(fx);
    for (int i = 0;; i++) {
        struct visit_accepted accepted = {0};
        struct kerr err = {0};
        (void)kstr_format(request.customer_ref, sizeof request.customer_ref, "C-%d", i);
        (void)kstr_format(request.contact, sizeof request.contact, "+8210%08d", i);
        if (device_store_accept(store, &request, WALL_MS, 0, &accepted, &err) != K_OK ||
            write(promise_fd, accepted.id, sizeof accepted.id) != (ssize_t)sizeof accepted.id) {
            _exit(1);
        }
    }
}

/* Takes items and reports every second one as delivered, until it is killed. */
static _Noreturn void deliver_until_killed(struct fixture *fx)
{
    static struct outbox_item item;
    struct device_store *store = fixture_store(fx);
    for (int i = 0;; i++) {
        struct kerr err = {0};
        enum kcode code = outbox_next(store, 0, &item, &err);
        if (code == K_E_NOT_FOUND) {
            continue;
        }
        err = (struct kerr){0};
        if (code != K_OK || outbox_report(store, item.id, i % 2 ? VERDICT_DELIVERED : VERDICT_LATER,
                                          "", 1000, &err) != K_OK) {
            _exit(1);
        }
    }
}

static void kill_and_reap(pid_t child)
{
    int status = 0;
    assert_int_equal(0, kill(child, SIGKILL));
    assert_int_equal(child, waitpid(child, &status, 0));
    assert_true(WIFSIGNALED(status)); /* by us, not by its own assert or exit */
    assert_int_equal(SIGKILL, WTERMSIG(status));
}

/* Collect promises, kill both after the kill_after-th, collect what was still in the pipe. */
static int collect(struct fixture *fx, int kill_after, char (*ids)[KUUID_TEXT_SIZE], int max)
{
    int fd[2];
    assert_int_equal(0, pipe(fd));
    pid_t courier = fork();
    if (courier == 0) {
        (void)close(fd[0]);
        (void)close(fd[1]);
        deliver_until_killed(fx);
    }
    pid_t kiosk = fork();
    if (kiosk == 0) {
        (void)close(fd[0]);
        accept_until_killed(fx, fd[1]);
    }
    (void)close(fd[1]);
    int count = 0;
    while (count < max && read(fd[0], ids[count], KUUID_TEXT_SIZE) == KUUID_TEXT_SIZE) {
        if (++count == kill_after) {
            kill_and_reap(kiosk);
            kill_and_reap(courier);
        }
    }
    (void)close(fd[0]);
    assert_true(count >= kill_after);
    return count;
}

static void every_promise_survives_the_death_of_kiosk_and_courier(void **state)
{
    (void)state;
    static char ids[2000][KUUID_TEXT_SIZE];
    for (int round = 1; round <= ROUNDS; round++) {
        struct fixture fx;
        struct kerr err = {0};
        fixture_open(&fx);
        (void)fixture_store(&fx);
        device_store_close(&fx.store); /* made before the two open it */
        int promised = collect(&fx, round * 7, ids, 2000);
        for (int i = 0; i < promised; i++) {
            enum request_state is = REQUEST_STATE_COUNT;
            assert_ok(request_state_get(fixture_store(&fx), ids[i], &is, &err), &err);
            assert_true(is == REQUEST_SAVED || is == REQUEST_SENT);
        }
        int64_t saved = fixture_count(&fx, "SELECT count(*) FROM request WHERE state = 'saved'");
        assert_int_equal(saved, fixture_count(&fx, "SELECT count(*) FROM outbox"));
        assert_in_range(fixture_count(&fx, "SELECT count(*) FROM request"), promised, promised + 1);
        fixture_close(&fx);
    }
}

static void two_programs_may_open_a_new_store_at_once(void **state)
{
    (void)state;
    struct fixture fx;
    fixture_open(&fx);
    pid_t child[4];
    for (int i = 0; i < 4; i++) {
        child[i] = fork();
        if (child[i] == 0) {
            struct request request = fixture_request();
            struct visit_accepted accepted = {0};
            struct kerr err = {0};
            request.kind = REQUEST_FEEDBACK;
            _exit(device_store_open(fx.path, &fx.identity, &fx.store, &err) != K_OK ||
                  device_store_accept(fx.store, &request, WALL_MS, 0, &accepted, &err) != K_OK);
        }
    }
    for (int i = 0; i < 4; i++) {
        int status = 1;
        assert_int_equal(child[i], waitpid(child[i], &status, 0));
        assert_int_equal(0, status);
    }
    assert_int_equal(4, fixture_count(&fx, "SELECT count(*) FROM outbox"));
    fixture_close(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_promise_survives_the_death_of_kiosk_and_courier),
        cmocka_unit_test(two_programs_may_open_a_new_store_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
