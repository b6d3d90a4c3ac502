/* Literals: whole numbers, decimals, "50%", "3 weeks", "1200.50 yuan", dates, true and false, texts. A text is read by
 * what it stands beside; numbers are kept exact. */
#include <stdio.h>
#include <string.h>

#include "rules/compiler.h"

typedef struct {
    int64_t n, d;
} decimal;

/* Digits with at most one '-' before and one '.' inside; *rest: what follows. False: none there, or too long. */
static bool read_decimal(const char *text, decimal *out, const char **rest) {
    const char *at = text;
    bool minus = *at == '-';
    if (minus) at++;
    if (*at < '0' || *at > '9') return false;
    *out = (decimal){0, 1};
    for (; *at >= '0' && *at <= '9'; at++)
        if (__builtin_mul_overflow(out->n, 10, &out->n) || __builtin_add_overflow(out->n, *at - '0', &out->n))
            return false;
    if (*at == '.') {
        at++;
        if (*at < '0' || *at > '9') return false;
        for (; *at >= '0' && *at <= '9'; at++)
            if (__builtin_mul_overflow(out->n, 10, &out->n) || __builtin_add_overflow(out->n, *at - '0', &out->n) ||
                __builtin_mul_overflow(out->d, 10, &out->d))
                return false;
    }
    if (minus) out->n = -out->n;
    *rest = at;
    return true;
}

static bool looks_like_date(const char *text) {
    static const char form[] = "dddd-dd-dd";
    for (int i = 0; form[i]; i++)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-') return false;
    return text[sizeof form - 1] == '\0';
}

static onex_node *make(onex_compiler *c, const onex_raw *raw, onex_type type, onex_value value, const char *text) {
    onex_node *node = onex_c_node(c, ONEX_OP_LITERAL, type, raw->at, 0);
    if (!node) return NULL;
    node->u.literal = value;
    node->literal_text = onex_c_text(c, text);
    return node->literal_text ? node : NULL;
}

/* How such a value is written; NULL: that is said elsewhere. */
static const char *written(const onex_type *type, char *buf, size_t size) {
    if (type->kind == ONEX_T_BOOL)
        return onex_tr("write true or false, without quotes", "写作 true 或 false，不加引号");
    if (type->kind != ONEX_T_NUMBER) return NULL;
    if (type->share)
        return onex_tr("a share is written \"50%\", a third ratio(1, 3)", "比例写作 \"50%\"，三分之一写作 ratio(1, 3)");
    if (!type->unit) return onex_tr("a number is written 3, a fact fact.x", "数写作 3，事实写作 fact.x");
    snprintf(buf, size, onex_tr("it is written \"30 %.60s\"", "写作 \"30 %.60s\""), type->unit);
    return buf;
}

static onex_node *unreadable(onex_compiler *c, const onex_raw *raw, const char *text, const onex_type *expected) {
    char hint[128];
    onex_c_fault(c, ONEX_P_LITERAL, raw, written(expected, hint, sizeof hint),
                 onex_tr("'%s' cannot be read as %s", "“%s”不能读作%s"), text, onex_type_text(expected));
    return NULL;
}

/* "3 weeks", "1200.50 yuan". */
static onex_node *with_unit(onex_compiler *c, const onex_raw *raw, decimal value, const char *unit) {
    onex_type type = onex_unit_type(c, unit);
    if (strcmp(unit, "%") == 0) return unreadable(c, raw, raw->text, &onex_type_share);
    if (type.share || value.d > 1000000) return unreadable(c, raw, raw->text, &type);
    if (type.scale > 1) {
        if (type.scale % value.d != 0) {
            onex_c_fault(c, ONEX_P_LITERAL, raw, NULL,
                         onex_tr("'%s' has more decimals than '%s' holds", "“%s”的小数位数超过“%s”的精度"), raw->text,
                         type.unit);
            return NULL;
        }
        if (__builtin_mul_overflow(value.n, (int64_t)type.scale / value.d, &value.n))
            return unreadable(c, raw, raw->text, &type);
        value.d = 1;
    }
    return make(c, raw, type, onex_v_fraction(value.n, value.d), raw->text);
}

/* A text in the form of a number; *is_number false: it has another form. */
static onex_node *number_text(onex_compiler *c, const onex_raw *raw, bool *is_number) {
    decimal value;
    const char *rest;
    *is_number = false;
    if (!read_decimal(raw->text, &value, &rest)) return NULL;
    if (*rest == '\0') {
        *is_number = true;
        return make(c, raw, onex_type_number, onex_v_fraction(value.n, value.d), raw->text);
    }
    if (strcmp(rest, "%") == 0) {
        *is_number = true;
        if (__builtin_mul_overflow(value.d, 100, &value.d)) return unreadable(c, raw, raw->text, &onex_type_share);
        return make(c, raw, onex_type_share, onex_v_fraction(value.n, value.d), raw->text);
    }
    const char *unit = rest + strspn(rest, " ");
    if (unit == rest || !*unit || strchr(unit, ' ')) return NULL;
    *is_number = true;
    return with_unit(c, raw, value, unit);
}

static onex_node *date_text(onex_compiler *c, const onex_raw *raw) {
    onex_day day;
    return onex_c_date(c, raw, &day) ? make(c, raw, onex_type_date, onex_v_date(day), raw->text) : NULL;
}

static onex_node *plain_text(onex_compiler *c, const onex_raw *raw) {
    const onex_text *text = onex_c_folded(c, raw->text);
    return text ? make(c, raw, onex_type_text_plain, onex_v_text(text), raw->text) : NULL;
}

static onex_node *text_literal(onex_compiler *c, const onex_raw *raw, const onex_type *expected) {
    if (expected && expected->kind == ONEX_T_TEXT) return plain_text(c, raw);
    if (expected && expected->kind == ONEX_T_DATE) return date_text(c, raw);
    if (expected && expected->kind == ONEX_T_BOOL) return unreadable(c, raw, raw->text, expected);
    if (!expected && looks_like_date(raw->text)) return date_text(c, raw);
    bool is_number;
    onex_node *number = number_text(c, raw, &is_number);
    if (is_number) return number;
    if (expected) return unreadable(c, raw, raw->text, expected);
    return plain_text(c, raw);
}

onex_node *onex_c_literal(onex_compiler *c, const onex_raw *raw, const onex_type *expected) {
    char text[32];
    decimal value;
    const char *rest;
    switch (raw->kind) {
    case ONEX_RAW_BOOL:
        return make(c, raw, onex_type_bool, onex_v_bool(raw->integer != 0), raw->integer ? "true" : "false");
    case ONEX_RAW_INT:
        snprintf(text, sizeof text, "%lld", (long long)raw->integer);
        return make(c, raw, onex_type_number, onex_v_int(raw->integer), text);
    case ONEX_RAW_FLOAT:
        if (read_decimal(raw->text, &value, &rest) && *rest == '\0')
            return make(c, raw, onex_type_number, onex_v_fraction(value.n, value.d), raw->text);
        return unreadable(c, raw, raw->text, &onex_type_number);
    case ONEX_RAW_TEXT: return text_literal(c, raw, expected);
    case ONEX_RAW_NIL: return NULL; /* what was wrong is said already */
    default: break;
    }
    onex_c_fault(c, ONEX_P_TYPE, raw, NULL, onex_tr("a value is wanted here", "此处应为值"));
    return NULL;
}
