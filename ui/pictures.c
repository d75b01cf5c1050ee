#include "pictures.h"

#include "pngfile.h"
#include "shrink.h"

#include "kstr.h"

#include <cairo.h>
#include <stdlib.h>

enum { PICTURES = 8, SIZES = 32 };

struct shown {
    char id[LIMIT_ID_BYTES];
    uint64_t used; /* tick of the last use; 0 = free */
    struct picture picture;
};

struct natural {
    char id[LIMIT_ID_BYTES];
    int w, h; /* 0 = cannot be shown */
};

struct pictures {
    ui_picture_fn fetch;
    void *user;
    size_t keep_bytes;
    uint64_t tick, turned; /* now; when the page began */
    struct shown shown[PICTURES];
    struct natural natural[SIZES];
    int natural_next;
    char *file; /* LIMIT_PICTURE_BYTES, while a picture is read */
};

/* ---- out of the pack ---- */

/* The PNG of a picture, in pictures->file. */
static bool read_png(struct pictures *pictures, const char *id, struct kbuf *png)
{
    struct kerr err = {0};
    if (!pictures->file) {
        pictures->file = malloc(LIMIT_PICTURE_BYTES + 1);
    }
    *png = (struct kbuf){.data = pictures->file, .size = LIMIT_PICTURE_BYTES + 1};
    return pictures->file && pictures->fetch &&
           pictures->fetch(pictures->user, id, png, &err) == K_OK;
}

static void drop_file(struct pictures *pictures)
{
    free(pictures->file);
    pictures->file = NULL;
}

bool pictures_size(struct pictures *pictures, const char *id, int *ret_w, int *ret_h)
{
    struct natural *n = NULL;
    for (int i = 0; i < SIZES && !n; i++) {
        n = kstr_equal(pictures->natural[i].id, id) ? &pictures->natural[i] : NULL;
    }
    if (!n) {
        n = &pictures->natural[pictures->natural_next++ % SIZES];
        *n = (struct natural){0};
        (void)kstr_copy(n->id, sizeof n->id, id);
        struct kbuf png;
        struct kerr err = {0};
        if (read_png(pictures, id, &png) && pngfile_size(&png, &n->w, &n->h, &err) != K_OK) {
            n->w = 0;
        }
        drop_file(pictures);
    }
    *ret_w = n->w;
    *ret_h = n->h;
    return n->w > 0;
}

/* ---- to the size that is shown ---- */

/* Larger than in the pack, in one direction at least. */
static void stretch(const struct picture *from, const struct picture *to)
{
    cairo_surface_t *source = cairo_image_surface_create_for_data(
        (unsigned char *)from->data, CAIRO_FORMAT_ARGB32, from->w, from->h, from->w * 4);
    cairo_surface_t *target = cairo_image_surface_create_for_data(
        (unsigned char *)to->data, CAIRO_FORMAT_ARGB32, to->w, to->h, to->w * 4);
    cairo_t *cairo = cairo_create(target);
    cairo_scale(cairo, (double)to->w / from->w, (double)to->h / from->h);
    cairo_set_source_surface(cairo, source, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(target);
    cairo_surface_destroy(target);
    cairo_surface_destroy(source);
}

/* to->data is the caller's to free, also when it fails. */
static bool scale_picture(const struct picture *from, struct picture *to)
{
    to->data = calloc((size_t)to->w * (size_t)to->h, sizeof *to->data);
    if (!to->data) {
        return false;
    }
    if (to->w <= from->w && to->h <= from->h) {
        return shrink(from, to);
    }
    stretch(from, to);
    return true;
}

static void make_picture(struct pictures *pictures, struct shown *shown)
{
    struct kbuf png;
    struct kerr err = {0};
    struct picture whole = {0};
    bool made = read_png(pictures, shown->id, &png) && pngfile_decode(&png, &whole, &err) == K_OK &&
                scale_picture(&whole, &shown->picture);
    if (!made) {
        free(shown->picture.data);
        shown->picture.data = NULL;
    }
    free(whole.data);
    drop_file(pictures);
}

/* ---- the cache ---- */

static void free_shown(struct shown *shown)
{
    free(shown->picture.data);
    *shown = (struct shown){0};
}

static size_t bytes_of(const struct picture *picture)
{
    return (size_t)picture->w * (size_t)picture->h * sizeof *picture->data;
}

static struct shown *oldest(struct pictures *pictures, size_t *ret_bytes)
{
    struct shown *oldest = NULL;
    *ret_bytes = 0;
    for (int i = 0; i < PICTURES; i++) {
        struct shown *s = &pictures->shown[i];
        *ret_bytes += bytes_of(&s->picture);
        oldest = s->used > 0 && (!oldest || s->used < oldest->used) ? s : oldest;
    }
    return oldest;
}

/* Let go what other pages showed until there is room for so many bytes. */
static void make_room(struct pictures *pictures, size_t bytes)
{
    size_t kept = 0;
    struct shown *old = oldest(pictures, &kept);
    while (old && old->used <= pictures->turned && kept + bytes > pictures->keep_bytes) {
        free_shown(old);
        old = oldest(pictures, &kept);
    }
}

/* A place for one more: a free one, or the one used longest ago. */
static struct shown *take_place(struct pictures *pictures)
{
    struct shown *place = &pictures->shown[0];
    for (int i = 1; i < PICTURES; i++) {
        place = pictures->shown[i].used < place->used ? &pictures->shown[i] : place;
    }
    free_shown(place);
    return place;
}

void pictures_turn(struct pictures *pictures)
{
    pictures->turned = pictures->tick;
}

const uint32_t *pictures_get(struct pictures *pictures, const char *id, int w, int h)
{
    for (int i = 0; i < PICTURES; i++) {
        struct shown *s = &pictures->shown[i];
        if (s->picture.w == w && s->picture.h == h && kstr_equal(s->id, id)) {
            s->used = ++pictures->tick;
            return s->picture.data;
        }
    }
    struct picture wanted = {NULL, w, h};
    make_room(pictures, bytes_of(&wanted));
    struct shown *place = take_place(pictures);
    *place = (struct shown){.used = ++pictures->tick, .picture = wanted};
    (void)kstr_copy(place->id, sizeof place->id, id);
    make_picture(pictures, place);
    return place->picture.data;
}

/* ---- life ---- */

struct pictures *pictures_open(ui_picture_fn fetch, void *user, size_t keep_bytes)
{
    struct pictures *pictures = calloc(1, sizeof *pictures);
    if (pictures) {
        pictures->fetch = fetch;
        pictures->user = user;
        pictures->keep_bytes = keep_bytes;
    }
    return pictures;
}

void pictures_close(struct pictures **pictures)
{
    if (!*pictures) {
        return;
    }
    for (int i = 0; i < PICTURES; i++) {
        free_shown(&(*pictures)->shown[i]);
    }
    drop_file(*pictures);
    free(*pictures);
    *pictures = NULL;
}
