#include "text.h"

#include "kassert.h"
#include "kstr.h"

void date_words(struct kcivil at, bool english, char *ret_text, size_t text_size)
{
    static const char *const weekdays_ko[] = {"월", "화", "수", "목", "금", "토", "일"};
    static const char *const weekdays_en[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months_en[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    KASSERT(at.weekday >= 1 && at.weekday <= 7);
    KASSERT(at.month >= 1 && at.month <= 12);
    if (english) {
        (void)kstr_format(ret_text, text_size, "%s %d %s", weekdays_en[at.weekday - 1], at.day,
                          months_en[at.month - 1]);
    } else {
        (void)kstr_format(ret_text, text_size, "%d월 %d일 (%s)", at.month, at.day,
                          weekdays_ko[at.weekday - 1]);
    }
}

void time_words(struct kcivil at, bool english, char *ret_text, size_t text_size)
{
    bool morning = at.hour < 12;
    int hour = at.hour % 12 == 0 ? 12 : at.hour % 12;
    if (english) {
        (void)kstr_format(ret_text, text_size, "%d:%02d %s", hour, at.minute,
                          morning ? "am" : "pm");
    } else if (at.minute == 0) {
        (void)kstr_format(ret_text, text_size, "%s %d시", morning ? "오전" : "오후", hour);
    } else {
        (void)kstr_format(ret_text, text_size, "%s %d시 %d분", morning ? "오전" : "오후", hour,
                          at.minute);
    }
}
