#pragma once

#include "flow.h"
#include "mermaid.h"

/*
 * How a flow is written as a Mermaid chart, so that it comes back as it was: kinds of steps as
 * shapes, ways as labelled arrows, and the rest as comments "%% annae: PATH VALUE". `draw` writes
 * it, `import` reads it; docs/annae-pack.md describes it.
 *
 *     %% annae: lang ko                      the language of the labels
 *     %% annae: flow.title.en The internet is down
 *     %% annae: lights.picture modem-lights
 *     %% annae: lights.choices.0.id green
 */
#define KEPT_FLOW      "lang"    /* the mark of such a chart */
#define KEPT_FLOW_KEYS "flow"    /* path of the flow's own keys */
#define KEPT_ID        "id"      /* the step's id, where the box needs another */
#define KEPT_NO_TEXT   "no-text" /* the label of the box is no text of the step */

/* The shape of a step; every kind has its own. */
enum mermaid_shape kept_shape(enum flow_kind kind);

/* What opens and closes the box of a step, with the quotes of its label. */
const char *kept_open(enum flow_kind kind);
const char *kept_close(enum flow_kind kind);

/* The key that an arrow of this kind of step stands for: go, yes, offline ...; label may be NULL.
 */
const char *kept_role(enum flow_kind kind, const char *label);

/* The label of the arrow for a key in this language; NULL = an arrow without one. */
const char *kept_role_label(const char *key, enum lang lang);

/* A value without its escapes (\n, \\, \s for a blank at an end). */
const char *kept_unescape(struct karena *arena, const char *value);
