/* What the compiler makes of the sources, and that it makes the same every time. */
#include "check.h"
#include "kbuf.h"
#include "kcivil.h"
#include "kstr.h"
#include "pack.h"
#include "sources.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PNG_BYTES ((size_t)2 * 1024 * 1024)

static void build(struct sources *sources)
{
    struct kerr err;
    enum kcode code = sources_build(sources, &err);
    assert_string_equal("", sources->told[0]);
    assert_ok(code, &err);
}

static void expect_same_bytes(const char *path, const char *other)
{
    size_t count = 0;
    size_t other_count = 0;
    char *bytes = sources_bytes(path, &count);
    char *other_bytes = sources_bytes(other, &other_count);
    assert_int_equal(count, other_count);
    assert_memory_equal(bytes, other_bytes, count);
    free(bytes);
    free(other_bytes);
}

static void the_same_sources_in_two_folders_give_the_same_bytes(void **state)
{
    struct sources one;
    struct sources other;
    (void)state;
    sources_make(&one);
    sources_make(&other);
    build(&one);
    build(&other);
    expect_same_bytes(one.pack, other.pack);
    build(&one); /* over the file that is there */
    expect_same_bytes(one.pack, other.pack);
    sources_done(&one);
    sources_done(&other);
}

static void the_telecom_pack_builds_the_same_from_a_copy(void **state)
{
    struct sources one;
    struct sources telecom = {.told_count = 0};
    struct sources copy = {.told_count = 0};
    char command[4 * SOURCES_PATH];
    (void)state;
    sources_make(&one);
    (void)kstr_format(telecom.dir, sizeof telecom.dir, "%s/content/telecom", SOURCE_DIR);
    (void)kstr_format(copy.dir, sizeof copy.dir, "%s/copy", one.dir);
    (void)kstr_format(command, sizeof command, "cp -r '%s' '%s'", telecom.dir, copy.dir);
    assert_int_equal(0, system(command)); // NOLINT(cert-env33-c): paths of our own
    (void)kstr_format(telecom.pack, sizeof telecom.pack, "%s/a.pack", one.dir);
    (void)kstr_format(copy.pack, sizeof copy.pack, "%s/b.pack", one.dir);
    build(&telecom);
    build(&copy);
    expect_same_bytes(telecom.pack, copy.pack);
    sources_done(&one);
}

static void a_failed_build_leaves_the_earlier_pack_and_nothing_else(void **state)
{
    struct sources sources;
    struct kerr err;
    char part[SOURCES_PATH + 8];
    size_t before = 0;
    size_t after = 0;
    (void)state;
    sources_make(&sources);
    (void)kstr_format(part, sizeof part, "%s.part", sources.pack);
    build(&sources);
    free(sources_bytes(sources.pack, &before));
    sources_edit(&sources, "flows/fix.yaml", "topic: net", "topic: nix");
    assert_int_equal(K_E_FORMAT, sources_build(&sources, &err));
    free(sources_bytes(sources.pack, &after));
    assert_int_equal(before, after);
    assert_int_not_equal(0, access(part, F_OK));
    sources_edit(&sources, "flows/fix.yaml", "topic: nix", "topic: net");
    sources_remove(&sources, "pack.yaml");
    assert_int_equal(K_E_FORMAT, sources_build(&sources, &err));
    assert_string_equal("pack.yaml:1:1: error A001: There is no such file. Add it.",
                        sources.told[0]);
    sources_done(&sources);
}

static void a_folder_that_is_not_there_and_a_place_that_cannot_be_written_are_told(void **state)
{
    struct sources sources;
    struct sources wrong;
    struct kerr err;
    (void)state;
    sources_make(&sources);
    wrong = sources;
    (void)kstr_append(wrong.dir, sizeof wrong.dir, "/nowhere");
    assert_int_equal(K_E_NOT_FOUND, sources_build(&wrong, &err));
    wrong = sources;
    (void)kstr_copy(wrong.pack, sizeof wrong.pack, wrong.dir);
    (void)kstr_append(wrong.pack, sizeof wrong.pack, "/nowhere/out.pack");
    assert_int_equal(K_E_IO, sources_build(&wrong, &err));
    sources_done(&sources);
}

/* ---- what is in it ---- */

struct fixture {
    struct sources sources;
    struct pack *pack;
};

static int open_small(void **state)
{
    static struct fixture fixture;
    struct kerr err = {0};
    sources_make(&fixture.sources);
    build(&fixture.sources);
    assert_ok(pack_open(fixture.sources.pack, &fixture.pack, &err), &err);
    *state = &fixture;
    return 0;
}

static int close_small(void **state)
{
    struct fixture *fixture = *state;
    pack_close(&fixture->pack);
    assert_null(fixture->pack);
    sources_done(&fixture->sources);
    return 0;
}

