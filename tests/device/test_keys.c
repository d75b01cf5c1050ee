/* From the key events of a reader to what it typed. */
#include "check.h"
#include "device.h"
#include "kstr.h"
#include "typist.h"

#include <stdlib.h>
#include <string.h>

#define BAD_SWIPE "%E?"

static struct typist typist;
static struct keys keys;
static char burst[LIMIT_BURST_BYTES];

static int setup(void **state)
{
    (void)state;
    memset(&typist, 0, sizeof typist);
    memset(&keys, 0, sizeof keys);
    typist.now_ms = 1000000;
    return 0;
}

/* Everything typed gives these bursts, whatever pieces the bytes come in. */
static void expect_bursts(int count, const char *const *want)
{
    for (size_t piece = 1; piece <= typist_bytes(&typist); piece = piece * 2 + 1) {
        int found = 0;
        memset(&keys, 0, sizeof keys);
        for (size_t at = 0; at < typist_bytes(&typist); at += piece) {
            const uint8_t *bytes = (const uint8_t *)typist.event + at;
            size_t left = typist_bytes(&typist) - at;
            size_t here = left < piece ? left : piece;
            for (; keys_take(&keys, &bytes, &here, burst); found++) {
                assert_string_equal(found < count ? want[found] : "nothing more", burst);
            }
            assert_int_equal(0, here);
        }
        assert_int_equal(count, found);
    }
}

/* The decoder keeps nothing of this text. */
static void expect_forgotten(const char *text)
{
    const char *memory = (const char *)&keys;
    for (size_t i = 0; i + strlen(text) <= sizeof keys; i++) {
        assert_memory_not_equal(text, memory + i, strlen(text));
    }
}

static void every_character_of_the_layout_comes_as_it_was_typed(void **state)
{
    (void)state;
    char all[128] = "";
    for (int c = ' '; c <= '~'; c++) {
        all[c - ' '] = (char)c;
    }
    typist_text(&typist, all);
    typist_text(&typist, "\n");
    expect_bursts(1, (const char *const[]){all});
}

static void cards_one_after_the_other_stay_apart(void **state)
{
    (void)state;
    typist_text(&typist, "%B9410123456789012^HONG/GILDONG^4912?\n\n\nHK1.AQID.kx9_-z\n");
    expect_bursts(
        2, (const char *const[]){"%B9410123456789012^HONG/GILDONG^4912?", "HK1.AQID.kx9_-z"});
    expect_forgotten("HONG");
}

static void both_shifts_the_number_pad_and_tab_do(void **state)
{
    (void)state;
    typist_event(&typist, EV_KEY, KEY_RIGHTSHIFT, 1);
    typist_key(&typist, KEY_A);
    typist_key(&typist, KEY_KP5); /* stays a digit */
    typist_event(&typist, EV_KEY, KEY_RIGHTSHIFT, 0);
    typist_key(&typist, KEY_A);
    typist_key(&typist, KEY_NUMLOCK);
    typist_event(&typist, EV_KEY, KEY_A, 2); /* held down: not typed again */
    typist_key(&typist, KEY_TAB);
    typist_key(&typist, KEY_7);
    typist_key(&typist, KEY_KPENTER);
    expect_bursts(2, (const char *const[]){"A5a", "7"});
}

static void a_pause_ends_a_burst_and_begins_another(void **state)
{
    (void)state;
    typist_text(&typist, ";9410");
    typist.now_ms += KEYS_QUIET_MS + 1;
    typist_text(&typist, "123\n");
    typist.now_ms -= 100000; /* a clock that was set back */
    typist_text(&typist, "77");
    typist.now_ms -= 100000;
    typist_text(&typist, "8\n");
    expect_bursts(4, (const char *const[]){";9410", "123", "77", "8"});
}

static void what_has_no_enter_is_a_burst_when_it_rests(void **state)
{
    (void)state;
    typist_text(&typist, "BK-7F3Q2M");
    expect_bursts(0, NULL);
    assert_true(keys_busy(&keys));
    assert_true(keys_rest(&keys, burst));
    assert_string_equal("BK-7F3Q2M", burst);
    assert_false(keys_busy(&keys));
    assert_false(keys_rest(&keys, burst));
    expect_forgotten("BK-7");
}

