/*
 * A flow as a graph for Graphviz: kinds by shape, ends by colour, the way of a loop dashed. What
 * tests never reached is red; where customers gave up is warm.
 */
#include "draw_label.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

#define TEXT_WIDTH  30 /* Latin letters of a line in a box */
#define LABEL_WIDTH 18 /* on an arrow */

/* The rows of a box. */
#define FIRST_ROW "<TABLE BORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"1\"><TR><TD>"
#define NEXT_ROW  "</TD></TR><TR><TD>"
#define LAST_ROW  "</TD></TR></TABLE>"

static const struct {
    const char *shape, *style, *fill;
} looks[FLOW_KIND_COUNT] = {
    [FLOW_TELL] = {"box", "rounded,filled", "#FFFFFF"},
    [FLOW_ASK] = {"hexagon", "filled", "#E3EEFB"},
    [FLOW_INPUT] = {"parallelogram", "filled", "#E3EEFB"},
    [FLOW_BRANCH] = {"diamond", "filled", "#EEEEEE"},
    [FLOW_CHECK] = {"cylinder", "filled", "#EFE8F8"},
    [FLOW_CALL] = {"box", "filled", "#FFFFFF"},
    [FLOW_AGAIN] = {"box", "dashed,filled", "#EEEEEE"},
    [FLOW_SOLVED] = {"octagon", "filled", "#FFF6D6"},
    [FLOW_HAND_OVER] = {"box", "rounded,filled", "#FFD9B3"},
    [FLOW_END] = {"box", "rounded,filled", "#D5DEE6"},
};

struct drawing {
    struct dot dot;
    const struct draw_flow *flow;
    const struct draw_marks *marks;
    const struct json *coverage, *counts; /* of this flow */
};

static bool is_korean(const struct drawing *d)
{
    return d->marks->lang == LANG_KO;
}

/* ---- numbers of a step ---- */

/* Cases that reached a step; -1 when the coverage does not say. */
static int64_t cases_of(const struct drawing *d, const struct draw_step *step)
{
    return json_int(json_get(json_get(d->coverage, "steps"), step->id), -1);
}

static int64_t cases_of_exit(const struct drawing *d, const struct draw_step *step, uint8_t exit)
{
    const struct json *list = json_get(json_get(d->coverage, "exits"), step->id);
    return json_int(json_at(list, exit), json_count(list) > 0 ? 0 : -1);
}

struct count {
    int64_t shown, left; /* left: gone away, or asked for a person */
};

static struct count count_of(const struct drawing *d, const struct draw_step *step)
{
    const struct json *one = json_get(json_get(d->counts, "steps"), step->id);
    return (struct count){json_int(json_get(one, "shown"), 0),
                          json_int(json_get(one, "left"), 0) +
                              json_int(json_get(one, "person"), 0)};
}

/* From white over yellow to red as a share of those who saw the step gave up. */
static const char *heat(struct count count)
{
    static const char *const colors[] = {"#FFFFFF", "#FFF7BC", "#FEE391", "#FEC44F",
                                         "#FDB366", "#FA9150", "#F47248"};
    static const int64_t percents[] = {1, 3, 6, 10, 20, 35};
    size_t at = 0;
    while (count.shown > 0 && at < sizeof percents / sizeof *percents &&
           count.left * 100 >= percents[at] * count.shown) {
        at++;
    }
    return colors[at];
}

/* ---- boxes ---- */

static const char *fill_of(const struct drawing *d, const struct draw_step *step)
{
    if (d->counts != NULL) {
        return heat(count_of(d, step));
    }
    if (step->kind == FLOW_END && kstr_equal(step->word, "solved")) {
        return "#CFEBD0";
    }
    if (step->kind == FLOW_END && kstr_equal(step->word, "unsolved")) {
        return "#F6CACA";
    }
    return looks[step->kind].fill;
}

static void put_url(const struct drawing *d, const struct draw_step *step)
{
    bool is_call = step->kind == FLOW_CALL && step->word != NULL;
    if (is_call || d->marks->has_storyboard) {
        dot_put(&d->dot, ", URL=\"");
        dot_quoted(&d->dot, is_call ? step->word : d->flow->id);
        dot_format(&d->dot, is_call ? ".svg\"" : ".html#%s\"", step->id);
    }
}

/* The other language and the smaller print, for who points at the box. */
static void put_tooltip(const struct drawing *d, const struct draw_step *step)
{
    const char *other = draw_words(step->text, is_korean(d) ? LANG_EN : LANG_KO);
    const char *more = draw_words(node_get(step->map, "more"), d->marks->lang);
    dot_put(&d->dot, ", tooltip=\"");
    dot_quoted(&d->dot, step->id);
    dot_put(&d->dot, other != NULL ? ": " : "");
    dot_quoted(&d->dot, other != NULL ? other : "");
    dot_put(&d->dot, more != NULL ? " / " : "");
    dot_quoted(&d->dot, more != NULL ? more : "");
    dot_put(&d->dot, "\"");
}

