#pragma once

#include "column.h"

/* How a page is divided while it is laid out. Private to ui_core: frame.c cuts header and bar off
 * the panel, dock.c the keyboard and the buttons that lead on, split.c makes columns of what is
 * left, layout.c fills them. */

enum { PINNED_MAX = 5 };

struct plan {
    struct view *view;
    const struct screen *screen;
    const struct scale *scale;
    struct box body;            /* between header and bar */
    int16_t pinned[PINNED_MAX]; /* items that stay in sight on every page */
    int pinned_count;
    bool split; /* two columns */
    struct column left, right;
    struct box actions, keys, field; /* h 0 = not there */
};

/* Natural parts of a widget at a width. */
struct parts plan_parts(const struct plan *plan, const struct widget *widget, int width);
/* Width it would like: everything on one line. */
int plan_natural(const struct plan *plan, const struct widget *widget);
/* A widget that stands for no item. text is borrowed. */
struct widget plan_text(enum role role, const char *text);
/* Put it there, clipped when it needs more height. */
void plan_put(struct plan *plan, struct widget widget, struct box box);
/* Cut height off the bottom of box, and the gap above it. */
struct box plan_cut(struct box *box, int height, int gap);

/* Air above and below what is in the header, in the bar. */
int frame_head_pad(const struct scale *scale);
int frame_bar_pad(const struct scale *scale);
/* Header and bar; plan->body is what is left. */
void frame_place(struct plan *plan);
/* The bar is read last: call when everything else is placed. */
void frame_bar_last(struct plan *plan);

/* Which buttons are pinned. */
void dock_choose(struct plan *plan);
bool dock_pinned(const struct plan *plan, int item);
/* Height of the pinned buttons in this width. */
int dock_actions_height(const struct plan *plan, int width);
void dock_place_actions(struct plan *plan);
/* Height of the keyboard, at most room unless its keys would be too small. */
int dock_keys_height(const struct plan *plan, int room);
void dock_place_keys(struct plan *plan);

/* A choice flows with the items: what the right column is for. */
bool split_has_choices(const struct plan *plan);
/* Cut the body into columns; put the items that are not pinned into them. */
void split_body(struct plan *plan);
void split_fill(struct plan *plan);
