/* What the glass cannot show: every page laid out, by processes beside this one. */
#include "check_internal.h"

#include "fit.h"

enum kcode rule_fit(struct checking *checking, struct kerr *err)
{
    const struct check_options *options = checking->options;
    if (options->no_fit || !compile_settings_sound(checking->compile)) {
        return K_OK;
    }
    K_CLEANUP(stage_close) struct stage *stage = NULL;
    K_CLEANUP(fit_done) struct fit_report report = {0};
    const struct fit_work work = {.progress = options->progress};
    if (stage_open(checking->compile, &stage, err) != K_OK ||
        fit_run(stage, &work, &report, err) != K_OK) {
        return err->code;
    }
    fit_tell(&report, checking->compile);
    checking->counts->pages = (uint64_t)report.pages;
    return K_OK;
}
