/*
 * From a screen to the widgets of one page: header, body in one or two columns, keyboard, the
 * buttons that lead on, bar. Regions are cut off a box from its edges until the columns are left.
 */
#include "column.h"
#include "look.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

#define PINNED_MAX      4     /* more buttons than that are choices, and flow */
#define PINNED_SHARE    0.5   /* of the body's height */
#define CHOICES_SHARE   0.42  /* landscape: left column beside choices */
#define ACTIONS_SHARE   0.64  /* ... beside the buttons that lead on */
#define KEYPAD_SHARE    0.56  /* ... beside a keypad */
#define READING_MM      330.0 /* no line is longer */
#define TILE_SHARE      0.6   /* a taller tile becomes a card */
#define STRETCH_SHARE   0.5   /* rows of buttons may grow by that much of their height */
#define KEY_WIDTH_MM    27.0
#define KEYPAD_WIDTH_MM 56.0

struct plan {
    struct view *view;
    const struct screen *screen;
    const struct scale *scale;
    struct box body;
    int pinned; /* first item of the buttons that lead on; item_count = none */
    struct column left, right;
    bool split; /* right is in use */
    struct box actions, keys, field;
};

static struct box cut_bottom(struct box *box, int height, int gap)
{
    struct box cut = {box->x, box->y + box->h - height, box->w, height};
    box->h -= height + gap;
    return cut;
}

static struct parts parts_at(const struct view *view, const struct widget *widget, int width)
{
    struct parts parts;
    parts_make(view, widget, width, &parts);
    return parts;
}

/* Width that the widget would like: everything on one line. */
static int natural_width(const struct view *view, const struct widget *widget)
{
    return parts_at(view, widget, view->in.scale->width * 8).w;
}

/* ---- header ---- */

static struct widget text_widget(enum role role, const char *text)
{
    return (struct widget){
        .role = role, .item = -1, .text = text, .text_len = (uint16_t)strlen(text)};
}

static void put_widget(struct plan *p, struct widget widget, struct box box)
{
    widget.box = box;
    widget.clipped = parts_at(p->view, &widget, box.w).h > box.h;
    *view_put(p->view, widget.role, box) = widget;
}

/* Name at the left, state and customer at the right; the state moves to a second row when the
 * three do not fit. Returns the header's height. */
static int place_header(struct plan *p)
{
    const struct scale *s = p->scale;
    struct widget name = text_widget(ROLE_HEADER, p->screen->header);
    struct widget who = text_widget(ROLE_WHO, p->screen->who);
    struct widget state = text_widget(ROLE_STATE, p->screen->state);
    int room = s->width - 2 * s->margin;
    int who_w = who.text_len ? natural_width(p->view, &who) : 0;
    int state_w = state.text_len ? natural_width(p->view, &state) : 0;
    int name_w = natural_width(p->view, &name);
    bool rows = state_w > 0 && name_w + who_w + state_w + 2 * s->pad > room;
    int right = who_w + (rows || state_w == 0 ? 0 : state_w + s->pad);
    if (name_w > room - right - s->pad) {
        name_w = room - right - (right ? s->pad : 0);
    }
    int pad = scale_soft_px(s, s->compact ? 2.5 : 4.5);
    int line = s->line[TYPE_BODY];
    int name_h = parts_at(p->view, &name, name_w).h;
    int row_h = name_h > line ? name_h : line;
    put_widget(p, name, (struct box){s->margin, pad + (row_h - name_h) / 2, name_w, name_h});
    int y = pad + (row_h - line) / 2;
    if (who_w) {
        put_widget(p, who, (struct box){s->width - s->margin - who_w, y, who_w, line});
    }
    if (state_w && !rows) {
        int x = s->width - s->margin - who_w - (who_w ? s->pad : 0) - state_w;
        put_widget(p, state, (struct box){x, y, state_w, line});
    }
    int height = row_h + 2 * pad;
    if (rows) {
        state_w = state_w > room ? room : state_w;
        int state_h = parts_at(p->view, &state, state_w).h;
        put_widget(p, state, (struct box){s->margin, height - pad / 2, state_w, state_h});
        height += state_h + pad / 2;
    }
    if (p->screen->progress_total > 0) {
        int bar_h = scale_soft_px(s, 2.0);
        view_put(p->view, ROLE_PROGRESS, (struct box){0, height, s->width, bar_h});
        height += bar_h;
    }
    return height;
}

/* ---- bar ---- */

struct row {
    struct widget widget[BAR_COUNT];
    int wish[BAR_COUNT];
    int count, total, height;
};

