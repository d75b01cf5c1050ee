#include "stamps.h"

#include "icons.h"
#include "pngfile.h"

#include "kassert.h"
#include "kstr.h"

#include <cairo.h>
#include <glib.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

enum { MASKS = 96, PICTURES = 4, SIZES = 32 };

enum mask_kind { MASK_FREE, MASK_DISC, MASK_ICON, MASK_CODE };

struct mask {
    enum mask_kind kind;
    uint64_t used;
    char name[LIMIT_TEXT_BYTES]; /* sign or content of the code */
    int side;
    uint8_t *data;
};

struct shown {
    char id[LIMIT_ID_BYTES];
    uint64_t used;
    struct picture picture; /* scaled */
};

struct natural {
    char id[LIMIT_ID_BYTES];
    int w, h; /* 0 = cannot be shown */
};

struct stamps {
    ui_picture_fn picture;
    void *picture_user;
    uint64_t tick;
    struct mask mask[MASKS];
    struct shown shown[PICTURES];
    struct natural natural[SIZES];
    int natural_next;
    char code_text[LIMIT_TEXT_BYTES]; /* the code measured last */
    int code_modules;
    char *file; /* LIMIT_PICTURE_BYTES, while a picture is read */
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

/* ---- pictures ---- */

/* The PNG of a picture, in stamps->file. */
static bool fetch(struct stamps *stamps, const char *id, struct kbuf *png)
{
    struct kerr err = {0};
    if (!stamps->file) {
        stamps->file = malloc(LIMIT_PICTURE_BYTES + 1);
    }
    *png = (struct kbuf){.data = stamps->file, .size = LIMIT_PICTURE_BYTES + 1};
    return stamps->file && stamps->picture &&
           stamps->picture(stamps->picture_user, id, png, &err) == K_OK;
}

static void drop_file(struct stamps *stamps)
{
    free(stamps->file);
    stamps->file = NULL;
}

bool stamps_picture_size(struct stamps *stamps, const char *id, int *ret_w, int *ret_h)
{
    struct natural *n = NULL;
    for (int i = 0; i < SIZES && !n; i++) {
        n = kstr_equal(stamps->natural[i].id, id) ? &stamps->natural[i] : NULL;
    }
    if (!n) {
        n = &stamps->natural[stamps->natural_next++ % SIZES];
        *n = (struct natural){0};
        (void)kstr_copy(n->id, sizeof n->id, id);
        struct kbuf png;
        struct kerr err = {0};
        if (fetch(stamps, id, &png) && pngfile_size(&png, &n->w, &n->h, &err) != K_OK) {
            n->w = 0;
        }
        drop_file(stamps);
    }
    *ret_w = n->w;
    *ret_h = n->h;
    return n->w > 0;
}

/* from at w x h. */
static bool scale_picture(const struct picture *from, int w, int h, struct picture *ret)
{
    uint32_t *data = calloc((size_t)w * (size_t)h, sizeof *data);
    if (!data) {
        return false;
    }
    cairo_surface_t *source = cairo_image_surface_create_for_data(
        (unsigned char *)from->data, CAIRO_FORMAT_ARGB32, from->w, from->h, from->w * 4);
    cairo_surface_t *target = cairo_image_surface_create_for_data((unsigned char *)data,
                                                                  CAIRO_FORMAT_ARGB32, w, h, w * 4);
    cairo_t *cairo = cairo_create(target);
    cairo_scale(cairo, (double)w / from->w, (double)h / from->h);
    cairo_set_source_surface(cairo, source, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(target);
    cairo_surface_destroy(target);
    cairo_surface_destroy(source);
    *ret = (struct picture){data, w, h};
    return true;
}

static bool make_picture(struct stamps *stamps, const char *id, int w, int h, struct picture *ret)
{
    struct kbuf png;
    struct kerr err = {0};
    struct picture whole = {0};
    bool made = fetch(stamps, id, &png) && pngfile_decode(&png, &whole, &err) == K_OK &&
                scale_picture(&whole, w, h, ret);
    free(whole.data);
    drop_file(stamps);
    return made;
}

const uint32_t *stamps_picture(struct stamps *stamps, const char *id, int w, int h)
{
    struct shown *oldest = &stamps->shown[0];
    for (int i = 0; i < PICTURES; i++) {
        struct shown *s = &stamps->shown[i];
        if (s->picture.w == w && s->picture.h == h && kstr_equal(s->id, id)) {
            s->used = ++stamps->tick;
            return s->picture.data;
        }
        oldest = s->used < oldest->used ? s : oldest;
    }
    free(oldest->picture.data);
    *oldest = (struct shown){.used = ++stamps->tick, .picture = {NULL, w, h}};
    (void)kstr_copy(oldest->id, sizeof oldest->id, id);
    (void)make_picture(stamps, id, w, h, &oldest->picture);
    return oldest->picture.data;
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

struct stamps *stamps_open(ui_picture_fn picture, void *picture_user)
{
    struct stamps *stamps = calloc(1, sizeof *stamps);
    if (stamps) {
        stamps->picture = picture;
        stamps->picture_user = picture_user;
    }
    return stamps;
}

void stamps_close(struct stamps **stamps)
{
    if (!*stamps) {
        return;
    }
    for (int i = 0; i < MASKS; i++) {
        free_mask(&(*stamps)->mask[i]);
    }
    for (int i = 0; i < PICTURES; i++) {
        free((*stamps)->shown[i].picture.data);
    }
    drop_file(*stamps);
    free(*stamps);
    *stamps = NULL;
}
