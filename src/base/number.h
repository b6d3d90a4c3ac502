/* Exact numbers: decimal texts to scaled integers, checked arithmetic, fractions compared by
 * cross-multiplication. No function here rounds; where a result does not fit it says so. */
#ifndef ONEX_BASE_NUMBER_H
#define ONEX_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { ONEX_NUMBER_OK, ONEX_NUMBER_BAD, ONEX_NUMBER_DECIMALS, ONEX_NUMBER_RANGE } onex_number_status;

/* ASCII digits, at most one '-' before and one '.' between digits; value * scale (scale 1, 10, 100, 1000)
 * into *out. DECIMALS: more decimals than the scale holds (trailing zeros count as decimals). */
onex_number_status onex_number_parse(const char *text, size_t len, int scale, int64_t *out);

enum { ONEX_NUMBER_TEXT = 32 }; /* room for one written number */
/* Writes n / unit exactly (unit: a power of ten up to 1000) and gives the end, without a NUL; `fixed`: with all of the
 * unit's decimals, else with those that count. */
char *onex_number_put(char *to, int64_t n, uint64_t unit, bool fixed);

/* Fractions n/d with d > 0. */
typedef struct onex_fraction {
    int64_t n, d;
} onex_fraction;
/* -1, 0, 1; exact (128 bits inside). */
int onex_fraction_compare(onex_fraction a, onex_fraction b);
/* False on overflow. Integers (d == 1 both) stay integers; add/sub/mul reduce only when needed to fit.
 * div: a/b, false also when b is 0; the result keeps the two integers as counted when both are integers. */
bool onex_fraction_add(onex_fraction a, onex_fraction b, onex_fraction *out);
bool onex_fraction_sub(onex_fraction a, onex_fraction b, onex_fraction *out);
bool onex_fraction_mul(onex_fraction a, onex_fraction b, onex_fraction *out);
bool onex_fraction_div(onex_fraction a, onex_fraction b, onex_fraction *out);

#endif
