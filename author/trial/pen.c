#include "pen.h"

void pen_put(struct pen *pen, const char *text)
{
    if (pen->code == K_OK) {
        pen->code = kbuf_text(pen->buf, text, pen->err);
    }
}
