#pragma once

#include "source.h"

/*
 * The author's compiler: a folder of YAML, Markdown and SVG -> one pack (docs/flow-language.md).
 * The same sources give the same bytes, wherever the folder lies.
 */

typedef void (*compile_tell_fn)(void *user, const struct diag *diag); /* borrowed for the call */

/**
 * Compile the sources in dir into the pack file `out`.
 *
 * tell  in  called once per diagnostic, by file, line and column
 *
 * On success the pack was read back and checked; otherwise no file is left behind and a pack that
 * was there before stays as it was.
 * Errors: K_E_FORMAT     the sources have mistakes (err counts them)
 *         K_E_NOT_FOUND  no such folder
 *         K_E_IO, K_E_FULL
 */
enum kcode compile_pack(const char *dir, const char *out, compile_tell_fn tell, void *user,
                        struct kerr *err) K_MUST_CHECK;
