#pragma once

#include "content_check.h"
#include "seen.h"

/* Shared by the files of this folder; nobody else includes it. */

/* What a rule works on. */
struct checking {
    struct compile *compile;
    struct source *source;
    const struct content *content;
    const struct check_options *options;
    struct check_counts *counts;
    struct seen *seen; /* what earlier runs found sound */
};

/* One family of rules: tells what it finds to the source. */
typedef enum kcode (*check_rule_fn)(struct checking *checking, struct kerr *err);

enum kcode rule_graph(struct checking *checking, struct kerr *err) K_MUST_CHECK;
enum kcode rule_fit(struct checking *checking, struct kerr *err) K_MUST_CHECK;
enum kcode rule_prove(struct checking *checking, struct kerr *err) K_MUST_CHECK;
enum kcode rule_language(struct checking *checking, struct kerr *err) K_MUST_CHECK;
enum kcode rule_texts(struct checking *checking, struct kerr *err) K_MUST_CHECK;
enum kcode rule_media(struct checking *checking, struct kerr *err) K_MUST_CHECK;