static void put_numbers(const struct drawing *d, const struct draw_step *step)
{
    int64_t cases = cases_of(d, step);
    struct count count = count_of(d, step);
    if (d->coverage != NULL && cases >= 0) {
        dot_format(&d->dot,
                   is_korean(d) ? NEXT_ROW "<FONT POINT-SIZE=\"9\" COLOR=\"%s\">시험 %lld</FONT>"
                                : NEXT_ROW "<FONT POINT-SIZE=\"9\" COLOR=\"%s\">tests: "
                                           "%lld</FONT>",
                   cases > 0 ? "#1B7F3B" : "#C00000", (long long)cases);
    }
    if (count.shown > 0) {
        dot_format(&d->dot,
                   is_korean(d) ? NEXT_ROW
                       "<FONT POINT-SIZE=\"9\">%lld명 가운데 %lld명 그만둠</FONT>"
                                : NEXT_ROW "<FONT POINT-SIZE=\"9\">%lld seen, %lld gave up</FONT>",
                   (long long)count.shown, (long long)count.left);
    }
}

static void put_text(const struct drawing *d, const struct draw_step *step)
{
    const char *text = draw_words(step->text, d->marks->lang);
    const char *shown = text != NULL ? text : step->word;
    const char *times = step->kind == FLOW_AGAIN && node_get(step->map, "times") != NULL
                            ? node_get(step->map, "times")->text
                            : NULL;
    dot_format(&d->dot, "<FONT POINT-SIZE=\"9\" COLOR=\"#444444\">%s%s</FONT>", step->id,
               step->kind == FLOW_HAND_OVER && text != NULL ? " ☎" : "");
    dot_put(&d->dot, NEXT_ROW);
    if (times != NULL) {
        dot_format(&d->dot, is_korean(d) ? "다시 %.2s번" : "again: %.2s ×", times);
    } else if (shown != NULL && step->kind != FLOW_BRANCH) {
        dot_wrapped(&d->dot, shown, TEXT_WIDTH);
    }
}

static void put_box(const struct drawing *d, const struct draw_step *step)
{
    bool is_untested = d->coverage != NULL && cases_of(d, step) == 0;
    dot_format(&d->dot, "  \"%s\" [id=\"%s\", shape=%s, style=\"%s\", fillcolor=\"%s\"", step->id,
               step->id, looks[step->kind].shape, looks[step->kind].style, fill_of(d, step));
    dot_put(&d->dot, is_untested ? ", color=\"#C00000\", penwidth=2.5" : "");
    dot_put(&d->dot, step->kind == FLOW_CALL ? ", peripheries=2" : "");
    put_url(d, step);
    put_tooltip(d, step);
    dot_put(&d->dot, ", label=<" FIRST_ROW);
    put_text(d, step);
    put_numbers(d, step);
    dot_put(&d->dot, LAST_ROW ">];\n");
}

/* ---- arrows ---- */

const char *draw_edge_label(const struct draw_step *step, const struct draw_edge *edge,
                            enum lang lang)
{
    static const struct {
        const char *key;
        struct words label;
    } keys[] = {{"yes", {{"예", "yes"}}},
                {"no", {{"아니요", "no"}}},
                {"offline", {{"연결 안 됨", "offline"}}},
                {"failed", {{"실패", "failed"}}},
                {"otherwise", {{"모름", "otherwise"}}}};
    if (edge->choice != NULL) {
        return draw_words(edge->choice, lang);
    }
    if (step->kind == FLOW_BRANCH) {
        return edge->when != NULL ? edge->when : lang == LANG_KO ? "그 밖" : "else";
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(keys[i].key, edge->key) == 0) {
            return keys[i].label.in[lang];
        }
    }
    return NULL;
}

static void put_edge(const struct drawing *d, const struct draw_step *step,
                     const struct draw_edge *edge)
{
    const char *label = draw_edge_label(step, edge, d->marks->lang);
    bool is_back = step->kind == FLOW_AGAIN && edge->exit == 0;
    bool is_untested = d->coverage != NULL && cases_of_exit(d, step, edge->exit) == 0;
    dot_format(&d->dot, "  \"%s\" -> \"%s\" [", step->id, d->flow->step[edge->to].id);
    if (label != NULL) {
        dot_put(&d->dot, "label=<<TABLE BORDER=\"0\" CELLPADDING=\"2\"><TR><TD>");
        dot_wrapped(&d->dot, label, LABEL_WIDTH);
        dot_put(&d->dot, LAST_ROW ">, ");
    }
    dot_put(&d->dot, is_back ? "style=dashed, constraint=false, " : "");
    dot_put(&d->dot, is_untested ? "color=\"#C00000\", penwidth=2.5, " : "");
    dot_put(&d->dot, "arrowsize=0.8];\n");
}

/* The ways that need no word in the source: a solved flow ends, and who cannot type meets a person.
 */
