#pragma once

#include <stddef.h>

/* A directory of its own for each test, gone with everything in it afterwards. */
struct tempdir {
    char path[64];
    char file[256]; /* the last answer of tempdir_file() */
};

void tempdir_open(struct tempdir *dir);
void tempdir_close(struct tempdir *dir);

/* dir/name; valid until the next call. */
const char *tempdir_file(struct tempdir *dir, const char *name);

/* Write a file anew. */
void tempdir_write(struct tempdir *dir, const char *name, const void *bytes, size_t count);
