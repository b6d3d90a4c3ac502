/* Calendar days as numbers: day 0 is 1970-01-01, proleptic Gregorian, years 1..9999. */
#ifndef ONEX_BASE_DATE_H
#define ONEX_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ONEX_DAY_NONE INT32_MIN
typedef int32_t onex_day;

/* Exactly YYYY-MM-DD, a day that exists; else false. */
bool onex_day_parse_iso(const char *text, size_t len, onex_day *out);
/* As users write: 2024-3-1, 2024/3/1, 2024年3月1日, ASCII digits; else false. */
bool onex_day_parse(const char *text, size_t len, onex_day *out);
/* False when there is no such day. */
bool onex_day_from(int year, int month, int day, onex_day *out);
void onex_day_split(onex_day day, int *year, int *month, int *dom);
int onex_day_year(onex_day day);
/* 0 Monday .. 6 Sunday. */
int onex_day_weekday(onex_day day);
#define ONEX_DAY_TEXT 12
/* ISO text into buf; gives buf. */
const char *onex_day_text(onex_day day, char buf[ONEX_DAY_TEXT]);
/* The calendar day of `at` (seconds since 1970, UTC): in $TZ's zone when set, else in UTC+8. */
onex_day onex_day_of_time(int64_t at);
#define ONEX_CLOCK_TEXT 9
/* What a clock shows then, "08:05:09": in $TZ's zone when set, else in UTC+8. Gives buf. */
const char *onex_clock_text(int64_t at, char buf[ONEX_CLOCK_TEXT]);
#define ONEX_TIME_TEXT 24
/* UTC, "2026-11-25T08:00:00Z". */
const char *onex_time_text(int64_t at, char buf[ONEX_TIME_TEXT]);
/* The seconds of such a text; false when it is none. */
bool onex_time_parse(const char *text, int64_t *at);

#endif
