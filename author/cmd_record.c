/* annae-pack record: a visit that happened at a kiosk -> a test file. */
#include "command.h"
#include "opened.h"
#include "options.h"
#include "trial.h"

#include "ksys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JOURNAL_BYTES ((size_t)2 * 1024 * 1024)
#define RECORD_BYTES  ((size_t)1024 * 1024)

struct wishes {
    const char *dir, *journal, *out;
};

/* One file is about one flow; what else was played is said. */
static enum kcode write_cases(const struct wishes *wishes, const struct content *content,
                              const struct trial_recorder *recorder, struct kerr *err)
{
    uint16_t flow = trial_recorder_flow(recorder);
    if (flow == UINT16_MAX) {
        return kerr_fail(err, K_E_NOT_FOUND, "%s: no flow was played in this visit",
                         wishes->journal);
    }
    if (wishes->out) {
        enum kcode code = trial_recorder_save(recorder, flow, wishes->out, err);
        if (code == K_OK) {
            (void)printf("%s: a test of %s that passes\n", wishes->out,
                         content->book.chart[flow].id);
        }
        return code;
    }
    struct kbuf buf = {.data = calloc(RECORD_BYTES, 1), .size = RECORD_BYTES};
    enum kcode code = buf.data ? trial_recorder_write(recorder, flow, &buf, err)
                               : kerr_fail(err, K_E_FULL, "no memory for the test");
    if (code == K_OK) {
        (void)fputs(buf.data, stdout);
    }
    free(buf.data);
    return code;
}

static enum kcode record(const struct wishes *wishes, const struct content *content,
                         const char *text, struct kerr *err)
{
    K_CLEANUP(trial_recorder_close) struct trial_recorder *recorder = trial_recorder_open(content);
    if (trial_journal_read(content, text, recorder, err) != K_OK) {
        return kerr_at(err, wishes->journal);
    }
    return write_cases(wishes, content, recorder, err);
}

static int run_record(int count, char **args)
{
    struct wishes wishes = {0};
    const struct option known[] = {
        {"--journal", &wishes.journal, NULL},
        {"-o", &wishes.out, NULL},
    };
    const char *wrong = options_read(count, args, OPTIONS(known), &wishes.dir, 1);
    if (wrong || !wishes.dir || !wishes.journal) {
        return command_not_understood(wrong ? wrong : "record wants DIR --journal FILE");
    }
    struct kerr err = {0};
    K_CLEANUP(compile_close) struct compile *compile = NULL;
    struct kbuf buf = {.data = calloc(JOURNAL_BYTES, 1), .size = JOURNAL_BYTES};
    enum kcode code = buf.data ? ksys_read_file(wishes.journal, &buf, &err)
                               : kerr_fail(&err, K_E_FULL, "no memory for the journal");
    if (code == K_OK) {
        code = opened_open(wishes.dir, LANG_EN, &compile, &err);
    }
    if (code == K_OK) {
        code = record(&wishes, compile_content(compile), buf.data, &err);
    }
    free(buf.data);
    return code == K_OK ? EXIT_OK : command_failed(&err);
}

const struct command command_record = {
    .name = "record",
    .usage =
        "  annae-pack record DIR --journal FILE [-o FILE]\n"
        "                                         turn a visit that annae-kiosk exported into\n"
        "                                         a test file\n",
    .run = run_record,
};
