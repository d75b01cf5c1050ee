/*
 * The order of the steps. `go` points forward only, so the boxes are sorted by their arrows (Kahn,
 * in the order in which the author named them), after the arrows that close a loop are found
 * (depth first from where the chart begins).
 */
#include "import_internal.h"

#include "kassert.h"

#include <string.h>
#include <strings.h>

int exits_of(const struct plan *plan, uint16_t node, const struct mermaid_edge **ret_edge, int most)
{
    int count = 0;
    for (uint16_t i = 0; i < plan->m->edge_count && count < most; i++) {
        if (plan->m->edge[i].from == node) {
            ret_edge[count++] = &plan->m->edge[i];
        }
    }
    return count;
}

/* Does a text end like a sentence, or is it merely wrapped? */
static bool is_whole(const char *text, size_t len)
{
    static const char *const ends[] = {".", "?", "!", ":", "다", "오", "요", "까", ")"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end_len = strlen(ends[i]);
        if (len >= end_len && strncmp(text + len - end_len, ends[i], end_len) == 0) {
            return true;
        }
    }
    return false;
}

/* Bytes of the first sentence: to the first break that is more than a wrapped line. */
static size_t head_length(const char *text)
{
    size_t len = strcspn(text, "\n");
    while (text[len] == '\n' && !is_whole(text, len)) {
        len += 1 + strcspn(text + len + 1, "\n");
    }
    return len;
}

const char *one_line(struct mermaid *m, const char *text)
{
    char *copy = karena_text(&m->arena, text);
    for (char *byte = copy; *byte != '\0'; byte++) {
        *byte = (char)(*byte == '\n' ? ' ' : *byte);
    }
    return copy;
}

const char *first_line(struct mermaid *m, const char *text)
{
    char *copy = karena_text(&m->arena, text);
    copy[head_length(text)] = '\0';
    return one_line(m, copy);
}

const char *other_lines(struct mermaid *m, const char *text)
{
    size_t len = head_length(text);
    return text[len] == '\n' ? one_line(m, text + len + 1) : NULL;
}

/* ---- where it begins ---- */

static bool is_reached(const struct mermaid *m, uint16_t node)
{
    for (uint16_t i = 0; i < m->edge_count; i++) {
        if (m->edge[i].to == node && m->edge[i].from != node) {
            return true;
        }
    }
    return false;
}

static const char *const start_words[] = {"start", "begin", "시작", "start here", "시작하기"};

/* A round box that says only "Start" and leads on: the flow begins behind it. */
static uint16_t behind_mark(const struct plan *plan, uint16_t node)
{
    const struct mermaid_node *box = &plan->m->node[node];
    const struct mermaid_edge *edge[2];
    const char *text = box->text != NULL ? box->text : box->id;
    bool is_mark = false;
    for (size_t i = 0; i < sizeof start_words / sizeof *start_words; i++) {
        is_mark = is_mark || strcasecmp(text, start_words[i]) == 0;
    }
    bool leads_on =
        exits_of(plan, node, edge, 2) == 1 && edge[0]->label == NULL && edge[0]->to != node;
    return is_mark && leads_on && box->shape != MERMAID_DIAMOND ? edge[0]->to : MERMAID_NONE;
}

static void add_root(struct plan *plan, uint16_t node)
{
    uint16_t behind = behind_mark(plan, node);
    if (behind != MERMAID_NONE) {
        const struct mermaid_node *box = &plan->m->node[node];
        mermaid_note_at(plan->m, box->line,
                        "the mark '%s' is left out: a flow begins with its first step",
                        box->text != NULL ? box->text : box->id);
        plan->left_out[node] = true;
        node = behind;
    }
    for (uint16_t i = 0; i < plan->root_count; i++) {
        if (plan->root[i] == node) {
            return;
        }
    }
    plan->root[plan->root_count++] = node;
}

/* ---- loops: depth first, with the way back to the start on a stack of our own ---- */

enum color { FRESH, OPEN, DONE };

struct walk {
    struct plan *plan;
    uint8_t *color;
    uint16_t *stack; /* nodes on the way */
    uint16_t *next;  /* per node: the arrow to look at next */
};

