#include "samples.h"

#include "kstr.h"

#include <string.h>

static const char *say(const struct screen *s, const char *ko, const char *en)
{
    return s->lang == LANG_KO ? ko : en;
}
#define SAY(ko, en) say(s, ko, en)

static void icon(struct screen_item *item, const char *name)
{
    (void)kstr_copy(item->icon, sizeof item->icon, name);
}

static void detail(struct screen_item *item, const char *text)
{
    (void)kstr_copy(item->detail, sizeof item->detail, text);
}

static void button(struct screen *s, enum item_style style, const char *name, const char *text,
                   const char *more)
{
    struct screen_item *item = screen_button(s, style, text, ACT_CHOOSE, s->item_count);
    icon(item, name);
    detail(item, more);
}

static void bar(struct screen *s, bool inside)
{
    const char *const words[BAR_COUNT] = {SAY("이전", "Back"), SAY("처음으로", "Home"),
                                          SAY("English", "한국어"),
                                          SAY("상담원 연결", "Talk to a person")};
    const enum action_verb verbs[BAR_COUNT] = {ACT_BACK, ACT_HOME, ACT_LANG, ACT_PERSON};
    for (int i = inside ? BAR_BACK : BAR_LANG; i < BAR_COUNT; i++) {
        s->bar[i].kind = ITEM_BUTTON;
        s->bar[i].action.verb = verbs[i];
        (void)kstr_copy(s->bar[i].text, sizeof s->bar[i].text, words[i]);
    }
}

static void attract(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("무엇이든\n도와드리겠습니다", "How can we help you today?"));
    screen_add(s, ITEM_TEXT,
               SAY("인터넷, TV, 휴대전화, 요금을 여기에서 해결하십시오.",
                   "Internet, TV, mobile and bills: sort it out right here."));
    screen_button(s, STYLE_MAIN, SAY("여기를 눌러 시작", "Touch to start"), ACT_START, 0);
}

static void identify(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("카드를 대 주십시오", "Please hold your card to the reader"));
    screen_add(s, ITEM_TEXT,
               SAY("고객님의 상품에 맞추어 안내해 드립니다.",
                   "We can then help with the products you have."));
    button(s, STYLE_CARD, "phone", SAY("휴대전화 번호로 확인", "Use my phone number"),
           SAY("카드가 없어도 됩니다", "No card needed"));
    button(s, STYLE_CARD, "person", SAY("확인 없이 계속", "Continue as a guest"),
           SAY("이름을 묻지 않습니다", "We will not ask your name"));
}

static void field(struct screen *s, enum keyboard keyboard, const char *label)
{
    screen_add(s, ITEM_FIELD, "");
    s->field.keyboard = keyboard;
    s->field.serial = s->serial * LANG_COUNT + s->lang;
    s->field.max_chars = keyboard == KEYBOARD_DIGITS ? 11 : 60;
    (void)kstr_copy(s->field.label, sizeof s->field.label, label);
}

static void phone(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("휴대전화 번호를 입력하십시오", "Enter your mobile number"));
    field(s, KEYBOARD_DIGITS, SAY("휴대전화 번호", "Mobile number"));
    (void)kstr_copy(s->field.value, sizeof s->field.value, "0101234567");
    s->field.masked = true;
    (void)kstr_copy(s->field.error, sizeof s->field.error,
                    SAY("번호를 다시 확인해 주십시오. 숫자 11자리입니다.",
                        "Please check the number: it has 11 digits."));
    screen_button(s, STYLE_MAIN, SAY("확인", "Continue"), ACT_OK, 0);
}

