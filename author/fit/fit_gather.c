/* The report: findings joined and put in order; the colours. */
#include "fit_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

#define GROW       256
#define TEXT_LEAST 4.5

/* Order of what is found: by page, then language, then problem. looks is left out. */
static int compare(const struct fit_finding *a, const struct fit_finding *b)
{
    int by[] = {b->of_brand - a->of_brand,     a->spot.is_article - b->spot.is_article,
                a->spot.index - b->spot.index, a->spot.step - b->spot.step,
                (int)a->lang - (int)b->lang,   (int)a->problem - (int)b->problem};
    for (size_t i = 0; i < sizeof by / sizeof by[0]; i++) {
        if (by[i] != 0) {
            return by[i];
        }
    }
    return a->problem == FIT_NO_ROOM ? 0 : strcmp(a->label, b->label);
}

static int compare_any(const void *a, const void *b)
{
    return compare(a, b);
}

void fit_add(struct fit_report *report, const struct fit_finding *finding)
{
    if (report->count % GROW == 0) {
        void *more = realloc(report->finding, (report->count + GROW) * sizeof *finding);
        KASSERT(more);
        report->finding = more;
    }
    report->finding[report->count++] = *finding;
}

/* In order; what differs only in its look is one. */
void fit_sort(struct fit_report *report)
{
    if (report->count == 0) {
        return;
    }
    qsort(report->finding, report->count, sizeof *report->finding, compare_any);
    size_t kept = 1;
    for (size_t i = 1; i < report->count; i++) {
        struct fit_finding *last = &report->finding[kept - 1];
        if (compare(last, &report->finding[i]) == 0) {
            last->looks |= report->finding[i].looks;
        } else {
            report->finding[kept++] = report->finding[i];
        }
    }
    report->count = kept;
}

/* ---- colours ---- */

static void add_colour(struct fit_report *report, enum fit_problem problem, uint32_t ink,
                       uint32_t ground)
{
    struct fit_finding finding;
    memset(&finding, 0, sizeof finding);
    finding.problem = problem;
    finding.of_brand = true;
    (void)kstr_format(finding.label, sizeof finding.label, "#%06X, #%06X", ink, ground);
    fit_add(report, &finding);
}

static void check_palette(const struct palette *palette, bool high, struct fit_report *report)
{
    for (int i = 0; i < palette_pair_count; i++) {
        uint32_t ink = palette->rgb[palette_pairs[i].ink];
        uint32_t ground = palette->rgb[palette_pairs[i].ground];
        if (palette_contrast(ink, ground) < palette_least(&palette_pairs[i], high)) {
            add_colour(report, FIT_CONTRAST, ink, ground);
        }
    }
}

void fit_colours(const struct content *content, struct fit_report *report)
{
    struct palette brand = palette_make(content->primary, content->on_primary, content->accent);
    struct palette high = palette_high();
    check_palette(&brand, false, report);
    check_palette(&high, true, report);
    if (palette_contrast(content->on_primary, content->primary) < TEXT_LEAST) {
        add_colour(report, FIT_BRAND, content->on_primary, content->primary);
    }
}
