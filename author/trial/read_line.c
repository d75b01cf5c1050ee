#include "read.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* One line of a case: where, what is seen, what is done. */

struct line_keys {
    const struct node *at, *shows, *hides, *answer, *type, *hq, *press, *change, *card, *request,
        *end;
    bool locked, offered;
};
static const struct field line_fields[] = {
    FIELD(FIELD_NODE, false, struct line_keys, at, .max = 0),
    FIELD(FIELD_NODE, false, struct line_keys, shows, .max = 0),
    FIELD(FIELD_NODE, false, struct line_keys, hides, .max = 0),
    FIELD(FIELD_TRUTH, false, struct line_keys, locked, .max = 0),
    FIELD(FIELD_TRUTH, false, struct line_keys, offered, .max = 0),
    FIELD(FIELD_NODE, false, struct line_keys, answer, .max = 0),
    FIELD(FIELD_NODE, false, struct line_keys, type, .max = 0),
    FIELD(FIELD_NODE, false, struct line_keys, hq, .max = 0),
    FIELD(FIELD_NODE, false, struct line_keys, press, .max = 0),
    FIELD(FIELD_NODE, false, struct line_keys, change, .max = 0),
    FIELD(FIELD_NODE, false, struct line_keys, card, .max = 0),
    FIELD(FIELD_NODE, false, struct line_keys, end, .max = 0),
    FIELD(FIELD_NODE, false, struct line_keys, request, .max = 0),
};

static const char *const card_names[] = {"greeted", "own", "change", NULL};
static const enum level card_levels[] = {LEVEL_GREETED, LEVEL_OWN, LEVEL_CHANGE};

/* ---- names ---- */

static const char *step_at(const void *chart, size_t index)
{
    const struct flow_chart *flow = chart;
    return index < flow->step_count ? flow->step[index].id : NULL;
}

static const char *flow_at(const void *book, size_t index)
{
    const struct flow_book *flows = book;
    return index < flows->chart_count ? flows->chart[index].id : NULL;
}

bool read_step(struct reading *reading, const struct node *word, struct trial_step *ret_step)
{
    const struct flow_book *book = &reading->content->book;
    char flow_id[LIMIT_ID_BYTES];
    if (!field_is(reading->source, word, NODE_WORD, word->key ? word->key : DIAG_ENTRY)) {
        return false;
    }
    const char *slash = strchr(word->text, '/');
    const char *id = slash ? slash + 1 : word->text;
    uint16_t flow = reading->flow;
    if (slash) {
        (void)kstr_format(flow_id, sizeof flow_id, "%.*s", (int)(slash - word->text), word->text);
        flow = flow_find(book, flow_id);
    }
    if (flow == UINT16_MAX) {
        source_tell_near(reading->source, word->at, A102_NO_SUCH_FLOW, DIAG_ARGS(flow_id),
                         source_near(flow_id, flow_at, book));
        return false;
    }
    uint16_t step = flow_find_step(&book->chart[flow], id);
    if (step == UINT16_MAX) {
        source_tell_near(reading->source, word->at, A707_NO_SUCH_STEP_THERE,
                         DIAG_ARGS(id, book->chart[flow].id),
                         source_near(id, step_at, &book->chart[flow]));
        return false;
    }
    *ret_step = (struct trial_step){flow, step};
    return true;
}

const struct flow_step *read_step_of(const struct reading *reading, struct trial_step at)
{
    KASSERT(at.step != FLOW_NO_STEP);
    return &reading->content->book.chart[at.flow].step[at.step];
}

static bool read_text(struct reading *reading, const struct node *node, const char **ret_text)
{
    const char *what = node->key ? node->key : DIAG_ENTRY;
    if (!field_is(reading->source, node, NODE_WORD, what)) {
        return false;
    }
    if (node->text[0] == '\0') {
        source_tell(reading->source, node->at, A031_EMPTY_TEXT, DIAG_ARGS(what));
        return false;
    }
    *ret_text = node->text;
    return true;
}

