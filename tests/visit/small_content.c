#include "small_content.h"

#include "kstr.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define TEXT(ko, en)                                                                               \
    {                                                                                              \
        {                                                                                          \
            ko, en                                                                                 \
        }                                                                                          \
    }

/* ---- internet-down ---- */

static const char *const line_words[] = {"ok", "fault"};
static const struct flow_step internet_steps[] = {
    {.id = "lights",
     .kind = FLOW_ASK,
     .text = TEXT("모뎀의 불빛이 어떻습니까?", "What do the lights on the modem look like?"),
     .more = TEXT("모뎀은 작은 상자입니다.", "The modem is a small box."),
     .picture = "modem-lights",
     .var = 0,
     .exit_count = 3,
     .exit = {{.id = "green", .label = TEXT("모두 초록색", "All green"), .to = 3},
              {.id = "red", .label = TEXT("빨간 불빛", "A red light"), .to = 1},
              {.id = "dark", .label = TEXT("꺼져 있음", "No light"), .to = 1}}},
    {.id = "restart",
     .kind = FLOW_TELL,
     .text = TEXT("모뎀의 전원을 껐다 켜십시오.", "Switch the modem off and on again."),
     .done = TEXT("껐다 켰습니다", "Done"),
     .var = FLOW_NO_VAR,
     .fix = true,
     .exit_count = 1,
     .exit = {{.to = 2}}},
    {.id = "better",
     .kind = FLOW_SOLVED,
     .text = TEXT("이제 인터넷이 됩니까?", "Does the internet work now?"),
     .var = 1,
     .exit_count = 2,
     .exit = {{.to = FLOW_NO_STEP}, {.to = 3}}},
    {.id = "cable",
     .kind = FLOW_TELL,
     .text = TEXT("벽의 선을 뺐다 다시 꽂으십시오.", "Pull the wall cable and plug it in again."),
     .var = FLOW_NO_VAR,
     .fix = true,
     .exit_count = 1,
     .exit = {{.to = 4}}},
    {.id = "better-now",
     .kind = FLOW_SOLVED,
     .text = TEXT("이제 인터넷이 됩니까, {customer.name}님?", "Does it work now?"),
     .var = 2,
     .exit_count = 2,
     .exit = {{.to = FLOW_NO_STEP}, {.to = 5}}},
    {.id = "devices",
     .kind = FLOW_INPUT,
     .text = TEXT("몇 대를 연결하셨습니까?", "How many devices are connected?"),
     .var = 3,
     .exit_count = 2,
     .exit = {{.to = 6}, {.to = 8}},
     .input = {.type = FLOW_INPUT_NUMBER,
               .min = 1,
               .max = 99,
               .unit = TEXT("대", "devices"),
               .tries = 2}},
    {.id = "line",
     .kind = FLOW_CHECK,
     .text = TEXT("회선을 확인합니다.", "We check the line."),
     .var = 4,
     .exit_count = 3,
     .exit = {{.to = 7}, {.to = 8}, {.to = 8}},
     .check = {.question = "line-status", .answers = line_words, .answer_count = 2, .wait_s = 5}},
    {.id = "known",
     .kind = FLOW_END,
     .text = TEXT("회선 고장을 고치고 있습니다.", "The line is being repaired."),
     .var = FLOW_NO_VAR,
     .end = {.outcome = FLOW_UNSOLVED_END}},
    {.id = "person",
     .kind = FLOW_HAND_OVER,
     .text = TEXT("기사가 살펴봐야 합니다.", "A technician has to look at it."),
     .var = FLOW_NO_VAR,
     .hand_over = {.reason = "line-fault"}},
};
static const struct flow_var internet_vars[] = {
    {"lights", FLOW_WORD, 0},    {"better", FLOW_WORD, 2}, {"better-now", FLOW_WORD, 4},
    {"devices", FLOW_NUMBER, 5}, {"line", FLOW_WORD, 6},
};

/* ---- my-bill ---- */

static const struct flow_step bill_steps[] = {
    {.id = "look",
     .kind = FLOW_TELL,
     .text = TEXT("이번 달 요금을 보여 드립니다.", "This is your bill of the month."),
     .var = FLOW_NO_VAR,
     .exit_count = 1,
     .exit = {{.to = 1}}},
    {.id = "done", .kind = FLOW_END, .var = FLOW_NO_VAR, .end = {.outcome = FLOW_INFORMED_END}},
};

