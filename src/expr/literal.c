/* Values from texts by a known type; exact. */
#include "expr/literal.h"

#include <string.h>

#include "base/number.h"

/* A decimal of any length as a fraction over a power of ten. */
static bool decimal(const char *text, size_t len, onex_fraction *out) {
    for (int scale = 1; scale <= 1000000000; scale *= 10) {
        out->d = scale;
        if (onex_number_parse(text, len, scale, &out->n) == ONEX_NUMBER_OK) return true;
        if (scale == 1000000000) break;
    }
    return false;
}

static bool share(const char *text, size_t len, onex_value *out) {
    onex_fraction f;
    if (len < 2 || text[len - 1] != '%' || !decimal(text, len - 1, &f)) return false;
    *out = onex_v_fraction(f.n, f.d * 100);
    return true;
}

/* "1 day" is "1 days", and so with weeks. */
static bool same_unit(const char *unit, const char *wanted) {
    bool time = strcmp(wanted, "days") == 0 || strcmp(wanted, "weeks") == 0;
    return strcmp(unit, wanted) == 0 || (time && strlen(unit) + 1 == strlen(wanted) && strncmp(unit, wanted, strlen(unit)) == 0);
}

static bool number(const char *text, size_t len, onex_type type, onex_value *out) {
    const char *space = strchr(text, ' ');
    size_t digits = space ? (size_t)(space - text) : len;
    onex_fraction f = {0, 1};
    if (space && (!type.unit || !same_unit(space + strspn(space, " "), type.unit))) return false;
    bool held = type.scale > 1; /* money, credits, scores hold so many decimals and no more */
    if (held ? onex_number_parse(text, digits, type.scale, &f.n) != ONEX_NUMBER_OK : !decimal(text, digits, &f)) return false;
    *out = onex_v_fraction(f.n, f.d);
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
