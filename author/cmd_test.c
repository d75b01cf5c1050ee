/* annae-pack test: plays the tests beside the flows and says what none of them reaches. */
#include "command.h"
#include "opened.h"
#include "options.h"
#include "trial.h"

#include "ksys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPORT_BYTES ((size_t)16 * 1024 * 1024) /* of JUnit or coverage */

struct options {
    const char *dir, *junit, *coverage, *suggest;
    long min_coverage; /* -1 = any */
    enum lang lang;
};

static bool read_percent(const char *text, long *ret_percent)
{
    char *end = NULL;
    *ret_percent = strtol(text, &end, 10);
    return end != text && *end == '\0' && *ret_percent >= 0 && *ret_percent <= 100;
}

/* What is wrong, NULL = nothing. */
static const char *read_options(int count, char **args, struct options *options)
{
    const char *lang = NULL;
    const char *least = NULL;
    const struct option known[] = {
        {"--min-coverage", &least, NULL},
        {"--junit", &options->junit, NULL},
        {"--coverage", &options->coverage, NULL},
        {"--suggest", &options->suggest, NULL},
        {"--lang", &lang, NULL},
    };
    const char *wrong = options_read(count, args, OPTIONS(known), &options->dir, 1);
    if (wrong || !options->dir) {
        return wrong ? wrong : "DIR is missing";
    }
    if (least && !read_percent(least, &options->min_coverage)) {
        return "--min-coverage is 0 to 100";
    }
    options->lang = lang && strcmp(lang, "ko") == 0 ? LANG_KO : LANG_EN;
    return lang && strcmp(lang, lang_name(options->lang)) != 0 ? "--lang is ko or en" : NULL;
}

/* ---- what is printed ---- */

static void print_failures(const struct options *options, const struct trial_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct trial_result *result = &report->result[i];
        if (result->passed) {
            continue;
        }
        char line[DIAG_LINE_BYTES];
        const struct diag diag = {
            .code = A719_TEST_FAILED, .at = result->at, .arg = {result->item->name, result->text}};
        diag_line(&diag, options->lang, line);
        (void)fprintf(stderr, "%s/%s\n", options->dir, line);
        if (result->screen[0] != '\0') {
            (void)fprintf(stderr, "%s\n", result->screen);
        }
    }
}

static int percent_of(int part, int whole)
{
    return whole == 0 ? 100 : 100 * part / whole;
}

/* One line per flow; the smallest per cent of all. */
static int print_coverage(const struct trial_coverage *coverage)
{
    int least = 100;
    for (uint16_t flow = 0; flow < coverage->book->chart_count; flow++) {
        struct trial_sum sum = trial_coverage_sum(coverage, flow);
        int percent = trial_percent(sum);
        (void)printf("%-24s steps %3d/%-3d %3d %%   ways %3d/%-3d %3d %%\n",
                     coverage->book->chart[flow].id, sum.steps_reached, sum.steps,
                     percent_of(sum.steps_reached, sum.steps), sum.exits_taken, sum.exits,
                     percent_of(sum.exits_taken, sum.exits));
        least = percent < least ? percent : least;
    }
    return least;
}

/* ---- files for other programs ---- */

static enum kcode write_files(const struct options *options, const struct trial_report *report,
                              struct kerr *err)
{
    struct kbuf buf = {.data = malloc(REPORT_BYTES), .size = REPORT_BYTES};
    enum kcode code = buf.data ? K_OK : kerr_fail(err, K_E_FULL, "no memory for the report");
    if (code == K_OK && options->junit) {
        code = trial_junit(report, &buf, err) == K_OK
                   ? ksys_write_file(options->junit, buf.data, buf.len, 0644, err)
                   : err->code;
    }
    if (code == K_OK && options->coverage) {
        kbuf_clear(&buf);
        code = trial_coverage_json(&report->coverage, &buf, err) == K_OK
                   ? ksys_write_file(options->coverage, buf.data, buf.len, 0644, err)
                   : err->code;
    }
    free(buf.data);
    return code;
}

/* ---- cases for what is left ---- */

static enum kcode suggest(const struct options *options, struct compile *compile,
                          struct trial_report *report, struct kerr *err)
{
    const struct content *content = compile_content(compile);
    uint16_t flow = flow_find(&content->book, options->suggest);
    int cases = 0;
    if (flow == UINT16_MAX) {
        return kerr_fail(err, K_E_NOT_FOUND, "%s: no such flow in %s", options->suggest,
                         options->dir);
    }
    struct kbuf buf = {.data = malloc(REPORT_BYTES), .size = REPORT_BYTES};
    enum kcode code = buf.data ? trial_suggest(content, flow, &report->coverage, &buf, &cases, err)
                               : kerr_fail(err, K_E_FULL, "no memory for the cases");
    if (code == K_OK && cases > 0) {
        (void)fputs(buf.data, stdout);
    } else if (code == K_OK) {
        (void)fprintf(stderr, "annae-pack: nothing is left to be tested in %s\n", options->suggest);
    }
    free(buf.data);
    return code;
}

/* ---- the command ---- */

static int judge(const struct options *options, struct compile *compile,
                 const struct trial_report *report)
{
    print_failures(options, report);
    (void)printf("%d file%s, %zu case%s, %zu failed\n", report->files,
                 report->files == 1 ? "" : "s", report->count, report->count == 1 ? "" : "s",
                 report->failed);
    int least = print_coverage(&report->coverage);
    trial_tell_untested(compile, &report->coverage);
    opened_print(compile, options->lang,
                 options->min_coverage > least || options->min_coverage < 0);
    bool is_covered = least >= options->min_coverage;
    if (!is_covered) {
        (void)fprintf(stderr, "annae-pack: a flow is covered to %d %%, which is less than %ld %%\n",
                      least, options->min_coverage);
    }
    if (report->count == 0) {
        (void)fprintf(stderr, "annae-pack: there is nothing to play in %s/tests\n", options->dir);
    }
    bool is_good = is_covered && report->is_readable && report->failed == 0 && report->count > 0;
    return is_good ? EXIT_OK : EXIT_FAILED;
}

static int run_test(int count, char **args)
{
    struct options options = {.min_coverage = -1, .lang = LANG_EN};
    const char *wrong = read_options(count, args, &options);
    if (wrong) {
        return command_not_understood(wrong);
    }
    struct kerr err = {0};
    struct trial_report report;
    K_CLEANUP(compile_close) struct compile *compile = NULL;
    if (opened_open(options.dir, options.lang, &compile, &err) != K_OK) {
        return command_failed(&err);
    }
    trial_folder_run(compile_source(compile), compile_content(compile), options.lang, &report);
    int code = options.suggest ? EXIT_OK : judge(&options, compile, &report);
    if (options.suggest ? suggest(&options, compile, &report, &err) != K_OK
                        : write_files(&options, &report, &err) != K_OK) {
        code = command_failed(&err);
    }
    trial_report_done(&report);
    return code;
}

const struct command command_test = {
    .name = "test",
    .usage = "  annae-pack test DIR [--min-coverage N] [--junit FILE] [--coverage FILE]\n"
             "                      [--lang ko|en]     play the tests of DIR/tests and say what\n"
             "                                         none of them reaches\n"
             "  annae-pack test DIR --suggest FLOW     write cases for what none of them reaches\n",
    .run = run_test,
};
