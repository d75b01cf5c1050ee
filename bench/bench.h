#pragma once

#include "kerr.h"
#include "offline.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * What the measuring programs share. A number never stands alone: it comes as n, least, middle,
 * 99th percentile and most, beside a peer or a physical limit that was measured in the same run.
 * Errors end the program: a measurement that failed has no result.
 */

/* Nanoseconds since some moment of this boot. */
int64_t bench_ns(void);

/* Stop with err's text unless code is K_OK. */
void bench_must(enum kcode code, const struct kerr *err);

/* Stop with a sentence. */
void bench_stop(const char *fmt, ...) K_PRINTF(1, 2) __attribute__((noreturn));

struct bench_options {
    const char *bin_dir;  /* the programs to measure */
    const char *pack;     /* the pack we ship, compiled */
    const char *work_dir; /* on the disk that is to be measured */
    bool quick;           /* fewer repetitions: to see that it runs */
};

/* --bin DIR --pack FILE --work DIR [--quick]; stops when one of them is missing or unknown. */
struct bench_options bench_options(int argc, char **argv);

/* "x11", "dummy": what SDL was told to draw on. */
const char *bench_driver(void);

/* ---- a series of numbers ---- */

#define SERIES_MAX 20000

struct series {
    int count;
    double value[SERIES_MAX];
};

void series_add(struct series *series, double value);

/* The value below which that part of all lies (0..1, nearest rank). Sorts. */
double series_at(struct series *series, double part);

/* One row: what, unit, the five numbers, and what they are beside. */
void series_print(struct series *series, const char *what, const char *unit, const char *beside,
                  ...) K_PRINTF(4, 5);

/* ---- another program ---- */

struct child {
    pid_t pid;
    int log; /* its standard error */
};

/* Start argv[0]; its standard output goes nowhere. It is ended when this program stops. */
void child_start(struct child *child, const char *const argv[]);

/* Wait until its log has this word; stops when it ends or is silent for 30 s. */
void child_said(struct child *child, const char *word);

/* Throw away what it has logged since: a program whose log is full waits. */
void child_drain(struct child *child);

/* Wait for its own end. */
void child_wait(struct child *child);

/* End it. */
void child_end(struct child *child);

/* What the kernel counted for it so far, all its threads. */
struct usage {
    int64_t cpu_ns, wakeups; /* wake-ups: voluntary context switches */
    double rss_mib, pss_mib;
};

struct usage usage_read(pid_t pid);

/* ---- a kiosk of its own ---- */

struct stage {
    char dir[512];
    struct device_identity identity;
};

/* Make a state directory under work_dir with the four files of docs/architecture.md. */
void stage_open(struct stage *stage, const char *work_dir);

/* Remove it with everything in it. */
void stage_close(struct stage *stage);
