#include "plain.h"

#include "icons.h"
#include "strokes.h"

#include "kassert.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * Letters as strokes of a round pen. A Hangul syllable is its jamo, each stretched over a box of
 * its cell of 100 x 100; a Latin letter is one path, its capitals 100 high, small ones begin at 34.
 */

struct part {
    const char *path; /* in 100 x 100 */
    double x, y, w, h;
};

struct sign {
    const char *key; /* UTF-8 */
    double width;
    struct part part[4];
};

/* ---- jamo ---- */

#define GIYEOK     "M 0 0 L 100 0 C 98 45 62 85 8 100"
#define GIYEOK_LOW "M 0 0 L 100 0 L 100 100"
#define NIEUN      "M 0 0 L 0 100 L 100 100"
#define DIGEUT     "M 96 0 L 0 0 L 0 100 L 100 100"
#define RIEUL      "M 0 0 L 100 0 L 100 48 L 0 48 L 0 100 L 100 100"
#define MIEUM      "M 0 0 L 100 0 L 100 100 L 0 100 Z"
#define BIEUP      "M 0 0 L 0 100 L 100 100 L 100 0 M 0 46 L 100 46"
#define SIOT       "M 52 0 C 50 45 30 82 0 100 M 51 30 C 58 62 76 88 100 100"
#define SIOT_DOUBLE                                                                                \
    "M 22 0 C 21 45 12 82 0 100 M 22 34 C 25 64 30 82 40 94 "                                      \
    "M 80 0 C 79 45 72 82 60 100 M 80 34 C 83 64 91 88 100 100"
#define IEUNG "O 50 50 50"
#define JIEUT "M 0 0 L 100 0 M 52 0 C 50 48 30 84 0 100 M 52 36 C 59 66 78 90 100 100"
#define HIEUT "M 30 0 L 70 0 M 0 25 L 100 25 O 50 71 28"
#define A     "M 0 0 L 0 100 M 0 46 L 100 46"
#define AE    "M 0 4 L 0 96 M 0 50 L 100 50 M 100 0 L 100 100"
#define E     "M 0 50 L 50 50 M 50 4 L 50 96 M 100 0 L 100 100"
#define I     "M 0 0 L 0 100"
#define O     "M 50 0 L 50 100 M 0 100 L 100 100"
#define U     "M 0 0 L 100 0 M 50 0 L 50 100"
#define EU    "M 0 0 L 100 0"
#define EO    "M 0 70 L 100 70 M 100 0 L 100 100"

#define WHOLE 0, 0, 100, 100

