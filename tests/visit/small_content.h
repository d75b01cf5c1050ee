#pragma once

#include "content.h"
#include "visit.h"

/*
 * A pack in miniature, by hand: six flows, two articles, two topics; every kind of step.
 *
 *   internet-down   ask, fix, solved, fix, solved, input, check, hand_over
 *   my-bill         needs LEVEL_OWN, tell, end informed
 *   slow            ask and again: comes back to one step until a person is offered
 *   password        private input, end solved
 *   moving          number input without another way on
 *   my-plan         needs LEVEL_GREETED, tell, end informed
 */
enum small_flow {
    SMALL_INTERNET,
    SMALL_BILL,
    SMALL_SLOW,
    SMALL_PASSWORD,
    SMALL_MOVING,
    SMALL_PLAN,
    SMALL_FLOWS
};
enum small_article { SMALL_WIFI_PASSWORD, SMALL_READ_BILL, SMALL_ARTICLES };

/* Saturday 2026-11-21, 14:00 in Seoul: the office closed at 13:00, opens Monday at 9. */
#define SMALL_SATURDAY_MS INT64_C(1795237200000)
/* Monday 2026-11-23, 10:00 in Seoul. */
#define SMALL_MONDAY_MS   INT64_C(1795395600000)

/* The content; a copy may be changed by a test. */
extern const struct content small_content;

/* The article with this index in one language. */
void small_article(uint16_t index, enum lang lang, struct article *ret_article);

/* Gildong Hong, member, level own: last visit internet-down, unsolved, 2026-11-14. */
void small_profile(struct profile *ret_profile);
