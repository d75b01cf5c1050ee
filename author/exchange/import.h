#pragma once

#include "mermaid.h"
#include "tree.h"

/*
 * A Mermaid chart -> the source of a flow. Charts that `annae-pack draw --mermaid` made carry what
 * Mermaid cannot say in comments and come back as the flow they were; in all others boxes become
 * tells, forks questions and leaves ends, and TODO marks stand where a human must decide.
 */

/* The flow's source as a tree for tree_write(), in the chart's arena. What cannot be kept is noted
 * in the chart, whose notes are by line then. flow_id is an id (LIMIT_ID_BYTES). *ret_todos counts
 * the marks. */
struct tree *import_flow(struct mermaid *chart, const char *flow_id, int *ret_todos);
