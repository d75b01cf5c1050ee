#include "opened.h"

#include <stdio.h>

void opened_print(struct compile *compile, enum lang lang, bool with_notes)
{
    struct source *source = compile_source(compile);
    source_sort(source);
    for (size_t i = 0; i < source->diag_count; i++) {
        const struct diag *diag = &source->diag[i];
        char line[DIAG_LINE_BYTES];
        if (with_notes || diag_rule(diag->code)->severity != DIAG_NOTE) {
            diag_line(diag, lang, line);
            (void)fprintf(stderr, "%s/%s\n", source->dir, line);
        }
    }
}

enum kcode opened_open(const char *dir, enum lang lang, struct compile **ret_compile,
                       struct kerr *err)
{
    struct compile *compile = NULL;
    if (compile_open(dir, &compile, err) != K_OK) {
        return err->code;
    }
    if (compile_errors(compile, err) != K_OK) {
        opened_print(compile, lang, false);
        compile_close(&compile);
        return err->code;
    }
    *ret_compile = compile;
    return K_OK;
}
