/* Decimal texts to scaled integers and fractions of 64-bit integers, in 128 bits inside.
 * Never rounds; units and shares are left to the layers above. */
#include "base/number.h"

__extension__ typedef __int128 wide;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

onex_number_status onex_number_parse(const char *text, size_t len, int scale, int64_t *out) {
    size_t at = 0, point = 0;
    bool minus = len > 0 && text[0] == '-', has_point = false;
    if (minus) at++;
    if (at == len || !is_digit(text[at]) || !is_digit(text[len - 1])) return ONEX_NUMBER_BAD;
    for (size_t i = at; i < len; i++) {
        if (is_digit(text[i])) continue;
        if (text[i] != '.' || has_point) return ONEX_NUMBER_BAD;
        has_point = true;
        point = i;
    }
    size_t decimals = has_point ? len - point - 1 : 0, room = 0;
    for (int s = scale; s >= 10; s /= 10) room++;
    if (decimals > room) return ONEX_NUMBER_DECIMALS;
    int64_t n = 0; /* gathered below zero, where there is room for one more */
    for (size_t i = at; i < len + room - decimals; i++) {
        if (i < len && text[i] == '.') continue;
        int digit = i < len ? text[i] - '0' : 0;
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, digit, &n)) return ONEX_NUMBER_RANGE;
    }
    if (!minus && __builtin_sub_overflow((int64_t)0, n, &n)) return ONEX_NUMBER_RANGE;
    *out = n;
    return ONEX_NUMBER_OK;
}

char *onex_number_put(char *to, int64_t n, uint64_t unit, bool fixed) {
    uint64_t magnitude = n < 0 ? 0 - (uint64_t)n : (uint64_t)n, whole = magnitude / unit, rest = magnitude % unit;
    char digits[20];
    int count = 0;
    if (n < 0) *to++ = '-';
    do digits[count++] = (char)('0' + whole % 10);
    while (whole /= 10);
    while (count) *to++ = digits[--count];
    if (unit > 1 && (rest || fixed)) *to++ = '.';
    for (; unit > 1 && (rest || fixed); rest %= unit) {
        unit /= 10;
        *to++ = (char)('0' + rest / unit);
    }
    return to;
}

int onex_fraction_compare(onex_fraction a, onex_fraction b) {
    wide left = (wide)a.n * b.d, right = (wide)b.n * a.d;
    return left < right ? -1 : left > right;
}

static bool fits(wide x) {
    return x >= INT64_MIN && x <= INT64_MAX;
}

/* n/d with d > 0 as it is when it fits, else reduced; false when it does not fit even so. */
static bool settle(wide n, wide d, onex_fraction *out) {
    if (!fits(n) || !fits(d)) {
        wide a = n < 0 ? -n : n, b = d;
        while (b) {
            wide rest = a % b;
            a = b;
            b = rest;
        }
        n /= a;
        d /= a;
        if (!fits(n) || !fits(d)) return false;
    }
    *out = (onex_fraction){(int64_t)n, (int64_t)d};
    return true;
}

bool onex_fraction_add(onex_fraction a, onex_fraction b, onex_fraction *out) {
    if (a.d == b.d) return settle((wide)a.n + b.n, a.d, out);
    return settle((wide)a.n * b.d + (wide)b.n * a.d, (wide)a.d * b.d, out);
}

bool onex_fraction_sub(onex_fraction a, onex_fraction b, onex_fraction *out) {
    if (a.d == b.d) return settle((wide)a.n - b.n, a.d, out);
    return settle((wide)a.n * b.d - (wide)b.n * a.d, (wide)a.d * b.d, out);
}

bool onex_fraction_mul(onex_fraction a, onex_fraction b, onex_fraction *out) {
    return settle((wide)a.n * b.n, (wide)a.d * b.d, out);
}

bool onex_fraction_div(onex_fraction a, onex_fraction b, onex_fraction *out) {
    if (b.n == 0) return false;
    wide n = (wide)a.n * b.d, d = (wide)a.d * b.n;
    return d < 0 ? settle(-n, -d, out) : settle(n, d, out);
}
