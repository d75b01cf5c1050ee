/*
 * The inside of a widget: where its sign, words and codes stand. Asked once for its natural size
 * (layout) and once at its final width (drawing), so both agree by construction.
 */
#include "look.h"
#include "view.h"

#include "kassert.h"

#include <string.h>

#define ICON_EM        1.15 /* a sign beside words */
#define DISC_MM        20.0 /* a sign in a disc: cards, tiles */
#define HERO_MM        46.0
#define CODE_MM        44.0 /* one side of a code, quiet zone not counted */
#define CODE_QUIET     4    /* modules */
#define CODE_MODULE_PX 6
#define FIELD_LINES    3 /* of a long text; earlier lines give way */

struct maker {
    const struct view *view;
    const struct scale *scale;
    const struct widget *widget;
    const struct screen_item *item; /* NULL when it stands for none */
    const struct look *look;
    int width;
    struct parts *out;
};

static struct mark *add(struct maker *m, enum mark_kind kind, struct box box, enum tint tint)
{
    KASSERT(m->out->count < PARTS_MAX);
    struct mark *mark = &m->out->mark[m->out->count++];
    *mark = (struct mark){.kind = kind, .box = box, .tint = tint, .text = ""};
    return mark;
}

static void add_icon(struct maker *m, const char *name, struct box box, enum tint tint)
{
    struct mark *mark = add(m, MARK_ICON, box, tint);
    mark->text = name;
    mark->text_len = (uint16_t)strlen(name);
}

/* What to write and how; the place comes with add_text(). */
struct run {
    const char *text;
    int len;
    enum type_level level;
    bool bold;
    enum mark_align align;
    enum tint tint;
};

static struct text_size size_of(const struct maker *m, const struct run *run, int width)
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
static struct text_size add_text(struct maker *m, const struct run *run, int x, int y, int w)
{
    struct text_size size = size_of(m, run, w);
    struct mark *mark = add(m, MARK_TEXT, (struct box){x, y, w, size.h}, run->tint);
    mark->text = run->text;
    mark->text_len = (uint16_t)run->len;
    mark->level = (uint8_t)run->level;
    mark->bold = run->bold;
    mark->align = (uint8_t)run->align;
    return size;
}

static struct run label_run(const struct maker *m)
{
    return (struct run){.text = m->widget->text,
                        .len = m->widget->text_len,
                        .level = m->look->level,
                        .bold = m->look->bold,
                        .align = m->look->align,
                        .tint = m->look->ink};
}

static struct run detail_run(const struct maker *m, const char *text)
{
    return (struct run){.text = text,
                        .len = (int)strlen(text),
                        .level = TYPE_BODY,
                        .align = m->look->align,
                        .tint = TINT_QUIET};
}

static bool on_brand(const struct maker *m)
{
    return m->view->in.screen->kind == SCREEN_ATTRACT;
}

static const char *icon_name(const struct maker *m)
{
    const struct widget *w = m->widget;
    const char *own = m->item ? m->item->icon : "";
    switch ((int)w->role) {
    case ROLE_BAR:
    case ROLE_PERSON:
        return own[0] ? own : look_bar_icon(w->item);
    case ROLE_WHO:
        return "person";
    case ROLE_STATE:
        return "warning";
    case ROLE_PAGER:
        return w->key < 0 ? "left" : "right";
    case ROLE_HERO:
        return look_hero(m->view->in.screen->kind);
    case ROLE_NOTE:
        return own[0]                          ? own
               : m->item->tone == TONE_GOOD    ? "check"
               : m->item->tone == TONE_CAREFUL ? "warning"
                                               : "info";
    default:
        return own;
    }
}

/* ---- paragraph: lead, text, bullets, notes, the big number ---- */

/* Constant texts of numbers, because a mark borrows its words. */
static const char *number_label(int number)
{
    static const char *const labels[] = {
        "0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",  "10", "11", "12",
        "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25",
        "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38",
        "39", "40", "41", "42", "43", "44", "45", "46", "47", "48", "49", "50", "51",
        "52", "53", "54", "55", "56", "57", "58", "59", "60", "61", "62", "63", "64"};
    int count = (int)(sizeof labels / sizeof labels[0]);
    return labels[number < count ? number : 0];
}

