#include "check.h"
#include "patron.h"

#include "kstr.h"

#include <string.h>

/* Guiding: flows, answers, the unasked offer of a person, articles, search. */

static struct patron p;

static int as_guest(void **state)
{
    (void)state;
    patron_open(&p);
    patron_as_guest(&p);
    return 0;
}

/* ---- flows ---- */

static void a_question_shows_text_more_picture_choices_and_progress(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    assert_shows(&p, SCREEN_STEP);
    assert_reads(&p, "모뎀의 불빛이 어떻습니까?");
    assert_reads(&p, "모뎀은 작은 상자입니다.");
    assert_reads(&p, "[빨간 불빛]");
    assert_string_equal("modem-lights", p.screen.item[1].picture);
    assert_true(p.screen.progress_total > 0);
    assert_int_equal(0, p.screen.progress_done);
    patron_tap(&p, "빨간 불빛");
    assert_int_equal(1, p.screen.progress_done);
}

static void back_goes_back_within_the_flow_and_then_out_of_it(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    patron_tap(&p, "껐다 켰습니다");
    patron_tap(&p, "뒤로");
    assert_reads(&p, "모뎀의 전원을 껐다 켜십시오.");
    patron_tap(&p, "뒤로");
    assert_reads(&p, "모뎀의 불빛이 어떻습니까?");
    patron_tap(&p, "뒤로");
    assert_shows(&p, SCREEN_TOPIC);
}

static void the_language_changes_in_mid_flow_and_keeps_where_we_are(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    patron_tap(&p, "English");
    assert_reads(&p, "Switch the modem off and on again.");
    patron_tap(&p, "Done");
    patron_tap(&p, "한국어");
    assert_reads(&p, "이제 인터넷이 됩니까?");
}

static void changing_an_early_answer_says_what_was_kept_and_dropped(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    patron_tap(&p, "껐다 켰습니다");
    patron_tap(&p, "아니요, 그대로입니다");
    patron_tap(&p, "지금까지의 답 보기");
    assert_shows(&p, SCREEN_ANSWERS);
    assert_reads(&p, "[모뎀의 불빛이 어떻습니까? | 빨간 불빛]");
    patron_tap(&p, "모뎀의 불빛이 어떻습니까?");
    assert_shows(&p, SCREEN_STEP);
    assert_true(screen_find(&p.screen, "빨간 불빛")->selected);
    patron_tap(&p, "모두 초록색");
    assert_reads(&p, "벽의 선을 뺐다 다시 꽂으십시오.");
    assert_reads(&p, "답을 바꾸었습니다. 뒤의 답 0개는 그대로 두었고, 2개는 다시 여쭙겠습니다.");
    patron_tap(&p, "다음");
    assert_silent(&p, "답을 바꾸었습니다.");
}

static void changing_an_answer_without_loss_says_nothing(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    patron_tap(&p, "껐다 켰습니다");
    patron_tap(&p, "지금까지의 답 보기");
    patron_tap(&p, "모뎀의 불빛이 어떻습니까?");
    patron_tap(&p, "꺼져 있음");
    assert_reads(&p, "이제 인터넷이 됩니까?");
    assert_silent(&p, "답을 바꾸었습니다.");
}

static void back_from_an_answer_being_changed_goes_to_the_list_and_then_to_the_step(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    patron_tap(&p, "지금까지의 답 보기");
    patron_tap(&p, "모뎀의 불빛이 어떻습니까?");
    patron_tap(&p, "뒤로");
    assert_shows(&p, SCREEN_ANSWERS);
    patron_tap(&p, "뒤로");
    assert_reads(&p, "모뎀의 전원을 껐다 켜십시오.");
}

static void fail_twice(void)
{
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    patron_tap(&p, "껐다 켰습니다");
    patron_tap(&p, "아니요, 그대로입니다");
    patron_tap(&p, "다음");
    patron_tap(&p, "아니요, 그대로입니다");
}