/* Measure the bar's buttons that are in `from..to` as one row. */
static struct row bar_row(const struct plan *p, int from, int to, bool beside)
{
    struct row row = {.total = -p->scale->gap};
    int least = scale_px(p->scale, SCALE_MAIN_MM);
    for (int i = from; i < to; i++) {
        const struct screen_item *item = &p->screen->bar[i];
        if (item->action.verb == ACT_NONE) {
            continue;
        }
        struct widget w = text_widget(i == BAR_PERSON ? ROLE_PERSON : ROLE_BAR, item->text);
        w.item = (int16_t)i;
        w.row = beside;
        int wish = natural_width(p->view, &w);
        wish = wish < least ? least : wish;
        row.widget[row.count] = w;
        row.wish[row.count++] = wish;
        row.total += wish + p->scale->gap;
    }
    return row;
}

/* Give what is left over to all alike, set the height. */
static void share_row(const struct plan *p, struct row *row)
{
    int spare = p->body.w - row->total;
    for (int i = 0; i < row->count; i++) {
        int part = spare / (row->count - i);
        row->wish[i] += part;
        spare -= part;
        int h = parts_at(p->view, &row->widget[i], row->wish[i]).h;
        row->height = h > row->height ? h : row->height;
    }
}

static void put_row(struct plan *p, const struct row *row, int y)
{
    int x = p->body.x;
    for (int i = 0; i < row->count; i++) {
        put_widget(p, row->widget[i], (struct box){x, y, row->wish[i], row->height});
        x += row->wish[i] + p->scale->gap;
    }
}

/* One row with the sign beside the word; else above it; else the person on a row of its own. */
static int bar_rows(const struct plan *p, struct row ret_rows[2])
{
    ret_rows[0] = bar_row(p, 0, BAR_COUNT, true);
    if (ret_rows[0].total > p->body.w) {
        ret_rows[0] = bar_row(p, 0, BAR_COUNT, false);
    }
    if (ret_rows[0].total <= p->body.w) {
        share_row(p, &ret_rows[0]);
        return ret_rows[0].count > 0;
    }
    ret_rows[0] = bar_row(p, 0, BAR_PERSON, true);
    if (ret_rows[0].total > p->body.w) {
        ret_rows[0] = bar_row(p, 0, BAR_PERSON, false);
    }
    ret_rows[1] = bar_row(p, BAR_PERSON, BAR_COUNT, true);
    share_row(p, &ret_rows[0]);
    share_row(p, &ret_rows[1]);
    return 2;
}

/* ---- buttons that lead on ---- */

static bool leads_on(const struct screen_item *item)
{
    return item->kind == ITEM_BUTTON &&
           (item->style == STYLE_MAIN || item->style == STYLE_PLAIN || item->style == STYLE_QUIET);
}

static int first_pinned(const struct screen *screen)
{
    int first = screen->item_count;
    while (first > 0 && leads_on(&screen->item[first - 1])) {
        first--;
    }
    return screen->item_count - first <= PINNED_MAX ? first : screen->item_count;
}

/* How many of the buttons from `at` on share a row of this width: two when both are short. */
static int actions_in_row(const struct plan *p, int at, int width)
{
    if (at + 1 >= p->screen->item_count) {
        return 1;
    }
    int half = (width - p->scale->gap) / 2;
    for (int i = at; i < at + 2; i++) {
        struct widget w = column_widget(p->view, &p->left, i);
        if (natural_width(p->view, &w) > half || p->screen->item[i].detail[0]) {
            return 1;
        }
    }
    return 2;
}

/* Height of the pinned buttons in this width; puts them below y when `put`. */
static int place_actions(struct plan *p, struct box box, bool put)
{
    int y = 0;
    for (int at = p->pinned; at < p->screen->item_count;) {
        int count = actions_in_row(p, at, box.w);
        int cell = (box.w - p->scale->gap * (count - 1)) / count;
        int height = 0;
        for (int i = 0; i < count; i++) {
            struct widget w = column_widget(p->view, &p->left, at + i);
            int h = parts_at(p->view, &w, cell).h;
            height = h > height ? h : height;
        }
        for (int i = 0; put && i < count; i++) {
            struct widget w = column_widget(p->view, &p->left, at + i);
            put_widget(p, w,
                       (struct box){box.x + i * (cell + p->scale->gap), box.y + y, cell, height});
        }
        y += height + p->scale->gap;
        at += count;
    }
    return y > 0 ? y - p->scale->gap : 0;
}

/* ---- keyboard ---- */

static int key_gap(const struct scale *s)
{
    return scale_px(s, SCALE_GAP_MM + 0.1);
}

