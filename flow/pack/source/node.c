/*
 * YAML -> a tree with positions, by libyaml's events. A subset that cannot surprise: maps, lists
 * and words; no anchors, aliases, tags, tabs, second documents or keys that come twice. Every word
 * stays text (yes, on and 1.0 mean what the field's table says), and depth is bounded.
 */
#include "field.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>
#include <yaml.h>

#define NODE_DEPTH_MAX    12
#define NODE_CHILDREN_MAX 4096

/* A list or map that is not closed yet. */
struct open_node {
    struct node *node;
    struct node *last; /* child */
    const char *key;   /* map: read, waits for its value */
    struct place key_at;
};

struct reading {
    struct source *source;
    const char *file;
    int first_line;
    struct open_node open[NODE_DEPTH_MAX];
    int depth;
    struct node *root;
    bool failed;
};

static struct place place_of(const struct reading *r, const yaml_mark_t *mark)
{
    return (struct place){r->file, r->first_line + (int)mark->line, (int)mark->column + 1};
}

static void refuse(struct reading *r, struct place at, enum diag_code code)
{
    source_tell(r->source, at, code, NULL);
    r->failed = true;
}

const struct node *node_get(const struct node *map, const char *key)
{
    KASSERT(map->kind == NODE_MAP);
    for (const struct node *node = map->child; node != NULL; node = node->next) {
        if (strcmp(node->key, key) == 0) {
            return node;
        }
    }
    return NULL;
}

const char *node_key_at(const void *map, size_t index)
{
    const struct node *node = map != NULL ? ((const struct node *)map)->child : NULL;
    while (node != NULL && index > 0) {
        node = node->next;
        index--;
    }
    return node != NULL ? node->key : NULL;
}

const char *node_word_at(const void *list, size_t index)
{
    const struct node *node = ((const struct node *)list)->child;
    while (node != NULL && index > 0) {
        node = node->next;
        index--;
    }
    return node != NULL && node->kind == NODE_WORD ? node->text : NULL;
}

bool node_holds(const struct node *list, const char *word)
{
    for (const struct node *node = list->child; node != NULL; node = node->next) {
        if (node->kind == NODE_WORD && strcmp(node->text, word) == 0) {
            return true;
        }
    }
    return false;
}

const struct node *node_with(const struct node *list, const char *key, const char *word)
{
    for (const struct node *map = list->child; map != NULL; map = map->next) {
        const struct node *value = map->kind == NODE_MAP ? node_get(map, key) : NULL;
        if (value != NULL && value->kind == NODE_WORD && strcmp(value->text, word) == 0) {
            return map;
        }
    }
    return NULL;
}

/* What an entry of a list is called. */
static void entry_name(const struct node *entry, char ret_name[LIMIT_ID_BYTES])
{
    const struct node *id = entry->kind == NODE_MAP ? node_get(entry, "id") : NULL;
    if (id == NULL && entry->kind == NODE_MAP) {
        id = node_get(entry, "date");
    }
    int number = 1;
    for (const struct node *at = entry->parent->child; at != entry; at = at->next) {
        number++;
    }
    if (id != NULL && id->kind == NODE_WORD) {
        (void)kstr_copy(ret_name, LIMIT_ID_BYTES, id->text);
    } else {
        (void)kstr_format(ret_name, LIMIT_ID_BYTES, "%d", number);
    }
}

bool node_is_called(const struct node *node, const char *name)
{
    char own[LIMIT_ID_BYTES] = "";
    if (node->key == NULL && node->parent != NULL) {
        entry_name(node, own);
    }
    return strcmp(node->key != NULL ? node->key : own, name) == 0;
}

void node_path(const struct node *node, char ret_path[SOURCE_PATH_SIZE])
{
    const struct node *way[NODE_DEPTH_MAX + 1];
    int depth = 0;
    for (const struct node *at = node; at->parent != NULL; at = at->parent) {
        KASSERT(depth <= NODE_DEPTH_MAX);
        way[depth++] = at;
    }
    const char *dot = strrchr(node->at.file, '.');
    (void)kstr_format(ret_path, SOURCE_PATH_SIZE, "%.*s",
                      dot != NULL ? (int)(dot - node->at.file) : 0, node->at.file);
    while (depth > 0) {
        const struct node *at = way[--depth];
        char name[LIMIT_ID_BYTES];
        if (at->key == NULL) {
            entry_name(at, name);
        }
        (void)kstr_append(ret_path, SOURCE_PATH_SIZE, "/");
        (void)kstr_append(ret_path, SOURCE_PATH_SIZE, at->key != NULL ? at->key : name);
    }
}

/* Hang a new node into what is open; false when it was a map's key, or nothing may come here. */
static bool hang(struct reading *r, struct node *node)
{
    if (r->depth == 0) {
        KASSERT(r->root == NULL);
        r->root = node;
        node->key_at = node->at;
        return true;
    }
    struct open_node *open = &r->open[r->depth - 1];
    KASSERT(open->node != NULL);
    if (open->node->count >= NODE_CHILDREN_MAX) {
        source_tell(r->source, node->at, A023_TOO_MANY_ENTRIES,
                    DIAG_ARGS(diag_number(NODE_CHILDREN_MAX).text));
        r->failed = true;
        return false;
    }
    node->key = open->key;
    node->key_at = open->key == NULL ? node->at : open->key_at;
    node->parent = open->node;
    open->key = NULL;
    if (open->last == NULL) {
        open->node->child = node;
    } else {
        open->last->next = node;
    }
    open->last = node;
    open->node->count++;
    return true;
}

