#include "ui_internal.h"

#include "icons.h"
#include "plain.h"

#include "kassert.h"

#include <string.h>

#define MOTION_MM   7.0 /* a new page comes from that far below */
#define NOTE_PAD_MM 2.0

static uint32_t rgb_of(const struct ui *ui, const struct mark *mark)
{
    return ui->palette.rgb[mark->tint];
}

/* A box with round corners: the quarters of a disc, and boxes between them. */
static void paint_round(struct ui *ui, const struct brush *brush, const struct mark *m)
{
    int r = m->radius;
    int side = 2 * r;
    uint32_t rgb = rgb_of(ui, m);
    const struct box *b = &m->box;
    const uint8_t *disc = r > 0 ? stamps_disc(ui->stamps, r) : NULL;
    if (!disc) {
        brush_box(brush, *b, rgb, m->alpha);
        return;
    }
    for (int i = 0; i < 4; i++) {
        int right = i % 2;
        int low = i / 2;
        struct box corner = {right ? b->x + b->w - r : b->x, low ? b->y + b->h - r : b->y, r, r};
        brush_mask(brush, corner, disc + (low * r) * side + right * r, side, rgb, m->alpha);
    }
    brush_box(brush, (struct box){b->x + r, b->y, b->w - side, r}, rgb, m->alpha);
    brush_box(brush, (struct box){b->x, b->y + r, b->w, b->h - side}, rgb, m->alpha);
    brush_box(brush, (struct box){b->x + r, b->y + b->h - r, b->w - side, r}, rgb, m->alpha);
}

static void paint_text(struct ui *ui, const struct brush *brush, const struct mark *m)
{
    struct coverage c = glyphs_mask(ui->glyphs, m, ui->screen.lang);
    struct box box = {m->box.x + c.x, m->box.y + c.y, c.w, c.h};
    brush_mask(brush, box, c.data, c.stride, rgb_of(ui, m), m->alpha);
}

static void paint_mask(struct ui *ui, const struct brush *brush, const struct mark *m)
{
    const uint8_t *data = m->kind == MARK_ICON ? stamps_icon(ui->stamps, m->text, m->box.w)
                                               : stamps_code(ui->stamps, m->text, m->box.w);
    if (data) {
        brush_mask(brush, m->box, data, m->box.w, rgb_of(ui, m), m->alpha);
    }
}

static void paint_picture(struct ui *ui, const struct brush *brush, const struct mark *m)
{
    const uint32_t *data = pictures_get(ui->pictures, m->text, m->box.w, m->box.h);
    if (data) {
        brush_image(brush, m->box, data, m->alpha);
    }
}

static void paint_mark(struct ui *ui, const struct brush *brush, const struct mark *m)
{
    static void (*const painters[])(struct ui *, const struct brush *, const struct mark *) = {
        [MARK_RECT] = paint_round, [MARK_TEXT] = paint_text,       [MARK_ICON] = paint_mask,
        [MARK_QR] = paint_mask,    [MARK_PICTURE] = paint_picture,
    };
    painters[m->kind](ui, brush, m);
}

void ui_paint(struct ui *ui, const struct brush *brush)
{
    for (int i = 0; i < ui->mark_count; i++) {
        const struct mark *m = &ui->mark[i];
        int reach = m->kind == MARK_TEXT ? MARK_OVERHANG_PX : 0;
        if (box_meets(box_grown(m->box, reach), brush->clip)) {
            paint_mark(ui, brush, m);
        }
    }
}

/* A new page rises a little and appears; touches already count. */
static void move_marks(struct ui *ui, int64_t now_mono_ms)
{
    int64_t passed = now_mono_ms - ui->motion_from_ms;
    ui->moving = ui->moving && passed >= 0 && passed < UI_MOTION_MS;
    if (!ui->moving) {
        return;
    }
    double left = 1.0 - (double)passed / UI_MOTION_MS;
    int down = (int)(scale_px(&ui->scale, MOTION_MM) * left * left);
    uint8_t alpha = (uint8_t)(255.0 * (1.0 - left * left));
    for (int i = 0; i < ui->mark_count; i++) {
        if (ui->mark[i].moves) {
            ui->mark[i].box.y += down;
            ui->mark[i].alpha = alpha;
        }
    }
}

