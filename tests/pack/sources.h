#pragma once

#include "kerr.h"

#include <stddef.h>

/* Sources of a pack in a directory of their own, for tests: a copy of small/ to be damaged. */

#define SOURCES_PATH     256
#define SOURCES_TOLD_MAX 8
#define SOURCES_TEXT     1024

struct sources {
    char dir[SOURCES_PATH];  /* the folder */
    char pack[SOURCES_PATH]; /* what is built: beside the folder's files, never among them */
    int told_count;          /* problems of the last build */
    char told[SOURCES_TOLD_MAX][SOURCES_TEXT]; /* "file:line:column: text" */
};

/* A new directory with a copy of tests/pack/small. */
void sources_make(struct sources *sources);

/* Remove it. */
void sources_done(struct sources *sources);

/* Replace the whole file. */
void sources_write(const struct sources *sources, const char *path, const char *text);
void sources_remove(const struct sources *sources, const char *path);

/* Replace the first `find` in the file; a text that is not there fails the test. */
void sources_edit(const struct sources *sources, const char *path, const char *find,
                  const char *replace);

/* Compile; problems land in told. */
enum kcode sources_build(struct sources *sources, struct kerr *err);

/* The bytes of a file, malloc'ed. */
char *sources_bytes(const char *path, size_t *ret_count);
