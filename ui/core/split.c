/* One column or two, and what stands in which. */
#include "look.h"
#include "plan.h"

#define CHOICES_SHARE 0.42  /* landscape: left column beside choices */
#define READS_SHARE   0.62  /* ... when there is more to read than to choose */
#define ACTIONS_SHARE 0.64  /* ... beside the buttons that lead on */
#define PICTURE_SHARE 0.5   /* ... with a picture */
#define KEYPAD_SHARE  0.56  /* ... beside a keypad */
#define LETTERS_SHARE 0.60  /* ... with a keyboard in it */
#define READING_MM    330.0 /* no line is longer */
#define READS_MANY    3
#define CARDS_MANY    5

/* What a screen holds, as far as columns are concerned. */
struct load {
    int reads; /* paragraphs; a number to remember is as heavy as two */
    int pictures, codes, choices, cards, tiles;
    int last_choice; /* item, -1 = none */
};

/* A button or a code that flows: what the right column is for. */
static bool is_choice(const struct plan *p, int item)
{
    enum item_kind kind = p->screen->item[item].kind;
    return (kind == ITEM_BUTTON || kind == ITEM_QR) && !dock_pinned(p, item);
}

static int weight(enum item_kind kind)
{
    bool read = kind == ITEM_TEXT || kind == ITEM_BULLET || kind == ITEM_NUMBERED;
    return kind == ITEM_BIG ? 2 : read;
}

static struct load load_of(const struct plan *p)
{
    struct load load = {.last_choice = -1};
    for (int i = 0; i < p->screen->item_count; i++) {
        const struct screen_item *item = &p->screen->item[i];
        bool choice = is_choice(p, i);
        load.reads += weight(item->kind);
        load.pictures += item->kind == ITEM_PICTURE;
        load.codes += item->kind == ITEM_QR;
        load.choices += choice;
        load.cards += choice && item->kind == ITEM_BUTTON && item->style == STYLE_CARD;
        load.tiles += choice && item->kind == ITEM_BUTTON && item->style == STYLE_TILE;
        load.last_choice = choice ? i : load.last_choice;
    }
    return load;
}

bool split_has_choices(const struct plan *p)
{
    return load_of(p).choices > 0;
}

/* A list under its question, two abreast: the column beside it would hold nothing else. */
static bool lies_across(const struct plan *p, const struct load *load)
{
    return p->scale->landscape && !scale_large(p->scale) && p->view->density->across &&
           !p->left.wide && p->view->in.mode.keyboard == KEYBOARD_NONE &&
           load->cards >= CARDS_MANY && load->tiles + load->pictures + load->codes == 0 &&
           load->reads <= 1;
}

static double left_share(const struct plan *p, const struct load *load)
{
    switch (p->view->in.mode.keyboard) {
    case KEYBOARD_DIGITS:
        return KEYPAD_SHARE;
    case KEYBOARD_TEXT:
        return LETTERS_SHARE;
    case KEYBOARD_NONE:
        break;
    }
    if (load->reads >= READS_MANY && load->tiles == 0) {
        return READS_SHARE;
    }
    if (load->pictures > 0) {
        return PICTURE_SHARE;
    }
    return load->choices > 0 ? CHOICES_SHARE : ACTIONS_SHARE;
}

/* No line of a single column is too long to be read. */
static void narrow(const struct plan *p, struct box *box)
{
    int most = scale_px(p->scale, READING_MM * p->scale->zoom / 100);
    if (box->w > most) {
        box->x += (box->w - most) / 2;
        box->w = most;
    }
}

/* Landscape: two columns; a short message, a long list and a screen without buttons keep one. */
void split_body(struct plan *p)
{
    struct load load = load_of(p);
    bool keyboard = p->view->in.mode.keyboard != KEYBOARD_NONE;
    bool message = p->left.wide && load.choices == 0;
    bool beside = load.choices > 0 || p->pinned_count > 0 || keyboard;
    p->left.box = p->body;
    p->left.across = lies_across(p, &load);
    bool one = scale_large(p->scale) && !keyboard; /* large type reflows to one column */
    p->split = p->scale->landscape && !message && beside && !p->left.across && !one;
    if (p->split) {
        int gutter = p->scale->space * 3 / 2;
        p->left.box.w = (int)((p->body.w - gutter) * left_share(p, &load));
        p->right.box = p->body;
        p->right.box.x += p->left.box.w + gutter;
        p->right.box.w -= p->left.box.w + gutter;
    } else if (!keyboard && !p->left.across) {
        narrow(p, &p->left.box);
    }
}

/* A choice that turns: beside tiles, what is offered before them stays with the greeting. */
static bool turns(const struct plan *p, const struct load *load, int i)
{
    enum item_style style = p->screen->item[i].style;
    return is_choice(p, i) && (style == STYLE_TILE || style == STYLE_SEARCH || load->tiles == 0);
}

/* Does the item begin what stands on the right? Beside letters: all that follows the field. */
static bool turns_right(const struct plan *p, const struct load *load, int i)
{
    const struct screen_item *item = &p->screen->item[i];
    if (p->view->in.mode.keyboard == KEYBOARD_TEXT) {
        return i > 0 && item[-1].kind == ITEM_FIELD;
    }
    if (p->view->in.mode.keyboard == KEYBOARD_DIGITS && scale_large(p->scale)) {
        return false; /* the keys need the column */
    }
    bool next = i + 1 < p->screen->item_count && turns(p, load, i + 1);
    return item->kind != ITEM_QR && (turns(p, load, i) || (item->kind == ITEM_HEADING && next));
}

/* What always stands on the right; a picture without choices, because that column would be empty
 * but for the buttons that lead on. */
static bool stands_right(const struct plan *p, const struct load *load, int i)
{
    enum item_kind kind = p->screen->item[i].kind;
    bool free = p->view->in.mode.keyboard == KEYBOARD_NONE; /* else the keys stand there */
    return kind == ITEM_QR || (kind == ITEM_PICTURE && load->choices == 0 && free);
}

/* A note after the last choice finds room under a question that stands alone. */
static bool stays_left(const struct plan *p, const struct load *load, int i)
{
    return p->view->in.mode.keyboard == KEYBOARD_NONE && i > load->last_choice && !p->left.wide &&
           load->reads < READS_MANY && p->screen->item[i].kind == ITEM_NOTE;
}

void split_fill(struct plan *p)
{
    struct load load = load_of(p);
    bool turned = false;
    p->left.count = 0;
    p->right.count = 0;
    for (int i = 0; i < p->screen->item_count; i++) {
        if (dock_pinned(p, i)) {
            continue;
        }
        turned = turned || turns_right(p, &load, i);
        bool right = (turned && !stays_left(p, &load, i)) || stands_right(p, &load, i);
        struct column *column = p->split && right ? &p->right : &p->left;
        column->item[column->count++] = (int16_t)i;
    }
}