static int keyboard_height(const struct plan *p, int room)
{
    enum keyboard keyboard = p->view->in.mode.keyboard;
    int rows = keys_rows(keyboard);
    double wish_mm = keyboard == KEYBOARD_DIGITS ? 28 : 22;
    int least = scale_px(p->scale, SCALE_TARGET_MM);
    int row = (room - key_gap(p->scale) * (rows - 1)) / rows;
    int wish = scale_px(p->scale, wish_mm);
    row = row > wish ? wish : row;
    row = row < least ? least : row;
    return row * rows + key_gap(p->scale) * (rows - 1);
}

static void place_keys(struct plan *p, struct box box)
{
    struct view *v = p->view;
    enum keyboard keyboard = v->in.mode.keyboard;
    int gap = key_gap(p->scale);
    int rows = keys_rows(keyboard);
    int cols = keys_across(keyboard) / KEYS_LETTER;
    int most = scale_px(p->scale, keyboard == KEYBOARD_DIGITS ? KEYPAD_WIDTH_MM : KEY_WIDTH_MM);
    int unit = (box.w - gap * (cols - 1)) / cols;
    unit = unit > most ? most : unit;
    int left = box.x + (box.w - unit * cols - gap * (cols - 1)) / 2;
    int height = (box.h - gap * (rows - 1)) / rows;
    v->key_count = keys_list(&v->in.mode, v->key);
    for (int i = 0; i < v->key_count; i++) {
        const struct key *key = &v->key[i];
        int x = left + key->at * (unit + gap) / KEYS_LETTER;
        int w = key->span * (unit + gap) / KEYS_LETTER - gap;
        struct widget widget = text_widget(ROLE_KEY, key->label);
        widget.key = (int16_t)i;
        struct widget *put = view_put(v, ROLE_KEY, (struct box){0});
        *put = widget;
        put->box = (struct box){x, box.y + key->row * (height + gap), w, height};
        put->clipped = natural_width(v, &widget) > w ||
                       (int)(p->scale->em[TYPE_BODY] * SCALE_GLYPH_EM) > height;
    }
}

/* ---- columns ---- */

static bool is_choice(const struct screen_item *item)
{
    return item->kind == ITEM_BUTTON;
}

static bool flowing_choices(const struct plan *p)
{
    for (int i = 0; i < p->pinned; i++) {
        if (is_choice(&p->screen->item[i]) || p->screen->item[i].kind == ITEM_QR) {
            return true;
        }
    }
    return false;
}

/* Share the items out: choices and what follows them to the right, when there is a right. */
static void fill_columns(struct plan *p)
{
    bool choices = false;
    for (int i = 0; i < p->pinned; i++) {
        const struct screen_item *item = &p->screen->item[i];
        bool heads = item->kind == ITEM_HEADING && i + 1 < p->pinned && is_choice(&item[1]);
        choices = choices || is_choice(item) || heads;
        bool right = p->split && (choices || item->kind == ITEM_QR);
        struct column *column = right ? &p->right : &p->left;
        column->item[column->count++] = (int16_t)i;
    }
}

/* Landscape: two columns; a short message and a screen without buttons keep one. */
static void split_body(struct plan *p)
{
    enum keyboard keyboard = p->view->in.mode.keyboard;
    bool choices = flowing_choices(p);
    bool actions = p->pinned < p->screen->item_count;
    bool message = look_hero(p->screen->kind)[0] && !choices;
    bool digits = keyboard == KEYBOARD_DIGITS;
    p->left.box = p->body;
    p->split = p->scale->landscape && !message && (choices || actions || digits);
    if (!p->split) {
        int most = scale_px(p->scale, READING_MM);
        if (p->body.w > most && keyboard == KEYBOARD_NONE) {
            p->left.box.x += (p->body.w - most) / 2;
            p->left.box.w = most;
        }
        return;
    }
    double share = choices ? CHOICES_SHARE : digits ? KEYPAD_SHARE : ACTIONS_SHARE;
    int gutter = p->scale->space * 3 / 2;
    p->left.box.w = (int)((p->body.w - gutter) * share);
    p->right.box = p->body;
    p->right.box.x += p->left.box.w + gutter;
    p->right.box.w -= p->left.box.w + gutter;
}

