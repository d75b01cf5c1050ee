#pragma once

#include "kbuf.h"

/* Writes a text piece by piece: the first failure stays, and nothing is written after it. */
struct pen {
    struct kbuf *buf;
    struct kerr *err;
    enum kcode code;
};

void pen_put(struct pen *pen, const char *text);
