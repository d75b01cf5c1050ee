#include "check.h"
#include "patron.h"

#include "kstr.h"

#include "flow.h"

#include <string.h>

/* The door and home: attract, identify, greet, offer the likeliest need. */

static struct patron p;

static int open_kiosk(void **state)
{
    (void)state;
    patron_open(&p);
    return 0;
}

static void the_small_pack_is_one_that_the_pack_reader_would_accept(void **state)
{
    (void)state;
    struct kerr err = {0};
    assert_ok(flow_check(&small_content.book, &err), &err);
}

static void a_touch_starts_a_visit_and_opens_its_journal(void **state)
{
    (void)state;
    assert_shows(&p, SCREEN_ATTRACT);
    assert_reads(&p, "무엇을 도와드릴까요?");
    patron_tap(&p, "시작하기");
    assert_shows(&p, SCREEN_IDENTIFY);
    assert_non_null(patron_wish(&p, EFFECT_BEGIN));
}

static void a_guest_is_led_from_the_first_touch_to_a_solved_flow_and_wiped(void **state)
{
    (void)state;
    patron_tap(&p, "시작하기");
    patron_tap(&p, "회원이 아니어도 이용하기");
    assert_reads(&p, "안녕하십니까, 고객님");
    assert_silent(&p, "카드를 읽지 못했습니다.");
    patron_tap(&p, "인터넷");
    patron_tap(&p, "인터넷이 안 됩니다");
    assert_int_equal(SMALL_INTERNET, patron_wish(&p, EFFECT_COUNT_FLOW)->index);
    patron_tap(&p, "빨간 불빛");
    patron_tap(&p, "껐다 켰습니다");
    patron_tap(&p, "네, 해결되었습니다");
    assert_shows(&p, SCREEN_FLOW_END);
    patron_tap(&p, "마치기");
    assert_reads(&p, "이용하기 쉬웠습니까?");
    patron_tap(&p, "5");
    assert_shows(&p, SCREEN_THANKS);
    patron_tap(&p, "마치기");
    assert_shows(&p, SCREEN_ATTRACT);
    assert_int_equal(VISIT_END_FINISHED, patron_wish(&p, EFFECT_WIPE)->end);
}

static void a_card_is_looked_up_and_its_owner_greeted_by_name(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    patron_token(&p, "HK1.member");
    assert_shows(&p, SCREEN_WAIT);
    assert_string_equal("HK1.member", patron_wish(&p, EFFECT_LOOK_UP)->text);
    assert_false(patron_wish(&p, EFFECT_LOOK_UP)->is_phone);
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_reads(&p, "안녕하십니까, 홍*동님");
}

