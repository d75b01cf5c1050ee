#pragma once

#include "compile.h"

/* A folder of sources, read: what the commands that play content work on. */

/* Read dir; its errors and warnings are told on stderr in lang. The content is whole on success.
 * Errors: as compile_open() and compile_errors(). */
enum kcode opened_open(const char *dir, enum lang lang, struct compile **ret_compile,
                       struct kerr *err) K_MUST_CHECK;

/* Tell on stderr what is wrong with the folder so far; with_notes: the notes, too. */
void opened_print(struct compile *compile, enum lang lang, bool with_notes);