static const struct sign signs[] = {
    {"죄", 100, {{JIEUT, 10, 10, 50, 40}, {O, 4, 62, 62, 24}, {I, 86, 0, 0, 100}}},
    {"송", 100, {{SIOT, 18, 2, 64, 32}, {O, 4, 38, 92, 16}, {IEUNG, 28, 66, 44, 34}}},
    {"합", 100, {{HIEUT, 2, 0, 62, 56}, {A, 76, 0, 20, 54}, {BIEUP, 26, 66, 50, 34}}},
    {"니", 100, {{NIEUN, 10, 12, 50, 66}, {I, 86, 0, 0, 100}}},
    {"다", 100, {{DIGEUT, 8, 14, 50, 64}, {A, 78, 0, 20, 100}}},
    {"직", 100, {{JIEUT, 8, 6, 54, 44}, {I, 84, 0, 0, 54}, {GIYEOK_LOW, 22, 68, 62, 32}}},
    {"원",
     100,
     {{IEUNG, 18, 0, 38, 32}, {U, 4, 46, 66, 20}, {EO, 66, 0, 22, 82}, {NIEUN, 20, 78, 70, 22}}},
    {"에", 100, {{IEUNG, 4, 28, 44, 44}, {E, 58, 0, 34, 100}}},
    {"게", 100, {{GIYEOK, 6, 16, 38, 64}, {E, 56, 0, 36, 100}}},
    {"말", 100, {{MIEUM, 8, 6, 50, 40}, {A, 76, 0, 20, 52}, {RIEUL, 22, 62, 58, 38}}},
    {"씀", 100, {{SIOT_DOUBLE, 8, 2, 84, 32}, {EU, 4, 48, 92, 0}, {MIEUM, 24, 64, 52, 36}}},
    {"해", 100, {{HIEUT, 0, 14, 54, 62}, {AE, 66, 0, 26, 100}}},
    {"주", 100, {{JIEUT, 18, 2, 64, 40}, {U, 4, 58, 92, 42}}},
    {"십", 100, {{SIOT, 8, 4, 54, 44}, {I, 84, 0, 0, 54}, {BIEUP, 26, 66, 54, 34}}},
    {"시", 100, {{SIOT, 6, 12, 56, 68}, {I, 86, 0, 0, 100}}},
    {"오", 100, {{IEUNG, 27, 6, 46, 46}, {O, 4, 62, 92, 26}}},
    {" ", 30, {{NULL, WHOLE}}},
    {".", 4, {{"M 2 98 L 2 98", WHOLE}}},
    {"S",
     66,
     {{"M 61 16 C 56 5 46 0 34 0 C 17 0 6 10 6 24 C 6 40 20 45 36 49 C 54 53 66 60 66 75 "
       "C 66 90 53 100 36 100 C 20 100 9 93 3 80",
       WHOLE}}},
    {"P", 62, {{"M 2 100 L 2 0 L 34 0 C 53 0 64 12 64 28 C 64 44 53 55 34 55 L 2 55", WHOLE}}},
    {"a", 60, {{"O 31 67 31 M 62 34 L 62 100", WHOLE}}},
    {"b", 64, {{"M 2 -4 L 2 100 O 34 67 32", WHOLE}}},
    {"e",
     62,
     {{"M 2 67 L 64 67 C 64 48 50 35 33 35 C 16 35 2 48 2 67 C 2 86 16 100 33 100 "
       "C 45 100 55 95 61 86",
       WHOLE}}},
    {"f", 32, {{"M 36 -3 C 22 -6 14 3 14 18 L 14 100 M 0 36 L 34 36", WHOLE}}},
    {"k", 50, {{"M 2 -4 L 2 100 M 48 36 L 2 78 M 19 63 L 52 100", WHOLE}}},
    {"l", 4, {{"M 2 -4 L 2 100", WHOLE}}},
    {"m",
     90,
     {{"M 2 36 L 2 100 M 2 60 C 4 44 14 35 26 35 C 39 35 46 44 46 58 L 46 100 "
       "M 46 60 C 48 44 58 35 70 35 C 83 35 90 44 90 58 L 90 100",
       WHOLE}}},
    {"o", 64, {{"O 32 67 32", WHOLE}}},
    {"r", 32, {{"M 2 36 L 2 100 M 2 64 C 4 46 16 34 33 36", WHOLE}}},
    {"s",
     50,
     {{"M 48 45 C 43 38 36 35 27 35 C 13 35 5 41 5 50 C 5 60 14 64 27 67 C 42 70 51 74 51 84 "
       "C 51 94 41 100 28 100 C 16 100 8 96 2 88",
       WHOLE}}},
    {"t", 34, {{"M 14 10 L 14 82 C 14 95 22 102 35 98 M 0 36 L 33 36", WHOLE}}},
    {"y", 54, {{"M 0 36 L 28 99 M 56 36 L 28 99 C 21 117 13 128 -2 127", WHOLE}}},
    {"0",
     60,
     {{"M 30 0 C 50 0 60 20 60 50 C 60 80 50 100 30 100 C 10 100 0 80 0 50 C 0 20 10 0 30 0 Z",
       WHOLE}}},
    {"1", 44, {{"M 10 20 L 34 0 L 34 100", WHOLE}}},
    {"2", 60, {{"M 3 27 C 3 10 14 0 30 0 C 46 0 57 10 57 26 C 57 48 30 64 2 100 L 60 100", WHOLE}}},
    {"3",
     60,
     {{"M 5 16 C 10 6 18 0 30 0 C 46 0 56 10 56 24 C 56 38 46 47 26 47 C 47 47 60 57 60 73 "
       "C 60 90 47 100 30 100 C 16 100 6 93 1 82",
       WHOLE}}},
    {"4", 62, {{"M 47 100 L 47 0 L 0 70 L 64 70", WHOLE}}},
    {"5",
     60,
     {{"M 54 0 L 12 0 L 7 45 C 14 39 22 36 31 36 C 48 36 60 48 60 67 C 60 87 47 100 29 100 "
       "C 16 100 7 94 1 84",
       WHOLE}}},
    {"6",
     60,
     {{"M 48 2 C 22 12 1 38 1 68 C 1 87 13 100 31 100 C 48 100 60 87 60 70 C 60 53 48 41 32 41 "
       "C 17 41 4 50 1 66",
       WHOLE}}},
    {"7", 60, {{"M 0 0 L 60 0 C 40 30 24 62 20 100", WHOLE}}},
    {"8", 60, {{"O 30 23 23 O 30 72 28", WHOLE}}},
    {"9",
     60,
     {{"M 13 98 C 39 88 60 62 60 32 C 60 13 48 0 30 0 C 13 0 1 13 1 30 C 1 47 13 59 29 59 "
       "C 44 59 57 50 60 34",
       WHOLE}}},
    {"-", 34, {{"M 0 54 L 34 54", WHOLE}}},
    {"+", 44, {{"M 0 54 L 44 54 M 22 32 L 22 76", WHOLE}}},
};
enum { SIGN_COUNT = sizeof signs / sizeof signs[0] };

