/* Values of the rule language: exact, three-valued. Plain data. */
#ifndef ONEX_EXPR_VALUE_H
#define ONEX_EXPR_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/date.h"

typedef enum {
    ONEX_V_UNKNOWN, /* blank or not derivable */
    ONEX_V_ERROR,   /* unknown because something failed; `error` says what */
    ONEX_V_BOOL,    /* n: 0 or 1 */
    ONEX_V_NUMBER,  /* n/d units of 1/scale of the static type (fen, tenths, thousandths, plain); d > 0 */
    ONEX_V_DATE,    /* n: day number */
    ONEX_V_TEXT,    /* text */
    ONEX_V_LIST,    /* list (for compute only) */
} onex_value_kind;

/* A text with the form in which it is compared; `folded` == `raw` where folding changes nothing. */
typedef struct onex_text {
    const char *raw, *folded;
    uint32_t raw_len, folded_len;
} onex_text;

typedef struct onex_value {
    onex_value_kind kind;
    int64_t n;
    union {
        int64_t d;
        const onex_text *text;
        const char *error;
        const struct onex_list *list;
    };
} onex_value;

/* Rows for compute: `nrows` * `ncolumns` values, row by row. */
typedef struct onex_list {
    int nrows, ncolumns;
    const char **names;
    onex_value *cells;
} onex_list;

/* Values of each kind. Texts are kept by their pointers; 1/scale units are left to the type. */
static inline onex_value onex_v_unknown(void) { return (onex_value){.kind = ONEX_V_UNKNOWN, .n = 0, .d = 1}; }
static inline onex_value onex_v_error(const char *why) { return (onex_value){.kind = ONEX_V_ERROR, .n = 0, .error = why}; }
static inline onex_value onex_v_bool(int b) { return (onex_value){.kind = ONEX_V_BOOL, .n = b != 0, .d = 1}; }
static inline onex_value onex_v_int(int64_t n) { return (onex_value){.kind = ONEX_V_NUMBER, .n = n, .d = 1}; }
static inline onex_value onex_v_fraction(int64_t n, int64_t d) { return (onex_value){.kind = ONEX_V_NUMBER, .n = n, .d = d}; }
static inline onex_value onex_v_date(onex_day day) { return (onex_value){.kind = ONEX_V_DATE, .n = day, .d = 1}; }
static inline onex_value onex_v_text(const onex_text *t) { return (onex_value){.kind = ONEX_V_TEXT, .n = 0, .text = t}; }
/* Whether two short texts of one length are the same, without a call for most. */
static inline bool onex_same_bytes(const char *a, const char *b, size_t len) {
    uint64_t x, y, u, v;
    if (len > 16) return memcmp(a, b, len) == 0;
    if (len >= 8) {
        memcpy(&x, a, 8), memcpy(&y, b, 8), memcpy(&u, a + len - 8, 8), memcpy(&v, b + len - 8, 8);
        return ((x ^ y) | (u ^ v)) == 0;
    }
    while (len && a[len - 1] == b[len - 1]) len--;
    return len == 0;
}

/* Whether a value is known; whether it is known to be so, or not so. */
static inline int onex_v_known(onex_value v) { return v.kind > ONEX_V_ERROR; }
static inline int onex_v_true(onex_value v) { return v.kind == ONEX_V_BOOL && v.n; }
static inline int onex_v_false(onex_value v) { return v.kind == ONEX_V_BOOL && !v.n; }

#endif
