#pragma once

#include "face.h"

#include <SDL.h>

/* Draw a face into a surface of 32 bits a pixel. `pressed` and `focus` are items, -1 = none. */
struct paint {
    uint32_t primary, on_primary; /* 0xRRGGBB */
    int pressed, focus;
};
void paint_face(SDL_Surface *surface, const struct face *face, const struct paint *paint);