static void the_site_decides_how_much_of_a_name_is_shown(void **state)
{
    static const struct {
        enum name_policy policy;
        bool is_masked;
        const char *name;
        const char *greeting;
        const char *header;
    } row[] = {
        {NAME_FULL, false, "홍길동", "안녕하십니까, 홍길동님", "홍길동님"},
        {NAME_FULL, true, "홍*동", "안녕하십니까, 홍*동님", "홍*동님"},
        {NAME_MASKED, false, "홍길동", "안녕하십니까, 홍*동님", "홍*동님"},
        {NAME_SURNAME, false, "홍길동", "안녕하십니까, 홍 고객님", "홍 고객님"},
        {NAME_NONE, false, "홍길동", "안녕하십니까, 고객님", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        patron_open(&p);
        p.content.greet_name = row[i].policy;
        p.content.header_name = row[i].policy;
        struct profile profile;
        small_profile(&profile);
        (void)kstr_copy(profile.name, sizeof(profile.name), row[i].name);
        profile.is_masked = row[i].is_masked;
        patron_token(&p, "HK1.member");
        patron_answer_look(&p, LOOKUP_KNOWN, &profile);
        assert_reads(&p, row[i].greeting);
        assert_string_equal(row[i].header, p.screen.who);
    }
}

static void the_unsolved_matter_of_the_last_visit_is_one_touch_away(void **state)
{
    (void)state;
    patron_as_member(&p);
    assert_reads(&p, "11월 14일에 살펴보신 ‘인터넷이 안 됩니다’, 해결되었습니까?");
    p.visit.profile.last_wall_ms = p.wall_ms - 10 * KCIVIL_HOUR_MS - 1; /* Monday is 10:00 old */
    patron_wait(&p, 0);
    assert_reads(&p, "어제 살펴보신 ‘인터넷이 안 됩니다’");
    p.visit.profile.last_wall_ms += 2;
    patron_wait(&p, 0);
    assert_reads(&p, "오늘 살펴보신 ‘인터넷이 안 됩니다’");
    patron_tap(&p, "아니요, 이어서 보기");
    assert_shows(&p, SCREEN_STEP);
    assert_reads(&p, "모뎀의 불빛이 어떻습니까?");
}

static void saying_that_it_is_solved_is_remembered_and_not_asked_again(void **state)
{
    (void)state;
    patron_as_member(&p);
    patron_tap(&p, "네, 해결되었습니다");
    assert_shows(&p, SCREEN_HOME);
    assert_silent(&p, "해결되었습니까?");
    patron_tap(&p, "마치기");
    const struct visit_effect *effect = patron_wish(&p, EFFECT_REMEMBER);
    assert_non_null(effect);
    assert_true(effect->memory.last_solved);
    assert_string_equal("internet-down", effect->memory.last_matter);
}

static void an_open_request_comes_before_everything_else(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    profile.request_count = 1;
    (void)kstr_copy(profile.request[0].id, sizeof(profile.request[0].id), request_a);
    (void)kstr_copy(profile.request[0].number, sizeof(profile.request[0].number), "K7Q-2M4");
    (void)kstr_copy(profile.request[0].matter, sizeof(profile.request[0].matter), "slow");
    (void)kstr_copy(profile.request[0].subject, sizeof(profile.request[0].subject),
                    "인터넷이 느립니다");
    profile.request[0].state = REQUEST_HANDLED;
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    const char *request = strstr(p.text, "신청하신 ‘인터넷이 느립니다’ 상담");
    const char *last = strstr(p.text, "해결되었습니까?");
    assert_non_null(request);
    assert_non_null(last);
    assert_true(request < last);
    assert_reads(&p, "K7Q-2M4 · 상담원이 처리하고 있습니다.");
    patron_tap(&p, "신청하신");
    assert_shows(&p, SCREEN_REQUEST);
    assert_reads(&p, "K7Q-2M4");
}

static void a_matter_that_a_person_works_on_is_offered_once(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    profile.request_count = 1;
    (void)kstr_copy(profile.request[0].id, sizeof(profile.request[0].id), request_a);
    (void)kstr_copy(profile.request[0].matter, sizeof(profile.request[0].matter), "internet-down");
    profile.request[0].state = REQUEST_HANDLED;
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_silent(&p, "해결되었습니까?");
    assert_reads(&p, "신청하신");
}

static void requests_are_shown_to_their_owner_only(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    profile.level = LEVEL_GREETED;
    profile.request_count = 1;
    (void)kstr_copy(profile.request[0].id, sizeof(profile.request[0].id), request_a);
    (void)kstr_copy(profile.request[0].number, sizeof(profile.request[0].number), "K7Q-2M4");
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_silent(&p, "K7Q-2M4");
    assert_null(screen_find(&p.screen, "내 신청 보기"));
}

static void what_this_site_uses_most_is_offered_to_guests_with_its_reason(void **state)
{
    (void)state;
    p.site.flow_used[SMALL_SLOW] = 6;
    p.site.flow_used[SMALL_MOVING] = 9;
    patron_as_guest(&p);
    const char *first = strstr(p.text, "[이사 신청 | 이곳에서 가장 많이 찾는 안내입니다.]");
    const char *second = strstr(p.text, "[인터넷이 느립니다 | 이곳에서 자주 찾는 안내입니다.]");
    assert_non_null(first);
    assert_non_null(second);
    assert_true(first < second);
    assert_int_equal(STYLE_MAIN, screen_find(&p.screen, "이사 신청")->style);
    patron_tap(&p, "이사 신청");
    assert_reads(&p, "방이 몇 개입니까?");
}

static void what_was_used_by_chance_or_as_often_is_not_called_the_most_used(void **state)
{
    (void)state;
    p.site.flow_used[SMALL_SLOW] = 4;
    p.site.flow_used[SMALL_MOVING] = 1;
    patron_as_guest(&p);
    assert_silent(&p, "이곳에서");
    patron_open(&p);
    p.site.flow_used[SMALL_SLOW] = 5;
    p.site.flow_used[SMALL_MOVING] = 5;
    patron_as_guest(&p);
    assert_silent(&p, "가장 많이");
    assert_reads(&p, "[이사 신청 | 이곳에서 자주 찾는 안내입니다.]");
}

static void an_unknown_card_goes_on_as_a_guest_with_one_calm_sentence(void **state)
{
    (void)state;
    patron_token(&p, "HK1.stranger");
    patron_answer_look(&p, LOOKUP_UNKNOWN, NULL);
    assert_shows(&p, SCREEN_HOME);
    assert_reads(&p, "등록되지 않은 카드입니다. 안내는 그대로 이용하실 수 있습니다.");
    patron_tap(&p, "인터넷");
    patron_tap(&p, "뒤로");
    assert_silent(&p, "등록되지 않은 카드");
}

static void no_answer_about_a_card_goes_on_as_a_guest_by_itself(void **state)
{
    (void)state;
    patron_token(&p, "HK1.member");
    assert_true(visit_next_tick(&p.visit) <= p.mono_ms + 5000);
    patron_wait(&p, 5000);
    assert_shows(&p, SCREEN_HOME);
    assert_reads(&p, "지금은 카드를 확인할 수 없습니다.");
}

static void who_does_not_want_to_wait_goes_on_and_a_late_answer_is_ignored(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    patron_token(&p, "HK1.member");
    patron_tap(&p, "기다리지 않고 이용하기");
    assert_shows(&p, SCREEN_HOME);
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_silent(&p, "홍");
}

static void bad_cards_get_the_right_sentence_and_a_way_on(void **state)
{
    static const struct {
        enum token_bad bad;
        const char *sentence;
    } row[] = {
        {TOKEN_PAYMENT, "결제 카드는 사용할 수 없습니다. 회원 카드를 사용해 주십시오."},
        {TOKEN_UNREADABLE, "카드를 읽지 못했습니다. 다시 대 주십시오."},
        {TOKEN_FOREIGN, "이 카드는 회원 카드가 아닙니다."},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        patron_open(&p);
        struct visit_event event = {.kind = VISIT_TOKEN_BAD, .token_bad = row[i].bad};
        patron_step(&p, &event);
        assert_shows(&p, SCREEN_NOTICE);
        assert_reads(&p, row[i].sentence);
        patron_tap(&p, "계속하기");
        assert_shows(&p, SCREEN_IDENTIFY);
    }
}

/* Drawn to be checked, hidden with a touch; what is spoken and written down never has it. */
static void a_number_is_seen_while_it_is_typed_and_can_be_hidden(void **state)
{
    (void)state;
    patron_open(&p);
    patron_tap(&p, "시작하기");
    patron_tap(&p, "전화번호 입력하기");
    patron_type(&p, "0101234567");
    assert_false(p.screen.field.masked);
    assert_true(p.screen.field.personal);
    assert_string_equal("010-1234-567", p.screen.field.shown);
    assert_reads(&p, "<전화번호: ••••••••••>");
    patron_tap(&p, "입력한 것 가리기");
    assert_true(p.screen.field.masked);
    assert_string_equal("0101234567", p.screen.field.value);
    patron_type(&p, "01012345678");
    assert_true(p.screen.field.masked);
    patron_tap(&p, "입력한 것 보기");
    assert_false(p.screen.field.masked);
    assert_string_equal("010-1234-5678", p.screen.field.shown);
    patron_type(&p, "021234");
    assert_string_equal("02-1234", p.screen.field.shown);
    patron_type(&p, "02");
    assert_string_equal("02", p.screen.field.shown);
    patron_type(&p, "15");
    assert_string_equal("15", p.screen.field.shown);
    for (int i = 0; i < p.line_count; i++) {
        assert_null(strstr(p.line[i], "1234"));
    }
}

static void a_phone_number_gets_the_same_answer_whether_it_is_known_or_not(void **state)
{
    (void)state;
    char answer[3][sizeof(p.text)];
    struct profile profile;
    small_profile(&profile);
    for (int i = 0; i < 3; i++) {
        patron_open(&p);
        patron_tap(&p, "시작하기");
        patron_tap(&p, "전화번호 입력하기");
        patron_type(&p, "01012345678");
        assert_silent(&p, "0101");
        patron_tap(&p, "확인");
        assert_true(patron_wish(&p, EFFECT_LOOK_UP)->is_phone);
        patron_answer_look(&p, (enum lookup)i, i == LOOKUP_KNOWN ? &profile : NULL);
        assert_shows(&p, SCREEN_HOME);
        assert_string_equal("", p.visit.profile.ref);
        memcpy(answer[i], p.text, sizeof(answer[i]));
        patron_into_flow(&p, SMALL_PLAN); /* nor does what is open to this level tell */
        assert_reads(&p, "이번 달 요금을 보여 드립니다.");
    }
    assert_string_equal(answer[0], answer[1]);
    assert_string_equal(answer[0], answer[2]);
    assert_null(strstr(answer[0], "홍"));
}

static void a_card_shown_after_a_number_was_typed_is_another_persons(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    patron_tap(&p, "시작하기");
    patron_tap(&p, "전화번호 입력하기");
    patron_type(&p, "01087654321");
    patron_tap(&p, "확인");
    patron_answer_look(&p, LOOKUP_UNKNOWN, NULL);
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_int_equal(VISIT_END_CARD, patron_wish(&p, EFFECT_WIPE)->end);
    assert_reads(&p, "홍*동님");
    assert_false(patron_holds(&p, "87654321"));
}

static void after_five_tries_the_phone_number_is_not_asked_any_more(void **state)
{
    (void)state;
    patron_tap(&p, "시작하기");
    patron_tap(&p, "전화번호 입력하기");
    for (int i = 0; i < 4; i++) {
        patron_type(&p, "123");
        patron_tap(&p, "확인");
        assert_reads(&p, "번호를 다시 확인해 주십시오. 휴대전화는 숫자 11자리입니다.");
    }
    patron_tap(&p, "확인");
    assert_shows(&p, SCREEN_HOME);
    assert_reads(&p, "번호를 확인하지 못했습니다.");
}

static void a_card_in_mid_visit_names_the_guest_where_the_guest_is(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    patron_as_guest(&p);
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_reads(&p, "모뎀의 전원을 껐다 켜십시오.");
    assert_string_equal("홍*동님", p.screen.who);
}

static void the_same_card_again_changes_nothing(void **state)
{
    (void)state;
    patron_as_member(&p);
    patron_into_flow(&p, SMALL_INTERNET);
    struct screen before = p.screen;
    patron_token(&p, "HK1.member");
    assert_int_equal(0, p.effects.count);
    assert_true(screen_equal(&before, &p.screen));
}

static void another_code_of_the_same_customer_changes_nothing(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    patron_as_member(&p);
    patron_into_flow(&p, SMALL_INTERNET);
    patron_token(&p, "HK1.app-code");
    assert_shows(&p, SCREEN_WAIT);
    assert_string_equal("", p.screen.who);
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_reads(&p, "모뎀의 불빛이 어떻습니까?");
}

static void another_customers_card_ends_the_visit_and_begins_a_new_one(void **state)
{
    (void)state;
    struct profile other;
    small_profile(&other);
    (void)kstr_copy(other.ref, sizeof(other.ref), "c-2002");
    (void)kstr_copy(other.name, sizeof(other.name), "김철수");
    patron_as_member(&p);
    patron_into_flow(&p, SMALL_INTERNET);
    patron_token(&p, "HK1.other");
    patron_answer_look(&p, LOOKUP_KNOWN, &other);
    assert_int_equal(VISIT_END_CARD, patron_wish(&p, EFFECT_WIPE)->end);
    assert_string_equal("c-1001", patron_wish(&p, EFFECT_REMEMBER)->memory.ref);
    assert_non_null(patron_wish(&p, EFFECT_BEGIN));
    assert_shows(&p, SCREEN_HOME);
    assert_reads(&p, "안녕하십니까, 김*수님");
    assert_false(patron_holds(&p, "홍길동"));
    patron_token(&p, "HK1.other");
    assert_int_equal(0, p.effects.count);
}

static void a_card_nobody_knows_does_not_open_a_named_visit(void **state)
{
    (void)state;
    patron_as_member(&p);
    patron_token(&p, "HK1.stranger");
    patron_answer_look(&p, LOOKUP_UNKNOWN, NULL);
    assert_int_equal(VISIT_END_CARD, patron_wish(&p, EFFECT_WIPE)->end);
    assert_shows(&p, SCREEN_HOME);
    assert_silent(&p, "홍");
}

static void who_does_not_wait_for_another_card_does_not_see_the_named_visit(void **state)
{
    (void)state;
    patron_as_member(&p);
    patron_into_flow(&p, SMALL_INTERNET);
    patron_token(&p, "HK1.other");
    patron_tap(&p, "기다리지 않고 이용하기");
    assert_int_equal(VISIT_END_CARD, patron_wish(&p, EFFECT_WIPE)->end);
    assert_shows(&p, SCREEN_HOME);
    assert_false(patron_holds(&p, "홍길동"));
}

static void home_keeps_who_the_customer_is(void **state)
{
    (void)state;
    patron_as_member(&p);
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "처음으로");
    assert_shows(&p, SCREEN_HOME);
    assert_reads(&p, "홍*동님");
    assert_null(patron_wish(&p, EFFECT_WIPE));
}

