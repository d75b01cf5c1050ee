#include "fallback.h"

#include "kassert.h"

/* Office hours are kept per local day; a day is counted from 1970-01-01 at content's offset. */

enum { NEXT_OPEN_DAYS = 30, DAY_MINUTES = 24 * 60 };

static int64_t day_of(const struct content *content, int64_t wall_ms)
{
    int64_t local_ms = wall_ms + content->utc_offset_min * KCIVIL_MINUTE_MS;
    int64_t day = local_ms / KCIVIL_DAY_MS;
    return local_ms % KCIVIL_DAY_MS < 0 ? day - 1 : day;
}

static int64_t minute_of(const struct content *content, int64_t day, int minute)
{
    return day * KCIVIL_DAY_MS + (minute - content->utc_offset_min) * KCIVIL_MINUTE_MS;
}

static bool is_holiday(const struct content *content, int64_t day)
{
    for (int i = 0; i < content->holiday_count; i++) {
        if (content->holiday[i].day == day) {
            return true;
        }
    }
    return false;
}

/* When agents answer on that day; false when they do not. */
static bool hours_of(const struct content *content, int64_t day, struct slot *ret_hours)
{
    int64_t weekday = ((day + 3) % 7 + 7) % 7 + 1; /* 1970-01-01 was a Thursday, 1 = Monday */
    struct day_hours hours = content->hours[weekday];
    bool works =
        hours.open_min >= 0 && hours.open_min < hours.close_min && hours.close_min <= DAY_MINUTES;
    if (!works || is_holiday(content, day)) {
        return false;
    }
    ret_hours->from_wall_ms = minute_of(content, day, hours.open_min);
    ret_hours->until_wall_ms = minute_of(content, day, hours.close_min);
    return true;
}

bool clock_is_set(int64_t now_wall_ms)
{
    return now_wall_ms >= CLOCK_FLOOR_MS;
}

bool office_open(const struct content *content, int64_t now_wall_ms)
{
    struct slot hours;
    return clock_is_set(now_wall_ms) && hours_of(content, day_of(content, now_wall_ms), &hours) &&
           now_wall_ms >= hours.from_wall_ms && now_wall_ms < hours.until_wall_ms;
}

int64_t office_next_open(const struct content *content, int64_t now_wall_ms)
{
    int64_t today = day_of(content, now_wall_ms);
    bool can_tell = clock_is_set(now_wall_ms);
    for (int64_t day = today; can_tell && day <= today + NEXT_OPEN_DAYS; day++) {
        struct slot hours;
        if (hours_of(content, day, &hours) && now_wall_ms < hours.until_wall_ms) {
            return hours.from_wall_ms > now_wall_ms ? hours.from_wall_ms : now_wall_ms;
        }
    }
    return -1;
}

/* Append the whole slots of one day that do not begin too early. */
static int day_slots(const struct slot *hours, int64_t length_ms, int64_t earliest_ms,
                     struct slot *ret_slots, int max)
{
    int count = 0;
    for (int64_t from = hours->from_wall_ms; from + length_ms <= hours->until_wall_ms;
         from += length_ms) {
        if (from >= earliest_ms && count < max) {
            ret_slots[count++] = (struct slot){from, from + length_ms};
        }
    }
    return count;
}

int slots_make(const struct content *content, int64_t now_wall_ms, struct slot *ret_slots, int max)
{
    KASSERT(max >= 0);
    int count = 0;
    int64_t length_ms = content->slot_min * KCIVIL_MINUTE_MS;
    int64_t earliest_ms = now_wall_ms + content->lead_min * KCIVIL_MINUTE_MS;
    int64_t today = day_of(content, now_wall_ms);
    bool can_promise = length_ms > 0 && clock_is_set(now_wall_ms);
    for (int64_t day = today; can_promise && day <= today + content->days_ahead; day++) {
        struct slot hours;
        if (hours_of(content, day, &hours)) {
            count += day_slots(&hours, length_ms, earliest_ms, ret_slots + count, max - count);
        }
    }
    return count;
}

int64_t slots_soon_until(const struct content *content, int64_t now_wall_ms)
{
    struct slot hours;
    int64_t length_ms = content->slot_min * KCIVIL_MINUTE_MS;
    int64_t earliest_ms = now_wall_ms + content->lead_min * KCIVIL_MINUTE_MS;
    if (!office_open(content, now_wall_ms) || length_ms <= 0 ||
        !hours_of(content, day_of(content, now_wall_ms), &hours) ||
        earliest_ms > hours.until_wall_ms) {
        return -1;
    }
    int64_t until = hours.from_wall_ms + length_ms;
    while (until < earliest_ms) {
        until += length_ms;
    }
    return until < hours.until_wall_ms ? until : hours.until_wall_ms;
}