/* The marker before a bullet, step or note; returns the indent of the text. */
static int add_marker(struct maker *m, int x, int y)
{
    const struct scale *s = m->scale;
    int em = s->em[TYPE_BODY];
    int line = s->line[TYPE_BODY];
    if (m->widget->role == ROLE_BULLET) {
        int dot = em / 4;
        if (!m->widget->more) {
            add(m, MARK_RECT, (struct box){x + em / 4, y + (line - dot) / 2, dot, dot},
                TINT_PRIMARY_INK)
                ->radius = (int16_t)(dot / 2);
        }
        return em;
    }
    if (m->widget->role == ROLE_NUMBERED) {
        int disc = line;
        if (!m->widget->more) {
            add(m, MARK_RECT, (struct box){x, y, disc, disc}, TINT_PRIMARY_WASH)->radius =
                (int16_t)(disc / 2);
            const char *label = number_label(m->item->number);
            struct run run = {.text = label,
                              .len = (int)strlen(label),
                              .bold = true,
                              .align = ALIGN_CENTRE,
                              .tint = TINT_PRIMARY_INK};
            add_text(m, &run, x, y, disc);
        }
        return disc + s->pad;
    }
    if (m->widget->role == ROLE_NOTE) {
        int side = (int)(em * ICON_EM);
        enum tint tint[] = {
            [TONE_INFO] = TINT_PRIMARY_INK, [TONE_GOOD] = TINT_GOOD, [TONE_CAREFUL] = TINT_CAREFUL};
        if (!m->widget->more) {
            add_icon(m, icon_name(m), (struct box){x, y + (line - side) / 2, side, side},
                     tint[m->item->tone]);
        }
        return side + s->pad;
    }
    return 0;
}

static void make_paragraph(struct maker *m)
{
    int pad_x = scale_soft_px(m->scale, m->look->pad_x_mm);
    int pad_y = scale_soft_px(m->scale, m->look->pad_y_mm);
    int inner = m->width - 2 * pad_x;
    int indent = add_marker(m, pad_x, pad_y);
    struct run run = label_run(m);
    if (m->widget->wide && m->widget->role != ROLE_NOTE) {
        run.align = ALIGN_CENTRE;
    }
    if (on_brand(m)) {
        run.tint = TINT_ON_PRIMARY;
        run.level = m->widget->role == ROLE_LEAD ? TYPE_HERO : run.level;
    }
    if (run.level == TYPE_NUMBER && size_of(m, &run, 0).w > inner) {
        run.level = TYPE_LEAD;
    }
    int y = pad_y + add_text(m, &run, pad_x + indent, pad_y, inner - indent).h;
    if (m->item && m->item->detail[0] && !m->widget->more && m->item->kind != ITEM_FIELD) {
        struct run detail = detail_run(m, m->item->detail);
        detail.align = run.align;
        detail.tint = on_brand(m) ? TINT_ON_PRIMARY : TINT_QUIET;
        y += add_text(m, &detail, pad_x + indent, y, inner - indent).h;
    }
    m->out->w = m->width;
    m->out->h = y + pad_y;
}

/* ---- buttons ---- */

/* The sign of a card in its disc. */
static void add_disc(struct maker *m, const char *icon, struct box box)
{
    add(m, MARK_RECT, box, TINT_PRIMARY_WASH)->radius = (int16_t)(box.w / 2);
    int inset = box.w / 5;
    add_icon(m, icon, box_grown(box, -inset), TINT_PRIMARY_INK);
}