static void back_at_the_door_ends_the_visit(void **state)
{
    (void)state;
    patron_tap(&p, "시작하기");
    patron_tap(&p, "뒤로");
    assert_shows(&p, SCREEN_ATTRACT);
    assert_non_null(patron_wish(&p, EFFECT_WIPE));
}

static void a_profile_brings_its_language_unless_the_customer_chose_one(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    profile.lang = LANG_EN;
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_int_equal(LANG_EN, p.screen.lang);
    patron_open(&p);
    patron_tap(&p, "English");
    patron_tap(&p, "한국어");
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_int_equal(LANG_KO, p.screen.lang);
}

static void without_a_pack_home_says_so_and_offers_a_person(void **state)
{
    (void)state;
    patron_world(&p, MISSING_PACK, true);
    patron_as_guest(&p);
    assert_reads(&p, "지금은 안내 내용을 보여 드릴 수 없습니다.");
    assert_null(screen_find(&p.screen, "인터넷"));
    patron_tap(&p, "상담원 연결");
    assert_shows(&p, SCREEN_CHANNEL);
}

static void without_headquarters_the_header_says_so_and_guides_work(void **state)
{
    (void)state;
    patron_world(&p, MISSING_HEADQUARTERS, false);
    patron_as_guest(&p);
    assert_string_equal("본사 연결 대기 중", p.screen.state);
    patron_into_flow(&p, SMALL_INTERNET);
    assert_shows(&p, SCREEN_STEP);
}

