#pragma once

#include "fault.h"
#include "kbuf.h"
#include "kerr.h"
#include "screen.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The glass: draws a screen, says what was touched. SDL2, Pango, cairo, libhangul, libqrencode and
 * libpng live here and nowhere else. Layout is in millimetres (ui/core, pure); one window; redraws
 * only cells that changed.
 */

struct ui;

/* The panel: pixels and its physical size. */
struct panel {
    int width_px, height_px; /* 480..4096 each; portrait or landscape */
    double mm_per_px;        /* 0.248 for 21.5" full HD */
};

/* How large and how plain a customer wants it. */
struct ui_look {
    int size; /* percent: 100 (0 is the same), 150 or 200; everything zooms */
    bool high_contrast;
};

/* PNG bytes of a picture of the pack. Errors leave the place of the picture empty. */
typedef enum kcode (*ui_picture_fn)(void *user, const char *id, struct kbuf *buf, struct kerr *err);

/* Its size alone, for who lays out and does not paint; false: it cannot be shown. */
typedef bool (*ui_picture_size_fn)(void *user, const char *id, int *ret_w, int *ret_h);

struct ui_config {
    struct panel panel;
    bool headless; /* no window: SDL's dummy driver; frames are still drawn */
    bool fullscreen;
    bool still;          /* no motion: pictures in tests, customers who asked for calm */
    struct ui_look look; /* of every visit's beginning */
    uint32_t primary, on_primary, accent; /* the brand, 0xRRGGBB */
    ui_picture_fn picture;
    ui_picture_size_fn picture_size; /* NULL: as large as its bytes say */
    void *picture_user;
};

enum ui_event_kind {
    UI_TOUCH, /* action of the button that was pressed and released, or chosen by key */
    UI_FIELD, /* text: the field's new value (composition included) */
    UI_ALIVE, /* a sign of life that means nothing else (paging, moving the focus) */
    UI_BURST, /* text: a burst of keys as a card reader or scanner types it, ended by Enter */
    UI_KEY,   /* text: a function key ("F1".."F12"): the demo's card tray */
    UI_QUIT,  /* the window was closed or Ctrl-Q: developer's machine only */
};

struct ui_event {
    enum ui_event_kind kind;
    struct action action;
    char text[LIMIT_FIELD_BYTES];
};

/* Errors: K_E_NOT_FOUND (no font: says which and how to install it), K_E_IO (no display) */
enum kcode ui_open(const struct ui_config *config, struct ui **ret_ui,
                   struct kerr *err) K_MUST_CHECK;
/* Would ui_open() find its font now? Reads directories: not for every frame. */
bool ui_has_font(void);

/* A glass without a font: one calm sentence in Korean and English, drawn with strokes of our own,
 * sends the customer to the staff, and to the hotline's number ("" = none). It takes no touch: only
 * ui_wait() (UI_QUIT), ui_save_png(), ui_stats() and ui_close() are for it.
 *
 * Errors: K_E_IO (no display) */
enum kcode ui_open_plain(const struct ui_config *config, const char *hotline, struct ui **ret_ui,
                         struct kerr *err) K_MUST_CHECK;
void ui_close(struct ui **ui);

/* Show a screen; copies it. Nothing is drawn when it equals what is shown. */
void ui_show(struct ui *ui, const struct screen *screen, int64_t now_mono_ms);

/* Another size, another contrast, until ui_wipe(). A panel below 260 mm stays at 100 %. */
void ui_set_look(struct ui *ui, const struct ui_look *look);

/* An author's line over a corner of the glass, in small type and no part of any screen: for the
 * preview. "" = none; copied. */
void ui_note(struct ui *ui, const char *text);

/* The pack is another one: every picture is asked for again. */
void ui_forget_pictures(struct ui *ui);

/* Wait at most wait_ms for input (0 = look only), draw what is due (motion, pressed buttons), and
 * return the events, oldest first. While motion runs it wakes by itself. */
int ui_wait(struct ui *ui, int wait_ms, struct ui_event *ret_events, int max);

/* Also wake for fd, which is left unread: ui_wait() then returns no event. -1 = for none. Borrowed
 * until the next call. False: this glass cannot (Wayland), somebody has to look by the clock. */
bool ui_watch(struct ui *ui, int fd);

/* Overwrite field, composition, caches of drawn text that came from a customer. */
void ui_wipe(struct ui *ui);

/* ---- for tests, the visit player and bench ---- */

/* Press and release at the middle of the widget with this label (button, tile, bar, keyboard key,
 * pager), through the same path as a finger; false when it is not visible. An identical press
 * within 0.5 s of now_mono_ms counts once: a script lets time pass. */
bool ui_tap(struct ui *ui, const char *label, int64_t now_mono_ms);
/* A key by its name: "up" "down" "left" "right" "enter" "tab" "backtab" "escape" "backspace" "F1"..
 * "F12". Any other text comes as fast as a reader types it: with "enter" after it, a UI_BURST. */
void ui_press(struct ui *ui, const char *key);
/* Typed by a person: into the field, letters through libhangul in Hangul mode. */
void ui_type(struct ui *ui, const char *text);
/* Label of the focused widget, "" when there is none. */
const char *ui_focus(const struct ui *ui);
/* The widget tree as text: "role x y w h label" in tenths of a millimetre, reading order. */
enum kcode ui_dump(struct ui *ui, struct kbuf *buf, struct kerr *err) K_MUST_CHECK;
/* Problems of the layout shown: clipped text, overlapping or too small targets; "" = none. */
enum kcode ui_faults(struct ui *ui, struct kbuf *buf, struct kerr *err) K_MUST_CHECK;
/* One fault of a screen that was tried. Borrowed for the call. */
struct ui_fault {
    enum view_fault fault;
    int page, page_count;
    const char *role; /* "card", "text", ... */
    const char *label;
    int label_len;
};
typedef void (*ui_fault_fn)(void *user, const struct ui_fault *fault);

/* Lay every page of a screen out, as ui_show() would, without painting anything: tells what is
 * wrong with each, controls and pictures that are on no page. What is shown stays. Returns the
 * pages. */
int ui_try(struct ui *ui, const struct screen *screen, ui_fault_fn tell, void *user);

/* The frame as PNG. */
enum kcode ui_save_png(struct ui *ui, const char *path, struct kerr *err) K_MUST_CHECK;
/* Times since ui_open(): ms from exec to the first presented frame is firmware's to compute. */
struct ui_stats {
    int64_t frames, rects, pixels; /* presented */
};
struct ui_stats ui_stats(const struct ui *ui);
