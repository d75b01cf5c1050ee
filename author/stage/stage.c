/* The content under a visit. */
#include "stage_internal.h"

#include "kassert.h"
#include "kcivil.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

int64_t stage_monday_ms(const struct content *content)
{
    const struct kcivil at = {.year = 2026, .month = 11, .day = 23, .hour = 10};
    return kcivil_to_ms(at, content->utc_offset_min);
}

enum kcode stage_open(struct compile *compile, struct stage **ret_stage, struct kerr *err)
{
    KASSERT(compile_settings_sound(compile));
    struct stage *stage = calloc(1, sizeof *stage);
    struct stage_size *size = calloc(compile_picture_count(compile) + 1, sizeof *size);
    if (!stage || !size) {
        free(stage);
        free(size);
        return kerr_fail(err, K_E_FULL, "no memory for a visit");
    }
    stage->size = size;
    stage->compile = compile;
    stage->content = compile_content(compile);
    stage->wall_ms = stage_monday_ms(stage->content);
    stage_begin(stage, LANG_KO);
    *ret_stage = stage;
    return K_OK;
}

void stage_close(struct stage **stage)
{
    if (*stage) {
        free((*stage)->size);
    }
    free(*stage);
    *stage = NULL;
}

static bool find_article(const struct content *content, const char *name,
                         struct stage_spot *ret_spot)
{
    for (uint16_t i = 0; i < content->article_count; i++) {
        if (strcmp(content->article[i].id, name) == 0) {
            *ret_spot = (struct stage_spot){.is_article = true, .index = i};
            return true;
        }
    }
    return false;
}

bool stage_find(const struct compile *compile, const char *name, struct stage_spot *ret_spot)
{
    const struct content *content = compile_content(compile);
    char flow[LIMIT_ID_BYTES];
    const char *slash = strchr(name, '/');
    int len = slash ? (int)(slash - name) : (int)strlen(name);
    (void)kstr_format(flow, sizeof flow, "%.*s", len, name);
    uint16_t index = flow_find(&content->book, flow);
    if (index == UINT16_MAX) {
        return !slash && find_article(content, name, ret_spot);
    }
    const struct flow_chart *chart = &content->book.chart[index];
    uint16_t step = slash ? flow_find_step(chart, slash + 1) : 0;
    while (!slash && step + 1 < chart->step_count && !stage_shows(&chart->step[step])) {
        step++;
    }
    *ret_spot = (struct stage_spot){.index = index, .step = step};
    return step != UINT16_MAX && stage_shows(&chart->step[step]);
}

const struct content *stage_content(const struct stage *stage)
{
    return stage->content;
}

struct compile *stage_compile(const struct stage *stage)
{
    return stage->compile;
}

void stage_watch(struct stage *stage, stage_watch_fn watch, void *user)
{
    stage->watch = watch;
    stage->watch_user = user;
}

const struct visit *stage_visit(const struct stage *stage)
{
    return &stage->visit;
}
