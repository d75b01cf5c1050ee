#define _XOPEN_SOURCE 700 /* nftw */
#include "bench.h"

#include "kstr.h"
#include "ksys.h"
#include "trust.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char conf[] = "id = K-0001\nsite = SEOUL-01\n";

static void write_file(const struct stage *stage, const char *name, const void *bytes, size_t count)
{
    char path[1024];
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/%s", stage->dir, name);
    bench_must(ksys_write_file(path, bytes, count, 0600, &err), &err);
}

void stage_open(struct stage *stage, const char *work_dir)
{
    struct kerr err = {0};
    struct trust_pair pair = {0};
    char text[128];
    struct kbuf key = KBUF(text);
    bench_must(ksys_make_dir(work_dir, &err), &err);
    *stage = (struct stage){0};
    (void)kstr_format(stage->dir, sizeof stage->dir, "%s/kiosk-XXXXXX", work_dir);
    if (!mkdtemp(stage->dir)) {
        bench_stop("%s: %s", stage->dir, strerror(errno));
    }
    bench_must(trust_make_pair(&pair, &err), &err);
    bench_must(trust_base64(pair.open, sizeof pair.open, &key, &err), &err);
    write_file(stage, "hq.pub", key.data, key.len);
    write_file(stage, "kiosk.conf", conf, sizeof conf - 1);
    bench_must(device_identity_load(stage->dir, &stage->identity, &err), &err);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

void stage_close(struct stage *stage)
{
    if (nftw(stage->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS) != 0) {
        bench_stop("%s: cannot be removed: %s", stage->dir, strerror(errno));
    }
}
