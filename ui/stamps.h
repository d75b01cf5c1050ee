#pragma once

#include "ui.h"
#include "widget.h"

#include <stdint.h>

/* Ready-made shapes: discs for rounded corners, signs, codes, pictures. Cached, bounded. */

struct stamps;

/* side x side coverage bytes, rows without gaps; borrowed, good until the next call. NULL: cannot
 * be made. */
struct stamps *stamps_open(ui_picture_fn picture, void *picture_user); /* NULL: no memory */
void stamps_close(struct stamps **stamps);

const uint8_t *stamps_disc(struct stamps *stamps, int radius);
const uint8_t *stamps_icon(struct stamps *stamps, const char *name, int side);
const uint8_t *stamps_code(struct stamps *stamps, const char *text, int side);

/* w x h premultiplied ARGB. NULL: cannot be shown. */
const uint32_t *stamps_picture(struct stamps *stamps, const char *id, int w, int h);
bool stamps_picture_size(struct stamps *stamps, const char *id, int *ret_w, int *ret_h);

/* Modules along a side, 0 = too long for a code. */
int stamps_code_modules(struct stamps *stamps, const char *text);

/* Overwrite and forget codes; the rest is nobody's secret. */
void stamps_wipe(struct stamps *stamps);
