/*
 * The inside of a widget: where its sign, words and codes stand. Asked once for its natural size
 * (layout) and once at its final width (drawing), so both agree by construction.
 */
#include "maker.h"

#include "kassert.h"

#include <string.h>

#define DISC_MM        21.0 /* a sign in a disc: cards */
#define DISC_LOW_MM    15.0 /* ... where room is dear, and on tiles */
#define PAD_LOW_MM     2.0  /* air above and below the words of a low button */
#define HERO_MM        46.0
#define INVITE_MM      44.0 /* the button of the first screen */
#define INVITE_WIDE_MM 32.0

struct mark *maker_add(struct maker *m, enum mark_kind kind, struct box box, enum tint tint)
{
    KASSERT(m->out->count < PARTS_MAX);
    struct mark *mark = &m->out->mark[m->out->count++];
    *mark = (struct mark){.kind = kind, .box = box, .tint = tint, .text = ""};
    return mark;
}

void maker_icon(struct maker *m, const char *name, struct box box, enum tint tint)
{
    struct mark *mark = maker_add(m, MARK_ICON, box, tint);
    mark->text = name;
    mark->text_len = (uint16_t)strlen(name);
}

struct text_size maker_size(const struct maker *m, const struct run *run, int width)
{
    struct text_spec spec = {.text = run->text,
                             .len = run->len,
                             .level = run->level,
                             .bold = run->bold,
                             .width = width,
                             .lang = m->view->in.screen->lang};
    const struct measure *measure = m->view->in.measure;
    return measure->text(measure->user, &spec, 0);
}

/* Write run from (x, y) in a box w wide; returns its height. */
struct text_size maker_text(struct maker *m, const struct run *run, int x, int y, int w)
{
    struct text_size size = maker_size(m, run, w);
    struct mark *mark = maker_add(m, MARK_TEXT, (struct box){x, y, w, size.h}, run->tint);
    mark->text = run->text;
    mark->text_len = (uint16_t)run->len;
    mark->level = (uint8_t)run->level;
    mark->bold = run->bold;
    mark->align = (uint8_t)run->align;
    return size;
}

struct run maker_label(const struct maker *m)
{
    return (struct run){.text = m->widget->text,
                        .len = m->widget->text_len,
                        .level = m->look->level,
                        .bold = m->look->bold,
                        .align = m->look->align,
                        .tint = m->look->ink};
}

struct run maker_detail(const struct maker *m, const char *text)
{
    return (struct run){.text = text,
                        .len = (int)strlen(text),
                        .level = TYPE_BODY,
                        .align = m->look->align,
                        .tint = TINT_QUIET};
}

bool maker_on_brand(const struct maker *m)
{
    return m->view->in.screen->kind == SCREEN_ATTRACT;
}

/* The sign of a short message: its lead's own, or the one of its kind of screen. */
static const char *hero_name(const struct maker *m)
{
    const struct screen *screen = m->view->in.screen;
    bool own = screen->item_count > 0 && screen->item[0].kind == ITEM_LEAD;
    return own && screen->item[0].icon[0] ? screen->item[0].icon : look_hero(screen->kind);
}

static const char *tone_icon(enum tone tone)
{
    static const char *const icons[] = {
        [TONE_INFO] = "info", [TONE_GOOD] = "check", [TONE_CAREFUL] = "warning"};
    return icons[tone];
}

const char *maker_icon_name(const struct maker *m)
{
    const struct widget *w = m->widget;
    if (m->item && m->item->selected) {
        return "check";
    }
    if (m->item && m->item->icon[0]) {
        return m->item->icon;
    }
    switch ((int)w->role) {
    case ROLE_BAR:
    case ROLE_PERSON:
        return look_bar_icon(w->item);
    case ROLE_WHO:
        return "person";
    case ROLE_STATE:
        return "warning";
    case ROLE_PAGER:
        return w->key < 0 ? "left" : w->key > 0 ? "right" : "";
    case ROLE_HERO:
        return hero_name(m);
    case ROLE_NOTE:
        return m->item ? tone_icon(m->item->tone) : "info";
    default:
        return "";
    }
}

/* ---- buttons ---- */

static int pad_above(const struct maker *m)
{
    bool low = m->view->density->low && m->look->pad_y_mm > PAD_LOW_MM &&
               m->widget->role != ROLE_BAR && m->widget->role != ROLE_PERSON;
    return scale_soft_px(m->scale, low ? PAD_LOW_MM : m->look->pad_y_mm);
}