void ui_layout(struct ui *ui)
{
    struct view_input in = {.screen = &ui->screen,
                            .scale = &ui->scale,
                            .measure = &ui->measure,
                            .mode = {.keyboard = ui->screen.field.keyboard,
                                     .hangul = ui->typing.hangul,
                                     .shift = ui->typing.shift,
                                     .done = !view_has_done(&ui->screen),
                                     .lang = ui->screen.lang},
                            .value = ui->typing.text,
                            .composing = typing_composing(&ui->typing),
                            .page = ui->page,
                            .high = ui->look.high_contrast};
    view_build(&ui->view, &in);
    pictures_turn(ui->pictures);
    ui->page = ui->view.page;
}

static void paint_rects(struct ui *ui, const struct box *rects, int count)
{
    SDL_Rect changed[CELLS_RECTS];
    struct brush brush = {.pixels = ui->surface->pixels, .pitch = ui->surface->pitch};
    for (int i = 0; i < count; i++) {
        brush.clip = rects[i];
        ui_paint(ui, &brush);
        changed[i] = (SDL_Rect){rects[i].x, rects[i].y, rects[i].w, rects[i].h};
        ui->stats.pixels += (int64_t)rects[i].w * rects[i].h;
    }
    if (count > 0) {
        (void)SDL_UpdateWindowSurfaceRects(ui->window, changed, count);
        ui->stats.frames++;
        ui->stats.rects += count;
    }
}

static void draw_plain(struct ui *ui)
{
    struct plain plain = {.hotline = ui->hotline,
                          .ground = ui->palette.rgb[TINT_PRIMARY],
                          .ink = ui->palette.rgb[TINT_ON_PRIMARY],
                          .sign = ui->palette.rgb[TINT_PRIMARY]};
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data(ui->surface->pixels, CAIRO_FORMAT_RGB24, ui->surface->w,
                                            ui->surface->h, ui->surface->pitch);
    plain_draw(&plain, surface, ui->surface->w, ui->surface->h);
    cairo_surface_destroy(surface);
    (void)SDL_UpdateWindowSurface(ui->window);
    ui->stats.frames++;
}

/* ui_note(), over the upper left corner. */
static void add_note(struct ui *ui)
{
    if (!ui->note[0] || ui->mark_count + 2 > VIEW_MARKS) {
        return;
    }
    int pad = scale_px(&ui->scale, NOTE_PAD_MM);
    struct text_spec spec = {.text = ui->note,
                             .len = (int)strlen(ui->note),
                             .level = TYPE_NOTE,
                             .width = ui->scale.width * 6 / 10,
                             .lang = LANG_KO};
    struct text_size size = glyphs_measure(ui->glyphs, &spec, 0);
    struct mark *mark = &ui->mark[ui->mark_count];
    mark[0] = (struct mark){.kind = MARK_RECT,
                            .box = {0, 0, size.w + 2 * pad, size.h + 2 * pad},
                            .tint = TINT_TEXT,
                            .text = "",
                            .alpha = 255};
    mark[1] = (struct mark){.kind = MARK_TEXT,
                            .box = {pad, pad, spec.width, size.h},
                            .tint = TINT_PAGE,
                            .text = ui->note,
                            .text_len = (uint16_t)spec.len,
                            .level = TYPE_NOTE,
                            .alpha = 255};
    ui->mark_count += 2;
}

void ui_draw(struct ui *ui, int64_t now_mono_ms)
{
    ui->stale = false;
    if (ui->is_plain) {
        draw_plain(ui);
        return;
    }
    if (!ui->has_screen) {
        return;
    }
    struct box rects[CELLS_RECTS];
    ui->mark_count = view_draw(&ui->view, &ui->state, ui->mark);
    move_marks(ui, now_mono_ms);
    add_note(ui);
    paint_rects(ui, rects, cells_diff(&ui->cells, ui->mark, ui->mark_count, rects));
}

enum kcode ui_take_surface(struct ui *ui, struct kerr *err)
{
    ui->surface = SDL_GetWindowSurface(ui->window);
    if (!ui->surface) {
        return kerr_fail(err, K_E_IO, "glass: no frame buffer: %s", SDL_GetError());
    }
    if (ui->surface->format->BytesPerPixel != 4 || ui->surface->format->Rmask != 0xff0000) {
        return kerr_fail(err, K_E_IO, "glass: a frame buffer of %d bytes a pixel cannot be drawn",
                         ui->surface->format->BytesPerPixel);
    }
    bool resized = ui->surface->w != ui->scale.width || ui->surface->h != ui->scale.height;
    if (resized) {
        ui_rescale(ui, ui->surface->w, ui->surface->h);
    }
    cells_reset(&ui->cells, ui->surface->w, ui->surface->h);
    ui->stale = true;
    return K_OK;
}
