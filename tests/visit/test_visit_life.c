#include "check.h"
#include "patron.h"

#include "kstr.h"

#include <string.h>

/* Quiet, interrupted, ended: the countdown, resuming after a restart, wiping. */

static struct patron p;

static int as_member(void **state)
{
    (void)state;
    patron_open(&p);
    patron_as_member(&p);
    return 0;
}

static void quiet_brings_a_warning_that_counts_down(void **state)
{
    (void)state;
    assert_int_equal(p.mono_ms + 60000, visit_next_tick(&p.visit));
    patron_wait(&p, 59999);
    assert_shows(&p, SCREEN_HOME);
    patron_wait(&p, 1);
    assert_shows(&p, SCREEN_IDLE);
    assert_int_equal(30, p.screen.countdown_s);
    assert_string_equal("", p.screen.who);
    assert_int_equal(p.mono_ms + 1000, visit_next_tick(&p.visit));
    patron_wait(&p, 1000);
    assert_int_equal(29, p.screen.countdown_s);
    assert_reads(&p, "29초");
}

static void any_key_or_touch_extends_the_visit_where_it_was(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_wait(&p, 61000);
    assert_shows(&p, SCREEN_IDLE);
    struct visit_event alive = {.kind = VISIT_ALIVE};
    patron_step(&p, &alive);
    assert_reads(&p, "모뎀의 불빛이 어떻습니까?");
    patron_wait(&p, 61000);
    patron_tap(&p, "계속 이용하기");
    assert_reads(&p, "모뎀의 불빛이 어떻습니까?");
}

static void typing_is_a_sign_of_life(void **state)
{
    (void)state;
    patron_tap(&p, "검색하기");
    for (int i = 0; i < 10; i++) {
        patron_wait(&p, 50000);
        patron_type(&p, "인터넷");
        assert_shows(&p, SCREEN_SEARCH);
    }
}

static void when_the_countdown_is_over_everything_is_wiped(void **state)
{
    (void)state;
    patron_wait(&p, 60000);
    patron_wait(&p, 29999);
    assert_shows(&p, SCREEN_IDLE);
    patron_wait(&p, 1);
    assert_shows(&p, SCREEN_ATTRACT);
    assert_int_equal(VISIT_END_IDLE, patron_wish(&p, EFFECT_WIPE)->end);
    assert_string_equal("c-1001", patron_wish(&p, EFFECT_REMEMBER)->memory.ref);
    assert_int_equal(-1, visit_next_tick(&p.visit));
}

static void the_countdown_is_never_shorter_than_twenty_seconds(void **state)
{
    (void)state;
    p.content.idle_countdown_s = 5;
    patron_wait(&p, 60000);
    assert_int_equal(20, p.screen.countdown_s);
}

static void a_kiosk_that_slept_still_warns_before_it_wipes(void **state)
{
    (void)state;
    patron_wait(&p, 3600000);
    assert_shows(&p, SCREEN_IDLE);
    assert_int_equal(30, p.screen.countdown_s);
}

static void a_person_can_be_asked_for_even_from_the_warning(void **state)
{
    (void)state;
    patron_wait(&p, 60000);
    patron_tap(&p, "상담원 연결");
    assert_shows(&p, SCREEN_CHANNEL);
}

/* A customer whose every word is a canary, in the middle of a form. */
static void fill_with_canaries(void)
{
    struct profile profile;
    small_profile(&profile);
    (void)kstr_copy(profile.ref, sizeof(profile.ref), "c-canary");
    (void)kstr_copy(profile.name, sizeof(profile.name), "Canary Bird");
    (void)kstr_copy(profile.contact_masked, sizeof(profile.contact_masked), "010-****-9999");
    patron_open(&p);
    patron_token(&p, "HK1.canary-token");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    patron_tap(&p, "검색하기");
    patron_type(&p, "canary-query");
    patron_answer_search(&p, FOUND_GOOD, FOUND_FLOW, SMALL_PASSWORD);
    patron_tap(&p, "비밀번호 바꾸기");
    patron_type(&p, "66554433");
    patron_tap(&p, "확인");
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "전화로 받기");
    patron_tap(&p, "다른 번호 입력하기");
    patron_type(&p, "01012349876");
    patron_tap(&p, "확인");
    patron_tap(&p, "오늘");
    patron_tap(&p, "오전 11시");
    patron_tap(&p, "동의하고 신청하기");
    patron_answer_accept(&p, true, false, request_a);
}

static void assert_no_canary(void)
{
    static const char *const canary[] = {"canary",   "Canary",   "9999",    "01012349876",
                                         "12349876", "66554433", request_a, "password"};
    for (size_t i = 0; i < sizeof(canary) / sizeof(canary[0]); i++) {
        if (patron_holds(&p, canary[i])) {
            print_error("still there: %s\n", canary[i]);
            fail();
        }
    }
}

