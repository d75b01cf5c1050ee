#pragma once

#include "widget.h"

#include <stdint.h>

/* Ready-made shapes: discs for rounded corners, signs, codes. Cached, bounded. */

struct stamps;

/* side x side coverage bytes, rows without gaps; borrowed, good until the next call. NULL: cannot
 * be made. */
struct stamps *stamps_open(void); /* NULL: no memory */
void stamps_close(struct stamps **stamps);

const uint8_t *stamps_disc(struct stamps *stamps, int radius);
const uint8_t *stamps_icon(struct stamps *stamps, const char *name, int side);
const uint8_t *stamps_code(struct stamps *stamps, const char *text, int side);

/* Modules along a side, 0 = too long for a code. */
int stamps_code_modules(struct stamps *stamps, const char *text);

/* Overwrite and forget codes; the rest is nobody's secret. */
void stamps_wipe(struct stamps *stamps);
