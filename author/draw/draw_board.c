/* One page per flow for people: every step with the screen that a customer sees, and its ways. */
#include "draw_label.h"

#include "kstr.h"

#include <string.h>

static const char style[] =
    "body{font-family:'Noto Sans CJK KR','Noto Sans KR',sans-serif;margin:2em auto;max-width:80em;"
    "padding:0 1em;color:#222;line-height:1.45}"
    "h1{margin-bottom:0}p.about{color:#555;margin-top:.3em}"
    ".step{display:flex;gap:1.5em;border-top:1px solid #ccc;padding:1.2em 0;break-inside:avoid}"
    ".step:target{background:#fff7d6}"
    ".step img{width:15em;border:1px solid #bbb;border-radius:.4em;flex:none}"
    ".none{width:15em;flex:none;color:#555}"
    "h2{font-size:1.05em;margin:0 0 .4em}h2 small{font-weight:normal;color:#555}"
    "ul{padding-left:1.2em}li{margin:.2em 0}.other{color:#555}a{color:#0b4fa8}"
    "@media print{.step img,.none{width:9em}body{margin:0}}";

struct board {
    struct dot out;
    const struct draw_flow *flow;
    enum lang lang;
};

static bool is_korean(const struct board *b)
{
    return b->lang == LANG_KO;
}

/* ---- steps ---- */

static const char *kind_word(const struct board *b, enum flow_kind kind)
{
    static const struct words words[FLOW_KIND_COUNT] = {
        [FLOW_TELL] = {{"안내", "instruction"}},
        [FLOW_ASK] = {{"질문", "question"}},
        [FLOW_INPUT] = {{"입력", "input"}},
        [FLOW_BRANCH] = {{"갈림", "branch"}},
        [FLOW_CHECK] = {{"본사에 확인", "question to headquarters"}},
        [FLOW_CALL] = {{"다른 흐름", "another flow"}},
        [FLOW_AGAIN] = {{"되돌아가기", "goes back"}},
        [FLOW_SOLVED] = {{"해결되었는지 묻기", "is it solved?"}},
        [FLOW_HAND_OVER] = {{"상담으로 넘기기", "hands over to a person"}},
        [FLOW_END] = {{"끝", "end"}},
    };
    return words[kind].in[b->lang];
}

static void put_other(const struct board *b, const struct draw_step *step)
{
    const char *other = draw_words(step->text, is_korean(b) ? LANG_EN : LANG_KO);
    if (other != NULL) {
        dot_put(&b->out, "<p class=\"other\">");
        dot_html(&b->out, other);
        dot_put(&b->out, "</p>\n");
    }
}

static void put_way(const struct board *b, const struct draw_step *step,
                    const struct draw_edge *edge)
{
    const char *label = draw_edge_label(step, edge, b->lang);
    const char *to = b->flow->step[edge->to].id;
    dot_put(&b->out, "<li>");
    dot_html(&b->out, label != NULL ? label : "");
    dot_format(&b->out, "%s<a href=\"#%s\">%s</a></li>\n", label != NULL ? " → " : "→ ", to, to);
}

static void put_ways(const struct board *b, const struct draw_step *step)
{
    if (step->kind == FLOW_CALL && step->word != NULL) {
        dot_put(&b->out, "<p><a href=\"");
        dot_html(&b->out, step->word);
        dot_put(&b->out, ".html\">");
        dot_html(&b->out, step->word);
        dot_put(&b->out, "</a></p>\n");
    }
    dot_put(&b->out, "<ul>\n");
    for (int i = 0; i < step->edge_count; i++) {
        put_way(b, step, &step->edge[i]);
    }
    if (step->kind == FLOW_SOLVED && node_get(step->map, "yes") == NULL) {
        dot_put(&b->out, is_korean(b) ? "<li>예 → 해결</li>\n" : "<li>yes → solved</li>\n");
    }
    dot_put(&b->out, "</ul>\n");
}

static void put_step(const struct board *b, const struct draw_step *step, const char *picture)
{
    const char *text = draw_words(step->text, b->lang);
    dot_format(&b->out, "<section class=\"step\" id=\"%s\">\n", step->id);
    if (picture != NULL) {
        dot_put(&b->out, "<a href=\"");
        dot_html(&b->out, picture);
        dot_put(&b->out, "\"><img loading=\"lazy\" src=\"");
        dot_html(&b->out, picture);
        dot_put(&b->out, "\" alt=\"");
        dot_html(&b->out, text != NULL ? text : step->id);
        dot_put(&b->out, "\"></a>\n");
    } else {
        dot_format(&b->out, "<div class=\"none\">%s</div>\n",
                   is_korean(b) ? "화면 없음" : "no screen");
    }
    dot_format(&b->out, "<div><h2>%s <small>%s</small></h2>\n", step->id, kind_word(b, step->kind));
    put_other(b, step);
    put_ways(b, step);
    dot_put(&b->out, "</div></section>\n");
}

/* ---- the page ---- */

static void put_head(const struct board *b)
{
    const char *title = draw_words(node_get(b->flow->map, "title"), b->lang);
    const char *summary = draw_words(node_get(b->flow->map, "summary"), b->lang);
    dot_format(&b->out,
               "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n<title>",
               lang_name(b->lang));
    dot_html(&b->out, title != NULL ? title : b->flow->id);
    dot_put(&b->out, "</title>\n<style>");
    dot_put(&b->out, style);
    dot_put(&b->out, "</style></head><body>\n<h1>");
    dot_html(&b->out, title != NULL ? title : b->flow->id);
    dot_format(&b->out, "</h1>\n<p class=\"about\">%s · <a href=\"%s.svg\">%s</a></p>\n<p>",
               b->flow->id, b->flow->id, is_korean(b) ? "흐름 그림" : "flowchart");
    dot_html(&b->out, summary != NULL ? summary : "");
    dot_put(&b->out, "</p>\n");
}

enum kcode draw_board(const struct draw_flow *flow, enum lang lang,
                      const struct draw_pictures *pictures, struct kbuf *buf, struct kerr *err)
{
    const struct board b = {.out = {buf, err}, .flow = flow, .lang = lang};
    put_head(&b);
    for (int i = 0; i < flow->step_count && err->code == K_OK; i++) {
        char path[DRAW_PICTURE_BYTES];
        bool is_shown = pictures->make(pictures->user, flow, &flow->step[i], path, err);
        put_step(&b, &flow->step[i], is_shown ? path : NULL);
    }
    dot_put(&b.out, "</body></html>\n");
    return err->code;
}
