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

static void read_body(struct compile *c, const struct part *part, enum lang lang,
                      struct draft_body *body)
{
    struct karena scratch = {0}; /* 64 full blocks are 70 KiB; most articles have ten short ones */
    struct block *block = karena_take(&scratch, LIMIT_BLOCKS, sizeof *block);
    size_t errors_before = c->source->count[DIAG_ERROR];
    struct place *block_at = karena_take(&scratch, LIMIT_BLOCKS, sizeof *block_at);
    uint16_t count = markdown_read(c, part->at, part->text, part->count, block, block_at);
    if (count == 0 && c->source->count[DIAG_ERROR] == errors_before) {
        source_tell(c->source, part->at, A055_ARTICLE_PART_EMPTY, DIAG_ARGS(lang_name(lang)));
    }
    body->block[lang] = karena_take(&c->source->arena, (size_t)count + 1, sizeof *block);
    memcpy(body->block[lang], block, count * sizeof *block);
    body->block_at[lang] = karena_take(&c->source->arena, (size_t)count + 1, sizeof *block_at);
    memcpy(body->block_at[lang], block_at, count * sizeof *block_at);
    body->block_count[lang] = count;
    karena_done(&scratch);
}

static const char *part_text(struct compile *c, const struct part *part)
{
    char *text = karena_take(&c->source->arena, part->count + 1, 1);
    memcpy(text, part->text, part->count);
    return text;
}

/* ::: ko and ::: en, each once. */
static void read_bodies(struct compile *c, const char *text, struct place at,
                        struct draft_body *body)
{
    char id[SOURCE_PATH_SIZE];
    struct source_text whole = {.id = id, .at = {at, at}};
    struct part before = take_part(&text, &at, ":::");
    if (strspn(before.text, " \n") < before.count) {
        source_tell(c->source, before.at, A052_ARTICLE_TEXT_BEFORE, NULL);
    }
    while (*text != '\0') {
        struct place mark = at;
        enum lang lang = line_is(text, "::: ko") ? LANG_KO : LANG_EN;
        bool is_known = lang == LANG_KO || line_is(text, "::: en");
        skip_line(&text, &at);
        struct part part = take_part(&text, &at, ":::");
        if (!is_known) {
            source_tell(c->source, mark, A053_ARTICLE_UNKNOWN_PART, NULL);
        } else if (body->block[lang] != NULL) {
            source_tell(c->source, mark, A054_ARTICLE_PART_TWICE, DIAG_ARGS(lang_name(lang)));
        } else {
            read_body(c, &part, lang, body);
            whole.words.in[lang] = part_text(c, &part);
            whole.at[lang] = part.at;
        }
    }
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        if (body->block[lang] == NULL) {
            source_tell(c->source, at, A033_LANGUAGE_MISSING,
                        DIAG_ARGS(DIAG_FILE, lang_name(lang)));
        }
    }
    (void)kstr_format(id, sizeof id, "%.*s/body", (int)strlen(at.file) - 3, at.file); /* .md */
    source_note(c->source, whole);
}

static struct place of_id(const struct node *head)
{
    const struct node *id = node_get(head, "id");
    return id != NULL ? id->at : head->at;
}

static void read_head(struct compile *c, const struct node *map, const char *stem, uint16_t at,
                      struct article_head *ret_head)
{
    struct article_source source = {.head.flow = UINT16_MAX};
    (void)field_read(c->source, map, FIELDS(article_fields), &source);
    if (source.head.id != NULL && strcmp(source.head.id, stem) != 0) {
        source_tell(c->source, of_id(map), A045_NOT_THE_FILE_NAME, DIAG_ARGS(source.head.id));
    }
    if (flow_find(&c->data.content.book, stem) != UINT16_MAX) {
        source_tell(c->source, of_id(map), A048_ID_OF_BOTH, DIAG_ARGS(stem));
    }
    source.head.id = stem;
    if (source.topic != NULL) {
        source.head.topic = topic_named(c, source.topic);
    }
    if (source.flow != NULL) {
        source.head.flow = flow_named(c, source.flow);
    }
    c->article_head[at] = map;
    c->article_keywords[at] = field_keywords(c->source, source.keywords);
    *ret_head = source.head;
}

static void read_article(struct compile *c, const char *name, uint16_t index,
                         struct article_head *ret_head)
{
    char path[SOURCE_PATH_SIZE];
    size_t count = 0;
    (void)kstr_format(path, sizeof path, "articles/%s", name);
    const char *text = source_text(c->source, path, &count);
    if (text == NULL) {
        return;
    }
    struct place at = {karena_text(&c->source->arena, path), 1, 1};
    if (!line_is(text, "---")) {
        source_tell(c->source, at, A050_ARTICLE_WITHOUT_HEAD, NULL);
        return;
    }
    skip_line(&text, &at);
    struct part head = take_part(&text, &at, "---");
    if (*text == '\0') {
        source_tell(c->source, at, A051_ARTICLE_HEAD_OPEN, NULL);
        return;
    }
    const struct node *map = node_parse(c->source, path, head.text, head.count, head.at.line);
    if (map != NULL && field_is(c->source, map, NODE_MAP, DIAG_HEAD)) {
        read_head(c, map, source_stem(c->source, name, ".md"), index, ret_head);
    }
    skip_line(&text, &at);
    read_bodies(c, text, at, &c->article_body[index]);
}

void articles_read(struct compile *c)
{
    size_t count = 0;
    const char *const *names = source_list(c->source, "articles", ".md", &count);
    source_others(c->source, "articles", ".md", "");
    struct article_head *article = karena_take(&c->source->arena, count + 1, sizeof *article);
    c->article_keywords = karena_take(&c->source->arena, count + 1, sizeof *c->article_keywords);
    c->article_head = karena_take(&c->source->arena, count + 1, sizeof *c->article_head);
    c->article_body = karena_take(&c->source->arena, count + 1, sizeof *c->article_body);
    c->data.content.article = article;
    c->article_name = names;
    c->data.content.article_count = (uint16_t)count;
    for (uint16_t i = 0; i < count; i++) {
        read_article(c, names[i], i, &article[i]);
    }
}

static void add_doc(struct compile *c, struct doc *doc, struct doc one)
{
    if (one.title.in[LANG_KO] != NULL) {
        doc[c->data.doc_count++] = one;
    }
}

void docs_gather(struct compile *c)
{
    const struct content *content = &c->data.content;
    size_t most = (size_t)content->book.chart_count + content->article_count + 1;
    struct doc *doc = karena_take(&c->source->arena, most, sizeof *doc);
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
