/* The inside of what is pressed: cards, tiles, rows of scores, plain buttons, the bar. */
#include "maker.h"

#define DISC_MM      21.0 /* a sign in a disc: cards */
#define DISC_LOW_MM  15.0 /* ... where room is dear, and on tiles */
#define PAD_SMALL_MM 4.0  /* beside what such a card holds */
#define HERO_MM      46.0

/* The second line of a button in this width, "" where the density drops it. It is spoken anyway. */
static const char *second_line(const struct maker *m, int width)
{
    const char *text = m->item ? m->item->detail : "";
    if (!m->view->density->few_details || !text[0] || scale_large(m->scale)) {
        return text;
    }
    struct run run = maker_detail(m, text);
    return m->widget->role != ROLE_TILE && maker_size(m, &run, 0).w <= width ? text : "";
}

/* A sign is never lower than the line beside it. */
static int disc_side(const struct scale *s, double mm)
{
    int side = scale_soft_px(s, mm);
    return scale_large(s) && side < s->line[TYPE_BODY] ? s->line[TYPE_BODY] : side;
}

/* The sign of a card in its disc. */
static void add_disc(struct maker *m, const char *icon, struct box box)
{
    maker_add(m, MARK_RECT, box, TINT_PRIMARY_WASH)->radius = (int16_t)(box.w / 2);
    int inset = box.w * 17 / 100;
    maker_icon(m, icon, box_grown(box, -inset), TINT_PRIMARY_INK);
}

void parts_row(struct maker *m)
{
    const struct scale *s = m->scale;
    bool small = m->view->density->low || m->widget->role == ROLE_TILE;
    int pad_x = scale_soft_px(s, small ? PAD_SMALL_MM : m->look->pad_x_mm);
    int pad_y = maker_pad_y(m);
    int disc = disc_side(s, small ? DISC_LOW_MM : DISC_MM);
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

/* It looks like the field it leads to: sign and words at the left, what to type beside them. */
void parts_search(struct maker *m)
{
    const struct scale *s = m->scale;
    int pad_x = scale_soft_px(s, m->look->pad_x_mm);
    int pad_y = maker_pad_y(m);
    int side = (int)(s->em[TYPE_BODY] * ICON_EM);
    int x = pad_x + side + s->pad * 3 / 4;
    struct run run = maker_label(m);
    int natural = maker_size(m, &run, 0).w;
    int room = m->width - x - pad_x;
    int wide = natural < room ? natural : room;
    int h = maker_text(m, &run, x, pad_y, wide).h;
    struct run hint = maker_detail(m, m->item ? m->item->detail : "");
    int hint_x = x + wide + 2 * s->pad;
    int hint_w = maker_size(m, &hint, 0).w;
    if (hint.len > 0 && hint_x + hint_w <= m->width - pad_x) {
        maker_text(m, &hint, hint_x, pad_y, hint_w);
    }
    maker_icon(m, "search", (struct box){pad_x, pad_y + (h - side) / 2, side, side}, run.tint);
    m->out->w = x + natural + pad_x;
    m->out->h = h + 2 * pad_y;
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
void parts_stack(struct maker *m)
{
    if (m->widget->role == ROLE_HERO) {
        make_hero(m);
        return;
    }
    const struct scale *s = m->scale;
    int pad_x = scale_soft_px(s, m->look->pad_x_mm);
    int pad_y = maker_pad_y(m);
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
    int side = (int)(s->em[m->look->level] * ICON_EM);
    struct run run = maker_label(m);
    run.align = ALIGN_CENTRE;
    maker_icon(m, maker_icon_name(m), (struct box){(m->width - side) / 2, pad_y, side, side},
               run.tint);
    int y = pad_y + side + pad_y / 2;
    m->out->w = maker_size(m, &run, 0).w + 2 * pad_x;
    m->out->h = y + maker_text(m, &run, pad_x, y, m->width - 2 * pad_x).h + pad_y / 2;
}

/* Where room is dear, label and second line share a line; false when they do not fit one. */
static bool make_shared_line(struct maker *m, int pad_x, int pad_y)
{
    struct run run = maker_label(m);
    struct run detail = maker_detail(m, m->item ? m->item->detail : "");
    int gap = m->scale->pad * 2;
    int run_w = maker_size(m, &run, 0).w;
    int detail_w = maker_size(m, &detail, 0).w;
    int x = (m->width - run_w - gap - detail_w) / 2;
    if (!m->item || !m->view->density->low || detail.len == 0 || x < pad_x || m->item->icon[0]) {
        return false;
    }
    detail.tint = run.tint;
    maker_text(m, &run, x, pad_y, run_w);
    m->out->w = run_w + gap + detail_w + 2 * pad_x;
    m->out->h = maker_text(m, &detail, x + run_w + gap, pad_y, detail_w).h + 2 * pad_y;
    return true;
}

static struct run line_label(const struct maker *m)
{
    struct run run = maker_label(m);
    if (m->widget->role == ROLE_KEY) {
        run.level = dock_key_level(m->view);
    }
    if (m->view->in.screen->kind == SCREEN_ATTRACT && m->widget->role == ROLE_MAIN) {
        run.tint = maker_on_brand(m) ? TINT_PRIMARY : run.tint;
        run.level = TYPE_LEAD;
    }
    return run;
}

void parts_line(struct maker *m)
{
    const struct scale *s = m->scale;
    int pad_x = scale_soft_px(s, m->look->pad_x_mm);
    int pad_y = maker_pad_y(m);
    enum role role = m->widget->role;
    const char *icon = maker_icon_name(m);
    if ((role == ROLE_BAR || role == ROLE_PERSON) && !m->widget->row) {
        make_bar_stack(m, pad_x, pad_y);
        return;
    }
    if (make_shared_line(m, pad_x, pad_y)) {
        return;
    }
    struct run run = line_label(m);
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