static void walk_from(const struct walk *walk, uint16_t root)
{
    const struct mermaid *m = walk->plan->m;
    int depth = 0;
    walk->stack[depth++] = root;
    walk->color[root] = OPEN;
    while (depth > 0) {
        uint16_t node = walk->stack[depth - 1];
        uint16_t at = walk->next[node];
        while (at < m->edge_count && m->edge[at].from != node) {
            at++;
        }
        walk->next[node] = (uint16_t)(at + 1);
        if (at >= m->edge_count) {
            walk->color[node] = DONE;
            depth--;
        } else if (walk->color[m->edge[at].to] == OPEN) {
            walk->plan->back[at] = true;
        } else if (walk->color[m->edge[at].to] == FRESH) {
            walk->color[m->edge[at].to] = OPEN;
            walk->stack[depth++] = m->edge[at].to;
        }
    }
}

static void begin_at(const struct walk *walk, uint16_t root)
{
    add_root(walk->plan, root);
    if (walk->color[root] == FRESH) {
        walk_from(walk, root);
    }
}

static void find_loops(struct plan *plan)
{
    struct mermaid *m = plan->m;
    struct walk walk = {.plan = plan,
                        .color = karena_take(&m->arena, m->node_count, sizeof *walk.color),
                        .stack = karena_take(&m->arena, m->node_count, sizeof *walk.stack),
                        .next = karena_take(&m->arena, m->node_count, sizeof *walk.next)};
    for (uint16_t i = 0; i < m->node_count; i++) {
        if (!is_reached(m, i)) {
            begin_at(&walk, i);
        }
    }
    for (uint16_t i = 0; i < m->node_count; i++) { /* circles that nothing leads into */
        if (walk.color[i] == FRESH) {
            begin_at(&walk, i);
        }
    }
}

/* ---- order ---- */

/* Per node: arrows to it from boxes that are not placed yet, loops apart. */
static void count_before(const struct plan *plan, uint16_t *before)
{
    for (uint16_t i = 0; i < plan->m->edge_count; i++) {
        const struct mermaid_edge *edge = &plan->m->edge[i];
        bool counts = !plan->back[i] && !plan->left_out[edge->from];
        before[edge->to] = (uint16_t)(before[edge->to] + counts);
    }
}

static void place(struct plan *plan, uint16_t *before, uint16_t node)
{
    before[node] = MERMAID_NONE;
    plan->order[plan->count++] = node;
    for (uint16_t i = 0; i < plan->m->edge_count; i++) {
        const struct mermaid_edge *edge = &plan->m->edge[i];
        bool counts = !plan->back[i] && edge->from == node;
        before[edge->to] = (uint16_t)(before[edge->to] - counts);
    }
}

/* The first box named that has nothing before it, MERMAID_NONE at the end. */
static uint16_t ready(const struct plan *plan, const uint16_t *before)
{
    for (uint16_t i = 0; i < plan->m->node_count; i++) {
        if (before[i] == 0 && !plan->left_out[i]) {
            return i;
        }
    }
    return MERMAID_NONE;
}

/* The start first, then always the first box named that everything before it is placed of. */
static void sort(struct plan *plan)
{
    uint16_t *before = karena_take(&plan->m->arena, plan->m->node_count, sizeof *before);
    count_before(plan, before);
    uint16_t node = plan->root_count == 1 ? plan->root[0] : ready(plan, before);
    while (node != MERMAID_NONE) {
        place(plan, before, node);
        node = ready(plan, before);
    }
}

void plan_make(struct plan *plan)
{
    struct mermaid *m = plan->m;
    plan->order = karena_take(&m->arena, m->node_count, sizeof *plan->order);
    plan->back = karena_take(&m->arena, (size_t)m->edge_count + 1, sizeof *plan->back);
    plan->left_out = karena_take(&m->arena, m->node_count, sizeof *plan->left_out);
    plan->root = karena_take(&m->arena, m->node_count, sizeof *plan->root);
    plan->id = karena_take(&m->arena, m->node_count, sizeof *plan->id);
    find_loops(plan);
    sort(plan);
}
