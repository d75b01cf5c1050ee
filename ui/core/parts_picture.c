/* The inside of pictures, codes and the progress bar. */
#include "maker.h"

#include <string.h>

#define CODE_MM        44.0 /* one side of a code, quiet zone not counted */
#define CODE_QUIET     4    /* modules */
#define LARGE_MM       70.0 /* a picture at least, for who wants everything large */
#define CODE_MODULE_PX 6

void parts_picture(struct maker *m)
{
    const struct scale *s = m->scale;
    const struct measure *measure = m->view->in.measure;
    int w = 0;
    int h = 0;
    double tallest_mm = m->view->density->picture_mm;
    tallest_mm = scale_large(s) && tallest_mm < LARGE_MM ? LARGE_MM : tallest_mm;
    int max_h = scale_soft_px(s, tallest_mm);
    if (!m->item || max_h == 0 || !measure->picture(measure->user, m->item->picture, &w, &h)) {
        return;
    }
    int share = s->landscape ? s->height * 4 / 10 : s->height * 3 / 10;
    max_h = max_h > share ? share : max_h;
    int fit_w = m->width;
    int fit_h = (int)((int64_t)h * fit_w / w);
    if (fit_h > max_h) {
        fit_h = max_h;
        fit_w = (int)((int64_t)w * fit_h / h);
    }
    struct box box = {(m->width - fit_w) / 2, 0, fit_w, fit_h};
    if (m->view->in.high) { /* it was drawn for paper */
        maker_add(m, MARK_RECT, box, TINT_WHITE);
    }
    struct mark *mark = maker_add(m, MARK_PICTURE, box, TINT_NONE);
    mark->text = m->item->picture;
    mark->text_len = (uint16_t)strlen(m->item->picture);
    m->out->w = m->width;
    m->out->h = fit_h;
}

void parts_code(struct maker *m)
{
    const struct scale *s = m->scale;
    const struct measure *measure = m->view->in.measure;
    int modules = m->item ? measure->code(measure->user, m->item->text) : 0;
    if (modules == 0) {
        return;
    }
    int px = scale_px(s, CODE_MM) / modules;
    px = px < CODE_MODULE_PX ? CODE_MODULE_PX : px;
    int side = px * (modules + 2 * CODE_QUIET);
    struct run run = maker_detail(m, m->item->detail);
    run.tint = m->look->ink;
    bool beside = m->width >= side * 2;
    int x = beside || !m->widget->wide ? 0 : (m->width - side) / 2;
    maker_add(m, MARK_RECT, (struct box){x, 0, side, side}, TINT_WHITE);
    struct box code = box_grown((struct box){x, 0, side, side}, -px * CODE_QUIET);
    struct mark *mark = maker_add(m, MARK_QR, code, TINT_BLACK);
    mark->text = m->item->text;
    mark->text_len = (uint16_t)strlen(m->item->text);
    m->out->w = m->width;
    m->out->h = side;
    if (run.len == 0) {
        return;
    }
    if (beside) {
        int left = side + s->pad;
        int h = maker_size(m, &run, m->width - left).h;
        int y = h < side ? (side - h) / 2 : 0;
        maker_text(m, &run, left, y, m->width - left);
        m->out->h = h > side ? h : side;
        return;
    }
    run.align = m->widget->wide ? ALIGN_CENTRE : ALIGN_START;
    m->out->h = side + s->pad / 2 + maker_text(m, &run, 0, side + s->pad / 2, m->width).h;
}

void parts_progress(struct maker *m)
{
    const struct screen *screen = m->view->in.screen;
    int h = scale_soft_px(m->scale, 2.0);
    int done = screen->progress_done < screen->progress_total ? screen->progress_done
                                                              : screen->progress_total;
    int w = m->width * done / screen->progress_total;
    maker_add(m, MARK_RECT, (struct box){0, 0, w, h}, TINT_PRIMARY);
    m->out->w = m->width;
    m->out->h = h;
}