#define DOOR(test) cmocka_unit_test_setup(test, open_kiosk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DOOR(the_small_pack_is_one_that_the_pack_reader_would_accept),
        DOOR(a_touch_starts_a_visit_and_opens_its_journal),
        DOOR(a_guest_is_led_from_the_first_touch_to_a_solved_flow_and_wiped),
        DOOR(a_card_is_looked_up_and_its_owner_greeted_by_name),
        DOOR(the_site_decides_how_much_of_a_name_is_shown),
        DOOR(the_unsolved_matter_of_the_last_visit_is_one_touch_away),
        DOOR(saying_that_it_is_solved_is_remembered_and_not_asked_again),
        DOOR(an_open_request_comes_before_everything_else),
        DOOR(a_matter_that_a_person_works_on_is_offered_once),
        DOOR(requests_are_shown_to_their_owner_only),
        DOOR(what_was_used_by_chance_or_as_often_is_not_called_the_most_used),
        DOOR(what_this_site_uses_most_is_offered_to_guests_with_its_reason),
        DOOR(an_unknown_card_goes_on_as_a_guest_with_one_calm_sentence),
        DOOR(no_answer_about_a_card_goes_on_as_a_guest_by_itself),
        DOOR(who_does_not_want_to_wait_goes_on_and_a_late_answer_is_ignored),
        DOOR(bad_cards_get_the_right_sentence_and_a_way_on),
        DOOR(a_number_is_seen_while_it_is_typed_and_can_be_hidden),
        DOOR(a_phone_number_gets_the_same_answer_whether_it_is_known_or_not),
        DOOR(a_card_shown_after_a_number_was_typed_is_another_persons),
        DOOR(after_five_tries_the_phone_number_is_not_asked_any_more),
        DOOR(a_card_in_mid_visit_names_the_guest_where_the_guest_is),
        DOOR(the_same_card_again_changes_nothing),
        DOOR(another_code_of_the_same_customer_changes_nothing),
        DOOR(another_customers_card_ends_the_visit_and_begins_a_new_one),
        DOOR(a_card_nobody_knows_does_not_open_a_named_visit),
        DOOR(who_does_not_wait_for_another_card_does_not_see_the_named_visit),
        DOOR(home_keeps_who_the_customer_is),
        DOOR(back_at_the_door_ends_the_visit),
        DOOR(a_profile_brings_its_language_unless_the_customer_chose_one),
        DOOR(without_a_pack_home_says_so_and_offers_a_person),
        DOOR(without_headquarters_the_header_says_so_and_guides_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
