#pragma once

#include <linux/input.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A reader that types: input events as the kernel hands them out, 5 ms apart. The layout is written
 * down here once more, row by row as on a keyboard, so that the decoder's table has a witness.
 */
#define TYPIST_EVENTS 4096

struct typist {
    struct input_event event[TYPIST_EVENTS];
    size_t count;
    int64_t now_ms; /* of the next event; the test may let time pass */
};

/* One event as it is. */
void typist_event(struct typist *typist, int type, int code, int value);

/* Press and release a key, with the kernel's report behind each. */
void typist_key(struct typist *typist, int code);

/* Type printable ASCII with the left Shift key, "\n" as Enter. */
void typist_text(struct typist *typist, const char *text);

/* Bytes of all events. */
size_t typist_bytes(const struct typist *typist);