static void a_burst_with_dropped_events_is_a_bad_swipe_and_the_next_is_good(void **state)
{
    (void)state;
    typist_text(&typist, ";94101234");
    typist_event(&typist, EV_KEY, KEY_LEFTSHIFT, 1); /* its release is lost */
    typist_event(&typist, EV_SYN, SYN_DROPPED, 0);
    typist_event(&typist, EV_KEY, KEY_ENTER, 1); /* belongs to the rest */
    typist_event(&typist, EV_SYN, SYN_REPORT, 0);
    typist_text(&typist, "5=4912?\n;9410123456789012=4912?\n");
    expect_bursts(2, (const char *const[]){BAD_SWIPE, ";9410123456789012=4912?"});
}

static void keys_that_no_reader_types_spoil_the_burst(void **state)
{
    (void)state;
    typist_text(&typist, "HK1.A");
    typist_key(&typist, KEY_F5);
    typist_text(&typist, "B\n12\n");
    expect_bursts(2, (const char *const[]){BAD_SWIPE, "12"});
}

static void a_burst_beyond_its_limit_is_a_bad_swipe(void **state)
{
    (void)state;
    static char most[LIMIT_BURST_BYTES];
    memset(most, '7', sizeof most - 1);
    typist_text(&typist, most);
    typist_text(&typist, "\n");
    expect_bursts(1, (const char *const[]){most});
    typist.count -= 6; /* the Enter */
    typist_text(&typist, "7\n1\n");
    expect_bursts(2, (const char *const[]){BAD_SWIPE, "1"});
}

static void a_payment_card_is_refused_and_nothing_of_it_stays(void **state)
{
    (void)state;
    struct msr_card card;
    static const char blank[LIMIT_BURST_BYTES];
    typist_text(&typist, "%B4111111111111111^HONG/GILDONG^2812101000000000?"
                         ";4111111111111111=28121010000000000000?\n");
    const uint8_t *bytes = (const uint8_t *)typist.event;
    size_t count = typist_bytes(&typist);
    assert_true(keys_take(&keys, &bytes, &count, burst));
    msr_read(burst, sizeof burst, &card);
    assert_int_equal(MSR_PAYMENT, card.kind);
    assert_string_equal("", card.token);
    assert_memory_equal(blank, burst, sizeof burst);
    expect_forgotten("4111");
}

static void random_event(struct input_event *event)
{
    *event = (struct input_event){
        .type = (uint16_t)(rand() % 3), .code = (uint16_t)(rand() % 80), .value = rand() % 4 - 1};
    event->input_event_usec = rand() % 1000;
}

/* Foreign bytes, half of them nearly events, in pieces: bounded, and nothing but characters. */
static void any_bytes_are_survived(void **state)
{
    (void)state;
    int bursts = 0;
    srand(20261122);
    for (int round = 0; round < 5000; round++) {
        struct input_event events[20];
        uint8_t *memory = (uint8_t *)events;
        for (size_t i = 0; i < 20; i++) {
            random_event(&events[i]);
        }
        for (size_t i = 0; round % 2 == 0 && i < sizeof events; i++) {
            memory[i] = (uint8_t)rand();
        }
        const uint8_t *bytes = memory;
        size_t count = round % 2 == 0 ? (size_t)rand() % sizeof events : sizeof events;
        if (round % 2 == 1) {
            keys.part_len = 0; /* a device hands out whole events */
        }
        while (keys_take(&keys, &bytes, &count, burst)) {
            bursts++;
            assert_in_range(strlen(burst), 1, LIMIT_BURST_BYTES - 1);
        }
        assert_int_equal(0, count);
    }
    assert_true(bursts > 100); /* a guard for the test itself */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_character_of_the_layout_comes_as_it_was_typed, setup),
        cmocka_unit_test_setup(cards_one_after_the_other_stay_apart, setup),
        cmocka_unit_test_setup(both_shifts_the_number_pad_and_tab_do, setup),
        cmocka_unit_test_setup(a_pause_ends_a_burst_and_begins_another, setup),
        cmocka_unit_test_setup(what_has_no_enter_is_a_burst_when_it_rests, setup),
        cmocka_unit_test_setup(a_burst_with_dropped_events_is_a_bad_swipe_and_the_next_is_good,
                               setup),
        cmocka_unit_test_setup(keys_that_no_reader_types_spoil_the_burst, setup),
        cmocka_unit_test_setup(a_burst_beyond_its_limit_is_a_bad_swipe, setup),
        cmocka_unit_test_setup(a_payment_card_is_refused_and_nothing_of_it_stays, setup),
        cmocka_unit_test_setup(any_bytes_are_survived, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
