/* Steps of a flow and the ways between them, from its YAML; what is wrong with it is check's. */
#include "draw.h"
#include "field.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

const char *draw_words(const struct node *words, enum lang lang)
{
    if (words == NULL || words->kind != NODE_MAP) {
        return NULL;
    }
    const struct node *text = node_get(words, lang_name(lang));
    if (text == NULL) {
        text = node_get(words, lang_name(lang == LANG_KO ? LANG_EN : LANG_KO));
    }
    return text != NULL && text->kind == NODE_WORD ? text->text : NULL;
}

static const char *word_of(const struct node *map, const char *key)
{
    const struct node *node = map->kind == NODE_MAP ? node_get(map, key) : NULL;
    return node != NULL && node->kind == NODE_WORD ? node->text : NULL;
}

static int step_named(const struct draw_flow *flow, const char *id)
{
    for (int i = 0; id != NULL && i < flow->step_count; i++) {
        if (strcmp(flow->step[i].id, id) == 0) {
            return i;
        }
    }
    return -1;
}

static void add_edge(struct draw_step *step, struct draw_edge edge)
{
    if (step->edge_count < DRAW_EDGES_MAX) {
        step->edge[step->edge_count++] = edge;
    }
}

/* Where `key` leads; `go` that is left out leads to the next step. */
static int target(const struct draw_flow *flow, const struct draw_step *step,
                  const struct node *map, const char *key)
{
    const char *id = word_of(map, key);
    int next = (int)(step - flow->step) + 1;
    bool is_next = id == NULL && strcmp(key, "go") == 0 && next < flow->step_count;
    return is_next ? next : step_named(flow, id);
}

static void add_way(const struct draw_flow *flow, struct draw_step *step, const char *key,
                    uint8_t exit)
{
    struct draw_edge edge = {.key = key, .to = target(flow, step, step->map, key), .exit = exit};
    if (edge.to >= 0) {
        add_edge(step, edge);
    }
}

static void add_choices(const struct draw_flow *flow, struct draw_step *step)
{
    const struct node *list = node_get(step->map, "choices");
    const struct node *choice = list != NULL && list->kind == NODE_LIST ? list->child : NULL;
    for (uint8_t i = 0; choice != NULL && i < DRAW_EDGES_MAX; i++) {
        int to = choice->kind == NODE_MAP ? target(flow, step, choice, "go") : -1;
        if (to >= 0) {
            add_edge(step, (struct draw_edge){.choice = choice, .to = to, .exit = i});
        }
        choice = choice->next;
    }
}

static void add_cases(const struct draw_flow *flow, struct draw_step *step)
{
    const struct node *list = node_get(step->map, "branch");
    const struct node *item = list != NULL && list->kind == NODE_LIST ? list->child : NULL;
    for (uint8_t i = 0; item != NULL && i < DRAW_EDGES_MAX; i++) {
        const char *when = word_of(item, "when");
        int to = step_named(flow, word_of(item, when != NULL ? "go" : "else"));
        if (to >= 0) {
            add_edge(step, (struct draw_edge){.when = when, .to = to, .exit = i});
        }
        item = item->next;
    }
}

static void add_ways(const struct draw_flow *flow, struct draw_step *step)
{
    switch (step->kind) {
    case FLOW_TELL:
    case FLOW_CALL:
        add_way(flow, step, "go", 0);
        break;
    case FLOW_ASK:
        add_choices(flow, step);
        break;
    case FLOW_INPUT:
        add_way(flow, step, "go", 0);
        add_way(flow, step, "otherwise", 1);
        break;
    case FLOW_BRANCH:
        add_cases(flow, step);
        break;
    case FLOW_CHECK:
        add_way(flow, step, "go", FLOW_CHECK_ANSWERED);
        add_way(flow, step, "offline", FLOW_CHECK_OFFLINE);
        add_way(flow, step, "failed", FLOW_CHECK_FAILED);
        break;
    case FLOW_AGAIN:
        add_way(flow, step, "again", 0);
        add_way(flow, step, "go", 1);
        break;
    case FLOW_SOLVED:
        add_way(flow, step, "yes", 0);
        add_way(flow, step, "no", 1);
        break;
    case FLOW_HAND_OVER:
    case FLOW_END:
    case FLOW_KIND_COUNT:
        break;
    }
}

static enum flow_kind kind_of(const struct node *map)
{
    enum flow_kind kind = 0;
    while (kind < FLOW_KIND_COUNT && node_get(map, flow_kind_name(kind)) == NULL) {
        kind++;
    }
    return kind;
}

static void read_step(struct draw_flow *flow, const struct node *map)
{
    const char *id = word_of(map, "id");
    bool has_id = id != NULL && field_is_id(id);
    enum flow_kind kind = has_id ? kind_of(map) : FLOW_KIND_COUNT;
    if (kind == FLOW_KIND_COUNT || step_named(flow, id) >= 0) {
        return;
    }
    const struct node *value = node_get(map, flow_kind_name(kind));
    bool is_text = value->kind == NODE_MAP;
    flow->step[flow->step_count++] =
        (struct draw_step){.id = id,
                           .kind = kind,
                           .map = map,
                           .text = is_text ? value : node_get(map, "say"),
                           .word = value->kind == NODE_WORD ? value->text : NULL};
}

bool draw_read(struct source *source, const char *id, struct draw_flow *ret_flow)
{
    char path[SOURCE_PATH_SIZE];
    (void)kstr_format(path, sizeof path, "flows/%s.yaml", id);
    const struct node *map = node_file(source, path, NODE_MAP);
    const struct node *steps = map != NULL ? node_get(map, "steps") : NULL;
    if (steps == NULL || steps->kind != NODE_LIST || steps->count > LIMIT_FLOW_STEPS) {
        if (map != NULL) {
            source_tell(source, map->at, A013_KEY_MISSING, DIAG_ARGS("steps"));
        }
        return false;
    }
    *ret_flow = (struct draw_flow){
        .id = karena_text(&source->arena, id),
        .map = map,
        .step = karena_take(&source->arena, steps->count + 1, sizeof *ret_flow->step)};
    for (const struct node *step = steps->child; step != NULL; step = step->next) {
        read_step(ret_flow, step);
    }
    for (int i = 0; i < ret_flow->step_count; i++) {
        add_ways(ret_flow, &ret_flow->step[i]);
    }
    return true;
}