static void after_two_failed_attempts_a_person_is_offered_unasked_and_once(void **state)
{
    (void)state;
    fail_twice();
    assert_shows(&p, SCREEN_OFFER);
    assert_reads(&p, "상담원이 이어서 도와드릴까요?");
    patron_tap(&p, "계속 살펴보기");
    assert_shows(&p, SCREEN_INPUT);
    patron_type(&p, "3");
    patron_tap(&p, "확인");
    assert_shows(&p, SCREEN_CHECK);
}

static void an_attempt_that_failed_in_an_earlier_flow_counts_too(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "빨간 불빛");
    patron_tap(&p, "껐다 켰습니다");
    patron_tap(&p, "아니요, 그대로입니다");
    patron_tap(&p, "처음으로");
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "모두 초록색");
    patron_tap(&p, "다음");
    patron_tap(&p, "아니요, 그대로입니다");
    assert_shows(&p, SCREEN_OFFER);
}

static void the_third_time_at_one_step_offers_a_person_and_each_further_time_again(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_SLOW);
    patron_tap(&p, "모든 곳");
    assert_shows(&p, SCREEN_STEP);
    patron_tap(&p, "모든 곳");
    assert_shows(&p, SCREEN_OFFER);
    patron_tap(&p, "뒤로");
    assert_shows(&p, SCREEN_STEP);
    patron_tap(&p, "모든 곳");
    assert_shows(&p, SCREEN_OFFER);
}

static void a_wrong_number_says_what_is_wrong_and_how_many_tries_are_left(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_MOVING);
    assert_int_equal(KEYBOARD_DIGITS, p.screen.field.keyboard);
    patron_type(&p, "77");
    patron_tap(&p, "확인");
    assert_reads(
        &p, "! 다시 확인해 주십시오. 1에서 9 사이의 숫자입니다. (1번 더 입력하실 수 있습니다.)");
    patron_type(&p, "7");
    assert_silent(&p, "!");
    patron_tap(&p, "확인");
    assert_reads(&p, "언제 이사하십니까?");
}

static void when_the_tries_are_up_without_another_way_a_person_is_offered(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_MOVING);
    patron_type(&p, "77");
    patron_tap(&p, "확인");
    patron_tap(&p, "확인");
    assert_shows(&p, SCREEN_OFFER);
}

static void when_the_tries_are_up_the_flow_takes_its_other_way(void **state)
{
    (void)state;
    fail_twice();
    patron_tap(&p, "계속 살펴보기");
    patron_type(&p, "0");
    patron_tap(&p, "확인");
    patron_tap(&p, "확인");
    assert_shows(&p, SCREEN_FLOW_END);
    assert_reads(&p, "기사가 살펴봐야 합니다.");
}

static void into_check(void)
{
    fail_twice();
    patron_tap(&p, "계속 살펴보기");
    patron_type(&p, "3");
    patron_tap(&p, "확인");
}

static void a_check_asks_headquarters_and_goes_on_with_the_answer(void **state)
{
    (void)state;
    into_check();
    assert_reads(&p, "본사에 확인하고 있습니다.");
    assert_string_equal("line-status", patron_wish(&p, EFFECT_CHECK)->text);
    assert_int_equal(5000, patron_wish(&p, EFFECT_CHECK)->wait_ms);
    patron_wait(&p, 1000);
    assert_null(patron_wish(&p, EFFECT_CHECK));
    patron_answer_check(&p, 0, "fault");
    assert_reads(&p, "회선 고장을 고치고 있습니다.");
    patron_answer_check(&p, 0, "fault");
    assert_shows(&p, SCREEN_FLOW_END);
}

static void a_check_without_any_answer_goes_its_offline_way(void **state)
{
    (void)state;
    into_check();
    patron_wait(&p, 8000);
    assert_reads(&p, "기사가 살펴봐야 합니다.");
}

static void answer_question(uint32_t serial)
{
    struct visit_event event = {.kind = VISIT_ANSWER, .serial = serial};
    (void)kstr_copy(event.text, sizeof(event.text), "fault");
    patron_step(&p, &event);
}

