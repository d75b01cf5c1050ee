#include "face.h"

#include "kassert.h"
#include "kstr.h"
#include "strip.h"

#include <stdlib.h>
#include <string.h>

/* The design: a column this wide and high in millimetres; a smaller panel gets all of it smaller,
 * a landscape one the words at the left and the keys at the right. */
#define COLUMN_MM 190.0
#define HEIGHT_MM 338.0
#define WIDE_MM   330.0
#define LOW_MM    205.0
#define MARGIN_MM 10.0
#define GAP_MM    4.0
#define KEY_MM    19.0

struct pen {
    struct face *face;
    const struct form *form;
    double mm;
    int x, y, w;
};

static int px(const struct pen *pen, double mm)
{
    return (int)(mm * pen->mm + 0.5);
}

static struct face_item *add(struct pen *pen, enum face_kind kind, double h_mm, const char *text)
{
    struct face *face = pen->face;
    KASSERT(face->count < FACE_ITEMS);
    struct face_item *item = &face->item[face->count++];
    *item = (struct face_item){.kind = kind, .x = pen->x, .y = pen->y, .w = pen->w};
    item->h = px(pen, h_mm);
    item->size = px(pen, h_mm * 0.36);
    (void)kstr_copy(item->text, sizeof item->text, text);
    return item;
}

/* ---- words ---- */

/* How many bytes of text fit into width, cut at a blank. */
static int fitting(const char *text, int size, int width)
{
    int fits = 0;
    int len = 0;
    for (;;) {
        len += (int)strcspn(text + len, " ");
        bool is_wide = strip_width(text, len) * size / STRIP_EM > width;
        if (is_wide) {
            return fits > 0 ? fits : len; /* one long word stands alone */
        }
        fits = len;
        if (text[len] == '\0') {
            return len;
        }
        len++;
    }
}

/* Lines of one sentence, em_mm high letters. */
static void write_words(struct pen *pen, const char *text, double em_mm, bool is_quiet)
{
    int size = px(pen, em_mm);
    while (*text) {
        char line[FACE_TEXT];
        int len = fitting(text, size, pen->w);
        (void)kstr_format(line, sizeof line, "%.*s", len, text);
        struct face_item *item = add(pen, FACE_TEXT_LINE, em_mm * 1.4, line);
        item->size = size;
        item->is_quiet = is_quiet;
        pen->y += item->h;
        text += len;
        text += *text == ' ';
    }
}

static void space(struct pen *pen, double mm)
{
    pen->y += px(pen, mm);
}

/* "{n}" replaced. */
static void fill(const char *text, const char *value, char *ret_text, size_t size)
{
    const char *at = strstr(text, "{n}");
    KASSERT(at != NULL);
    (void)kstr_format(ret_text, size, "%.*s%s%s", (int)(at - text), text, value, at + 3);
}

static const char *say(const struct pen *pen, enum saying which)
{
    return saying(pen->form->lang, which);
}

static bool same_hours(const struct facts_hours *a, const struct facts_hours *b)
{
    return a->open_min == b->open_min && a->close_min == b->close_min;
}

/* "월–금 09:00–18:00 · 토 09:00–13:00"; "" when nothing is known. */
static void tell_hours(const struct facts *facts, enum saying_lang lang, char *ret_text,
                       size_t size)
{
    ret_text[0] = '\0';
    for (int day = 1, last = 1; day <= 7; day = last + 1) {
        const struct facts_hours *hours = &facts->hours[day];
        last = day;
        while (last < 7 && same_hours(hours, &facts->hours[last + 1])) {
            last++;
        }
        if (hours->close_min == 0) {
            continue;
        }
        char part[64];
        (void)kstr_format(part, sizeof part, "%s%s%s%s %02d:%02d–%02d:%02d",
                          ret_text[0] ? " · " : "", saying_day(lang, day), last > day ? "–" : "",
                          last > day ? saying_day(lang, last) : "", hours->open_min / 60,
                          hours->open_min % 60, hours->close_min / 60, hours->close_min % 60);
        (void)kstr_append(ret_text, size, part);
    }
}

static void write_person(struct pen *pen, const struct facts *facts, double em_mm)
{
    char text[FACE_TEXT * 2];
    if (facts->hotline[0] != '\0') {
        fill(say(pen, SAY_PERSON_OR_CALL), facts->hotline, text, sizeof text);
        write_words(pen, text, em_mm, false);
    } else {
        write_words(pen, say(pen, SAY_PERSON), em_mm, false);
    }
    tell_hours(facts, pen->form->lang, text, sizeof text);
    if (text[0] != '\0') {
        char line[FACE_TEXT * 2];
        (void)kstr_format(line, sizeof line, "%s  %s", say(pen, SAY_HOURS), text);
        space(pen, 2);
        write_words(pen, line, em_mm * 0.86, false);
    }
}

