/* The inside of the field: label, value with caret, unit, what is wrong. */
#include "maker.h"

#include <string.h>

#define FIELD_LINES 3 /* of a long text; earlier lines give way */

/* A line under the syllable that the next key may still change. */
static void add_underline(struct maker *m, const struct run *run, int end, int bottom)
{
    int len = m->view->in.composing;
    if (len == 0 || len > run->len || m->view->in.screen->field.masked) {
        return;
    }
    struct run tail = *run;
    tail.text += run->len - len;
    tail.len = len;
    int w = maker_size(m, &tail, 0).w;
    int thick = m->scale->hair * 2;
    maker_add(m, MARK_RECT, (struct box){end - w, bottom - thick, w, thick}, TINT_PRIMARY_INK);
}

/* The value with the caret after it; a text longer than FIELD_LINES shows its end. */
static int add_value(struct maker *m, struct box box)
{
    const struct scale *s = m->scale;
    const char *text = m->view->field_text;
    struct run run = {.text = text,
                      .len = (int)strlen(text),
                      .level = TYPE_LEAD,
                      .bold = true,
                      .tint = TINT_TEXT};
    for (int i = 0; i < 2 && maker_size(m, &run, 0).w > box.w; i++) {
        run.level = i == 0 ? TYPE_BODY : TYPE_FRAME;
    }
    while (run.len > 0 && maker_size(m, &run, box.w).h > FIELD_LINES * s->line[run.level]) {
        do {
            run.text++;
            run.len--;
        } while (run.len > 0 && ((unsigned char)*run.text & 0xc0U) == 0x80U);
    }
    struct text_size size = {.h = s->line[run.level]};
    if (run.len > 0) {
        size = maker_text(m, &run, box.x, box.y, box.w);
        add_underline(m, &run, box.x + size.last_w, box.y + size.h);
    }
    if (m->view->in.mode.keyboard != KEYBOARD_NONE) {
        int em = s->em[run.level];
        int y = box.y + size.h - (s->line[run.level] + em) / 2;
        int x = box.x + size.last_w + em / 16 + 1;
        maker_add(m, MARK_RECT, (struct box){x, y, s->hair * 2, em}, TINT_PRIMARY_INK);
    }
    return size.h;
}

void parts_field(struct maker *m)
{
    const struct scale *s = m->scale;
    const struct screen_field *field = &m->view->in.screen->field;
    bool says_error = field->error[0] && !m->view->apart;
    enum tint edge = field->error[0] ? TINT_CAREFUL : TINT_PRIMARY_INK;
    int y = 0;
    if (field->label[0] && !m->view->tight) { /* the question above it says it, too */
        struct run label = {.text = field->label,
                            .len = (int)strlen(field->label),
                            .bold = true,
                            .tint = TINT_TEXT};
        y += maker_text(m, &label, 0, y, m->width).h + s->pad / 3;
    }
    struct run unit = {.text = field->unit, .len = (int)strlen(field->unit), .tint = TINT_QUIET};
    int unit_w = unit.len ? maker_size(m, &unit, 0).w + s->pad : 0;
    struct mark *frame = maker_add(m, MARK_RECT, (struct box){0, y, m->width, 0}, edge);
    struct mark *ground = maker_add(m, MARK_RECT, (struct box){0, y, m->width, 0}, TINT_SURFACE);
    int value_h = add_value(m, (struct box){s->pad, y + s->pad * 3 / 4,
                                            m->width - 2 * s->pad - unit_w - s->hair * 4, 0});
    int box_h = value_h + 2 * (s->pad * 3 / 4);
    frame->box.h = box_h;
    frame->radius = (int16_t)s->radius;
    ground->box = box_grown(frame->box, -2 * s->hair);
    ground->radius = (int16_t)(s->radius - 2 * s->hair);
    if (unit.len) {
        int unit_y = y + (box_h - s->line[TYPE_BODY]) / 2;
        maker_text(m, &unit, m->width - s->pad - unit_w + s->pad, unit_y, unit_w - s->pad);
    }
    y += box_h;
    if (says_error) {
        int side = (int)(s->em[TYPE_FRAME] * ICON_EM);
        int line = s->line[TYPE_FRAME];
        y += s->pad / 2;
        maker_icon(m, "warning", (struct box){0, y + (line - side) / 2, side, side}, TINT_CAREFUL);
        struct run error = {.text = field->error,
                            .len = (int)strlen(field->error),
                            .level = TYPE_FRAME,
                            .tint = TINT_CAREFUL};
        y += maker_text(m, &error, side + s->pad / 2, y, m->width - side - s->pad / 2).h;
    }
    m->out->w = m->width;
    m->out->h = y;
}
