/* Calendar days as day numbers, after Howard Hinnant's description of the proleptic Gregorian calendar
 * (years from March, eras of 400 years). Which day is meant is left to the callers. */
#include "base/date.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DAYS_OF_ERA = 146097, DAYS_BEFORE_1970 = 719468, SECONDS_OF_DAY = 86400 };

bool onex_day_from(int year, int month, int day, onex_day *out) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (day > lengths[month - 1] + (month == 2 && leap)) return false;
    int y = year - (month <= 2), era = y / 400, of_era = y % 400;
    int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    *out = era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_BEFORE_1970;
    return true;
}

void onex_day_split(onex_day day, int *year, int *month, int *dom) {
    int shifted = day + DAYS_BEFORE_1970, era = shifted / DAYS_OF_ERA, of_era = shifted % DAYS_OF_ERA;
    int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *dom = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = y + era * 400 + (*month <= 2);
}

int onex_day_year(onex_day day) {
    int year, month, dom;
    onex_day_split(day, &year, &month, &dom);
    return year;
}

int onex_day_weekday(onex_day day) {
    int weekday = (day + 3) % 7; /* day 0 was a Thursday */
    return weekday < 0 ? weekday + 7 : weekday;
}

/* Reads `least`..`most` digits at *at, which moves behind them. */
static bool read_digits(const char *text, size_t len, size_t *at, int least, int most, int *out) {
    int count = 0;
    *out = 0;
    while (*at < len && count < most && text[*at] >= '0' && text[*at] <= '9') {
        *out = *out * 10 + (text[(*at)++] - '0');
        count++;
    }
    return count >= least;
}

static bool read_word(const char *text, size_t len, size_t *at, const char *word) {
    size_t n = strlen(word);
    if (len - *at < n || memcmp(text + *at, word, n) != 0) return false;
    *at += n;
    return true;
}

/* Year, month and day parted and ended by these words. */
static bool read_day(const char *text, size_t len, const char *const words[3], int least, onex_day *out) {
    int year, month, day;
    size_t at = 0;
    return read_digits(text, len, &at, 4, 4, &year) && read_word(text, len, &at, words[0]) &&
           read_digits(text, len, &at, least, 2, &month) && read_word(text, len, &at, words[1]) &&
           read_digits(text, len, &at, least, 2, &day) && read_word(text, len, &at, words[2]) && at == len &&
           onex_day_from(year, month, day, out);
}

static const char *const styles[][3] = {{"-", "-", ""}, {"/", "/", ""}, {"年", "月", "日"}};

/* Read for every date of every row: no general reader, two digits at a time. */
bool onex_day_parse_iso(const char *text, size_t len, onex_day *out) {
    static const unsigned char at[] = {0, 2, 5, 8};
    int pairs[4];
    if (len != 10 || text[4] != '-' || text[7] != '-') return false;
    for (int i = 0; i < 4; i++) {
        unsigned tens = (unsigned char)text[at[i]] - (unsigned)'0', ones = (unsigned char)text[at[i] + 1] - (unsigned)'0';
        if (tens > 9 || ones > 9) return false;
        pairs[i] = (int)(tens * 10 + ones);
    }
    return onex_day_from(pairs[0] * 100 + pairs[1], pairs[2], pairs[3], out);
}

bool onex_day_parse(const char *text, size_t len, onex_day *out) {
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++)
        if (read_day(text, len, styles[i], 1, out)) return true;
    return false;
}

/* Two decimal digits and what stands behind them. */
static char *put_pair(char *to, int n, char behind) {
    to[0] = (char)('0' + n / 10 % 10);
    to[1] = (char)('0' + n % 10);
    to[2] = behind;
    return to + 3;
}

const char *onex_day_text(onex_day day, char buf[ONEX_DAY_TEXT]) {
    int year, month, dom;
    onex_day_split(day, &year, &month, &dom);
    put_pair(buf, year / 100, '-');
    char *at = put_pair(buf + 2, year % 100, '-');
    at = put_pair(at, month, '-');
    put_pair(at, dom, '\0');
    return buf;
}

/* Seconds to days, rounded down, held within years 1..9999. */
static onex_day day_of_seconds(int64_t at, int *second_of_day) {
    onex_day first = 0, last = 0;
    onex_day_from(1, 1, 1, &first);
    onex_day_from(9999, 12, 31, &last);
    int64_t day = at / SECONDS_OF_DAY, rest = at % SECONDS_OF_DAY;
    if (rest < 0) {
        rest += SECONDS_OF_DAY;
        day--;
    }
    *second_of_day = (int)rest;
    return day < first ? first : day > last ? last : (onex_day)day;
}

onex_day onex_day_of_time(int64_t at) {
    int second_of_day;
    onex_day day;
    if (getenv("TZ")) {
        time_t seconds = (time_t)at;
        struct tm local;
        tzset();
        if (localtime_r(&seconds, &local) && onex_day_from(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, &day))
            return day;
    }
    if (__builtin_add_overflow(at, 8 * 3600, &at)) at = INT64_MAX;
    return day_of_seconds(at, &second_of_day);
}

const char *onex_clock_text(int64_t at, char buf[ONEX_CLOCK_TEXT]) {
    int second;
    time_t seconds = (time_t)at;
    struct tm local;
    tzset();
    if (getenv("TZ") && localtime_r(&seconds, &local))
        second = local.tm_hour * 3600 + local.tm_min * 60 + (local.tm_sec < 60 ? local.tm_sec : 59);
    else
        day_of_seconds(at > INT64_MAX - 8 * 3600 ? at : at + 8 * 3600, &second);
    char *to = put_pair(buf, second / 3600, ':');
    to = put_pair(to, second / 60 % 60, ':');
    put_pair(to, second % 60, '\0');
    return buf;
}

const char *onex_time_text(int64_t at, char buf[ONEX_TIME_TEXT]) {
    int second;
    onex_day_text(day_of_seconds(at, &second), buf);
    buf[10] = 'T';
    char *to = put_pair(buf + 11, second / 3600, ':');
    to = put_pair(to, second / 60 % 60, ':');
    to = put_pair(to, second % 60, 'Z');
    *to = '\0';
    return buf;
}

bool onex_time_parse(const char *text, int64_t *at) {
    onex_day day;
    int n[3];
    if (strlen(text) != 20 || !onex_day_parse_iso(text, 10, &day) || text[10] != 'T' || text[19] != 'Z') return false;
    for (int i = 0; i < 3; i++) {
        const char *two = text + 11 + 3 * i;
        if (two[0] < '0' || two[0] > '9' || two[1] < '0' || two[1] > '9' || (i < 2 && two[2] != ':')) return false;
        n[i] = 10 * (two[0] - '0') + two[1] - '0';
    }
    *at = (int64_t)day * 86400 + n[0] * 3600 + n[1] * 60 + n[2];
    return n[0] < 24 && n[1] < 60 && n[2] < 61;
}
