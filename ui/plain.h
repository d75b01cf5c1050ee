#pragma once

#include <cairo.h>
#include <stdint.h>

/*
 * The screen of a kiosk that has no font: one fixed sentence in Korean and English and the
 * hotline's number, drawn with strokes of our own. Nothing that may be missing is needed for it.
 */

struct plain {
    const char *hotline;        /* digits, '-', '+' and spaces are drawn; "" = none */
    uint32_t ground, ink, sign; /* 0xRRGGBB */
};

/* Fill the whole surface. */
void plain_draw(const struct plain *plain, cairo_surface_t *surface, int width, int height);
