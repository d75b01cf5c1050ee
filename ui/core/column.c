#include "column.h"

#include "kassert.h"

#include <string.h>

#define TILES_MAX   3
#define SCORES      5
#define SPLIT_LINES 2 /* fewer lines of a text at the end of a page look lost */

/* Where the flow stands. */
struct flow {
    struct view *view;
    struct column *column;
    int wanted;
    int page, y;
    enum role last; /* placed before on this page; ROLE_NONE at its top */
};

/* Items that stand side by side, or one item (or what is left of its text). */
struct block {
    struct widget widget;
    int count, cols;
    int height;
};

struct widget *view_put(struct view *view, enum role role, struct box box)
{
    KASSERT(view->count < VIEW_WIDGETS);
    struct widget *widget = &view->widget[view->count++];
    *widget = (struct widget){.role = role, .box = box, .item = -1, .text = ""};
    return widget;
}

static enum role button_role(const struct column *column, enum item_style style)
{
    static const enum role roles[] = {
        [STYLE_PLAIN] = ROLE_PLAIN,  [STYLE_MAIN] = ROLE_MAIN,   [STYLE_CARD] = ROLE_CARD,
        [STYLE_TILE] = ROLE_TILE,    [STYLE_QUIET] = ROLE_QUIET, [STYLE_SCORE] = ROLE_SCORE,
        [STYLE_SEARCH] = ROLE_SEARCH};
    bool card = (style == STYLE_TILE && column->no_tiles) || (style == STYLE_SCORE && column->list);
    return card ? ROLE_CARD : roles[style];
}

enum role column_role(const struct column *column, const struct screen_item *item)
{
    static const enum role roles[ITEM_KIND_COUNT] = {
        [ITEM_LEAD] = ROLE_LEAD,     [ITEM_TEXT] = ROLE_TEXT,
        [ITEM_SMALL] = ROLE_SMALL,   [ITEM_HEADING] = ROLE_HEADING,
        [ITEM_BULLET] = ROLE_BULLET, [ITEM_NUMBERED] = ROLE_NUMBERED,
        [ITEM_NOTE] = ROLE_NOTE,     [ITEM_PICTURE] = ROLE_PICTURE,
        [ITEM_FIELD] = ROLE_FIELD,   [ITEM_QR] = ROLE_QR,
        [ITEM_BIG] = ROLE_BIG};
    return item->kind == ITEM_BUTTON ? button_role(column, item->style) : roles[item->kind];
}

struct widget column_widget(const struct view *view, const struct column *column, int item)
{
    const struct screen *screen = view->in.screen;
    if (item == COLUMN_ERROR) {
        return (struct widget){.role = ROLE_ERROR,
                               .item = -1,
                               .text = screen->field.error,
                               .text_len = (uint16_t)strlen(screen->field.error)};
    }
    const struct screen_item *from = &screen->item[item];
    struct widget w = {
        .role = column_role(column, from), .item = (int16_t)item, .wide = column->wide};
    w.text = w.role == ROLE_FIELD ? screen->field.label : from->text;
    w.text_len = (uint16_t)strlen(w.text);
    return w;
}

static bool splits(enum role role)
{
    return role == ROLE_TEXT || role == ROLE_SMALL || role == ROLE_BULLET ||
           role == ROLE_NUMBERED || role == ROLE_NOTE || role == ROLE_LEAD ||
           role == ROLE_HEADING || role == ROLE_ERROR;
}

/* How many items like the one at `at` follow, itself included. */
static int alike(const struct flow *f, int at)
{
    const struct column *c = f->column;
    enum role role = column_widget(f->view, c, c->item[at]).role;
    int count = 1;
    while (at + count < c->count && column_widget(f->view, c, c->item[at + count]).role == role) {
        count++;
    }
    return count;
}

static int columns_for(const struct flow *f, enum role role)
{
    if (role == ROLE_SCORE) {
        return SCORES;
    }
    if (role == ROLE_CARD && f->column->across) {
        return 2;
    }
    if (role != ROLE_TILE) {
        return 1;
    }
    const struct scale *s = &f->view->scale;
    int cols = (f->column->box.w + s->gap) / ((int)(s->em[TYPE_BODY] * TILE_EM) + s->gap);
    return cols < 1 ? 1 : cols > TILES_MAX ? TILES_MAX : cols;
}

static int cell_width(const struct flow *f, int cols)
{
    return (f->column->box.w - f->view->scale.gap * (cols - 1)) / cols;
}

static struct block block_at(const struct flow *f, int at, int from)
{
    const struct column *c = f->column;
    struct block b = {.widget = column_widget(f->view, c, c->item[at]), .count = 1};
    b.widget.text += from;
    b.widget.text_len = (uint16_t)(b.widget.text_len - from);
    b.widget.more = from > 0;
    b.cols = columns_for(f, b.widget.role);
    if (b.cols > 1) {
        int group = alike(f, at);
        if (b.widget.role == ROLE_SCORE && group < b.cols) {
            b.cols = group;
        }
        b.count = group < b.cols ? group : b.cols;
    }
    for (int i = 0; i < b.count; i++) {
        struct widget w = i == 0 ? b.widget : column_widget(f->view, c, c->item[at + i]);
        struct parts parts;
        parts_make(f->view, &w, cell_width(f, b.cols), &parts);
        b.height = parts.h > b.height ? parts.h : b.height;
    }
    if (role_target(b.widget.role)) {
        b.height += c->stretch;
    }
    return b;
}

