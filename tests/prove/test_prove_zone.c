/* Bounds say exactly what a list of all solutions says. */
#include "zone.h"

#include "check.h"

#include <string.h>

enum { NUMBERS = 4, VALUES = 4, ALL = 256, ROUNDS = 4000 };

/* Every assignment of NUMBERS numbers in 0..VALUES-1 that is left. */
struct list {
    bool left[ALL];
};

static uint32_t dice(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 16) % below;
}

/* Number i of assignment a; number 0 is 0. */
static int64_t value(int a, int i)
{
    for (int skip = 1; skip < i; skip++) {
        a /= VALUES;
    }
    return i == 0 ? 0 : a % VALUES;
}

static int keep(struct list *list, int i, int j, int64_t most)
{
    int count = 0;
    for (int a = 0; a < ALL; a++) {
        list->left[a] = list->left[a] && value(a, i) - value(a, j) <= most;
        count += list->left[a];
    }
    return count;
}

static void assert_same(const struct zone *zone, const struct list *list)
{
    for (uint8_t i = 0; i <= NUMBERS; i++) {
        for (uint8_t j = 0; j <= NUMBERS; j++) {
            int64_t least = INT64_MAX;
            int64_t most = INT64_MIN;
            for (int a = 0; a < ALL; a++) {
                int64_t d = value(a, i) - value(a, j);
                least = list->left[a] && d < least ? d : least;
                most = list->left[a] && d > most ? d : most;
            }
            assert_int_equal(least, zone_least(zone, i, j));
            assert_int_equal(most, zone_most(zone, i, j));
        }
    }
}

static void start(struct zone *zone, struct list *list)
{
    zone_init(zone);
    for (int i = 0; i < NUMBERS; i++) {
        assert_int_equal(i + 1, zone_add(zone, 0, VALUES - 1));
    }
    memset(list->left, true, sizeof list->left);
}

static void narrowing_leaves_the_very_solutions_that_fit(void **state)
{
    (void)state;
    uint32_t seed = 1;
    int empty = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct zone zone;
        struct list list;
        start(&zone, &list);
        for (int turn = 0; turn < 8; turn++) {
            uint8_t i = (uint8_t)dice(&seed, NUMBERS + 1);
            uint8_t j = (uint8_t)((i + 1 + dice(&seed, NUMBERS)) % (NUMBERS + 1));
            int64_t most = (int64_t)dice(&seed, 2 * VALUES) - VALUES / 2;
            bool is_left = zone_narrow(&zone, i, j, most);
            assert_int_equal(keep(&list, i, j, most) > 0, is_left);
            if (!is_left) {
                empty++;
                break;
            }
            assert_same(&zone, &list);
        }
    }
    assert_true(empty > ROUNDS / 20);
}

static void
a_copy_keeps_its_distance_and_a_dropped_number_leaves_the_others_as_they_were(void **state)
{
    (void)state;
    struct zone zone;
    struct list list;
    start(&zone, &list);
    uint8_t copy = zone_copy(&zone, 2, 5);
    assert_true(zone_narrow(&zone, copy, 0, 6)); /* so the second is 1 at most */
    assert_true(zone_narrow(&zone, 1, 2, 0));
    (void)keep(&list, 2, 0, 1);
    (void)keep(&list, 1, 2, 0);
    zone_drop(&zone, copy);
    assert_same(&zone, &list);
    zone_shift(&zone, 3, 7);
    assert_int_equal(7, zone_least(&zone, 3, 0));
    assert_int_equal(7 + VALUES - 1, zone_most(&zone, 3, 0));
    zone_drop(&zone, 1); /* the fourth moves to its place */
    assert_int_equal(VALUES - 1, zone_most(&zone, 1, 0));
    assert_int_equal(1, zone_most(&zone, 2, 0));
}

static void there_is_an_end_of_room(void **state)
{
    (void)state;
    struct zone zone;
    zone_init(&zone);
    for (int i = 1; i < ZONE_DIMS; i++) {
        assert_int_equal(i, zone_add(&zone, 0, 1));
    }
    assert_int_equal(0, zone_add(&zone, 0, 1));
    assert_int_equal(0, zone_copy(&zone, 1, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(narrowing_leaves_the_very_solutions_that_fit),
        cmocka_unit_test(
            a_copy_keeps_its_distance_and_a_dropped_number_leaves_the_others_as_they_were),
        cmocka_unit_test(there_is_an_end_of_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
