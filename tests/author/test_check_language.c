/* The rules of language: one text that breaks one, and one nearly like it that breaks none. */
#include "check.h"
#include "kstr.h"
#include "told.h"

#include <stdlib.h>
#include <string.h>

/* A flow whose step 'say' has the text. */
#define FLOW                                                                                        \
    "id: one\ntitle: {ko: 하나, en: One}\ntopic: net\nsteps:\n"                                   \
    "  - id: device\n    ask: {ko: 무엇입니까?, en: What is it?}\n    choices:\n"              \
    "      - {id: modem, ko: 모뎀, en: Modem}\n      - {id: router, ko: 공유기, en: Router}\n" \
    "  - id: say\n    needs: greeted\n    tell:\n      ko: \"%s\"\n      en: \"%s\"\n"              \
    "  - id: over\n    end: informed\n    say: {ko: 마칩니다., en: This is the end.}\n"

static void run_text(struct sources *sources, const char *ko, const char *en,
                     char ret_told[TOLD_BYTES])
{
    char flow[4096];
    assert_true(kstr_format(flow, sizeof flow, FLOW, ko, en));
    sources_write(sources, "flows/one.yaml", flow);
    told_run(sources, "flows/one.yaml", ret_told);
}

#define ENOUGH "Press it."

static const struct wrong {
    const char *ko, *en, *told;
} wrongs[] = {
    {"불을 켜십시오.", "불을 켜십시오.", ":14:11: warning A401"},
    {"불을 켜십시오.", "Press 켜기.", ":14:11: warning A402"},
    {"Press the button.", "Press it.", ":13:11: warning A403"},
    {"{device:을/를} 켜십시오.", "Switch it on.",
     ":14:11: warning A404: '{device}' is shown in one "
     "language only; 'en' lacks it."},
    {"모뎀을 켜십시오.", "Switch the {device} on.", ":13:11: warning A404"},
    {"{device}을 켜십시오.", "Switch the {device} on.",
     ":13:11: warning A405: The particle '을' does not change with what stands for {device}. Write "
     "{device:을/를}."},
    {"{device}이(가) 꺼집니다.", "The {device} goes off.", "warning A405"},
    {"{device}으로는 안 됩니다.", "Not with the {device}.", "warning A405"},
    {"모뎀을/를 켜십시오.", ENOUGH, "warning A406"},
    {"모뎀(으)로 가십시오.", ENOUGH, "warning A406"},
    {"{customer.name}, 켜십시오.", "Switch it on, {customer.name}.", "warning A407"},
    {"켜세요.", ENOUGH,
     "A409: '켜세요' is informal (해요), the rest of this file is formal (합니다)."},
    {"불을 켜십시오. 이제 됐죠?", ENOUGH, "warning A409"},
    {"불을 켠다.", ENOUGH, "A409: '불을 켠다' is plain"},
    {"빨리 해.", ENOUGH, "warning A409"},
    {"상품이 나오셨습니다.", ENOUGH,
     "A411: '나오셨' honours a thing or the wrong person. Write '나왔'."},
    {"화면이 잘 나오십니다.", ENOUGH, "warning A411"},
    {"회선은 제 속도이십니다.", ENOUGH, "warning A411"},
    {"재고가 없으십니다.", ENOUGH, "warning A411"},
    {"품절이십니다.", ENOUGH, "warning A411"},
    {"가능하십니다.", ENOUGH, "warning A411"},
    {"만 원이십니다.", ENOUGH, "warning A411"},
    {"연결되시면 누르십시오.", ENOUGH, "warning A411"},
    {"여기 앉으실게요.", ENOUGH, "warning A411"},
    {"안내하도록 하겠습니다.", ENOUGH, "warning A412"},
    {"전원을 꺼 주십시오.", ENOUGH, "warning A412"},
    {"잘못 입력하셨습니다.", ENOUGH, "warning A413"},
    {"번호를 보십시오.", "Invalid number.", "warning A413"},
    {"잘 됩니다!", ENOUGH, "note A414"},
    {"금일 방문합니다.", ENOUGH,
     "A415: '금일' is hard to understand for some customers. Write '오늘'."},
    {"HDMI 선을 꽂으십시오.", ENOUGH,
     ":13:11: warning A416: Nothing says how 'HDMI' is read aloud in Korean."},
    {"100Mbps입니다.", ENOUGH, "how 'Mbps' is read"},
    {"5G입니다.", ENOUGH, "how '5G' is read"},
    {"A/S를 받으십시오.", ENOUGH, "how 'A/S' is read"},
    {"웃습니다 \\U0001F600.", ENOUGH, "error A417"},
    {"불을  켜십시오.", ENOUGH, "warning A421"},
    {"불을 켜십시오\\uFF0E", ENOUGH, "warning A422"},
    {"\\u1107\\u116E\\u11AF을 켜십시오.", ENOUGH, "error A423"},
    {"불을\\u200B 켜십시오.", ENOUGH, "error A424: There is an invisible character (U+200B)."},
    {"'\\\"전원\\\"을 누르고 “켜기”를 누르십시오.", ENOUGH, "A425"},
    {"불을 켜십시오 .", ENOUGH, "warning A426"},
    {"불을 켜십시오. ", ENOUGH, "warning A426"},
};

