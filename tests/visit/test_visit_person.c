#include "check.h"
#include "patron.h"

#include "kstr.h"

#include <string.h>

/* The way to a person: the call-back form, the receipt, requests, feedback. */

static struct patron p;

static int as_guest(void **state)
{
    (void)state;
    patron_open(&p);
    patron_as_guest(&p);
    return 0;
}

static int as_member(void **state)
{
    (void)state;
    patron_open(&p);
    patron_as_member(&p);
    return 0;
}

/* A guest asks for a call, up to the question when. */
static void up_to_the_time(void)
{
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "전화로 받기");
    patron_type(&p, "01098765432");
    patron_tap(&p, "확인");
}

/* A guest asks for a call and agrees; the shell has not answered yet. */
static void ask_for_a_call(void)
{
    up_to_the_time();
    patron_tap(&p, "오늘");
    patron_tap(&p, "오전 11시");
    patron_tap(&p, "동의하고 신청하기");
}

static void a_member_is_never_asked_for_the_number_on_file(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    patron_tap(&p, "껐다 켰습니다");
    patron_tap(&p, "상담원 연결");
    assert_shows(&p, SCREEN_CHANNEL);
    patron_tap(&p, "전화로 받기");
    patron_tap(&p, "010-****-5678 번호로 받기");
    assert_shows(&p, SCREEN_SLOT);
    patron_tap(&p, "오늘 11월 23일 (월)");
    patron_tap(&p, "오전 11시 ~ 오후 1시");
    assert_reads(&p, "전화번호와 문의 내용을 수집합니다.");
    assert_reads(&p, "연락처: 010-****-5678");
    patron_tap(&p, "동의하고 신청하기");
    assert_shows(&p, SCREEN_SAVING);
    assert_non_null(patron_wish(&p, EFFECT_ACCEPT));
    const struct request *request = &p.visit.request;
    assert_int_equal(REQUEST_CALLBACK, request->kind);
    assert_true(request->on_file);
    assert_string_equal("", request->contact);
    assert_string_equal("c-1001", request->customer_ref);
    assert_string_equal("internet-down", request->matter);
    assert_string_equal("인터넷이 안 됩니다", request->subject);
    assert_string_equal("asked", request->reason);
    assert_string_equal("2026-11", request->consent_version);
    assert_true(request->consent_wall_ms == p.wall_ms);
    assert_true(request->from_wall_ms == SMALL_MONDAY_MS + KCIVIL_HOUR_MS);
    assert_int_equal(2, request->trail_count);
    assert_string_equal("internet-down/lights", request->trail[0].id);
    assert_string_equal("빨간 불빛", request->trail[0].answer);
    assert_true(request->trail[1].fix);
}

static void the_receipt_tells_the_number_and_only_what_is_true(void **state)
{
    (void)state;
    ask_for_a_call();
    assert_string_equal("+821098765432", p.visit.request.contact);
    patron_answer_accept(&p, true, false, request_a);
    assert_shows(&p, SCREEN_RECEIPT);
    char number[KUUID_NUMBER_SIZE];
    kuuid_number(request_a, number);
    assert_reads(&p, number);
    assert_reads(&p, "이 안내기에 안전하게 저장했습니다. 본사와 연결되면 바로 보냅니다.");
    assert_silent(&p, "본사에 전해졌습니다.");
    assert_reads(&p, "11월 23일 (월) 오전 11시 ~ 오후 1시에 전화드립니다.");
    patron_answer_request(&p, request_a, REQUEST_SENT);
    assert_reads(&p, "본사에 전해졌습니다.");
    patron_answer_request(&p, request_a, REQUEST_HANDLED);
    assert_reads(&p, "상담원이 처리하고 있습니다.");
}

static void the_code_on_the_receipt_holds_nothing_but_the_number(void **state)
{
    (void)state;
    ask_for_a_call();
    patron_answer_accept(&p, true, false, request_a);
    char number[KUUID_NUMBER_SIZE];
    char want[32] = "annae:";
    kuuid_number(request_a, number);
    (void)kstr_append(want, sizeof(want), number);
    for (int i = 0; i < p.screen.item_count; i++) {
        if (p.screen.item[i].kind == ITEM_QR) {
            assert_string_equal(want, p.screen.item[i].text);
            return;
        }
    }
    fail();
}