bool read_texts(struct reading *reading, const struct node *node, const char *texts[TRIAL_TEXTS],
                uint8_t *ret_count)
{
    const struct node *first = node->kind == NODE_LIST ? node->child : node;
    uint8_t count = 0;
    for (const struct node *text = first; text;
         text = node->kind == NODE_LIST ? text->next : NULL) {
        if (count == TRIAL_TEXTS) {
            source_tell(reading->source, text->at, A023_TOO_MANY_ENTRIES,
                        DIAG_ARGS(diag_number(TRIAL_TEXTS).text));
            return false;
        }
        if (!read_text(reading, text, &texts[count])) {
            return false;
        }
        count++;
    }
    *ret_count = count;
    return true;
}

/* A word of a list of names; -1 after telling. */
static int read_name(struct reading *reading, const struct node *node, const char *const *names)
{
    char all[DIAG_TEXT_BYTES] = "";
    if (!field_is(reading->source, node, NODE_WORD, node->key)) {
        return -1;
    }
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], node->text) == 0) {
            return i;
        }
        (void)kstr_append(all, sizeof all, i == 0 ? "" : ", ");
        (void)kstr_append(all, sizeof all, names[i]);
    }
    source_tell(reading->source, node->at, A037_NOT_ONE_OF, DIAG_ARGS(node->key, node->text, all));
    return -1;
}

/* ---- what is done ---- */

/* The exits of a question as words; NULL past the end. */
static const char *exit_name(const struct flow_step *step, size_t index)
{
    static const char *const solved[] = {"yes", "no"};
    if (step->kind == FLOW_SOLVED) {
        return index < 2 ? solved[index] : NULL;
    }
    if (step->kind == FLOW_TELL) {
        return index == 0 ? "done" : NULL;
    }
    return step->kind == FLOW_ASK && index < step->exit_count ? step->exit[index].id : NULL;
}

static const char *exit_name_at(const void *step, size_t index)
{
    return exit_name(step, index);
}

/* The kind of the step is not one that is answered so. */
static bool misfits(struct reading *reading, const struct node *node, const struct flow_step *step)
{
    source_tell(reading->source, node->key_at, A708_DOES_NOT_FIT,
                DIAG_ARGS(node->key, step->id, flow_kind_name(step->kind)));
    return false;
}

static bool read_exit(struct reading *reading, const struct node *node, struct trial_step at,
                      struct trial_line *line)
{
    const struct flow_step *step = read_step_of(reading, at);
    if (!exit_name(step, 0)) {
        return misfits(reading, node, step);
    }
    if (!read_text(reading, node, &line->word)) {
        return false;
    }
    uint8_t exit = 0;
    while (exit_name(step, exit) && strcmp(exit_name(step, exit), node->text) != 0) {
        exit++;
    }
    if (!exit_name(step, exit)) {
        source_tell_near(reading->source, node->at, A709_NO_SUCH_CHOICE,
                         DIAG_ARGS(step->id, node->text),
                         source_near(node->text, exit_name_at, step));
        return false;
    }
    line->exit = exit;
    return true;
}

static bool read_typed(struct reading *reading, const struct node *node, struct trial_step at,
                       struct trial_line *line)
{
    const struct flow_step *step = read_step_of(reading, at);
    return step->kind == FLOW_INPUT ? read_text(reading, node, &line->word)
                                    : misfits(reading, node, step);
}

static bool read_hq_word(struct reading *reading, const struct node *node, struct trial_line *line)
{
    const struct flow_step *step = read_step_of(reading, line->at);
    if (step->kind != FLOW_CHECK) {
        return misfits(reading, node, step);
    }
    if (!read_text(reading, node, &line->word)) {
        return false;
    }
    if (!read_is_word(reading, step->check.question, node->text)) {
        char all[DIAG_TEXT_BYTES];
        read_words_of(reading, step->check.question, all, sizeof all);
        source_tell(reading->source, node->at, A706_NO_SUCH_ANSWER,
                    DIAG_ARGS(node->text, step->check.question, all));
        return false;
    }
    return true;
}

