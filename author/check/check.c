/* The order of a check: the sources were read (form, ways, data), then every family of rules. */
#include "check_internal.h"

static const check_rule_fn rules[] = {rule_graph, rule_prove, rule_language,
                                      rule_texts, rule_media, rule_fit};

enum kcode check_run(struct compile *compile, const struct check_options *options,
                     struct check_counts *ret_counts, struct kerr *err)
{
    struct checking checking = {
        .compile = compile,
        .source = compile_source(compile),
        .content = compile_content(compile),
        .options = options,
        .counts = ret_counts,
    };
    K_CLEANUP(seen_close) struct seen *seen = NULL;
    seen_open(options->cache, checking.source->dir, &seen);
    checking.seen = seen;
    *ret_counts = (struct check_counts){.flows = checking.content->book.chart_count};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (rules[i](&checking, err) != K_OK) {
            return err->code;
        }
    }
    seen_save(seen);
    source_sort(checking.source);
    ret_counts->errors = checking.source->count[DIAG_ERROR];
    ret_counts->warnings = checking.source->count[DIAG_WARNING];
    ret_counts->notes = checking.source->count[DIAG_NOTE];
    return K_OK;
}
