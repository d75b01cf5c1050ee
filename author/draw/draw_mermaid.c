/*
 * A flow as a Mermaid chart and back: shapes are kinds, arrows are ways, and what Mermaid cannot
 * say stands in comments (kept.h).
 */
#include "draw.h"
#include "kept.h"
#include "kstr.h"

#include <string.h>

#define PATH_BYTES 512

struct chart {
    struct karena *arena;
    const struct draw_flow *flow;
    enum lang lang;
    struct kbuf *buf;
    struct kerr *err;
};

static void put(const struct chart *c, const char *text)
{
    if (c->err->code == K_OK) {
        (void)!kbuf_text(c->buf, text, c->err);
    }
}

/* ---- labels and ids ---- */

static void put_label(const struct chart *c, const char *text)
{
    static const struct {
        char byte;
        const char *written;
    } escapes[] = {{'"', "#quot;"}, {'#', "#35;"}, {'<', "#lt;"},  {'>', "#gt;"},
                   {'&', "#amp;"},  {'`', "#96;"}, {'\\', "#92;"}, {'\n', "<br/>"}};
    for (size_t i = 0; text[i] != '\0'; i++) {
        const char one[2] = {text[i], '\0'};
        const char *written = one;
        bool is_edge = i == 0 || text[i + 1] == '\0' || text[i + 1] == '\n' ||
                       (i > 0 && (text[i - 1] == ' ' || text[i - 1] == '\n'));
        for (size_t k = 0; k < sizeof escapes / sizeof *escapes; k++) {
            written = escapes[k].byte == text[i] ? escapes[k].written : written;
        }
        put(c, text[i] == ' ' && is_edge ? "#32;" : written);
    }
}

/* The box's id: hyphens as underscores, and no word of Mermaid's own at its beginning. */
static const char *box_id(const struct chart *c, const struct draw_step *step)
{
    char id[LIMIT_ID_BYTES + 8];
    (void)kstr_format(id, sizeof id, "%s%s", mermaid_is_reserved(step->id) ? "s_" : "", step->id);
    for (char *byte = id; *byte != '\0'; byte++) {
        *byte = (char)(*byte == '-' ? '_' : *byte);
    }
    return karena_text(c->arena, id);
}

/* ---- comments ---- */

/* A value to the end of its line. */
static void put_value(const struct chart *c, const char *text)
{
    for (size_t i = 0; text[i] != '\0'; i++) {
        const char one[2] = {text[i], '\0'};
        bool is_edge = text[i] == ' ' && (i == 0 || text[i + 1] == '\0');
        put(c, text[i] == '\\' ? "\\\\" : text[i] == '\n' ? "\\n" : is_edge ? "\\s" : one);
    }
}

static void put_kept(const struct chart *c, const char *path, const char *value)
{
    put(c, "    %% annae: ");
    put(c, path);
    put(c, " ");
    put_value(c, value);
    put(c, "\n");
}

/* What the boxes and arrows say themselves. */
static bool is_drawn(const struct draw_step *step, const struct node *node, const char *path,
                     enum lang lang)
{
    static const char *const ways[] = {"go", "yes", "no", "otherwise", "offline", "failed"};
    const char *dot = strchr(path, '.');
    const char *last = strrchr(path, '.');
    const char *key = last != NULL ? last + 1 : path;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (dot == NULL && strcmp(ways[i], path) == 0) {
            return true;
        }
    }
    bool is_choice = kstr_starts(path, "choices.") && dot != NULL && strchr(dot + 1, '.') == last;
    bool is_choices_own = strcmp(key, "go") == 0 || strcmp(key, lang_name(lang)) == 0;
    if (is_choice && is_choices_own) {
        return true;
    }
    const struct node *own = step->text != NULL ? node_get(step->text, lang_name(lang)) : NULL;
    return strcmp(path, "id") == 0 || kstr_starts(path, "branch.") || node == own ||
           (step->kind == FLOW_AGAIN && strcmp(path, "again") == 0);
}

/* A walk over everything below a map; deeper than any source goes. */
struct walk {
    struct {
        const struct node *node; /* the next one at this depth */
        int index;
        size_t len; /* of the path above it */
    } open[16];
    int depth;
    char path[PATH_BYTES];
};

static void walk_down(struct walk *walk, const struct node *parent)
{
    if (walk->depth + 1 < (int)(sizeof walk->open / sizeof walk->open[0])) {
        walk->depth++;
        walk->open[walk->depth].node = parent->child;
        walk->open[walk->depth].index = 0;
        walk->open[walk->depth].len = strlen(walk->path);
    }
}