/* ---- slow ---- */

static const struct flow_step slow_steps[] = {
    {.id = "where",
     .kind = FLOW_ASK,
     .text = TEXT("어디에서 느립니까?", "Where is it slow?"),
     .var = 0,
     .exit_count = 2,
     .exit = {{.id = "all", .label = TEXT("모든 곳", "Everywhere"), .to = 1},
              {.id = "one", .label = TEXT("한 곳", "In one place"), .to = 2}}},
    {.id = "once-more",
     .kind = FLOW_AGAIN,
     .var = FLOW_NO_VAR,
     .exit_count = 2,
     .exit = {{.to = 0}, {.to = 2}},
     .again = {.times = 5}},
    {.id = "moved",
     .kind = FLOW_END,
     .text = TEXT("공유기를 그곳으로 옮기십시오.", "Move the router there."),
     .var = FLOW_NO_VAR,
     .end = {.outcome = FLOW_INFORMED_END}},
};
static const struct flow_var slow_vars[] = {{"where", FLOW_WORD, 0}};

/* ---- password ---- */

static const struct flow_step password_steps[] = {
    {.id = "code",
     .kind = FLOW_INPUT,
     .text = TEXT("계약 비밀번호를 입력하십시오.", "Enter the password of your contract."),
     .var = 0,
     .exit_count = 2,
     .exit = {{.to = 1}, {.to = FLOW_NO_STEP}},
     .input = {.type = FLOW_INPUT_CODE, .min = 4, .max = 12, .is_private = true, .tries = 2}},
    {.id = "shown",
     .kind = FLOW_END,
     .text = TEXT("비밀번호를 바꾸었습니다.", "The password was changed."),
     .var = FLOW_NO_VAR,
     .end = {.outcome = FLOW_SOLVED_END}},
};
static const struct flow_var password_vars[] = {{"code", FLOW_WORD, 0}};

/* ---- moving ---- */

static const struct flow_step moving_steps[] = {
    {.id = "rooms",
     .kind = FLOW_INPUT,
     .text = TEXT("방이 몇 개입니까?", "How many rooms are there?"),
     .var = 0,
     .exit_count = 2,
     .exit = {{.to = 1}, {.to = FLOW_NO_STEP}},
     .input = {.type = FLOW_INPUT_NUMBER, .min = 1, .max = 9, .tries = 2}},
    {.id = "when",
     .kind = FLOW_INPUT,
     .text = TEXT("언제 이사하십니까?", "When do you move?"),
     .var = 1,
     .exit_count = 2,
     .exit = {{.to = 2}, {.to = FLOW_NO_STEP}},
     .input = {.type = FLOW_INPUT_DATE, .min = 0, .max = 90, .tries = 3}},
    {.id = "noted",
     .kind = FLOW_END,
     .text = TEXT("이사 날짜를 확인했습니다.", "The date is noted."),
     .var = FLOW_NO_VAR,
     .end = {.outcome = FLOW_INFORMED_END}},
};
static const struct flow_var moving_vars[] = {{"rooms", FLOW_NUMBER, 0}, {"when", FLOW_NUMBER, 1}};

/* ---- the pack ---- */

#define STEPS(array) .step = (array), .step_count = COUNT(array)
#define VARS(array)  .var = (array), .var_count = COUNT(array)

static const struct flow_chart charts[SMALL_FLOWS] = {
    [SMALL_INTERNET] = {.id = "internet-down",
                        .title = TEXT("인터넷이 안 됩니다", "The internet is down"),
                        .summary = TEXT("모뎀과 선을 살펴봅니다.", "We check modem and cables."),
                        .icon = "globe",
                        .topic = 0,
                        .minutes = 6,
                        STEPS(internet_steps),
                        VARS(internet_vars)},
    [SMALL_BILL] = {.id = "my-bill",
                    .title = TEXT("내 요금 보기", "See my bill"),
                    .topic = 1,
                    .needs = LEVEL_OWN,
                    STEPS(bill_steps)},
    [SMALL_SLOW] = {.id = "slow",
                    .title = TEXT("인터넷이 느립니다", "The internet is slow"),
                    .topic = 0,
                    STEPS(slow_steps),
                    VARS(slow_vars)},
    [SMALL_PASSWORD] = {.id = "password",
                        .title = TEXT("비밀번호 바꾸기", "Change the password"),
                        .topic = 1,
                        STEPS(password_steps),
                        VARS(password_vars)},
    [SMALL_MOVING] = {.id = "moving",
                      .title = TEXT("이사 신청", "Moving house"),
                      .topic = 0,
                      STEPS(moving_steps),
                      VARS(moving_vars)},
    [SMALL_PLAN] = {.id = "my-plan",
                    .title = TEXT("요금제 바꾸기", "Change my plan"),
                    .topic = 1,
                    .needs = LEVEL_GREETED,
                    STEPS(bill_steps)},
};

