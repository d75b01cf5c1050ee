/* More than fits: told by the compiler, never cut. */
#include "check.h"
#include "kbuf.h"
#include "klimits.h"
#include "kstr.h"
#include "sources.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_BYTES ((size_t)256 * 1024)

static char text_memory[TEXT_BYTES];

/* head, then count times `each` (with its number twice), then tail. */
static const char *many(const char *head, int count, const char *each, const char *tail)
{
    struct kbuf buf = KBUF(text_memory);
    struct kerr err = {0};
    kbuf_clear(&buf);
    assert_ok(kbuf_text(&buf, head, &err), &err);
    for (int i = 0; i < count; i++) {
        for (const char *at = each; *at != '\0'; at++) {
            char number[16];
            char one[2] = {*at, '\0'};
            (void)kstr_format(number, sizeof number, "%d", i);
            assert_ok(kbuf_text(&buf, *at == '#' ? number : one, &err), &err);
        }
    }
    assert_ok(kbuf_text(&buf, tail, &err), &err);
    return buf.data;
}

static void expect(const char *path, const char *text, const char *told)
{
    struct sources sources;
    struct kerr err;
    sources_make(&sources);
    sources_write(&sources, path, text);
    assert_int_equal(K_E_FORMAT, sources_build(&sources, &err));
    assert_int_not_equal(0, sources.told_count);
    sources.told[0][strlen(told)] = '\0';
    assert_string_equal(told, sources.told[0]);
    assert_int_not_equal(0, access(sources.pack, F_OK));
    sources_done(&sources);
}

#define HEAD "id: long\ntitle: {ko: 가, en: a}\nsteps:\n"
#define END  "  - id: over\n    end: solved\n"

static void a_flow_of_129_steps_is_too_long(void **state)
{
    (void)state;
    expect("flows/long.yaml",
           many(HEAD, LIMIT_FLOW_STEPS, "  - id: s#\n    tell: {ko: 가, en: a}\n", END),
           "flows/long.yaml:4:3: error A043: steps has 129 entries. There must be 1 to 128.");
}

static void a_flow_of_49_answers_is_too_long(void **state)
{
    (void)state;
    expect("flows/long.yaml",
           many(HEAD, LIMIT_FLOW_VARS + 1,
                "  - id: s#\n    input: {ko: 가, en: a}\n    type: text\n", END),
           "flows/long.yaml:148:5: error A071: There are more than 48 answers in one flow.");
}

static void seven_choices_are_too_many(void **state)
{
    (void)state;
    expect("flows/long.yaml",
           many(HEAD "  - id: q\n    ask: {ko: 가, en: a}\n    choices:\n", 7,
                "      - {id: c#, ko: 가, en: a}\n", END),
           "flows/long.yaml:7:7: error A043: choices has 7 entries. There must be 2 to 6.");
}

static void a_paragraph_of_1024_bytes_is_too_long(void **state)
{
    (void)state;
    expect("articles/lights.md",
           many("---\nid: lights\ntopic: net\ntitle: {ko: 가, en: a}\n---\n::: ko\n가\n::: en\n",
                LIMIT_TEXT_BYTES, "x", "\n"),
           "articles/lights.md:9:1: error A057: A paragraph has more than 1023 bytes.");
}

static void an_article_of_65_paragraphs_is_too_long(void **state)
{
    (void)state;
    expect("articles/lights.md",
           many("---\nid: lights\ntopic: net\ntitle: {ko: 가, en: a}\n---\n::: ko\n가\n::: en\n",
                LIMIT_BLOCKS + 1, "x#\n\n", ""),
           "articles/lights.md:137:1: error A056: There are more than 64 paragraphs.");
}

static void sixty_five_holidays_are_too_many(void **state)
{
    (void)state;
    struct sources sources;
    struct kerr err;
    sources_make(&sources);
    sources_edit(
        &sources, "pack.yaml", "holidays:\n",
        many("holidays:\n", LIMIT_HOLIDAYS - 1, "  - {date: 2025-01-01, ko: 가, en: a}\n", ""));
    assert_int_equal(K_E_FORMAT, sources_build(&sources, &err));
    assert_string_equal(
        "pack.yaml:9:3: error A043: holidays has 65 entries. There must be 0 to 64.",
        sources.told[0]);
    sources_done(&sources);
}

