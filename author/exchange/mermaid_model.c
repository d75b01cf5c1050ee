/* Boxes, arrows, subgraphs and notes of a chart, within their limits. */
#include "mermaid_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void mermaid_note_at(struct mermaid *m, int line, const char *fmt, ...)
{
    char text[KERR_TEXT_MAX];
    va_list args;
    if (m->note_count++ >= MERMAID_NOTES_MAX) {
        return;
    }
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    char whole[KERR_TEXT_MAX];
    (void)kstr_copy(whole, sizeof whole, text); /* cut between characters */
    m->note[m->note_count - 1] =
        (struct mermaid_note){.line = line, .text = karena_text(&m->arena, whole)};
}

static const char *span_text(struct mermaid *m, const char *text, size_t len)
{
    char *copy = karena_take(&m->arena, len + 1, 1);
    memcpy(copy, text, len);
    return copy;
}

uint16_t node_named(struct scan *s, const char *id, size_t len)
{
    struct mermaid *m = s->m;
    for (uint16_t i = 0; i < m->node_count; i++) {
        if (strncmp(m->node[i].id, id, len) == 0 && m->node[i].id[len] == '\0') {
            return i;
        }
    }
    if (m->node_count == MERMAID_NODES_MAX) {
        s->full = K_E_FULL;
        return 0;
    }
    m->node[m->node_count] =
        (struct mermaid_node){.id = span_text(m, id, len),
                              .line = s->line,
                              .group = s->depth > 0 ? s->open[s->depth - 1] : MERMAID_NONE};
    return m->node_count++;
}

static bool same_label(const char *a, const char *b)
{
    return a == b || kstr_equal(a, b);
}

void edge_add(struct scan *s, uint16_t from, uint16_t to, const struct link *link)
{
    struct mermaid *m = s->m;
    bool is_drawn = m->kept_count > 0; /* by us: choices that are called the same are choices */
    for (uint16_t i = 0; i < m->edge_count && !is_drawn; i++) {
        const struct mermaid_edge *edge = &m->edge[i];
        if (edge->from == from && edge->to == to && same_label(edge->label, link->label)) {
            mermaid_note_at(
                m, s->line,
                "the arrow from '%s' to '%s' comes twice (first in line %d); one is kept",
                m->node[from].id, m->node[to].id, edge->line);
            return;
        }
    }
    if (m->edge_count == MERMAID_EDGES_MAX) {
        s->full = K_E_FULL;
        return;
    }
    m->edge[m->edge_count++] =
        (struct mermaid_edge){.from = from, .to = to, .label = link->label, .line = s->line};
}

void group_open(struct scan *s, const char *id, const char *title)
{
    struct mermaid *m = s->m;
    if (m->group_count == MERMAID_GROUPS_MAX ||
        s->depth == (int)(sizeof s->open / sizeof s->open[0])) {
        s->full = K_E_FULL;
        return;
    }
    m->group[m->group_count] = (struct mermaid_group){.id = id, .title = title, .line = s->line};
    s->open[s->depth++] = m->group_count++;
}

/* ---- arrows of subgraphs ---- */

/* An arrow inside of the group ends (or, is_from, begins) at this node. */
static bool is_inner(const struct mermaid *m, uint16_t node, bool is_from)
{
    for (uint16_t i = 0; i < m->edge_count; i++) {
        const struct mermaid_edge *edge = &m->edge[i];
        bool inside = m->node[edge->from].group == m->node[edge->to].group;
        if (inside && (is_from ? edge->from : edge->to) == node) {
            return true;
        }
    }
    return false;
}

/* The first box of a group that nothing in it leads to; or its last one that leads nowhere. */
static uint16_t border_of(const struct mermaid *m, uint16_t group, bool is_last)
{
    uint16_t found = MERMAID_NONE;
    uint16_t any = MERMAID_NONE;
    for (uint16_t i = 0; i < m->node_count; i++) {
        if (m->node[i].group != group) {
            continue;
        }
        any = any == MERMAID_NONE || is_last ? i : any;
        if (!is_inner(m, i, is_last) && (found == MERMAID_NONE || is_last)) {
            found = i;
        }
    }
    return found != MERMAID_NONE ? found : any;
}

static void move_edges(struct mermaid *m, uint16_t node, uint16_t group)
{
    uint16_t first = border_of(m, group, false);
    uint16_t last = border_of(m, group, true);
    for (uint16_t i = 0; i < m->edge_count && first != MERMAID_NONE; i++) {
        struct mermaid_edge *edge = &m->edge[i];
        if (edge->to == node) {
            mermaid_note_at(m, edge->line,
                            "the arrow to the subgraph '%s' leads to its first box '%s'",
                            m->group[group].id, m->node[first].id);
            edge->to = first;
        }
        if (edge->from == node) {
            mermaid_note_at(m, edge->line,
                            "the arrow from the subgraph '%s' begins at its last box '%s'",
                            m->group[group].id, m->node[last].id);
            edge->from = last;
        }
    }
}

/* Take a node out that nothing leads to or from. */
static void remove_node(struct mermaid *m, uint16_t node)
{
    memmove(&m->node[node], &m->node[node + 1],
            (size_t)(m->node_count - node - 1) * sizeof *m->node);
    m->node_count--;
    for (uint16_t i = 0; i < m->edge_count; i++) {
        m->edge[i].from = (uint16_t)(m->edge[i].from - (m->edge[i].from > node));
        m->edge[i].to = (uint16_t)(m->edge[i].to - (m->edge[i].to > node));
    }
}

static bool has_edges(const struct mermaid *m, uint16_t node)
{
    for (uint16_t i = 0; i < m->edge_count; i++) {
        if (m->edge[i].from == node || m->edge[i].to == node) {
            return true;
        }
    }
    return false;
}

/* The box that an arrow made of the group's id, MERMAID_NONE when there is none. */
static uint16_t box_of_group(const struct mermaid *m, const struct mermaid_group *group)
{
    for (uint16_t i = 0; i < m->node_count; i++) {
        if (m->node[i].text == NULL && kstr_equal(m->node[i].id, group->id)) {
            return i;
        }
    }
    return MERMAID_NONE;
}

void groups_resolve(struct mermaid *m)
{
    for (uint16_t group = 0; group < m->group_count; group++) {
        uint16_t box = box_of_group(m, &m->group[group]);
        if (box == MERMAID_NONE) {
            continue;
        }
        m->node[box].group = MERMAID_NONE;
        move_edges(m, box, group);
        if (!has_edges(m, box)) {
            remove_node(m, box);
        }
    }
}