static bool wants_key(const struct reading *r)
{
    return r->depth > 0 && r->open[r->depth - 1].node->kind == NODE_MAP &&
           r->open[r->depth - 1].key == NULL;
}

static void take_key(struct reading *r, struct place at, const char *key)
{
    struct open_node *open = &r->open[r->depth - 1];
    if (strcmp(key, "<<") == 0) {
        refuse(r, at, A025_MERGE_KEY);
        return;
    }
    const struct node *earlier = node_get(open->node, key);
    if (earlier != NULL) {
        source_tell(r->source, at, A011_KEY_TWICE,
                    DIAG_ARGS(key, diag_number(earlier->key_at.line).text));
    }
    open->key = karena_text(&r->source->arena, key);
    open->key_at = at;
}

static void on_word(struct reading *r, const yaml_event_t *event)
{
    struct place at = place_of(r, &event->start_mark);
    const char *text = (const char *)event->data.scalar.value;
    if (event->data.scalar.anchor != NULL) {
        refuse(r, at, A018_ANCHOR);
    } else if (event->data.scalar.tag != NULL) {
        refuse(r, at, A019_TAG);
    } else if (strlen(text) != event->data.scalar.length) {
        refuse(r, at, A007_NUL_CHARACTER);
    } else if (wants_key(r)) {
        take_key(r, at, text);
    } else {
        struct node *node = karena_take(&r->source->arena, 1, sizeof *node);
        *node = (struct node){.kind = NODE_WORD,
                              .at = at,
                              .text = karena_text(&r->source->arena, text),
                              .quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE};
        (void)hang(r, node);
    }
}

static void on_open(struct reading *r, const yaml_event_t *event, enum node_kind kind,
                    const yaml_char_t *anchor, const yaml_char_t *tag)
{
    struct place at = place_of(r, &event->start_mark);
    if (anchor != NULL || tag != NULL) {
        refuse(r, at, anchor != NULL ? A018_ANCHOR : A019_TAG);
        return;
    }
    if (wants_key(r)) {
        refuse(r, at, A021_KEY_NOT_A_WORD);
        return;
    }
    if (r->depth == NODE_DEPTH_MAX) {
        source_tell(r->source, at, A022_TOO_DEEP, DIAG_ARGS(diag_number(NODE_DEPTH_MAX).text));
        r->failed = true;
        return;
    }
    struct node *node = karena_take(&r->source->arena, 1, sizeof *node);
    *node = (struct node){.kind = kind, .at = at};
    if (hang(r, node)) {
        r->open[r->depth++] = (struct open_node){.node = node};
    }
}

static void on_event(struct reading *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        on_word(r, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        on_open(r, event, NODE_LIST, event->data.sequence_start.anchor,
                event->data.sequence_start.tag);
        break;
    case YAML_MAPPING_START_EVENT:
        on_open(r, event, NODE_MAP, event->data.mapping_start.anchor,
                event->data.mapping_start.tag);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        r->depth--;
        break;
    case YAML_ALIAS_EVENT:
        refuse(r, place_of(r, &event->start_mark), A017_ALIAS);
        break;
    case YAML_DOCUMENT_START_EVENT:
        if (r->root != NULL) {
            refuse(r, place_of(r, &event->start_mark), A020_SECOND_DOCUMENT);
        }
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
}

static void parse_failed(struct reading *r, const yaml_parser_t *parser)
{
    struct place at = place_of(r, &parser->problem_mark);
    const char *what = parser->problem != NULL ? parser->problem : "not YAML";
    int begun = parser->context != NULL ? place_of(r, &parser->context_mark).line : at.line;
    source_tell(r->source, at, A010_YAML_BROKEN, DIAG_ARGS(what, diag_number(begun).text));
    r->failed = true;
}

const struct node *node_parse(struct source *source, const char *file, const char *bytes,
                              size_t count, int first_line)
{
    struct reading r = {
        .source = source, .file = karena_text(&source->arena, file), .first_line = first_line};
    yaml_parser_t parser;
    int ready = yaml_parser_initialize(&parser);
    KASSERT(ready == 1);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, count);
    bool is_end = false;
    while (!is_end && !r.failed) {
        yaml_event_t event;
        if (yaml_parser_parse(&parser, &event) == 0) {
            parse_failed(&r, &parser);
            break;
        }
        on_event(&r, &event);
        is_end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    if (!r.failed && r.root == NULL) {
        refuse(&r, (struct place){r.file, first_line, 1}, A024_EMPTY_FILE);
    }
    return r.failed ? NULL : r.root;
}

const struct node *node_file(struct source *source, const char *path, enum node_kind kind)
{
    size_t count = 0;
    const char *bytes = source_text(source, path, &count);
    if (bytes == NULL) {
        return NULL;
    }
    const struct node *root = node_parse(source, path, bytes, count, 1);
    return root != NULL && field_is(source, root, kind, DIAG_FILE) ? root : NULL;
}
