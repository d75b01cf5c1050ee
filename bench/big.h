#pragma once

/* A pack as large as the largest that is thought of: 300 flows, 2,000 articles, 500 pictures. */

#define BIG_FLOWS    300
#define BIG_ARTICLES 2000
#define BIG_PICTURES 500

/**
 * Write the sources into dir: those of `from` again and again, each time with other ids and other
 * first words, drawn from seed. Whole sets are written, so there may be some more than that.
 */
void big_make(const char *from, const char *dir, unsigned seed);
