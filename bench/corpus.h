#pragma once

#include "bench.h"

#define CORPUS_ARTICLES    10020 /* 167 times the 60 of tests/pack/search */
#define CORPUS_QUERIES_MAX 64

/* The Korean development queries of docs/facts.md, search. */
struct corpus_queries {
    int count;
    char text[CORPUS_QUERIES_MAX][128];
};

/**
 * Make a pack of CORPUS_ARTICLES articles at path: the 60 articles of tests/pack/search, and each
 * again and again with another title and a longer body.
 */
void corpus_make(const struct bench_options *options, const char *path);

void corpus_read_queries(struct corpus_queries *ret_queries);