static void make_row(struct maker *m)
{
    const struct scale *s = m->scale;
    int pad_x = scale_soft_px(s, m->look->pad_x_mm);
    int pad_y = scale_soft_px(s, m->look->pad_y_mm);
    int disc = scale_soft_px(s, DISC_MM);
    const char *icon = m->item && m->item->selected ? "check" : icon_name(m);
    int x = pad_x;
    if (icon[0]) {
        x += disc + s->pad;
    }
    int inner = m->width - x - pad_x;
    int first = m->out->count;
    struct run run = label_run(m);
    int h = add_text(m, &run, x, 0, inner).h;
    if (m->item && m->item->detail[0]) {
        struct run detail = detail_run(m, m->item->detail);
        h += add_text(m, &detail, x, h, inner).h;
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
    bool brand = on_brand(m);
    add(m, MARK_RECT, box, brand ? TINT_PRIMARY_DOWN : TINT_PRIMARY_WASH)->radius =
        (int16_t)(side / 2);
    add_icon(m, icon_name(m), box_grown(box, -side / 4),
             brand ? TINT_ON_PRIMARY : TINT_PRIMARY_INK);
    m->out->w = side;
    m->out->h = side;
}

static void make_stack(struct maker *m)
{
    if (m->widget->role == ROLE_HERO) {
        make_hero(m);
        return;
    }
    const struct scale *s = m->scale;
    int pad_x = scale_soft_px(s, m->look->pad_x_mm);
    int pad_y = scale_soft_px(s, m->look->pad_y_mm);
    int inner = m->width - 2 * pad_x;
    int disc = scale_soft_px(s, DISC_MM);
    const char *icon = m->item && m->item->selected ? "check" : icon_name(m);
    int y = pad_y;
    if (icon[0]) {
        add_disc(m, icon, (struct box){(m->width - disc) / 2, y, disc, disc});
        y += disc + s->pad / 2;
    }
    struct run run = label_run(m);
    run.align = ALIGN_CENTRE;
    int widest = size_of(m, &run, 0).w;
    y += add_text(m, &run, pad_x, y, inner).h;
    if (m->item && m->item->detail[0]) {
        struct run detail = detail_run(m, m->item->detail);
        detail.align = ALIGN_CENTRE;
        y += add_text(m, &detail, pad_x, y, inner).h;
    }
    m->out->w = widest + 2 * pad_x;
    m->out->h = y + pad_y;
}

/* Sign above the word, for the bar of a narrow panel. */
static void make_bar_stack(struct maker *m, int pad_x, int pad_y)
{
    const struct scale *s = m->scale;
    int side = (int)(s->em[TYPE_BODY] * ICON_EM);
    struct run run = label_run(m);
    run.align = ALIGN_CENTRE;
    add_icon(m, icon_name(m), (struct box){(m->width - side) / 2, pad_y, side, side}, run.tint);
    int y = pad_y + side;
    m->out->w = size_of(m, &run, 0).w + 2 * pad_x;
    m->out->h = y + add_text(m, &run, pad_x, y, m->width - 2 * pad_x).h + pad_y / 2;
}

static void make_line(struct maker *m)
{
    const struct scale *s = m->scale;
    int pad_x = scale_soft_px(s, m->look->pad_x_mm);
    int pad_y = scale_soft_px(s, m->look->pad_y_mm);
    enum role role = m->widget->role;
    const char *icon = m->item && m->item->selected ? "check" : icon_name(m);
    if ((role == ROLE_BAR || role == ROLE_PERSON) && !m->widget->row) {
        make_bar_stack(m, pad_x, pad_y);
        return;
    }
    struct run run = label_run(m);
    if (on_brand(m) && role == ROLE_MAIN) {
        run.tint = TINT_PRIMARY;
        run.level = TYPE_LEAD;
    }
    int side = icon[0] ? (int)(s->em[run.level] * ICON_EM) : 0;
    int lead = side ? side + s->pad / 2 : 0;
    int room = m->width - 2 * pad_x - lead;
    struct text_size natural = size_of(m, &run, 0);
    bool wraps = natural.w > room;
    int text_w = wraps ? room : natural.w;
    int x = pad_x + (room - text_w) / 2;
    bool after = role == ROLE_PAGER && m->widget->key > 0;
    run.align = wraps && !side ? ALIGN_CENTRE : ALIGN_START;
    int h = add_text(m, &run, after ? x : x + lead, pad_y, text_w).h;
    if (side) {
        int icon_x = after ? x + text_w + s->pad / 2 : x;
        add_icon(m, icon, (struct box){icon_x, pad_y + (h - side) / 2, side, side}, run.tint);
    }
    m->out->w = natural.w + lead + 2 * pad_x;
    m->out->h = h + 2 * pad_y;
    if (m->item && m->item->detail[0] && role != ROLE_KEY) {
        struct run detail = detail_run(m, m->item->detail);
        detail.align = ALIGN_CENTRE;
        detail.tint = run.tint;
        m->out->h += add_text(m, &detail, pad_x, pad_y + h, m->width - 2 * pad_x).h;
    }
}

/* ---- field ---- */

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
    if (size_of(m, &run, 0).w > box.w) {
        run.level = TYPE_BODY;
    }
    while (run.len > 0 && size_of(m, &run, box.w).h > FIELD_LINES * s->line[run.level]) {
        do {
            run.text++;
            run.len--;
        } while (run.len > 0 && ((unsigned char)*run.text & 0xc0U) == 0x80U);
    }
    struct text_size size = {.h = s->line[run.level]};
    if (run.len > 0) {
        size = add_text(m, &run, box.x, box.y, box.w);
    }
    if (m->view->in.mode.keyboard != KEYBOARD_NONE) {
        int em = s->em[run.level];
        int y = box.y + size.h - (s->line[run.level] + em) / 2;
        int x = box.x + size.last_w + em / 16 + 1;
        add(m, MARK_RECT, (struct box){x, y, s->hair * 2, em}, TINT_PRIMARY_INK);
    }
    return size.h;
}