/* Good texts; no rule of language says anything. */
static const struct wrong rights[] = {
    {"Wi-Fi", "Wi-Fi", NULL}, /* a name, with a reading in pack.yaml */
    {"010", "010", NULL},
    {"불을 켜십시오.", "Press \\\"켜기\\\" (켜기).", NULL},
    {"{device:을/를} 켜십시오.", "Switch the {device} on.", NULL},
    {"{device}의 불을 켜십시오.", "Switch on the light of the {device}.", NULL},
    {"{device}에서 {device}까지입니다.", "From {device}.", NULL},
    {"{device} 가까이 두십시오.", "Near the {device}.", NULL},
    {"{device}가게입니다.", "{device} shop.", NULL},
    {"종이/가방입니다.", ENOUGH, NULL},
    {"{customer.name}님은 켜십시오.", "Switch it on, {customer.name}.", NULL},
    {"확인이 필요", ENOUGH, NULL},
    {"켜기", ENOUGH, NULL},
    {"네", ENOUGH, NULL},
    {"사용자", ENOUGH, NULL},
    {"안 됨", ENOUGH, NULL},
    {"‘켜세요’라고 나옵니다.", ENOUGH, NULL},
    {"2.4입니까? 아닙니까?", ENOUGH, NULL},
    {"밖으로 나오셨습니까?", ENOUGH, NULL},
    {"상담원이십니까?", ENOUGH, NULL},
    {"고객님이십니까?", ENOUGH, NULL},
    {"회원이 되시면 쉽습니다.", ENOUGH, NULL},
    {"기다려 주십시오.", ENOUGH, NULL},
    {"입금일입니다.", ENOUGH, NULL},
    {"수익일입니다.", ENOUGH, NULL},
    {"www.example.kr에서 보십시오.", ENOUGH, NULL},
    {"Wi-Fi6와 500Wi-Fi입니다.", ENOUGH, NULL},
    {"1·2 → ㄱ입니다.", ENOUGH, NULL},
    {"\\\"전원\\\"을 누르십시오.", "It isn't \\\"on\\\".", NULL},
    {"3:2, 1.5입니다.", ENOUGH, NULL},
};

static void what_is_wrong_with_a_text_is_told(void **state)
{
    (void)state;
    struct sources sources;
    char told[TOLD_BYTES];
    sources_make(&sources);
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        run_text(&sources, wrongs[i].ko, wrongs[i].en, told);
        if (strstr(told, wrongs[i].told) == NULL) {
            print_error("'%s' wants %s, told:\n%s\n", wrongs[i].ko, wrongs[i].told, told);
            fail();
        }
    }
    sources_done(&sources);
}

static void a_good_text_is_left_alone(void **state)
{
    (void)state;
    struct sources sources;
    char told[TOLD_BYTES];
    sources_make(&sources);
    for (size_t i = 0; i < sizeof rights / sizeof *rights; i++) {
        run_text(&sources, rights[i].ko, rights[i].en, told);
        if (strstr(told, " A4") != NULL) {
            print_error("'%s' told:\n%s\n", rights[i].ko, told);
            fail();
        }
    }
    sources_done(&sources);
}

static int times(const char *text, const char *wanted)
{
    int count = 0;
    for (const char *at = strstr(text, wanted); at != NULL; at = strstr(at + 1, wanted)) {
        count++;
    }
    return count;
}

static void a_file_in_another_level_of_speech_is_told_once(void **state)
{
    (void)state;
    struct sources sources;
    char told[TOLD_BYTES];
    sources_make(&sources);
    sources_write(&sources, "flows/one.yaml",
                  "id: one\ntitle: {ko: 하나, en: One}\ntopic: net\nsteps:\n"
                  "  - id: say\n    tell: {ko: 켜세요. 꺼요., en: On. Off.}\n"
                  "  - id: over\n    end: informed\n");
    told_run(&sources, "flows/one.yaml", told);
    const char *first = strstr(told, "flows/one.yaml:6:16: warning A410: This file is written in "
                                     "informal (해요), the rest of the pack in formal (합니다): "
                                     "'켜세요'.");
    assert_non_null(first);
    assert_int_equal(1, times(told, "A410"));
    assert_null(strstr(told, "A409"));
    sources_done(&sources);
}

static void an_article_is_told_by_line_and_column(void **state)
{
    (void)state;
    struct sources sources;
    char told[TOLD_BYTES];
    sources_make(&sources);
    sources_write(
        &sources, "articles/lights.md",
        "---\nid: lights\ntopic: net\ntitle: {ko: 불빛, en: Lights}\n---\n"
        "::: ko\n불빛을 봅니다.\n\n- **굵게** 두고 금일 켭니다.\n\n![모뎀의 불빛](modem)\n"
        "::: en\nLook at it.\n\n![The lights](modem)\n");
    told_run(&sources, "articles/lights.md", told);
    assert_string_equal("articles/lights.md:9:13: warning A415: '금일' is hard to understand for "
                        "some customers. Write '오늘'.\n",
                        told);
    sources_done(&sources);
}

static void a_word_without_a_reading_is_told_once_in_the_pack(void **state)
{
    (void)state;
    struct sources sources;
    char told[TOLD_BYTES];
    sources_make(&sources);
    run_text(&sources, "HDMI와 HDMI, HDMI2, HDMI/Wi-Fi입니다.", "HDMI.", told);
    assert_int_equal(1, times(told, "A416"));
    sources_done(&sources);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_with_a_text_is_told),
        cmocka_unit_test(a_good_text_is_left_alone),
        cmocka_unit_test(a_file_in_another_level_of_speech_is_told_once),
        cmocka_unit_test(an_article_is_told_by_line_and_column),
        cmocka_unit_test(a_word_without_a_reading_is_told_once_in_the_pack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
