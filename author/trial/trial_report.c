#include "pen.h"
#include "trial.h"

#include "kstr.h"

#include <string.h>

/* The report as other programs read it. */

static void put_number(struct pen *pen, unsigned long number)
{
    char text[24];
    (void)kstr_format(text, sizeof text, "%lu", number);
    pen_put(pen, text);
}

/* Text inside of XML: also what a customer's screen said. Control characters are not XML. */
static void put_xml(struct pen *pen, const char *text)
{
    for (; *text != '\0'; text++) {
        const char letter[] = {*text, '\0'};
        unsigned char code = (unsigned char)*text;
        switch (*text) {
        case '&':
            pen_put(pen, "&amp;");
            break;
        case '<':
            pen_put(pen, "&lt;");
            break;
        case '>':
            pen_put(pen, "&gt;");
            break;
        case '"':
            pen_put(pen, "&quot;");
            break;
        default:
            pen_put(pen, code >= ' ' || code == '\n' ? letter : " ");
        }
    }
}

static void put_case(struct pen *pen, const struct trial_result *result)
{
    pen_put(pen, "    <testcase classname=\"");
    put_xml(pen, result->file);
    pen_put(pen, "\" name=\"");
    put_xml(pen, result->item->name);
    if (result->passed) {
        pen_put(pen, "\"/>\n");
        return;
    }
    pen_put(pen, "\">\n      <failure message=\"");
    put_xml(pen, result->file);
    pen_put(pen, ":");
    put_number(pen, (unsigned long)result->at.line);
    pen_put(pen, "\">");
    put_xml(pen, result->text);
    pen_put(pen, "\n");
    put_xml(pen, result->screen);
    pen_put(pen, "</failure>\n    </testcase>\n");
}

enum kcode trial_junit(const struct trial_report *report, struct kbuf *buf, struct kerr *err)
{
    struct pen pen = {.buf = buf, .err = err};
    pen_put(&pen, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
                  "  <testsuite name=\"annae-pack test\" tests=\"");
    put_number(&pen, report->count);
    pen_put(&pen, "\" failures=\"");
    put_number(&pen, report->failed);
    pen_put(&pen, "\">\n");
    for (size_t i = 0; i < report->count; i++) {
        put_case(&pen, &report->result[i]);
    }
    pen_put(&pen, "  </testsuite>\n</testsuites>\n");
    return pen.code;
}

/* ---- coverage ---- */

/* "name": ; ids need no escapes. */
static void put_key(struct pen *pen, bool is_first, const char *indent, const char *name)
{
    pen_put(pen, is_first ? "\n" : ",\n");
    pen_put(pen, indent);
    pen_put(pen, "\"");
    pen_put(pen, name);
    pen_put(pen, "\": ");
}

static void put_steps(struct pen *pen, const struct flow_chart *chart,
                      const struct trial_tally *tally)
{
    put_key(pen, true, "      ", "steps");
    pen_put(pen, "{");
    for (uint16_t i = 0; i < chart->step_count; i++) {
        put_key(pen, i == 0, "        ", chart->step[i].id);
        put_number(pen, tally->step[i].cases);
    }
    pen_put(pen, "}");
}

/* "[2, 0, -1]": cases by exit; -1 is a way that nobody can take. */
static void put_exits_of(struct pen *pen, const struct flow_book *book,
                         const struct flow_step *step, const struct trial_mark *taken)
{
    pen_put(pen, "[");
    for (uint8_t exit = 0; exit < step->exit_count; exit++) {
        pen_put(pen, exit == 0 ? "" : ", ");
        if (trial_exit_is(book, step, exit)) {
            put_number(pen, taken[exit].cases);
        } else {
            pen_put(pen, "-1");
        }
    }
    pen_put(pen, "]");
}

static void put_exits(struct pen *pen, const struct flow_book *book, uint16_t flow,
                      const struct trial_tally *tally)
{
    const struct flow_chart *chart = &book->chart[flow];
    put_key(pen, false, "      ", "exits");
    pen_put(pen, "{");
    for (uint16_t i = 0; i < chart->step_count; i++) {
        put_key(pen, i == 0, "        ", chart->step[i].id);
        put_exits_of(pen, book, &chart->step[i], tally->exit[i]);
    }
    pen_put(pen, "}");
}

enum kcode trial_coverage_json(const struct trial_coverage *coverage, struct kbuf *buf,
                               struct kerr *err)
{
    struct pen pen = {.buf = buf, .err = err};
    pen_put(&pen, "{\n  \"flows\": {");
    for (uint16_t flow = 0; flow < coverage->book->chart_count; flow++) {
        const struct flow_chart *chart = &coverage->book->chart[flow];
        put_key(&pen, flow == 0, "    ", chart->id);
        pen_put(&pen, "{");
        put_steps(&pen, chart, &coverage->flow[flow]);
        put_exits(&pen, coverage->book, flow, &coverage->flow[flow]);
        pen_put(&pen, "}");
    }
    pen_put(&pen, "\n  }\n}\n");
    return pen.code;
}
