#define _XOPEN_SOURCE 700 /* mkdtemp, nftw */
#include "fuzz.h"

#include "kassert.h"
#include "kerr.h"
#include "klog.h"
#include "kstr.h"
#include "ksys.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char dir[64];

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

static void remove_dir(void)
{
    (void)nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *fuzz_dir(void)
{
    if (dir[0] == '\0') {
        (void)kstr_copy(dir, sizeof dir, "/dev/shm/annae-fuzz-XXXXXX"); /* in memory: no fsync */
        if (!mkdtemp(dir)) {
            (void)kstr_copy(dir, sizeof dir, "/tmp/annae-fuzz-XXXXXX");
            KASSERT(mkdtemp(dir) != NULL);
        }
        KASSERT(atexit(remove_dir) == 0);
    }
    return dir;
}

void fuzz_write(const char *name, const void *bytes, size_t count)
{
    char path[256];
    KASSERT(kstr_format(path, sizeof path, "%s/%s", fuzz_dir(), name));
    FILE *file = fopen(path, "wb");
    KASSERT(file != NULL);
    KASSERT(fwrite(bytes, 1, count, file) == count);
    KASSERT(fclose(file) == 0);
}

char *fuzz_text(const uint8_t *bytes, size_t count)
{
    char *text = malloc(count + 1);
    KASSERT(text != NULL);
    memcpy(text, bytes, count);
    text[count] = '\0';
    return text;
}

static unsigned inside_count;

void fuzz_inside(void)
{
    inside_count++;
}

unsigned fuzz_inside_count(void)
{
    return inside_count;
}

/* Doors that log would log a line for each input: linked with --wrap. */
void __wrap_klog(const char *event, const char *fmt, ...) K_PRINTF(2, 3);
void __wrap_klog(const char *event, const char *fmt, ...)
{
    (void)event;
    (void)fmt;
}

void __wrap_klog_err(const char *event, const struct kerr *err);
void __wrap_klog_err(const char *event, const struct kerr *err)
{
    (void)event;
    KASSERT(err->code != K_OK);
    KASSERT(err->text[0] != '\0');
}
