#include "pen.h"
#include "trial_internal.h"

#include "kcivil.h"
#include "kstr.h"

#include <string.h>

/* Cases as text: what an author would have written. */

static const char *const level_names[] = {"guest", "greeted", "own", "change"};

static void put_quoted(struct pen *pen, const char *text)
{
    pen_put(pen, "\"");
    for (; *text != '\0'; text++) {
        const char letter[] = {*text, '\0'};
        pen_put(pen, *text == '"' || *text == '\\' ? "\\" : "");
        pen_put(pen, *text == '\n' ? "\\n" : letter);
    }
    pen_put(pen, "\"");
}

/* ", key: " but for the first one of a map. */
static void put_key(struct pen *pen, bool *is_first, const char *key)
{
    pen_put(pen, *is_first ? "" : ", ");
    pen_put(pen, key);
    pen_put(pen, ": ");
    *is_first = false;
}

static void put_step(struct pen *pen, const struct flow_book *book, uint16_t root,
                     struct trial_step at)
{
    char name[TRIAL_NAME_BYTES];
    trial_step_name(book, root, at, name);
    pen_put(pen, name);
}

/* ---- given ---- */

static void put_customer(struct pen *pen, const struct trial_given *given, bool *is_first)
{
    if (!given->name && !given->by_number) {
        return;
    }
    put_key(pen, is_first, "customer");
    if (given->by_number) {
        pen_put(pen, "number");
        return;
    }
    pen_put(pen, "{level: ");
    pen_put(pen, level_names[given->level > LEVEL_GUEST ? given->level : LEVEL_GREETED]);
    pen_put(pen, given->returning ? ", returning: true}" : "}");
}

static void put_hq(struct pen *pen, const struct trial_given *given, bool *is_first)
{
    if (given->is_offline) {
        put_key(pen, is_first, "hq");
        pen_put(pen, "offline");
    }
}

static void put_given(struct pen *pen, const struct content *content,
                      const struct trial_given *given)
{
    bool is_first = true;
    struct kcivil time = kcivil_from_ms(given->wall_ms, content->utc_offset_min);
    pen_put(pen, "    given: {");
    put_customer(pen, given, &is_first);
    put_key(pen, &is_first, "time");
    char text[32];
    (void)kstr_format(text, sizeof text, "%04d-%02d-%02d %02d:%02d", time.year, time.month,
                      time.day, time.hour, time.minute);
    pen_put(pen, text);
    if (given->lang != LANG_KO) {
        put_key(pen, &is_first, "lang");
        pen_put(pen, lang_name(given->lang));
    }
    put_hq(pen, given, &is_first);
    pen_put(pen, "}\n");
}

/* ---- lines ---- */

static void put_request(struct pen *pen, const struct flow_book *book, uint16_t root,
                        const struct trial_request *request)
{
    bool is_first = true;
    pen_put(pen, "{");
    if (request->reason) {
        put_key(pen, &is_first, "reason");
        pen_put(pen, request->reason);
    }
    if (request->tells_tried) {
        put_key(pen, &is_first, "tried");
        pen_put(pen, "[");
        for (int i = 0; i < request->tried_count; i++) {
            pen_put(pen, i == 0 ? "" : ", ");
            put_step(pen, book, root, request->tried[i]);
        }
        pen_put(pen, "]");
    }
    pen_put(pen, "}");
}

static void put_change(struct pen *pen, const struct flow_book *book, uint16_t root,
                       const struct trial_line *line)
{
    pen_put(pen, "{");
    put_step(pen, book, root, line->changed);
    pen_put(pen, ": ");
    put_quoted(pen, line->word);
    pen_put(pen, "}");
}

/* Words of our own need no quotes, but yes and no would mean something else to other readers. */
static void put_word(struct pen *pen, const char *word)
{
    bool is_risky = strcmp(word, "yes") == 0 || strcmp(word, "no") == 0 ||
                    strcmp(word, "on") == 0 || strcmp(word, "off") == 0;
    if (is_risky) {
        put_quoted(pen, word);
    } else {
        pen_put(pen, word);
    }
}

static void put_act(struct pen *pen, const struct flow_book *book, uint16_t root,
                    const struct trial_line *line, bool *is_first)
{
    static const char *const keys[TRIAL_ACT_COUNT] = {"",      "answer", "type", "hq",
                                                      "press", "change", "card"};
    if (line->act == TRIAL_NOTHING) {
        return;
    }
    put_key(pen, is_first, keys[line->act]);
    if (line->act == TRIAL_TYPE) {
        put_quoted(pen, line->word);
    } else if (line->act == TRIAL_CHANGE) {
        put_change(pen, book, root, line);
    } else if (line->act == TRIAL_PRESS) {
        pen_put(pen, trial_press_names[line->press]);
    } else if (line->act == TRIAL_CARD) {
        pen_put(pen, level_names[line->level]);
    } else {
        put_word(pen, line->word);
    }
}

static void put_line(struct pen *pen, const struct flow_book *book, uint16_t root,
                     const struct trial_line *line)
{
    bool is_first = true;
    pen_put(pen, "      - {");
    if (line->at.step != FLOW_NO_STEP) {
        put_key(pen, &is_first, "at");
        put_step(pen, book, root, line->at);
    }
    for (int i = 0; i < line->show_count && i < 1; i++) {
        put_key(pen, &is_first, "shows");
        put_quoted(pen, line->show[i]);
    }
    if (line->is_locked) {
        put_key(pen, &is_first, "locked");
        pen_put(pen, "true");
    }
    if (line->is_offered) {
        put_key(pen, &is_first, "offered");
        pen_put(pen, "true");
    }
    if (line->is_end) {
        put_key(pen, &is_first, "end");
        pen_put(pen, trial_outcome_names[line->outcome]);
    }
    put_act(pen, book, root, line, &is_first);
    if (line->request) {
        put_key(pen, &is_first, "request");
        put_request(pen, book, root, line->request);
    }
    pen_put(pen, "}\n");
}

enum kcode trial_write_head(const struct content *content, uint16_t flow, struct kbuf *buf,
                            struct kerr *err)
{
    return kbuf_format(buf, err, "flow: %s\ncases:\n", content->book.chart[flow].id);
}

enum kcode trial_write_case(const struct content *content, const struct trial_case *item,
                            struct kbuf *buf, struct kerr *err)
{
    struct pen pen = {.buf = buf, .err = err};
    pen_put(&pen, "  - name: ");
    put_quoted(&pen, item->name);
    pen_put(&pen, "\n");
    put_given(&pen, content, &item->given);
    pen_put(&pen, "    play:\n");
    for (uint16_t i = 0; i < item->line_count; i++) {
        put_line(&pen, &content->book, item->flow, &item->line[i]);
    }
    return pen.code;
}
