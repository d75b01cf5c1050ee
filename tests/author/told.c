#include "told.h"

#include "check.h"
#include "kstr.h"

/* Characters that the fonts of the tests have: all but the smileys. */
static bool has_glyph(void *user, uint32_t character)
{
    (void)user;
    return character < 0x1F000;
}

void told_run(struct sources *sources, const char *file, char ret_told[TOLD_BYTES])
{
    const struct check_options options = {.lang = LANG_EN, .has_glyph = has_glyph};
    struct check_counts counts = {0};
    struct kerr err = {0};
    struct compile *compile = NULL;
    assert_ok(compile_open(sources->dir, &compile, &err), &err);
    assert_ok(check_run(compile, &options, &counts, &err), &err);
    const struct source *source = compile_source(compile);
    ret_told[0] = '\0';
    for (size_t i = 0; i < source->diag_count; i++) {
        char line[DIAG_LINE_BYTES];
        diag_line(&source->diag[i], LANG_EN, line);
        if (kstr_starts(line, file)) {
            (void)kstr_append(ret_told, TOLD_BYTES, line);
            (void)kstr_append(ret_told, TOLD_BYTES, "\n");
        }
    }
    compile_close(&compile);
}
