/* A view as text, and the rules of layout held against it. */
#include "view.h"

/* The label on one line. */
static enum kcode add_label(const struct widget *w, struct kbuf *buf, struct kerr *err)
{
    size_t from = buf->len;
    if (w->text_len > 0 && kbuf_format(buf, err, " %.*s", w->text_len, w->text) != K_OK) {
        return err->code;
    }
    for (size_t i = from; i < buf->len; i++) {
        buf->data[i] = buf->data[i] == '\n' ? ' ' : buf->data[i];
    }
    return kbuf_text(buf, "\n", err);
}

enum kcode view_dump(const struct view *view, struct kbuf *buf, struct kerr *err)
{
    const struct scale *s = view->in.scale;
    for (int i = 0; i < view->count; i++) {
        const struct widget *w = &view->widget[i];
        const struct box *b = &w->box;
        if (kbuf_format(buf, err, "%s %d %d %d %d", role_name(w->role), scale_tenths(s, b->x),
                        scale_tenths(s, b->y), scale_tenths(s, b->w),
                        scale_tenths(s, b->h)) != K_OK) {
            return err->code;
        }
        if (add_label(w, buf, err) != K_OK) {
            return err->code;
        }
        if (w->role == ROLE_FIELD && view->field_said[0] &&
            kbuf_format(buf, err, "value %s\n", view->field_said) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}

const char *view_fault_name(enum view_fault fault)
{
    static const char *const names[VIEW_FAULT_COUNT] = {
        [FAULT_CLIPPED] = "clipped",
        [FAULT_BEYOND] = "beyond the panel",
        [FAULT_SMALL] = "too small",
        [FAULT_OVERLAP] = "lies on its neighbour",
        [FAULT_NEAR] = "too near to its neighbour",
        [FAULT_LOST] = "on no page",
        [FAULT_PICTURE] = "no room for the picture",
    };
    return names[fault];
}

/* The least side of a target; a letter key is as wide as the panel allows. */
static bool too_small(const struct view *view, const struct widget *w)
{
    const struct scale *s = view->in.scale;
    bool main = w->role == ROLE_MAIN || w->role == ROLE_CARD || w->role == ROLE_TILE ||
                w->role == ROLE_SEARCH;
    int least = scale_px(s, main ? SCALE_MAIN_MM : SCALE_TARGET_MM);
    bool narrow = w->role == ROLE_KEY && view->in.mode.keyboard == KEYBOARD_TEXT &&
                  (s->width - 2 * s->margin) < 10 * least + 9 * scale_px(s, SCALE_GAP_MM);
    return w->box.h < least || (w->box.w < least && !narrow);
}

static bool outside(const struct scale *s, const struct box *b)
{
    return b->x < 0 || b->y < 0 || b->x + b->w > s->width || b->y + b->h > s->height;
}

static void audit_pair(const struct view *view, int a, int b, view_fault_fn tell, void *user)
{
    const struct widget *wa = &view->widget[a];
    const struct widget *wb = &view->widget[b];
    bool targets = role_target(wa->role) && role_target(wb->role);
    int gap = scale_px(view->in.scale, SCALE_GAP_MM);
    if (box_meets(wa->box, wb->box)) {
        tell(user, wb, FAULT_OVERLAP);
    } else if (targets && box_meets(box_grown(wa->box, gap), wb->box)) {
        tell(user, wb, FAULT_NEAR);
    }
}

void view_each_fault(const struct view *view, view_fault_fn tell, void *user)
{
    for (int at = 0; at < view->count; at++) {
        const struct widget *w = &view->widget[at];
        if (w->clipped) {
            tell(user, w, FAULT_CLIPPED);
        }
        if (outside(view->in.scale, &w->box)) {
            tell(user, w, FAULT_BEYOND);
        }
        if (role_target(w->role) && too_small(view, w)) {
            tell(user, w, FAULT_SMALL);
        }
        for (int i = 0; i < at; i++) {
            audit_pair(view, i, at, tell, user);
        }
    }
}

struct complaint {
    struct kbuf *buf;
    struct kerr *err;
    enum kcode code;
};

static void complain(void *user, const struct widget *w, enum view_fault fault)
{
    struct complaint *c = user;
    if (c->code == K_OK) {
        c->code = kbuf_format(c->buf, c->err, "%s \"%.*s\": %s\n", role_name(w->role), w->text_len,
                              w->text, view_fault_name(fault));
    }
}

enum kcode view_faults(const struct view *view, struct kbuf *buf, struct kerr *err)
{
    struct complaint complaint = {.buf = buf, .err = err, .code = K_OK};
    view_each_fault(view, complain, &complaint);
    return complaint.code;
}