/* change: {lights: green} */
static bool read_change(struct reading *reading, const struct node *node, struct trial_line *line)
{
    if (!field_is(reading->source, node, NODE_MAP, node->key)) {
        return false;
    }
    const struct node *one = node->child;
    if (!one || one->next) {
        source_tell(reading->source, node->at, A710_ONE_CHANGE, NULL);
        return false;
    }
    struct node name = {.kind = NODE_WORD, .at = one->key_at, .text = one->key, .key = node->key};
    if (!read_step(reading, &name, &line->changed)) {
        return false;
    }
    return read_step_of(reading, line->changed)->kind == FLOW_INPUT
               ? read_typed(reading, one, line->changed, line)
               : read_exit(reading, one, line->changed, line);
}

static bool read_act(struct reading *reading, const struct node *node, struct trial_line *line)
{
    int name = 0;
    switch (line->act) {
    case TRIAL_ANSWER:
        return read_exit(reading, node, line->at, line);
    case TRIAL_TYPE:
        return read_typed(reading, node, line->at, line);
    case TRIAL_HQ:
        return read_hq_word(reading, node, line);
    case TRIAL_CHANGE:
        return read_change(reading, node, line);
    case TRIAL_PRESS:
        name = read_name(reading, node, trial_press_names);
        line->press = name < 0 ? TRIAL_NEXT : (enum trial_press)name;
        return name >= 0;
    case TRIAL_CARD:
        name = read_name(reading, node, card_names);
        line->level = name < 0 ? LEVEL_GREETED : card_levels[name];
        return name >= 0;
    case TRIAL_NOTHING:
    case TRIAL_ACT_COUNT:
        break;
    }
    return true;
}

/* The one thing that the line does; NULL and act TRIAL_NOTHING when it does nothing. */
static bool find_act(struct reading *reading, const struct line_keys *keys,
                     const struct node **ret_node, struct trial_line *line)
{
    const struct node *const node[TRIAL_ACT_COUNT] = {
        [TRIAL_ANSWER] = keys->answer, [TRIAL_TYPE] = keys->type,     [TRIAL_HQ] = keys->hq,
        [TRIAL_PRESS] = keys->press,   [TRIAL_CHANGE] = keys->change, [TRIAL_CARD] = keys->card,
    };
    *ret_node = NULL;
    for (int i = 0; i < TRIAL_ACT_COUNT; i++) {
        if (node[i] && *ret_node) {
            source_tell(reading->source, node[i]->key_at, A711_TWO_THINGS,
                        DIAG_ARGS((*ret_node)->key, node[i]->key));
            return false;
        }
        if (node[i]) {
            *ret_node = node[i];
            line->act = (enum trial_act)i;
        }
    }
    bool needs_place = keys->answer || keys->type || keys->hq;
    if (needs_place && !keys->at) {
        source_tell(reading->source, (*ret_node)->key_at, A712_AT_WHICH_STEP,
                    DIAG_ARGS((*ret_node)->key));
        return false;
    }
    return true;
}

static bool read_end(struct reading *reading, const struct node *node, struct trial_line *line)
{
    int outcome = read_name(reading, node, trial_outcome_names);
    line->is_end = true;
    line->outcome = outcome < 0 ? FLOW_SOLVED_END : (enum flow_outcome)outcome;
    return outcome >= 0;
}

bool read_line_of_case(struct reading *reading, const struct node *map, struct trial_line *line)
{
    struct line_keys keys = {0};
    const struct node *does = NULL;
    line->place = map->at;
    line->at.step = FLOW_NO_STEP;
    line->changed.step = FLOW_NO_STEP;
    if (!field_read(reading->source, map, FIELDS(line_fields), &keys)) {
        return false;
    }
    bool ok = !keys.at || read_step(reading, keys.at, &line->at);
    ok = (!keys.shows || read_texts(reading, keys.shows, line->show, &line->show_count)) && ok;
    ok = (!keys.hides || read_texts(reading, keys.hides, line->hide, &line->hide_count)) && ok;
    ok = (!keys.end || read_end(reading, keys.end, line)) && ok;
    ok = ok && find_act(reading, &keys, &does, line);
    ok = ok && read_act(reading, does, line);
    line->is_locked = keys.locked;
    line->is_offered = keys.offered;
    if (ok && keys.request) {
        struct trial_request *request =
            karena_take(&reading->source->arena, 1, sizeof(struct trial_request));
        ok = read_request(reading, keys.request, request);
        line->request = request;
    }
    return ok;
}
