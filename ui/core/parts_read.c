/* The inside of what is read: lead, text, bullets, notes, the big number. */
#include "maker.h"

#include <string.h>

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
    if (m->widget->role == ROLE_BULLET && m->item->icon[0]) {
        int side = (int)(em * ICON_EM);
        maker_icon(m, m->item->icon, (struct box){x, y + (line - side) / 2, side, side},
                   maker_on_brand(m) ? TINT_ON_PRIMARY : TINT_PRIMARY_INK);
        return side + s->pad;
    }
    if (m->widget->role == ROLE_BULLET) {
        int dot = em / 4;
        if (!m->widget->more) {
            maker_add(m, MARK_RECT, (struct box){x + em / 4, y + (line - dot) / 2, dot, dot},
                      TINT_PRIMARY_INK)
                ->radius = (int16_t)(dot / 2);
        }
        return em;
    }
    if (m->widget->role == ROLE_NUMBERED) {
        int disc = line;
        if (!m->widget->more) {
            maker_add(m, MARK_RECT, (struct box){x, y, disc, disc}, TINT_PRIMARY_WASH)->radius =
                (int16_t)(disc / 2);
            const char *label = number_label(m->item->number);
            struct run run = {.text = label,
                              .len = (int)strlen(label),
                              .bold = true,
                              .align = ALIGN_CENTRE,
                              .tint = TINT_PRIMARY_INK};
            maker_text(m, &run, x, y, disc);
        }
        return disc + s->pad;
    }
    if (m->widget->role == ROLE_ERROR) {
        int side = (int)(s->em[TYPE_FRAME] * ICON_EM);
        int y_icon = y + (s->line[TYPE_FRAME] - side) / 2;
        if (!m->widget->more) {
            maker_icon(m, "warning", (struct box){x, y_icon, side, side}, TINT_CAREFUL);
        }
        return side + s->pad / 2;
    }
    if (m->widget->role == ROLE_NOTE) {
        int side = (int)(em * ICON_EM);
        enum tint tint[] = {
            [TONE_INFO] = TINT_PRIMARY_INK, [TONE_GOOD] = TINT_GOOD, [TONE_CAREFUL] = TINT_CAREFUL};
        if (!m->widget->more) {
            maker_icon(m, maker_icon_name(m), (struct box){x, y + (line - side) / 2, side, side},
                       tint[m->item->tone]);
        }
        return side + s->pad;
    }
    return 0;
}

/* Bullets of a centred screen: aligned with each other, in its middle as a group. */
static int group_inset(const struct maker *m, int room)
{
    const struct screen *screen = m->view->in.screen;
    int widest = 0;
    for (int i = 0; i < screen->item_count; i++) {
        const char *text = screen->item[i].text;
        struct run run = {.text = text, .len = (int)strlen(text)};
        int w = screen->item[i].kind == ITEM_BULLET ? maker_size(m, &run, 0).w : 0;
        widest = w > widest ? w : widest;
    }
    return widest < room ? (room - widest) / 2 : 0;
}

void parts_read(struct maker *m)
{
    int pad_x = scale_soft_px(m->scale, m->look->pad_x_mm);
    int pad_y = maker_pad_y(m);
    if (m->widget->wide && m->widget->role == ROLE_BULLET) {
        pad_x += group_inset(m, m->width - 2 * pad_x - 2 * m->scale->em[TYPE_BODY]);
    }
    int inner = m->width - 2 * pad_x;
    int indent = add_marker(m, pad_x, pad_y);
    struct run run = maker_label(m);
    if (m->widget->wide && indent == 0) {
        run.align = ALIGN_CENTRE;
    }
    if (maker_on_brand(m)) {
        run.tint = TINT_ON_PRIMARY;
        run.level = m->widget->role == ROLE_LEAD ? TYPE_HERO : run.level;
    }
    if (run.level == TYPE_LEAD && m->view->tight) {
        run.level = TYPE_BODY;
    }
    if (run.level == TYPE_NUMBER && maker_size(m, &run, 0).w > inner) {
        run.level = TYPE_LEAD;
    }
    int y = pad_y + maker_text(m, &run, pad_x + indent, pad_y, inner - indent).h;
    if (m->item && m->item->detail[0] && !m->widget->more && m->item->kind != ITEM_FIELD) {
        struct run detail = maker_detail(m, m->item->detail);
        detail.align = run.align;
        detail.tint = maker_on_brand(m) ? TINT_ON_PRIMARY : TINT_QUIET;
        y += maker_text(m, &detail, pad_x + indent, y, inner - indent).h;
    }
    m->out->w = m->width;
    m->out->h = y + pad_y;
}
