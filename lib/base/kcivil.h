#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * Calendar without a clock and without the C library's time zones: pure arithmetic on the
 * proleptic Gregorian calendar. Korea keeps UTC+9 all year, so an offset in minutes is enough.
 */
struct kcivil {
    int16_t year;    /* 1970..9999 */
    uint8_t month;   /* 1..12 */
    uint8_t day;     /* 1..31 */
    uint8_t hour;    /* 0..23 */
    uint8_t minute;  /* 0..59 */
    uint8_t second;  /* 0..59 */
    uint8_t weekday; /* 1 = Monday .. 7 = Sunday, as ISO 8601 */
};

#define KCIVIL_MINUTE_MS INT64_C(60000)
#define KCIVIL_HOUR_MS   INT64_C(3600000)
#define KCIVIL_DAY_MS    INT64_C(86400000)

/* Wall time (ms since 1970-01-01 UTC) as seen at utc_offset_min (Seoul: 540). */
struct kcivil kcivil_from_ms(int64_t wall_ms, int utc_offset_min);

/* The inverse; weekday is ignored. */
int64_t kcivil_to_ms(struct kcivil civil, int utc_offset_min);

/* Days since 1970-01-01 of a date. */
int32_t kcivil_days(int year, int month, int day);

/* The day exists. */
bool kcivil_valid(int year, int month, int day);
