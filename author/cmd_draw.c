/* annae-pack draw: flows as flowcharts. */
#include "command.h"
#include "draw.h"
#include "field.h"
#include "kstr.h"
#include "ksys.h"
#include "options.h"
#include "storyboard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DRAWING_BYTES ((size_t)8 * 1024 * 1024)
#define REPORT_BYTES  ((size_t)16 * 1024 * 1024)

struct wishes {
    const char *dir, *out, *flow, *lang, *coverage, *counts, *size;
    bool mermaid, storyboard, high;
};

struct work {
    const struct wishes *wishes;
    struct draw_marks marks;
    struct source source;
    struct storyboard board;
    struct kbuf buf;
};

static bool read_wishes(int count, char **args, struct wishes *ret)
{
    const struct option options[] = {
        {.name = "-o", .value = &ret->out},
        {.name = "--flow", .value = &ret->flow},
        {.name = "--lang", .value = &ret->lang},
        {.name = "--coverage", .value = &ret->coverage},
        {.name = "--counts", .value = &ret->counts},
        {.name = "--size", .value = &ret->size},
        {.name = "--mermaid", .flag = &ret->mermaid},
        {.name = "--storyboard", .flag = &ret->storyboard},
        {.name = "--high", .flag = &ret->high},
    };
    bool has_lang =
        options_read(count, args, OPTIONS(options), &ret->dir, 1) == NULL &&
        (ret->lang == NULL || strcmp(ret->lang, "ko") == 0 || strcmp(ret->lang, "en") == 0);
    bool has_size = ret->size == NULL || strcmp(ret->size, "100") == 0 ||
                    strcmp(ret->size, "150") == 0 || strcmp(ret->size, "200") == 0;
    return has_lang && has_size && ret->dir != NULL && ret->out != NULL;
}

/* A report of numbers; *ret_report stays NULL when there is no path. */
static enum kcode read_report(const char *path, const struct json **ret_report, struct kerr *err)
{
    struct json *report = NULL;
    if (path == NULL) {
        return K_OK;
    }
    struct kbuf buf = {.data = malloc(REPORT_BYTES), .size = REPORT_BYTES};
    if (buf.data == NULL || ksys_read_file(path, &buf, err) != K_OK ||
        json_parse(buf.data, buf.len, &report, err) != K_OK) {
        free(buf.data);
        return err->code != K_OK ? kerr_at(err, path) : kerr_fail(err, K_E_FULL, "no memory");
    }
    free(buf.data);
    if (!json_is_object(json_get(report, "flows"))) {
        json_free(&report);
        return kerr_fail(err, K_E_FORMAT, "%s: no \"flows\" in it", path);
    }
    *ret_report = report;
    return K_OK;
}

static enum kcode draw_page(struct work *work, const struct draw_flow *flow, struct kerr *err)
{
    char path[SOURCE_PATH_SIZE];
    const struct draw_pictures pictures = {storyboard_make, &work->board};
    kbuf_clear(&work->buf);
    if (!kstr_format(path, sizeof path, "%s/%s.html", work->wishes->out, flow->id)) {
        return kerr_fail(err, K_E_FULL, "%s: the name is too long", work->wishes->out);
    }
    return draw_board(flow, work->marks.lang, &pictures, &work->buf, err) == K_OK
               ? ksys_write_file(path, work->buf.data, work->buf.len, 0644, err)
               : err->code;
}

static enum kcode draw_one(struct work *work, const char *id, struct kerr *err)
{
    char path[SOURCE_PATH_SIZE];
    struct draw_flow flow;
    if (!draw_read(&work->source, id, &flow)) {
        return K_OK; /* told; the others can still be drawn */
    }
    kbuf_clear(&work->buf);
    if (!kstr_format(path, sizeof path, "%s/%s.%s", work->wishes->out, id,
                     work->wishes->mermaid ? "mmd" : "svg")) {
        return kerr_fail(err, K_E_FULL, "%s: the name is too long", work->wishes->out);
    }
    if (work->wishes->mermaid) {
        return draw_mermaid(&work->source.arena, &flow, work->marks.lang, &work->buf, err) == K_OK
                   ? ksys_write_file(path, work->buf.data, work->buf.len, 0644, err)
                   : err->code;
    }
    if (draw_dot(&flow, &work->marks, &work->buf, err) != K_OK ||
        draw_svg(work->buf.data, work->buf.len, path, err) != K_OK) {
        return err->code;
    }
    return work->wishes->storyboard ? draw_page(work, &flow, err) : K_OK;
}