static void a_check_that_was_left_does_not_answer_the_next_one(void **state)
{
    (void)state;
    into_check();
    uint32_t serial = patron_wish(&p, EFFECT_CHECK)->serial;
    patron_tap(&p, "뒤로");
    patron_type(&p, "4");
    patron_tap(&p, "확인");
    assert_shows(&p, SCREEN_CHECK);
    int lines = p.line_count;
    answer_question(serial);
    assert_shows(&p, SCREEN_CHECK);
    assert_int_equal(lines, p.line_count); /* a replay does not see it either */
    answer_question(p.visit.check_serial);
    assert_shows(&p, SCREEN_FLOW_END);
}

static void the_answer_of_the_last_customers_check_is_not_the_next_customers(void **state)
{
    (void)state;
    into_check();
    uint32_t serial = patron_wish(&p, EFFECT_CHECK)->serial;
    while (p.visit.running) {
        patron_wait(&p, 60000);
    }
    patron_as_guest(&p);
    into_check();
    answer_question(serial);
    assert_shows(&p, SCREEN_CHECK);
}

static void an_unsolved_end_leads_to_a_person_with_the_hours_told(void **state)
{
    (void)state;
    into_check();
    patron_answer_check(&p, 1, "");
    assert_int_equal(ACT_PERSON, screen_find(&p.screen, "상담 신청하기")->action.verb);
    assert_reads(&p, "지금 바로 통화하실 수 있습니다: 1588-0000 (평일 9시-18시)");
}

static void a_flow_that_needs_to_know_the_customer_says_so_and_opens_with_the_card(void **state)
{
    (void)state;
    struct profile profile;
    small_profile(&profile);
    patron_into_flow(&p, SMALL_BILL);
    assert_reads(&p, "이 안내는 회원 확인이 필요합니다.");
    assert_int_equal(ACT_PERSON, screen_find(&p.screen, "상담 신청하기")->action.verb);
    assert_silent(&p, "이번 달 요금");
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    assert_reads(&p, "이번 달 요금을 보여 드립니다.");
}

static void a_text_of_the_flow_names_the_customer_as_the_site_allows(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_INTERNET);
    patron_tap(&p, "모두 초록색");
    patron_tap(&p, "다음");
    assert_reads(&p, "이제 인터넷이 됩니까, 고객님?");
}

static void a_private_input_is_shown_as_dots_and_told_as_stars(void **state)
{
    (void)state;
    patron_into_flow(&p, SMALL_PASSWORD);
    assert_true(p.screen.field.masked);
    patron_type(&p, "77213388");
    assert_silent(&p, "77213388");
    patron_tap(&p, "입력한 것 보기");
    assert_false(p.screen.field.masked);
    assert_silent(&p, "77213388");
    patron_tap(&p, "확인");
    assert_shows(&p, SCREEN_FLOW_END);
    patron_tap(&p, "지금까지의 답 보기");
    assert_silent(&p, "77213388");
}

/* ---- articles ---- */

/* Doing and reading are told apart by a heading and by the sign. */
static void a_topic_shows_guides_and_texts_apart(void **state)
{
    (void)state;
    patron_tap(&p, "인터넷");
    const char *flows = strstr(p.text, "차례로 해결\n");
    const char *articles = strstr(p.text, "읽을거리\n");
    assert_non_null(flows);
    assert_non_null(articles);
    const struct screen_item *guide = screen_find(&p.screen, "인터넷이 안 됩니다");
    const struct screen_item *text = screen_find(&p.screen, "와이파이 비밀번호 찾기");
    assert_string_equal("book", text->icon);
    assert_string_not_equal("book", guide->icon);
    assert_true(flows < strstr(p.text, guide->text) && strstr(p.text, guide->text) < articles);
    assert_true(articles < strstr(p.text, text->text));
}

