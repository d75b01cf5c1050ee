#include "check.h"
#include "kbuf.h"
#include "kstr.h"
#include "pack.h"
#include "sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARTICLES   60
#define LINE_BYTES 2048
#define SYNONYM_YAML                                                                                                   \
    "- [리모컨, 리모콘]\n- [배터리, 밧데리, 빳데리]\n- [결제, 결재]\n- [휴대전화, 핸드폰]\n" \
    "- [wifi, 와이파이]\n- [되지 않을, 안돼, 안되, 안 돼]\n- [배송, 택배]\n- [통화, 전화하고]\n"

/* The corpus of facts/people.md 3.2 as a pack, opened once for all tests. */
struct fixture {
    struct sources sources;
    struct pack *pack;
};

static int number(const char *text)
{
    return (int)strtol(text, NULL, 10);
}

/* "a,b" as a YAML list of quoted words. */
static void write_list(struct kbuf *buf, const char *words, struct kerr *err)
{
    char text[LINE_BYTES];
    char *rest = NULL;
    (void)kstr_copy(text, sizeof text, words);
    const char *open = "[";
    for (char *word = strtok_r(text, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
        assert_ok(kbuf_format(buf, err, "%s\"%s\"", open, word), err);
        open = ", ";
    }
    assert_ok(kbuf_text(buf, "]", err), err);
}

/* One line "id TAB title TAB body TAB keywords" as an article; both languages say the same. */
static void write_article(const struct sources *sources, char *line)
{
    char *rest = NULL;
    const char *id = strtok_r(line, "\t", &rest);
    const char *title = strtok_r(NULL, "\t", &rest);
    const char *body = strtok_r(NULL, "\t", &rest);
    const char *keywords = strtok_r(NULL, "\t", &rest);
    char memory[2 * LINE_BYTES];
    char path[64];
    struct kbuf buf = KBUF(memory);
    struct kerr err = {0};
    assert_ok(kbuf_format(&buf, &err,
                          "---\nid: a%02d\ntopic: net\ntitle: {ko: \"%s\", en: Article %s}\n"
                          "keywords: {ko: ",
                          number(id), title, id),
              &err);
    write_list(&buf, keywords, &err);
    assert_ok(kbuf_format(&buf, &err, ", en: [none]}\n---\n::: ko\n%s\n::: en\nNothing.\n", body),
              &err);
    (void)kstr_format(path, sizeof path, "articles/a%02d.md", number(id));
    sources_write(sources, path, buf.data);
}

static FILE *open_data(const char *name)
{
    char path[SOURCES_PATH];
    (void)kstr_format(path, sizeof path, "%s/search/%s", TEST_DIR, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    return file;
}

static int make_corpus(void **state)
{
    static struct fixture fixture;
    struct sources *sources = &fixture.sources;
    char line[LINE_BYTES];
    struct kerr err = {0};
    sources_make(sources);
    sources_write(sources, "synonyms.yaml", SYNONYM_YAML);
    FILE *file = open_data("corpus.tsv");
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        write_article(sources, line);
    }
    assert_int_equal(0, fclose(file));
    enum kcode code = sources_build(sources, &err);
    assert_string_equal("", sources->told[0]);
    assert_ok(code, &err);
    assert_ok(pack_open(sources->pack, &fixture.pack, &err), &err);
    *state = &fixture;
    return 0;
}

static int remove_corpus(void **state)
{
    struct fixture *fixture = *state;
    pack_close(&fixture->pack);
    sources_done(&fixture->sources);
    return 0;
}

static const char *id_of(const struct fixture *fixture, const struct found_item *item)
{
    const struct content *content = pack_content(fixture->pack);
    return item->kind == FOUND_FLOW ? content->book.chart[item->index].id
                                    : content->article[item->index].id;
}

static struct found look(const struct fixture *fixture, const char *query, enum lang lang)
{
    struct found found;
    struct kerr err = {0};
    assert_ok(pack_search(fixture->pack, query, lang, &found, &err), &err);
    return found;
}

/* Rank (1..) of the first wanted article ("4,5"), 0 when none is found. */
static int rank_of(const struct fixture *fixture, const struct found *found, const char *wanted)
{
    for (int i = 0; i < found->count; i++) {
        char text[64];
        char *rest = NULL;
        (void)kstr_copy(text, sizeof text, wanted);
        for (char *one = strtok_r(text, ",", &rest); one; one = strtok_r(NULL, ",", &rest)) {
            char id[LIMIT_ID_BYTES];
            (void)kstr_format(id, sizeof id, "a%02d", number(one));
            if (strcmp(id, id_of(fixture, &found->item[i])) == 0) {
                return i + 1;
            }
        }
    }
    return 0;
}

static void of_42_queries_40_find_their_article_among_the_first_three(void **state)
{
    const struct fixture *fixture = *state;
    char line[LINE_BYTES];
    int count = 0;
    int first = 0;
    int third = 0;
    FILE *file = open_data("queries_dev.tsv");
    while (fgets(line, sizeof line, file)) {
        char *rest = NULL;
        line[strcspn(line, "\n")] = '\0';
        const char *kind = strtok_r(line, "\t", &rest);
        const char *query = strtok_r(NULL, "\t", &rest);
        const char *wanted = strtok_r(NULL, "\t", &rest);
        struct found found = look(fixture, query, LANG_KO);
        int rank = rank_of(fixture, &found, wanted);
        count++;
        first += rank == 1;
        third += rank >= 1 && rank <= 3;
        if (rank != 1) {
            print_message("rank %d band %d: [%s] %s wants %s, first is %s\n", rank, found.band,
                          kind, query, wanted,
                          found.count > 0 ? id_of(fixture, &found.item[0]) : "nothing");
        }
    }
    assert_int_equal(0, fclose(file));
    print_message("hit@1 %d, hit@3 %d of %d\n", first, third, count);
    assert_int_equal(42, count);
    assert_true(third >= 40);
}

static void nonsense_finds_nothing_and_says_so(void **state)
{
    static const char *const nonsense[] = {
        "화성 감자 요리",
        "xqzvkw",
        "ㅋㅋㅋㅋㅋㅋ",
        "banana pancake",
        "!!!",
        "고래 잡는 방법",
        "   ",
        "",
        "피라미드 건설",
        "zzzz zzzz",
    };
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        struct found found = look(*state, nonsense[i], LANG_KO);
        if (found.band != FOUND_NONE) {
            print_message("%s: %s %.2f\n", nonsense[i], id_of(*state, &found.item[0]),
                          (double)found.item[0].score);
        }
        assert_int_equal(FOUND_NONE, found.band);
        assert_int_equal(0, found.count);
    }
}

