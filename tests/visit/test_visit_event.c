#include "check.h"
#include "patron.h"

#include "kstr.h"

#include <string.h>

/* Saved events: a visit replayed from its journal shows the same screen; nothing personal is in
 * it; foreign bytes are refused. */

static struct patron p;
static struct visit replayed;
static struct visit_effects replayed_effects; /* of going on */

/* Replay the journal as the shell does after a crash; ref is filled from the kiosk's own memory. */
static void replay(void)
{
    struct visit_effects effects;
    struct profile profile;
    struct found found;
    visit_init(&replayed, &p.content, &p.site, &p.visit.world);
    for (int i = 0; i < p.line_count; i++) {
        struct visit_event event;
        struct kerr err = {0};
        assert_ok(visit_event_decode(p.line[i], &event, &profile, &found, &err), &err);
        if (event.kind == VISIT_CUSTOMER && event.lookup == LOOKUP_KNOWN) {
            assert_string_equal("c-1001", profile.ref);
            small_profile(&profile);
        }
        visit_step(&replayed, &event, &effects);
    }
}

/* What the replayed visit shows after the customer chose to go on. */
static const char *replayed_text(void)
{
    static char text[32768];
    static struct screen screen;
    struct visit_effects *effects = &replayed_effects;
    struct kerr err = {0};
    struct kbuf buf = KBUF(text);
    replay();
    struct visit_event resume = {
        .kind = VISIT_RESUME, .mono_ms = p.mono_ms, .wall_ms = p.wall_ms + 1};
    visit_step(&replayed, &resume, effects);
    struct visit_event yes = {.kind = VISIT_TOUCH,
                              .action = {.verb = ACT_YES},
                              .mono_ms = p.mono_ms,
                              .wall_ms = p.wall_ms + 1};
    visit_step(&replayed, &yes, effects);
    visit_screen(&replayed, &screen);
    assert_ok(screen_text(&screen, &buf, &err), &err);
    return text;
}

static bool journal_holds(const char *text)
{
    for (int i = 0; i < p.line_count; i++) {
        if (strstr(p.line[i], text) != NULL) {
            return true;
        }
    }
    return false;
}

static int open_kiosk(void **state)
{
    (void)state;
    patron_open(&p);
    return 0;
}

static void a_visit_without_anything_private_replays_to_the_same_screen(void **state)
{
    (void)state;
    patron_as_member(&p);
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    patron_wait(&p, 20000);
    patron_tap(&p, "껐다 켰습니다");
    patron_tap(&p, "아니요, 그대로입니다");
    patron_tap(&p, "English");
    patron_tap(&p, "Next");
    patron_tap(&p, "No, it is as before");
    patron_tap(&p, "Go on by myself");
    patron_type(&p, "120");
    patron_tap(&p, "OK");
    patron_type(&p, "12");
    assert_string_equal(p.text, replayed_text());
}

static void every_screen_of_a_long_visit_replays(void **state)
{
    (void)state;
    patron_as_member(&p);
    patron_tap(&p, "검색하기");
    patron_type(&p, "와이파이");
    patron_answer_search(&p, FOUND_GOOD, FOUND_ARTICLE, SMALL_WIFI_PASSWORD);
    patron_tap(&p, "와이파이 비밀번호 찾기");
    patron_answer_article(&p, SMALL_WIFI_PASSWORD);
    patron_tap(&p, "차례대로 안내받기");
    patron_tap(&p, "모두 초록색");
    patron_tap(&p, "다음");
    patron_tap(&p, "아니요, 그대로입니다");
    patron_type(&p, "3");
    patron_tap(&p, "확인");
    patron_answer_check(&p, 0, "fault");
    assert_string_equal(p.text, replayed_text());
    patron_tap(&p, "상담 신청하기");
    patron_tap(&p, "전화로 받기");
    patron_tap(&p, "010-****-5678 번호로 받기");
    patron_tap(&p, "오늘");
    patron_tap(&p, "오전 11시");
    patron_tap(&p, "동의하고 신청하기");
    patron_answer_accept(&p, true, false, request_a);
    patron_answer_request(&p, request_a, REQUEST_SENT);
    assert_string_equal(p.text, replayed_text());
    patron_tap(&p, "마치기");
    assert_string_equal(p.text, replayed_text());
}

