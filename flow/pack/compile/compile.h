#pragma once

#include "kerr.h"

/*
 * The author's compiler: a folder of YAML, Markdown and SVG -> one pack (docs/flow-language.md).
 * The same sources give the same bytes, wherever the folder lies.
 */

#define COMPILE_PROBLEMS_MAX 100 /* more than an author reads in one go */

/* One mistake of the author: file is relative to the folder, line and column count from 1 and the
 * column counts characters; text says what is wrong and how to cure it. Borrowed for the call. */
struct compile_problem {
    const char *file;
    int line, column;
    const char *text;
};

typedef void (*compile_tell_fn)(void *user, const struct compile_problem *problem);

/**
 * Compile the sources in dir into the pack file `out`.
 *
 * tell  in  called once per mistake, in the order of the files' names
 *
 * On success the pack was read back and checked; otherwise no file is left behind and a pack that
 * was there before stays as it was.
 * Errors: K_E_FORMAT     the sources have mistakes (err counts them)
 *         K_E_NOT_FOUND  no such folder
 *         K_E_IO, K_E_FULL
 */
enum kcode compile_pack(const char *dir, const char *out, compile_tell_fn tell, void *user,
                        struct kerr *err) K_MUST_CHECK;
