#pragma once

#include "ui.h"

#include <stddef.h>

/* Pictures of the pack, at the size they are shown. Cached, bounded. */

struct pictures;

/* keep_bytes: what is not on the page goes when there is more. NULL: no memory. */
struct pictures *pictures_open(ui_picture_fn fetch, void *user, size_t keep_bytes);
void pictures_close(struct pictures **pictures);

/* A page begins: what it does not ask for may go. */
void pictures_turn(struct pictures *pictures);

/* w x h premultiplied ARGB; borrowed, good until the page has ended. NULL: cannot be shown. */
const uint32_t *pictures_get(struct pictures *pictures, const char *id, int w, int h);

/* Its size in the pack; false: cannot be shown. */
bool pictures_size(struct pictures *pictures, const char *id, int *ret_w, int *ret_h);
