#pragma once

#include "pack.h"
#include "source.h"

/*
 * A folder of sources, compiled and open: what the commands that play content work on. It holds its
 * own temporary pack.
 */
struct opened {
    struct pack *pack;
    const struct content *content; /* borrowed from the pack */
    struct source source;          /* for reading further files of the folder */
};

/* Compile and open dir; mistakes are told on stderr in lang. Errors: as compile_pack(). */
enum kcode opened_open(struct opened *opened, const char *dir, enum lang lang,
                       struct kerr *err) K_MUST_CHECK;

/* NULL, zeroed and half-opened are fine. */
void opened_close(struct opened *opened);

/* Print what was told to the source since: errors and warnings to stderr, notes when with_notes. */
void opened_print(struct opened *opened, enum lang lang, bool with_notes);