static void twenty_five_topics_are_too_many(void **state)
{
    (void)state;
    struct sources sources;
    struct kerr err;
    sources_make(&sources);
    sources_edit(
        &sources, "pack.yaml", "topics:\n",
        many("topics:\n", LIMIT_TOPICS,
             "  - {id: t#, icon: globe, title: {ko: 가, en: a}, detail: {ko: 가, en: a}}\n", ""));
    assert_int_equal(K_E_FORMAT, sources_build(&sources, &err));
    assert_string_equal("pack.yaml:20:3: error A043: topics has 25 entries. There must be 1 to 24.",
                        sources.told[0]);
    sources_done(&sources);
}

static void two_thousand_and_fifty_synonyms_are_too_many(void **state)
{
    (void)state;
    expect("synonyms.yaml", many("", LIMIT_SYNONYMS / 2 + 1, "- [a#, b#]\n", ""),
           "synonyms.yaml:1:1: error A043: The file has 2050 entries. There must be 0 to 2048.");
}

static void five_hundred_and_thirteen_readings_are_too_many(void **state)
{
    (void)state;
    struct sources sources;
    struct kerr err;
    sources_make(&sources);
    sources_edit(&sources, "pack.yaml", "readings: {Wi-Fi: 와이파이, SIM: {ko: 심, en: sim}}\n",
                 many("readings:\n", LIMIT_READINGS + 1, "  w#: 가\n", ""));
    assert_int_equal(K_E_FORMAT, sources_build(&sources, &err));
    assert_string_equal(
        "pack.yaml:25:3: error A043: readings has 513 entries. There must be 0 to 512.",
        sources.told[0]);
    sources_done(&sources);
}

/* Noise is what a PNG cannot make small. */
static void a_picture_of_noise_is_too_large(void **state)
{
    (void)state;
    expect("pictures/modem.svg",
           "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 16\">"
           "<filter id=\"f\"><feTurbulence baseFrequency=\"9\" numOctaves=\"3\"/></filter>"
           "<rect width=\"10\" height=\"16\" filter=\"url(#f)\"/></svg>",
           "pictures/modem.svg:1:1: error A505: The picture has more than 2097152 bytes as PNG.");
}

static void flows_that_call_flows_five_deep_are_too_deep(void **state)
{
    (void)state;
    struct sources sources;
    struct kerr err;
    sources_make(&sources);
    for (int i = 0; i < 5; i++) {
        char path[64];
        char text[256];
        (void)kstr_format(path, sizeof path, "flows/deep-%d.yaml", i);
        (void)kstr_format(text, sizeof text,
                          i < 4 ? "id: deep-%d\ntitle: {ko: 가, en: a}\nsteps:\n"
                                  "  - id: down\n    call: deep-%d\n" END
                                : "id: deep-%d\ntitle: {ko: 가, en: a}\nsteps:\n" END,
                          i, i + 1);
        sources_write(&sources, path, text);
    }
    assert_int_equal(K_E_FORMAT, sources_build(&sources, &err));
    assert_string_equal(
        "flows/deep-0.yaml:4:3: error A108: Flows call flows 5 deep. Use at most 4 levels.",
        sources.told[0]);
    sources_done(&sources);
}

static void an_again_that_shows_nothing_is_told_at_its_flow(void **state)
{
    (void)state;
    expect("flows/spin.yaml",
           "id: spin\ntitle: {ko: 가, en: a}\nsteps:\n"
           "  - id: a\n    branch:\n      - {else: b}\n  - id: b\n    again: a\n    times: 9\n" END,
           "flows/spin.yaml:4:5: error A114: The kiosk would refuse this: more than 512 steps in a "
           "row show nothing");
}

