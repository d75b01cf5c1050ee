/* Which characters the kiosk's fonts can draw. */
#include "check.h"
#include "covers.h"

static void what_a_customer_reads_is_covered_and_a_smiley_is_not(void **state)
{
    (void)state;
    static const uint32_t drawn[] = {'A',    0xAC00 /* 가 */, 0xD7A3 /* 힣 */, 0x2192 /* arrow */,
                                     0x201C, 0x00B7};
    struct covers *covers = NULL;
    struct kerr err = {0};
    assert_ok(covers_open(&covers, &err), &err);
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
        assert_true(covers_character(covers, drawn[i]));
    }
    assert_false(covers_character(covers, 0x1F600));
    assert_false(covers_character(covers, 0xE000));
    covers_close(&covers);
    covers_close(&covers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_customer_reads_is_covered_and_a_smiley_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
