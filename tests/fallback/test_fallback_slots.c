#include "check.h"
#include "fallback.h"

#include <string.h>

/* Slots are checked against the calendar of lib/base, by properties over years, not against the
 * arithmetic that made them. */

enum { SLOTS = 12, OFFSET_MIN = 540 };

static const struct holiday holidays[] = {
    {20812, {{"성탄절", "Christmas Day"}}}, /* Friday 2026-12-25 */
    {20819, {{"새해", "New Year"}}},        /* Friday 2027-01-01 */
};

static const struct content office = {
    .utc_offset_min = OFFSET_MIN,
    .hours = {{0, 0}, {540, 1080}, {540, 1080}, {540, 1080}, {540, 1080}, {540, 1080}, {540, 780}},
    .holiday = holidays,
    .holiday_count = 2,
    .slot_min = 120,
    .lead_min = 30,
    .days_ahead = 5,
};

static int64_t seoul(int year, int month, int day, int hour, int minute)
{
    struct kcivil civil = {.year = (int16_t)year,
                           .month = (uint8_t)month,
                           .day = (uint8_t)day,
                           .hour = (uint8_t)hour,
                           .minute = (uint8_t)minute};
    return kcivil_to_ms(civil, OFFSET_MIN);
}

static bool is_holiday(const struct kcivil *at)
{
    int32_t day = kcivil_days(at->year, at->month, at->day);
    return day == holidays[0].day || day == holidays[1].day;
}

/* Does the moment lie within office hours, the end of a slot counting to the minute before? */
static bool is_office(int64_t wall_ms)
{
    struct kcivil at = kcivil_from_ms(wall_ms, OFFSET_MIN);
    struct day_hours hours = office.hours[at.weekday];
    int minute = at.hour * 60 + at.minute;
    return hours.close_min > 0 && minute >= hours.open_min && minute < hours.close_min &&
           !is_holiday(&at);
}

static void check_slots(int64_t now)
{
    struct slot slot[SLOTS];
    int count = slots_make(&office, now, slot, SLOTS);
    assert_in_range(count, 0, SLOTS);
    for (int i = 0; i < count; i++) {
        assert_true(slot[i].from_wall_ms >= now + 30 * KCIVIL_MINUTE_MS);
        assert_true(slot[i].from_wall_ms < now + 6 * KCIVIL_DAY_MS);
        assert_true(slot[i].until_wall_ms - slot[i].from_wall_ms == 120 * KCIVIL_MINUTE_MS);
        assert_true(is_office(slot[i].from_wall_ms));
        assert_true(is_office(slot[i].until_wall_ms - KCIVIL_MINUTE_MS));
        assert_true(i == 0 || slot[i].from_wall_ms >= slot[i - 1].until_wall_ms);
    }
    assert_true(count > 0); /* five days ahead there is always a working day here */
}

static void over_two_years_every_slot_is_in_hours_ascending_and_ahead(void **state)
{
    (void)state;
    for (int64_t now = seoul(2026, 1, 1, 0, 0); now < seoul(2028, 1, 1, 0, 0);
         now += 47 * KCIVIL_MINUTE_MS) {
        check_slots(now);
    }
}

static void over_two_years_open_and_next_open_agree_with_the_calendar(void **state)
{
    (void)state;
    for (int64_t now = seoul(2026, 1, 1, 0, 0); now < seoul(2028, 1, 1, 0, 0);
         now += 53 * KCIVIL_MINUTE_MS) {
        int64_t next = office_next_open(&office, now);
        assert_int_equal(is_office(now), office_open(&office, now));
        assert_true(next >= now);
        assert_true(is_office(next));
        assert_true(next == now || !is_office(next - KCIVIL_MINUTE_MS));
        assert_int_equal(is_office(now), next == now);
    }
}