/* The second line of a button in this width, "" where the density drops it. It is spoken anyway. */
static const char *second_line(const struct maker *m, int width)
{
    enum density_details details = m->view->density->details;
    const char *text = m->item ? m->item->detail : "";
    if (details == DETAILS_ALL || !text[0]) {
        return text;
    }
    bool tile = m->widget->role == ROLE_TILE;
    struct run run = maker_detail(m, text);
    bool one = maker_size(m, &run, 0).w <= width;
    return one && !(tile && details == DETAILS_NO_TILES) ? text : "";
}

/* The sign of a card in its disc. */
static void add_disc(struct maker *m, const char *icon, struct box box)
{
    maker_add(m, MARK_RECT, box, TINT_PRIMARY_WASH)->radius = (int16_t)(box.w / 2);
    int inset = box.w * 17 / 100;
    maker_icon(m, icon, box_grown(box, -inset), TINT_PRIMARY_INK);
}

static void make_row(struct maker *m)
{
    const struct scale *s = m->scale;
    bool small = m->view->density->low || m->widget->role == ROLE_TILE;
    int pad_x = scale_soft_px(s, m->look->pad_x_mm);
    int pad_y = pad_above(m);
    int disc = scale_soft_px(s, small ? DISC_LOW_MM : DISC_MM);
    const char *icon = maker_icon_name(m);
    int x = icon[0] ? pad_x + disc + s->pad * 3 / 4 : pad_x;
    int inner = m->width - x - pad_x;
    int first = m->out->count;
    struct run run = maker_label(m);
    int h = maker_text(m, &run, x, 0, inner).h;
    struct run detail = maker_detail(m, second_line(m, inner));
    if (detail.len > 0) {
        h += maker_text(m, &detail, x, h, inner).h;
    }
    int height = (icon[0] && disc > h ? disc : h) + 2 * pad_y;
    for (int i = first; i < m->out->count; i++) {
        m->out->mark[i].box.y += (height - h) / 2;
    }
    if (icon[0]) {
        add_disc(m, icon, (struct box){pad_x, (height - disc) / 2, disc, disc});
    }
    m->out->w = m->width;
    m->out->h = height;
}

static void make_hero(struct maker *m)
{
    int side = scale_soft_px(m->scale, HERO_MM);
    if (m->scale->landscape) {
        side = side * 3 / 4;
    }
    struct box box = {(m->width - side) / 2, 0, side, side};
    bool brand = maker_on_brand(m);
    maker_add(m, MARK_RECT, box, brand ? TINT_PRIMARY_DOWN : TINT_PRIMARY_WASH)->radius =
        (int16_t)(side / 2);
    maker_icon(m, maker_icon_name(m), box_grown(box, -side / 4),
               brand ? TINT_ON_PRIMARY : TINT_PRIMARY_INK);
    m->out->w = side;
    m->out->h = side;
}

/* Sign above the words, both in the middle: the row of scores. */
static void make_stack(struct maker *m)
{
    if (m->widget->role == ROLE_HERO) {
        make_hero(m);
        return;
    }
    const struct scale *s = m->scale;
    int pad_x = scale_soft_px(s, m->look->pad_x_mm);
    int pad_y = pad_above(m);
    int inner = m->width - 2 * pad_x;
    int disc = scale_soft_px(s, DISC_MM);
    const char *icon = maker_icon_name(m);
    int y = pad_y;
    if (icon[0]) {
        add_disc(m, icon, (struct box){(m->width - disc) / 2, y, disc, disc});
        y += disc + s->pad / 2;
    }
    struct run run = maker_label(m);
    run.align = ALIGN_CENTRE;
    int widest = maker_size(m, &run, 0).w;
    y += maker_text(m, &run, pad_x, y, inner).h;
    struct run detail = maker_detail(m, m->item ? m->item->detail : "");
    if (detail.len > 0) {
        detail.align = ALIGN_CENTRE;
        y += maker_text(m, &detail, pad_x, y, inner).h;
    }
    m->out->w = widest + 2 * pad_x;
    m->out->h = y + pad_y;
}

/* Sign above the word, for the bar of a narrow panel. */
static void make_bar_stack(struct maker *m, int pad_x, int pad_y)
{
    const struct scale *s = m->scale;
    int side = (int)(s->em[TYPE_BODY] * ICON_EM);
    struct run run = maker_label(m);
    run.align = ALIGN_CENTRE;
    maker_icon(m, maker_icon_name(m), (struct box){(m->width - side) / 2, pad_y, side, side},
               run.tint);
    int y = pad_y + side + pad_y / 2;
    m->out->w = maker_size(m, &run, 0).w + 2 * pad_x;
    m->out->h = y + maker_text(m, &run, pad_x, y, m->width - 2 * pad_x).h + pad_y / 2;
}