static void soon_is_offered_only_while_it_is_true_and_says_until_when(void **state)
{
    (void)state;
    up_to_the_time();
    assert_reads(&p, "[가능한 한 빨리 | 늦어도 오늘 오전 11시까지]");
    patron_tap(&p, "가능한 한 빨리");
    patron_tap(&p, "동의하고 신청하기");
    assert_true(p.visit.request.soon);
    assert_true(p.visit.request.until_wall_ms == SMALL_MONDAY_MS + KCIVIL_HOUR_MS);
}

/* Somebody takes the time until the chosen one is over, with a sign of life now and then. */
static void dawdle(int64_t ms)
{
    for (int64_t at = 0; at < ms; at += KCIVIL_MINUTE_MS) {
        patron_wait(&p, KCIVIL_MINUTE_MS);
        patron_touch(&p, ACT_LANG, 0);
        patron_touch(&p, ACT_LANG, 0);
    }
}

static void a_time_that_has_passed_is_not_promised(void **state)
{
    (void)state;
    up_to_the_time();
    patron_tap(&p, "오늘");
    patron_tap(&p, "오전 11시");
    assert_shows(&p, SCREEN_CONSENT);
    dawdle(3 * KCIVIL_HOUR_MS);
    patron_tap(&p, "동의하고 신청하기");
    assert_null(patron_wish(&p, EFFECT_ACCEPT));
    assert_shows(&p, SCREEN_NOTICE);
    assert_reads(&p, "그 시간에는 이제 전화드릴 수 없습니다.");
    patron_tap(&p, "계속");
    assert_shows(&p, SCREEN_SLOT);
    patron_tap(&p, "오늘");
    assert_null(screen_find(&p.screen, "오전 11시"));
    patron_tap(&p, "오후 3시");
    assert_shows(&p, SCREEN_CONSENT);
    patron_tap(&p, "동의하고 신청하기");
    assert_non_null(patron_wish(&p, EFFECT_ACCEPT));
    assert_true(p.visit.request.from_wall_ms == SMALL_MONDAY_MS + 5 * KCIVIL_HOUR_MS);
    assert_string_equal("+821098765432", p.visit.request.contact);
}

static void soon_is_not_promised_once_nobody_hears_of_it(void **state)
{
    (void)state;
    up_to_the_time();
    patron_tap(&p, "가능한 한 빨리");
    assert_shows(&p, SCREEN_CONSENT);
    patron_world(&p, MISSING_HEADQUARTERS, false);
    patron_tap(&p, "동의하고 신청하기");
    assert_null(patron_wish(&p, EFFECT_ACCEPT));
    assert_shows(&p, SCREEN_NOTICE);
    patron_tap(&p, "계속");
    assert_shows(&p, SCREEN_SLOT);
    assert_silent(&p, "가능한 한 빨리");
}

static void soon_is_not_offered_when_nobody_hears_of_it(void **state)
{
    (void)state;
    patron_world(&p, MISSING_HEADQUARTERS, false);
    up_to_the_time();
    assert_silent(&p, "가능한 한 빨리");
    assert_non_null(screen_find(&p.screen, "오늘 11월 23일 (월)"));
}

static void after_hours_the_hotline_is_honest(void **state)
{
    (void)state;
    p.wall_ms = SMALL_SATURDAY_MS;
    patron_tap(&p, "상담원 연결");
    assert_reads(&p, "지금은 상담 시간이 아닙니다. 전화 1588-0000번은 11월 23일 (월) 오전 9시부터");
    patron_tap(&p, "전화로 받기");
    patron_type(&p, "01098765432");
    patron_tap(&p, "확인");
    assert_silent(&p, "가능한 한 빨리");
    patron_tap(&p, "11월 23일 (월)");
    assert_reads(&p, "[오전 9시 ~ 오전 11시]");
}

static void without_any_slot_the_other_channels_are_offered(void **state)
{
    (void)state;
    memset(p.content.hours, 0, sizeof(p.content.hours));
    up_to_the_time();
    assert_reads(&p, "지금은 전화를 약속할 수 있는 시간이 없습니다.");
    patron_tap(&p, "문자로 받기");
    assert_shows(&p, SCREEN_CONTACT);
}

