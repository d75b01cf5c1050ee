/* pictures/: the words of every picture, and its drawing from SVG to PNG (librsvg and cairo). */
#include "compile_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <librsvg/rsvg.h>
#include <math.h>
#include <string.h>

#define PICTURE_HEIGHT_MAX_PX 2000

static const struct field picture_fields[] = {
    FIELD(FIELD_WORDS, true, struct picture, alt, .max = LIMIT_TEXT_BYTES),
};

/* ---- drawing ---- */

struct png_sink {
    struct kbuf *buf;
    struct kerr *err;
};

static cairo_status_t on_bytes(void *user, const unsigned char *bytes, unsigned count)
{
    struct png_sink *sink = user;
    return kbuf_add(sink->buf, bytes, count, sink->err) == K_OK ? CAIRO_STATUS_SUCCESS
                                                                : CAIRO_STATUS_WRITE_ERROR;
}

/* Height at PICTURE_WIDTH_PX; 0 when the drawing says no size. */
static int height_of(RsvgHandle *handle)
{
    gboolean has_box = FALSE;
    RsvgRectangle box = {0};
    rsvg_handle_get_intrinsic_dimensions(handle, NULL, NULL, NULL, NULL, &has_box, &box);
    if (!has_box || !(box.width > 0) || !(box.height > 0)) {
        return 0;
    }
    double height = round(PICTURE_WIDTH_PX * box.height / box.width);
    return height >= 1 && height <= PICTURE_HEIGHT_MAX_PX ? (int)height : 0;
}

/* The library's words without the line end that some of them have. */
static void say_why(struct kerr *err, const char *what, GError *error)
{
    int length = (int)strcspn(error->message, "\n");
    (void)kerr_fail(err, K_E_FORMAT, "%s: %.*s", what, length, error->message);
    g_error_free(error);
}

static enum kcode draw(RsvgHandle *handle, int height, struct kbuf *buf, struct kerr *err)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, PICTURE_WIDTH_PX, height);
    cairo_t *cairo = cairo_create(surface);
    const RsvgRectangle all = {0, 0, PICTURE_WIDTH_PX, height};
    struct png_sink sink = {buf, err};
    GError *error = NULL;
    if (!rsvg_handle_render_document(handle, cairo, &all, &error)) {
        say_why(err, "cannot be drawn", error);
    } else if (cairo_surface_write_to_png_stream(surface, on_bytes, &sink) !=
                   CAIRO_STATUS_SUCCESS &&
               err->code == K_OK) {
        (void)kerr_fail(err, K_E_IO, "cannot be written as PNG");
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return err->code;
}

enum kcode picture_png(const char *svg, size_t count, struct kbuf *buf, struct kerr *err)
{
    GError *error = NULL;
    RsvgHandle *handle = rsvg_handle_new_from_data((const guint8 *)svg, count, &error);
    if (handle == NULL) {
        say_why(err, "not an SVG drawing", error);
        return err->code;
    }
    int height = height_of(handle);
    if (height > 0) {
        (void)draw(handle, height, buf, err);
    } else {
        (void)kerr_fail(err, K_E_NOT_FOUND, "no viewBox that fits");
    }
    g_object_unref(handle);
    return err->code;
}

/* ---- reading ---- */

static bool picture_exists(const struct compile *c, const char *id)
{
    for (size_t i = 0; i < c->picture_count; i++) {
        if (strcmp(c->picture[i].head.id, id) == 0) {
            return true;
        }
    }
    return false;
}

static const char *picture_name(const void *compiler, size_t index)
{
    const struct compile *c = compiler;
    return index < c->picture_count ? c->picture[index].head.id : NULL;
}

bool picture_named(struct compile *c, const char *id, struct place at)
{
    bool exists = picture_exists(c, id);
    if (!exists) {
        source_tell_near(c->source, at, A501_NO_SUCH_PICTURE, DIAG_ARGS(id),
                         source_near(id, picture_name, c));
    }
    return exists;
}

/* Words inside of a drawing would stay in one language. */
static void refuse_text(struct compile *c, struct place at, const char *svg)
{
    const char *found = strstr(svg, "<text");
    if (found == NULL) {
        return;
    }
    for (const char *byte = svg; byte < found; byte++) {
        at.column = *byte == '\n' ? 1 : at.column + 1;
        at.line += *byte == '\n';
    }
    source_tell(c->source, at, A504_TEXT_IN_PICTURE, NULL);
}