static void put_silent_way(const struct drawing *d, const struct draw_step *step)
{
    bool ends = step->kind == FLOW_SOLVED && node_get(step->map, "yes") == NULL;
    bool helps = step->kind == FLOW_INPUT && node_get(step->map, "otherwise") == NULL;
    if (!ends && !helps) {
        return;
    }
    uint8_t exit = ends ? 0 : 1;
    bool is_untested = ends && d->coverage != NULL && cases_of_exit(d, step, exit) == 0;
    bool ko = is_korean(d);
    dot_format(&d->dot,
               "  \"%s/\" [shape=box, style=\"rounded,filled\", fillcolor=\"%s\", label=\"%s\", "
               "tooltip=\"%s\"];\n  \"%s\" -> \"%s/\" [label=\" %s \", arrowsize=0.8%s];\n",
               step->id, ends ? "#CFEBD0" : "#FFD9B3",
               ends ? (ko ? "해결" : "solved") : (ko ? "☎ 상담 제안" : "☎ a person is offered"),
               step->id, step->id, step->id,
               ends ? (ko ? "예" : "yes") : (ko ? "모름" : "otherwise"),
               is_untested ? ", color=\"#C00000\", penwidth=2.5" : "");
}

/* ---- the whole ---- */

static void put_key(const struct drawing *d, const char *color, const char *name)
{
    dot_format(&d->dot, "<TD BGCOLOR=\"%s\"><FONT POINT-SIZE=\"9\">%s</FONT></TD>", color, name);
}

/* What the colours mean, in one row. */
static void put_keys(const struct drawing *d)
{
    bool ko = is_korean(d);
    dot_put(&d->dot,
            "<TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\" CELLPADDING=\"3\"><TR>");
    if (d->counts != NULL) {
        put_key(d, "#FFFFFF", ko ? "그만둔 비율 1% 미만" : "gave up: under 1 %");
        put_key(d, "#FEE391", "3 %");
        put_key(d, "#FEC44F", "6 %");
        put_key(d, "#FDB366", "10 %");
        put_key(d, "#FA9150", "20 %");
        put_key(d, "#F47248", ko ? "35 % 이상" : "35 % and more");
    } else {
        put_key(d, "#CFEBD0", ko ? "해결" : "solved");
        put_key(d, "#D5DEE6", ko ? "안내로 끝" : "informed");
        put_key(d, "#F6CACA", ko ? "미해결" : "unsolved");
        put_key(d, "#FFD9B3", ko ? "☎ 상담" : "☎ a person");
        put_key(d, "#FFF6D6", ko ? "해결됐는지 묻기" : "solved?");
    }
    dot_put(&d->dot, "</TR></TABLE>");
}

static void put_head(const struct drawing *d)
{
    const char *title = draw_words(node_get(d->flow->map, "title"), d->marks->lang);
    const struct node *minutes = node_get(d->flow->map, "minutes");
    dot_format(&d->dot, "digraph \"%s\" {\n", d->flow->id);
    dot_put(&d->dot, "  graph [fontname=\"Noto Sans CJK KR, sans-serif\", fontsize=16, labelloc=t, "
                     "ranksep=0.35, nodesep=0.25, margin=0.2, bgcolor=white,\n    tooltip=\"");
    dot_quoted(&d->dot, d->flow->id);
    dot_put(&d->dot, "\", label=<<TABLE BORDER=\"0\"><TR><TD><B>");
    dot_wrapped(&d->dot, title != NULL ? title : d->flow->id, 80);
    dot_format(&d->dot, "</B> <FONT POINT-SIZE=\"10\" COLOR=\"#555555\">%s", d->flow->id);
    if (minutes != NULL && minutes->kind == NODE_WORD) {
        dot_format(&d->dot, is_korean(d) ? ", 약 %.8s분" : ", about %.8s min", minutes->text);
    }
    dot_put(&d->dot, "</FONT></TD></TR><TR><TD>");
    put_keys(d);
    dot_put(&d->dot,
            "</TD></TR></TABLE>>];\n"
            "  node [fontname=\"Noto Sans CJK KR, sans-serif\", fontsize=11, margin=\"0.14,0.05\", "
            "color=\"#444444\"];\n"
            "  edge [fontname=\"Noto Sans CJK KR, sans-serif\", fontsize=10, "
            "color=\"#444444\"];\n");
}

static const struct json *part_of(const struct json *report, const char *flow)
{
    return json_get(json_get(report, "flows"), flow);
}

enum kcode draw_dot(const struct draw_flow *flow, const struct draw_marks *marks, struct kbuf *buf,
                    struct kerr *err)
{
    const struct drawing d = {.dot = {buf, err},
                              .flow = flow,
                              .marks = marks,
                              .coverage = part_of(marks->coverage, flow->id),
                              .counts = part_of(marks->counts, flow->id)};
    put_head(&d);
    for (int i = 0; i < flow->step_count; i++) {
        put_box(&d, &flow->step[i]);
    }
    for (int i = 0; i < flow->step_count; i++) {
        for (int k = 0; k < flow->step[i].edge_count; k++) {
            put_edge(&d, &flow->step[i], &flow->step[i].edge[k]);
        }
        put_silent_way(&d, &flow->step[i]);
    }
    dot_put(&d.dot, "}\n");
    return err->code;
}
