#include "charts.h"
#include "random_book.h"

#include "flow_text.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

static struct flow_run run;

enum { ASKED, NUMBERED, DATED, SECRET, TOLD, BETTER, CHECKED, LAST };

static const char *const line_words[] = {"ok", "fault"};
static const struct flow_step steps[] = {
    [ASKED] = {STEP("device", FLOW_ASK), .var = 0,
               EXITS({.id = "modem", .label = {{"모뎀", "Modem"}}, .to = NUMBERED},
                     {.id = "tv", .label = {{"셋톱박스", "Set-top box"}}, .to = NUMBERED})},
    [NUMBERED] =
        {STEP("count", FLOW_INPUT), .var = 1, EXITS(GO(DATED), GO(DATED)),
         .input = {.type = FLOW_INPUT_NUMBER, .max = 99, .tries = 1, .unit = {{"개", "pieces"}}}},
    [DATED] = {STEP("bought", FLOW_INPUT), .var = 2, EXITS(GO(SECRET), GO(FLOW_NO_STEP)),
               .input = {.type = FLOW_INPUT_DATE, .min = -30, .max = 0, .tries = 1}},
    [SECRET] =
        {STEP("pin", FLOW_INPUT), .var = 3, EXITS(GO(TOLD), GO(TOLD)),
         .input = {.type = FLOW_INPUT_CODE, .min = 4, .max = 4, .tries = 1, .is_private = true}},
    [TOLD] = {STEP("told", FLOW_TELL), .var = FLOW_NO_VAR, EXITS(GO(BETTER)),
              .done = {{"꽂았습니다", "Plugged in"}}},
    [BETTER] = SOLVED("better", 4, FLOW_NO_STEP, CHECKED),
    [CHECKED] = CHECK("line", 5, line_words, LAST, LAST, LAST),
    [LAST] = TELL("last", LAST + 1),
    [LAST + 1] = END("end", FLOW_INFORMED_END),
};
static const struct flow_var vars[] = {
    {"device", FLOW_WORD, ASKED}, {"count", FLOW_NUMBER, NUMBERED}, {"bought", FLOW_NUMBER, DATED},
    {"pin", FLOW_WORD, SECRET},   {"better", FLOW_WORD, BETTER},    {"line", FLOW_WORD, CHECKED},
};
static const struct flow_chart charts[] = {CHART("texts", steps, vars)};
static const struct flow_book book = BOOK(charts);
static const struct flow_facts today = {.value = {[FLOW_FACT_TODAY] = 20778}};

/* Every step answered: 모뎀, 3개, 2026-11-11, (private), told, no, fault. */
static void answer_all(void)
{
    assert_sound(&book);
    flow_start(&run, &book, 0, &today, 0);
    assert_int_equal(FLOW_TAKEN, flow_choose(&run, 0, &today, 0));
    assert_int_equal(FLOW_TAKEN, flow_type(&run, "3", &today, 0));
    assert_int_equal(FLOW_TAKEN, flow_type(&run, "20261111", &today, 0));
    assert_int_equal(FLOW_TAKEN, flow_type(&run, "7391", &today, 0));
    assert_int_equal(FLOW_TAKEN, flow_choose(&run, 0, &today, 0));
    assert_int_equal(FLOW_TAKEN, flow_choose(&run, 1, &today, 0));
    assert_int_equal(FLOW_TAKEN, flow_checked(&run, FLOW_CHECK_ANSWERED, "fault", &today, 0));
}

static bool lookup_customer(void *user, const char *name, enum lang lang, char *ret_text,
                            size_t text_size)
{
    (void)user;
    (void)lang;
    if (strcmp(name, "customer.name") != 0) {
        return false;
    }
    (void)kstr_copy(ret_text, text_size, "홍길동");
    return true;
}

static void assert_renders(const char *tmpl, enum lang lang, const char *want)
{
    char text[LIMIT_TEXT_BYTES];
    struct flow_scope scope = {.run = &run, .next = lookup_customer};
    flow_render(tmpl, lang, flow_lookup, &scope, text, sizeof text);
    assert_string_equal(want, text);
}

static void a_template_shows_labels_and_the_particle_that_fits(void **state)
{
    (void)state;
    answer_all();
    assert_renders("{customer.name}님, 안녕하세요", LANG_KO, "홍길동님, 안녕하세요");
    assert_renders("{device:을/를} 껐다가 켜십시오.", LANG_KO, "모뎀을 껐다가 켜십시오.");
    assert_renders("Restart the {device}.", LANG_EN, "Restart the Modem.");
    assert_renders("{device:이/가}", LANG_KO, "모뎀이");
    assert_renders("{count}", LANG_KO, "3개");
    assert_renders("{count}", LANG_EN, "3 pieces");
    assert_renders("{bought}", LANG_KO, "2026-11-11");
    assert_renders("{better}/{line}", LANG_KO, "아니요/fault");
    assert_renders("{{device} 100%", LANG_KO, "{device} 100%");
    assert_renders("", LANG_KO, "");
    assert_renders(NULL, LANG_KO, "");
}

static void what_is_not_known_renders_as_nothing_with_its_particle(void **state)
{
    (void)state;
    flow_start(&run, &book, 0, &today, 0);
    assert_renders("[{device:을/를}]", LANG_KO, "[]");
    assert_renders("[{nobody:이/가}]", LANG_KO, "[]");
    char text[16];
    flow_render("a{device}b", LANG_KO, NULL, NULL, text, sizeof text);
    assert_string_equal("ab", text);
}