static void make_field(struct maker *m)
{
    const struct scale *s = m->scale;
    const struct screen_field *field = &m->view->in.screen->field;
    enum tint edge = field->error[0] ? TINT_CAREFUL : TINT_PRIMARY_INK;
    int y = 0;
    if (field->label[0]) {
        struct run label = {.text = field->label,
                            .len = (int)strlen(field->label),
                            .bold = true,
                            .tint = TINT_TEXT};
        y += add_text(m, &label, 0, y, m->width).h + s->pad / 3;
    }
    struct run unit = {.text = field->unit, .len = (int)strlen(field->unit), .tint = TINT_QUIET};
    int unit_w = unit.len ? size_of(m, &unit, 0).w + s->pad : 0;
    struct mark *frame = add(m, MARK_RECT, (struct box){0, y, m->width, 0}, edge);
    struct mark *ground = add(m, MARK_RECT, (struct box){0, y, m->width, 0}, TINT_SURFACE);
    int value_h = add_value(m, (struct box){s->pad, y + s->pad * 3 / 4,
                                            m->width - 2 * s->pad - unit_w - s->hair * 4, 0});
    int box_h = value_h + 2 * (s->pad * 3 / 4);
    frame->box.h = box_h;
    frame->radius = (int16_t)s->radius;
    ground->box = box_grown(frame->box, -2 * s->hair);
    ground->radius = (int16_t)(s->radius - 2 * s->hair);
    if (unit.len) {
        int unit_y = y + (box_h - s->line[TYPE_BODY]) / 2;
        add_text(m, &unit, m->width - s->pad - unit_w + s->pad, unit_y, unit_w - s->pad);
    }
    y += box_h;
    if (field->error[0]) {
        int side = (int)(s->em[TYPE_BODY] * ICON_EM);
        int line = s->line[TYPE_BODY];
        y += s->pad / 2;
        add_icon(m, "warning", (struct box){0, y + (line - side) / 2, side, side}, TINT_CAREFUL);
        struct run error = {
            .text = field->error, .len = (int)strlen(field->error), .tint = TINT_CAREFUL};
        y += add_text(m, &error, side + s->pad / 2, y, m->width - side - s->pad / 2).h;
    }
    m->out->w = m->width;
    m->out->h = y;
}

/* ---- pictures and codes ---- */

