#pragma once

#include "stage.h"

/* Shared by the files of this folder; nobody else includes it. */

#define STAGE_MONO_MS INT64_C(1000000)
#define STAGE_ACT_MS  1000 /* between two touches */

struct stage_size {
    bool known, is_drawn;
    int w, h;
};

struct stage {
    struct compile *compile;       /* borrowed */
    const struct content *content; /* of it */
    struct stage_size *size;       /* of every picture */
    struct site site;
    int64_t mono_ms, wall_ms;
    struct visit visit;
    struct article article;
    bool is_full;         /* the visit was put: its page is the fullest there is */
    struct screen screen; /* scratch */
    stage_watch_fn watch; /* NULL = nobody */
    void *watch_user;
};

/* Monday 2026-11-23, ten o'clock at the site. */
int64_t stage_monday_ms(const struct content *content);
/* A known customer on the home page, or a guest. */
void stage_home(struct stage *stage, enum lang lang, enum stage_dress how);
/* The page of a flow whose run was made, or of an article, on top. */
void stage_page(struct stage *stage, enum screen_kind kind, uint16_t index);
void stage_put_article(struct stage *stage, uint16_t article);
/* One event at the visit, with all that follows from it. */
void stage_event(struct stage *stage, struct visit_event *event);
