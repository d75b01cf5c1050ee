/* annae-hq init|serve|list|import --dir DIR ... */
#include "hq.h"
#include "klog.h"
#include "kstr.h"
#include "ksys.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define POLL_MS 250 /* at most this long until a stop is noticed */

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

struct options {
    const char *dir, *address, *port, *port_file, *from;
    bool json;
};

static int usage(void)
{
    (void)fprintf(stderr, "usage: annae-hq init  --dir DIR\n"
                          "       annae-hq serve --dir DIR [--port N] [--port-file FILE]\n"
                          "                      [--address 127.0.0.1]\n"
                          "       annae-hq list  --dir DIR [--json]\n"
                          "       annae-hq import --dir DIR --from STICK\n");
    return 2;
}

/* Where the value of an option goes; NULL: it has none, or is not known. */
static const char **value_of(struct options *options, const char *name)
{
    const struct {
        const char *name;
        const char **value;
    } known[] = {{"--dir", &options->dir},
                 {"--address", &options->address},
                 {"--port", &options->port},
                 {"--port-file", &options->port_file},
                 {"--from", &options->from}};
    for (unsigned i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (kstr_equal(known[i].name, name)) {
            return known[i].value;
        }
    }
    return NULL;
}

static bool read_options(int argc, char **argv, struct options *ret_options)
{
    struct options options = {.address = "127.0.0.1", .port = "0"};
    for (int i = 2; i < argc; i++) {
        const char **value = value_of(&options, argv[i]);
        if (value && i + 1 < argc) {
            *value = argv[++i];
        } else if (kstr_equal(argv[i], "--json")) {
            options.json = true;
        } else {
            return false;
        }
    }
    *ret_options = options;
    return options.dir != NULL;
}

static enum kcode read_port(const char *text, uint16_t *ret_port, struct kerr *err)
{
    char *end = NULL;
    long port = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || port < 0 || port > 65535) {
        return kerr_fail(err, K_E_FORMAT, "--port %s: 0 to 65535", text);
    }
    *ret_port = (uint16_t)port;
    return K_OK;
}

/* Written whole, after listening: who sees the file can call. */
static enum kcode write_port(const char *path, uint16_t port, struct kerr *err)
{
    char text[16];
    (void)kstr_format(text, sizeof text, "%u\n", port);
    return path ? ksys_write_file(path, text, strlen(text), 0644, err) : K_OK;
}

static enum kcode serve(const struct options *options, struct kerr *err)
{
    K_CLEANUP(hq_close) struct hq *hq = NULL;
    uint16_t port = 0;
    if (read_port(options->port, &port, err) != K_OK || hq_open(options->dir, &hq, err) != K_OK ||
        hq_listen(hq, options->address, port, &port, err) != K_OK ||
        write_port(options->port_file, port, err) != K_OK) {
        return err->code;
    }
    struct sigaction action = {.sa_handler = on_signal};
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
    ksys_no_core();
    klog("hq.started", "url=http://127.0.0.1:%u/", port);
    while (!stop) {
        hq_poll(hq, POLL_MS);
    }
    klog("hq.ended", "port=%u", port);
    return K_OK;
}

static enum kcode list(const struct options *options, struct kerr *err)
{
    K_CLEANUP(hq_close) struct hq *hq = NULL;
    return hq_open(options->dir, &hq, err) == K_OK ? hq_list(hq, options->json, stdout, err)
                                                   : err->code;
}

static enum kcode import(const struct options *options, struct kerr *err)
{
    K_CLEANUP(hq_close) struct hq *hq = NULL;
    struct hq_import done = {0};
    if (!options->from) {
        return kerr_fail(err, K_E_NOT_FOUND, "import: --from STICK is missing");
    }
    if (hq_open(options->dir, &hq, err) != K_OK ||
        hq_import(hq, options->from, &done, err) != K_OK) {
        return err->code;
    }
    (void)printf("taken %d  known %d  not taken %d\n", done.taken, done.known, done.refused);
    return done.refused == 0
               ? K_OK
               : kerr_fail(err, K_E_FORMAT, "import: %d were not taken, see above", done.refused);
}

static enum kcode init(const struct options *options, struct kerr *err)
{
    return hq_init(options->dir, err);
}

typedef enum kcode (*command_fn)(const struct options *options, struct kerr *err);

static command_fn find_command(const char *name)
{
    static const struct {
        const char *name;
        command_fn run;
    } commands[] = {{"init", init}, {"serve", serve}, {"list", list}, {"import", import}};
    for (unsigned i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (kstr_equal(commands[i].name, name)) {
            return commands[i].run;
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    struct options options;
    struct kerr err = {0};
    command_fn run = argc > 1 ? find_command(argv[1]) : NULL;
    if (!run || !read_options(argc, argv, &options)) {
        return usage();
    }
    if (run(&options, &err) != K_OK) {
        klog_err("hq.failed", &err);
        return 1;
    }
    return 0;
}
