#pragma once

#include <cairo.h>

/* Add a path in the words of icons.h to cairo's, in the present scale. A filled dot (D) is drawn at
 * once, with what came before it. */
void strokes_add(cairo_t *cairo, const char *path);