/* ---- lines of them ---- */

#define PEN   9.0 /* thickness of a stroke, in hundredths of the long Korean line's size */
#define APART 16.0

/* The sign that text begins with; NULL: it cannot be drawn. */
static const struct sign *sign_at(const char *text)
{
    for (int i = 0; i < SIGN_COUNT; i++) {
        if (strncmp(text, signs[i].key, strlen(signs[i].key)) == 0) {
            return &signs[i];
        }
    }
    return NULL;
}

static void draw_sign(cairo_t *cairo, const struct sign *sign)
{
    for (size_t i = 0; i < sizeof sign->part / sizeof sign->part[0]; i++) {
        const struct part *part = &sign->part[i];
        if (part->path) {
            cairo_save(cairo);
            cairo_translate(cairo, part->x, part->y);
            /* a scale of nothing is no scale: a stroke without width has a hair's */
            cairo_scale(cairo, (part->w > 0 ? part->w : 0.01) / 100,
                        (part->h > 0 ? part->h : 0.01) / 100);
            strokes_add(cairo, part->path);
            cairo_restore(cairo);
        }
    }
    cairo_stroke(cairo);
}

/* Width of a line in hundredths of its size; drawn too, with cairo given. */
static double run_line(cairo_t *cairo, const char *text)
{
    double x = 0;
    while (*text) {
        const struct sign *sign = sign_at(text);
        if (sign && cairo) {
            cairo_save(cairo);
            cairo_translate(cairo, x, 0);
            draw_sign(cairo, sign);
            cairo_restore(cairo);
        }
        x += sign ? sign->width + APART : 0;
        text += sign ? strlen(sign->key) : 1;
    }
    return x > 0 ? x - APART : 0;
}

static void set_rgb(cairo_t *cairo, uint32_t rgb)
{
    cairo_set_source_rgb(cairo, (rgb >> 16 & 255U) / 255.0, (rgb >> 8 & 255U) / 255.0,
                         (rgb & 255U) / 255.0);
}

