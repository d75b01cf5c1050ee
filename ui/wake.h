#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * Waiting where SDL cannot: its drivers for bare screens read /dev/input, but give nobody anything
 * to wait on. The same devices are opened here a second time, only to be woken: what they say goes
 * to SDL all the same, and here it is overwritten unread.
 */

struct wake;

/* Descriptors that are others': they wake, and are left unread. */
enum wake_of {
    WAKE_DISPLAY = 1, /* the video driver's: its events are SDL's to take */
    WAKE_CALLER,      /* what whoever waits for us also waits for */
};

/* The devices of a directory: "/dev/input"; NULL: none, only time passes. NULL: no memory. */
struct wake *wake_open(const char *dir);
void wake_close(struct wake **wake);

/* Longest that may be waited without looking for input that was not heard of: a device that could
 * not be opened, or one that SDL has yet to find. */
int64_t wake_limit_ms(const struct wake *wake, int64_t now_mono_ms, int64_t ms);

/* fd: borrowed while it is watched; -1 = none. */
void wake_watch(struct wake *wake, enum wake_of of, int fd);

/* Wait for a device, a change of devices, a display, or ms. False: a signal, or WAKE_CALLER has
 * something to read. */
bool wake_wait(struct wake *wake, int64_t ms, int64_t now_mono_ms);