static void an_article_is_fetched_shown_and_asked_about(void **state)
{
    (void)state;
    patron_tap(&p, "인터넷");
    patron_tap(&p, "와이파이 비밀번호 찾기");
    assert_int_equal(SMALL_WIFI_PASSWORD, patron_wish(&p, EFFECT_ARTICLE)->index);
    assert_reads(&p, "내용을 불러오고 있습니다.");
    patron_answer_article(&p, SMALL_WIFI_PASSWORD);
    assert_reads(&p, "스티커를 보십시오.");
    assert_reads(&p, "이 글이 도움이 되었습니까?");
    patron_tap(&p, "네, 도움이 되었습니다");
    assert_reads(&p, "이용하기 쉬웠습니까?");
}

static void another_language_fetches_the_article_again(void **state)
{
    (void)state;
    patron_tap(&p, "인터넷");
    patron_tap(&p, "와이파이 비밀번호 찾기");
    patron_answer_article(&p, SMALL_WIFI_PASSWORD);
    patron_tap(&p, "English");
    assert_int_equal(SMALL_WIFI_PASSWORD, patron_wish(&p, EFFECT_ARTICLE)->index);
    patron_answer_article(&p, SMALL_WIFI_PASSWORD);
    assert_reads(&p, "Look at the sticker.");
}

static void an_article_leads_into_its_flow_and_back(void **state)
{
    (void)state;
    patron_tap(&p, "인터넷");
    patron_tap(&p, "와이파이 비밀번호 찾기");
    patron_answer_article(&p, SMALL_WIFI_PASSWORD);
    patron_tap(&p, "차례대로 안내받기");
    assert_reads(&p, "모뎀의 불빛이 어떻습니까?");
    patron_tap(&p, "뒤로");
    assert_shows(&p, SCREEN_ARTICLE);
    assert_reads(&p, "스티커를 보십시오.");
}

static void an_article_that_did_not_help_leads_to_other_ways(void **state)
{
    (void)state;
    patron_tap(&p, "요금");
    patron_tap(&p, "요금서 읽는 법");
    patron_answer_article(&p, SMALL_READ_BILL);
    patron_tap(&p, "아니요");
    assert_shows(&p, SCREEN_OFFER);
    assert_non_null(screen_find(&p.screen, "상담 신청하기"));
    patron_tap(&p, "검색하기");
    assert_shows(&p, SCREEN_SEARCH);
}

static void an_article_that_cannot_be_read_says_so_and_offers_a_person(void **state)
{
    (void)state;
    patron_tap(&p, "요금");
    patron_tap(&p, "요금서 읽는 법");
    struct visit_event event = {.kind = VISIT_ARTICLE, .article = NULL};
    patron_step(&p, &event);
    assert_reads(&p, "지금은 이 글을 열 수 없습니다.");
    assert_non_null(screen_find(&p.screen, "상담 신청하기"));
}

/* ---- search ---- */

static void every_new_query_is_searched_and_a_good_result_is_one_touch_away(void **state)
{
    (void)state;
    patron_tap(&p, "검색하기");
    patron_type(&p, "느림");
    assert_string_equal("느림", patron_wish(&p, EFFECT_SEARCH)->text);
    patron_answer_search(&p, FOUND_GOOD, FOUND_FLOW, SMALL_SLOW);
    assert_reads(&p, "찾은 안내");
    patron_tap(&p, "인터넷이 느립니다");
    assert_reads(&p, "어디에서 느립니까?");
    patron_tap(&p, "뒤로");
    assert_shows(&p, SCREEN_SEARCH);
    assert_string_equal("느림", p.screen.field.value);
    patron_tap(&p, "뒤로");
    assert_null(patron_wish(&p, EFFECT_MISSED));
}

static void an_uncertain_result_is_asked_about(void **state)
{
    (void)state;
    patron_tap(&p, "검색하기");
    patron_type(&p, "비번");
    patron_answer_search(&p, FOUND_MAYBE, FOUND_ARTICLE, SMALL_WIFI_PASSWORD);
    assert_reads(&p, "혹시 이 내용을 찾으셨습니까?");
}