/* Cut keyboard and buttons off the columns. */
static void cut_docks(struct plan *p)
{
    const struct scale *s = p->scale;
    enum keyboard keyboard = p->view->in.mode.keyboard;
    if (keyboard == KEYBOARD_TEXT && p->split) {
        p->keys = cut_bottom(&p->body, keyboard_height(p, p->body.h * 45 / 100), s->pad);
        p->left.box.h = p->body.h;
        p->right.box.h = p->body.h;
    }
    struct box *dock = p->split ? &p->right.box : &p->left.box;
    int height = place_actions(p, *dock, false);
    if (height > dock->h * PINNED_SHARE && keyboard == KEYBOARD_NONE) {
        p->pinned = p->screen->item_count;
        height = 0;
    }
    if (height > 0) {
        p->actions = cut_bottom(dock, height, s->space);
    }
    if (keyboard != KEYBOARD_NONE && p->keys.h == 0) {
        int room = p->split ? dock->h : dock->h * 6 / 10;
        p->keys = cut_bottom(dock, keyboard_height(p, room), s->space);
    }
}

/* Tiles that would be too tall for the room become cards. */
static void choose_tiles(struct plan *p, struct column *column)
{
    for (int i = 0; i < column->count; i++) {
        struct widget w = column_widget(p->view, column, column->item[i]);
        int cell = (column->box.w - p->scale->gap) / 2;
        if (w.role == ROLE_TILE && parts_at(p->view, &w, cell).h > column->box.h * TILE_SHARE) {
            column->no_tiles = true;
        }
    }
}

/* The field stays in sight: when its column takes pages it stands at the bottom of all of them. */
static void pin_field(struct plan *p)
{
    for (int i = 0; i < p->left.count; i++) {
        int item = p->left.item[i];
        if (p->screen->item[item].kind != ITEM_FIELD) {
            continue;
        }
        struct widget w = column_widget(p->view, &p->left, item);
        int height = parts_at(p->view, &w, p->left.box.w).h;
        p->field = cut_bottom(&p->left.box, height, p->scale->pad);
        p->left.count--;
        memmove(&p->left.item[i], &p->left.item[i + 1],
                sizeof p->left.item[0] * (size_t)(p->left.count - i));
        return;
    }
}

/* What is left over on a single page: to the buttons first, then above the content. */
static void spread(struct plan *p, struct column *column)
{
    if (column->pages > 1) {
        return;
    }
    int spare = column->box.h - column->used;
    if (column->rows > 0 && spare > 0) {
        int row = scale_px(p->scale, 34.0 * STRETCH_SHARE);
        int most = spare * 6 / 10 / column->rows;
        column->stretch = most < row ? most : row;
        spare -= column->stretch * column->rows;
    }
    int share = column->wide ? spare * 45 / 100 : spare / 4;
    int most = scale_soft_px(p->scale, p->scale->landscape ? 12 : 30);
    column->offset = !column->wide && share > most ? most : share;
}

/* Count pages, with the pager when there are several; returns the pager's row. */
static struct box flow_columns(struct plan *p)
{
    struct box pager = {0};
    struct widget any = {.role = ROLE_PAGER, .text = "", .key = 1};
    int pager_h = parts_at(p->view, &any, p->left.box.w).h;
    struct column *columns[] = {&p->left, &p->right};
    for (int i = 0; i < 2; i++) {
        struct column *c = columns[i];
        column_flow(p->view, c, -1);
        if (c->pages > 1) {
            struct box row = cut_bottom(&c->box, pager_h, p->scale->space);
            pager = pager.h > 0 ? pager : row;
            column_flow(p->view, c, -1);
        }
    }
    return pager;
}

static void put_columns(struct plan *p)
{
    struct view *v = p->view;
    struct column *columns[] = {&p->left, &p->right};
    for (int i = 0; i < 2; i++) {
        struct column *c = columns[i];
        int page = v->page < c->pages ? v->page : c->pages - 1;
        int count = v->count;
        column_flow(v, c, page);
        v->count = count;
        spread(p, c);
        column_flow(v, c, page);
        if (i == 0 && p->field.h > 0) {
            struct column none = {0};
            for (int k = 0; k < p->screen->item_count; k++) {
                if (p->screen->item[k].kind == ITEM_FIELD) {
                    put_widget(p, column_widget(v, &none, k), p->field);
                }
            }
        }
    }
}

/* ---- pager ---- */

static void place_pager(struct plan *p, struct box row)
{
    static const char *const words[LANG_COUNT][2] = {
        [LANG_KO] = {"이전 쪽", "다음 쪽"}, [LANG_EN] = {"Previous", "Next"}};
    struct view *v = p->view;
    (void)kstr_format(v->place_text, sizeof v->place_text, "%d/%d", v->page + 1, v->page_count);
    struct widget place = text_widget(ROLE_PLACE, v->place_text);
    int place_w = natural_width(v, &place) + 2 * p->scale->gap;
    int side = (row.w - place_w) / 2;
    struct box box[3] = {{row.x, row.y, side, row.h},
                         {row.x + side, row.y, place_w, row.h},
                         {row.x + row.w - side, row.y, side, row.h}};
    if (v->page > 0) {
        struct widget back = text_widget(ROLE_PAGER, words[p->screen->lang][0]);
        back.key = -1;
        put_widget(p, back, box[0]);
    }
    put_widget(p, place, box[1]);
    if (v->page + 1 < v->page_count) {
        struct widget on = text_widget(ROLE_PAGER, words[p->screen->lang][1]);
        on.key = 1;
        put_widget(p, on, box[2]);
    }
}

