/*
 * From a screen to the widgets of one page. Regions are cut off the panel from its edges (frame.c,
 * dock.c) until one or two columns are left (split.c), in which the items flow over pages
 * (column.c).
 */
#include "look.h"
#include "plan.h"

#include "kstr.h"

#include <string.h>

#define PINNED_SHARE     0.5   /* pinned buttons may take that much of the body's height */
#define PINNED_LARGE     0.25  /* ... where everything is large */
#define CHOICES_LEAST_MM 110.0 /* ... and leave that much to choices above them */
#define TILE_SHARE       0.6   /* a taller tile becomes a card */
#define LEFT_LINES       6     /* less above the keys: what is wrong flows with the rest */
#define STRETCH_MM       17.0  /* a row of buttons grows by at most that into empty room */

struct box plan_cut(struct box *box, int height, int gap)
{
    struct box cut = {box->x, box->y + box->h - height, box->w, height};
    box->h -= height + gap;
    return cut;
}

struct parts plan_parts(const struct plan *p, const struct widget *widget, int width)
{
    struct parts parts;
    parts_make(p->view, widget, width, &parts);
    return parts;
}

int plan_natural(const struct plan *p, const struct widget *widget)
{
    return plan_parts(p, widget, p->scale->width * 8).w;
}

struct widget plan_text(enum role role, const char *text)
{
    return (struct widget){
        .role = role, .item = -1, .text = text, .text_len = (uint16_t)strlen(text)};
}

void plan_put(struct plan *p, struct widget widget, struct box box)
{
    widget.box = box;
    widget.clipped = plan_parts(p, &widget, box.w).h > box.h;
    *view_put(p->view, widget.role, box) = widget;
}

/* Height of a column's content on one page, however long. */
static int whole_height(const struct plan *p, const struct column *column)
{
    struct column all = *column;
    int count = p->view->count;
    all.box.h = p->scale->height * 64;
    column_flow(p->view, &all, 0);
    p->view->count = count;
    return all.used;
}

/* ---- keyboard and buttons ---- */

static void cut_actions(struct plan *p)
{
    struct box *dock = p->split ? &p->right.box : &p->left.box;
    int height = dock_actions_height(p, dock->w);
    bool keyboard = p->view->in.mode.keyboard != KEYBOARD_NONE;
    double share = scale_large(p->scale) ? PINNED_LARGE : PINNED_SHARE;
    bool crowds =
        height > dock->h * share ||
        (split_has_choices(p) && dock->h - height < scale_soft_px(p->scale, CHOICES_LEAST_MM));
    if (crowds && !keyboard) {
        p->pinned_count = 0; /* too many: they flow like the rest */
        return;
    }
    if (height > 0) {
        p->actions = plan_cut(dock, height, p->scale->space);
    }
}

static int field_at(const struct column *column, const struct screen *screen)
{
    for (int i = 0; i < column->count; i++) {
        int item = column->item[i];
        if (item >= 0 && screen->item[item].kind == ITEM_FIELD) {
            return i;
        }
    }
    return -1;
}

static int field_height(const struct plan *p, int at)
{
    struct widget w = column_widget(p->view, &p->left, p->left.item[at]);
    return plan_parts(p, &w, p->left.box.w).h;
}

/* The field stays in sight: it stands right above the keyboard, the rest takes pages. */
static void pin_field(struct plan *p)
{
    int at = field_at(&p->left, p->screen);
    if (at < 0) {
        return;
    }
    int left = p->left.box.h - field_height(p, at);
    p->view->apart =
        p->screen->field.error[0] != '\0' && left < p->scale->line[TYPE_BODY] * LEFT_LINES;
    p->field = plan_cut(&p->left.box, field_height(p, at), p->scale->pad);
    if (p->view->apart) { /* it flows with the rest, and comes first */
        memmove(&p->left.item[1], &p->left.item[0], sizeof p->left.item[0] * (size_t)at);
        p->left.item[0] = COLUMN_ERROR;
        return;
    }
    p->left.count--;
    memmove(&p->left.item[at], &p->left.item[at + 1],
            sizeof p->left.item[0] * (size_t)(p->left.count - at));
}

/* Beside letters what does not fit above them moves to the top of the other column, and leaves its
 * room to the keys: left is the column as it was before they were cut off. */
static void move_right(struct plan *p, struct box left)
{
    size_t size = sizeof p->left.item[0];
    int at = field_at(&p->left, p->screen);
    int taken = at < 0 ? 0 : field_height(p, at) + p->scale->space;
    p->left.box = left;
    p->keys = plan_cut(&p->left.box, dock_keys_height(p, left.h - taken), p->scale->space);
    pin_field(p);
    memmove(&p->right.item[p->left.count], p->right.item, size * (size_t)p->right.count);
    memcpy(p->right.item, p->left.item, size * (size_t)p->left.count);
    p->right.count += p->left.count;
    p->left.count = 0;
}