/* The next node, with its path; NULL at the end. */
static const struct node *walk_next(struct walk *walk)
{
    while (walk->depth >= 0 && walk->open[walk->depth].node == NULL) {
        walk->depth--;
    }
    if (walk->depth < 0) {
        return NULL;
    }
    const struct node *node = walk->open[walk->depth].node;
    char number[16];
    (void)kstr_format(number, sizeof number, "%d", walk->open[walk->depth].index++);
    walk->open[walk->depth].node = node->next;
    walk->path[walk->open[walk->depth].len] = '\0';
    (void)kstr_append(walk->path, sizeof walk->path, walk->depth > 0 ? "." : "");
    (void)kstr_append(walk->path, sizeof walk->path, node->key != NULL ? node->key : number);
    return node;
}

/* Every word below `top` as a path and a value, those that are drawn left out. */
static void put_words(const struct chart *c, const char *name, const struct node *top,
                      const struct draw_step *step)
{
    struct walk walk = {.depth = -1};
    walk_down(&walk, top);
    for (const struct node *node = walk_next(&walk); node != NULL; node = walk_next(&walk)) {
        bool is_other =
            step == NULL && (strcmp(walk.path, "steps") == 0 || strcmp(walk.path, "id") == 0);
        bool is_word = node->kind == NODE_WORD;
        if (!is_word && !is_other) {
            walk_down(&walk, node);
        } else if (is_word && !is_other &&
                   (step == NULL || !is_drawn(step, node, walk.path, c->lang))) {
            char path[PATH_BYTES + LIMIT_ID_BYTES];
            (void)kstr_format(path, sizeof path, "%s.%s", name, walk.path);
            put_kept(c, path, node->text);
        }
    }
}

/* ---- boxes and arrows ---- */

/* A label for a step that shows no text of its own. */
static const char *stand_in(const struct chart *c, const struct draw_step *step)
{
    static const struct words again = {{"다시", "again"}};
    static const struct words which = {{"갈림", "which?"}};
    if (step->kind == FLOW_AGAIN) {
        return again.in[c->lang];
    }
    return step->kind == FLOW_BRANCH ? which.in[c->lang]
           : step->word != NULL      ? step->word
                                     : step->id;
}

static void put_box(const struct chart *c, const struct draw_step *step)
{
    const char *id = box_id(c, step);
    const struct node *own = step->text != NULL && step->text->kind == NODE_MAP
                                 ? node_get(step->text, lang_name(c->lang))
                                 : NULL;
    const char *text =
        own != NULL && own->kind == NODE_WORD && own->text[0] != '\0' ? own->text : NULL;
    bool says = step->kind != FLOW_BRANCH && step->kind != FLOW_CALL && step->kind != FLOW_AGAIN;
    char path[LIMIT_ID_BYTES + 16];
    put(c, "    ");
    put(c, id);
    put(c, kept_open(step->kind));
    put_label(c, text != NULL ? text : stand_in(c, step));
    put(c, kept_close(step->kind));
    put(c, "\n");
    if (mermaid_is_reserved(step->id)) {
        (void)kstr_format(path, sizeof path, "%s." KEPT_ID, id);
        put_kept(c, path, step->id);
    }
    if (text == NULL && says) {
        (void)kstr_format(path, sizeof path, "%s." KEPT_NO_TEXT, id);
        put_kept(c, path, "-");
    }
    put_words(c, id, step->map, step);
}

static const char *edge_label(const struct chart *c, const struct draw_step *step,
                              const struct draw_edge *edge)
{
    static const struct words other = {{"그 밖", "else"}};
    if (edge->choice != NULL) {
        const struct node *label = node_get(edge->choice, lang_name(c->lang));
        return label != NULL && label->kind == NODE_WORD ? label->text : NULL;
    }
    if (step->kind == FLOW_BRANCH) {
        return edge->when != NULL ? edge->when : other.in[c->lang];
    }
    return kept_role_label(edge->key, c->lang);
}

static void put_edge(const struct chart *c, const struct draw_step *step,
                     const struct draw_edge *edge)
{
    const char *label = edge_label(c, step, edge);
    bool is_back = step->kind == FLOW_AGAIN && edge->exit == 0;
    put(c, "    ");
    put(c, box_id(c, step));
    put(c, is_back ? " -.->" : " -->");
    if (label != NULL && label[0] != '\0') {
        put(c, "|\"");
        put_label(c, label);
        put(c, "\"|");
    }
    put(c, " ");
    put(c, box_id(c, &c->flow->step[edge->to]));
    put(c, "\n");
}

enum kcode draw_mermaid(struct karena *arena, const struct draw_flow *flow, enum lang lang,
                        struct kbuf *buf, struct kerr *err)
{
    const struct chart c = {arena, flow, lang, buf, err};
    put(&c, "flowchart TD\n");
    put_kept(&c, KEPT_FLOW, lang_name(lang));
    put_words(&c, KEPT_FLOW_KEYS, flow->map, NULL);
    for (int i = 0; i < flow->step_count; i++) {
        put_box(&c, &flow->step[i]);
    }
    for (int i = 0; i < flow->step_count; i++) {
        for (int k = 0; k < flow->step[i].edge_count; k++) {
            put_edge(&c, &flow->step[i], &flow->step[i].edge[k]);
        }
    }
    return err->code;
}
