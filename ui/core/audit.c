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

static enum kcode complain(const struct widget *w, const char *what, struct kbuf *buf,
                           struct kerr *err)
{
    return kbuf_format(buf, err, "%s \"%.*s\": %s\n", role_name(w->role), w->text_len, w->text,
                       what);
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

static enum kcode audit_pair(const struct view *view, int a, int b, struct kbuf *buf,
                             struct kerr *err)
{
    const struct widget *wa = &view->widget[a];
    const struct widget *wb = &view->widget[b];
    if (box_meets(wa->box, wb->box)) {
        return complain(wb, "lies on its neighbour", buf, err);
    }
    bool targets = role_target(wa->role) && role_target(wb->role);
    int gap = scale_px(view->in.scale, SCALE_GAP_MM);
    if (targets && box_meets(box_grown(wa->box, gap), wb->box)) {
        return complain(wb, "too near to its neighbour", buf, err);
    }
    return K_OK;
}

static enum kcode audit_widget(const struct view *view, int at, struct kbuf *buf, struct kerr *err)
{
    const struct widget *w = &view->widget[at];
    enum kcode code = K_OK;
    if (w->clipped) {
        code = complain(w, "clipped", buf, err);
    }
    if (code == K_OK && outside(view->in.scale, &w->box)) {
        code = complain(w, "beyond the panel", buf, err);
    }
    if (code == K_OK && role_target(w->role) && too_small(view, w)) {
        code = complain(w, "too small", buf, err);
    }
    for (int i = 0; code == K_OK && i < at; i++) {
        code = audit_pair(view, i, at, buf, err);
    }
    return code;
}

enum kcode view_faults(const struct view *view, struct kbuf *buf, struct kerr *err)
{
    for (int i = 0; i < view->count; i++) {
        if (audit_widget(view, i, buf, err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}