/* The keyboard takes what the content leaves, within reason. */
static void cut_keys(struct plan *p)
{
    enum keyboard keyboard = p->view->in.mode.keyboard;
    if (keyboard == KEYBOARD_NONE) {
        return;
    }
    bool beside = p->split && keyboard == KEYBOARD_DIGITS;
    struct box *dock = beside ? &p->right.box : &p->left.box;
    struct box whole = *dock;
    int gap = p->scale->space;
    for (int i = 0; i < 2; i++) { /* once more with a smaller question: its room is the keys' */
        int content = beside ? 0 : whole_height(p, &p->left);
        *dock = whole;
        p->keys = plan_cut(dock, dock_keys_height(p, dock->h - content - gap), gap);
        if (whole_height(p, &p->left) <= p->left.box.h) {
            break;
        }
        p->view->tight = true;
    }
    if (whole_height(p, &p->left) > p->left.box.h) {
        if (p->split && !beside) {
            move_right(p, whole);
        } else {
            pin_field(p);
        }
    }
}

/* Tiles that would be too tall, or alone in a row, become cards. */
static void choose_tiles(struct plan *p, struct column *column)
{
    int cell = (column->box.w - p->scale->gap) / 2;
    column->list = scale_large(p->scale);
    column->no_tiles = cell < (int)(p->scale->em[TYPE_BODY] * TILE_EM);
    for (int i = 0; i < column->count; i++) {
        struct widget w = column_widget(p->view, column, column->item[i]);
        if (w.role == ROLE_TILE && plan_parts(p, &w, cell).h > column->box.h * TILE_SHARE) {
            column->no_tiles = true;
        }
    }
}

/* ---- room that is left over ---- */

/* On a single page: to the buttons first, then above the content. */
static void spread(struct plan *p, struct column *column)
{
    if (column->pages > 1) {
        return;
    }
    int spare = column->box.h - column->used;
    if (column->rows > 0 && spare > 0) {
        int row = scale_px(p->scale, STRETCH_MM);
        int most = spare * 6 / 10 / column->rows;
        column->stretch = most < row ? most : row;
        spare -= column->stretch * column->rows;
    }
    int share = column->wide ? spare * 45 / 100 : spare / 4;
    int most = scale_soft_px(p->scale, p->scale->landscape ? 10 : 30);
    column->offset = !column->wide && share > most ? most : share;
}

static void put_field(struct plan *p)
{
    for (int i = 0; p->field.h > 0 && i < p->screen->item_count; i++) {
        if (p->screen->item[i].kind == ITEM_FIELD) {
            plan_put(p, column_widget(p->view, &p->left, i), p->field);
        }
    }
}

/* Count pages, with the pager when there are several; returns the pager's row. */
static struct box flow_columns(struct plan *p)
{
    struct box pager = {0};
    struct widget any = {.role = ROLE_PAGER, .item = -1, .text = "", .key = 1};
    int pager_h = plan_parts(p, &any, p->body.w).h;
    struct column *columns[] = {&p->left, &p->right};
    for (int i = 0; i < 2; i++) {
        struct column *c = columns[i];
        column_flow(p->view, c, -1);
        if (c->pages > 1) {
            struct box row = plan_cut(&c->box, pager_h, p->scale->space);
            pager = pager.h > 0 ? pager : row;
            column_flow(p->view, c, -1);
        }
    }
    return pager;
}

static int page_of(const struct plan *p, const struct column *column)
{
    return p->view->page < column->pages ? p->view->page : column->pages - 1;
}

static void put_columns(struct plan *p)
{
    struct column *columns[] = {&p->left, &p->right};
    int count = p->view->count;
    for (int i = 0; i < 2; i++) {
        column_flow(p->view, columns[i], page_of(p, columns[i]));
        p->view->count = count;
        spread(p, columns[i]);
    }
    if (p->split && !p->left.wide && p->right.count > 0) { /* both begin at the same height */
        int offset = p->left.offset < p->right.offset ? p->left.offset : p->right.offset;
        p->left.offset = offset;
        p->right.offset = offset;
    }
    column_flow(p->view, &p->left, page_of(p, &p->left));
    put_field(p);
    if (p->view->in.mode.keyboard == KEYBOARD_TEXT) { /* read before what stands beside it */
        dock_place_keys(p);
    }
    column_flow(p->view, &p->right, page_of(p, &p->right));
}

/* ---- pager ---- */

