#include "screen.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

static const char *const action_names[ACT_VERB_COUNT] = {
    [ACT_NONE] = "none",
    [ACT_START] = "start",
    [ACT_GUEST] = "guest",
    [ACT_PHONE] = "phone",
    [ACT_LIKELY] = "likely",
    [ACT_TOPIC] = "topic",
    [ACT_FLOW] = "flow",
    [ACT_ARTICLE] = "article",
    [ACT_SEARCH] = "search",
    [ACT_REQUESTS] = "requests",
    [ACT_REQUEST] = "request",
    [ACT_CHOOSE] = "choose",
    [ACT_OK] = "ok",
    [ACT_ANSWERS] = "answers",
    [ACT_CHANGE] = "change",
    [ACT_YES] = "yes",
    [ACT_NO] = "no",
    [ACT_CHANNEL] = "channel",
    [ACT_DAY] = "day",
    [ACT_SLOT] = "slot",
    [ACT_OTHER_NUMBER] = "other-number",
    [ACT_RATE] = "rate",
    [ACT_SKIP] = "skip",
    [ACT_FINISH] = "finish",
    [ACT_STAY] = "stay",
    [ACT_BACK] = "back",
    [ACT_HOME] = "home",
    [ACT_LANG] = "lang",
    [ACT_PERSON] = "person",
    [ACT_MASK] = "mask",
    [ACT_MEND] = "mend",
};

static const char *const kind_names[SCREEN_KIND_COUNT] = {
    [SCREEN_ATTRACT] = "attract",     [SCREEN_IDENTIFY] = "identify",
    [SCREEN_PHONE] = "phone",         [SCREEN_WAIT] = "wait",
    [SCREEN_HOME] = "home",           [SCREEN_TOPIC] = "topic",
    [SCREEN_SEARCH] = "search",       [SCREEN_ARTICLE] = "article",
    [SCREEN_STEP] = "step",           [SCREEN_INPUT] = "input",
    [SCREEN_CHECK] = "check",         [SCREEN_ANSWERS] = "answers",
    [SCREEN_FLOW_END] = "flow-end",   [SCREEN_OFFER] = "offer",
    [SCREEN_CHANNEL] = "channel",     [SCREEN_CONTACT] = "contact",
    [SCREEN_SLOT] = "slot",           [SCREEN_CONSENT] = "consent",
    [SCREEN_SAVING] = "saving",       [SCREEN_RECEIPT] = "receipt",
    [SCREEN_NOT_SAVED] = "not-saved", [SCREEN_REQUESTS] = "requests",
    [SCREEN_REQUEST] = "request",     [SCREEN_FEEDBACK] = "feedback",
    [SCREEN_THANKS] = "thanks",       [SCREEN_IDLE] = "idle",
    [SCREEN_RESUME] = "resume",       [SCREEN_NOTICE] = "notice",
};

const char *action_name(enum action_verb verb)
{
    KASSERT(verb < ACT_VERB_COUNT);
    return action_names[verb];
}

enum action_verb action_find(const char *name)
{
    unsigned verb = 0;
    while (verb < ACT_VERB_COUNT && strcmp(action_names[verb], name) != 0) {
        verb++;
    }
    return (enum action_verb)verb;
}

const char *screen_kind_name(enum screen_kind kind)
{
    KASSERT(kind < SCREEN_KIND_COUNT);
    return kind_names[kind];
}

/* ---- composing ---- */

void screen_start(struct screen *screen, enum screen_kind kind, uint32_t serial, enum lang lang)
{
    memset(screen, 0, sizeof(*screen));
    screen->kind = kind;
    screen->serial = serial;
    screen->lang = lang;
}

struct screen_item *screen_add(struct screen *screen, enum item_kind kind, const char *text)
{
    KASSERT(screen->item_count < LIMIT_SCREEN_ITEMS);
    struct screen_item *item = &screen->item[screen->item_count++];
    item->kind = kind;
    (void)kstr_copy(item->text, sizeof(item->text), text == NULL ? "" : text);
    return item;
}

