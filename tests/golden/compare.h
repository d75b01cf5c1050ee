#pragma once

#include "kerr.h"
#include "pngfile.h"

#include <stdbool.h>

/*
 * Pictures that are kept: a third of a frame, held against the PNG in tests/golden/pictures. Font
 * rasters differ a little between systems, so a pixel may differ by GOLDEN_STEP and a share of the
 * pixels by more.
 */

enum { GOLDEN_STEP = 32, GOLDEN_PER_MILLE = 2 };

/* The mean of every 3 x 3 pixels; *ret_third is the caller's to free(). Errors: K_E_IO */
enum kcode golden_third(const struct picture *frame, int pitch, struct picture *ret_third,
                        struct kerr *err) K_MUST_CHECK;

/**
 * Hold got against the kept picture. On a difference got, want and diff are written to
 * build/.../golden/NAME-got.png and so on.
 *
 * update  write it as the kept one instead
 * Errors: K_E_NOT_FOUND (nothing kept), K_E_FORMAT (differs: says where), K_E_IO
 */
enum kcode golden_hold(const char *name, const struct picture *got, bool update,
                       struct kerr *err) K_MUST_CHECK;
