#pragma once

#include "compile.h"
#include "content.h"
#include "ui.h"
#include "visit.h"

/*
 * What an author wrote, put before a customer without a kiosk: the content of a folder of sources,
 * one visit on it, and the real glass. What the world would do is done here at once: headquarters
 * knows nobody and answers every check with its first word, requests are kept, a search finds
 * nothing, and it is a Monday at ten.
 */

struct stage; /* one content and one visit on it */

/* ---- content (stage.c) ---- */

/**
 * A stage on what was read. The visit begins at the first screen.
 *
 * compile  in  borrowed until the stage is closed; its settings are sound
 *
 * Errors: K_E_FULL (no memory)
 */
enum kcode stage_open(struct compile *compile, struct stage **ret_stage,
                      struct kerr *err) K_MUST_CHECK;
void stage_close(struct stage **stage);

/* Borrowed from what was read. */
const struct content *stage_content(const struct stage *stage);
struct compile *stage_compile(const struct stage *stage);

/* Somebody who sees every event before the visit does; NULL = nobody. */
typedef void (*stage_watch_fn)(void *user, const struct visit *before,
                               const struct visit_event *event);
void stage_watch(struct stage *stage, stage_watch_fn watch, void *user);

/* ---- a visit that is really made (stage_visit.c) ---- */

/* Another customer: the first screen, in this language. */
void stage_begin(struct stage *stage, enum lang lang);

/* A touch, a field's whole new value, a second that passes; everything that follows happens. */
void stage_touch(struct stage *stage, struct action action);
void stage_type(struct stage *stage, const char *text);
void stage_pass(struct stage *stage, int64_t ms);

/* What is shown now; pictures have their words. */
void stage_screen(struct stage *stage, struct screen *ret_screen);

/* The visit, to look at. */
const struct visit *stage_visit(const struct stage *stage);

/* Touches until a person is being arranged, the button for it first, 1 or 2 at `most`; most + 1
 * when it takes more. The visit is as it was afterwards. */
int stage_touches_to_person(struct stage *stage, int most);

/* ---- a place (stage_put.c, stage_walk.c) ---- */

/* One page of the content. */
struct stage_spot {
    bool is_article;
    uint16_t index; /* flow or article */
    uint16_t step;  /* of the flow */
};

/* The page called "FLOW/STEP", "FLOW" (its first step that shows something) or "ARTICLE". */
bool stage_find(const struct compile *compile, const char *name, struct stage_spot *ret_spot);

/* Does a step show something? Branches, calls and repetitions do not. */
bool stage_shows(const struct flow_step *step);

/* What is put into the placeholders. */
enum stage_dress {
    STAGE_PLAIN,   /* a guest, the shortest of everything */
    STAGE_LONGEST, /* the longest name, labels, numbers; headquarters is away: the fullest page */
    STAGE_WRONG,   /* the same, and what was typed was wrong; input steps only */
};

/* The page as if a customer stood there, without a way that leads there: to be looked at, not to be
 * gone on from. */
void stage_put(struct stage *stage, const struct stage_spot *spot, enum lang lang,
               enum stage_dress how);

/* Make a new visit that really goes there, answer by answer; false when no way was found (the visit
 * then stands at the flow's start). The customer is known, so that no step is locked. */
bool stage_walk(struct stage *stage, const struct stage_spot *spot, enum lang lang);

/* Go where the visit on an older version of the content stands: by the same answers where they
 * still fit, else by any; false when that place is not there any more. */
bool stage_follow(struct stage *stage, const struct stage *before);

/* Where the visit stands in a flow or article; false elsewhere. */
bool stage_spot_now(const struct stage *stage, struct stage_spot *ret_spot);

/* ---- the glass (stage_glass.c) ---- */

struct stage_glass {
    struct panel panel;
    struct ui_look look;
    bool window; /* else nothing is shown, but everything is painted */
};

/* The real glass with the content's brand and pictures; close it with ui_close() first. */
enum kcode stage_glass(struct stage *stage, const struct stage_glass *glass, struct ui **ret_ui,
                       struct kerr *err) K_MUST_CHECK;

/* For a glass of one's own: PNG bytes of a picture, its size, as struct ui_config wants them; user
 * is the stage. */
enum kcode stage_picture(void *user, const char *id, struct kbuf *buf, struct kerr *err);
bool stage_picture_size(void *user, const char *id, int *ret_w, int *ret_h);

/* What is shown now as a PNG file. */
enum kcode stage_png(struct stage *stage, struct ui *ui, const char *path,
                     struct kerr *err) K_MUST_CHECK;