static void only_channels_of_the_content_are_offered_and_a_single_one_is_not_asked(void **state)
{
    (void)state;
    p.content.channel[CHANNEL_EMAIL] = false;
    patron_tap(&p, "상담원 연결");
    assert_null(screen_find(&p.screen, "전자우편으로 받기"));
    patron_tap(&p, "뒤로");
    p.content.channel[CHANNEL_CALL] = false;
    patron_tap(&p, "상담원 연결");
    assert_shows(&p, SCREEN_CONTACT);
    assert_int_equal(CHANNEL_TEXT, p.visit.request.channel);
}

static void a_number_that_is_none_is_refused_with_a_way_to_mend_it(void **state)
{
    (void)state;
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "문자로 받기");
    patron_type(&p, "12345");
    patron_tap(&p, "확인");
    assert_shows(&p, SCREEN_CONTACT);
    assert_reads(&p, "! 번호를 다시 확인해 주십시오. 휴대전화는 숫자 11자리입니다.");
    patron_type(&p, "01098765432");
    patron_tap(&p, "확인");
    assert_shows(&p, SCREEN_CONSENT);
}

static void an_address_is_checked_and_shown_masked(void **state)
{
    static const char *const wrong[] = {"", "hong", "@a.kr", "h@a", "h@@a.kr", "h @a.kr", "h@.kr"};
    (void)state;
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "전자우편으로 받기");
    assert_true(p.screen.field.latin);
    assert_int_equal(KEYBOARD_TEXT, p.screen.field.keyboard);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        patron_type(&p, wrong[i]);
        patron_tap(&p, "확인");
        assert_reads(&p, "! 주소를 다시 확인해 주십시오.");
    }
    patron_type(&p, "hong@example.com");
    patron_tap(&p, "확인");
    assert_reads(&p, "연락처: h***@example.com");
    assert_silent(&p, "hong@");
}

static void a_wrong_number_is_corrected_from_the_consent(void **state)
{
    (void)state;
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "전화로 받기");
    patron_type(&p, "01098765432");
    assert_false(p.screen.field.masked);
    patron_tap(&p, "확인");
    patron_tap(&p, "오늘");
    patron_touch(&p, ACT_SLOT, 1);
    int64_t from_wall_ms = p.visit.request.from_wall_ms;
    assert_reads(&p, "연락처: 010-****-5432");
    patron_tap(&p, "연락처 고치기");
    assert_shows(&p, SCREEN_CONTACT);
    assert_string_equal("010-9876-5432", p.screen.field.shown);
    assert_silent(&p, "9876");
    patron_type(&p, "01098765433");
    patron_tap(&p, "확인");
    assert_shows(&p, SCREEN_CONSENT); /* the time is not asked for again */
    assert_reads(&p, "연락처: 010-****-5433");
    assert_string_equal("+821098765433", p.visit.request.contact);
    assert_true(from_wall_ms == p.visit.request.from_wall_ms);
    patron_tap(&p, "연락처 고치기");
    patron_tap(&p, "뒤로");
    assert_shows(&p, SCREEN_SLOT);
    for (int i = 0; i < p.line_count; i++) {
        assert_null(strstr(p.line[i], "9876"));
    }
}

static void an_address_is_corrected_from_the_consent(void **state)
{
    (void)state;
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "전자우편으로 받기");
    patron_type(&p, "hong@exmaple.com");
    assert_false(p.screen.field.masked);
    assert_silent(&p, "hong");
    patron_tap(&p, "확인");
    patron_tap(&p, "연락처 고치기");
    assert_string_equal("hong@exmaple.com", p.screen.field.value);
    patron_type(&p, "hong@example.com");
    patron_tap(&p, "확인");
    assert_shows(&p, SCREEN_CONSENT);
    assert_string_equal("hong@example.com", p.visit.request.contact);
}

static void a_number_typed_at_the_door_is_offered_again_with_one_touch(void **state)
{
    (void)state;
    patron_open(&p);
    patron_tap(&p, "시작하기");
    patron_tap(&p, "전화번호 입력하기");
    patron_type(&p, "01011112222");
    patron_tap(&p, "확인");
    patron_answer_look(&p, LOOKUP_UNKNOWN, NULL);
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "전화로 받기");
    patron_tap(&p, "010-****-2222 번호로 받기");
    assert_shows(&p, SCREEN_SLOT);
    assert_string_equal("+821011112222", p.visit.request.contact);
    assert_false(p.visit.request.on_file);
}

