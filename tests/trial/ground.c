#include "ground.h"

#include "check.h"
#include "kstr.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

void ground_make(struct ground *ground)
{
    char folder[SOURCES_PATH + 8];
    *ground = (struct ground){.compile = NULL};
    sources_make(&ground->sources);
    (void)kstr_format(folder, sizeof folder, "%s/tests", ground->sources.dir);
    assert_int_equal(0, mkdir(folder, 0700));
}

void ground_open(struct ground *ground)
{
    struct kerr err = {0};
    compile_close(&ground->compile);
    assert_ok(compile_open(ground->sources.dir, &ground->compile, &err), &err);
    assert_ok(compile_errors(ground->compile, &err), &err);
    ground->content = compile_content(ground->compile);
}

void ground_done(struct ground *ground)
{
    trial_report_done(&ground->report);
    compile_close(&ground->compile);
    sources_done(&ground->sources);
}

void ground_play(struct ground *ground, const char *yaml)
{
    trial_report_done(&ground->report);
    ground_open(ground); /* what was told of the last file is forgotten */
    struct source *source = compile_source(ground->compile);
    sources_write(&ground->sources, "tests/t.yaml", yaml);
    trial_folder_run(source, ground->content, LANG_EN, &ground->report);
    ground->told[0] = '\0';
    source_sort(source);
    if (source->diag_count > 0) {
        diag_line(&source->diag[0], LANG_EN, ground->told);
    }
}