static void what_was_searched_for_is_left_out_and_its_results_are_not(void **state)
{
    (void)state;
    patron_as_guest(&p);
    patron_tap(&p, "검색하기");
    patron_type(&p, "유재석");
    patron_answer_search(&p, FOUND_GOOD, FOUND_ARTICLE, SMALL_WIFI_PASSWORD);
    assert_non_null(
        strstr(replayed_text(), "무엇을 찾으십니까?")); /* asked anew after a crash here */
    patron_tap(&p, "와이파이 비밀번호 찾기");
    patron_answer_article(&p, SMALL_WIFI_PASSWORD);
    patron_tap(&p, "차례대로 안내받기");
    assert_string_equal(p.text, replayed_text());
    assert_false(journal_holds("유재석"));
}

static void a_check_that_was_on_its_way_is_asked_again(void **state)
{
    (void)state;
    patron_as_guest(&p);
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "모두 초록색");
    patron_tap(&p, "다음");
    patron_tap(&p, "아니요, 그대로입니다");
    patron_type(&p, "3");
    patron_tap(&p, "확인");
    assert_string_equal(p.text, replayed_text());
    assert_int_equal(1, replayed_effects.count);
    assert_int_equal(EFFECT_CHECK, replayed_effects.item[0].kind);
}

static void no_token_name_number_or_address_is_in_the_journal(void **state)
{
    (void)state;
    patron_as_member(&p);
    patron_token(&p, "HK1.second-token");
    struct profile profile;
    small_profile(&profile);
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    patron_tap(&p, "검색하기");
    patron_type(&p, "01055556666");
    patron_tap(&p, "처음으로");
    patron_into_flow(&p, SMALL_PASSWORD);
    patron_type(&p, "77213388");
    patron_tap(&p, "확인");
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "전자우편으로 받기");
    patron_type(&p, "hong@example.com");
    patron_tap(&p, "확인");
    patron_tap(&p, "동의하고 신청하기");
    static const char *const canary[] = {"HK1",  "홍",       "길동",  "5555",
                                         "5678", "77213388", "hong@", "example"};
    for (size_t i = 0; i < sizeof(canary) / sizeof(canary[0]); i++) {
        if (journal_holds(canary[i])) {
            print_error("in the journal: %s\n", canary[i]);
            fail();
        }
    }
    assert_true(journal_holds("customer"));
    assert_true(journal_holds("c-1001"));
}

static void a_replay_stands_before_a_private_input_that_was_taken(void **state)
{
    (void)state;
    patron_as_guest(&p);
    patron_into_flow(&p, SMALL_PASSWORD);
    patron_type(&p, "77213388");
    patron_tap(&p, "확인");
    assert_shows(&p, SCREEN_FLOW_END);
    patron_tap(&p, "지금까지의 답 보기");
    const char *text = replayed_text();
    assert_non_null(strstr(text, "계약 비밀번호를 입력하십시오.\n<답: >"));
}

static void a_private_input_that_was_wrong_is_wrong_in_the_replay_too(void **state)
{
    (void)state;
    patron_as_guest(&p);
    patron_into_flow(&p, SMALL_PASSWORD);
    patron_type(&p, "7");
    patron_tap(&p, "확인");
    assert_reads(&p, "1번 더 입력하실 수 있습니다.");
    assert_non_null(strstr(replayed_text(), "1번 더 입력하실 수 있습니다."));
}