static void another_number_can_be_given_and_back_leads_to_the_one_on_file(void **state)
{
    (void)state;
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "전화로 받기");
    patron_tap(&p, "다른 번호 입력하기");
    assert_int_equal(KEYBOARD_DIGITS, p.screen.field.keyboard);
    patron_tap(&p, "뒤로");
    assert_non_null(screen_find(&p.screen, "010-****-5678 번호로 받기"));
    patron_tap(&p, "뒤로");
    assert_shows(&p, SCREEN_CHANNEL);
}

static void going_back_to_the_number_on_file_keeps_the_time(void **state)
{
    (void)state;
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "전화로 받기");
    patron_tap(&p, "다른 번호");
    patron_type(&p, "01098765432");
    patron_tap(&p, "확인");
    patron_tap(&p, "내일");
    patron_tap(&p, "오전 9시");
    patron_tap(&p, "연락처 고치기");
    patron_touch(&p, ACT_BACK, 0);
    patron_tap(&p, "010-****-5678 번호로 받기");
    assert_shows(&p, SCREEN_CONSENT);
    assert_reads(&p, "연락처: 010-****-5678");
    assert_true(p.visit.request.on_file);
    assert_true(p.visit.request.from_wall_ms == SMALL_MONDAY_MS + 23 * KCIVIL_HOUR_MS);
}

/* A card nobody knows at the question when, and the form is begun anew from the notice. */
static void a_form_begun_anew_asks_for_the_time_again(void **state)
{
    (void)state;
    up_to_the_time();
    patron_step(&p, &(struct visit_event){.kind = VISIT_TOKEN_BAD, .token_bad = TOKEN_FOREIGN});
    assert_shows(&p, SCREEN_NOTICE);
    up_to_the_time();
    assert_shows(&p, SCREEN_SLOT);
}

static void refusing_consent_keeps_nothing_and_leads_back_to_the_other_ways(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "문자로 받기");
    patron_type(&p, "01098765432");
    patron_tap(&p, "확인");
    patron_tap(&p, "동의하지 않기");
    assert_shows(&p, SCREEN_NOTICE);
    assert_reads(&p, "동의하지 않으셨으므로 아무것도 저장하지 않았습니다.");
    assert_reads(&p, "1588-0000");
    assert_null(patron_wish(&p, EFFECT_ACCEPT));
    assert_false(patron_holds(&p, "+821098765432"));
    patron_tap(&p, "계속하기");
    assert_reads(&p, "모뎀의 불빛이 어떻습니까?");
}

static void a_missing_disk_or_store_is_told_before_the_form(void **state)
{
    (void)state;
    static const enum missing row[] = {MISSING_DISK, MISSING_STORE};
    for (int i = 0; i < 2; i++) {
        as_guest(NULL);
        patron_world(&p, row[i], true);
        patron_tap(&p, "상담원 연결");
        assert_shows(&p, SCREEN_NOT_SAVED);
        assert_reads(&p, "지금은 상담 신청을 받을 수 없습니다.");
        assert_reads(&p, "1588-0000");
        assert_reads(&p, "직원");
        assert_null(screen_find(&p.screen, "다시 저장하기"));
    }
}

static void what_could_not_be_kept_is_said_and_can_be_tried_again(void **state)
{
    (void)state;
    ask_for_a_call();
    patron_answer_accept(&p, false, false, request_a);
    assert_shows(&p, SCREEN_NOT_SAVED);
    assert_reads(&p, "신청을 저장하지 못했습니다. 죄송합니다.");
    assert_silent(&p, "안전하게 저장했습니다");
    patron_tap(&p, "다시 저장하기");
    assert_non_null(patron_wish(&p, EFFECT_ACCEPT));
    patron_answer_accept(&p, true, false, request_a);
    assert_shows(&p, SCREEN_RECEIPT);
}

static void an_acceptance_nobody_waits_for_changes_nothing(void **state)
{
    (void)state;
    patron_answer_accept(&p, true, false, request_a);
    assert_shows(&p, SCREEN_HOME);
}