static void results_are_of_one_band_and_no_more_than_fit(void **state)
{
    static const char *const queries[] = {"카드", "ㅋ", "전화 카드 배송 예약", "a"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct found found = look(*state, queries[i], LANG_KO);
        assert_true(found.count <= LIMIT_FOUND);
        assert_int_equal(found.count == 0, found.band == FOUND_NONE);
        for (int k = 0; k < found.count; k++) {
            assert_true(found.item[k].score >= 0.25F);
            assert_int_equal(found.item[k].score >= 0.45F, found.band == FOUND_GOOD);
        }
    }
}

static void a_query_longer_than_a_field_and_bytes_that_are_no_text_do_no_harm(void **state)
{
    char query[4096];
    memset(query, 'k', sizeof query - 1);
    query[sizeof query - 1] = '\0';
    (void)look(*state, query, LANG_KO);
    for (size_t i = 0; i + 1 < sizeof query; i++) {
        query[i] = (char)(1 + i * 131 % 255);
    }
    (void)look(*state, query, LANG_KO);
    (void)look(*state, "\" OR *:^(NEAR", LANG_EN);
    (void)look(*state, "\xEA\xB0", LANG_KO);
}

/* ---- the pack we ship ---- */

static int open_telecom(void **state)
{
    static struct fixture fixture;
    struct kerr err = {0};
    sources_make(&fixture.sources);
    char out[SOURCES_PATH];
    (void)kstr_copy(out, sizeof out, fixture.sources.dir);
    struct sources telecom = fixture.sources;
    (void)kstr_format(telecom.dir, sizeof telecom.dir, "%s/content/telecom", SOURCE_DIR);
    assert_ok(sources_build(&telecom, &err), &err);
    assert_ok(pack_open(fixture.sources.pack, &fixture.pack, &err), &err);
    *state = &fixture;
    return 0;
}

static void english_and_korean_find_the_same_flow(void **state)
{
    static const struct {
        const char *query;
        enum lang lang;
        const char *id;
    } cases[] = {
        {"internet is down", LANG_EN, "internet-down"},
        {"wifi drops", LANG_EN, "wifi-drops"},
        {"slow internet", LANG_EN, "internet-slow"},
        {"no tv signal", LANG_EN, "tv-no-signal"},
        {"the bill is higher", LANG_EN, "bill-higher"},
        {"moving house", LANG_EN, "moving-house"},
        {"verificaton texts", LANG_EN, "no-verification-texts"},
        {"인터넷이 안돼요", LANG_KO, "internet-down"},
        {"인터넷 느려요", LANG_KO, "internet-slow"},
        {"dhkdlvkdl", LANG_KO, "wifi-drops"},
        {"와이파이", LANG_EN, "wifi-drops"},
        {"wifi drops", LANG_KO, "wifi-drops"},
        {"ㅇㅌㄴㅇ", LANG_KO, "internet-down"},
        {"dlsxjspt", LANG_KO, "internet-down"},
    };
    int missed = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct found found = look(*state, cases[i].query, cases[i].lang);
        bool hit = false;
        for (int k = 0; k < found.count && k < 3; k++) {
            hit = hit || strcmp(cases[i].id, id_of(*state, &found.item[k])) == 0;
        }
        if (!hit) {
            print_message("%s: wants %s, first is %s\n", cases[i].query, cases[i].id,
                          found.count > 0 ? id_of(*state, &found.item[0]) : "nothing");
        }
        missed += hit ? 0 : 1;
    }
    assert_int_equal(0, missed);
}

int main(void)
{
    const struct CMUnitTest corpus[] = {
        cmocka_unit_test(of_42_queries_40_find_their_article_among_the_first_three),
        cmocka_unit_test(nonsense_finds_nothing_and_says_so),
        cmocka_unit_test(results_are_of_one_band_and_no_more_than_fit),
        cmocka_unit_test(a_query_longer_than_a_field_and_bytes_that_are_no_text_do_no_harm),
    };
    const struct CMUnitTest telecom[] = {
        cmocka_unit_test(english_and_korean_find_the_same_flow),
    };
    int failed = cmocka_run_group_tests(corpus, make_corpus, remove_corpus);
    return failed + cmocka_run_group_tests(telecom, open_telecom, remove_corpus);
}
