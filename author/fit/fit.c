/*
 * The work shared by processes: each writes its news into a pipe of its own, the parent reads them
 * all and, at the end, puts the findings in order.
 */
#include "fit_internal.h"

#include "kassert.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS_MAX = 32 };

/* One process as its parent sees it. */
struct hand {
    pid_t pid;
    int pipe;       /* -1 = it has said everything */
    int look, item; /* being laid out; item -1 = none */
    size_t have;
    struct fit_news news; /* the next, as far as it was read */
};

struct crew {
    const struct fit_work *work;
    const struct content *content;
    struct fit_report *report;
    struct stage *stage;
    int count, done, total;
    struct hand hand[WORKERS_MAX];
};

/* ---- what they say ---- */

static void take_news(struct crew *crew, struct hand *hand, struct kerr *err)
{
    const struct fit_news *news = &hand->news;
    switch (news->kind) {
    case NEWS_BEGIN:
        hand->item = news->item;
        hand->look = news->look;
        break;
    case NEWS_FINDING:
        fit_add(crew->report, &news->finding);
        crew->report->green[news->item] = false;
        break;
    case NEWS_DONE:
        hand->item = -1;
        crew->report->screens += news->screens;
        crew->report->pages += news->pages;
        crew->done++;
        if (crew->work->progress) {
            crew->work->progress(crew->work->user, crew->done, crew->total);
        }
        break;
    case NEWS_FAILED:
        if (err->code == K_OK) {
            (void)kerr_fail(err, K_E_IO, "%s", news->error);
        }
        break;
    }
}

/* False: it will say nothing more. */
static bool listen_to(struct crew *crew, struct hand *hand, struct kerr *err)
{
    char *into = (char *)&hand->news + hand->have;
    ssize_t got = read(hand->pipe, into, sizeof hand->news - hand->have);
    if (got <= 0) {
        return false;
    }
    hand->have += (size_t)got;
    if (hand->have == sizeof hand->news) {
        take_news(crew, hand, err);
        hand->have = 0;
    }
    return true;
}

/* ---- sending them out ---- */

/* Process `number`, from this item in this look on. */
static enum kcode send_out(struct crew *crew, int number, int look, int item, struct kerr *err)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return kerr_fail(err, K_E_IO, "no pipe for another process");
    }
    (void)fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) {
        (void)close(ends[0]);
        (void)close(ends[1]);
        return kerr_fail(err, K_E_IO, "no room for another process");
    }
    if (pid == 0) {
        (void)close(ends[0]);
        const struct fit_worker worker = {.stage = crew->stage,
                                          .work = crew->work,
                                          .number = number,
                                          .count = crew->count,
                                          .pipe = ends[1],
                                          .look = look,
                                          .item = item};
        _exit(fit_work_run(&worker));
    }
    (void)close(ends[1]);
    crew->hand[number] = (struct hand){.pid = pid, .pipe = ends[0], .item = -1};
    return K_OK;
}

/* ---- hearing them out ---- */

/* A process that ended in the middle of a page: the page is named, and another goes on behind it.
 */
static void bury(struct crew *crew, struct hand *hand, struct kerr *err)
{
    int status = 0;
    (void)close(hand->pipe);
    hand->pipe = -1;
    (void)waitpid(hand->pid, &status, 0);
    if (hand->item >= 0 && err->code == K_OK) {
        struct fit_finding finding;
        memset(&finding, 0, sizeof finding);
        finding.problem = FIT_BROKEN;
        finding.spot = fit_item(crew->content, hand->item);
        fit_add(crew->report, &finding);
        crew->report->green[hand->item] = false;
        crew->done++;
        (void)send_out(crew, (int)(hand - crew->hand), hand->look, hand->item + 1, err);
    } else if (!(WIFEXITED(status) && WEXITSTATUS(status) == 0) && err->code == K_OK) {
        (void)kerr_fail(err, K_E_IO, "laying out ended early");
    }
}

/* Wait until somebody has news, and hear it; false when everybody has said everything. */
static bool listen_once(struct crew *crew, struct kerr *err)
{
    struct pollfd fds[WORKERS_MAX];
    int open = 0;
    for (int i = 0; i < crew->count; i++) { /* poll() passes over those that are -1 */
        fds[i] = (struct pollfd){.fd = crew->hand[i].pipe, .events = POLLIN};
        open += crew->hand[i].pipe >= 0;
    }
    if (open == 0) {
        return false;
    }
    int ready = poll(fds, (nfds_t)crew->count, -1);
    for (int i = 0; ready > 0 && i < crew->count; i++) {
        if (fds[i].revents != 0 && !listen_to(crew, &crew->hand[i], err)) {
            bury(crew, &crew->hand[i], err);
        }
    }
    return true;
}

static int wanted(const struct fit_work *work, int items)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    long count = work->workers > 0 ? work->workers : cores;
    count = count > WORKERS_MAX ? WORKERS_MAX : count;
    count = count > items ? items : count;
    return (int)(count < 1 ? 1 : count);
}

/* Which pages are to be looked at; returns how many. */
static int choose(const struct fit_work *work, int items, bool *green)
{
    int count = 0;
    for (int i = 0; i < items; i++) {
        green[i] = true;
        count += !(work->skip && work->skip[i]);
    }
    return count;
}

enum kcode fit_run(struct stage *stage, const struct fit_work *work, struct fit_report *ret_report,
                   struct kerr *err)
{
    const struct content *content = stage_content(stage);
    int items = fit_item_count(content);
    struct fit_report report = {.green = calloc((size_t)items + 1, sizeof(bool))};
    KASSERT(report.green);
    struct crew crew = {.work = work, .content = content, .report = &report, .stage = stage};
    int chosen = choose(work, items, report.green);
    crew.total = chosen * FIT_LOOKS;
    crew.count = wanted(work, chosen);
    for (int i = 0; i < crew.count; i++) {
        crew.hand[i].pipe = -1;
    }
    for (int i = 0; chosen > 0 && i < crew.count; i++) {
        if (send_out(&crew, i, 0, 0, err) != K_OK) {
            break; /* those that were sent find nobody who listens, or are heard out */
        }
    }
    while (listen_once(&crew, err)) {
    }
    fit_colours(content, &report);
    fit_sort(&report);
    if (err->code != K_OK) {
        fit_done(&report);
        return err->code;
    }
    *ret_report = report;
    return K_OK;
}

void fit_done(struct fit_report *report)
{
    free(report->finding);
    free(report->green);
    *report = (struct fit_report){0};
}