/* Air between two things that follow each other. */
static int gap_between(const struct scale *s, enum role above, enum role below)
{
    if (above == ROLE_NONE) {
        return 0;
    }
    bool target_above = role_target(above);
    bool target_below = role_target(below);
    if (target_above && target_below) {
        return s->gap;
    }
    if (above == ROLE_LEAD && (below == ROLE_TEXT || below == ROLE_SMALL)) {
        return s->pad * 2 / 3;
    }
    if (target_above || target_below || above == ROLE_LEAD || above == ROLE_HERO ||
        below == ROLE_HEADING) {
        return above == ROLE_HEADING ? s->pad : s->space;
    }
    return above == ROLE_HEADING ? s->pad / 2 : s->pad;
}

static void new_page(struct flow *f)
{
    f->page++;
    f->y = 0;
    f->last = ROLE_NONE;
}

/* Put a block at the place the flow stands. */
static void put_block(struct flow *f, const struct block *b, int at, int height)
{
    struct column *c = f->column;
    const struct scale *s = &f->view->scale;
    f->y += gap_between(s, f->last, b->widget.role);
    bool here = f->page == f->wanted;
    for (int i = 0; here && i < b->count; i++) {
        struct widget w = i == 0 ? b->widget : column_widget(f->view, c, c->item[at + i]);
        int cell = cell_width(f, b->cols);
        int x = c->box.x + i * (cell + s->gap);
        w.box = (struct box){x, c->box.y + c->offset + f->y, cell, height};
        w.clipped = f->y + height > c->box.h;
        *view_put(f->view, w.role, w.box) = w;
    }
    f->y += height;
    f->last = b->widget.role;
    if (here) {
        c->used = f->y;
        c->rows += role_target(b->widget.role);
    }
}

/* Bytes of a text block that fit in height, and the height they take. 0 = none that look well. */
static int split_block(const struct flow *f, const struct block *b, int height, int *ret_height)
{
    struct parts parts;
    parts_make(f->view, &b->widget, f->column->box.w, &parts);
    const struct mark *mark = NULL;
    for (int i = 0; i < parts.count && !mark; i++) {
        bool own = parts.mark[i].kind == MARK_TEXT && parts.mark[i].text == b->widget.text;
        mark = own ? &parts.mark[i] : NULL;
    }
    KASSERT(mark);
    const struct scale *s = &f->view->scale;
    int around = parts.h - mark->box.h;
    int lines = (height - around) / s->line[mark->level];
    if (lines < (f->last == ROLE_NONE ? 1 : SPLIT_LINES)) {
        return 0;
    }
    struct text_spec spec = {.text = mark->text,
                             .len = mark->text_len,
                             .level = mark->level,
                             .bold = mark->bold,
                             .width = mark->box.w,
                             .lang = f->view->in.screen->lang};
    const struct measure *measure = f->view->in.measure;
    struct text_size size = measure->text(measure->user, &spec, height - around);
    *ret_height = around + lines * s->line[mark->level];
    return size.fit < mark->text_len ? size.fit : 0;
}

/* Height that must follow a block on its page: a heading does not stand alone. */
static int kept_height(const struct flow *f, const struct block *b, int at)
{
    bool keeps = b->widget.role == ROLE_HEADING || b->widget.role == ROLE_LEAD;
    if (!keeps || at + 1 >= f->column->count) {
        return 0;
    }
    const struct scale *s = &f->view->scale;
    struct block next = block_at(f, at + 1, 0);
    int gap = gap_between(s, b->widget.role, next.widget.role);
    int lines = s->line[TYPE_BODY] * SPLIT_LINES + 2 * s->pad;
    return gap + (splits(next.widget.role) && next.height > lines ? lines : next.height);
}

/* Place the item at `at` (its text from byte `from`); returns how many items are done, 0 when the
 * rest of this one comes on the next page (*from says where). */
static int place(struct flow *f, int at, int *from)
{
    struct block b = block_at(f, at, *from);
    int room = f->column->box.h - f->y - gap_between(&f->view->scale, f->last, b.widget.role);
    int kept = kept_height(f, &b, at);
    bool top = f->last == ROLE_NONE;
    if (b.height == 0 || b.height + kept <= room || (top && b.height <= room)) {
        if (b.height > 0) {
            put_block(f, &b, at, b.height);
        }
        *from = 0;
        return b.count;
    }
    int height = 0;
    bool split = splits(b.widget.role) && b.height > room && !f->view->trial;
    int fit = split ? split_block(f, &b, room, &height) : 0;
    if (fit > 0) {
        const char *text = b.widget.text;
        b.widget.text_len = (uint16_t)fit;
        put_block(f, &b, at, height);
        *from += fit;
        for (text += fit; *text == ' ' || *text == '\n'; text++) {
            *from += 1;
        }
        new_page(f);
        return 0;
    }
    if (!top) {
        new_page(f);
        return 0;
    }
    put_block(f, &b, at, b.height); /* taller than a page: clipped, and said so */
    *from = 0;
    return b.count;
}

void column_flow(struct view *view, struct column *column, int page)
{
    struct flow f = {.view = view, .column = column, .wanted = page};
    column->used = 0;
    column->rows = 0;
    if (column->hero) {
        struct widget hero = {.role = ROLE_HERO, .item = -1, .text = ""};
        struct parts parts;
        parts_make(view, &hero, column->box.w, &parts);
        struct block b = {.widget = hero, .count = 1, .cols = 1};
        put_block(&f, &b, 0, parts.h);
    }
    int from = 0;
    for (int at = 0; at < column->count && !(view->trial && f.page > 0);) {
        at += place(&f, at, &from);
    }
    column->pages = f.page + 1;
}
