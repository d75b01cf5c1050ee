#include "read.h"

#include "kstr.h"

#include <string.h>

/* A test file: its cases, and what must be true of every case. */

struct file_keys {
    const struct node *flow, *given, *cases;
};
static const struct field file_fields[] = {
    FIELD(FIELD_NODE, true, struct file_keys, flow, .max = 0),
    FIELD(FIELD_NODE, false, struct file_keys, given, .max = 0),
    FIELD(FIELD_NODE, true, struct file_keys, cases, .max = 0),
};

struct case_keys {
    const char *name;
    const struct node *given, *play;
};
static const struct field case_fields[] = {
    FIELD(FIELD_LINE, true, struct case_keys, name, .max = LIMIT_TEXT_BYTES),
    FIELD(FIELD_NODE, false, struct case_keys, given, .max = 0),
    FIELD(FIELD_NODE, true, struct case_keys, play, .max = 0),
};

static const char *startable_at(const void *book, size_t index)
{
    const struct flow_book *flows = book;
    return index < flows->chart_count ? flows->chart[index].id : NULL;
}

static bool read_flow(struct reading *reading, const struct node *node)
{
    const struct flow_book *book = &reading->content->book;
    if (!field_is(reading->source, node, NODE_WORD, node->key)) {
        return false;
    }
    reading->flow = flow_find(book, node->text);
    if (reading->flow == UINT16_MAX) {
        source_tell_near(reading->source, node->at, A102_NO_SUCH_FLOW, DIAG_ARGS(node->text),
                         source_near(node->text, startable_at, book));
        return false;
    }
    if (book->chart[reading->flow].topic == UINT16_MAX) {
        source_tell(reading->source, node->at, A702_NOBODY_STARTS_IT, DIAG_ARGS(node->text));
        return false;
    }
    return true;
}

/* ---- a case as a whole ---- */

static bool expects(const struct trial_line *line)
{
    return line->at.step != FLOW_NO_STEP || line->show_count > 0 || line->hide_count > 0 ||
           line->is_offered || line->is_end || line->request;
}

/* A question that the case leaves without an answer, though it goes on behind it. */
static bool leaves_question(const struct reading *reading, const struct trial_line *line,
                            const struct trial_line *next)
{
    if (line->at.step == FLOW_NO_STEP || line->act != TRIAL_NOTHING || line->is_locked ||
        line->is_end || next->at.step == FLOW_NO_STEP) {
        return false;
    }
    enum flow_kind kind = read_step_of(reading, line->at)->kind;
    bool is_same = next->at.flow == line->at.flow && next->at.step == line->at.step;
    return (kind == FLOW_ASK || kind == FLOW_INPUT || kind == FLOW_SOLVED) && !is_same;
}

static bool check_case(struct reading *reading, const struct trial_case *item)
{
    bool any = false;
    bool ok = true;
    for (uint16_t i = 0; i < item->line_count; i++) {
        const struct trial_line *line = &item->line[i];
        any = any || expects(line);
        if (i + 1 < item->line_count && leaves_question(reading, line, line + 1)) {
            source_tell(reading->source, line->place, A714_NOT_ANSWERED,
                        DIAG_ARGS(read_step_of(reading, line->at)->id));
            ok = false;
        }
        if (i + 1 < item->line_count && line->request) {
            source_tell(reading->source, line[1].place, A715_AFTER_REQUEST, NULL);
            ok = false;
        }
    }
    if (!any) {
        source_tell(reading->source, item->place, A716_EXPECTS_NOTHING, DIAG_ARGS(item->name));
        return false;
    }
    const struct trial_line *last = &item->line[item->line_count - 1];
    if (last->act != TRIAL_NOTHING || !expects(last)) {
        source_tell(reading->source, last->place, A717_NOBODY_LOOKS, NULL);
        return false;
    }
    return ok;
}

static bool read_lines(struct reading *reading, const struct node *list, struct trial_case *item)
{
    if (!field_is(reading->source, list, NODE_LIST, list->key)) {
        return false;
    }
    if (list->count > TRIAL_LINES) {
        source_tell(reading->source, list->at, A023_TOO_MANY_ENTRIES,
                    DIAG_ARGS(diag_number(TRIAL_LINES).text));
        return false;
    }
    struct trial_line *lines =
        karena_take(&reading->source->arena, list->count + 1, sizeof(struct trial_line));
    bool ok = true;
    for (const struct node *node = list->child; node; node = node->next) {
        ok = read_line_of_case(reading, node, &lines[item->line_count++]) && ok;
    }
    item->line = lines;
    return ok;
}

static bool read_case(struct reading *reading, const struct node *map,
                      const struct trial_given *given, struct trial_case *item)
{
    struct case_keys keys = {0};
    *item = (struct trial_case){.place = map->at, .flow = reading->flow, .given = *given};
    if (!field_read(reading->source, map, FIELDS(case_fields), &keys)) {
        return false;
    }
    item->name = keys.name;
    bool ok = read_given(reading, keys.given, &item->given);
    return read_lines(reading, keys.play, item) && ok && check_case(reading, item);
}

static bool check_name(struct reading *reading, const struct trial_case *items, uint16_t at)
{
    for (uint16_t i = 0; i < at; i++) {
        if (items[i].name && items[at].name && strcmp(items[i].name, items[at].name) == 0) {
            source_tell(reading->source, items[at].place, A718_CASE_TWICE,
                        DIAG_ARGS(items[at].name));
            return false;
        }
    }
    return true;
}

static bool read_cases(struct reading *reading, const struct node *list,
                       const struct trial_given *given, struct trial_suite *suite)
{
    if (!field_is(reading->source, list, NODE_LIST, list->key)) {
        return false;
    }
    if (list->count == 0 || list->count > TRIAL_CASES) {
        source_tell(reading->source, list->at,
                    list->count == 0 ? A701_NO_CASES : A023_TOO_MANY_ENTRIES,
                    DIAG_ARGS(diag_number(TRIAL_CASES).text));
        return false;
    }
    struct trial_case *items =
        karena_take(&reading->source->arena, list->count, sizeof(struct trial_case));
    bool ok = true;
    uint16_t count = 0;
    for (const struct node *node = list->child; node; node = node->next) {
        ok = read_case(reading, node, given, &items[count]) && ok;
        ok = check_name(reading, items, count) && ok;
        count++;
    }
    suite->item = items;
    suite->count = count;
    return ok;
}

static bool read_suite(struct source *source, const struct content *content, const char *path,
                       const struct node *file, struct trial_suite *ret_suite)
{
    struct reading reading = {.source = source, .content = content};
    struct file_keys keys = {0};
    struct trial_given given = trial_given_default(content);
    struct trial_suite suite = {.file = path};
    *ret_suite = suite;
    if (!file || !field_read(source, file, FIELDS(file_fields), &keys)) {
        return false;
    }
    if (!read_flow(&reading, keys.flow) || !read_given(&reading, keys.given, &given) ||
        !read_cases(&reading, keys.cases, &given, &suite)) {
        return false;
    }
    *ret_suite = suite;
    return true;
}

bool trial_read(struct source *source, const struct content *content, const char *path,
                struct trial_suite *ret_suite)
{
    return read_suite(source, content, path, node_file(source, path, NODE_MAP), ret_suite);
}

bool trial_parse(struct source *source, const struct content *content, const char *path,
                 const char *text, struct trial_suite *ret_suite)
{
    const struct node *file = node_parse(source, path, text, strlen(text), 1);
    bool is_map = file && field_is(source, file, NODE_MAP, DIAG_FILE);
    return read_suite(source, content, path, is_map ? file : NULL, ret_suite);
}