static void a_phone_number_at_the_door_is_left_out_and_the_visit_goes_on(void **state)
{
    (void)state;
    patron_tap(&p, "시작하기");
    patron_tap(&p, "전화번호 입력하기");
    patron_type(&p, "01012345678");
    patron_tap(&p, "확인");
    patron_answer_look(&p, LOOKUP_OFFLINE, NULL);
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    assert_false(journal_holds("0101"));
    assert_string_equal(p.text, replayed_text());
}

static void a_request_that_was_kept_is_not_offered_to_be_made_again(void **state)
{
    (void)state;
    patron_as_guest(&p);
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "전화로 받기");
    patron_type(&p, "01098765432");
    patron_tap(&p, "확인");
    patron_tap(&p, "오늘");
    patron_tap(&p, "오전 11시");
    patron_tap(&p, "동의하고 신청하기");
    assert_non_null(strstr(replayed_text(), "연락받을 번호를 입력하십시오."));
    patron_answer_accept(&p, true, false, request_a);
    const char *text = replayed_text();
    char number[KUUID_NUMBER_SIZE];
    kuuid_number(request_a, number);
    assert_non_null(strstr(text, number));
    assert_non_null(strstr(text, "안전하게 저장했습니다."));
}

static void home_after_a_private_input_is_home_in_the_replay(void **state)
{
    (void)state;
    patron_as_guest(&p);
    patron_into_flow(&p, SMALL_PASSWORD);
    patron_type(&p, "77213388");
    patron_tap(&p, "확인");
    patron_tap(&p, "처음으로");
    patron_into_flow(&p, SMALL_INTERNET);
    assert_string_equal(p.text, replayed_text());
}

static void ticks_articles_and_anything_before_a_visit_are_not_saved(void **state)
{
    (void)state;
    char line[PATRON_LINE_BYTES];
    struct kbuf buf = KBUF(line);
    struct kerr err = {0};
    struct visit_event event = {.kind = VISIT_TICK};
    assert_int_equal(K_E_NOT_FOUND, visit_event_encode(&p.visit, &event, &buf, &err));
    struct kerr world_err = {0};
    event.kind = VISIT_WORLD;
    assert_int_equal(K_E_NOT_FOUND, visit_event_encode(&p.visit, &event, &buf, &world_err));
    patron_as_guest(&p);
    struct kerr article_err = {0};
    event.kind = VISIT_ARTICLE;
    assert_int_equal(K_E_NOT_FOUND, visit_event_encode(&p.visit, &event, &buf, &article_err));
    assert_int_equal(0, buf.len);
}

static void a_line_that_does_not_fit_the_buffer_is_refused(void **state)
{
    (void)state;
    char line[12];
    struct kbuf buf = KBUF(line);
    struct kerr err = {0};
    struct visit_event event = {.kind = VISIT_TOUCH, .action = {.verb = ACT_START}};
    assert_int_equal(K_E_FULL, visit_event_encode(&p.visit, &event, &buf, &err));
}

/* ---- foreign bytes ---- */

static enum kcode decode(const char *line, struct visit_event *event)
{
    static struct profile profile;
    static struct found found;
    struct kerr err = {0};
    return visit_event_decode(line, event, &profile, &found, &err);
}

static void lines_that_are_not_ours_are_refused_and_touch_nothing(void **state)
{
    static const char *const line[] = {
        "",
        "touch",
        "touch 1 2",
        "touch 1 2 jump 0",
        "touch 1 2 choose",
        "touch 1 2 choose 99999",
        "touch 1 2 choose 0 more",
        "touch  1 2 choose 0",
        "touch x 2 choose 0",
        "touch -1 2 choose 0",
        "touch 99999999999999999999 2 choose 0",
        "tick 1 2",
        "article 1 2",
        "field 1 2 a\\b",
        "field 1 2 a\\",
        "field 1 2 \xff",
        "customer 1 2 friend",
        "found 1 2 good f1 x2",
        "found 1 2 good f99999",
        "accepted 1 2 1 0 nothing",
        "accepted 1 2 1 0 nothing 123",
        "accepted 1 2 2 0 nothing -",
        "request 1 2 sent nobody",
        "request 1 2 gone 0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b",
        "world 1 2 nothing 1",
        "world 1 2 everything 1 1",
        "gap 1 2 3",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(line) / sizeof(line[0]); i++) {
        struct visit_event event = {.mono_ms = 77};
        if (decode(line[i], &event) != K_E_FORMAT || event.mono_ms != 77) {
            print_error("taken: %s\n", line[i]);
            fail();
        }
    }
}

