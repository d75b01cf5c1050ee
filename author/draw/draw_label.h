#pragma once

#include "draw.h"

/* The texts of a drawing for Graphviz; shared by the files of this folder. */

/* Sticky-error text: what does not fit is told once, at the end. */
struct dot {
    struct kbuf *buf;
    struct kerr *err;
};

void dot_put(const struct dot *d, const char *text);
void dot_format(const struct dot *d, const char *fmt, ...) K_PRINTF(2, 3);

/* Inside of a quoted string. */
void dot_quoted(const struct dot *d, const char *text);

/* Inside of HTML; line breaks are <br>. */
void dot_html(const struct dot *d, const char *text);

/* Inside of an HTML-like label: wrapped to lines of about `width` Latin letters (a Hangul syllable
 * counts two), parted by <BR/>. */
void dot_wrapped(const struct dot *d, const char *text, int width);
