/* What every page has: the header with the help desk's name, the bar with the ways out. */
#include "look.h"
#include "plan.h"

#include "kassert.h"

#include <string.h>

/* ---- header ---- */

int frame_head_pad(const struct scale *scale)
{
    return scale_soft_px(scale, scale->compact ? 2.5 : 4.5);
}

int frame_bar_pad(const struct scale *scale)
{
    return scale_soft_px(scale, scale->compact ? 2.5 : 4.0);
}

/* What the header's row holds, and how wide each would like to be. */
struct head {
    struct widget name, who, state;
    int name_w, who_w, state_w;
    bool rows; /* the state has a row of its own */
};

static int wish(const struct plan *p, const struct widget *widget)
{
    return widget->text_len > 0 ? plan_natural(p, widget) : 0;
}

/* Large type: one row, the truth about the line first, then the customer. */
static void leave_out(struct head *h, int room)
{
    if (h->name_w + h->who_w + h->state_w > room && h->who_w + h->state_w > 0) {
        h->name_w = 0;
    }
    if (h->who_w + h->state_w > room) {
        h->who_w = 0;
    }
    h->rows = false;
}

static struct head measure_head(const struct plan *p)
{
    const struct scale *s = p->scale;
    struct head h = {.name = plan_text(ROLE_HEADER, p->screen->header),
                     .who = plan_text(ROLE_WHO, p->screen->who),
                     .state = plan_text(ROLE_STATE, p->screen->state)};
    int room = s->width - 2 * s->margin;
    h.name_w = wish(p, &h.name);
    h.who_w = wish(p, &h.who);
    h.state_w = wish(p, &h.state);
    h.who_w = h.who_w > room / 2 ? room / 2 : h.who_w;
    h.rows = h.state_w > 0 && h.name_w + h.who_w + h.state_w + 2 * s->pad > room;
    h.state_w = h.state_w > room ? room : h.state_w;
    if (scale_large(s)) {
        leave_out(&h, room - 2 * s->pad);
    }
    int right = h.who_w > 0 ? h.who_w + s->pad : 0;
    right += h.state_w > 0 && !h.rows ? h.state_w + s->pad : 0;
    h.name_w = h.name_w > room - right ? room - right : h.name_w;
    return h;
}

static void put_middle(struct plan *p, struct widget widget, struct box row)
{
    int h = plan_parts(p, &widget, row.w).h;
    plan_put(p, widget, (struct box){row.x, row.y + (row.h - h) / 2, row.w, h});
}

/* Name at the left, state and customer at the right; the state takes a second row when the three do
 * not fit. Returns the height. */
static int place_head(struct plan *p, int pad)
{
    const struct scale *s = p->scale;
    struct head h = measure_head(p);
    int right = s->width - s->margin;
    int name_h = h.name_w > 0 ? plan_parts(p, &h.name, h.name_w).h : 0;
    int who_h = h.who_w > 0 ? plan_parts(p, &h.who, h.who_w).h : 0;
    int state_h = h.state_w > 0 ? plan_parts(p, &h.state, h.state_w).h : 0;
    int row_h = name_h > who_h ? name_h : who_h;
    row_h = !h.rows && state_h > row_h ? state_h : row_h;
    if (h.name_w > 0) {
        put_middle(p, h.name, (struct box){s->margin, pad, h.name_w, row_h});
    }
    if (h.who_w > 0) {
        put_middle(p, h.who, (struct box){right - h.who_w, pad, h.who_w, row_h});
        right -= h.who_w + s->pad;
    }
    int height = row_h + 2 * pad;
    if (h.state_w > 0 && !h.rows) {
        put_middle(p, h.state, (struct box){right - h.state_w, pad, h.state_w, row_h});
    } else if (h.state_w > 0) {
        plan_put(p, h.state, (struct box){s->margin, height - pad / 2, h.state_w, state_h});
        height += state_h + pad / 2;
    }
    return height;
}

/* A keyboard on a panel of little height needs the header's room; the name is back right after.
 * Where everything is large and there is little height, what is read needs it, too. */
static bool has_head(const struct plan *p)
{
    bool little = p->scale->compact || p->scale->small || scale_large(p->scale);
    bool keyboard = p->view->in.mode.keyboard != KEYBOARD_NONE;
    if (scale_large(p->scale) && (keyboard || p->scale->compact)) {
        return !keyboard && p->screen->state[0] != '\0';
    }
    return !little || !keyboard || p->screen->state[0];
}

static int place_header(struct plan *p)
{
    const struct scale *s = p->scale;
    int height = has_head(p) ? place_head(p, frame_head_pad(s)) : 0;
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
        struct widget w = plan_text(i == BAR_PERSON ? ROLE_PERSON : ROLE_BAR, item->text);
        w.item = (int16_t)i;
        w.row = beside;
        int wish = plan_natural(p, &w);
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
        int h = plan_parts(p, &row->widget[i], row->wish[i]).h;
        row->height = h > row->height ? h : row->height;
    }
}

static void put_row(struct plan *p, const struct row *row, int y)
{
    int x = p->body.x;
    for (int i = 0; i < row->count; i++) {
        plan_put(p, row->widget[i], (struct box){x, y, row->wish[i], row->height});
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

void frame_place(struct plan *p)
{
    const struct scale *s = p->scale;
    p->body = (struct box){s->margin, 0, s->width - 2 * s->margin, s->height};
    int top = place_header(p);
    struct row rows[2] = {0};
    int count = bar_rows(p, rows);
    int bar_pad = frame_bar_pad(s);
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

static int first_bar(const struct view *v)
{
    int at = 0;
    while (at < v->count && v->widget[at].role != ROLE_BAR && v->widget[at].role != ROLE_PERSON) {
        at++;
    }
    return at;
}

void frame_bar_last(struct plan *p)
{
    struct view *v = p->view;
    struct widget bar[BAR_COUNT];
    int from = first_bar(v);
    int count = 0;
    while (from + count < v->count && (v->widget[from + count].role == ROLE_BAR ||
                                       v->widget[from + count].role == ROLE_PERSON)) {
        KASSERT(count < BAR_COUNT);
        bar[count] = v->widget[from + count];
        count++;
    }
    memmove(&v->widget[from], &v->widget[from + count],
            sizeof bar[0] * (size_t)(v->count - from - count));
    memcpy(&v->widget[v->count - count], bar, sizeof bar[0] * (size_t)count);
}
