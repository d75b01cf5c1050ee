/* Drawings: lines and shapes only, small, and such that they can be drawn. */
#include "media.h"

#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

#define DRAWING_BYTES_MAX 100000 /* an SVG file: the longest of the shipped ones has 5 KB */
#define EXCERPT_BYTES     48

/* Where a byte of a file stands. */
static struct place place_of(struct source *source, const char *path, const char *text,
                             const char *found)
{
    struct place at = source_top(source, path);
    for (const char *byte = text; byte < found; byte++) {
        bool goes_on = ((unsigned char)*byte & 0xC0U) == 0x80U; /* inside of a character */
        at.column = *byte == '\n' ? 1 : at.column + !goes_on;
        at.line += *byte == '\n';
    }
    return at;
}

/* What makes a drawing more than a drawing, at the beginning of a tag or an attribute. */
static const char *const programs[] = {"<script", "<foreignObject", "<!ENTITY", "@import",
                                       "onload=", "onclick=",       "onbegin="};

static void tell(struct checking *checking, const char *path, const char *svg, const char *found,
                 enum diag_code code)
{
    char excerpt[EXCERPT_BYTES];
    (void)kstr_format(excerpt, sizeof excerpt, "%.*s", (int)strcspn(found, ">\n ;"), found);
    source_tell(checking->source, place_of(checking->source, path, svg, found), code,
                DIAG_ARGS(excerpt));
}

/* "href=" and "url(" lead to a place inside of the file: "#name". */
static void check_links(struct checking *checking, const char *path, const char *svg,
                        const char *link)
{
    for (const char *at = strstr(svg, link); at != NULL; at = strstr(at + 1, link)) {
        const char *target = at + strlen(link);
        target += *target == '"' || *target == '\'';
        if (kstr_starts(target, "data:")) {
            tell(checking, path, svg, at, A514_PHOTO_IN_DRAWING);
        } else if (*target != '#') {
            tell(checking, path, svg, at, A513_DRAWING_REACHES_OUT);
        }
    }
}

static void check_text(struct checking *checking, const char *path, const char *svg, size_t count)
{
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        const char *found = strstr(svg, programs[i]);
        if (found != NULL) {
            tell(checking, path, svg, found, A513_DRAWING_REACHES_OUT);
        }
    }
    const char *photo = strstr(svg, "<image");
    if (photo != NULL) {
        tell(checking, path, svg, photo, A514_PHOTO_IN_DRAWING);
    }
    check_links(checking, path, svg, "href=");
    check_links(checking, path, svg, "url(");
    if (count > DRAWING_BYTES_MAX) {
        source_tell(
            checking->source, source_top(checking->source, path), A515_DRAWING_TOO_LONG,
            DIAG_ARGS(diag_number((long long)count).text, diag_number(DRAWING_BYTES_MAX).text));
    }
}

/* A number of four bytes at byte `at` of a PNG file. */
static uint32_t png_number(const struct kbuf *png, size_t at)
{
    const unsigned char *byte = (const unsigned char *)png->data + at;
    return (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
}

static void check_drawn(struct checking *checking, size_t picture, struct kbuf *png)
{
    const char *path = compile_picture(checking->compile, picture).path;
    uint64_t mark = mark_drawing(checking->compile, picture);
    if (checking->options->changed && seen_has(checking->seen, mark)) {
        seen_put(checking->seen, mark); /* drawing takes a few ms, 500 pictures take seconds */
        return;
    }
    kbuf_clear(png);
    if (!compile_draw_told(checking->compile, picture, png)) {
        return;
    }
    KASSERT(png->len > 24);
    if (png_number(png, 20) > png_number(png, 16)) { /* height, width of IHDR */
        source_tell(checking->source, source_top(checking->source, path), A516_DRAWING_TALL, NULL);
    } else {
        seen_put(checking->seen, mark);
    }
}

static void check_one(struct checking *checking, size_t picture, struct kbuf *png)
{
    const char *path = compile_picture(checking->compile, picture).path;
    size_t count = 0;
    const char *svg = source_read(checking->source, path, &count);
    if (svg == NULL || strlen(svg) != count) {
        return;
    }
    check_text(checking, path, svg, count);
    check_drawn(checking, picture, png);
}

void drawings_check(struct checking *checking)
{
    size_t size = (size_t)LIMIT_PICTURE_BYTES + 4096;
    struct kbuf png = {.data = malloc(size), .size = size};
    KASSERT(png.data != NULL);
    for (size_t i = 0; i < compile_picture_count(checking->compile); i++) {
        check_one(checking, i, &png);
    }
    free(png.data);
}
