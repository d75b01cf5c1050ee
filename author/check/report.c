/* What was found, for people, for programs (JSON) and for build servers (JUnit XML). */
#include "check_internal.h"

#include "json.h"
#include "karena.h"
#include "kstr.h"

#include <inttypes.h>
#include <string.h>

#define JSON_BYTES ((size_t)64 * 1024 * 1024) /* SOURCE_DIAGS_MAX of them; touched as needed */

bool check_failed(const struct check_report *report)
{
    const struct check_counts *counts = &report->counts;
    return counts->errors > 0 || (report->warnings_as_errors && counts->warnings > 0);
}

/* ---- for people ---- */

static void print_counts(const struct check_report *report, FILE *out)
{
    const struct check_counts *n = &report->counts;
    if (report->lang == LANG_KO) {
        (void)fprintf(out,
                      "%s: 흐름 %d개, 증명 %d개: 상태 %" PRIu64 "개, 고객의 길 %" PRIu64
                      "가지; 오류 %" PRIu64 ", 경고 %" PRIu64 ", 참고 %" PRIu64 "\n",
                      report->dir, n->flows, n->proved, n->states, n->scenarios, n->errors,
                      n->warnings, n->notes);
    } else {
        (void)fprintf(out,
                      "%s: %d flows, %d proved: %" PRIu64 " states, %" PRIu64
                      " customer scenarios; %" PRIu64 " errors, %" PRIu64 " warnings, %" PRIu64
                      " notes\n",
                      report->dir, n->flows, n->proved, n->states, n->scenarios, n->errors,
                      n->warnings, n->notes);
    }
}

void check_print_text(const struct check_report *report, FILE *out)
{
    for (size_t i = 0; i < report->source->diag_count; i++) {
        char line[DIAG_LINE_BYTES];
        diag_line(&report->source->diag[i], report->lang, line);
        (void)fprintf(out, "%s/%s\n", report->dir, line);
    }
    print_counts(report, out);
}

/* ---- JSON ---- */

static void add_diag(const struct check_report *report, const struct diag *diag, struct json *list)
{
    char what[DIAG_TEXT_BYTES];
    char cure[DIAG_TEXT_BYTES];
    const struct diag_rule *rule = diag_rule(diag->code);
    struct json *entry = json_add_object(list);
    diag_what(diag, report->lang, what, sizeof what);
    diag_cure(diag, report->lang, cure, sizeof cure);
    json_set_text(entry, "code", rule->code);
    json_set_text(entry, "severity", diag_severity_name(rule->severity, LANG_EN));
    json_set_text(entry, "file", diag->at.file);
    json_set_int(entry, "line", diag->at.line);
    json_set_int(entry, "column", diag->at.column);
    json_set_text(entry, "what", what);
    json_set_text(entry, "cure", cure);
    json_set_text(entry, "near", diag->near);
}

enum kcode check_print_json(const struct check_report *report, FILE *out, struct kerr *err)
{
    struct karena arena = {0};
    struct kbuf buf = {.data = karena_take(&arena, JSON_BYTES, 1), .size = JSON_BYTES};
    struct json *root = json_new_object();
    struct json *counts = json_set_object(root, "counts");
    struct json *list = json_set_array(root, "diagnostics");
    const struct check_counts *n = &report->counts;
    json_set_int(root, "format", 1);
    json_set_text(root, "folder", report->dir);
    json_set_bool(root, "failed", check_failed(report));
    json_set_int(counts, "flows", n->flows);
    json_set_int(counts, "proved", n->proved);
    json_set_int(counts, "states", (int64_t)n->states);
    json_set_int(counts, "scenarios", n->scenarios < INT64_MAX ? (int64_t)n->scenarios : INT64_MAX);
    json_set_int(counts, "errors", (int64_t)n->errors);
    json_set_int(counts, "warnings", (int64_t)n->warnings);
    json_set_int(counts, "notes", (int64_t)n->notes);
    for (size_t i = 0; i < report->source->diag_count; i++) {
        add_diag(report, &report->source->diag[i], list);
    }
    enum kcode code = json_write(root, &buf, err);
    bool ok = code != K_OK || fprintf(out, "%s\n", buf.data) > 0;
    json_free(&root);
    karena_done(&arena);
    return ok ? code : kerr_fail(err, K_E_IO, "the report cannot be written");
}

/* ---- JUnit ---- */

static void print_xml(const char *text, FILE *out)
{
    for (const char *byte = text; *byte != '\0'; byte++) {
        static const char special[] = "&<>\"";
        static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
        const char *found = strchr(special, *byte);
        if (found != NULL) {
            (void)fputs(entities[found - special], out);
        } else {
            (void)fputc(*byte, out);
        }
    }
}

static bool is_failure(const struct check_report *report, const struct diag *diag)
{
    enum diag_severity severity = diag_rule(diag->code)->severity;
    return severity == DIAG_ERROR || (severity == DIAG_WARNING && report->warnings_as_errors);
}

/* One file: all that is wrong with it, in the order of the list; the index behind it. */
static size_t print_case(const struct check_report *report, const char *file, size_t from,
                         FILE *out)
{
    const struct source *source = report->source;
    (void)fputs("  <testcase classname=\"annae-pack.check\" name=\"", out);
    print_xml(file, out);
    (void)fputs("\">\n", out);
    size_t i = from;
    for (; i < source->diag_count && strcmp(source->diag[i].at.file, file) == 0; i++) {
        const struct diag *diag = &source->diag[i];
        char line[DIAG_LINE_BYTES];
        const char *tag = is_failure(report, diag) ? "failure" : "system-out";
        diag_line(diag, report->lang, line);
        (void)fprintf(out, "    <%s", tag);
        if (is_failure(report, diag)) {
            (void)fprintf(out, " type=\"%s\"", diag_rule(diag->code)->code);
        }
        (void)fputs(">", out);
        print_xml(line, out);
        (void)fprintf(out, "</%s>\n", tag);
    }
    (void)fputs("  </testcase>\n", out);
    return i;
}

static bool has_diag(const struct source *source, const char *file)
{
    for (size_t i = 0; i < source->diag_count; i++) {
        if (strcmp(source->diag[i].at.file, file) == 0) {
            return true;
        }
    }
    return false;
}

void check_print_junit(const struct check_report *report, FILE *out)
{
    const struct content *content = compile_content(report->compile);
    (void)fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<testsuite name=\"annae-pack check\">\n",
                out);
    for (size_t i = 0; i < report->source->diag_count;) {
        i = print_case(report, report->source->diag[i].at.file, i, out);
    }
    for (uint16_t i = 0; i < content->book.chart_count; i++) {
        char file[SOURCE_PATH_SIZE];
        (void)kstr_format(file, sizeof file, "flows/%s.yaml", content->book.chart[i].id);
        if (!has_diag(report->source, file)) {
            (void)print_case(report, file, report->source->diag_count, out);
        }
    }
    (void)fputs("</testsuite>\n", out);
}