static void a_second_request_for_the_same_matter_joins_the_first_and_says_so(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    ask_for_a_call();
    patron_answer_accept(&p, true, false, request_a);
    patron_tap(&p, "다른 안내 보기");
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "상담원 연결");
    char number[KUUID_NUMBER_SIZE];
    kuuid_number(request_a, number);
    assert_reads(&p, number);
    assert_reads(&p, "신청에 더합니다. 어떻게 연락드릴까요?");
    assert_reads(&p, "더합니다. 새로 접수하지 않습니다.");
    patron_tap(&p, "문자로 받기");
    patron_type(&p, "01098765432");
    patron_tap(&p, "확인");
    patron_tap(&p, "동의하고 신청하기");
    assert_int_equal(REQUEST_ADDITION, p.visit.request.kind);
    assert_string_equal(request_a, p.visit.request.joins);
    patron_answer_accept(&p, true, false, request_b);
    assert_reads(&p, "먼저 하신 신청에 더했습니다.");
    assert_reads(&p, number);
}

static void another_matter_is_another_request(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    ask_for_a_call();
    patron_answer_accept(&p, true, false, request_a);
    patron_tap(&p, "다른 안내 보기");
    patron_into_flow(&p, SMALL_SLOW);
    ask_for_a_call();
    assert_int_equal(REQUEST_CALLBACK, p.visit.request.kind);
}

static void a_request_nobody_reads_any_more_takes_nothing_in(void **state)
{
    (void)state;
    static const enum request_state unread[] = {REQUEST_CLOSED, REQUEST_SET_ASIDE};
    for (size_t i = 0; i < sizeof(unread) / sizeof(unread[0]); i++) {
        patron_open(&p);
        patron_as_guest(&p);
        patron_into_flow(&p, SMALL_INTERNET);
        ask_for_a_call();
        patron_answer_accept(&p, true, false, request_a);
        patron_answer_request(&p, request_a, unread[i]);
        patron_tap(&p, "다른 안내 보기");
        patron_tap(&p, "내 신청 보기");
        patron_touch(&p, ACT_REQUEST, 0);
        assert_null(screen_find(&p.screen, "이 신청에 내용 더하기"));
        patron_tap(&p, "처음으로");
        patron_into_flow(&p, SMALL_INTERNET);
        patron_tap(&p, "상담원 연결");
        assert_silent(&p, "더합니다.");
        assert_int_equal(REQUEST_CALLBACK, p.visit.request.kind);
    }
}

static void an_open_request_takes_it_in_behind_a_closed_one_of_the_same_matter(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    profile.request_count = 2;
    for (int i = 0; i < 2; i++) {
        struct open_request *request = &profile.request[i];
        (void)kstr_copy(request->id, sizeof(request->id), i == 0 ? request_a : request_b);
        (void)kstr_copy(request->matter, sizeof(request->matter), "internet-down");
        kuuid_number(request->id, request->number);
        request->state = i == 0 ? REQUEST_CLOSED : REQUEST_SENT;
    }
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "상담원 연결");
    assert_string_equal(request_b, p.visit.request.joins);
    patron_tap(&p, "처음으로");
    patron_tap(&p, "내 신청 보기");
    patron_touch(&p, ACT_REQUEST, 0);
    patron_tap(&p, "상담원 연결");
    assert_string_not_equal(request_a, p.visit.request.joins);
}

static void everything_done_in_the_visit_is_told_the_agent_in_order(void **state)
{
    (void)state;
    patron_tap(&p, "검색하기");
    patron_type(&p, "느림");
    patron_answer_search(&p, FOUND_GOOD, FOUND_FLOW, SMALL_SLOW);
    patron_tap(&p, "인터넷이 느립니다");
    patron_tap(&p, "한 곳");
    patron_tap(&p, "처음으로");
    patron_tap(&p, "인터넷");
    patron_tap(&p, "와이파이 비밀번호 찾기");
    patron_answer_article(&p, SMALL_WIFI_PASSWORD);
    patron_tap(&p, "차례대로 안내받기");
    patron_tap(&p, "빨간 불빛");
    ask_for_a_call();
    const struct trail *trail = p.visit.request.trail;
    assert_int_equal(4, p.visit.request.trail_count);
    assert_int_equal(TRAIL_SEARCH, trail[0].kind);
    assert_string_equal("느림", trail[0].prompt);
    assert_true(trail[0].found);
    assert_string_equal("slow/where", trail[1].id);
    assert_int_equal(TRAIL_ARTICLE, trail[2].kind);
    assert_string_equal("wifi-password", trail[2].id);
    assert_string_equal("internet-down/lights", trail[3].id);
}