/* ---- the whole ---- */

/* Value as it is shown: formatted, or dots but the last character. */
static void make_field_text(struct view *v)
{
    const struct screen_field *field = &v->in.screen->field;
    const char *value = v->in.value ? v->in.value : field->value;
    if (!field->masked) {
        bool fresh = kstr_equal(value, field->value) && field->shown[0];
        (void)kstr_copy(v->field_text, sizeof v->field_text, fresh ? field->shown : value);
        return;
    }
    v->field_text[0] = '\0';
    const char *last = value;
    for (const char *c = value; *c; c++) {
        bool starts = ((unsigned char)*c & 0xc0U) != 0x80U;
        if (starts && c > value) {
            (void)kstr_append(v->field_text, sizeof v->field_text, "●");
        }
        last = starts ? c : last;
    }
    (void)kstr_append(v->field_text, sizeof v->field_text, last);
}

static void cut_frame(struct plan *p)
{
    const struct scale *s = p->scale;
    p->body = (struct box){s->margin, 0, s->width - 2 * s->margin, s->height};
    int top = place_header(p);
    struct row rows[2] = {0};
    int count = bar_rows(p, rows);
    int bar_pad = scale_soft_px(s, s->compact ? 2.5 : 4.0);
    int bar_h = count > 0 ? 2 * bar_pad - s->gap : 0;
    for (int i = 0; i < count; i++) {
        bar_h += rows[i].height + s->gap;
    }
    int bar_y = s->height - bar_h + bar_pad;
    for (int i = count - 1; i >= 0; i--) { /* the person's row stands above the others */
        put_row(p, &rows[i], bar_y);
        bar_y += rows[i].height + s->gap;
    }
    p->body.y = top + s->space;
    p->body.h = s->height - bar_h - top - 2 * s->space;
}

/* The bar was measured first but is read last: move its widgets behind the others. */
static void bar_last(struct view *v, int from, int count)
{
    struct widget bar[BAR_COUNT];
    KASSERT(count <= BAR_COUNT);
    memcpy(bar, &v->widget[from], sizeof bar[0] * (size_t)count);
    memmove(&v->widget[from], &v->widget[from + count],
            sizeof bar[0] * (size_t)(v->count - from - count));
    memcpy(&v->widget[v->count - count], bar, sizeof bar[0] * (size_t)count);
}

static int first_bar(const struct view *v)
{
    int at = 0;
    while (at < v->count && v->widget[at].role != ROLE_BAR && v->widget[at].role != ROLE_PERSON) {
        at++;
    }
    return at;
}

void view_build(struct view *view, const struct view_input *in)
{
    view->in = *in;
    view->count = 0;
    view->key_count = 0;
    view->place_text[0] = '\0';
    make_field_text(view);
    struct plan p = {.view = view, .screen = in->screen, .scale = in->scale};
    p.pinned = first_pinned(in->screen);
    cut_frame(&p);
    int bar_from = first_bar(view);
    int bar_count = view->count - bar_from;
    p.left.wide = look_hero(in->screen->kind)[0] != '\0';
    split_body(&p);
    cut_docks(&p);
    fill_columns(&p);
    choose_tiles(&p, &p.left);
    choose_tiles(&p, &p.right);
    column_flow(view, &p.left, -1);
    if (in->mode.keyboard != KEYBOARD_NONE && p.left.pages > 1) {
        pin_field(&p);
    }
    if (p.left.wide) {
        p.left.hero = true;
        column_flow(view, &p.left, -1);
        p.left.hero = p.left.pages == 1;
    }
    struct box pager = flow_columns(&p);
    view->page_count = p.left.pages > p.right.pages ? p.left.pages : p.right.pages;
    view->page = in->page < view->page_count ? in->page : view->page_count - 1;
    put_columns(&p);
    if (view->page_count > 1) {
        place_pager(&p, pager);
    }
    if (p.keys.h > 0) {
        place_keys(&p, p.keys);
    }
    place_actions(&p, p.actions, p.actions.h > 0);
    bar_last(view, bar_from, bar_count);
}