static enum kcode draw_all(struct work *work, struct kerr *err)
{
    size_t count = 0;
    int drawn = 0;
    const char *const *names = source_list(&work->source, "flows", ".yaml", &count);
    for (size_t i = 0; i < count; i++) {
        const char *id = source_stem(&work->source, names[i], ".yaml");
        bool is_other = work->wishes->flow != NULL && strcmp(work->wishes->flow, id) != 0;
        if (is_other || !field_is_id(id)) {
            continue;
        }
        if (draw_one(work, id, err) != K_OK) {
            return err->code;
        }
        drawn++;
    }
    if (drawn == 0) {
        return kerr_fail(err, K_E_NOT_FOUND, "no flow %s in %s/flows",
                         work->wishes->flow != NULL ? work->wishes->flow : "", work->wishes->dir);
    }
    return work->source.diag_count == 0
               ? K_OK
               : kerr_fail(err, K_E_FORMAT, "some flows could not be drawn");
}

static void tell(struct work *work)
{
    source_sort(&work->source);
    for (size_t i = 0; i < work->source.diag_count; i++) {
        char line[DIAG_LINE_BYTES];
        diag_line(&work->source.diag[i], work->marks.lang, line);
        (void)fprintf(stderr, "%s/%s\n", work->wishes->dir, line);
    }
}

static enum kcode open_board(struct work *work, struct kerr *err)
{
    const struct wishes *wishes = work->wishes;
    const struct ui_look look = {
        .size = wishes->size != NULL ? (int)strtol(wishes->size, NULL, 10) : 100,
        .high_contrast = wishes->high,
    };
    work->marks.has_storyboard = wishes->storyboard;
    return wishes->storyboard ? storyboard_open(&work->board, wishes->dir, wishes->out,
                                                work->marks.lang, look, err)
                              : K_OK;
}

static int run_draw(int count, char **args)
{
    struct wishes wishes = {0};
    struct kerr err = {0};
    if (!read_wishes(count, args, &wishes)) {
        return command_not_understood("draw wants DIR -o FOLDER [--flow ID] [--lang ko|en] "
                                      "[--coverage FILE] [--counts FILE] [--mermaid] "
                                      "[--storyboard [--size 150|200] [--high]]");
    }
    struct work work = {.wishes = &wishes,
                        .buf = {.data = malloc(DRAWING_BYTES), .size = DRAWING_BYTES}};
    work.marks.lang = kstr_equal(wishes.lang, "en") ? LANG_EN : LANG_KO;
    source_init(&work.source, wishes.dir);
    bool ok = work.buf.data != NULL && ksys_make_dir(wishes.out, &err) == K_OK &&
              read_report(wishes.coverage, &work.marks.coverage, &err) == K_OK &&
              read_report(wishes.counts, &work.marks.counts, &err) == K_OK &&
              open_board(&work, &err) == K_OK && draw_all(&work, &err) == K_OK;
    tell(&work);
    storyboard_close(&work.board);
    source_done(&work.source);
    free(work.buf.data);
    json_free((struct json **)(uintptr_t)&work.marks.coverage);
    json_free((struct json **)(uintptr_t)&work.marks.counts);
    return ok ? EXIT_OK : command_failed(&err);
}

const struct command command_draw = {
    .name = "draw",
    .usage =
        "  annae-pack draw DIR -o FOLDER [--flow ID] [--lang ko|en] [--coverage FILE]\n"
        "             [--counts FILE] [--mermaid] [--storyboard [--size 150|200] [--high]]\n"
        "                                         each flow as a flowchart: FOLDER/ID.svg, or\n"
        "                                         ID.mmd; with what tests reach, or where\n"
        "                                         customers gave up; --storyboard: ID.html with\n"
        "                                         the screen of every step\n",
    .run = run_draw,
};
