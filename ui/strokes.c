#include "strokes.h"

#include "kassert.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static void rounded(cairo_t *cairo, const double *v)
{
    double x = v[0];
    double y = v[1];
    double right = x + v[2] - v[4];
    double bottom = y + v[3] - v[4];
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, right, y + v[4], v[4], -G_PI / 2, 0);
    cairo_arc(cairo, right, bottom, v[4], 0, G_PI / 2);
    cairo_arc(cairo, x + v[4], bottom, v[4], G_PI / 2, G_PI);
    cairo_arc(cairo, x + v[4], y + v[4], v[4], G_PI, G_PI * 3 / 2);
    cairo_close_path(cairo);
}

/* One command of icons.h. */
static void draw_command(cairo_t *cairo, char command, const double *v)
{
    switch (command) {
    case 'M':
        cairo_move_to(cairo, v[0], v[1]);
        break;
    case 'L':
        cairo_line_to(cairo, v[0], v[1]);
        break;
    case 'C':
        cairo_curve_to(cairo, v[0], v[1], v[2], v[3], v[4], v[5]);
        break;
    case 'Z':
        cairo_close_path(cairo);
        break;
    case 'O':
        cairo_new_sub_path(cairo);
        cairo_arc(cairo, v[0], v[1], v[2], 0, 2 * G_PI);
        break;
    case 'R':
        rounded(cairo, v);
        break;
    default: /* D: what came before is drawn first */
        cairo_stroke(cairo);
        cairo_arc(cairo, v[0], v[1], v[2], 0, 2 * G_PI);
        cairo_fill(cairo);
        break;
    }
}

static int numbers_of(char command)
{
    static const char commands[] = "MLCZORD";
    static const int numbers[] = {2, 2, 6, 0, 3, 5, 3};
    const char *at = strchr(commands, command);
    KASSERT(at != NULL && *at != '\0');
    return numbers[at - commands];
}

void strokes_add(cairo_t *cairo, const char *path)
{
    while (*path) {
        char command = *path++;
        double v[6] = {0};
        for (int i = 0; i < numbers_of(command); i++) {
            char *end = NULL;
            v[i] = strtod(path, &end);
            path = end;
        }
        draw_command(cairo, command, v);
        while (*path == ' ') {
            path++;
        }
    }
}
