/* Calendar days: texts, day numbers, weekdays, zones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/date.h"

static onex_day day(const char *text) {
    onex_day out = ONEX_DAY_NONE;
    assert_true(onex_day_parse_iso(text, strlen(text), &out));
    return out;
}

static void day_zero_is_the_first_of_january_1970_a_thursday(void **state) {
    (void)state;
    assert_int_equal(day("1970-01-01"), 0);
    assert_int_equal(onex_day_weekday(0), 3);
    assert_int_equal(day("1969-12-31"), -1);
    assert_int_equal(onex_day_weekday(-1), 2);
    assert_int_equal(day("2000-03-01"), 11017);
    assert_int_equal(onex_day_weekday(day("2026-11-23")), 0);
    assert_int_equal(onex_day_weekday(day("2026-11-29")), 6);
}

static void every_day_of_the_calendar_comes_back_as_its_text(void **state) {
    (void)state;
    char text[ONEX_DAY_TEXT];
    int weekday = 0; /* 0001-01-01 was a Monday */
    for (onex_day d = day("0001-01-01"); d <= day("9999-12-31"); d++) {
        onex_day back;
        onex_day_text(d, text);
        assert_true(onex_day_parse_iso(text, strlen(text), &back) && back == d);
        assert_true(onex_day_weekday(d) == weekday);
        weekday = (weekday + 1) % 7;
    }
    assert_int_equal(onex_day_year(day("9999-12-31")), 9999);
}

static void days_that_do_not_exist_are_refused(void **state) {
    (void)state;
    const char *const texts[] = {"2023-02-29",  "2023-02-30",  "1900-02-29", "2024-04-31", "2024-00-10", "2024-13-01",
                                 "2024-01-00",  "2024-01-32",  "0000-01-01", "2024-1-01",  "2024-01-1",  "24-01-01",
                                 "2024-01-01 ", " 2024-01-01", "2024/01/01", "20240101",   "",           "10000-01-01"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        onex_day out;
        assert_false(onex_day_parse_iso(texts[i], strlen(texts[i]), &out));
    }
    assert_int_equal(day("2024-02-29") + 1, day("2024-03-01"));
    assert_int_equal(day("2000-02-29") + 1, day("2000-03-01"));
}

static void users_may_write_a_day_in_three_ways(void **state) {
    (void)state;
    const char *const good[] = {"2024-3-1", "2024-03-01", "2024/3/1", "2024/03/01", "2024年3月1日", "2024年03月01日"};
    const char *const bad[] = {"2024-3/1", "2024年3月1",     "2024.3.1",     "2024年2月30日",
                               "3/1/2024", "2024-3-1 00:00", "２０２４-3-1", "2024-003-1"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        onex_day out;
        assert_true(onex_day_parse(good[i], strlen(good[i]), &out));
        assert_int_equal(out, day("2024-03-01"));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        onex_day out;
        assert_false(onex_day_parse(bad[i], strlen(bad[i]), &out));
    }
}

static void without_a_zone_a_day_begins_at_sixteen_hours_utc(void **state) {
    (void)state;
    unsetenv("TZ");
    const int64_t midnight = (int64_t)day("2026-03-01") * 86400;
    assert_int_equal(onex_day_of_time(midnight + 16 * 3600 - 1), day("2026-03-01"));
    assert_int_equal(onex_day_of_time(midnight + 16 * 3600), day("2026-03-02"));
    assert_int_equal(onex_day_of_time(-1), day("1970-01-01"));
    assert_int_equal(onex_day_of_time(-8 * 3600 - 1), day("1969-12-31"));
}

static void with_a_zone_the_day_is_that_of_the_zone(void **state) {
    (void)state;
    setenv("TZ", "UTC0", 1);
    const int64_t midnight = (int64_t)day("2026-03-01") * 86400;
    assert_int_equal(onex_day_of_time(midnight + 86399), day("2026-03-01"));
    assert_int_equal(onex_day_of_time(midnight + 86400), day("2026-03-02"));
    unsetenv("TZ");
}

static void a_clock_shows_the_zone(void **state) {
    (void)state;
    char buf[ONEX_CLOCK_TEXT];
    unsetenv("TZ");
    assert_string_equal(onex_clock_text(0, buf), "08:00:00");
    assert_string_equal(onex_clock_text(16 * 3600 - 1, buf), "23:59:59");
    assert_string_equal(onex_clock_text(16 * 3600, buf), "00:00:00");
    setenv("TZ", "UTC", 1);
    assert_string_equal(onex_clock_text(3661, buf), "01:01:01");
    unsetenv("TZ");
}

static void a_time_is_written_in_utc(void **state) {
    (void)state;
    char text[ONEX_TIME_TEXT];
    assert_string_equal(onex_time_text(0, text), "1970-01-01T00:00:00Z");
    assert_string_equal(onex_time_text(-1, text), "1969-12-31T23:59:59Z");
    assert_string_equal(onex_time_text((int64_t)day("2026-11-25") * 86400 + 8 * 3600 + 61, text),
                        "2026-11-25T08:01:01Z");
}

static void a_written_time_comes_back_and_others_are_refused(void **state) {
    (void)state;
    const char *const bad[] = {"",
                               "2026-11-25",
                               "2026-11-25T24:00:00Z",
                               "2026-11-25T08:60:00Z",
                               "2026-02-30T08:00:00Z",
                               "2026-11-25 08:00:00Z",
                               "2026-11-25T08:00:00+",
                               "2026-11-25T8:00:000Z"};
    char text[ONEX_TIME_TEXT];
    int64_t at;
    for (int64_t t = -100000; t < 200000; t += 4321) {
        assert_true(onex_time_parse(onex_time_text(t, text), &at));
        assert_int_equal(at, t);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_false(onex_time_parse(bad[i], &at));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_zero_is_the_first_of_january_1970_a_thursday),
        cmocka_unit_test(every_day_of_the_calendar_comes_back_as_its_text),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(users_may_write_a_day_in_three_ways),
        cmocka_unit_test(without_a_zone_a_day_begins_at_sixteen_hours_utc),
        cmocka_unit_test(with_a_zone_the_day_is_that_of_the_zone),
        cmocka_unit_test(a_clock_shows_the_zone),
        cmocka_unit_test(a_time_is_written_in_utc),
        cmocka_unit_test(a_written_time_comes_back_and_others_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
