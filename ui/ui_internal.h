#pragma once

#include "brush.h"
#include "burst.h"
#include "cells.h"
#include "glyphs.h"
#include "pictures.h"
#include "stamps.h"
#include "typing.h"
#include "ui.h"
#include "view.h"
#include "wake.h"

#include <SDL.h>

/* The parts of the glass: ui.c life and waiting, ui_frame.c drawing, ui_input.c fingers and keys,
 * ui_probe.c the port for tests. */

enum {
    UI_QUEUE = 64,
    UI_NOTE_BYTES = 512,
    UI_TOUCHES = 4,         /* fingers down at once: a second one must not be lost */
    UI_REPEAT_MS = 500,     /* an identical press within it is a trembling hand */
    UI_REPEAT_KEY_MS = 120, /* ... on keyboard and pager, where people repeat */
    UI_MOTION_MS = 160,
    UI_MOTION_FRAME_MS = 16,
};

struct ui_touch {
    int64_t finger;
    bool down;
    struct widget_id on;
};

struct ui {
    struct ui_config config;
    SDL_Window *window;
    SDL_Surface *surface; /* borrowed from the window */
    struct scale scale;
    struct measure measure;
    struct wake *wake; /* NULL: the video driver wakes us by itself */
    struct glyphs *glyphs;
    struct stamps *stamps;
    struct pictures *pictures;
    struct typing typing;
    struct palette palette;
    struct ui_look look;
    char note[UI_NOTE_BYTES]; /* ui_note() */
    struct burst burst;

    struct screen screen;
    struct view view;
    struct view_state state;
    struct cells cells;
    struct mark mark[VIEW_MARKS];
    struct ui_stats stats;
    int64_t motion_from_ms;

    struct ui_touch touch[UI_TOUCHES];
    int64_t last_ms; /* repeat guard: the last press and what it was on */
    struct widget_id last_on;
    char last_label[LIMIT_LABEL_BYTES];

    struct ui_event queue[UI_QUEUE];
    int queued;
    int mark_count;
    int page;
    bool is_plain; /* no font: ui_open_plain() */
    char hotline[LIMIT_TEXT_BYTES];
    bool has_screen;
    bool stale; /* what is on the glass is not what is wanted */
    bool moving;
};

/* display_fd.c: what X11 tells of input on; -1 = not X11. */
int display_fd(SDL_Window *window);

/* Scale and palette as panel and look want them. */
void ui_rescale(struct ui *ui, int width, int height);
/* Lay the page out anew. */
void ui_layout(struct ui *ui);
/* Draw what changed. */
void ui_draw(struct ui *ui, int64_t now_mono_ms);
/* Paint all marks into another brush: what the frame should look like. */
void ui_paint(struct ui *ui, const struct brush *brush);
/* The window's surface, after it was made or its size changed. */
enum kcode ui_take_surface(struct ui *ui, struct kerr *err) K_MUST_CHECK;

/* Take one event of SDL. */
void ui_input(struct ui *ui, const SDL_Event *event, int64_t now_mono_ms);
/* Decide what was held back for the burst detector. */
void ui_rest(struct ui *ui, int64_t ms);
void ui_pointer(struct ui *ui, uint32_t type, int64_t finger, int x, int y, int64_t now_mono_ms);
/* A key by its name ("up", "enter", "F3"); false when there is no such name. */
bool ui_named_key(struct ui *ui, const char *name, int64_t now_mono_ms);
/* A character typed by a person. */
void ui_typed(struct ui *ui, const char *text);
