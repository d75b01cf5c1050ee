#pragma once

#include "view.h"

/* A column of items that flows over pages. Private to ui_core: layout.c plans, column.c flows. */

#define COLUMN_ERROR (-2) /* no item of the screen: what is wrong with its field */

#define TILE_EM 8.3 /* a tile is at least this wide: sign, "가입과 명의" and air */

struct column {
    struct box box;
    int16_t item[LIMIT_SCREEN_ITEMS];
    int count;
    bool wide;     /* centred texts */
    bool hero;     /* begins with the large sign */
    bool across;   /* cards stand two abreast */
    bool no_tiles; /* tiles would be too tall: cards */
    bool list;     /* nothing stands beside another: large type */
    int stretch;   /* px that every row of buttons is taller than it needs to be */
    int offset;    /* px that the first thing stands below the top */
    /* found by column_flow() */
    int pages;
    int used; /* height of the page that was asked for */
    int rows; /* of buttons on it */
};

/* Flow the items; put the widgets of page `page` into view (page < 0: only count). */
void column_flow(struct view *view, struct column *column, int page);

/* Append a widget; asserts room. */
struct widget *view_put(struct view *view, enum role role, struct box box);

/* Role of an item in a column. */
enum role column_role(const struct column *column, const struct screen_item *item);

/* Widget of a screen item, without a box. */
struct widget column_widget(const struct view *view, const struct column *column, int item);