/* A known customer with one offered matter, and all the topics a pack has. */
static void home(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("안녕하십니까, 홍*동님", "Hello, G*** H***"));
    screen_add(s, ITEM_TEXT, SAY("무엇을 도와드릴까요?", "What can we do for you?"));
    screen_add(s, ITEM_TEXT,
               SAY("지난 11월 14일에 살펴보신 ‘인터넷이 안 됩니다’, 해결되었습니까?",
                   "On November 14 you looked at ‘The internet is down’. Is it solved now?"));
    button(s, STYLE_MAIN, "", SAY("아니요, 이어서 보기", "No, go on with it"),
           SAY("지난번에 해결되지 않았습니다.", "It was not solved last time."));
    button(s, STYLE_QUIET, "", SAY("네, 해결되었습니다", "Yes, it is solved"), "");
    button(s, STYLE_SEARCH, "search", SAY("검색하기", "Search"),
           SAY("예: 인터넷이 느려요", "such as: slow internet"));
    screen_add(s, ITEM_HEADING, SAY("주제로 찾기", "Find by topic"));
    static const char *const topics[][3] = {
        {"globe", "인터넷", "Internet"},
        {"wifi", "와이파이", "Wi-Fi"},
        {"tv", "TV", "TV"},
        {"phone", "휴대전화", "Mobile phone"},
        {"message", "문자", "Messages"},
        {"bill", "요금", "Bill"},
        {"box", "이사", "Moving house"},
        {"person", "가입과 명의", "Contract and owner"},
    };
    for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++) {
        button(s, STYLE_TILE, topics[i][0], SAY(topics[i][1], topics[i][2]),
               SAY("안 됨, 느림, 모뎀", "down, slow, modem"));
    }
    screen_button(s, STYLE_QUIET, SAY("내 신청 보기", "My requests"), ACT_REQUESTS, 0);
    screen_button(s, STYLE_QUIET, SAY("마치기", "Finish"), ACT_FINISH, 0);
    (void)kstr_copy(s->who, sizeof s->who, SAY("홍*동님", "G*** H***"));
}

static void topic(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("인터넷·와이파이", "Internet and Wi-Fi"));
    button(s, STYLE_CARD, "globe", SAY("인터넷이 안 됩니다", "The internet does not work"),
           SAY("함께 확인 · 약 3분", "Checked together, about 3 minutes"));
    button(s, STYLE_CARD, "speed", SAY("인터넷이 느립니다", "The internet is slow"),
           SAY("함께 확인 · 약 4분", "Checked together, about 4 minutes"));
    button(s, STYLE_CARD, "wifi",
           SAY("와이파이 비밀번호를 잊었습니다", "I forgot the Wi-Fi password"), "");
    button(s, STYLE_CARD, "router", SAY("공유기 불빛의 뜻", "What the router lights mean"), "");
    button(s, STYLE_CARD, "book", SAY("와이파이가 잘 잡히는 자리", "Where Wi-Fi works best"), "");
    button(s, STYLE_CARD, "settings",
           SAY("공유기를 다시 시작하는 방법", "How to restart the router"), "");
}

static void ask(struct screen *s)
{
    screen_add(s, ITEM_LEAD,
               SAY("공유기의 인터넷 불빛이 어떤 색입니까?",
                   "What colour is the internet light on the router?"));
    screen_add(s, ITEM_SMALL,
               SAY("불빛은 공유기 앞쪽에 있습니다.", "It is on the front of the router."));
    button(s, STYLE_CARD, "light", SAY("초록색으로 켜져 있습니다", "Steady green"), "");
    button(s, STYLE_CARD, "warning", SAY("빨간색이거나 깜빡입니다", "Red, or blinking"), "");
    button(s, STYLE_CARD, "cross", SAY("꺼져 있습니다", "Off"), "");
    button(s, STYLE_CARD, "question", SAY("잘 모르겠습니다", "I am not sure"), "");
    s->progress_done = 2;
    s->progress_total = 6;
}