struct screen_item *screen_button(struct screen *screen, enum item_style style, const char *text,
                                  enum action_verb verb, int arg)
{
    KASSERT(arg >= INT16_MIN && arg <= INT16_MAX);
    struct screen_item *item = screen_add(screen, ITEM_BUTTON, text);
    item->style = style;
    item->action = (struct action){.verb = verb, .arg = (int16_t)arg};
    return item;
}

/* ---- reading ---- */

/* The i-th button in reading order, bar last; NULL past the end. Items that are no button and
 * absent places of the bar come as buttons without action. */
static const struct screen_item *button_at(const struct screen *screen, int i)
{
    if (i < screen->item_count) {
        return &screen->item[i];
    }
    i -= screen->item_count;
    return i < BAR_COUNT ? &screen->bar[i] : NULL;
}

const struct screen_item *screen_find(const struct screen *screen, const char *text)
{
    const struct screen_item *begins = NULL;
    const struct screen_item *item = NULL;
    for (int i = 0; (item = button_at(screen, i)) != NULL; i++) {
        if (item->kind != ITEM_BUTTON || item->action.verb == ACT_NONE) {
            continue;
        }
        if (strcmp(item->text, text) == 0) {
            return item;
        }
        if (begins == NULL && kstr_starts(item->text, text)) {
            begins = item;
        }
    }
    return begins;
}

/* One dot a character: continuation bytes of UTF-8 are none. */
static void put_dots(const char *value, char *ret_dots, size_t size)
{
    ret_dots[0] = '\0';
    for (const char *c = value; *c != '\0'; c++) {
        bool begins = ((unsigned char)*c & 0xC0U) != 0x80U;
        (void)kstr_append(ret_dots, size, begins ? "•" : "");
    }
}

static enum kcode text_field(const struct screen_field *field, struct kbuf *buf, struct kerr *err)
{
    char dots[LIMIT_FIELD_BYTES * 3];
    put_dots(field->value, dots, sizeof(dots));
    const char *value = field->shown[0] != '\0' ? field->shown : field->value;
    value = field->masked || field->personal ? dots : value;
    const char *gap = field->unit[0] != '\0' ? " " : "";
    enum kcode code =
        kbuf_format(buf, err, "<%s: %s%s%s>\n", field->label, value, gap, field->unit);
    if (code == K_OK && field->error[0] != '\0') {
        code = kbuf_format(buf, err, "! %s\n", field->error);
    }
    return code;
}

static enum kcode text_pair(const struct screen_item *item, const char *open, const char *close,
                            struct kbuf *buf, struct kerr *err)
{
    const char *bar = item->detail[0] != '\0' ? " | " : "";
    const char *mark = item->selected ? "✓ " : "";
    return kbuf_format(buf, err, "%s%s%s%s%s%s\n", open, mark, item->text, bar, item->detail,
                       close);
}

/* What it shows is said only when somebody said it. */
static enum kcode text_picture(const struct screen *screen, const struct screen_item *item,
                               struct kbuf *buf, struct kerr *err)
{
    static const char *const word[LANG_COUNT] = {"그림", "Picture"};
    return item->text[0] == '\0'
               ? K_OK
               : kbuf_format(buf, err, "%s: %s\n", word[screen->lang], item->text);
}

