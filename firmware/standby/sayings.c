#include "sayings.h"

static const char *const sayings[SAY_COUNT][SAY_LANG_COUNT] = {
    [SAY_SORRY] = {"죄송합니다.", "Sorry."},
    [SAY_STATE] = {"지금은 안내 화면을 쓸 수 없습니다.", "The help screens cannot be used now."},
    [SAY_OFFER] = {"전화번호를 남기시면 상담원이 상담 시간에 가장 빠른 때 전화드립니다.",
                   "Leave your phone number and a person will call you as soon as possible during "
                   "opening hours."},
    [SAY_NO_OFFER] = {"지금은 전화 신청도 받을 수 없습니다.",
                      "A call-back cannot be taken here now, either."},
    [SAY_PERSON] = {"급하시면 직원에게 말씀해 주십시오.",
                    "If it is urgent, please speak to a member of staff."},
    [SAY_PERSON_OR_CALL] = {"급하시면 직원에게 말씀하시거나 {n} 번으로 전화해 주십시오.",
                            "If it is urgent, please speak to a member of staff or call {n}."},
    [SAY_HOURS] = {"상담 시간", "Opening hours"},
    [SAY_NUMBER] = {"전화번호", "Phone number"},
    [SAY_NUMBER_HINT] = {"숫자를 눌러 주십시오", "Press the digits"},
    [SAY_ERASE] = {"지우기", "Delete"},
    [SAY_CONSENT] = {"전화를 드리기 위해 번호를 암호로 바꾸어 저장하고 본사에 보냅니다. 상담이 "
                     "끝나고 30일 뒤에 지웁니다. 동의하지 않으시면 직원에게 말씀해 주십시오.",
                     "To call you, your number is kept encrypted and sent to headquarters. It is "
                     "deleted 30 days after the matter is closed. If you do not agree, please "
                     "speak to a member of staff."},
    [SAY_SEND] = {"동의하고 전화 신청하기", "Agree and ask for a call"},
    [SAY_OTHER_LANG] = {"English", "한국어"},
    [SAY_KEPT] = {"전화 신청을 저장했습니다.", "Your request for a call is saved."},
    [SAY_KEPT_NUMBER] = {"신청 번호 {n}", "Request number {n}"},
    [SAY_KEPT_MORE] = {"지금은 이 기기에 저장되어 있으며, 연결되는 대로 본사에 보냅니다. "
                       "상담원이 상담 시간에 가장 빠른 때 전화드립니다.",
                       "It is kept on this device now and goes to headquarters as soon as there is "
                       "a connection. A person will call you as soon as possible during opening "
                       "hours."},
    [SAY_DONE] = {"확인", "OK"},
    [SAY_NOT_KEPT] = {"전화 신청을 저장하지 못했습니다. 전화를 드릴 수 없습니다.",
                      "Your request could not be saved. Nobody will call you."},
    [SAY_AGAIN] = {"다시 해 보기", "Try again"},
    [SAY_GIVE_UP] = {"그만두기", "Give up"},
};

static const char *const days[SAY_LANG_COUNT][8] = {
    {"", "월", "화", "수", "목", "금", "토", "일"},
    {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
};

const char *saying(enum saying_lang lang, enum saying which)
{
    return sayings[which][lang];
}

const char *saying_day(enum saying_lang lang, int weekday)
{
    return days[lang][weekday];
}