static void make_picture(struct maker *m)
{
    const struct scale *s = m->scale;
    const struct measure *measure = m->view->in.measure;
    int w = 0;
    int h = 0;
    if (!m->item || !measure->picture(measure->user, m->item->picture, &w, &h)) {
        return;
    }
    int max_h = s->landscape ? s->height * 4 / 10 : s->height * 3 / 10;
    int fit_w = m->width;
    int fit_h = (int)((int64_t)h * fit_w / w);
    if (fit_h > max_h) {
        fit_h = max_h;
        fit_w = (int)((int64_t)w * fit_h / h);
    }
    struct mark *mark =
        add(m, MARK_PICTURE, (struct box){(m->width - fit_w) / 2, 0, fit_w, fit_h}, TINT_NONE);
    mark->text = m->item->picture;
    mark->text_len = (uint16_t)strlen(m->item->picture);
    m->out->w = m->width;
    m->out->h = fit_h;
}

static void make_code(struct maker *m)
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
    struct run run = detail_run(m, m->item->detail);
    run.tint = m->look->ink;
    bool beside = m->width >= side * 2;
    int x = beside || !m->widget->wide ? 0 : (m->width - side) / 2;
    add(m, MARK_RECT, (struct box){x, 0, side, side}, TINT_WHITE);
    struct box code = box_grown((struct box){x, 0, side, side}, -px * CODE_QUIET);
    struct mark *mark = add(m, MARK_QR, code, TINT_BLACK);
    mark->text = m->item->text;
    mark->text_len = (uint16_t)strlen(m->item->text);
    m->out->w = m->width;
    m->out->h = side;
    if (run.len == 0) {
        return;
    }
    if (beside) {
        int left = side + s->pad;
        int h = size_of(m, &run, m->width - left).h;
        int y = h < side ? (side - h) / 2 : 0;
        add_text(m, &run, left, y, m->width - left);
        m->out->h = h > side ? h : side;
        return;
    }
    run.align = m->widget->wide ? ALIGN_CENTRE : ALIGN_START;
    m->out->h = side + s->pad / 2 + add_text(m, &run, 0, side + s->pad / 2, m->width).h;
}

static void make_progress(struct maker *m)
{
    const struct screen *screen = m->view->in.screen;
    int h = scale_soft_px(m->scale, 2.0);
    int done = screen->progress_done < screen->progress_total ? screen->progress_done
                                                              : screen->progress_total;
    int w = m->width * done / screen->progress_total;
    add(m, MARK_RECT, (struct box){0, 0, w, h}, TINT_PRIMARY);
    m->out->w = m->width;
    m->out->h = h;
}

static const struct screen_item *item_of(const struct view *view, const struct widget *widget)
{
    if (widget->item < 0) {
        return NULL;
    }
    bool bar = widget->role == ROLE_BAR || widget->role == ROLE_PERSON;
    return bar ? &view->in.screen->bar[widget->item] : &view->in.screen->item[widget->item];
}

void parts_make(const struct view *view, const struct widget *widget, int width,
                struct parts *ret_parts)
{
    static void (*const makers[])(struct maker *) = {
        [SHAPE_PARAGRAPH] = make_paragraph, [SHAPE_ROW] = make_row,
        [SHAPE_STACK] = make_stack,         [SHAPE_LINE] = make_line,
        [SHAPE_FIELD] = make_field,         [SHAPE_PICTURE] = make_picture,
        [SHAPE_CODE] = make_code,           [SHAPE_BAR] = make_progress,
    };
    ret_parts->count = 0;
    ret_parts->w = 0;
    ret_parts->h = 0;
    struct maker m = {.view = view,
                      .scale = view->in.scale,
                      .widget = widget,
                      .item = item_of(view, widget),
                      .look = look_of(widget->role),
                      .width = width,
                      .out = ret_parts};
    makers[m.look->shape](&m);
    int least =
        scale_px(m.scale, m.scale->compact && m.look->min_h_mm > SCALE_MAIN_MM ? SCALE_MAIN_MM
                                                                               : m.look->min_h_mm);
    if (ret_parts->h > 0 && ret_parts->h < least) {
        for (int i = 0; i < ret_parts->count; i++) {
            ret_parts->mark[i].box.y += (least - ret_parts->h) / 2;
        }
        ret_parts->h = least;
    }
}