static void tell(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("공유기의 전원을 껐다 켜십시오", "Turn the router off and on"));
    struct screen_item *one = screen_add(
        s, ITEM_NUMBERED, SAY("공유기의 전원 플러그를 뽑으십시오.", "Unplug the router."));
    one->number = 1;
    struct screen_item *two =
        screen_add(s, ITEM_NUMBERED, SAY("10초 동안 기다리십시오.", "Wait ten seconds."));
    two->number = 2;
    struct screen_item *three =
        screen_add(s, ITEM_NUMBERED,
                   SAY("다시 꽂고 2분 뒤에 불빛을 확인하십시오.",
                       "Plug it in and look at the lights after two minutes."));
    three->number = 3;
    struct screen_item *note =
        screen_add(s, ITEM_NOTE,
                   SAY("전화와 TV도 잠시 끊깁니다.", "Phone and TV will stop for a moment, too."));
    note->tone = TONE_CAREFUL;
    screen_button(s, STYLE_MAIN, SAY("다 했습니다", "Done"), ACT_OK, 0);
    screen_button(s, STYLE_QUIET, SAY("못 하겠습니다", "I cannot do this"), ACT_CHOOSE, 1);
    s->progress_done = 3;
    s->progress_total = 6;
}

static void picture(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("이 불빛을 찾으십시오", "Find this light"));
    struct screen_item *item =
        screen_add(s, ITEM_PICTURE, SAY("공유기 앞쪽", "The router's front"));
    (void)kstr_copy(item->picture, sizeof item->picture, "sample");
    screen_add(s, ITEM_TEXT, SAY("앞쪽 왼쪽에서 세 번째입니다.", "It is the third from the left."));
    screen_button(s, STYLE_CARD, SAY("찾았습니다", "I found it"), ACT_CHOOSE, 0);
    screen_button(s, STYLE_CARD, SAY("못 찾겠습니다", "I cannot find it"), ACT_CHOOSE, 1);
    s->progress_done = 1;
    s->progress_total = 6;
}

static void search(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("무엇을 찾으십니까?", "What are you looking for?"));
    field(s, KEYBOARD_TEXT, SAY("찾을 낱말", "Words"));
    (void)kstr_copy(s->field.value, sizeof s->field.value, SAY("와이파이 비밀", "wifi pass"));
    screen_button(s, STYLE_MAIN, SAY("찾기", "Search"), ACT_SEARCH, 0);
}

static void article(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("와이파이가 잘 잡히는 자리", "Where Wi-Fi works best"));
    screen_add(s, ITEM_TEXT,
               SAY("공유기는 집 한가운데, 허리 높이에 두는 것이 좋습니다. 벽과 문을 지날 때마다 "
                   "신호가 약해집니다.",
                   "Put the router in the middle of your home, at waist height. Every wall and "
                   "door weakens the signal."));
    screen_add(s, ITEM_HEADING, SAY("피할 곳", "Avoid"));
    screen_add(s, ITEM_BULLET,
               SAY("전자레인지나 무선 전화기 옆", "Beside a microwave oven or a cordless phone"));
    screen_add(s, ITEM_BULLET, SAY("TV 뒤, 금속 서랍 안", "Behind the TV, or in a metal drawer"));
    screen_add(s, ITEM_BULLET, SAY("바닥이나 어항 가까이", "On the floor, or near a fish tank"));
    screen_add(s, ITEM_HEADING, SAY("그래도 약하면", "Still weak?"));
    screen_add(
        s, ITEM_TEXT,
        SAY("방마다 신호를 재어 보고 중계기를 놓을 자리를 정합니다. 기사가 방문하여 무료로 재어 "
            "드립니다. "
            "예약은 상담원에게 말씀하십시오. 자세한 내용은 "
            "https://www.example.go.kr/help/wifi/where-to-put-the-router 에 있습니다.",
            "We measure every room and find the place for a repeater. An engineer comes for free. "
            "See https://www.example.go.kr/help/wifi/where-to-put-the-router for more."));
    screen_add(s, ITEM_HEADING, SAY("도움이 되었습니까?", "Did this help?"));
    screen_button(s, STYLE_MAIN, SAY("예", "Yes"), ACT_YES, 0);
    screen_button(s, STYLE_PLAIN, SAY("아니요", "No"), ACT_NO, 0);
}