static void all_problems_are_told_in_order(void **state)
{
    (void)state;
    struct sources sources;
    struct kerr err;
    sources_make(&sources);
    sources_write(&sources, "synonyms.yaml", many("", 150, "- [w#]\n", ""));
    sources_edit(&sources, "flows/fix.yaml", "needs: guest", "needs: king");
    assert_int_equal(K_E_FORMAT, sources_build(&sources, &err));
    assert_int_equal(151, sources.told_count);
    assert_non_null(strstr(err.text, "151 errors"));
    assert_string_equal(
        "flows/fix.yaml:7:8: error A037: needs is 'king'. Use one of: guest, greeted, own, change.",
        sources.told[0]);
    assert_string_equal("synonyms.yaml:1:3: error A046: A group of synonyms has fewer than two "
                        "words. Add a word or remove the group.",
                        sources.told[1]);
    sources_done(&sources);
}

static void an_article_of_one_language_alone_is_no_article(void **state)
{
    (void)state;
    expect("articles/lights.md",
           "---\nid: lights\ntopic: net\ntitle: {ko: 가, en: a}\n---\n::: ko\n::: en\na\n",
           "articles/lights.md:7:1: error A055: There is no text under '::: ko'.");
}

static void an_entry_of_4097_words_is_too_long(void **state)
{
    (void)state;
    expect("synonyms.yaml", many("- [", 4097, "w#, ", "w]\n"),
           "synonyms.yaml:1:27566: error A023: There are more than 4096 entries.");
}

static void keywords_of_1024_bytes_are_too_long(void **state)
{
    (void)state;
    struct sources sources;
    struct kerr err;
    sources_make(&sources);
    sources_edit(&sources, "flows/fix.yaml", "ko: [먹통]", many("ko: [", 200, "word-#, ", "word]"));
    assert_int_equal(K_E_FORMAT, sources_build(&sources, &err));
    assert_non_null(strstr(sources.told[0], "error A039: The keywords have more than 1023 bytes"));
    sources_done(&sources);
}

/* Bytes that nobody needs: a comment of 4 MiB. */
static void a_file_of_more_than_4_mib_is_too_long(void **state)
{
    (void)state;
    const size_t count = (size_t)4 * 1024 * 1024 + 1;
    char *text = malloc(count + 1);
    assert_non_null(text);
    memset(text, '#', count);
    text[count] = '\0';
    expect("synonyms.yaml", text,
           "synonyms.yaml:1:1: error A002: The file has more than 4194304 "
           "bytes.");
    free(text);
}

static void a_file_that_is_a_folder_cannot_be_read(void **state)
{
    (void)state;
    struct sources sources;
    struct kerr err;
    char path[SOURCES_PATH];
    sources_make(&sources);
    sources_remove(&sources, "synonyms.yaml");
    (void)kstr_format(path, sizeof path, "%s/synonyms.yaml", sources.dir);
    assert_int_equal(0, mkdir(path, 0700));
    assert_int_equal(K_E_FORMAT, sources_build(&sources, &err));
    assert_non_null(strstr(sources.told[0], "synonyms.yaml:1:1: error A003: The file cannot be "
                                            "read: "));
    sources_done(&sources);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flow_of_129_steps_is_too_long),
        cmocka_unit_test(a_flow_of_49_answers_is_too_long),
        cmocka_unit_test(seven_choices_are_too_many),
        cmocka_unit_test(a_paragraph_of_1024_bytes_is_too_long),
        cmocka_unit_test(an_article_of_65_paragraphs_is_too_long),
        cmocka_unit_test(sixty_five_holidays_are_too_many),
        cmocka_unit_test(twenty_five_topics_are_too_many),
        cmocka_unit_test(five_hundred_and_thirteen_readings_are_too_many),
        cmocka_unit_test(two_thousand_and_fifty_synonyms_are_too_many),
        cmocka_unit_test(a_picture_of_noise_is_too_large),
        cmocka_unit_test(flows_that_call_flows_five_deep_are_too_deep),
        cmocka_unit_test(an_again_that_shows_nothing_is_told_at_its_flow),
        cmocka_unit_test(an_article_of_one_language_alone_is_no_article),
        cmocka_unit_test(an_entry_of_4097_words_is_too_long),
        cmocka_unit_test(keywords_of_1024_bytes_are_too_long),
        cmocka_unit_test(a_file_of_more_than_4_mib_is_too_long),
        cmocka_unit_test(a_file_that_is_a_folder_cannot_be_read),
        cmocka_unit_test(all_problems_are_told_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
