#pragma once

#include "content.h"
#include "kbuf.h"
#include "source.h"

/*
 * The author's compiler: a folder of YAML, Markdown and SVG (docs/flow-language.md), read into
 * memory, asked about, and written as one pack. The same sources give the same bytes, wherever the
 * folder lies.
 */

struct compile;

/**
 * Read a folder. What is wrong with it is told to compile_source(), all of it in one run.
 *
 * dir  in  copied
 *
 * Errors: K_E_NOT_FOUND  no such folder
 */
enum kcode compile_open(const char *dir, struct compile **ret_compile,
                        struct kerr *err) K_MUST_CHECK;
void compile_close(struct compile **compile);

/* Where more can be told; borrowed. */
struct source *compile_source(struct compile *compile);

/* K_E_FORMAT with their number when there are errors. */
enum kcode compile_errors(const struct compile *compile, struct kerr *err) K_MUST_CHECK;

/**
 * Write what was read as a pack.
 *
 * Pictures are drawn only now: one that cannot be is told. On success the pack was read back and
 * checked; otherwise no file is left behind and a pack that was there before stays as it was.
 * Errors: K_E_FORMAT     the sources have errors (err counts them)
 *         K_E_IO, K_E_FULL
 */
enum kcode compile_write(struct compile *compile, const char *out, struct kerr *err) K_MUST_CHECK;

/* ---- what was read ---- */

/**
 * The content, borrowed. Its book always passes flow_check(): a flow with errors keeps its index,
 * id, title and topic, and is one `end` step. Parts that are not sound may lack texts (NULL).
 */
const struct content *compile_content(const struct compile *compile);

/* Nothing that a customer meets is missing in it. A flow that calls one with errors is not sound.
 */
bool compile_settings_sound(const struct compile *compile);
bool compile_flow_sound(const struct compile *compile, uint16_t flow);
bool compile_article_sound(const struct compile *compile, uint16_t article);

/* As pack_article(): the blocks of a sound article. */
enum kcode compile_article(const struct compile *compile, uint16_t article, enum lang lang,
                           struct article *ret_article, struct kerr *err) K_MUST_CHECK;

/* Pictures by number, sorted by id. */
struct compile_picture {
    const char *id, *path; /* of the SVG file, relative to the folder */
    struct words alt;
};
size_t compile_picture_count(const struct compile *compile);
struct compile_picture compile_picture(const struct compile *compile, size_t picture);

/* As pack_picture(): draw one, appended to buf as PNG. Errors: K_E_NOT_FOUND, K_E_FORMAT, K_E_FULL.
 */
enum kcode compile_draw(struct compile *compile, const char *id, struct kbuf *buf,
                        struct kerr *err) K_MUST_CHECK;

/* Draw picture number `picture` and tell what is wrong with it: all that compile_write() would.
 * False after telling. */
bool compile_draw_told(struct compile *compile, size_t picture, struct kbuf *buf);

/* `limits` of pack.yaml: what is too much for a customer. */
struct compile_limits {
    uint8_t person_touches;       /* to a person, from every screen */
    uint8_t steps_without_solved; /* shown in a row without asking whether the problem is gone */
    uint8_t minutes_longest, minutes_typical; /* of a flow */
    uint32_t states; /* of a flow: situations that are explored before it is too large */
};
struct compile_limits compile_limits(const struct compile *compile);

/* The size that picture number `picture` is drawn at, without drawing it; false when it cannot be.
 */
bool compile_picture_size(struct compile *compile, size_t picture, int *ret_w, int *ret_h);

/* ---- where it stands (place.c) ---- */

/* The flow's id; a key of it ("title"), or the id when it is not there. */
struct place compile_place_flow(const struct compile *compile, uint16_t flow, const char *key);

/* The step; one of its keys ("ask", "picture"), or the step when key is NULL or not there. */
struct place compile_place_step(const struct compile *compile, uint16_t flow, uint16_t step,
                                const char *key);

/* Choice, case or way out number exit of a step, as in struct flow_exit. */
struct place compile_place_exit(const struct compile *compile, uint16_t flow, uint16_t step,
                                uint8_t exit);

/* What sets a variable: a step, `take` of a call, or an input. */
struct place compile_place_var(const struct compile *compile, uint16_t flow, uint16_t var);
struct place compile_place_gift(const struct compile *compile, uint16_t flow, uint16_t step,
                                uint8_t gift);
struct place compile_place_output(const struct compile *compile, uint16_t flow, uint8_t output);

/* A text of the content (borrowed from it), whatever it belongs to; pack.yaml when it is none. */
struct place compile_place_text(const struct compile *compile, const char *text);

/* A block of an article; the article's head with UINT16_MAX. */
struct place compile_place_block(const struct compile *compile, uint16_t article, enum lang lang,
                                 uint16_t block);
struct place compile_place_topic(const struct compile *compile, uint16_t topic);
struct place compile_place_picture(const struct compile *compile, size_t picture);

/* A key of pack.yaml, "callback.channels" for one inside; the file when it is not there. */
struct place compile_place_setting(const struct compile *compile, const char *key);

/* ---- for build ---- */

typedef void (*compile_tell_fn)(void *user, const struct diag *diag); /* borrowed for the call */

/* Open, write and close; tell is called once per error, by file, line and column. */
enum kcode compile_pack(const char *dir, const char *out, compile_tell_fn tell, void *user,
                        struct kerr *err) K_MUST_CHECK;
