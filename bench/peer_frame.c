#include "peer_frame.h"

#include <cairo.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH  1080
#define HEIGHT 1920
#define NS     1e6

void peer_frame_measure(int rounds, struct series *ret_copy_ms, struct series *ret_fill_ms)
{
    size_t bytes = (size_t)WIDTH * HEIGHT * 4;
    unsigned char *from = malloc(bytes);
    cairo_surface_t *to = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    if (!from || cairo_surface_status(to) != CAIRO_STATUS_SUCCESS ||
        cairo_image_surface_get_stride(to) != WIDTH * 4) {
        bench_stop("no memory for a frame");
    }
    memset(from, 1, bytes);
    for (int i = 0; i < rounds; i++) {
        from[i] = (unsigned char)i;
        int64_t start_ns = bench_ns();
        memcpy(cairo_image_surface_get_data(to), from, bytes);
        series_add(ret_copy_ms, (double)(bench_ns() - start_ns) / NS);
        cairo_surface_mark_dirty(to);
        start_ns = bench_ns();
        cairo_t *cairo = cairo_create(to);
        cairo_set_source_rgb(cairo, 0.04, 0.31, (double)(i % 2));
        cairo_paint(cairo);
        cairo_destroy(cairo);
        cairo_surface_flush(to);
        series_add(ret_fill_ms, (double)(bench_ns() - start_ns) / NS);
    }
    cairo_surface_destroy(to);
    free(from);
}
