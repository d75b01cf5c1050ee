#include "ground.h"

#include "check.h"
#include "kstr.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

void ground_make(struct ground *ground)
{
    char folder[SOURCES_PATH + 8];
    *ground = (struct ground){.pack = NULL};
    sources_make(&ground->sources);
    (void)kstr_format(folder, sizeof folder, "%s/tests", ground->sources.dir);
    assert_int_equal(0, mkdir(folder, 0700));
}

void ground_open(struct ground *ground)
{
    struct kerr err = {0};
    assert_ok(sources_build(&ground->sources, &err), &err);
    assert_ok(pack_open(ground->sources.pack, &ground->pack, &err), &err);
    ground->content = pack_content(ground->pack);
    source_init(&ground->source, ground->sources.dir);
}

void ground_done(struct ground *ground)
{
    trial_report_done(&ground->report);
    source_done(&ground->source);
    pack_close(&ground->pack);
    sources_done(&ground->sources);
}

void ground_play(struct ground *ground, const char *yaml)
{
    trial_report_done(&ground->report);
    source_done(&ground->source);
    source_init(&ground->source, ground->sources.dir);
    sources_write(&ground->sources, "tests/t.yaml", yaml);
    trial_folder_run(&ground->source, ground->content, &ground->report);
    ground->told[0] = '\0';
    source_sort(&ground->source);
    if (ground->source.diag_count > 0) {
        diag_line(&ground->source.diag[0], LANG_EN, ground->told);
    }
}
