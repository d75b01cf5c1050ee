#include "check.h"
#include "text.h"

static void a_name_is_masked(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"홍길동", "홍*동"},
        {"이산", "이*"},
        {"남궁민수", "남**수"},
        {"황보", "황*"},
        {"제갈공명", "제**명"},
        {"김", "*"},
        {"", ""},
        {"홍 길동", "홍 *동"},
        {"Gildong Hong", "G*** H***"},
        {"J", "*"},
        {"J Hong", "J*** H***"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char out[64];
        mask_name(pairs[i][0], out, sizeof out);
        assert_string_equal(pairs[i][1], out);
    }
}

static void a_surname_may_have_two_syllables(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"홍길동", "홍"},   {"남궁민수", "남궁"},     {"황보", "황"},          {"제갈공명", "제갈"},
        {"이산", "이"},     {"Gildong Hong", "Hong"}, {"Gildong ", "Gildong"}, {"", ""},
        {" 홍 길동", "홍"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char out[64];
        mask_surname(pairs[i][0], out, sizeof out);
        assert_string_equal(pairs[i][1], out);
    }
}

struct phone_vector {
    const char *text;
    enum phone_kind kind;
    const char *shown, *masked, *e164;
};

/* Every row of the numbering plan: docs/facts.md, forms. */
static const struct phone_vector phones[] = {
    {"01012345678", PHONE_MOBILE, "010-1234-5678", "010-****-5678", "+821012345678"},
    {"+82-10-1234-5678", PHONE_MOBILE, "010-1234-5678", "010-****-5678", "+821012345678"},
    {"+82 (0)10 1234 5678", PHONE_MOBILE, "010-1234-5678", "010-****-5678", "+821012345678"},
    {"+821012345678", PHONE_MOBILE, "010-1234-5678", "010-****-5678", "+821012345678"},
    {"011.234.5678", PHONE_MOBILE, "011-234-5678", "011-***-5678", "+82112345678"},
    {"0212345678", PHONE_SEOUL, "02-1234-5678", "02-****-5678", "+82212345678"},
    {"02-123-4567", PHONE_SEOUL, "02-123-4567", "02-***-4567", "+8221234567"},
    {"0311234567", PHONE_AREA, "031-123-4567", "031-***-4567", "+82311234567"},
    {"064 1234 567", PHONE_AREA, "064-123-4567", "064-***-4567", "+82641234567"},
    {"07012345678", PHONE_VOIP, "070-1234-5678", "070-****-5678", "+827012345678"},
    {"15881234", PHONE_REPRESENTATIVE, "1588-1234", "1588-1234", "15881234"},
    {"1899-1234", PHONE_REPRESENTATIVE, "1899-1234", "1899-1234", "18991234"},
    {"05012345678", PHONE_SAFE, "0501-234-5678", "0501-***-5678", "+825012345678"},
    {"050712345678", PHONE_SAFE, "0507-1234-5678", "0507-****-5678", "+8250712345678"},
    {"0801234567", PHONE_TOLL_FREE, "080-123-4567", "080-***-4567", "+82801234567"},
    {"0101234567", PHONE_NOT, "", "", ""},
    {"12345", PHONE_NOT, "", "", ""},
    {"010-12a4-5678", PHONE_NOT, "", "", ""},
    {"0351234567", PHONE_NOT, "", "", ""},
    {"0507123456789", PHONE_NOT, "", "", ""},
    {"0212345678901234567890", PHONE_NOT, "", "", ""},
    {"+1-10-1234-5678", PHONE_NOT, "", "", ""},
    {"010+1234+5678", PHONE_NOT, "", "", ""},
    {"1788-1234", PHONE_NOT, "", "", ""},
    {"112", PHONE_NOT, "", "", ""},
    {"", PHONE_NOT, "", "", ""},
};

static void a_phone_number_is_read_in_any_usual_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof phones / sizeof phones[0]; i++) {
        struct phone phone = phone_parse(phones[i].text);
        assert_int_equal(phones[i].kind, phone.kind);
        assert_string_equal(phones[i].shown, phone.shown);
        assert_string_equal(phones[i].masked, phone.masked);
        assert_string_equal(phones[i].e164, phone.e164);
    }
}

static void what_is_shown_or_stored_is_read_as_the_same_number(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof phones / sizeof phones[0]; i++) {
        struct phone again = phone_parse(phones[i].e164);
        assert_string_equal(phones[i].shown, again.shown);
        again = phone_parse(phones[i].shown);
        assert_string_equal(phones[i].e164, again.e164);
    }
}

static void a_date_is_written_as_people_say_it(void **state)
{
    (void)state;
    struct kcivil at = kcivil_from_ms(INT64_C(1795266000000), 540); /* 2026-11-21 22:00 in Seoul */
    char out[64];
    date_words(at, false, out, sizeof out);
    assert_string_equal("11월 21일 (토)", out);
    date_words(at, true, out, sizeof out);
    assert_string_equal("Sat 21 Nov", out);
    time_words(at, false, out, sizeof out);
    assert_string_equal("오후 10시", out);
    time_words(at, true, out, sizeof out);
    assert_string_equal("10:00 pm", out);
}

static void noon_and_midnight_are_twelve(void **state)
{
    (void)state;
    static const struct {
        uint8_t hour, minute;
        const char *ko, *en;
    } times[] = {
        {0, 5, "오전 12시 5분", "12:05 am"},    {12, 0, "오후 12시", "12:00 pm"},
        {15, 30, "오후 3시 30분", "3:30 pm"},   {9, 0, "오전 9시", "9:00 am"},
        {23, 59, "오후 11시 59분", "11:59 pm"},
    };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        struct kcivil at = {.hour = times[i].hour, .minute = times[i].minute};
        char out[64];
        time_words(at, false, out, sizeof out);
        assert_string_equal(times[i].ko, out);
        time_words(at, true, out, sizeof out);
        assert_string_equal(times[i].en, out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_masked),
        cmocka_unit_test(a_surname_may_have_two_syllables),
        cmocka_unit_test(a_phone_number_is_read_in_any_usual_form),
        cmocka_unit_test(what_is_shown_or_stored_is_read_as_the_same_number),
        cmocka_unit_test(a_date_is_written_as_people_say_it),
        cmocka_unit_test(noon_and_midnight_are_twelve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