static void when_the_store_joined_it_the_receipt_says_so(void **state)
{
    (void)state;
    ask_for_a_call();
    patron_answer_accept(&p, true, true, request_b);
    assert_reads(&p, "먼저 하신 신청에 더했습니다.");
    assert_reads(&p, "같은 문의라서 하나로 처리합니다.");
}

static void a_hand_over_carries_its_reason(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "모두 초록색");
    patron_tap(&p, "다음");
    patron_tap(&p, "아니요, 그대로입니다");
    patron_type(&p, "333");
    patron_tap(&p, "확인");
    patron_type(&p, "3");
    patron_tap(&p, "확인");
    patron_answer_check(&p, 2, "");
    patron_tap(&p, "상담 신청하기");
    patron_tap(&p, "문자로 받기");
    assert_string_equal("line-fault", p.visit.request.reason);
    assert_non_null(strstr(p.visit.request.reason_text, "기사가 살펴봐야"));
}

/* What was typed stays unsaid, that it was wrong does not. */
static void wrong_tries_are_told_whether_a_right_one_followed_or_not(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "모두 초록색");
    patron_tap(&p, "다음");
    patron_tap(&p, "아니요, 그대로입니다");
    patron_type(&p, "777");
    patron_tap(&p, "확인");
    patron_tap(&p, "상담원 연결");
    patron_tap(&p, "문자로 받기");
    patron_type(&p, "01098765432");
    patron_tap(&p, "확인");
    patron_tap(&p, "동의하고 신청하기");
    const struct request *request = &p.visit.request;
    const struct trail *last = &request->trail[request->trail_count - 1];
    assert_int_equal(4, request->trail_count);
    assert_int_equal(1, last->wrong);
    assert_string_equal("답하지 못함", last->answer);
}

static void a_request_made_by_a_guest_can_be_looked_at_in_the_same_visit(void **state)
{
    (void)state;
    ask_for_a_call();
    patron_answer_accept(&p, true, false, request_a);
    patron_tap(&p, "다른 안내 보기");
    patron_tap(&p, "내 신청 보기");
    patron_tap(&p, "상담 신청");
    assert_shows(&p, SCREEN_REQUEST);
    assert_reads(&p, "11월 23일 (월) 오전 11시 ~ 오후 1시에 전화드립니다.");
    assert_reads(&p, "오늘 신청하셨습니다.");
    patron_tap(&p, "이 신청에 내용 더하기");
    assert_shows(&p, SCREEN_CHANNEL);
    assert_int_equal(REQUEST_ADDITION, p.visit.request.kind);
}

static void a_card_shown_after_a_request_is_another_persons(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    ask_for_a_call();
    patron_answer_accept(&p, true, false, request_a);
    char number[KUUID_NUMBER_SIZE];
    kuuid_number(request_a, number);
    assert_reads(&p, number);
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_int_equal(VISIT_END_CARD, patron_wish(&p, EFFECT_WIPE)->end);
    assert_shows(&p, SCREEN_HOME);
    assert_reads(&p, "홍*동님");
    assert_null(screen_find(&p.screen, "내 신청 보기"));
    assert_false(patron_holds(&p, request_a));
}

static void a_person_from_the_attract_screen_begins_a_visit_at_the_form(void **state)
{
    (void)state;
    patron_open(&p);
    patron_tap(&p, "상담원 연결");
    assert_shows(&p, SCREEN_CHANNEL);
    assert_non_null(patron_wish(&p, EFFECT_BEGIN));
    patron_tap(&p, "뒤로");
    assert_shows(&p, SCREEN_HOME);
}

/* ---- feedback ---- */

static void feedback_is_one_touch_each_and_goes_to_headquarters_without_a_name(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_SLOW);
    patron_tap(&p, "한 곳");
    patron_tap(&p, "마치기");
    assert_reads(&p, "문제가 해결되었습니까?");
    patron_tap(&p, "네");
    assert_reads(&p, "이용하기 쉬웠습니까?");
    patron_tap(&p, "4");
    assert_shows(&p, SCREEN_THANKS);
    assert_non_null(patron_wish(&p, EFFECT_ACCEPT));
    const struct request *request = &p.visit.request;
    assert_int_equal(REQUEST_FEEDBACK, request->kind);
    assert_int_equal(1, request->solved);
    assert_int_equal(4, request->ease);
    assert_string_equal("slow", request->matter);
    assert_int_equal(1, request->trail_count);
    assert_string_equal("", request->customer_ref);
    assert_string_equal("", request->name);
    const struct visit_memory *memory = &patron_wish(&p, EFFECT_REMEMBER)->memory;
    assert_string_equal("slow", memory->last_matter);
    assert_true(memory->last_solved);
}