static void nothing_found_is_said_and_leads_to_a_person_and_is_told_headquarters(void **state)
{
    (void)state;
    patron_tap(&p, "검색하기");
    patron_type(&p, "유재석 와이파이를 01012345678 Gildong 냉장고 김철수 a@b, password");
    patron_answer_search(&p, FOUND_NONE, FOUND_FLOW, 0);
    assert_reads(&p, "맞는 안내를 찾지 못했습니다.");
    assert_non_null(screen_find(&p.screen, "상담 신청하기"));
    patron_tap(&p, "뒤로");
    assert_string_equal("와이파이 password +6", patron_wish(&p, EFFECT_MISSED)->text);
}

static void results_left_without_a_touch_are_told_headquarters(void **state)
{
    (void)state;
    patron_tap(&p, "검색하기");
    patron_type(&p, "이사");
    patron_answer_search(&p, FOUND_GOOD, FOUND_FLOW, SMALL_MOVING);
    patron_tap(&p, "처음으로");
    assert_string_equal("이사", patron_wish(&p, EFFECT_MISSED)->text);
}

static void results_outside_this_pack_are_not_shown(void **state)
{
    (void)state;
    patron_tap(&p, "검색하기");
    patron_type(&p, "이사");
    patron_answer_search(&p, FOUND_GOOD, FOUND_FLOW, 200);
    assert_reads(&p, "맞는 안내를 찾지 못했습니다.");
}

#define GUIDE(test) cmocka_unit_test_setup(test, as_guest)

int main(void)
{
    const struct CMUnitTest tests[] = {
        GUIDE(a_question_shows_text_more_picture_choices_and_progress),
        GUIDE(back_goes_back_within_the_flow_and_then_out_of_it),
        GUIDE(the_language_changes_in_mid_flow_and_keeps_where_we_are),
        GUIDE(changing_an_early_answer_says_what_was_kept_and_dropped),
        GUIDE(changing_an_answer_without_loss_says_nothing),
        GUIDE(back_from_an_answer_being_changed_goes_to_the_list_and_then_to_the_step),
        GUIDE(after_two_failed_attempts_a_person_is_offered_unasked_and_once),
        GUIDE(an_attempt_that_failed_in_an_earlier_flow_counts_too),
        GUIDE(the_third_time_at_one_step_offers_a_person_and_each_further_time_again),
        GUIDE(a_wrong_number_says_what_is_wrong_and_how_many_tries_are_left),
        GUIDE(when_the_tries_are_up_without_another_way_a_person_is_offered),
        GUIDE(when_the_tries_are_up_the_flow_takes_its_other_way),
        GUIDE(a_check_asks_headquarters_and_goes_on_with_the_answer),
        GUIDE(a_check_without_any_answer_goes_its_offline_way),
        GUIDE(a_check_that_was_left_does_not_answer_the_next_one),
        GUIDE(the_answer_of_the_last_customers_check_is_not_the_next_customers),
        GUIDE(an_unsolved_end_leads_to_a_person_with_the_hours_told),
        GUIDE(a_flow_that_needs_to_know_the_customer_says_so_and_opens_with_the_card),
        GUIDE(a_text_of_the_flow_names_the_customer_as_the_site_allows),
        GUIDE(a_private_input_is_shown_as_dots_and_told_as_stars),
        GUIDE(a_topic_shows_guides_and_texts_apart),
        GUIDE(an_article_is_fetched_shown_and_asked_about),
        GUIDE(another_language_fetches_the_article_again),
        GUIDE(an_article_leads_into_its_flow_and_back),
        GUIDE(an_article_that_did_not_help_leads_to_other_ways),
        GUIDE(an_article_that_cannot_be_read_says_so_and_offers_a_person),
        GUIDE(every_new_query_is_searched_and_a_good_result_is_one_touch_away),
        GUIDE(an_uncertain_result_is_asked_about),
        GUIDE(nothing_found_is_said_and_leads_to_a_person_and_is_told_headquarters),
        GUIDE(results_left_without_a_touch_are_told_headquarters),
        GUIDE(results_outside_this_pack_are_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