static void read_picture(struct compile *c, const char *name, const struct node *alts)
{
    char path[SOURCE_PATH_SIZE];
    size_t count = 0;
    (void)kstr_format(path, sizeof path, "pictures/%s", name);
    struct place at = {karena_text(&c->source->arena, path), 1, 1};
    struct draft_picture *picture = &c->picture[c->picture_count++];
    picture->head.id = source_stem(c->source, name, ".svg");
    picture->path = at.file;
    picture->at = at;
    const struct node *entry = alts != NULL ? node_get(alts, picture->head.id) : NULL;
    if (entry == NULL && alts != NULL) {
        source_tell(c->source, at, A502_PICTURE_WITHOUT_WORDS, DIAG_ARGS(picture->head.id));
    } else if (entry != NULL) {
        picture->at = entry->key_at;
        (void)field_read(c->source, entry, FIELDS(picture_fields), &picture->head);
    }
    const char *svg = source_read(c->source, path, &count);
    if (svg != NULL) {
        refuse_text(c, at, svg);
    }
}

void pictures_read(struct compile *c)
{
    size_t count = 0;
    const char *const *names = source_list(c->source, "pictures", ".svg", &count);
    source_others(c->source, "pictures", ".svg", "pictures.yaml");
    c->picture = karena_take(&c->source->arena, count + 1, sizeof *c->picture);
    if (count == 0) {
        return;
    }
    const struct node *alts = node_file(c->source, "pictures/pictures.yaml", NODE_MAP);
    for (size_t i = 0; i < count; i++) {
        read_picture(c, names[i], alts);
    }
    for (const struct node *entry = alts ? alts->child : NULL; entry; entry = entry->next) {
        if (!picture_exists(c, entry->key)) {
            source_tell(c->source, entry->key_at, A503_WORDS_WITHOUT_PICTURE,
                        DIAG_ARGS(entry->key));
        }
    }
}

/* ---- asked about ---- */

size_t compile_picture_count(const struct compile *compile)
{
    return compile->picture_count;
}

struct compile_picture compile_picture(const struct compile *c, size_t picture)
{
    KASSERT(picture < c->picture_count);
    const struct draft_picture *found = &c->picture[picture];
    return (struct compile_picture){found->head.id, found->path, found->head.alt};
}

/* What became of a drawing. */
static bool tell_drawing(struct source *source, const char *path, enum kcode code, size_t bytes,
                         const struct kerr *drawing)
{
    struct place top = source_top(source, path);
    bool is_large = code == K_E_FULL || bytes > LIMIT_PICTURE_BYTES;
    if (is_large) {
        source_tell(source, top, A505_PICTURE_TOO_LARGE,
                    DIAG_ARGS(diag_number(LIMIT_PICTURE_BYTES).text));
    } else if (code == K_E_NOT_FOUND) {
        source_tell(source, top, A507_NO_VIEWBOX, NULL);
    } else if (code != K_OK) {
        source_tell(source, top, A506_NOT_A_DRAWING, DIAG_ARGS(drawing->text));
    }
    return code == K_OK && !is_large;
}

bool compile_draw_told(struct compile *c, size_t picture, struct kbuf *buf)
{
    KASSERT(picture < c->picture_count);
    size_t count = 0;
    struct kerr err = {0};
    size_t before = buf->len;
    const char *path = c->picture[picture].path;
    const char *svg = source_read(c->source, path, &count);
    if (svg == NULL) {
        return false; /* told */
    }
    enum kcode code = picture_png(svg, count, buf, &err);
    return tell_drawing(c->source, path, code, buf->len - before, &err);
}

enum kcode compile_draw(struct compile *c, const char *id, struct kbuf *buf, struct kerr *err)
{
    size_t at = 0;
    size_t count = 0;
    while (at < c->picture_count && strcmp(c->picture[at].head.id, id) != 0) {
        at++;
    }
    const char *svg =
        at < c->picture_count ? source_read(c->source, c->picture[at].path, &count) : NULL;
    return svg != NULL ? picture_png(svg, count, buf, err)
                       : kerr_fail(err, K_E_NOT_FOUND, "no picture '%s'", id);
}

bool compile_picture_size(struct compile *c, size_t picture, int *ret_w, int *ret_h)
{
    KASSERT(picture < c->picture_count);
    size_t count = 0;
    const char *svg = source_read(c->source, c->picture[picture].path, &count);
    RsvgHandle *handle =
        svg != NULL ? rsvg_handle_new_from_data((const guint8 *)svg, count, NULL) : NULL;
    int height = handle != NULL ? height_of(handle) : 0;
    if (handle != NULL) {
        g_object_unref(handle);
    }
    *ret_w = PICTURE_WIDTH_PX;
    *ret_h = height;
    return height > 0;
}
