#pragma once

#include "density.h"
#include "fault.h"
#include "keys.h"
#include "widget.h"

#include "kbuf.h"

/*
 * One page of a screen, laid out: widgets in reading order. Built anew from the screen after every
 * event; nothing in it is remembered. Pure.
 */

enum {
    VIEW_WIDGETS = 160,
    VIEW_MARKS = 1200,
    VIEW_FIELD_BYTES = LIMIT_FIELD_BYTES * 3 + 1, /* a dot for every character */
};
static_assert(VIEW_WIDGETS >= LIMIT_SCREEN_ITEMS + KEYS_MAX + 16, "a screen fits a view");

/* What a view is made of. */
struct view_input {
    const struct screen *screen;
    const struct scale *scale;
    const struct measure *measure;
    struct key_mode mode;
    const char *value; /* of the field as typed so far; NULL = screen->field.value */
    int composing;     /* bytes at the value's end that are still being composed */
    int page;          /* wanted, from 0; shown is the nearest there is */
    bool high;         /* high contrast: everything that is filled has an edge */
};

struct view {
    struct view_input in;          /* borrowed parts must outlive the view */
    const struct density *density; /* the airiest that keeps the screen on one page */
    struct scale scale;            /* in.scale with the air of that density */
    int page, page_count;
    bool apart; /* the field stands without what is wrong with it: that flows */
    bool trial; /* only whether one page is enough is asked */
    bool tight; /* a keyboard leaves so little room that the question is not larger than the rest */
    int count;
    struct widget widget[VIEW_WIDGETS];
    int key_count;
    struct key key[KEYS_MAX];
    char field_text[VIEW_FIELD_BYTES]; /* as it is drawn */
    char field_said[VIEW_FIELD_BYTES]; /* as it may be written down */
    char place_text[24];
};

/* Lay a screen out: widgets in reading order, keys, page count. What in points to
 * stays borrowed. */
void view_build(struct view *view, const struct view_input *in);

/* The target at a point; NULL when there is none. */
const struct widget *view_hit(const struct view *view, int x, int y);

/* The target with this label: exact, then the first whose label begins with it. */
const struct widget *view_find(const struct view *view, const char *label);

/* What pressing it means; ACT_NONE for keys and the pager. */
struct action view_action(const struct view *view, const struct widget *widget);

/* The screen has a button that takes the field's value. */
bool view_has_done(const struct screen *screen);

/* The first screen stands on the brand's colour; in high contrast nothing does. */
bool view_on_brand(const struct view *view);

/* What that button means; ACT_OK when there is none. */
struct action view_done_action(const struct screen *screen);

/* ---- focus ---- */

enum focus_move { FOCUS_NEXT, FOCUS_PREVIOUS, FOCUS_UP, FOCUS_DOWN };

/* Where the focus goes from the target `from` (NULL = nowhere yet); NULL when there is no target.
 * Goes round at the ends: no trap. */
const struct widget *view_focus(const struct view *view, const struct widget *from,
                                enum focus_move move);

/* ---- the inside of a widget ---- */

enum { PARTS_MAX = 16 };

struct parts {
    int w, h; /* natural size at the width it was asked for */
    int count;
    struct mark mark[PARTS_MAX]; /* relative to the widget's corner */
};

/* What a widget of this width holds. Backgrounds and states are the drawing's (view_draw). */
void parts_make(const struct view *view, const struct widget *widget, int width,
                struct parts *ret_parts);

/* ---- drawing ---- */

struct view_state {
    bool has_pressed, has_focus;
    struct widget_id pressed, focus;
};

/* The view as marks, back to front. Returns how many. */
int view_draw(const struct view *view, const struct view_state *state,
              struct mark ret_marks[VIEW_MARKS]);

/* ---- for tests ---- */

/* "role x y w h label" a line, tenths of a millimetre. Errors: K_E_FULL */
enum kcode view_dump(const struct view *view, struct kbuf *buf, struct kerr *err) K_MUST_CHECK;

/* Broken rules of layout: of each widget of the page. */
typedef void (*view_fault_fn)(void *user, const struct widget *widget, enum view_fault fault);
void view_each_fault(const struct view *view, view_fault_fn tell, void *user);

/* The same as text, one a line. Errors: K_E_FULL */
enum kcode view_faults(const struct view *view, struct kbuf *buf, struct kerr *err) K_MUST_CHECK;