static void a_long_text_is_cut_between_characters(void **state)
{
    (void)state;
    answer_all();
    char text[9];
    struct flow_scope scope = {.run = &run};
    flow_render("가{device}나다라", LANG_KO, flow_lookup, &scope, text, sizeof text);
    assert_string_equal("가모", text);
    flow_render("a{device:을/를}b", LANG_KO, flow_lookup, &scope, text, sizeof text);
    assert_string_equal("a모뎀", text);
}

static void an_answer_reads_as_people_say_it(void **state)
{
    (void)state;
    static const char *const want[LANG_COUNT][LAST] = {
        [LANG_KO] = {"모뎀", "3개", "2026-11-11", "***", "꽂았습니다", "아니요", "fault"},
        [LANG_EN] = {"Modem", "3 pieces", "2026-11-11", "***", "Plugged in", "No", "fault"},
    };
    answer_all();
    assert_int_equal(FLOW_TAKEN, flow_choose(&run, 0, &today, 0));
    char text[LIMIT_LABEL_BYTES];
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        for (uint16_t i = 0; i < LAST; i++) {
            flow_answer_text(&book, &run.log[i], (enum lang)lang, text, sizeof text);
            assert_string_equal(want[lang][i], text);
        }
    }
    flow_answer_text(&book, &run.log[LAST], LANG_KO, text, sizeof text);
    assert_string_equal("다음", text); /* a tell without a label of its own */
}

static void a_private_input_is_never_written_out(void **state)
{
    (void)state;
    answer_all();
    assert_renders("{pin}", LANG_KO, "***");
    assert_renders("{pin}", LANG_EN, "***");
}

static void an_input_given_up_says_so(void **state)
{
    (void)state;
    flow_start(&run, &book, 0, &today, 0);
    assert_int_equal(FLOW_TAKEN, flow_choose(&run, 0, &today, 0));
    assert_int_equal(FLOW_TRIES_UP, flow_type(&run, "nonsense", &today, 0));
    char text[LIMIT_LABEL_BYTES];
    flow_answer_text(&book, &run.log[1], LANG_EN, text, sizeof text);
    assert_string_equal("not answered", text);
    assert_renders("[{count}]", LANG_KO, "[]");
}

static bool known_name(void *user, const char *name)
{
    (void)user;
    return strcmp(name, "device") == 0 || strcmp(name, "restart.worked") == 0;
}

static void templates_are_checked_before_they_are_published(void **state)
{
    (void)state;
    static const struct {
        const char *tmpl;
        bool good;
    } cases[] = {
        {"plain", true},
        {"", true},
        {"{device}", true},
        {"{device:을/를} {restart.worked}", true},
        {"{{not a name", true},
        {"a } b", true},
        {"{device", false},
        {"{", false},
        {"{device:", false},
        {"{de{vice}", false},
        {"{}", false},
        {"{gadget}", false},
        {"{device:을/가}", false},
        {"{device:}", false},
        {"\xff", false},
        {"a\tb", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kerr err = {0};
        enum kcode code = flow_template_check(cases[i].tmpl, known_name, NULL, &err);
        if (code != (cases[i].good ? K_OK : K_E_FORMAT)) {
            print_error("\"%s\": %s\n", cases[i].tmpl, err.text);
        }
        assert_int_equal(cases[i].good ? K_OK : K_E_FORMAT, code);
        assert_int_equal(cases[i].good, err.text[0] == '\0');
    }
}

static void no_template_does_harm(void **state)
{
    (void)state;
    static const char *const parts[] = {"{",
                                        "}",
                                        "{{",
                                        ":",
                                        "device",
                                        "을/를",
                                        "가",
                                        "\xea",
                                        "%s",
                                        "{device}",
                                        "{device:을/를}",
                                        " ",
                                        "customer.name"};
    answer_all();
    uint32_t seed = 7;
    int good = 0;
    for (int i = 0; i < 40000; i++) {
        char tmpl[512] = "";
        for (uint32_t n = random_below(&seed, 20); n > 0; n--) {
            (void)kstr_append(tmpl, sizeof tmpl, parts[random_below(&seed, COUNT(parts))]);
        }
        char text[64];
        memset(text, 'x', sizeof text);
        size_t size = 1 + random_below(&seed, sizeof text);
        struct flow_scope scope = {.run = &run, .next = lookup_customer};
        flow_render(tmpl, LANG_KO, flow_lookup, &scope, text, size);
        assert_true(strnlen(text, size) < size);
        struct kerr err = {0};
        if (flow_template_check(tmpl, known_name, NULL, &err) == K_OK) {
            assert_true(utf8_valid(text));
            good++;
        }
    }
    assert_true(good > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_template_shows_labels_and_the_particle_that_fits),
        cmocka_unit_test(what_is_not_known_renders_as_nothing_with_its_particle),
        cmocka_unit_test(a_long_text_is_cut_between_characters),
        cmocka_unit_test(an_answer_reads_as_people_say_it),
        cmocka_unit_test(a_private_input_is_never_written_out),
        cmocka_unit_test(an_input_given_up_says_so),
        cmocka_unit_test(templates_are_checked_before_they_are_published),
        cmocka_unit_test(no_template_does_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