static enum kcode text_item(const struct screen *screen, const struct screen_item *item,
                            struct kbuf *buf, struct kerr *err)
{
    switch (item->kind) {
    case ITEM_BUTTON:
        return text_pair(item, "[", "]", buf, err);
    case ITEM_QR:
        return text_pair(item, "(QR ", ")", buf, err);
    case ITEM_PICTURE:
        return text_picture(screen, item, buf, err);
    case ITEM_BULLET:
        return kbuf_format(buf, err, "- %s\n", item->text);
    case ITEM_NUMBERED:
        return kbuf_format(buf, err, "%u. %s\n", (unsigned)item->number, item->text);
    case ITEM_FIELD:
        return text_field(&screen->field, buf, err);
    case ITEM_LEAD:
    case ITEM_TEXT:
    case ITEM_SMALL:
    case ITEM_HEADING:
    case ITEM_NOTE:
    case ITEM_BIG:
    case ITEM_KIND_COUNT:
        break;
    }
    return text_pair(item, "", "", buf, err);
}

static enum kcode text_head(const struct screen *screen, struct kbuf *buf, struct kerr *err)
{
    const char *const line[] = {screen->header, screen->who, screen->state};
    for (size_t i = 0; i < sizeof(line) / sizeof(line[0]); i++) {
        if (line[i][0] != '\0' && kbuf_format(buf, err, "%s\n", line[i]) != K_OK) {
            return err->code;
        }
    }
    if (screen->progress_total == 0) {
        return K_OK;
    }
    return kbuf_format(buf, err, "%u/%u\n", (unsigned)screen->progress_done,
                       (unsigned)screen->progress_total);
}

enum kcode screen_text(const struct screen *screen, struct kbuf *buf, struct kerr *err)
{
    enum kcode code = text_head(screen, buf, err);
    for (int i = 0; code == K_OK && i < screen->item_count; i++) {
        code = text_item(screen, &screen->item[i], buf, err);
    }
    for (int i = 0; code == K_OK && i < BAR_COUNT; i++) {
        if (screen->bar[i].action.verb != ACT_NONE) {
            code = text_item(screen, &screen->bar[i], buf, err);
        }
    }
    return code;
}

/* ---- comparing ---- */

static bool item_equal(const struct screen_item *a, const struct screen_item *b)
{
    bool same_look = a->kind == b->kind && a->style == b->style && a->tone == b->tone &&
                     a->selected == b->selected && a->number == b->number;
    bool same_act = a->action.verb == b->action.verb && a->action.arg == b->action.arg;
    return same_look && same_act && strcmp(a->text, b->text) == 0 &&
           strcmp(a->detail, b->detail) == 0 && strcmp(a->icon, b->icon) == 0 &&
           strcmp(a->picture, b->picture) == 0;
}

static bool field_equal(const struct screen_field *a, const struct screen_field *b)
{
    bool same_kind = a->keyboard == b->keyboard && a->serial == b->serial &&
                     a->masked == b->masked && a->personal == b->personal && a->latin == b->latin &&
                     a->max_chars == b->max_chars;
    return same_kind && strcmp(a->label, b->label) == 0 && strcmp(a->value, b->value) == 0 &&
           strcmp(a->shown, b->shown) == 0 && strcmp(a->unit, b->unit) == 0 &&
           strcmp(a->error, b->error) == 0;
}

static bool head_equal(const struct screen *a, const struct screen *b)
{
    bool same_page = a->kind == b->kind && a->serial == b->serial && a->lang == b->lang;
    bool same_state = a->progress_done == b->progress_done &&
                      a->progress_total == b->progress_total && a->countdown_s == b->countdown_s;
    return same_page && same_state && strcmp(a->header, b->header) == 0 &&
           strcmp(a->who, b->who) == 0 && strcmp(a->state, b->state) == 0;
}

bool screen_equal(const struct screen *a, const struct screen *b)
{
    if (!head_equal(a, b) || !field_equal(&a->field, &b->field) || a->item_count != b->item_count) {
        return false;
    }
    for (int i = 0; i < a->item_count; i++) {
        if (!item_equal(&a->item[i], &b->item[i])) {
            return false;
        }
    }
    for (int i = 0; i < BAR_COUNT; i++) {
        if (!item_equal(&a->bar[i], &b->bar[i])) {
            return false;
        }
    }
    return true;
}
