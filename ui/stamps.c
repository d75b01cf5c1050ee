#include "stamps.h"

#include "icons.h"
#include "strokes.h"

#include "kstr.h"

#include <cairo.h>
#include <glib.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

enum { MASKS = 96 };

enum mask_kind { MASK_FREE, MASK_DISC, MASK_ICON, MASK_CODE };

struct mask {
    enum mask_kind kind;
    uint64_t used;
    char name[LIMIT_TEXT_BYTES]; /* sign or content of the code */
    int side;
    uint8_t *data;
};

struct stamps {
    uint64_t tick;
    struct mask mask[MASKS];
    char code_text[LIMIT_TEXT_BYTES]; /* the code measured last */
    int code_modules;
};

/* ---- coverage by cairo ---- */

/* Copy an A8 surface into rows without gaps and destroy it. NULL: no memory. */
static uint8_t *take_surface(cairo_surface_t *surface, int side)
{
    cairo_surface_flush(surface);
    uint8_t *data = malloc((size_t)side * (size_t)side);
    const uint8_t *from = cairo_image_surface_get_data(surface);
    for (int y = 0; data && from && y < side; y++) {
        memcpy(data + (size_t)y * (size_t)side,
               from + (size_t)y * (size_t)cairo_image_surface_get_stride(surface), (size_t)side);
    }
    cairo_surface_destroy(surface);
    return data;
}

static uint8_t *make_disc(int side)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, side, side);
    cairo_t *cairo = cairo_create(surface);
    cairo_arc(cairo, side / 2.0, side / 2.0, side / 2.0, 0, 2 * G_PI);
    cairo_fill(cairo);
    cairo_destroy(cairo);
    return take_surface(surface, side);
}

static uint8_t *make_icon(const char *name, int side)
{
    const char *path = icon_path(name);
    if (!path) {
        return NULL;
    }
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, side, side);
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, side / 24.0, side / 24.0);
    cairo_set_line_width(cairo, 1.9);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    strokes_add(cairo, path);
    cairo_stroke(cairo);
    cairo_destroy(cairo);
    return take_surface(surface, side);
}

static uint8_t *make_code(const char *text, int side)
{
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    uint8_t *data = code ? calloc((size_t)side, (size_t)side) : NULL;
    int px = code ? side / code->width : 0;
    for (int y = 0; data && y < code->width * px; y++) {
        for (int x = 0; x < code->width * px; x++) {
            bool black = code->data[y / px * code->width + x / px] & 1U;
            data[(size_t)y * (size_t)side + (size_t)x] = black ? 255 : 0;
        }
    }
    QRcode_free(code);
    return data;
}

int stamps_code_modules(struct stamps *stamps, const char *text)
{
    if (!kstr_equal(stamps->code_text, text)) {
        QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
        stamps->code_modules = code ? code->width : 0;
        QRcode_free(code);
        (void)kstr_copy(stamps->code_text, sizeof stamps->code_text, text);
    }
    return stamps->code_modules;
}

static void free_mask(struct mask *mask)
{
    if (mask->data) {
        kstr_wipe(mask->data, (size_t)mask->side * (size_t)mask->side);
        free(mask->data);
    }
    kstr_wipe(mask, sizeof *mask);
}

static uint8_t *make_mask(enum mask_kind kind, const char *name, int side)
{
    switch (kind) {
    case MASK_DISC:
        return make_disc(side);
    case MASK_ICON:
        return make_icon(name, side);
    case MASK_CODE:
        return make_code(name, side);
    case MASK_FREE:
        break;
    }
    return NULL;
}

static const uint8_t *mask_of(struct stamps *stamps, enum mask_kind kind, const char *name,
                              int side)
{
    struct mask *oldest = &stamps->mask[0];
    for (int i = 0; i < MASKS; i++) {
        struct mask *m = &stamps->mask[i];
        if (m->kind == kind && m->side == side && kstr_equal(m->name, name)) {
            m->used = ++stamps->tick;
            return m->data;
        }
        oldest = m->used < oldest->used ? m : oldest;
    }
    free_mask(oldest);
    *oldest = (struct mask){.kind = kind, .side = side, .used = ++stamps->tick};
    (void)kstr_copy(oldest->name, sizeof oldest->name, name);
    oldest->data = make_mask(kind, name, side);
    return oldest->data;
}

const uint8_t *stamps_disc(struct stamps *stamps, int radius)
{
    return mask_of(stamps, MASK_DISC, "", radius * 2);
}

const uint8_t *stamps_icon(struct stamps *stamps, const char *name, int side)
{
    return mask_of(stamps, MASK_ICON, name, side);
}

const uint8_t *stamps_code(struct stamps *stamps, const char *text, int side)
{
    return mask_of(stamps, MASK_CODE, text, side);
}

/* ---- life ---- */

void stamps_wipe(struct stamps *stamps)
{
    kstr_wipe(stamps->code_text, sizeof stamps->code_text);
    stamps->code_modules = 0;
    for (int i = 0; i < MASKS; i++) {
        if (stamps->mask[i].kind == MASK_CODE) {
            free_mask(&stamps->mask[i]);
        }
    }
}

struct stamps *stamps_open(void)
{
    return calloc(1, sizeof(struct stamps));
}

void stamps_close(struct stamps **stamps)
{
    if (!*stamps) {
        return;
    }
    for (int i = 0; i < MASKS; i++) {
        free_mask(&(*stamps)->mask[i]);
    }
    free(*stamps);
    *stamps = NULL;
}
