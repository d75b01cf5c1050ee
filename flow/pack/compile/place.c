/* Where flows, steps, texts and settings stand in the sources, for whoever finds something wrong.
 */
#include "compile_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

static struct place top_of(const struct compile *c, const char *folder, const char *id)
{
    char path[SOURCE_PATH_SIZE];
    (void)kstr_format(path, sizeof path, "%s/%s", folder, id);
    return source_top(c->source, path);
}

/* Where the value of a key begins; where the map does when it has no such key. */
static struct place of_key(const struct node *map, const char *key)
{
    const struct node *value = key != NULL && map->kind == NODE_MAP ? node_get(map, key) : NULL;
    return value != NULL ? value->at : map->at;
}

static const struct node *entry(const struct node *list, size_t at)
{
    const struct node *found = list != NULL && list->kind != NODE_WORD ? list->child : NULL;
    while (found != NULL && at > 0) {
        found = found->next;
        at--;
    }
    return found;
}

/* NULL: the flow's file could not be read so far. */
static const struct node *step_map(const struct compile *c, uint16_t flow, uint16_t step)
{
    KASSERT(flow < c->data.content.book.chart_count);
    const struct node *steps = c->flow[flow].steps;
    return steps != NULL ? entry(steps, step) : NULL;
}

static const struct node *key_of_step(const struct compile *c, uint16_t flow, uint16_t step,
                                      const char *key)
{
    const struct node *map = step_map(c, flow, step);
    return map != NULL && map->kind == NODE_MAP ? node_get(map, key) : NULL;
}

struct place compile_place_flow(const struct compile *c, uint16_t flow, const char *key)
{
    KASSERT(flow < c->data.content.book.chart_count);
    const struct node *map = c->flow[flow].map;
    if (map == NULL) {
        return top_of(c, "flows", c->flow_name[flow]);
    }
    bool has_key = key != NULL && node_get(map, key) != NULL;
    return of_key(map, has_key ? key : "id");
}

struct place compile_place_step(const struct compile *c, uint16_t flow, uint16_t step,
                                const char *key)
{
    const struct node *map = step_map(c, flow, step);
    return map != NULL ? of_key(map, key) : compile_place_flow(c, flow, "steps");
}

/* The key that names an exit, by the kind of its step. */
static const char *exit_key(enum flow_kind kind, uint8_t exit)
{
    static const char *const check[] = {"go", "offline", "failed"};
    switch (kind) {
    case FLOW_CHECK:
        return exit < 3 ? check[exit] : NULL;
    case FLOW_INPUT:
        return exit == 0 ? "go" : "otherwise";
    case FLOW_AGAIN:
        return exit == 0 ? "again" : "go";
    case FLOW_SOLVED:
        return exit == 0 ? "yes" : "no";
    case FLOW_TELL:
    case FLOW_CALL:
        return "go";
    case FLOW_ASK:
    case FLOW_BRANCH:
    case FLOW_HAND_OVER:
    case FLOW_END:
    case FLOW_KIND_COUNT:
        break;
    }
    return NULL;
}

struct place compile_place_exit(const struct compile *c, uint16_t flow, uint16_t step, uint8_t exit)
{
    const struct flow_chart *chart = &c->data.content.book.chart[flow];
    enum flow_kind kind = step < chart->step_count ? chart->step[step].kind : FLOW_KIND_COUNT;
    const char *list = kind == FLOW_ASK ? "choices" : "branch";
    const struct node *choice = entry(key_of_step(c, flow, step, list), exit);
    return choice != NULL ? choice->at : compile_place_step(c, flow, step, exit_key(kind, exit));
}

struct place compile_place_gift(const struct compile *c, uint16_t flow, uint16_t step, uint8_t gift)
{
    const struct node *value = entry(key_of_step(c, flow, step, "give"), gift);
    return value != NULL ? value->at : compile_place_step(c, flow, step, "give");
}

struct place compile_place_output(const struct compile *c, uint16_t flow, uint8_t output)
{
    const struct node *value = entry(c->flow[flow].outputs, output);
    return value != NULL ? value->key_at : compile_place_flow(c, flow, "outputs");
}

struct place compile_place_var(const struct compile *c, uint16_t flow, uint16_t var)
{
    const struct flow_chart *chart = &c->data.content.book.chart[flow];
    KASSERT(var < chart->var_count);
    uint16_t step = chart->var[var].step;
    if (step == FLOW_NO_STEP) {
        const struct node *input = entry(c->flow[flow].inputs, var);
        return input != NULL ? input->key_at : compile_place_flow(c, flow, "inputs");
    }
    const struct node *takes = key_of_step(c, flow, step, "take");
    const char *dot = strchr(chart->var[var].name, '.');
    const struct node *take = takes != NULL ? takes->child : NULL;
    while (take != NULL &&
           !(dot != NULL && take->kind == NODE_WORD && !strcmp(take->text, dot + 1))) {
        take = take->next;
    }
    return take != NULL ? take->at : compile_place_step(c, flow, step, NULL);
}

struct place compile_place_text(const struct compile *c, const char *text)
{
    struct place at = {"pack.yaml", 1, 1};
    (void)source_find(c->source, text, &at);
    return at;
}

struct place compile_place_block(const struct compile *c, uint16_t article, enum lang lang,
                                 uint16_t block)
{
    KASSERT(article < c->data.content.article_count);
    const struct draft_body *body = &c->article_body[article];
    if (block < body->block_count[lang]) {
        return body->block_at[lang][block];
    }
    const struct node *head = c->article_head[article];
    return head != NULL ? of_key(head, "id") : top_of(c, "articles", c->article_name[article]);
}

struct place compile_place_picture(const struct compile *c, size_t picture)
{
    KASSERT(picture < c->picture_count);
    return c->picture[picture].at;
}

struct place compile_place_topic(const struct compile *c, uint16_t topic)
{
    KASSERT(topic < c->data.content.topic_count);
    const struct node *list = node_get(c->settings, "topics");
    return of_key(node_with(list, "id", c->data.content.topic[topic].id), "id");
}

struct place compile_place_setting(const struct compile *c, const char *key)
{
    struct place at = {"pack.yaml", 1, 1};
    const struct node *map = c->settings;
    for (const char *rest = key; map != NULL && map->kind == NODE_MAP && *rest != '\0';) {
        char name[LIMIT_ID_BYTES];
        size_t len = strcspn(rest, ".");
        (void)kstr_format(name, sizeof name, "%.*s", (int)len, rest);
        map = node_get(map, name);
        at = map != NULL ? map->at : at;
        rest += len + (rest[len] == '.');
    }
    return at;
}
