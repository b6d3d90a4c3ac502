/* Values from texts by a known type; exact. */
#include "expr/literal.h"

#include <string.h>

#include "base/number.h"

static bool share(const char *text, size_t len, onex_value *out) {
    static const int tries[] = {1, 10, 100, 1000};
    if (len < 2 || text[len - 1] != '%') return false;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        int64_t n;
        if (onex_number_parse(text, len - 1, tries[i], &n) != ONEX_NUMBER_OK) continue;
        *out = onex_v_fraction(n, (int64_t)tries[i] * 100);
        return true;
    }
    return false;
}

static bool number(const char *text, size_t len, onex_type type, onex_value *out) {
    const char *space = strchr(text, ' ');
    size_t digits = space ? (size_t)(space - text) : len;
    int64_t n;
    if (space) {
        const char *unit = space + strspn(space, " ");
        if (!type.unit || strcmp(unit, type.unit)) return false;
    }
    if (onex_number_parse(text, digits, type.scale > 0 ? type.scale : 1, &n) != ONEX_NUMBER_OK) return false;
    *out = onex_v_int(n);
    return true;
}

bool onex_literal_parse(const char *text, onex_type type, onex_value *out) {
    size_t len = strlen(text);
    onex_day day;
    switch (type.kind) {
    case ONEX_T_NUMBER: return type.share ? share(text, len, out) : number(text, len, type, out);
    case ONEX_T_DATE:
        if (!onex_day_parse_iso(text, len, &day)) return false;
        *out = onex_v_date(day);
        return true;
    case ONEX_T_BOOL:
        if (strcmp(text, "true") && strcmp(text, "false")) return false;
        *out = onex_v_bool(text[0] == 't');
        return true;
    default: return false;
    }
}
