/*
 * The inside of a widget: where its sign, words and codes stand. Asked once for its natural size
 * (layout) and once at its final width (drawing), so both agree by construction.
 */
#include "maker.h"

#include "kassert.h"

#include <string.h>

#define PAD_LOW_MM     1.2  /* air above and below words where room is dear */
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

int maker_pad_y(const struct maker *m)
{
    enum role role = m->widget->role;
    bool low = m->view->density->low && m->look->pad_y_mm > PAD_LOW_MM && role != ROLE_BAR &&
               role != ROLE_PERSON;
    return scale_soft_px(m->scale, low ? PAD_LOW_MM : m->look->pad_y_mm);
}

bool maker_on_brand(const struct maker *m)
{
    return view_on_brand(m->view);
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
    if (m->widget->role == ROLE_MAIN && m->view->in.screen->kind == SCREEN_ATTRACT) {
        mm = m->scale->landscape ? INVITE_WIDE_MM : INVITE_MM;
    }
    bool little = m->scale->compact || m->scale->small || m->view->density->low;
    return scale_px(m->scale, little && mm > SCALE_MAIN_MM ? SCALE_MAIN_MM : mm);
}

void parts_make(const struct view *view, const struct widget *widget, int width,
                struct parts *ret_parts)
{
    static void (*const makers[])(struct maker *) = {
        [SHAPE_PARAGRAPH] = parts_read, [SHAPE_ROW] = parts_row,
        [SHAPE_STACK] = parts_stack,    [SHAPE_LINE] = parts_line,
        [SHAPE_FIELD] = parts_field,    [SHAPE_PICTURE] = parts_picture,
        [SHAPE_CODE] = parts_code,      [SHAPE_SEARCH] = parts_search,
        [SHAPE_BAR] = parts_progress,
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
