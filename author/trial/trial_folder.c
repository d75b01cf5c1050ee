#include "booth.h"
#include "node.h"

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

static void run_suite(struct source *source, struct booth *booth, const struct trial_suite *suite,
                      struct trial_report *report)
{
    struct trial_fault *fault = karena_take(&source->arena, 1, sizeof *fault);
    for (uint16_t i = 0; i < suite->count; i++) {
        struct trial_result *result = &report->result[report->count++];
        *result = (struct trial_result){.item = &suite->item[i], .file = suite->file};
        result->passed = trial_run(booth, result->item, &report->coverage, fault);
        if (!result->passed) {
            result->at = fault->at;
            split(source, fault->text, result);
            report->failed++;
        }
    }
}

void trial_folder_run(struct source *source, const struct content *content,
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
    struct booth *booth = booth_open(content);
    for (size_t i = 0; i < count; i++) {
        run_suite(source, booth, &suites[i], ret_report);
    }
    booth_close(&booth);
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

/* A flow's file, read again for its lines. */
struct lines {
    const struct node *step; /* of the next step; NULL = the file has fewer */
    struct place top;
};

static struct lines lines_of(struct source *source, const struct flow_chart *chart)
{
    char path[SOURCE_PATH_SIZE];
    (void)kstr_format(path, sizeof path, "flows/%s.yaml", chart->id);
    struct lines lines = {.top = source_top(source, path)};
    const struct node *file = node_file(source, path, NODE_MAP);
    const struct node *steps = file ? node_get(file, "steps") : NULL;
    lines.step = steps ? steps->child : NULL;
    return lines;
}

/* The line of an exit: its entry in the list, its key, or the step. */
static struct place place_of_exit(const struct node *map, const struct flow_step *step,
                                  uint8_t exit, const char *name)
{
    const char *lists[FLOW_KIND_COUNT] = {[FLOW_ASK] = "choices", [FLOW_BRANCH] = "branch"};
    const struct node *list = lists[step->kind] ? node_get(map, lists[step->kind]) : NULL;
    const struct node *key = node_get(map, name);
    if (list) {
        const struct node *entry = list->child;
        for (uint8_t i = 0; entry && i < exit; i++) {
            entry = entry->next;
        }
        return entry ? entry->at : map->at;
    }
    return key ? key->key_at : map->at;
}

static void tell_step(struct source *source, const struct trial_tally *tally,
                      const struct flow_chart *chart, uint16_t at, const struct lines *lines)
{
    const struct flow_step *step = &chart->step[at];
    struct place place = lines->step ? lines->step->at : lines->top;
    if (tally->step[at].cases == 0) {
        source_tell(source, place, A720_STEP_NOT_TESTED, DIAG_ARGS(step->id));
        return; /* its ways need no line of their own */
    }
    for (uint8_t exit = 0; exit < step->exit_count; exit++) {
        if (trial_exit_is(step, exit) && tally->exit[at][exit].cases == 0) {
            char name[LIMIT_ID_BYTES];
            name_exit(step, exit, name, sizeof name);
            source_tell(source, lines->step ? place_of_exit(lines->step, step, exit, name) : place,
                        A721_WAY_NOT_TESTED, DIAG_ARGS(step->id, name));
        }
    }
}

static bool is_whole(struct trial_sum sum)
{
    return sum.steps == sum.steps_reached && sum.exits == sum.exits_taken;
}

void trial_tell_untested(struct source *source, const struct trial_coverage *coverage)
{
    for (uint16_t flow = 0; flow < coverage->book->chart_count; flow++) {
        const struct flow_chart *chart = &coverage->book->chart[flow];
        if (is_whole(trial_coverage_sum(coverage, flow))) {
            continue;
        }
        struct lines lines = lines_of(source, chart);
        for (uint16_t step = 0; step < chart->step_count; step++) {
            tell_step(source, &coverage->flow[flow], chart, step, &lines);
            lines.step = lines.step ? lines.step->next : NULL;
        }
    }
}
