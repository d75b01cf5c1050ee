/* What a verdict on a flow or an article depends on, as one number. */
#include "mark.h"

#include "kassert.h"
#include "kstr.h"
#include "seen.h"

#include <stdlib.h>
#include <string.h>

uint64_t mark_bytes(uint64_t mark, const void *bytes, size_t count)
{
    const uint8_t *byte = bytes;
    for (size_t i = 0; i < count; i++) {
        mark = (mark ^ byte[i]) * UINT64_C(1099511628211);
    }
    return mark;
}

/* A file's name and bytes; one that cannot be read has been told before. */
static uint64_t mark_file(struct compile *compile, uint64_t mark, const char *path)
{
    size_t count = 0;
    const char *bytes = source_read(compile_source(compile), path, &count);
    mark = mark_bytes(mark, path, strlen(path) + 1);
    return bytes != NULL ? mark_bytes(mark, bytes, count) : mark;
}

static uint64_t mark_picture(struct compile *compile, uint64_t mark, const char *id)
{
    for (size_t i = 0; id != NULL && i < compile_picture_count(compile); i++) {
        struct compile_picture picture = compile_picture(compile, i);
        if (strcmp(picture.id, id) != 0) {
            continue;
        }
        mark = mark_file(compile, mark, picture.path);
        for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
            const char *alt = picture.alt.in[lang];
            mark = alt != NULL ? mark_bytes(mark, alt, strlen(alt) + 1) : mark;
        }
    }
    return mark;
}

struct marker marker_of(struct compile *compile, enum mark_kind kind)
{
    struct marker marker = {.compile = compile, .kind = kind};
    marker.base = mark_file(compile, mark_bytes(MARK_START, &kind, sizeof kind), "pack.yaml");
    return marker;
}

uint64_t mark_flow(const struct marker *marker, uint16_t flow)
{
    const struct flow_chart *chart = &compile_content(marker->compile)->book.chart[flow];
    char path[SOURCE_PATH_SIZE];
    (void)kstr_format(path, sizeof path, "flows/%s.yaml", chart->id);
    uint64_t mark = mark_file(marker->compile, marker->base, path);
    for (uint16_t i = 0; i < chart->step_count && marker->kind == MARK_FIT; i++) {
        mark = mark_picture(marker->compile, mark, chart->step[i].picture);
    }
    return mark;
}

static uint64_t mark_body(const struct marker *marker, uint64_t mark, const struct article *body)
{
    for (uint16_t i = 0; i < body->block_count; i++) {
        if (body->block[i].kind == BLOCK_PICTURE) {
            mark = mark_picture(marker->compile, mark, body->block[i].picture);
        }
    }
    return mark;
}

uint64_t mark_article(const struct marker *marker, uint16_t article)
{
    const struct article_head *head = &compile_content(marker->compile)->article[article];
    struct article *body = calloc(1, sizeof *body);
    char path[SOURCE_PATH_SIZE];
    struct kerr err = {0};
    KASSERT(body != NULL);
    (void)kstr_format(path, sizeof path, "articles/%s.md", head->id);
    uint64_t mark = mark_file(marker->compile, marker->base, path);
    mark = head->flow != UINT16_MAX ? mark ^ mark_flow(marker, head->flow) : mark;
    for (enum lang lang = 0; lang < LANG_COUNT && marker->kind == MARK_FIT; lang++) {
        bool has_body = compile_article(marker->compile, article, lang, body, &err) == K_OK;
        mark = has_body ? mark_body(marker, mark, body) : mark;
        err = (struct kerr){0};
    }
    free(body);
    return mark;
}

uint64_t mark_drawing(struct compile *compile, size_t picture)
{
    const enum mark_kind kind = MARK_DRAWING;
    return mark_file(compile, mark_bytes(MARK_START, &kind, sizeof kind),
                     compile_picture(compile, picture).path);
}

/* The first of a group; the way there is made shorter. */
static uint16_t first_of(uint16_t group[LIMIT_FLOWS], uint16_t flow)
{
    while (group[flow] != flow) {
        group[flow] = group[group[flow]];
        flow = group[flow];
    }
    return flow;
}

static void join_called(const struct flow_chart *chart, uint16_t flow, uint16_t group[LIMIT_FLOWS])
{
    for (uint16_t i = 0; i < chart->step_count; i++) {
        if (chart->step[i].kind == FLOW_CALL) {
            group[first_of(group, flow)] = first_of(group, chart->step[i].call.flow);
        }
    }
}

void mark_groups(const struct flow_book *book, uint16_t ret_group[LIMIT_FLOWS])
{
    for (uint16_t i = 0; i < book->chart_count; i++) {
        ret_group[i] = i;
    }
    for (uint16_t i = 0; i < book->chart_count; i++) {
        join_called(&book->chart[i], i, ret_group);
    }
    for (uint16_t i = 0; i < book->chart_count; i++) {
        ret_group[i] = first_of(ret_group, i);
    }
}
