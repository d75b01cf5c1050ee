/*
 * Charts of `annae-pack draw --mermaid`: the boxes give ids, kinds, order and the texts of one
 * language, the arrows give the ways, the comments "%% annae: PATH VALUE" everything else.
 */
#include "import_internal.h"

#include "flow.h"
#include "kassert.h"
#include "kept.h"
#include "kstr.h"

#include <string.h>

static const struct mermaid_kept *kept_find(const struct mermaid *m, const char *path)
{
    for (uint16_t i = 0; i < m->kept_count; i++) {
        if (strcmp(m->kept[i].path, path) == 0) {
            return &m->kept[i];
        }
    }
    return NULL;
}

bool import_is_kept(const struct mermaid *m)
{
    return kept_find(m, KEPT_FLOW) != NULL;
}

/* What follows "NAME." in a path; NULL when it is about something else. */
static const char *path_below(const char *path, const char *name)
{
    size_t len = strlen(name);
    return strncmp(path, name, len) == 0 && path[len] == '.' ? path + len + 1 : NULL;
}

/* The comments about one box, or about the flow, into its map. */
static void set_kept(struct plan *plan, struct tree *map, const char *name)
{
    struct mermaid *m = plan->m;
    for (uint16_t i = 0; i < m->kept_count; i++) {
        const char *path = path_below(m->kept[i].path, name);
        if (path == NULL || strcmp(path, KEPT_ID) == 0 || strcmp(path, KEPT_NO_TEXT) == 0) {
            continue;
        }
        if (!tree_set(&m->arena, map, path, kept_unescape(&m->arena, m->kept[i].value))) {
            mermaid_note_at(m, m->kept[i].line, "'%.80s' does not fit here; left out",
                            m->kept[i].path);
        }
    }
}

static bool has_kept(const struct plan *plan, uint16_t node, const char *key)
{
    char path[2 * LIMIT_ID_BYTES];
    (void)kstr_format(path, sizeof path, "%.63s.%s", plan->m->node[node].id, key);
    return kept_find(plan->m, path) != NULL;
}

static enum flow_kind kind_of(const struct plan *plan, uint16_t node)
{
    enum flow_kind kind = 0;
    while (kind < FLOW_KIND_COUNT && kept_shape(kind) != plan->m->node[node].shape) {
        kind++;
    }
    return kind < FLOW_KIND_COUNT ? kind : FLOW_TELL;
}

/* The label of the box: the text in the language of the drawing. */
static void set_text(struct plan *plan, struct tree *step, uint16_t node, enum flow_kind kind)
{
    const char *text = plan->m->node[node].text;
    bool is_said = kind == FLOW_CHECK || kind == FLOW_HAND_OVER || kind == FLOW_END;
    bool has_text = is_said || kind == FLOW_TELL || kind == FLOW_ASK || kind == FLOW_INPUT ||
                    kind == FLOW_SOLVED;
    if (!has_text || text == NULL || has_kept(plan, node, KEPT_NO_TEXT)) {
        return;
    }
    struct tree *words =
        tree_add(&plan->m->arena, step, is_said ? "say" : flow_kind_name(kind), TREE_MAP);
    (void)tree_word(&plan->m->arena, words, plan->lang, text);
}

/* ---- ways ---- */

/* The list below a key, made when it is not there, and its item number `index`. */
static struct tree *item_of(struct plan *plan, struct tree *step, const char *key, int index)
{
    struct tree *list = tree_get(step, key);
    if (list == NULL) {
        list = tree_add(&plan->m->arena, step, key, TREE_LIST);
    }
    struct tree *item = list->kind == TREE_LIST ? list->child : NULL;
    for (; item != NULL && index > 0; index--) {
        item = item->next;
    }
    bool is_missing = item == NULL && list->kind == TREE_LIST;
    item = is_missing ? tree_add(&plan->m->arena, list, NULL, TREE_MAP) : item;
    return item != NULL && item->kind == TREE_MAP ? item : NULL;
}

/* Id and label of every choice, before the comments add the rest. */
static void begin_choices(struct plan *plan, struct tree *step, uint16_t node)
{
    const struct mermaid_edge *exit[LIMIT_FLOW_EXITS];
    int count = exits_of(plan, node, exit, LIMIT_FLOW_EXITS);
    struct tree *list = tree_add(&plan->m->arena, step, "choices", TREE_LIST);
    for (int i = 0; i < count; i++) {
        char path[2 * LIMIT_ID_BYTES];
        const char *label = exit[i]->label != NULL ? exit[i]->label : plan->id[exit[i]->to];
        (void)kstr_format(path, sizeof path, "%.63s.choices.%d.id", plan->m->node[node].id, i);
        const struct mermaid_kept *kept = kept_find(plan->m, path);
        const char *id = kept != NULL ? kept->value : choice_id(plan, list, label);
        struct tree *choice = tree_add(&plan->m->arena, list, NULL, TREE_MAP);
        (void)tree_word(&plan->m->arena, choice, "id", id);
        (void)tree_word(&plan->m->arena, choice, plan->lang, label);
        if (kept == NULL) {
            choice->todo = todo(plan, TODO_CHOICE);
        }
    }
}

