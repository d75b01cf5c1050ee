#include "kcivil.h"

#include "kassert.h"

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool kcivil_valid(int year, int month, int day)
{
    return year >= 1970 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= month_days(year, month);
}

/* Leap days before the first of January of a year, counted from year 1. */
static int32_t leap_days_before(int year)
{
    int before = year - 1;
    return before / 4 - before / 100 + before / 400;
}

static int32_t year_start_days(int year)
{
    return (year - 1970) * 365 + leap_days_before(year) - leap_days_before(1970);
}

int32_t kcivil_days(int year, int month, int day)
{
    KASSERT(kcivil_valid(year, month, day));
    int32_t days = year_start_days(year);
    for (int m = 1; m < month; m++) {
        days += month_days(year, m);
    }
    return days + day - 1;
}

struct kcivil kcivil_from_ms(int64_t wall_ms, int utc_offset_min)
{
    int64_t local_ms = wall_ms + utc_offset_min * KCIVIL_MINUTE_MS;
    if (local_ms < 0) {
        local_ms = 0; /* a clock before 1970 is shown as 1970 */
    }
    int32_t days = (int32_t)(local_ms / KCIVIL_DAY_MS);
    int32_t seconds = (int32_t)(local_ms % KCIVIL_DAY_MS / 1000);
    int year = 1970 + (int)(days / 366); /* never too late: walk forward */
    while (year_start_days(year + 1) <= days) {
        year++;
    }
    int32_t rest = days - year_start_days(year);
    int month = 1;
    while (rest >= month_days(year, month)) {
        rest -= month_days(year, month);
        month++;
    }
    return (struct kcivil){
        .year = (int16_t)year,
        .month = (uint8_t)month,
        .day = (uint8_t)(rest + 1),
        .hour = (uint8_t)(seconds / 3600),
        .minute = (uint8_t)(seconds / 60 % 60),
        .second = (uint8_t)(seconds % 60),
        .weekday = (uint8_t)((days + 3) % 7 + 1), /* 1970-01-01 was a Thursday */
    };
}

int64_t kcivil_to_ms(struct kcivil civil, int utc_offset_min)
{
    int64_t days = kcivil_days(civil.year, civil.month, civil.day);
    int64_t ms = days * KCIVIL_DAY_MS + civil.hour * KCIVIL_HOUR_MS +
                 civil.minute * KCIVIL_MINUTE_MS + civil.second * INT64_C(1000);
    return ms - utc_offset_min * KCIVIL_MINUTE_MS;
}
