/* A view as marks, back to front: grounds, then each widget's ring, ground and inside. */
#include "look.h"
#include "plan.h"

#include "kassert.h"

struct canvas {
    const struct view *view;
    struct mark *mark;
    int count;
    bool moves;
};

static struct mark *add(struct canvas *c, const struct mark *mark)
{
    KASSERT(c->count < VIEW_MARKS);
    c->mark[c->count] = *mark;
    c->mark[c->count].moves = c->moves;
    c->mark[c->count].alpha = 255;
    return &c->mark[c->count++];
}

static void add_rect(struct canvas *c, struct box box, enum tint tint, int radius)
{
    if (tint == TINT_NONE || box.w <= 0 || box.h <= 0) {
        return;
    }
    int most = (box.w < box.h ? box.w : box.h) / 2;
    struct mark mark = {.kind = MARK_RECT, .box = box, .tint = tint, .text = ""};
    mark.radius = (int16_t)(radius > most ? most : radius);
    add(c, &mark);
}

/* A rounded box with a border. */
static void add_card(struct canvas *c, struct box box, enum tint fill, enum tint line, int width)
{
    int radius = c->view->in.scale->radius;
    if (line == TINT_NONE) {
        add_rect(c, box, fill, radius);
        return;
    }
    add_rect(c, box, line, radius);
    struct box inner = box_grown(box, -width);
    if (line == TINT_LINE) {
        inner.h -= width; /* a slightly thicker lower edge: it can be pressed */
    }
    add_rect(c, inner, fill, radius - width);
}

static bool in_frame(enum role role)
{
    return role == ROLE_HEADER || role == ROLE_WHO || role == ROLE_STATE || role == ROLE_PROGRESS ||
           role == ROLE_BAR || role == ROLE_PERSON || role == ROLE_KEY;
}

/* Header and bar are white sheets at the edges; what is between them is the page. */
static void draw_grounds(struct canvas *c)
{
    const struct view *v = c->view;
    const struct scale *s = v->in.scale;
    int top = 0;
    int bottom = s->height;
    for (int i = 0; i < v->count; i++) {
        const struct widget *w = &v->widget[i];
        int end = w->box.y + w->box.h;
        bool head = w->role == ROLE_HEADER || w->role == ROLE_WHO || w->role == ROLE_STATE;
        int pad = frame_head_pad(s);
        top = head && end + pad > top ? end + pad : top;
        bool bar = w->role == ROLE_BAR || w->role == ROLE_PERSON;
        int above = w->box.y - frame_bar_pad(s);
        bottom = bar && above < bottom ? above : bottom;
    }
    enum tint page = view_on_brand(v) ? TINT_PRIMARY : TINT_PAGE;
    add_rect(c, (struct box){0, 0, s->width, s->height}, page, 0);
    add_rect(c, (struct box){0, 0, s->width, top}, TINT_SURFACE, 0);
    add_rect(c, (struct box){0, top, s->width, top > 0 ? s->hair : 0}, TINT_LINE, 0);
    add_rect(c, (struct box){0, bottom, s->width, s->height - bottom}, TINT_SURFACE, 0);
    add_rect(c, (struct box){0, bottom - s->hair, s->width, s->hair}, TINT_LINE, 0);
}

static enum tint ground_of(const struct view *v, const struct widget *w)
{
    const struct look *look = look_of(w->role);
    if (w->role == ROLE_NOTE) {
        enum tone tone = v->in.screen->item[w->item].tone;
        return tone == TONE_GOOD      ? TINT_GOOD_WASH
               : tone == TONE_CAREFUL ? TINT_CAREFUL_WASH
                                      : look->fill;
    }
    if (w->role == ROLE_KEY) {
        const struct key *key = &v->key[w->key];
        bool on = key->kind == KEY_SHIFT && v->in.mode.shift;
        bool letter = key->kind == KEY_TYPE || key->kind == KEY_SPACE;
        return on ? TINT_PRIMARY_WASH : letter ? look->fill : TINT_SOFT;
    }
    return w->role == ROLE_MAIN && view_on_brand(v) ? TINT_ON_PRIMARY : look->fill;
}

static void draw_ring(struct canvas *c, const struct widget *w)
{
    const struct scale *s = c->view->in.scale;
    bool brand = view_on_brand(c->view) && !in_frame(w->role);
    int out = s->gap / 2 > s->ring ? s->ring : s->gap / 2;
    add_rect(c, box_grown(w->box, out), brand ? TINT_ON_PRIMARY : TINT_FOCUS, s->radius + out);
    enum tint page = brand ? TINT_PRIMARY : TINT_SURFACE;
    add_rect(c, w->box, page, s->radius);
}

/* The edge of what is filled: in high contrast the ground alone does not show it. */
static enum tint edge_of(const struct view *v, const struct widget *w)
{
    const struct look *look = look_of(w->role);
    bool filled = role_target(w->role) || w->role == ROLE_NOTE || w->role == ROLE_BIG;
    bool bare = filled && look->line == TINT_NONE && w->role != ROLE_MAIN && w->role != ROLE_PERSON;
    return v->in.high && bare ? TINT_LINE : look->line;
}

static void draw_widget(struct canvas *c, const struct widget *w, const struct view_state *state)
{
    const struct view *v = c->view;
    const struct scale *s = v->in.scale;
    const struct look *look = look_of(w->role);
    bool target = role_target(w->role);
    bool pressed = target && state->has_pressed && widget_is(w, state->pressed);
    bool focus = target && state->has_focus && widget_is(w, state->focus);
    c->moves = !in_frame(w->role);
    if (focus) {
        draw_ring(c, w);
    }
    struct box box = focus ? box_grown(w->box, -s->ring / 2) : w->box;
    bool frame = w->role == ROLE_BAR || w->role == ROLE_PERSON;
    bool chosen = target && !frame && w->item >= 0 && v->in.screen->item[w->item].selected;
    enum tint fill = pressed && look->down ? look->down : ground_of(v, w);
    enum tint line = chosen || (pressed && look->line) ? TINT_PRIMARY_INK : edge_of(v, w);
    bool strong = chosen || w->role == ROLE_PLAIN;
    add_card(c, box, fill, line, strong ? s->hair * 2 : s->hair);
    struct parts parts;
    parts_make(v, w, w->box.w, &parts);
    bool centred = target || w->role == ROLE_PLACE;
    int down = centred ? (w->box.h - parts.h) / 2 : 0;
    for (int i = 0; i < parts.count; i++) {
        struct mark *mark = add(c, &parts.mark[i]);
        mark->box.x += w->box.x;
        mark->box.y += w->box.y + down;
    }
}

int view_draw(const struct view *view, const struct view_state *state,
              struct mark ret_marks[VIEW_MARKS])
{
    struct canvas c = {.view = view, .mark = ret_marks};
    draw_grounds(&c);
    for (int i = 0; i < view->count; i++) {
        draw_widget(&c, &view->widget[i], state);
    }
    return c.count;
}