static void a_text_with_newline_and_backslash_comes_back_whole(void **state)
{
    (void)state;
    char line[PATRON_LINE_BYTES];
    struct kbuf buf = KBUF(line);
    struct kerr err = {0};
    struct visit_event event = {.kind = VISIT_ANSWER, .mono_ms = 5, .wall_ms = 6};
    struct visit_event back;
    patron_as_guest(&p);
    (void)kstr_copy(event.text, sizeof(event.text), "한\\줄\n둘 ");
    assert_ok(visit_event_encode(&p.visit, &event, &buf, &err), &err);
    assert_null(strchr(line, '\n'));
    assert_int_equal(K_OK, decode(line, &back));
    assert_string_equal(event.text, back.text);
}

static uint32_t random_next(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Damage true lines byte by byte; what is still taken is stepped through a visit. */
static void damaged_lines_never_break_the_visit(void **state)
{
    (void)state;
    struct visit_effects effects;
    uint32_t seed = 20261121;
    patron_as_member(&p);
    patron_tap(&p, "검색하기");
    patron_type(&p, "와이파이");
    patron_answer_search(&p, FOUND_GOOD, FOUND_FLOW, SMALL_INTERNET);
    patron_tap(&p, "인터넷이 안 됩니다");
    patron_answer_request(&p, request_a, REQUEST_SENT);
    patron_world(&p, MISSING_HEADQUARTERS, false);
    patron_answer_accept(&p, true, false, request_a);
    visit_init(&replayed, &p.content, &p.site, &p.visit.world);
    for (int i = 0; i < 100000; i++) {
        char line[PATRON_LINE_BYTES];
        struct visit_event event;
        (void)kstr_copy(line, sizeof(line), p.line[random_next(&seed) % (unsigned)p.line_count]);
        size_t len = strlen(line);
        for (uint32_t hits = random_next(&seed) % 4; hits > 0; hits--) {
            line[random_next(&seed) % len] = (char)(random_next(&seed) % 255 + 1);
        }
        if (decode(line, &event) == K_OK) {
            visit_step(&replayed, &event, &effects);
        }
    }
}

#define EVENT(test) cmocka_unit_test_setup(test, open_kiosk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EVENT(a_visit_without_anything_private_replays_to_the_same_screen),
        EVENT(every_screen_of_a_long_visit_replays),
        EVENT(what_was_searched_for_is_left_out_and_its_results_are_not),
        EVENT(a_check_that_was_on_its_way_is_asked_again),
        EVENT(no_token_name_number_or_address_is_in_the_journal),
        EVENT(a_replay_stands_before_a_private_input_that_was_taken),
        EVENT(a_private_input_that_was_wrong_is_wrong_in_the_replay_too),
        EVENT(a_phone_number_at_the_door_is_left_out_and_the_visit_goes_on),
        EVENT(a_request_that_was_kept_is_not_offered_to_be_made_again),
        EVENT(home_after_a_private_input_is_home_in_the_replay),
        EVENT(ticks_articles_and_anything_before_a_visit_are_not_saved),
        EVENT(a_line_that_does_not_fit_the_buffer_is_refused),
        EVENT(lines_that_are_not_ours_are_refused_and_touch_nothing),
        EVENT(a_text_with_newline_and_backslash_comes_back_whole),
        EVENT(damaged_lines_never_break_the_visit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
