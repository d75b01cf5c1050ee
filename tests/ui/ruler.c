#include "ruler.h"

#include <string.h>

static int advance(const char *c, int em)
{
    return ((unsigned char)*c & 0x80U) ? em * 92 / 100 : em * 56 / 100;
}

static int char_len(const char *c)
{
    int len = 1;
    while (((unsigned char)c[len] & 0xc0U) == 0x80U) {
        len++;
    }
    return len;
}

struct pen {
    int x, w, lines, width, em;
    int fits, fit; /* lines allowed; byte where the first line beyond them begins, -1 = none */
};

static void new_line(struct pen *pen, int at)
{
    pen->w = pen->x > pen->w ? pen->x : pen->w;
    pen->x = 0;
    if (pen->lines == pen->fits) {
        pen->fit = at;
    }
    pen->lines++;
}

/* One word: to the next line when it does not fit, in pieces when it fits none. */
static void write_word(struct pen *pen, const char *text, int from, int to)
{
    int w = 0;
    for (int i = from; i < to; i += char_len(text + i)) {
        w += advance(text + i, pen->em);
    }
    if (pen->width > 0 && pen->x > 0 && pen->x + w > pen->width) {
        new_line(pen, from);
    }
    for (int i = from; i < to; i += char_len(text + i)) {
        int step = advance(text + i, pen->em);
        if (pen->width > 0 && pen->x > 0 && pen->x + step > pen->width) {
            new_line(pen, i);
        }
        pen->x += step;
    }
}

static struct text_size measure(void *user, const struct text_spec *spec, int max_h)
{
    const struct scale *scale = user;
    int line = scale->line[spec->level];
    struct pen pen = {.lines = 1,
                      .width = spec->width,
                      .em = scale->em[spec->level],
                      .fits = max_h / line,
                      .fit = -1};
    for (int i = 0; i < spec->len;) {
        int to = i;
        while (to < spec->len && spec->text[to] != ' ' && spec->text[to] != '\n') {
            to++;
        }
        write_word(&pen, spec->text, i, to);
        if (to < spec->len && spec->text[to] == '\n') {
            new_line(&pen, to + 1);
        } else if (to < spec->len) {
            pen.x += pen.em * 25 / 100;
        }
        i = to + 1;
    }
    pen.w = pen.x > pen.w ? pen.x : pen.w;
    return (struct text_size){.w = pen.w,
                              .h = pen.lines * line,
                              .last_w = pen.x,
                              .fit = pen.fit < 0 ? spec->len : pen.fit};
}

static bool picture(void *user, const char *id, int *ret_w, int *ret_h)
{
    (void)user;
    *ret_w = 800;
    *ret_h = 500;
    return id[0] != '\0';
}

static int code(void *user, const char *text)
{
    (void)user;
    return text[0] ? 33 : 0;
}

struct measure ruler(const struct scale *scale)
{
    return (struct measure){measure, picture, code, (void *)scale};
}