static const struct topic topics[] = {
    {"internet", TEXT("인터넷", "Internet"), TEXT("안 됨, 느림", "down or slow"), "globe"},
    {"bill", TEXT("요금", "Bill"), TEXT("요금, 비밀번호", "bill, password"), "receipt"},
};

static const struct article_head heads[SMALL_ARTICLES] = {
    [SMALL_WIFI_PASSWORD] = {"wifi-password",
                             TEXT("와이파이 비밀번호 찾기", "Find the Wi-Fi password"),
                             TEXT("공유기 뒷면에 있습니다.", "It is on the back of the router."),
                             "key", 0, SMALL_INTERNET},
    [SMALL_READ_BILL] = {"read-bill", TEXT("요금서 읽는 법", "How to read the bill"),
                         TEXT("항목을 설명합니다.", "What each line means."), NULL, 1, UINT16_MAX},
};

static const struct holiday holidays[] = {
    {20812, TEXT("성탄절", "Christmas Day")}, /* 2026-12-25 */
};

const struct content small_content = {
    .id = "small",
    .version = "1",
    .name = TEXT("한빛텔레콤 고객센터", "Hanbit Telecom Help"),
    .utc_offset_min = 540,
    .hotline = "1588-0000",
    .hotline_note = TEXT("평일 9시-18시", "weekdays 9-18"),
    .hours = {{0, 0},
              {540, 1080},
              {540, 1080},
              {540, 1080},
              {540, 1080},
              {540, 1080},
              {540, 780},
              {0, 0}},
    .holiday = holidays,
    .holiday_count = COUNT(holidays),
    .slot_min = 120,
    .lead_min = 30,
    .days_ahead = 5,
    .channel = {true, true, true},
    .consent_version = "2026-11",
    .consent = TEXT("전화번호와 문의 내용을 수집합니다.", "We keep your number and your question."),
    .greet_name = NAME_MASKED,
    .header_name = NAME_MASKED,
    .idle_warn_s = 60,
    .idle_countdown_s = 30,
    .topic = topics,
    .topic_count = COUNT(topics),
    .article = heads,
    .article_count = SMALL_ARTICLES,
    .book = {.chart = charts, .chart_count = SMALL_FLOWS},
};

void small_article(uint16_t index, enum lang lang, struct article *ret_article)
{
    static const enum block_kind kinds[] = {BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_NUMBERED,
                                            BLOCK_BULLET};
    memset(ret_article, 0, sizeof(*ret_article));
    ret_article->index = index;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct block *block = &ret_article->block[ret_article->block_count++];
        block->kind = kinds[i];
        block->number = 1;
        (void)kstr_copy(block->text, sizeof(block->text),
                        lang == LANG_KO ? "스티커를 보십시오." : "Look at the sticker.");
    }
}

void small_profile(struct profile *ret_profile)
{
    memset(ret_profile, 0, sizeof(*ret_profile));
    (void)kstr_copy(ret_profile->ref, sizeof(ret_profile->ref), "c-1001");
    (void)kstr_copy(ret_profile->name, sizeof(ret_profile->name), "홍길동");
    (void)kstr_copy(ret_profile->contact_masked, sizeof(ret_profile->contact_masked),
                    "010-****-5678");
    ret_profile->level = LEVEL_OWN;
    ret_profile->last_kind = MATTER_FLOW;
    (void)kstr_copy(ret_profile->last_matter, sizeof(ret_profile->last_matter), "internet-down");
    ret_profile->last_wall_ms = SMALL_SATURDAY_MS - 7 * KCIVIL_DAY_MS;
}
