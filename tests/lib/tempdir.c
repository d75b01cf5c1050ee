#define _XOPEN_SOURCE 700 /* nftw */
#include "tempdir.h"

#include "check.h"
#include "kstr.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

void tempdir_open(struct tempdir *dir)
{
    (void)kstr_copy(dir->path, sizeof dir->path, "/tmp/annae-lib-XXXXXX");
    assert_non_null(mkdtemp(dir->path));
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

void tempdir_close(struct tempdir *dir)
{
    assert_int_equal(0, nftw(dir->path, remove_one, 8, FTW_DEPTH | FTW_PHYS));
}

const char *tempdir_file(struct tempdir *dir, const char *name)
{
    assert_true(kstr_format(dir->file, sizeof dir->file, "%s/%s", dir->path, name));
    return dir->file;
}

void tempdir_write(struct tempdir *dir, const char *name, const void *bytes, size_t count)
{
    FILE *file = fopen(tempdir_file(dir, name), "wb");
    assert_non_null(file);
    assert_int_equal(count, fwrite(bytes, 1, count, file));
    assert_int_equal(0, fclose(file));
}