static void answers(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("지금까지의 대답", "Your answers so far"));
    screen_add(s, ITEM_SMALL, SAY("바꿀 대답을 누르십시오.", "Touch one to change it."));
    button(s, STYLE_CARD, "", SAY("초록색으로 켜져 있습니다", "Steady green"),
           SAY("인터넷 불빛", "Internet light"));
    button(s, STYLE_CARD, "", SAY("모든 기기에서", "On every device"),
           SAY("안 되는 기기", "What is affected"));
    s->item[s->item_count - 1].selected = true;
    button(s, STYLE_CARD, "", SAY("어제부터", "Since yesterday"), SAY("시작한 때", "Since when"));
    screen_button(s, STYLE_MAIN, SAY("계속하기", "Continue"), ACT_OK, 0);
}

static void consent(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("전화번호를 저장해도 되겠습니까?", "May we keep your number?"));
    screen_add(s, ITEM_TEXT,
               SAY("상담 전화를 드리기 위해 전화번호와 문의 내용을 수집합니다. 상담이 끝나면 30일 "
                   "뒤 지웁니다. "
                   "동의하지 않으실 수 있으며, 이 경우 직원 호출을 이용해 주십시오.",
                   "We keep your number and your question to call you back, and delete both 30 "
                   "days after. "
                   "You may refuse; then please talk to a person here."));
    screen_button(s, STYLE_MAIN, SAY("동의하고 신청", "Agree and ask"), ACT_YES, 0);
    screen_button(s, STYLE_PLAIN, SAY("동의하지 않음", "Do not agree"), ACT_NO, 0);
}

static void slot(struct screen *s)
{
    static const char *const ko[] = {"가능한 한 빨리",         "오늘 오후 2시 ~ 4시",
                                     "오늘 오후 4시 ~ 6시",    "내일 오전 9시 ~ 12시",
                                     "내일 오후 1시 ~ 3시",    "내일 오후 3시 ~ 6시",
                                     "월요일 오전 9시 ~ 12시", "월요일 오후 1시 ~ 6시"};
    static const char *const en[] = {"As soon as possible",   "Today 2 pm to 4 pm",
                                     "Today 4 pm to 6 pm",    "Tomorrow 9 am to noon",
                                     "Tomorrow 1 pm to 3 pm", "Tomorrow 3 pm to 6 pm",
                                     "Monday 9 am to noon",   "Monday 1 pm to 6 pm"};
    screen_add(s, ITEM_LEAD, SAY("언제 전화드릴까요?", "When shall we call?"));
    for (int i = 0; i < 8; i++) {
        button(s, STYLE_CARD, i == 0 ? "phone" : "clock", SAY(ko[i], en[i]), "");
    }
}

static void receipt(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("접수되었습니다", "Your request is saved"));
    screen_add(s, ITEM_BIG, "K7Q-2M4");
    struct screen_item *note =
        screen_add(s, ITEM_NOTE,
                   SAY("여기에 저장했습니다. 연결되면 바로 보냅니다.",
                       "Saved here. It will be sent when the line is back."));
    note->tone = TONE_GOOD;
    struct screen_item *qr =
        screen_add(s, ITEM_QR, "https://help.example.co.kr/r/8fK2hQ7vT3mZpX1cW9aB");
    detail(qr, SAY("휴대전화로 찍으면 진행 상태를 볼 수 있습니다.",
                   "Scan it to follow your request on your phone."));
    screen_button(s, STYLE_MAIN, SAY("마치기", "Finish"), ACT_FINISH, 0);
    (void)kstr_copy(s->state, sizeof s->state, SAY("연결 끊김 · 저장됨", "Offline, saving here"));
}

static void feedback(struct screen *s)
{
    static const char *const ko[] = {"아주 나쁨", "나쁨", "보통", "좋음", "아주 좋음"};
    static const char *const en[] = {"Very bad", "Bad", "Fair", "Good", "Very good"};
    screen_add(s, ITEM_LEAD, SAY("도움이 되셨습니까?", "How was it?"));
    for (int i = 0; i < 5; i++) {
        screen_button(s, STYLE_SCORE, SAY(ko[i], en[i]), ACT_RATE, i + 1);
    }
    screen_button(s, STYLE_QUIET, SAY("건너뛰기", "Skip"), ACT_SKIP, 0);
}