static void over_two_years_soon_is_promised_only_while_agents_answer(void **state)
{
    (void)state;
    for (int64_t now = seoul(2026, 1, 1, 0, 0); now < seoul(2028, 1, 1, 0, 0);
         now += 31 * KCIVIL_MINUTE_MS) {
        int64_t until = slots_soon_until(&office, now);
        if (until < 0) {
            assert_true(!is_office(now) || !is_office(now + 29 * KCIVIL_MINUTE_MS));
            continue;
        }
        assert_true(is_office(now));
        assert_true(until >= now + 30 * KCIVIL_MINUTE_MS);
        assert_true(until <= now + 150 * KCIVIL_MINUTE_MS);
        assert_true(is_office(until - KCIVIL_MINUTE_MS));
    }
}

static void on_saturday_afternoon_the_first_slot_is_monday_morning(void **state)
{
    (void)state;
    struct slot slot[SLOTS];
    int64_t now = seoul(2026, 11, 21, 14, 0);
    assert_true(slots_make(&office, now, slot, SLOTS) > 0);
    assert_true(slot[0].from_wall_ms == seoul(2026, 11, 23, 9, 0));
    assert_true(office_next_open(&office, now) == seoul(2026, 11, 23, 9, 0));
}

static void christmas_on_a_friday_is_closed(void **state)
{
    (void)state;
    assert_false(office_open(&office, seoul(2026, 12, 25, 10, 0)));
    assert_true(office_open(&office, seoul(2026, 12, 24, 10, 0)));
    assert_true(office_next_open(&office, seoul(2026, 12, 25, 10, 0)) == seoul(2026, 12, 26, 9, 0));
}

static void an_office_that_never_opens_has_no_slots_and_says_so(void **state)
{
    (void)state;
    struct content shut = office;
    struct slot slot[SLOTS];
    memset(shut.hours, 0, sizeof(shut.hours));
    int64_t now = seoul(2026, 11, 23, 10, 0);
    assert_int_equal(0, slots_make(&shut, now, slot, SLOTS));
    assert_int_equal(-1, office_next_open(&shut, now));
    assert_int_equal(-1, slots_soon_until(&shut, now));
    assert_false(office_open(&shut, now));
}

static void content_without_slots_makes_none(void **state)
{
    (void)state;
    struct content none = office;
    struct slot slot[SLOTS];
    none.slot_min = 0;
    assert_int_equal(0, slots_make(&none, seoul(2026, 11, 23, 10, 0), slot, SLOTS));
    assert_int_equal(-1, slots_soon_until(&none, seoul(2026, 11, 23, 10, 0)));
    assert_int_equal(0, slots_make(&office, seoul(2026, 11, 23, 10, 0), slot, 0));
}

static void a_clock_that_is_plainly_wrong_promises_nothing(void **state)
{
    (void)state;
    static const int years[] = {1970, 2000, 2020, 2025};
    struct slot slot[SLOTS];
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
        for (int day = 1; day <= 7; day++) {
            int64_t now = seoul(years[i], 3, day, 10, 0);
            assert_false(clock_is_set(now));
            assert_int_equal(0, slots_make(&office, now, slot, SLOTS));
            assert_int_equal(-1, slots_soon_until(&office, now));
            assert_int_equal(-1, office_next_open(&office, now));
            assert_false(office_open(&office, now));
        }
    }
    assert_true(clock_is_set(seoul(2026, 11, 21, 10, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(over_two_years_every_slot_is_in_hours_ascending_and_ahead),
        cmocka_unit_test(over_two_years_open_and_next_open_agree_with_the_calendar),
        cmocka_unit_test(over_two_years_soon_is_promised_only_while_agents_answer),
        cmocka_unit_test(on_saturday_afternoon_the_first_slot_is_monday_morning),
        cmocka_unit_test(christmas_on_a_friday_is_closed),
        cmocka_unit_test(an_office_that_never_opens_has_no_slots_and_says_so),
        cmocka_unit_test(content_without_slots_makes_none),
        cmocka_unit_test(a_clock_that_is_plainly_wrong_promises_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
