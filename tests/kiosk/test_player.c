#include "check.h"
#include "kstr.h"
#include "player_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void a_statement_is_cut_at_blanks_outside_quotes(void **state)
{
    (void)state;
    struct statement_words words;
    struct kerr err = {0};
    assert_ok(words_cut("  customer M-1  name=\"홍 길동\" \"a\\\"b\" # who", &words, &err), &err);
    assert_int_equal(4, words.count);
    assert_string_equal("customer", words.word[0]);
    assert_string_equal("M-1", words.word[1]);
    assert_string_equal("name=홍 길동", words.word[2]);
    assert_string_equal("a\"b", words.word[3]);
    assert_string_equal("홍 길동", words_value(&words, "name"));
    assert_null(words_value(&words, "nam"));
}

static void comments_and_blank_lines_say_nothing(void **state)
{
    (void)state;
    struct statement_words words;
    struct kerr err = {0};
    assert_ok(words_cut("", &words, &err), &err);
    assert_int_equal(0, words.count);
    assert_ok(words_cut("   # touch \"it", &words, &err), &err);
    assert_int_equal(0, words.count);
}

static void an_open_quote_and_too_many_words_are_refused(void **state)
{
    (void)state;
    struct statement_words words;
    struct kerr err = {0};
    assert_int_equal(K_E_FORMAT, words_cut("touch \"it", &words, &err));
    err = (struct kerr){0};
    assert_int_equal(K_E_FORMAT,
                     words_cut("1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l", &words, &err));
}

static void panels_are_read_or_refused(void **state)
{
    (void)state;
    struct panel panel = {0};
    assert_true(panel_read("1920x1080@0.277", &panel));
    assert_int_equal(1920, panel.width_px);
    assert_int_equal(1080, panel.height_px);
    assert_true(panel.mm_per_px > 0.276 && panel.mm_per_px < 0.278);
    assert_true(panel_read("1080x1920", &panel));
    assert_false(panel_read("", &panel));
    assert_false(panel_read("1080", &panel));
    assert_false(panel_read("1080x1920@", &panel));
    assert_false(panel_read("1080x1920@9", &panel));
    assert_false(panel_read("100x1920", &panel));
    assert_false(panel_read("1080x1920 ", &panel));
}

/* Plays one script, its words going to /dev/null. */
static int play(const char *script)
{
    char path[] = "/tmp/annae-script-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    assert_true(fputs(script, file) >= 0);
    assert_int_equal(0, fclose(file));
    struct kiosk_config kiosk = {.pack_path = BINARY_DIR "/telecom.pack",
                                 .headless = true,
                                 .panel = {.width_px = 540, .height_px = 960, .mm_per_px = 0.496},
                                 .world = kiosk_real_world};
    struct player_config config = {.script_path = path};
    int code = player_run(&kiosk, &config);
    (void)unlink(path);
    return code;
}

static void a_script_that_is_right_is_played_to_its_end(void **state)
{
    (void)state;
    assert_int_equal(0, play("expect screen attract\n"));
}

static void a_wrong_script_fails_loudly(void **state)
{
    (void)state;
    assert_int_equal(1, play(""));
    assert_int_equal(1, play("dance\n"));
    assert_int_equal(1, play("touch\n"));
    assert_int_equal(1, play("touch \"no such label\"\n"));
    assert_int_equal(1, play("expect screen step\n"));
    assert_int_equal(1, play("expect text \"no such text\"\n"));
    assert_int_equal(1, play("expect\n"));
    assert_int_equal(1, play("expect peace now\n"));
    assert_int_equal(1, play("expect requests 1\n"));
    assert_int_equal(1, play("expect requests none\n"));
    assert_int_equal(1, play("crash after=soon\n"));
    assert_int_equal(1, play("expect request callback\n"));
    assert_int_equal(1, play("wait 5\n"));
    assert_int_equal(1, play("time yesterday\nexpect screen attract\n"));
    assert_int_equal(1, play("expect screen attract\nlang en\n")); /* too late */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_statement_is_cut_at_blanks_outside_quotes),
        cmocka_unit_test(comments_and_blank_lines_say_nothing),
        cmocka_unit_test(an_open_quote_and_too_many_words_are_refused),
        cmocka_unit_test(panels_are_read_or_refused),
        cmocka_unit_test(a_script_that_is_right_is_played_to_its_end),
        cmocka_unit_test(a_wrong_script_fails_loudly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