static void make_line(struct maker *m)
{
    const struct scale *s = m->scale;
    int pad_x = scale_soft_px(s, m->look->pad_x_mm);
    int pad_y = pad_above(m);
    enum role role = m->widget->role;
    const char *icon = maker_icon_name(m);
    if ((role == ROLE_BAR || role == ROLE_PERSON) && !m->widget->row) {
        make_bar_stack(m, pad_x, pad_y);
        return;
    }
    struct run run = maker_label(m);
    if (maker_on_brand(m) && role == ROLE_MAIN) {
        run.tint = TINT_PRIMARY;
        run.level = TYPE_LEAD;
    }
    if (role == ROLE_PAGER &&
        maker_size(m, &run, 0).w + s->em[run.level] * 2 > m->width - 2 * pad_x) {
        icon = ""; /* a narrow column: the word matters more */
    }
    int side = icon[0] ? (int)(s->em[run.level] * ICON_EM) : 0;
    int lead = side ? side + s->pad / 2 : 0;
    int room = m->width - 2 * pad_x - lead;
    struct text_size natural = maker_size(m, &run, 0);
    bool wraps = natural.w > room;
    int text_w = wraps ? room : natural.w;
    int x = pad_x + (room - text_w) / 2;
    bool after = role == ROLE_PAGER && m->widget->key > 0;
    run.align = wraps && !side ? ALIGN_CENTRE : ALIGN_START;
    int h = maker_text(m, &run, after ? x : x + lead, pad_y, text_w).h;
    if (side) {
        int icon_x = after ? x + text_w + s->pad / 2 : x;
        maker_icon(m, icon, (struct box){icon_x, pad_y + (h - side) / 2, side, side}, run.tint);
    }
    m->out->w = natural.w + lead + 2 * pad_x;
    m->out->h = h + 2 * pad_y;
    if (m->item && m->item->detail[0] && role != ROLE_KEY) {
        struct run detail = maker_detail(m, m->item->detail);
        detail.align = ALIGN_CENTRE;
        detail.tint = run.tint;
        m->out->h += maker_text(m, &detail, pad_x, pad_y + h, m->width - 2 * pad_x).h;
    }
}

static const struct screen_item *item_of(const struct view *view, const struct widget *widget)
{
    if (widget->item < 0) {
        return NULL;
    }
    bool bar = widget->role == ROLE_BAR || widget->role == ROLE_PERSON;
    return bar ? &view->in.screen->bar[widget->item] : &view->in.screen->item[widget->item];
}

/* The invitation is large; on a panel of little height nothing is larger than it must be. */
static int least_height(const struct maker *m)
{
    double mm = m->look->min_h_mm;
    if (m->widget->role == ROLE_MAIN && maker_on_brand(m)) {
        mm = m->scale->landscape ? INVITE_WIDE_MM : INVITE_MM;
    }
    bool little = m->scale->compact || m->scale->small || m->view->density->low;
    return scale_px(m->scale, little && mm > SCALE_MAIN_MM ? SCALE_MAIN_MM : mm);
}

void parts_make(const struct view *view, const struct widget *widget, int width,
                struct parts *ret_parts)
{
    static void (*const makers[])(struct maker *) = {
        [SHAPE_PARAGRAPH] = parts_read, [SHAPE_ROW] = make_row,
        [SHAPE_STACK] = make_stack,     [SHAPE_LINE] = make_line,
        [SHAPE_FIELD] = parts_field,    [SHAPE_PICTURE] = parts_picture,
        [SHAPE_CODE] = parts_code,      [SHAPE_BAR] = parts_progress,
    };
    ret_parts->count = 0;
    ret_parts->w = 0;
    ret_parts->h = 0;
    struct maker m = {.view = view,
                      .scale = &view->scale,
                      .widget = widget,
                      .item = item_of(view, widget),
                      .look = look_of(widget->role),
                      .width = width,
                      .out = ret_parts};
    makers[m.look->shape](&m);
    int least = least_height(&m);
    if (ret_parts->h > 0 && ret_parts->h < least) {
        for (int i = 0; i < ret_parts->count; i++) {
            ret_parts->mark[i].box.y += (least - ret_parts->h) / 2;
        }
        ret_parts->h = least;
    }
}
