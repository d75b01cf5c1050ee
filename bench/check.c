/* Checking a large pack: whole, and after a change of one flow. */
#include "bench.h"
#include "big.h"

#include "kstr.h"
#include "ksys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NS_PER_S 1e9
#define SEED     20261122U

static double check_s(const struct bench_options *options, const char *dir, bool changed)
{
    char program[1024];
    (void)kstr_format(program, sizeof program, "%s/annae-pack", options->bin_dir);
    const char *const argv[] = {program, "check", dir, changed ? "--changed" : NULL, NULL};
    struct child child;
    int64_t from = bench_ns();
    child_start(&child, argv);
    child_wait(&child);
    return (double)(bench_ns() - from) / NS_PER_S;
}

/* One more comment in one flow. */
static void change_flow(const char *dir, int round)
{
    char path[1024];
    (void)kstr_format(path, sizeof path, "%s/flows/internet-down-3.yaml", dir);
    FILE *flow = fopen(path, "a");
    if (!flow) {
        bench_stop("%s: cannot be written", path);
    }
    (void)fprintf(flow, "# changed %d\n", round);
    (void)fclose(flow);
}

int main(int argc, char **argv)
{
    struct bench_options options = bench_options(argc, argv);
    static struct series whole;
    static struct series changed;
    char dir[1024];
    char cache[1024];
    struct kerr err = {0};
    (void)kstr_format(dir, sizeof dir, "%s/big", options.work_dir);
    (void)kstr_format(cache, sizeof cache, "%s/big-cache", options.work_dir);
    bench_must(ksys_make_dir(dir, &err), &err);
    (void)setenv("XDG_CACHE_HOME", cache, 1);
    big_make(SOURCE_DIR "/content/telecom", dir, SEED);
    for (int i = 0; i < (options.quick ? 1 : 3); i++) {
        series_add(&whole, check_s(&options, dir, false));
    }
    for (int i = 0; i < (options.quick ? 2 : 5); i++) {
        change_flow(dir, i);
        series_add(&changed, check_s(&options, dir, true));
    }
    series_print(&whole, "check of 300 flows, 2,000 articles", "s", "aim 60 s");
    series_print(&changed, "check --changed of one flow", "s", "aim 2 s");
    return 0;
}
