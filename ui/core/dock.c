/* What stays in sight whatever page is shown: the keyboard and the buttons that lead on. */
#include "maker.h"
#include "plan.h"

#define KEY_WIDTH_MM     27.0
#define KEY_HEIGHT_MM    22.0
#define KEYPAD_WIDTH_MM  84.0
#define KEYPAD_HEIGHT_MM 32.0
#define KEY_AIR_MM       4.0 /* around a letter that is larger than it must be */

/* ---- buttons ---- */

static bool leads_on(const struct screen_item *item)
{
    return item->kind == ITEM_BUTTON &&
           (item->style == STYLE_MAIN || item->style == STYLE_PLAIN || item->style == STYLE_QUIET);
}

bool dock_pinned(const struct plan *p, int item)
{
    for (int i = 0; i < p->pinned_count; i++) {
        if (p->pinned[i] == item) {
            return true;
        }
    }
    return false;
}

/* The buttons at the end of the screen, when they are few; with a keyboard also the one that takes
 * what was typed. */
void dock_choose(struct plan *p)
{
    const struct screen *screen = p->screen;
    int first = screen->item_count;
    while (first > 0 && leads_on(&screen->item[first - 1])) {
        first--;
    }
    bool keyboard = p->view->in.mode.keyboard != KEYBOARD_NONE;
    struct action done = view_done_action(screen);
    bool few = screen->item_count - first < PINNED_MAX &&
               !(keyboard && scale_large(p->scale)); /* letters and field need the room */
    p->pinned_count = 0;
    for (int i = 0; i < screen->item_count; i++) {
        const struct screen_item *item = &screen->item[i];
        bool takes = keyboard && leads_on(item) && item->action.verb == done.verb;
        if (((few && i >= first) || takes) && p->pinned_count < PINNED_MAX) {
            p->pinned[p->pinned_count++] = (int16_t)i;
        }
    }
}

static struct widget action_at(const struct plan *p, int at)
{
    return column_widget(p->view, &p->left, p->pinned[at]);
}

/* How many from `at` on share a row of this width: two when both are short. */
static int in_row(const struct plan *p, int at, int width)
{
    int half = (width - p->scale->gap) / 2;
    for (int i = at; i < at + 2; i++) {
        if (i >= p->pinned_count || p->screen->item[p->pinned[i]].detail[0]) {
            return 1;
        }
        struct widget w = action_at(p, i);
        if (plan_natural(p, &w) > half) {
            return 1;
        }
    }
    return 2;
}

/* Height of the row that begins at `at`. */
static int row_height(const struct plan *p, int at, int count, int cell)
{
    int height = 0;
    for (int i = at; i < at + count; i++) {
        struct widget w = action_at(p, i);
        int h = plan_parts(p, &w, cell).h;
        height = h > height ? h : height;
    }
    return height;
}

int dock_actions_height(const struct plan *p, int width)
{
    int y = 0;
    for (int at = 0; at < p->pinned_count;) {
        int count = in_row(p, at, width);
        y += row_height(p, at, count, (width - p->scale->gap * (count - 1)) / count);
        y += p->scale->gap;
        at += count;
    }
    return y > 0 ? y - p->scale->gap : 0;
}

void dock_place_actions(struct plan *p)
{
    const struct box *box = &p->actions;
    int y = box->y;
    for (int at = 0; box->h > 0 && at < p->pinned_count;) {
        int count = in_row(p, at, box->w);
        int cell = (box->w - p->scale->gap * (count - 1)) / count;
        int height = row_height(p, at, count, cell);
        for (int i = 0; i < count; i++) {
            int x = box->x + i * (cell + p->scale->gap);
            plan_put(p, action_at(p, at + i), (struct box){x, y, cell, height});
        }
        y += height + p->scale->gap;
        at += count;
    }
}

/* ---- keyboard ---- */

static int key_gap(const struct scale *s)
{
    return scale_px(s, SCALE_GAP_MM + 0.1);
}

enum type_level dock_key_level(const struct view *view)
{
    return view->in.mode.keyboard == KEYBOARD_TEXT ? TYPE_KEY : TYPE_FRAME;
}

static int key_glyph(const struct plan *p)
{
    return (int)(p->scale->em[dock_key_level(p->view)] * SCALE_GLYPH_EM);
}

/* The lowest row of keys. */
static int least_row(const struct plan *p)
{
    int least = scale_px(p->scale, SCALE_TARGET_MM);
    int glyph = key_glyph(p) + scale_px(p->scale, KEY_AIR_MM);
    return scale_large(p->scale) && glyph > least ? glyph : least;
}

int dock_keys_height(const struct plan *p, int room)
{
    enum keyboard keyboard = p->view->in.mode.keyboard;
    int rows = keys_rows(keyboard);
    bool digits = keyboard == KEYBOARD_DIGITS;
    int wish = scale_px(p->scale, digits ? KEYPAD_HEIGHT_MM : KEY_HEIGHT_MM);
    int least = least_row(p);
    int row = (room - key_gap(p->scale) * (rows - 1)) / rows;
    row = row > wish ? wish : row;
    row = row < least ? least : row;
    return row * rows + key_gap(p->scale) * (rows - 1);
}

static void put_key(struct plan *p, int index, struct box box)
{
    struct widget w = plan_text(ROLE_KEY, p->view->key[index].label);
    w.key = (int16_t)index;
    w.box = box;
    w.clipped = plan_natural(p, &w) > box.w || key_glyph(p) > box.h;
    *view_put(p->view, w.role, box) = w;
}

void dock_place_keys(struct plan *p)
{
    struct view *v = p->view;
    const struct box *box = &p->keys;
    if (box->h == 0) {
        return;
    }
    enum keyboard keyboard = v->in.mode.keyboard;
    int gap = key_gap(p->scale);
    int rows = keys_rows(keyboard);
    int cols = keys_across(keyboard) / KEYS_LETTER;
    int most = scale_px(p->scale, keyboard == KEYBOARD_DIGITS ? KEYPAD_WIDTH_MM : KEY_WIDTH_MM);
    int unit = (box->w - gap * (cols - 1)) / cols;
    unit = unit > most ? most : unit;
    int left = box->x + (box->w - unit * cols - gap * (cols - 1)) / 2;
    int height = (box->h - gap * (rows - 1)) / rows;
    v->key_count = keys_list(&v->in.mode, v->key);
    for (int i = 0; i < v->key_count; i++) {
        const struct key *key = &v->key[i];
        int x = left + key->at * (unit + gap) / KEYS_LETTER;
        int end = left + (key->at + key->span) * (unit + gap) / KEYS_LETTER - gap;
        put_key(p, i, (struct box){x, box->y + key->row * (height + gap), end - x, height});
    }
}