static void place_pager(struct plan *p, struct box row)
{
    static const char *const words[LANG_COUNT][2] = {
        [LANG_KO] = {"이전 쪽", "다음 쪽"}, [LANG_EN] = {"Earlier", "Next"}};
    struct view *v = p->view;
    (void)kstr_format(v->place_text, sizeof v->place_text, "%d/%d", v->page + 1, v->page_count);
    struct widget place = plan_text(ROLE_PLACE, v->place_text);
    struct widget back = plan_text(ROLE_PAGER, words[p->screen->lang][0]);
    struct widget on = plan_text(ROLE_PAGER, words[p->screen->lang][1]);
    int place_w = plan_natural(p, &place) + 2 * p->scale->gap;
    int back_w = plan_natural(p, &back);
    int both_w = back_w + plan_natural(p, &on);
    back_w = (row.w - place_w) * back_w / both_w; /* shared by their words; signs where they fit */
    back.key = -1;
    on.key = 1;
    if (v->page > 0) {
        plan_put(p, back, (struct box){row.x, row.y, back_w, row.h});
    }
    plan_put(p, place, (struct box){row.x + back_w, row.y, place_w, row.h});
    if (v->page + 1 < v->page_count) {
        int used = back_w + place_w;
        plan_put(p, on, (struct box){row.x + used, row.y, row.w - used, row.h});
    }
}

/* ---- the whole ---- */

/* Dots but for the last character, which a finger must see. */
static void put_dots(const char *value, char *ret_dots, size_t size)
{
    const char *last = value;
    ret_dots[0] = '\0';
    for (const char *c = value; *c; c++) {
        bool starts = ((unsigned char)*c & 0xc0U) != 0x80U;
        if (starts && c > value) {
            (void)kstr_append(ret_dots, size, "●");
        }
        last = starts ? c : last;
    }
    (void)kstr_append(ret_dots, size, last);
}

/* Value as it is drawn, formatted or as dots, and as a record of the page may have it. */
static void make_field_text(struct view *v)
{
    const struct screen_field *field = &v->in.screen->field;
    const char *value = v->in.value ? v->in.value : field->value;
    bool fresh = kstr_equal(value, field->value) && field->shown[0];
    const char *clear = fresh ? field->shown : value;
    char dots[VIEW_FIELD_BYTES];
    put_dots(value, dots, sizeof dots);
    (void)kstr_copy(v->field_text, sizeof v->field_text, field->masked ? dots : clear);
    bool hidden = field->masked || field->personal;
    (void)kstr_copy(v->field_said, sizeof v->field_said, hidden ? dots : clear);
}

static void add_hero(struct plan *p)
{
    p->left.hero = true;
    column_flow(p->view, &p->left, -1);
    p->left.hero = p->left.pages == 1;
}

/* Lay out once, as dense as view->density says. */
static void build(struct view *view)
{
    const struct view_input *in = &view->in;
    view->count = 0;
    view->key_count = 0;
    view->apart = false;
    view->tight = view->density->lead_small;
    view->scale = density_scale(view->density, in->scale);
    struct plan p = {.view = view, .screen = in->screen, .scale = in->scale};
    p.left.wide = look_hero(in->screen->kind)[0] != '\0';
    frame_place(&p); /* header and bar stand still however dense the page is */
    p.scale = &view->scale;
    dock_choose(&p);
    split_body(&p);
    cut_actions(&p);
    split_fill(&p);
    cut_keys(&p);
    choose_tiles(&p, &p.left);
    choose_tiles(&p, &p.right);
    if (p.left.wide) {
        add_hero(&p);
    }
    struct box pager = flow_columns(&p);
    view->page_count = p.left.pages > p.right.pages ? p.left.pages : p.right.pages;
    if (view->trial && view->page_count > 1) {
        return;
    }
    view->page = in->page < view->page_count ? in->page : view->page_count - 1;
    put_columns(&p);
    if (view->page_count > 1) {
        place_pager(&p, pager);
    }
    if (in->mode.keyboard == KEYBOARD_DIGITS) {
        dock_place_keys(&p);
    }
    dock_place_actions(&p);
    frame_bar_last(&p);
}

/* An article takes another page rather than do without its picture. */
static bool wants_picture(const struct screen *screen)
{
    bool has = false;
    for (int i = 0; screen->kind == SCREEN_ARTICLE && i < screen->item_count; i++) {
        has = has || screen->item[i].kind == ITEM_PICTURE;
    }
    return has;
}

static bool fits(struct view *view, const struct density *density)
{
    if (density->picture_mm <= 0 && wants_picture(view->in.screen)) {
        return false;
    }
    view->density = density;
    view->trial = true;
    build(view);
    return view->page_count == 1;
}

/* The airiest density that fits, found by halves. The densest is asked first: a long article fits
 * none. */
void view_build(struct view *view, const struct view_input *in)
{
    view->in = *in;
    view->place_text[0] = '\0';
    make_field_text(view);
    if (fits(view, density_at(0))) {
        return;
    }
    int crowded = 0;
    int airy = DENSITY_STEPS - 1;
    if (!fits(view, density_at(airy))) {
        view->density = density_paged();
        view->trial = false;
        build(view);
        return;
    }
    while (airy - crowded > 1) {
        int middle = (airy + crowded) / 2;
        bool good = fits(view, density_at(middle));
        airy = good ? middle : airy;
        crowded = good ? crowded : middle;
    }
    if (view->density != density_at(airy)) {
        (void)fits(view, density_at(airy));
    }
}