/* One line, size high, in the middle of width, with a pen of so many pixels. */
static void draw_line(cairo_t *cairo, const char *text, double width, double y, double size,
                      double pen)
{
    double wide = run_line(NULL, text) * size / 100;
    cairo_save(cairo);
    cairo_translate(cairo, (width - wide) / 2, y);
    cairo_scale(cairo, size / 100, size / 100);
    cairo_set_line_width(cairo, pen * 100 / size);
    (void)run_line(cairo, text);
    cairo_restore(cairo);
}

static void draw_icon(cairo_t *cairo, const char *name, double x, double y, double side)
{
    const char *path = icon_path(name);
    KASSERT(path);
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, side / 24, side / 24);
    cairo_set_line_width(cairo, 1.7);
    strokes_add(cairo, path);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

/* ---- the screen ---- */

/* Heights and gaps from top to bottom, in parts of the size of the long Korean line. */
#define DISC          4.4
#define AFTER_DISC    1.3
#define SORRY         1.35
#define AFTER_SORRY   0.95
#define ASK           1.0
#define AFTER_ASK     1.2
#define ENGLISH       0.62
#define AFTER_ENGLISH 1.5
#define NUMBER        1.15

static const char sorry[] = "죄송합니다.";
static const char ask[] = "직원에게 말씀해 주십시오.";
static const char english[] = "Sorry. Please ask a member of staff.";

static void draw_disc(cairo_t *cairo, const struct plain *plain, double middle, double y,
                      double side)
{
    set_rgb(cairo, plain->ink);
    cairo_new_path(cairo);
    cairo_arc(cairo, middle, y + side / 2, side / 2, 0, 2 * G_PI);
    cairo_fill(cairo);
    set_rgb(cairo, plain->sign);
    draw_icon(cairo, "person", middle - side * 0.31, y + side * 0.17, side * 0.62);
    set_rgb(cairo, plain->ink);
}

/* The telephone and its number, together in the middle; smaller when they are long. */
static void draw_number(cairo_t *cairo, const char *number, double width, double y, double size)
{
    double most = width * 0.88 / (run_line(NULL, number) / 100 + 1.7);
    size = size < most ? size : most;
    double pen = size * PEN / 100;
    double icon = size * 1.25;
    double gap = size * 0.45;
    draw_line(cairo, number, width + icon + gap, y, size, pen);
    double wide = run_line(NULL, number) * size / 100;
    draw_icon(cairo, "phone", (width - wide - icon - gap) / 2, y + (size - icon) / 2, icon);
}

void plain_draw(const struct plain *plain, cairo_surface_t *surface, int width, int height)
{
    bool has_number = run_line(NULL, plain->hotline) > 0;
    double rows = DISC + AFTER_DISC + SORRY + AFTER_SORRY + ASK + AFTER_ASK + ENGLISH +
                  (has_number ? AFTER_ENGLISH + NUMBER : 0);
    double by_width = width * 0.88 * 100 / run_line(NULL, ask);
    double by_height = height * 0.84 / rows;
    double size = by_width < by_height ? by_width : by_height;
    double y = (height - rows * size) * 0.46;
    cairo_t *cairo = cairo_create(surface);
    set_rgb(cairo, plain->ground);
    cairo_paint(cairo);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    draw_disc(cairo, plain, width / 2.0, y, DISC * size);
    y += (DISC + AFTER_DISC) * size;
    draw_line(cairo, sorry, width, y, SORRY * size, size * PEN / 100 * SORRY);
    y += (SORRY + AFTER_SORRY) * size;
    draw_line(cairo, ask, width, y, ASK * size, size * PEN / 100);
    y += (ASK + AFTER_ASK) * size;
    draw_line(cairo, english, width, y, ENGLISH * size, size * PEN * 0.8 / 100);
    y += (ENGLISH + AFTER_ENGLISH) * size;
    if (has_number) {
        draw_number(cairo, plain->hotline, width, y, NUMBER * size);
    }
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
}