static void idle(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("아직 계십니까?", "Are you still there?"));
    screen_add(s, ITEM_BIG, "27");
    screen_add(s, ITEM_TEXT,
               SAY("시간이 지나면 입력하신 내용을 지우고 처음으로 돌아갑니다.",
                   "After that we delete what you entered and start over."));
    screen_button(s, STYLE_MAIN, SAY("계속 사용하기", "I am still here"), ACT_STAY, 0);
    screen_button(s, STYLE_QUIET, SAY("마치기", "Finish"), ACT_FINISH, 0);
    s->countdown_s = 27;
}

static void notice(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("결제용 카드입니다", "This is a payment card"));
    screen_add(s, ITEM_TEXT,
               SAY("결제용 카드는 읽지 않습니다. 아무것도 저장하지 않았습니다.",
                   "We do not read payment cards. Nothing was kept."));
    screen_button(s, STYLE_MAIN, SAY("다른 방법으로", "Another way"), ACT_OK, 0);
}

static void waiting(struct screen *s)
{
    screen_add(s, ITEM_LEAD, SAY("확인하고 있습니다", "One moment please"));
    screen_add(s, ITEM_SMALL,
               SAY("오래 걸리면 손님으로 계속하실 수 있습니다.",
                   "You can continue as a guest at any time."));
    screen_button(s, STYLE_PLAIN, SAY("손님으로 계속", "Continue as a guest"), ACT_GUEST, 0);
}

static const struct {
    const char *name;
    enum screen_kind kind;
    void (*make)(struct screen *);
} table[SAMPLE_COUNT] = {
    [SAMPLE_ATTRACT] = {"attract", SCREEN_ATTRACT, attract},
    [SAMPLE_IDENTIFY] = {"identify", SCREEN_IDENTIFY, identify},
    [SAMPLE_PHONE] = {"phone", SCREEN_PHONE, phone},
    [SAMPLE_HOME] = {"home", SCREEN_HOME, home},
    [SAMPLE_TOPIC] = {"topic", SCREEN_TOPIC, topic},
    [SAMPLE_ASK] = {"ask", SCREEN_STEP, ask},
    [SAMPLE_TELL] = {"tell", SCREEN_STEP, tell},
    [SAMPLE_PICTURE] = {"picture", SCREEN_STEP, picture},
    [SAMPLE_SEARCH] = {"search", SCREEN_SEARCH, search},
    [SAMPLE_ARTICLE] = {"article", SCREEN_ARTICLE, article},
    [SAMPLE_ANSWERS] = {"answers", SCREEN_ANSWERS, answers},
    [SAMPLE_CONSENT] = {"consent", SCREEN_CONSENT, consent},
    [SAMPLE_SLOT] = {"slot", SCREEN_SLOT, slot},
    [SAMPLE_RECEIPT] = {"receipt", SCREEN_RECEIPT, receipt},
    [SAMPLE_FEEDBACK] = {"feedback", SCREEN_FEEDBACK, feedback},
    [SAMPLE_IDLE] = {"idle", SCREEN_IDLE, idle},
    [SAMPLE_NOTICE] = {"notice", SCREEN_NOTICE, notice},
    [SAMPLE_WAIT] = {"wait", SCREEN_WAIT, waiting},
};

const char *sample_name(enum sample sample)
{
    return table[sample].name;
}

void sample_make(struct screen *s, enum sample sample, enum lang lang)
{
    screen_start(s, table[sample].kind, (uint32_t)sample + 1, lang);
    (void)kstr_copy(s->header, sizeof s->header, SAY("한빛통신 도움 창구", "Hanbit Help Desk"));
    table[sample].make(s);
    bar(s, sample != SAMPLE_ATTRACT);
}
