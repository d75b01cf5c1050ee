#pragma once

#include "fit.h"

#include "palette.h"

/* Shared by the files of this folder; nobody else includes it. */

extern const struct panel fit_panels[FIT_PANELS];
extern const int fit_sizes[FIT_SIZES];

/* Flows, then articles. */
int fit_item_count(const struct content *content);
struct stage_spot fit_item(const struct content *content, int item);

/* ---- what a worker tells its parent through a pipe ---- */

enum fit_news_kind { NEWS_BEGIN, NEWS_FINDING, NEWS_DONE, NEWS_FAILED };

struct fit_news {
    enum fit_news_kind kind;
    int look, item;
    int screens, pages; /* NEWS_DONE: since the last one */
    struct fit_finding finding;
    char error[256]; /* NEWS_FAILED */
};

struct fit_worker {
    struct stage *stage;
    const struct fit_work *work;
    int number, count; /* this one; of them */
    int pipe;          /* to write to */
    int look, item;    /* where it begins: the one before it broke off there */
};

/* The whole work of one process; returns its exit code. */
int fit_work_run(const struct fit_worker *worker);

/* Findings of colours. */
void fit_colours(const struct content *content, struct fit_report *report);

/* One more, at the end. */
void fit_add(struct fit_report *report, const struct fit_finding *finding);
/* In order; what differs only in its look becomes one. */
void fit_sort(struct fit_report *report);