static void settings_come_back_as_they_were_written(void **state)
{
    const struct fixture *fixture = *state;
    const struct content *content = pack_content(fixture->pack);
    assert_string_equal("small", content->id);
    assert_string_equal("1.0.0", content->version);
    assert_string_equal("작은 안내", content->name.in[LANG_KO]);
    assert_int_equal(0x0B4FA8, content->primary);
    assert_int_equal(540, content->utc_offset_min);
    assert_int_equal(9 * 60, content->hours[1].open_min);
    assert_int_equal(13 * 60, content->hours[6].close_min);
    assert_int_equal(0, content->hours[7].close_min);
    assert_int_equal(2, content->holiday_count);
    assert_int_equal(kcivil_days(2026, 12, 25), content->holiday[0].day);
    assert_string_equal("New Year's Day", content->holiday[1].name.in[LANG_EN]);
    assert_true(content->channel[CHANNEL_CALL]);
    assert_false(content->channel[CHANNEL_TEXT]);
    assert_true(content->channel[CHANNEL_EMAIL]);
    assert_int_equal(NAME_MASKED, content->greet_name);
    assert_int_equal(NAME_SURNAME, content->header_name);
    assert_int_equal(30, content->idle_countdown_s);
    assert_string_equal("2026-11", content->consent_version);
    assert_int_equal(1, content->topic_count);
    assert_string_equal("globe", content->topic[0].icon);
}

static void a_flow_comes_back_with_its_conditions_and_calls(void **state)
{
    const struct fixture *fixture = *state;
    const struct flow_book *book = &pack_content(fixture->pack)->book;
    uint16_t fix = flow_find(book, "fix");
    assert_int_not_equal(UINT16_MAX, fix);
    const struct flow_chart *chart = &book->chart[fix];
    assert_int_equal(9, chart->step_count);
    const struct flow_step *call = &chart->step[1];
    assert_int_equal(FLOW_CALL, call->kind);
    assert_string_equal("restart-it", book->chart[call->call.flow].id);
    assert_string_equal("modem", call->call.gift[0].value.code[0].word);
    assert_string_equal("restart.done", chart->var[call->call.take[0].var].name);
    assert_int_equal(FLOW_TRUTH, chart->var[call->call.take[0].var].type);
    const struct flow_step *branch = &chart->step[2];
    assert_int_equal(2, branch->exit_count);
    assert_int_equal(5, branch->exit[0].when.code_count);
    assert_int_equal(0, branch->exit[1].when.code_count);
    const struct flow_step *input = &chart->step[4];
    assert_int_equal(30, input->input.max);
    assert_int_equal(2, input->input.tries);
    assert_string_equal("years", input->input.unit.in[LANG_EN]);
    assert_int_equal(UINT16_MAX, book->chart[flow_find(book, "restart-it")].topic);
}

static void an_article_comes_back_as_blocks(void **state)
{
    const struct fixture *fixture = *state;
    static struct article article;
    static const struct {
        enum block_kind kind;
        uint16_t number;
        const char *text;
    } blocks[] = {
        {BLOCK_HEADING, 0, "불빛의 뜻"},
        {BLOCK_PARAGRAPH, 0, "초록색은 정상입니다. 다음 줄도 같은 문단입니다."},
        {BLOCK_PICTURE, 0, "초록 불빛 네 개"},
        {BLOCK_BULLET, 0, "빨간색은 고장입니다."},
        {BLOCK_BULLET, 0, "꺼져 있으면 전원을 봅니다."},
        {BLOCK_NUMBERED, 1, "끕니다."},
        {BLOCK_NUMBERED, 2, "켭니다."},
    };
    struct kerr err = {0};
    assert_ok(pack_article(fixture->pack, 0, LANG_KO, &article, &err), &err);
    assert_int_equal(sizeof blocks / sizeof *blocks, article.block_count);
    for (size_t i = 0; i < article.block_count; i++) {
        assert_int_equal(blocks[i].kind, article.block[i].kind);
        assert_int_equal(blocks[i].number, article.block[i].number);
        assert_string_equal(blocks[i].text, article.block[i].text);
    }
    assert_string_equal("modem", article.block[2].picture);
    assert_ok(pack_article(fixture->pack, 0, LANG_EN, &article, &err), &err);
    assert_string_equal("Four green lights", article.block[2].text);
}

static void a_picture_comes_back_as_a_png_960_wide_with_its_words(void **state)
{
    const struct fixture *fixture = *state;
    static char png[PNG_BYTES];
    struct kbuf buf = KBUF(png);
    char alt[LIMIT_TEXT_BYTES];
    struct kerr err = {0};
    assert_ok(pack_picture(fixture->pack, "modem", LANG_EN, &buf, alt, &err), &err);
    assert_memory_equal("\x89PNG\r\n\x1A\n", png, 8);
    assert_memory_equal("\x00\x00\x03\xC0\x00\x00\x02\x1C", png + 16, 8); /* 960 x 540 */
    assert_string_equal("A modem with four green lights", alt);
    struct kbuf tiny = {.data = png, .size = 100};
    assert_int_equal(K_E_FULL, pack_picture(fixture->pack, "modem", LANG_EN, &tiny, alt, &err));
}

int main(void)
{
    const struct CMUnitTest builds[] = {
        cmocka_unit_test(the_same_sources_in_two_folders_give_the_same_bytes),
        cmocka_unit_test(the_telecom_pack_builds_the_same_from_a_copy),
        cmocka_unit_test(a_failed_build_leaves_the_earlier_pack_and_nothing_else),
        cmocka_unit_test(a_folder_that_is_not_there_and_a_place_that_cannot_be_written_are_told),
    };
    const struct CMUnitTest contents[] = {
        cmocka_unit_test(settings_come_back_as_they_were_written),
        cmocka_unit_test(a_flow_comes_back_with_its_conditions_and_calls),
        cmocka_unit_test(an_article_comes_back_as_blocks),
        cmocka_unit_test(a_picture_comes_back_as_a_png_960_wide_with_its_words),
    };
    int failed = cmocka_run_group_tests(builds, NULL, NULL);
    return failed + cmocka_run_group_tests(contents, open_small, close_small);
}
