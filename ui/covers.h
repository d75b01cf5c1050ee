#pragma once

#include "kerr.h"

#include <stdbool.h>
#include <stdint.h>

/* Which characters the kiosk's fonts can draw: for the author's side, before content ships. */

struct covers;

/* Errors: K_E_NOT_FOUND  the Korean font is missing; the text names the package */
enum kcode covers_open(struct covers **ret_covers, struct kerr *err) K_MUST_CHECK;
void covers_close(struct covers **covers);

/* One of the fonts has a glyph for it. */
bool covers_character(const struct covers *covers, uint32_t character);
