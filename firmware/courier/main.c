/* annae-courier --state DIR --hq URL --socket PATH [--once]
 * annae-courier queue DIR [--json] [--put-back ID]
 * annae-courier export DIR STICK */
#include "courier.h"
#include "klog.h"
#include "kstr.h"
#include "ksys.h"

#include <signal.h>
#include <stdio.h>

#define PASS_MS 250 /* at most this long until a stop is noticed */

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

static int usage(void)
{
    (void)fprintf(stderr,
                  "usage: annae-courier --state DIR --hq http://127.0.0.1:PORT [--socket PATH]"
                  " [--once]\n"
                  "       annae-courier queue DIR [--json] [--put-back ID]\n"
                  "       annae-courier export DIR STICK\n"
                  "  --state   store.db, device.key, hq.pub and kiosk.conf are there\n"
                  "  --socket  where the kiosk asks its questions\n"
                  "  --once    deliver what is due, then end\n"
                  "  queue     what waits, how long and why; --put-back sends again what was set"
                  " aside\n"
                  "  export    what waits, sealed, into a new directory on a stick: annae-hq import"
                  " takes it in\n");
    return 2;
}

/* False when the arguments are no complete command. */
static bool read_arguments(int argc, char **argv, struct courier_options *ret_options,
                           bool *ret_once)
{
    struct courier_options options = {0};
    bool once = false;
    for (int i = 1; i < argc; i++) {
        const char **value = kstr_equal(argv[i], "--state")    ? &options.state_dir
                             : kstr_equal(argv[i], "--hq")     ? &options.hq_url
                             : kstr_equal(argv[i], "--socket") ? &options.socket_path
                                                               : NULL;
        if (value && i + 1 < argc) {
            *value = argv[++i];
        } else if (kstr_equal(argv[i], "--once")) {
            once = true;
        } else {
            return false;
        }
    }
    *ret_options = options;
    *ret_once = once;
    return options.state_dir && options.hq_url;
}

/* argv: DIR [--json] [--put-back ID] */
static int queue(int argc, char **argv)
{
    const char *dir = NULL;
    const char *put_back = NULL;
    bool as_json = false;
    for (int i = 0; i < argc; i++) {
        if (kstr_equal(argv[i], "--json")) {
            as_json = true;
        } else if (kstr_equal(argv[i], "--put-back") && i + 1 < argc) {
            put_back = argv[++i];
        } else if (argv[i][0] != '-' && !dir) {
            dir = argv[i];
        } else {
            return usage();
        }
    }
    struct kerr err = {0};
    if (!dir) {
        return usage();
    }
    if ((put_back && courier_put_back(dir, put_back, &err) != K_OK) ||
        courier_queue(dir, as_json, stdout, &err) != K_OK) {
        (void)fprintf(stderr, "annae-courier: %s\n", err.text);
        return 1;
    }
    return 0;
}

static int export(const char *state_dir, const char *dir)
{
    struct kerr err = {0};
    int count = 0;
    if (courier_export(state_dir, dir, &count, &err) != K_OK) {
        (void)fprintf(stderr, "annae-courier: %s\n", err.text);
        return 1;
    }
    (void)printf("%d written to %s; next: annae-hq import --dir DIR --from %s\n", count, dir, dir);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && kstr_equal(argv[1], "export")) {
        return export(argv[2], argv[3]);
    }
    if (argc > 1 && kstr_equal(argv[1], "queue")) {
        return queue(argc - 2, argv + 2);
    }
    struct courier_options options;
    bool once = false;
    if (!read_arguments(argc, argv, &options, &once)) {
        return usage();
    }
    ksys_no_core();
    struct sigaction action = {.sa_handler = on_signal};
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
    K_CLEANUP(courier_close) struct courier *courier = NULL;
    struct kerr err = {0};
    if (courier_open(&options, &courier, &err) != K_OK) {
        klog_err("courier.not_started", &err);
        return 1;
    }
    klog("courier.started", "hq=%s", options.hq_url);
    while (!stop && !(once && courier_at_rest(courier))) {
        courier_pass(courier, PASS_MS);
    }
    klog("courier.ended", "reachable=%d", courier_hq_reachable(courier));
    return 0;
}