static void feedback_can_be_skipped_and_then_nothing_is_sent(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_SLOW);
    patron_tap(&p, "한 곳");
    patron_tap(&p, "마치기");
    patron_tap(&p, "건너뛰기");
    patron_tap(&p, "건너뛰기");
    assert_shows(&p, SCREEN_THANKS);
    assert_null(patron_wish(&p, EFFECT_ACCEPT));
}

static void after_a_request_only_the_ease_is_asked(void **state)
{
    (void)state;
    ask_for_a_call();
    patron_answer_accept(&p, true, false, request_a);
    patron_tap(&p, "마치기");
    assert_reads(&p, "이용하기 쉬웠습니까?");
}

static void a_visit_without_a_matter_ends_with_thanks_at_once(void **state)
{
    (void)state;
    patron_tap(&p, "마치기");
    assert_shows(&p, SCREEN_THANKS);
    patron_wait(&p, 8000);
    assert_shows(&p, SCREEN_ATTRACT);
    assert_int_equal(VISIT_END_FINISHED, patron_wish(&p, EFFECT_WIPE)->end);
}

#define GUEST(test)  cmocka_unit_test_setup(test, as_guest)
#define MEMBER(test) cmocka_unit_test_setup(test, as_member)

int main(void)
{
    const struct CMUnitTest tests[] = {
        MEMBER(a_member_is_never_asked_for_the_number_on_file),
        GUEST(the_receipt_tells_the_number_and_only_what_is_true),
        GUEST(the_code_on_the_receipt_holds_nothing_but_the_number),
        GUEST(soon_is_offered_only_while_it_is_true_and_says_until_when),
        GUEST(a_time_that_has_passed_is_not_promised),
        GUEST(soon_is_not_promised_once_nobody_hears_of_it),
        GUEST(soon_is_not_offered_when_nobody_hears_of_it),
        GUEST(after_hours_the_hotline_is_honest),
        GUEST(without_any_slot_the_other_channels_are_offered),
        GUEST(only_channels_of_the_content_are_offered_and_a_single_one_is_not_asked),
        GUEST(a_number_that_is_none_is_refused_with_a_way_to_mend_it),
        GUEST(an_address_is_checked_and_shown_masked),
        GUEST(a_wrong_number_is_corrected_from_the_consent),
        GUEST(an_address_is_corrected_from_the_consent),
        GUEST(a_number_typed_at_the_door_is_offered_again_with_one_touch),
        MEMBER(another_number_can_be_given_and_back_leads_to_the_one_on_file),
        MEMBER(going_back_to_the_number_on_file_keeps_the_time),
        GUEST(a_form_begun_anew_asks_for_the_time_again),
        GUEST(refusing_consent_keeps_nothing_and_leads_back_to_the_other_ways),
        GUEST(a_missing_disk_or_store_is_told_before_the_form),
        GUEST(what_could_not_be_kept_is_said_and_can_be_tried_again),
        GUEST(an_acceptance_nobody_waits_for_changes_nothing),
        GUEST(a_second_request_for_the_same_matter_joins_the_first_and_says_so),
        GUEST(another_matter_is_another_request),
        GUEST(a_request_nobody_reads_any_more_takes_nothing_in),
        GUEST(an_open_request_takes_it_in_behind_a_closed_one_of_the_same_matter),
        GUEST(everything_done_in_the_visit_is_told_the_agent_in_order),
        GUEST(when_the_store_joined_it_the_receipt_says_so),
        GUEST(a_hand_over_carries_its_reason),
        GUEST(wrong_tries_are_told_whether_a_right_one_followed_or_not),
        GUEST(a_request_made_by_a_guest_can_be_looked_at_in_the_same_visit),
        GUEST(a_card_shown_after_a_request_is_another_persons),
        GUEST(a_person_from_the_attract_screen_begins_a_visit_at_the_form),
        MEMBER(feedback_is_one_touch_each_and_goes_to_headquarters_without_a_name),
        GUEST(feedback_can_be_skipped_and_then_nothing_is_sent),
        GUEST(after_a_request_only_the_ease_is_asked),
        GUEST(a_visit_without_a_matter_ends_with_thanks_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
