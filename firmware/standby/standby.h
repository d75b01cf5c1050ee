#pragma once

#include "face.h"
#include "kbeat.h"
#include "kerr.h"
#include "paint.h"

#include <SDL.h>
#include <limits.h>
#include <stdbool.h>

/*
 * annae-standby: what stands on the panel when the kiosk cannot. One window, one form, one file
 * that is only appended to. It opens no database and no pack, reads no font, and runs none of the
 * code that may have crashed: lib/base, lib/trust and SDL2 is all it has.
 */

struct standby_config {
    const char *state_dir;
    const char *script; /* file or FIFO of lines; NULL = a customer */
    struct face_panel panel;
    bool fullscreen;
};

struct standby {
    const struct standby_config *config;
    struct facts facts;
    struct form form;
    struct face face;
    struct kbeat beat;
    char journal[PATH_MAX];
    char id[40]; /* of the request under way: the same on every try; "" = none yet */
    int up_fd;   /* locked while this program runs: the courier looks */
    SDL_Window *window;
    SDL_Surface *surface; /* borrowed from the window, or of our own in the window's place */
    SDL_Surface *canvas;  /* 32 bits a pixel */
    int pressed, focus;
    bool is_stale;        /* what is on the panel is not what is wanted */
    bool is_asked;        /* to end, when nobody is in the middle of it */
    int64_t read_mono_ms; /* standby.conf was last looked at */
};

/* Errors: K_E_IO  no display, no memory, another standby in the same directory */
enum kcode standby_open(const struct standby_config *config, struct standby *standby,
                        struct kerr *err) K_MUST_CHECK;
void standby_close(struct standby *standby);

/* Wait for input at most wait_ms, act, draw what changed. */
void standby_turn(struct standby *standby, int wait_ms);

/* ms until time itself changes something; at most a second, for the heartbeat. */
int standby_due_ms(const struct standby *standby);

/* Press what does act; false: it is not there. */
bool standby_press(struct standby *standby, enum form_act act);

/* A key by its name: "0".."9", "up" .. "right", "tab", "enter", "backspace". False: unknown. */
bool standby_key(struct standby *standby, const char *name);

/* Draw what is wanted. */
void standby_draw(struct standby *standby);
