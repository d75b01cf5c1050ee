#include "bench.h"

#include "kstr.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int64_t bench_ns(void)
{
    struct timespec at = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

void bench_stop(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    (void)fputs("bench: ", stderr);
    (void)vfprintf(stderr, fmt, args);
    (void)fputc('\n', stderr);
    va_end(args);
    exit(EXIT_FAILURE);
}

void bench_must(enum kcode code, const struct kerr *err)
{
    if (code != K_OK) {
        bench_stop("%s", err->text);
    }
}

struct bench_options bench_options(int argc, char **argv)
{
    struct bench_options options = {0};
    for (int i = 1; i < argc; i++) {
        const char **value = kstr_equal(argv[i], "--bin")    ? &options.bin_dir
                             : kstr_equal(argv[i], "--pack") ? &options.pack
                             : kstr_equal(argv[i], "--work") ? &options.work_dir
                                                             : NULL;
        if (value && i + 1 < argc) {
            *value = argv[++i];
        } else if (kstr_equal(argv[i], "--quick")) {
            options.quick = true;
        } else {
            bench_stop("do not understand %s", argv[i]);
        }
    }
    if (!options.bin_dir || !options.pack || !options.work_dir) {
        bench_stop("usage: %s --bin DIR --pack FILE --work DIR [--quick]", argv[0]);
    }
    return options;
}

const char *bench_driver(void)
{
    const char *driver = getenv("SDL_VIDEODRIVER");
    return driver ? driver : "default";
}
