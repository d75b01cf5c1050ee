#include "check.h"
#include "device.h"
#include "kstr.h"

#include <string.h>

static void expect_card(const char *burst, enum msr_kind kind, const char *token)
{
    char memory[LIMIT_FIELD_BYTES * 2];
    static const char blank[sizeof memory];
    memset(memory, 0, sizeof memory);
    (void)kstr_copy(memory, sizeof memory, burst);
    struct msr_card card;
    msr_read(memory, sizeof memory, &card);
    if (card.kind != kind || strcmp(card.token, token) != 0) {
        print_error("%s: want %s \"%s\", got %s \"%s\"\n", burst, msr_kind_name(kind), token,
                    msr_kind_name(card.kind), card.token);
        fail();
    }
    assert_memory_equal(blank, memory, sizeof memory);
}

static void payment_cards_are_refused_on_every_track(void **state)
{
    (void)state;
    expect_card("%B4111111111111111^HONG/GILDONG^2812101000000000?\r", MSR_PAYMENT, "");
    expect_card(";4111111111111111=28121010000000000000?\r", MSR_PAYMENT, "");
    expect_card("5105105105105100\r", MSR_PAYMENT, "");
    expect_card("+378282246310005=?", MSR_PAYMENT, ""); /* 15 digits */
    expect_card("%b2221000000000009^A/B^2812?", MSR_PAYMENT, "");
    /* a member track beside it does not make it a member card */
    expect_card("%B9410123456789012^HONG/GILDONG^4912?;4111111111111111=2812?", MSR_PAYMENT, "");
    /* cut off before the end sentinel, or in an unknown format: still a payment card */
    expect_card("%B4111111111111111^HONG", MSR_PAYMENT, "");
    expect_card("%Q4111111111111111^X?", MSR_PAYMENT, "");
}

static void a_payment_card_badly_read_is_not_taken_for_a_member(void **state)
{
    (void)state;
    expect_card(";4111111111111112=2812?", MSR_FOREIGN, "");
}

static void member_cards_give_their_number(void **state)
{
    (void)state;
    expect_card("%B9410123456789012^HONG/GILDONG^4912?\r", MSR_MEMBER, "9410123456789012");
    expect_card(";9410123456789012=4912?\r", MSR_MEMBER, "9410123456789012");
    expect_card("%M0007123456?\r", MSR_MEMBER, "0007123456");
    expect_card(";00071234567=?\r", MSR_MEMBER, "00071234567");
    expect_card("%B9410123456789012^HONG/GILDONG^4912?;9410123456789012=4912?\r\n", MSR_MEMBER,
                "9410123456789012");
    expect_card("%E?;9410123456789012=4912?", MSR_MEMBER, "9410123456789012");
    expect_card("%B9410123456789012^HONG^4912?;94101", MSR_MEMBER, "9410123456789012");
}

static void codes_are_ours_or_foreign(void **state)
{
    (void)state;
    expect_card("HK1.AQID.kx9.zzzz\r", MSR_CODE, "HK1.AQID.kx9.zzzz");
    expect_card("HK1.", MSR_FOREIGN, "");
    expect_card("HK1.a b", MSR_FOREIGN, "");
    expect_card("BK-7F3Q2M", MSR_CODE, "BK7F3Q2M");
    expect_card("bk7f3-q2m\r", MSR_CODE, "BK7F3Q2M");
    expect_card("BK-12345", MSR_FOREIGN, "");
    expect_card("BK-1234567890123", MSR_FOREIGN, "");
    expect_card("8801234567893\r", MSR_FOREIGN, ""); /* a bar code of the shop */
    expect_card("https://example.com/x", MSR_FOREIGN, "");
    expect_card("홍길동", MSR_FOREIGN, "");
}

static void bad_swipes_are_unreadable(void **state)
{
    (void)state;
    expect_card("%E?\r", MSR_UNREADABLE, "");
    expect_card(";E?\r", MSR_UNREADABLE, "");
    expect_card("%", MSR_UNREADABLE, "");
    expect_card("%B?", MSR_UNREADABLE, "");
    expect_card(";123=?", MSR_UNREADABLE, "");
    expect_card(";9410123456789012", MSR_UNREADABLE, "");
    expect_card("%B9410123456789012*HONG?", MSR_UNREADABLE, "");
    expect_card("%A0007123456?", MSR_FOREIGN, ""); /* a card of somebody else's format */
    expect_card("", MSR_NOTHING, "");
    expect_card("\r\n", MSR_NOTHING, "");
}

static void a_burst_longer_than_any_code_is_foreign(void **state)
{
    (void)state;
    char burst[LIMIT_FIELD_BYTES + 1];
    memset(burst, 'a', sizeof burst - 1);
    memcpy(burst, "HK1.", 4);
    burst[sizeof burst - 1] = '\0';
    expect_card(burst, MSR_FOREIGN, "");
    burst[sizeof burst - 2] = '\0';
    expect_card(burst, MSR_CODE, burst);
}

/* Random bursts that look almost right: never a crash, always wiped, never a payment number kept.
 */
static void any_bytes_are_survived_and_wiped(void **state)
{
    (void)state;
    static const char alphabet[] = "%;+?BMbE^=HK1.-0123456789456\r\n \xff\xea";
    uint32_t seed = 12345;
    for (int round = 0; round < 200000; round++) {
        char memory[48];
        for (size_t i = 0; i < sizeof memory; i++) {
            seed = seed * 1664525u + 1013904223u;
            memory[i] = alphabet[(seed >> 16) % sizeof alphabet];
        }
        size_t size = seed % sizeof memory;
        struct msr_card card;
        msr_read(memory, size, &card);
        assert_true(card.kind < MSR_KIND_COUNT);
        bool has_token = card.kind == MSR_MEMBER || card.kind == MSR_CODE;
        assert_int_equal(has_token, card.token[0] != '\0');
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(0, memory[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(payment_cards_are_refused_on_every_track),
        cmocka_unit_test(a_payment_card_badly_read_is_not_taken_for_a_member),
        cmocka_unit_test(member_cards_give_their_number),
        cmocka_unit_test(codes_are_ours_or_foreign),
        cmocka_unit_test(bad_swipes_are_unreadable),
        cmocka_unit_test(a_burst_longer_than_any_code_is_foreign),
        cmocka_unit_test(any_bytes_are_survived_and_wiped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
