#include "booth.h"

#include "kstr.h"

#include <string.h>

/* All tests of a folder, read and played; what no test reaches. */

#define TESTS_FOLDER "tests"
#define TESTS_SUFFIX ".yaml"

/* The first line is the sentence, the others are the screen. */
static void split(struct source *source, const char *text, struct trial_result *result)
{
    char *sentence = karena_text(&source->arena, text);
    char *end = strchr(sentence, '\n');
    result->text = sentence;
    result->screen = end ? end + 1 : "";
    if (end) {
        *end = '\0';
    }
}

struct running {
    struct source *source;
    struct booth *booth;
    enum lang lang;
};

static void run_suite(const struct running *running, const struct trial_suite *suite,
                      struct trial_report *report)
{
    struct trial_fault *fault = karena_take(&running->source->arena, 1, sizeof *fault);
    fault->lang = running->lang;
    for (uint16_t i = 0; i < suite->count; i++) {
        struct trial_result *result = &report->result[report->count++];
        *result = (struct trial_result){.item = &suite->item[i], .file = suite->file};
        result->passed = trial_run(running->booth, result->item, &report->coverage, fault);
        if (!result->passed) {
            result->at = fault->at;
            split(running->source, fault->text, result);
            report->failed++;
        }
    }
}

void trial_folder_run(struct source *source, const struct content *content, enum lang lang,
                      struct trial_report *ret_report)
{
    size_t count = 0;
    size_t cases = 0;
    const char *const *names = source_list(source, TESTS_FOLDER, TESTS_SUFFIX, &count);
    struct trial_suite *suites = karena_take(&source->arena, count + 1, sizeof *suites);
    *ret_report = (struct trial_report){.files = (int)count, .is_readable = true};
    for (size_t i = 0; i < count; i++) {
        char path[SOURCE_PATH_SIZE];
        (void)kstr_format(path, sizeof path, TESTS_FOLDER "/%s", names[i]);
        bool ok = trial_read(source, content, karena_text(&source->arena, path), &suites[i]);
        ret_report->is_readable = ret_report->is_readable && ok;
        cases += suites[i].count;
    }
    ret_report->result = karena_take(&source->arena, cases + 1, sizeof(struct trial_result));
    trial_coverage_init(&ret_report->coverage, &content->book);
    struct running running = {.source = source, .booth = booth_open(content), .lang = lang};
    for (size_t i = 0; i < count; i++) {
        run_suite(&running, &suites[i], ret_report);
    }
    booth_close(&running.booth);
}

void trial_report_done(struct trial_report *report)
{
    trial_coverage_done(&report->coverage);
    *report = (struct trial_report){0};
}

/* ---- what no test reaches ---- */

/* An exit as the author knows it: the choice's id, "offline", "yes" ... */
static void name_exit(const struct flow_step *step, uint8_t exit, char *ret_name, size_t size)
{
    enum { NAMED_EXITS = FLOW_CHECK_FAILED + 1 };
    static const char *const names[FLOW_KIND_COUNT][NAMED_EXITS] = {
        [FLOW_CHECK] = {"answered", "offline", "failed"},
        [FLOW_SOLVED] = {"yes", "no"},
        [FLOW_AGAIN] = {"back", "go"},
        [FLOW_INPUT] = {"go", "otherwise"},
    };
    const char *name = exit < NAMED_EXITS ? names[step->kind][exit] : NULL;
    name = step->kind == FLOW_ASK ? step->exit[exit].id : name;
    if (step->kind == FLOW_BRANCH && exit + 1 < step->exit_count) {
        (void)kstr_format(ret_name, size, "when %d", exit + 1);
    } else if (step->kind == FLOW_BRANCH) {
        (void)kstr_copy(ret_name, size, "else");
    } else {
        (void)kstr_copy(ret_name, size, name ? name : "go");
    }
}

static void tell_step(struct compile *compile, const struct trial_coverage *coverage, uint16_t flow,
                      uint16_t at)
{
    const struct flow_step *step = &coverage->book->chart[flow].step[at];
    const struct trial_tally *tally = &coverage->flow[flow];
    if (tally->step[at].cases == 0) {
        source_tell(compile_source(compile), compile_place_step(compile, flow, at, NULL),
                    A720_STEP_NOT_TESTED, DIAG_ARGS(step->id));
        return; /* its ways need no line of their own */
    }
    for (uint8_t exit = 0; exit < step->exit_count; exit++) {
        if (trial_exit_is(coverage->book, step, exit) && tally->exit[at][exit].cases == 0) {
            char name[LIMIT_ID_BYTES];
            name_exit(step, exit, name, sizeof name);
            source_tell(compile_source(compile), compile_place_exit(compile, flow, at, exit),
                        A721_WAY_NOT_TESTED, DIAG_ARGS(step->id, name));
        }
    }
}

static bool is_whole(struct trial_sum sum)
{
    return sum.steps == sum.steps_reached && sum.exits == sum.exits_taken;
}

void trial_tell_untested(struct compile *compile, const struct trial_coverage *coverage)
{
    for (uint16_t flow = 0; flow < coverage->book->chart_count; flow++) {
        uint16_t steps = coverage->book->chart[flow].step_count;
        bool has_gap = !is_whole(trial_coverage_sum(coverage, flow));
        for (uint16_t step = 0; has_gap && step < steps; step++) {
            tell_step(compile, coverage, flow, step);
        }
    }
}