/* ---- parts ---- */

static void button(struct pen *pen, double h_mm, const char *text, enum form_act act, bool is_main)
{
    struct face_item *item = add(pen, FACE_BUTTON, h_mm, text);
    item->act = act;
    item->is_main = is_main;
    item->is_centred = true;
    int most = item->w - px(pen, 6);
    int wide = strip_width(text, (int)strlen(text)) * item->size / STRIP_EM;
    item->size = wide > most ? item->size * most / wide : item->size;
}

static void write_head(struct pen *pen)
{
    struct pen at = *pen;
    at.x = 0;
    at.y = 0;
    at.w = pen->face->width;
    (void)add(&at, FACE_BAND, 24, "");
    at.w = px(pen, 42);
    at.x = pen->face->width - at.w - px(pen, MARGIN_MM);
    at.y = px(pen, 4);
    button(&at, 16, say(pen, SAY_OTHER_LANG), FORM_LANG, false);
    pen->y = px(pen, 24 + 9);
}

static void write_keys(struct pen *pen)
{
    static const char *const digits[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0"};
    int gap = px(pen, GAP_MM);
    int key_w = (pen->w - 2 * gap) / 3;
    struct pen at = *pen;
    at.w = key_w;
    for (int i = 0; i < 12; i++) {
        at.x = pen->x + i % 3 * (key_w + gap);
        at.y = pen->y + i / 3 * (px(pen, KEY_MM) + gap);
        if (i == 11) {
            button(&at, KEY_MM, say(pen, SAY_ERASE), FORM_ERASE, false);
        } else if (i != 9) {
            button(&at, KEY_MM, digits[i], (enum form_act)(FORM_DIGIT + (i == 10 ? 0 : i + 1)),
                   false);
            pen->face->item[pen->face->count - 1].size = px(pen, 9);
        }
    }
    pen->y += 4 * px(pen, KEY_MM) + 4 * gap;
}

static void write_field(struct pen *pen)
{
    char shown[FORM_DIGITS + 3];
    form_shown(pen->form, shown);
    bool is_empty = shown[0] == '\0';
    write_words(pen, say(pen, SAY_NUMBER), 6, false);
    space(pen, 1.5);
    struct face_item *item = add(pen, FACE_FIELD, 20, is_empty ? say(pen, SAY_NUMBER_HINT) : shown);
    kstr_wipe(shown, sizeof shown);
    item->size = px(pen, is_empty ? 6 : 11);
    item->is_quiet = is_empty;
    item->is_centred = true;
    pen->y += item->h;
    space(pen, GAP_MM);
}

static void write_form(struct pen *pen)
{
    write_field(pen);
    write_keys(pen);
    write_words(pen, say(pen, SAY_CONSENT), 5, true);
    space(pen, GAP_MM);
    button(pen, 23, say(pen, SAY_SEND), FORM_SEND, true);
    pen->face->item[pen->face->count - 1].is_off = !form_ready(pen->form);
}

/* ---- the three screens ---- */

static void write_entry(struct pen *pen, const struct facts *facts, const struct pen *right)
{
    bool can_keep = pen->form->can_keep;
    write_words(pen, say(pen, SAY_SORRY), 13, false);
    write_words(pen, say(pen, SAY_STATE), 8.5, false);
    space(pen, 6);
    write_words(pen, say(pen, can_keep ? SAY_OFFER : SAY_NO_OFFER), 6.5, false);
    space(pen, 4);
    write_person(pen, facts, can_keep ? 6.5 : 9);
    if (can_keep) {
        struct pen at = *pen;
        if (right) {
            at = *right;
        } else {
            space(&at, 9);
        }
        write_form(&at);
    }
}

static void write_kept(struct pen *pen, const struct facts *facts)
{
    char text[FACE_TEXT];
    write_words(pen, say(pen, SAY_KEPT), 11, false);
    space(pen, 6);
    fill(say(pen, SAY_KEPT_NUMBER), pen->form->number, text, sizeof text);
    write_words(pen, text, 11, false);
    space(pen, 6);
    write_words(pen, say(pen, SAY_KEPT_MORE), 7, false);
    space(pen, 4);
    write_person(pen, facts, 6.5);
    space(pen, 9);
    button(pen, 23, say(pen, SAY_DONE), FORM_CLOSE, true);
}

static void write_not_kept(struct pen *pen, const struct facts *facts)
{
    write_words(pen, say(pen, SAY_SORRY), 13, false);
    write_words(pen, say(pen, SAY_NOT_KEPT), 8.5, false);
    space(pen, 6);
    write_person(pen, facts, 8);
    space(pen, 9);
    button(pen, 23, say(pen, SAY_AGAIN), FORM_SEND, true);
    space(pen, 23 + GAP_MM);
    button(pen, 23, say(pen, SAY_GIVE_UP), FORM_CLOSE, false);
}

void face_make(struct face *face, const struct face_panel *panel, const struct form *form,
               const struct facts *facts)
{
    double w_mm = panel->width_px * panel->mm_per_px;
    double h_mm = panel->height_px * panel->mm_per_px;
    bool is_wide = w_mm > h_mm;
    double by_w = w_mm / ((is_wide ? WIDE_MM : COLUMN_MM) + 2 * MARGIN_MM);
    double by_h = h_mm / (is_wide ? LOW_MM : HEIGHT_MM);
    double zoom = by_w < by_h ? by_w : by_h;
    zoom = zoom > 1.2 ? 1.2 : zoom;
    *face = (struct face){.width = panel->width_px, .height = panel->height_px};
    face->mm = zoom / panel->mm_per_px;
    struct pen pen = {.face = face, .form = form, .mm = face->mm};
    int inner = panel->width_px - 2 * px(&pen, MARGIN_MM);
    int gap = px(&pen, 2 * MARGIN_MM);
    int most = px(&pen, COLUMN_MM * 1.15);
    pen.w = is_wide ? (inner - gap) / 2 : inner < most ? inner : most;
    pen.x = is_wide ? px(&pen, MARGIN_MM) : (panel->width_px - pen.w) / 2;
    write_head(&pen);
    if (form->at == FORM_ENTRY) {
        struct pen right = pen;
        right.x += pen.w + gap;
        write_entry(&pen, facts, is_wide ? &right : NULL);
    } else if (form->at == FORM_KEPT) {
        write_kept(&pen, facts);
    } else {
        write_not_kept(&pen, facts);
    }
}

/* ---- touching ---- */

static bool can_press(const struct face_item *item)
{
    return item->kind == FACE_BUTTON && !item->is_off;
}

int face_at(const struct face *face, int x, int y)
{
    for (int i = 0; i < face->count; i++) {
        const struct face_item *item = &face->item[i];
        bool is_in = x >= item->x && x < item->x + item->w && y >= item->y && y < item->y + item->h;
        if (is_in && can_press(item)) {
            return i;
        }
    }
    return -1;
}

int face_find(const struct face *face, enum form_act act)
{
    for (int i = 0; i < face->count; i++) {
        if (can_press(&face->item[i]) && face->item[i].act == act) {
            return i;
        }
    }
    return -1;
}

static int next_in_order(const struct face *face, int from, int step)
{
    for (int i = 1; i <= face->count; i++) {
        int at = (from + i * step + face->count * 2) % face->count;
        if (can_press(&face->item[at])) {
            return at;
        }
    }
    return -1;
}

/* How far item is from `from` that way; -1 = not that way. Sideways counts double. */
static int distance(const struct face_item *from, const struct face_item *item, enum face_move move)
{
    int dx = item->x + item->w / 2 - from->x - from->w / 2;
    int dy = item->y + item->h / 2 - from->y - from->h / 2;
    int on = move == FACE_UP ? -dy : move == FACE_DOWN ? dy : move == FACE_LEFT ? -dx : dx;
    bool is_column = move == FACE_UP || move == FACE_DOWN;
    int off = abs(is_column ? dx : dy);
    bool is_same_row = !is_column && off > from->h / 2;
    return on <= 0 || is_same_row ? -1 : on + 2 * off;
}

int face_move(const struct face *face, int from, enum face_move move)
{
    if (from < 0 || from >= face->count || move >= FACE_NEXT) {
        return next_in_order(face, from < 0 ? -1 : from, move == FACE_PREVIOUS ? -1 : 1);
    }
    int best = from;
    int least = -1;
    for (int i = 0; i < face->count; i++) {
        int far =
            can_press(&face->item[i]) ? distance(&face->item[from], &face->item[i], move) : -1;
        if (far >= 0 && (least < 0 || far < least)) {
            least = far;
            best = i;
        }
    }
    return best;
}
