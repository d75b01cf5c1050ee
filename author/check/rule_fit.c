/*
 * What the glass cannot show: every page laid out, by processes beside this one. A page shows what
 * callers give and called flows take, so a flow is looked at again with its group.
 */
#include "check_internal.h"

#include "fit.h"
#include "kassert.h"
#include "mark.h"

#include <stdlib.h>

/* Flows, then articles; their number. */
struct items {
    size_t count;
    uint64_t *mark;
    bool *skip;
};

static void items_done(struct items *items)
{
    free(items->mark);
    free(items->skip);
    *items = (struct items){.count = 0};
}

/* A flow with all that its group holds. */
static void mark_flows(const struct marker *marker, const struct flow_book *book, uint64_t *mark)
{
    uint16_t group[LIMIT_FLOWS];
    uint64_t whole[LIMIT_FLOWS];
    mark_groups(book, group);
    for (uint16_t i = 0; i < book->chart_count; i++) {
        whole[i] = MARK_START;
    }
    for (uint16_t i = 0; i < book->chart_count; i++) {
        mark[i] = mark_flow(marker, i);
        whole[group[i]] = mark_bytes(whole[group[i]], &mark[i], sizeof mark[i]);
    }
    for (uint16_t i = 0; i < book->chart_count; i++) {
        mark[i] = mark_bytes(mark[i], &whole[group[i]], sizeof whole[0]);
    }
}

static void items_init(struct items *items, const struct checking *checking)
{
    const struct content *content = checking->content;
    const struct marker marker = marker_of(checking->compile, MARK_FIT);
    size_t flows = content->book.chart_count;
    items->count = flows + content->article_count;
    items->mark = calloc(items->count + 1, sizeof *items->mark);
    items->skip = calloc(items->count + 1, sizeof *items->skip);
    KASSERT(items->mark != NULL);
    KASSERT(items->skip != NULL);
    mark_flows(&marker, &content->book, items->mark);
    for (uint16_t i = 0; i < content->article_count; i++) {
        items->mark[flows + i] = mark_article(&marker, i);
    }
    for (size_t i = 0; i < items->count; i++) {
        items->skip[i] = checking->options->changed && seen_has(checking->seen, items->mark[i]);
    }
}

/* A part with errors is not what its file will be. */
static bool is_sound(const struct checking *checking, size_t item)
{
    size_t flows = checking->content->book.chart_count;
    return item < flows ? compile_flow_sound(checking->compile, (uint16_t)item)
                        : compile_article_sound(checking->compile, (uint16_t)(item - flows));
}

static void keep(const struct checking *checking, const struct items *items, const bool *green)
{
    for (size_t i = 0; i < items->count; i++) {
        if ((items->skip[i] || green[i]) && is_sound(checking, i)) {
            seen_put(checking->seen, items->mark[i]);
        }
    }
}

/* A run without a fit takes back nothing. */
static void keep_seen(const struct checking *checking, const struct items *items)
{
    for (size_t i = 0; i < items->count; i++) {
        if (seen_has(checking->seen, items->mark[i])) {
            seen_put(checking->seen, items->mark[i]);
        }
    }
}

static enum kcode lay_out(struct checking *checking, const struct items *items, struct kerr *err)
{
    K_CLEANUP(stage_close) struct stage *stage = NULL;
    K_CLEANUP(fit_done) struct fit_report report = {0};
    const struct fit_work work = {
        .skip = items->skip,
        .touches_most = compile_limits(checking->compile).person_touches,
        .progress = checking->options->progress,
    };
    if (stage_open(checking->compile, &stage, err) != K_OK ||
        fit_run(stage, &work, &report, err) != K_OK) {
        return err->code;
    }
    fit_tell(&report, checking->compile);
    keep(checking, items, report.green);
    checking->counts->pages = (uint64_t)report.pages;
    return K_OK;
}

enum kcode rule_fit(struct checking *checking, struct kerr *err)
{
    if (!compile_settings_sound(checking->compile)) {
        return K_OK;
    }
    struct items items;
    items_init(&items, checking);
    enum kcode code = K_OK;
    if (checking->options->no_fit) {
        keep_seen(checking, &items);
    } else {
        code = lay_out(checking, &items, err);
    }
    items_done(&items);
    return code;
}
