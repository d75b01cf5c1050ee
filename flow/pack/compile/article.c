/*
 * articles/ID.md: a head in YAML between two lines of dashes, then one part per language.
 *
 *     ---
 *     id: wifi-password
 *     ---
 *     ::: ko
 *     ...
 *     ::: en
 *     ...
 */
#include "compile_internal.h"

#include "kstr.h"

#include <string.h>

struct article_source {
    struct article_head head;
    const struct node *topic, *flow, *keywords;
};

static const struct field article_fields[] = {
    FIELD_AS("id", FIELD_ID, true, struct article_source, head.id, .max = LIMIT_ID_BYTES),
    FIELD_AS("icon", FIELD_ID, false, struct article_source, head.icon, .max = LIMIT_ID_BYTES),
    FIELD_AS("title", FIELD_WORDS, true, struct article_source, head.title,
             .max = LIMIT_LABEL_BYTES),
    FIELD_AS("summary", FIELD_WORDS, false, struct article_source, head.summary,
             .max = LIMIT_TEXT_BYTES),
    FIELD(FIELD_NODE, true, struct article_source, topic, .max = 0),
    FIELD(FIELD_NODE, false, struct article_source, flow, .max = 0),
    FIELD(FIELD_NODE, false, struct article_source, keywords, .max = 0),
};

/* A piece of the file: whole lines. */
struct part {
    struct place at; /* of its first line */
    const char *text;
    size_t count;
};

/* Behind the line that starts at text. */
static const char *next_line(const char *text)
{
    const char *end = strchr(text, '\n');
    return end != NULL ? end + 1 : text + strlen(text);
}

/* The line at text is exactly this. */
static bool line_is(const char *text, const char *line)
{
    size_t len = strlen(line);
    return strncmp(text, line, len) == 0 && (text[len] == '\n' || text[len] == '\0');
}

/* From *text up to the next line that starts with stop; *text and *line move to that line. */
static struct part take_part(const char **text, struct place *at, const char *stop)
{
    struct part part = {.at = *at, .text = *text};
    while (**text != '\0' && strncmp(*text, stop, strlen(stop)) != 0) {
        *text = next_line(*text);
        at->line++;
    }
    part.count = (size_t)(*text - part.text);
    return part;
}

static void skip_line(const char **text, struct place *at)
{
    *text = next_line(*text);
    at->line++;
}

static void read_body(struct compiler *c, const struct part *part, enum lang lang,
                      struct draft_body *body)
{
    struct arena scratch = {0}; /* 64 full blocks are 70 KiB; most articles have ten short ones */
    struct block *block = arena_take(&scratch, LIMIT_BLOCKS, sizeof *block);
    uint16_t count = markdown_read(c, part->at, part->text, part->count, block);
    if (count == 0) {
        problem_at(c, part->at, "no text in '%s'; write some", lang_name(lang));
    }
    body->block[lang] = arena_take(&c->arena, (size_t)count + 1, sizeof *block);
    memcpy(body->block[lang], block, count * sizeof *block);
    body->block_count[lang] = count;
    arena_done(&scratch);
}

/* ::: ko and ::: en, each once. */
static void read_bodies(struct compiler *c, const char *text, struct place at,
                        struct draft_body *body)
{
    struct part before = take_part(&text, &at, ":::");
    if (strspn(before.text, " \n") < before.count) {
        problem_at(c, before.at, "text before '::: ko'; move it into a language");
    }
    while (*text != '\0') {
        struct place mark = at;
        enum lang lang = line_is(text, "::: ko") ? LANG_KO : LANG_EN;
        bool is_known = lang == LANG_KO || line_is(text, "::: en");
        skip_line(&text, &at);
        struct part part = take_part(&text, &at, ":::");
        if (!is_known) {
            problem_at(c, mark, "no such part; write '::: ko' or '::: en'");
        } else if (body->block[lang] != NULL) {
            problem_at(c, mark, "'%s' comes twice; keep one", lang_name(lang));
        } else {
            read_body(c, &part, lang, body);
        }
    }
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        if (body->block[lang] == NULL) {
            problem_at(c, at, "no '::: %s'; every article needs ko and en", lang_name(lang));
        }
    }
}

static void read_head(struct compiler *c, const struct node *map, const char *stem, uint16_t at,
                      struct article_head *ret_head)
{
    struct article_source source = {.head.flow = UINT16_MAX};
    (void)field_read(c, map, FIELDS(article_fields), &source);
    if (source.head.id != NULL && strcmp(source.head.id, stem) != 0) {
        problem_at(c, node_get(map, "id")->at, "id '%s' is not the file's name; rename one of them",
                   source.head.id);
    }
    source.head.id = stem;
    if (source.topic != NULL) {
        source.head.topic = topic_named(c, source.topic);
    }
    if (source.flow != NULL) {
        source.head.flow = flow_named(c, source.flow);
    }
    c->article_keywords[at] = field_keywords(c, source.keywords);
    *ret_head = source.head;
}

static void read_article(struct compiler *c, const char *name, uint16_t index,
                         struct article_head *ret_head)
{
    char path[SOURCE_PATH_SIZE];
    size_t count = 0;
    (void)kstr_format(path, sizeof path, "articles/%s", name);
    const char *text = source_text(c, path, &count);
    if (text == NULL) {
        return;
    }
    struct place at = {arena_text(&c->arena, path), 1, 1};
    if (!line_is(text, "---")) {
        problem_at(c, at, "an article begins with '---' and its head; add it");
        return;
    }
    skip_line(&text, &at);
    struct part head = take_part(&text, &at, "---");
    if (*text == '\0') {
        problem_at(c, at, "the head does not end; add '---'");
        return;
    }
    const struct node *map = node_parse(c, path, head.text, head.count, head.at.line);
    if (map != NULL && field_is(c, map, NODE_MAP, "the head")) {
        read_head(c, map, source_stem(c, name, ".md"), index, ret_head);
    }
    skip_line(&text, &at);
    read_bodies(c, text, at, &c->article_body[index]);
}

void articles_read(struct compiler *c)
{
    size_t count = 0;
    const char *const *names = source_list(c, "articles", ".md", &count);
    struct article_head *article = arena_take(&c->arena, count + 1, sizeof *article);
    c->article_keywords = arena_take(&c->arena, count + 1, sizeof *c->article_keywords);
    c->article_body = arena_take(&c->arena, count + 1, sizeof *c->article_body);
    c->data.content.article = article;
    c->data.content.article_count = (uint16_t)count;
    for (uint16_t i = 0; i < count; i++) {
        read_article(c, names[i], i, &article[i]);
    }
}

static void add_doc(struct compiler *c, struct doc *doc, struct doc one)
{
    if (one.title.in[LANG_KO] != NULL) {
        doc[c->data.doc_count++] = one;
    }
}

void docs_gather(struct compiler *c)
{
    const struct content *content = &c->data.content;
    size_t most = (size_t)content->book.chart_count + content->article_count + 1;
    struct doc *doc = arena_take(&c->arena, most, sizeof *doc);
    c->data.doc = doc;
    for (uint16_t i = 0; i < content->book.chart_count; i++) {
        const struct flow_chart *chart = &content->book.chart[i];
        if (chart->topic != UINT16_MAX) { /* others are only called */
            add_doc(c, doc, (struct doc){FOUND_FLOW, i, chart->title, c->flow[i].keywords});
        }
    }
    for (uint16_t i = 0; i < content->article_count; i++) {
        add_doc(c, doc,
                (struct doc){FOUND_ARTICLE, i, content->article[i].title, c->article_keywords[i]});
    }
}
