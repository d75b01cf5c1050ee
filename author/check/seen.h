#pragma once

#include "content_check.h"

/*
 * What an earlier run of this very program found nothing wrong with, so that `check --changed` need
 * not look at it again: one mark per flow, article or group of flows, made of everything that a
 * verdict on it depends on. It is a cache: without it everything is checked.
 */

struct seen;

/* Open the marks kept for a folder of sources under `cache` (NULL: none are kept). Never fails. */
void seen_open(const char *cache, const char *dir, struct seen **ret_seen);

/* This mark was found sound before. */
bool seen_has(const struct seen *seen, uint64_t mark);

/* It is sound now; what is not put in this run is forgotten. */
void seen_put(struct seen *seen, uint64_t mark);

/* Keep what was put. A folder that cannot be written is not told: then the next run does more. */
void seen_save(const struct seen *seen);
void seen_close(struct seen **seen);

/* ---- marks (mark.c) ---- */

enum mark_kind { MARK_PROOF, MARK_FIT, MARK_DRAWING }; /* pictures are part of a fit only */

struct marker {
    struct compile *compile;
    enum mark_kind kind;
    uint64_t base; /* what everything depends on: pack.yaml */
};
struct marker marker_of(struct compile *compile, enum mark_kind kind);

/* A flow's or an article's file, the pictures it shows, and the flow that an article leads into. */
uint64_t mark_flow(const struct marker *marker, uint16_t flow);
uint64_t mark_article(const struct marker *marker, uint16_t article);

/* A picture's drawing alone. */
uint64_t mark_drawing(struct compile *compile, size_t picture);

/* Number each flow's group: flows that call each other, directly or through others. */
void mark_groups(const struct flow_book *book, uint16_t ret_group[LIMIT_FLOWS]);