static void set_choice(struct plan *plan, struct tree *step, int index,
                       const struct mermaid_edge *edge)
{
    struct tree *choice = item_of(plan, step, "choices", index);
    if (choice != NULL) {
        (void)tree_set(&plan->m->arena, choice, "go", plan->id[edge->to]);
    }
}

static void set_case(struct plan *plan, struct tree *step, int index, bool is_last,
                     const struct mermaid_edge *edge)
{
    struct tree *item = item_of(plan, step, "branch", index);
    if (item == NULL) {
        return;
    }
    if (is_last) {
        (void)tree_word(&plan->m->arena, item, "else", plan->id[edge->to]);
        return;
    }
    struct tree *when =
        tree_word(&plan->m->arena, item, "when", edge->label != NULL ? edge->label : "");
    if (edge->label == NULL) {
        when->todo = todo(plan, TODO_CONDITION);
    }
    (void)tree_word(&plan->m->arena, item, "go", plan->id[edge->to]);
}

static void set_way(struct plan *plan, struct tree *step, enum flow_kind kind,
                    const struct mermaid_edge *edge)
{
    const char *key = kept_role(kind, edge->label);
    if (!tree_set(&plan->m->arena, step, key, plan->id[edge->to])) {
        mermaid_note_at(plan->m, edge->line, "the arrow '%s' does not fit here; left out", key);
    }
}

static void set_ways(struct plan *plan, struct tree *step, uint16_t node, enum flow_kind kind)
{
    const struct mermaid_edge *exit[LIMIT_FLOW_EXITS + 1];
    int count = exits_of(plan, node, exit, LIMIT_FLOW_EXITS + 1);
    for (int i = 0; i < count; i++) {
        if (kind == FLOW_ASK) {
            set_choice(plan, step, i, exit[i]);
        } else if (kind == FLOW_BRANCH) {
            set_case(plan, step, i, i == count - 1, exit[i]);
        } else {
            set_way(plan, step, kind, exit[i]);
        }
    }
}

/* Keys in the order in which authors write them: id, kind, text, the rest. */
static void make_step(struct plan *plan, struct tree *steps, uint16_t node)
{
    struct tree *step = tree_add(&plan->m->arena, steps, NULL, TREE_MAP);
    enum flow_kind kind = kind_of(plan, node);
    bool is_said = kind == FLOW_CHECK || kind == FLOW_HAND_OVER || kind == FLOW_END;
    (void)tree_word(&plan->m->arena, step, "id", plan->id[node]);
    char path[2 * LIMIT_ID_BYTES];
    (void)kstr_format(path, sizeof path, "%.63s.%s", plan->m->node[node].id, flow_kind_name(kind));
    const struct mermaid_kept *word = is_said ? kept_find(plan->m, path) : NULL;
    if (word != NULL) {
        (void)tree_word(&plan->m->arena, step, flow_kind_name(kind), word->value);
    }
    set_text(plan, step, node, kind);
    if (kind == FLOW_ASK) {
        begin_choices(plan, step, node);
    }
    set_kept(plan, step, plan->m->node[node].id);
    set_ways(plan, step, node, kind);
}

/* The id that a comment gives a box whose own Mermaid would not take. */
static void take_ids(struct plan *plan)
{
    ids_make(plan, true);
    for (uint16_t i = 0; i < plan->count; i++) {
        char path[2 * LIMIT_ID_BYTES];
        (void)kstr_format(path, sizeof path, "%.63s." KEPT_ID, plan->m->node[plan->order[i]].id);
        const struct mermaid_kept *kept = kept_find(plan->m, path);
        plan->id[plan->order[i]] = kept != NULL ? kept->value : plan->id[plan->order[i]];
    }
}

struct tree *import_kept(struct plan *plan)
{
    struct mermaid *m = plan->m;
    struct tree *flow = karena_take(&m->arena, 1, sizeof *flow);
    *flow = (struct tree){.kind = TREE_MAP};
    plan->lang = strcmp(kept_find(m, KEPT_FLOW)->value, "en") == 0 ? "en" : "ko";
    (void)tree_word(&m->arena, flow, "id", plan->flow_id);
    set_kept(plan, flow, KEPT_FLOW_KEYS);
    take_ids(plan);
    for (uint16_t i = 0; i < m->node_count; i++) { /* the author's order, loops and all */
        plan->order[i] = i;
    }
    plan->count = m->node_count;
    struct tree *steps = tree_add(&m->arena, flow, "steps", TREE_LIST);
    for (uint16_t i = 0; i < plan->count; i++) {
        make_step(plan, steps, plan->order[i]);
    }
    return flow;
}