static void after_the_wipe_no_byte_of_the_customer_is_left(void **state)
{
    (void)state;
    fill_with_canaries();
    assert_true(patron_holds(&p, "Canary Bird"));
    assert_true(patron_holds(&p, "+821012349876"));
    patron_tap(&p, "마치기");
    patron_tap(&p, "건너뛰기");
    patron_tap(&p, "마치기");
    assert_shows(&p, SCREEN_ATTRACT);
    assert_no_canary();

    fill_with_canaries();
    patron_wait(&p, 60000);
    patron_wait(&p, 30000);
    assert_shows(&p, SCREEN_ATTRACT);
    assert_no_canary();

    fill_with_canaries();
    visit_wipe(&p.visit);
    assert_no_canary();
}

static void wiping_leaves_what_init_makes(void **state)
{
    (void)state;
    static struct visit fresh;
    fill_with_canaries();
    memset(&fresh, 0, sizeof(fresh));
    visit_init(&fresh, &p.content, &p.site, &p.visit.world);
    visit_wipe(&p.visit);
    assert_memory_equal(&fresh, &p.visit, sizeof(fresh));
}

/* ---- resuming ---- */

static void resume(void)
{
    struct visit_event event = {.kind = VISIT_RESUME};
    p.mono_ms = 500; /* another boot */
    p.wall_ms += 8000;
    patron_step(&p, &event);
}

static void after_a_restart_the_customer_is_asked_without_a_name(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    resume();
    assert_shows(&p, SCREEN_RESUME);
    assert_reads(&p, "조금 전 하시던 안내를 이어서 하시겠습니까?");
    assert_silent(&p, "홍");
    patron_tap(&p, "이어서 하기");
    assert_reads(&p, "모뎀의 전원을 껐다 켜십시오.");
}

static void who_does_not_go_on_finds_everything_wiped(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    resume();
    patron_tap(&p, "새로 시작하기");
    assert_shows(&p, SCREEN_ATTRACT);
    assert_int_equal(VISIT_END_POWER, patron_wish(&p, EFFECT_WIPE)->end);
    assert_false(patron_holds(&p, "홍길동"));
}

static void a_person_asked_for_after_a_restart_sees_nothing_of_before(void **state)
{
    (void)state;
    resume();
    patron_tap(&p, "상담원 연결");
    assert_shows(&p, SCREEN_CHANNEL);
    assert_false(patron_holds(&p, "홍길동"));
}

static void the_owners_card_resumes_and_a_strangers_card_wipes(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    patron_into_flow(&p, SMALL_INTERNET);
    resume();
    memset(p.visit.token, 0, sizeof(p.visit.token)); /* a replay has no token */
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_shows(&p, SCREEN_STEP);

    as_member(NULL);
    resume();
    patron_token(&p, "HK1.stranger");
    patron_answer_look(&p, LOOKUP_OFFLINE, NULL);
    assert_int_equal(VISIT_END_CARD, patron_wish(&p, EFFECT_WIPE)->end);
    assert_silent(&p, "홍");
}

static void a_request_that_was_being_saved_is_sent_again_by_the_customer(void **state)
{
    (void)state;
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "문자로 받기");
    patron_tap(&p, "010-****-5678 번호로 받기");
    patron_tap(&p, "동의하고 신청하기");
    assert_shows(&p, SCREEN_SAVING);
    resume();
    patron_tap(&p, "이어서 하기");
    assert_shows(&p, SCREEN_CONSENT);
}

static void a_kiosk_that_waits_has_nothing_to_resume(void **state)
{
    (void)state;
    patron_open(&p);
    resume();
    assert_shows(&p, SCREEN_ATTRACT);
    assert_int_equal(0, p.effects.count);
}

#define LIFE(test) cmocka_unit_test_setup(test, as_member)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIFE(quiet_brings_a_warning_that_counts_down),
        LIFE(any_key_or_touch_extends_the_visit_where_it_was),
        LIFE(typing_is_a_sign_of_life),
        LIFE(when_the_countdown_is_over_everything_is_wiped),
        LIFE(the_countdown_is_never_shorter_than_twenty_seconds),
        LIFE(a_kiosk_that_slept_still_warns_before_it_wipes),
        LIFE(a_person_can_be_asked_for_even_from_the_warning),
        LIFE(after_the_wipe_no_byte_of_the_customer_is_left),
        LIFE(wiping_leaves_what_init_makes),
        LIFE(after_a_restart_the_customer_is_asked_without_a_name),
        LIFE(who_does_not_go_on_finds_everything_wiped),
        LIFE(a_person_asked_for_after_a_restart_sees_nothing_of_before),
        LIFE(the_owners_card_resumes_and_a_strangers_card_wipes),
        LIFE(a_request_that_was_being_saved_is_sent_again_by_the_customer),
        LIFE(a_kiosk_that_waits_has_nothing_to_resume),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
