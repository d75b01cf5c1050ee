/* annae-pack as an author runs it: exit codes, and what goes to which stream. */
#include "check.h"
#include "kstr.h"
#include "sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define OUTPUT_BYTES 8192

struct answer {
    int status;
    char text[OUTPUT_BYTES];
};

/* Run annae-pack; `streams` is "2>/dev/null" for what it prints, "2>&1 >/dev/null" for errors. */
static struct answer run(const char *args, const char *streams)
{
    struct answer answer = {0};
    char command[4 * SOURCES_PATH];
    assert_true(
        kstr_format(command, sizeof command, "%s/bin/annae-pack %s %s", BINARY_DIR, args, streams));
    FILE *pipe = popen(command, "r"); // NOLINT(cert-env33-c): a command of our own
    assert_non_null(pipe);
    size_t count = fread(answer.text, 1, sizeof answer.text - 1, pipe);
    answer.text[count] = '\0';
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    answer.status = WEXITSTATUS(status);
    return answer;
}

static int make(void **state)
{
    static struct sources sources;
    sources_make(&sources);
    char args[2 * SOURCES_PATH + 16];
    (void)kstr_format(args, sizeof args, "build %s -o %s", sources.dir, sources.pack);
    struct answer answer = run(args, "2>&1");
    assert_string_equal("", answer.text);
    assert_int_equal(0, answer.status);
    *state = &sources;
    return 0;
}

static int unmake(void **state)
{
    sources_done(*state);
    return 0;
}

static void a_pack_can_be_read_by_everybody_and_written_by_its_author(void **state)
{
    const struct sources *sources = *state;
    struct stat info;
    assert_int_equal(0, stat(sources->pack, &info));
    assert_int_equal(0644, info.st_mode & 07777);
}

static void list_prints_version_and_counts(void **state)
{
    const struct sources *sources = *state;
    char args[SOURCES_PATH + 16];
    (void)kstr_format(args, sizeof args, "list %s", sources->pack);
    struct answer answer = run(args, "2>/dev/null");
    assert_int_equal(0, answer.status);
    assert_string_equal("small 1.0.0\n작은 안내\ntopics 1\nflows 2\narticles 1\n", answer.text);
}

static void search_prints_rank_kind_id_score_band_and_title(void **state)
{
    const struct sources *sources = *state;
    char args[SOURCES_PATH + 64];
    (void)kstr_format(args, sizeof args, "search %s '모뎀 불빛'", sources->pack);
    struct answer answer = run(args, "2>/dev/null");
    assert_int_equal(0, answer.status);
    assert_string_equal("1\tarticle\tlights\t0.97\tgood\t모뎀 불빛 읽기\n", answer.text);
    (void)kstr_format(args, sizeof args, "search %s 'internet down' --lang en", sources->pack);
    answer = run(args, "2>/dev/null");
    assert_string_equal("1\tflow\tfix\t1.00\tgood\tThe internet is down\n", answer.text);
    (void)kstr_format(args, sizeof args, "search %s 'zzqx'", sources->pack);
    answer = run(args, "2>/dev/null");
    assert_int_equal(0, answer.status);
    assert_string_equal("nothing found\n", answer.text);
}

static void a_mistake_goes_to_stderr_with_file_line_and_column(void **state)
{
    struct sources broken;
    char args[2 * SOURCES_PATH + 16];
    char line[2 * SOURCES_PATH];
    (void)state;
    sources_make(&broken);
    sources_edit(&broken, "flows/fix.yaml", "topic: net", "topic: nett");
    (void)kstr_format(args, sizeof args, "build %s -o %s", broken.dir, broken.pack);
    struct answer answer = run(args, "2>&1 >/dev/null");
    assert_int_equal(1, answer.status);
    (void)kstr_format(
        line, sizeof line,
        "%s/flows/fix.yaml:4:8: error A109: There is no topic 'nett' in pack.yaml. Did you "
        "mean 'net'?\nannae-pack: 1 error in %s\n",
        broken.dir, broken.dir);
    assert_string_equal(line, answer.text);
    sources_done(&broken);
}

static void what_is_not_understood_is_exit_code_2_and_what_fails_1(void **state)
{
    static const char *const not_understood[] = {
        "", "fly", "build", "build x", "list", "search x", "search x y --lang de", "build a b c",
    };
    (void)state;
    for (size_t i = 0; i < sizeof not_understood / sizeof *not_understood; i++) {
        struct answer answer = run(not_understood[i], "2>&1 >/dev/null");
        assert_int_equal(2, answer.status);
        assert_non_null(strstr(answer.text, "annae-pack --help"));
    }
    assert_int_equal(1, run("list /nonexistent/x.pack", "2>&1 >/dev/null").status);
    struct answer help = run("--help", "2>/dev/null");
    assert_int_equal(0, help.status);
    assert_non_null(strstr(help.text, "annae-pack build DIR -o FILE"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pack_can_be_read_by_everybody_and_written_by_its_author),
        cmocka_unit_test(list_prints_version_and_counts),
        cmocka_unit_test(search_prints_rank_kind_id_score_band_and_title),
        cmocka_unit_test(a_mistake_goes_to_stderr_with_file_line_and_column),
        cmocka_unit_test(what_is_not_understood_is_exit_code_2_and_what_fails_1),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
