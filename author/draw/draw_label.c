/* Texts for Graphviz: escaped, and wrapped so that a box is no wider than a hand. */
#include "draw_label.h"

#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void dot_put(const struct dot *d, const char *text)
{
    if (d->err->code == K_OK) {
        (void)!kbuf_text(d->buf, text, d->err);
    }
}

void dot_format(const struct dot *d, const char *fmt, ...)
{
    char text[1024];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    dot_put(d, text);
}

void dot_quoted(const struct dot *d, const char *text)
{
    for (size_t i = 0; text[i] != '\0'; i++) {
        const char one[2] = {text[i], '\0'};
        dot_put(d, text[i] == '"'    ? "\\\""
                   : text[i] == '\\' ? "\\\\"
                   : text[i] == '\n' ? " "
                                     : one);
    }
}

static void put_character(const struct dot *d, const char *text, int bytes)
{
    char one[5] = {0};
    memcpy(one, text, (size_t)bytes);
    dot_put(d, *text == '<'   ? "&lt;"
               : *text == '>' ? "&gt;"
               : *text == '&' ? "&amp;"
               : *text == '"' ? "&quot;"
                              : one);
}

void dot_html(const struct dot *d, const char *text)
{
    uint32_t c = 0;
    for (int taken = utf8_get(text, &c); taken > 0; taken = utf8_get(text, &c)) {
        if (c == '\n') {
            dot_put(d, "<br>");
        } else {
            put_character(d, text, taken);
        }
        text += taken;
    }
}

/* Width of the word at text, in Latin letters; *ret_bytes to its end. */
static int word_width(const char *text, int *ret_bytes)
{
    int width = 0;
    int bytes = 0;
    uint32_t c = 0;
    for (int taken = utf8_get(text, &c); taken > 0 && c != ' ' && c != '\n';
         taken = utf8_get(text + bytes, &c)) {
        width += c >= 0x1100 ? 2 : 1;
        bytes += taken;
    }
    *ret_bytes = bytes;
    return width;
}

static void put_word(const struct dot *d, const char *text, int bytes)
{
    uint32_t c = 0;
    for (int at = 0; at < bytes;) {
        int taken = utf8_get(text + at, &c);
        put_character(d, text + at, taken);
        at += taken;
    }
}

void dot_wrapped(const struct dot *d, const char *text, int width)
{
    int column = 0;
    while (*text != '\0') {
        int bytes = 0;
        int word = word_width(text, &bytes);
        if (bytes == 0) { /* a blank, or a byte that is no text */
            column = *text == '\n' ? width : column;
            text++;
            continue;
        }
        if (column > 0 && column + 1 + word > width) {
            dot_put(d, "<BR/>");
            column = 0;
        }
        dot_put(d, column > 0 ? " " : "");
        put_word(d, text, bytes);
        column += word + (column > 0);
        text += bytes;
    }
}
