/* Writes rule tests. Which tests is boundary.c's. */
#include "engine/testsource.h"

#include <stdlib.h>
#include <string.h>

void onex_testsource_text(onex_buffer *b, const char *text) {
    onex_buffer_char(b, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') onex_buffer_char(b, '\\');
        if (*text == '\n')
            onex_buffer_text(b, "\\n");
        else
            onex_buffer_char(b, *text);
    }
    onex_buffer_char(b, '"');
}

static void number(onex_buffer *b, onex_value v, const onex_type *type, bool quoted) {
    bool plain = type->scale <= 1 && v.d == 1 && !type->share;
    if (quoted && !plain) onex_buffer_char(b, '"');
    if (type->share)
        onex_buffer_printf(b, "%lld/%lld", (long long)v.n, (long long)v.d);
    else if (v.d == 1 && type->scale == 100 && v.n % 100)
        onex_buffer_printf(b, "%s%lld.%02lld", v.n < 0 ? "-" : "", llabs((long long)v.n) / 100, llabs((long long)v.n) % 100);
    else if (v.d == 1)
        onex_buffer_decimal(b, v.n, type->scale > 0 ? type->scale : 1);
    else
        onex_buffer_printf(b, "%lld/%lld", (long long)v.n, (long long)v.d);
    if (quoted && type->scale == 100 && !type->share && v.d == 1) onex_buffer_text(b, " yuan");
    if (quoted && !plain) onex_buffer_char(b, '"');
}

void onex_testsource_value(onex_buffer *b, onex_value v, const onex_type *type, bool quoted) {
    char day[ONEX_DAY_TEXT];
    const char *text = NULL;
    switch (v.kind) {
    case ONEX_V_BOOL: onex_buffer_text(b, v.n ? "true" : "false"); return;
    case ONEX_V_NUMBER: number(b, v, type, quoted); return;
    case ONEX_V_DATE: text = onex_day_text((onex_day)v.n, day); break;
    case ONEX_V_TEXT: text = v.text->raw; break;
    default: text = "unknown";
    }
    if (quoted)
        onex_testsource_text(b, text);
    else
        onex_buffer_text(b, text);
}

/* { met = 3, unmet = 1 } */
static void counts(onex_buffer *b, const onex_given *given) {
    bool any = false;
    onex_buffer_text(b, "{ ");
    for (int v = 0; v < ONEX_VERDICTS; v++) {
        if (!given->counts[v]) continue;
        onex_buffer_printf(b, "%s%s = %ld", any ? ", " : "", onex_verdict_code((onex_verdict)v), given->counts[v]);
        any = true;
    }
    onex_buffer_text(b, any ? " }" : "}");
}

static const onex_type *type_of(const onex_program *p, const onex_given *given) {
    return given->fact >= 0 ? &p->facts[given->fact].type : &p->params[given->param].type;
}

static void given_value(onex_buffer *b, const onex_program *p, const onex_given *given, bool quoted) {
    const char *word = NULL;
    if (given->fact >= 0 || given->param >= 0) {
        onex_testsource_value(b, given->value, type_of(p, given), quoted);
        return;
    }
    if (given->reading >= 0) word = p->readings[given->reading].keys[given->option];
    if (given->rule >= 0) word = onex_verdict_code(given->verdict);
    if (quoted)
        onex_testsource_text(b, word);
    else
        onex_buffer_text(b, word);
}

void onex_testsource_given(onex_buffer *b, const onex_program *p, const onex_test *test) {
    for (int i = 0; i < test->ngiven; i++) {
        const onex_given *given = &test->given[i];
        if (i) onex_buffer_char(b, ' ');
        if (!given->is_tally) {
            onex_buffer_printf(b, "%s=", given->name);
            given_value(b, p, given, false);
            continue;
        }
        bool any = false;
        for (int v = 0; v < ONEX_VERDICTS; v++) {
            if (!given->counts[v]) continue;
            onex_buffer_printf(b, "%s%s.%s=%ld", any ? " " : "", given->name, onex_verdict_code((onex_verdict)v), given->counts[v]);
            any = true;
        }
        if (!any) onex_buffer_printf(b, "%s={}", given->name);
    }
}

/* The given of one group (tally, readings), or those that stand by themselves; false: there are none. */
static bool group(onex_buffer *b, const onex_program *p, const onex_test *test, bool tally, bool reading) {
    bool any = false;
    for (int i = 0; i < test->ngiven; i++) {
        const onex_given *given = &test->given[i];
        if (given->is_tally != tally || (given->reading >= 0) != reading) continue;
        onex_buffer_printf(b, "%s%s = ", any ? ", " : "", given->name);
        if (tally)
            counts(b, given);
        else
            given_value(b, p, given, true);
        any = true;
    }
    return any;
}

static void put_given(onex_buffer *b, const onex_program *p, const onex_test *test) {
    static const char *const names[] = {"", "tally", "readings"};
    bool any = false;
    onex_buffer_text(b, "  given = { ");
    for (int g = 0; g < 3; g++) {
        onex_buffer part = {0};
        if (group(&part, p, test, g == 1, g == 2)) {
            if (any) onex_buffer_text(b, ", ");
            onex_buffer_printf(b, g ? "%s = { %s }" : "%s%s", names[g], part.data ? part.data : "");
            any = true;
        }
        if (part.failed) b->failed = true;
        onex_buffer_clear(&part);
    }
    onex_buffer_text(b, any ? " },\n" : "},\n");
}

static void put_cites(onex_buffer *b, const onex_test *test) {
    if (!test->decl.ncites) return;
    onex_buffer_text(b, test->decl.ncites > 1 ? "cite = { " : "cite = ");
    for (int i = 0; i < test->decl.ncites; i++) {
        if (i) onex_buffer_text(b, ", ");
        onex_testsource_text(b, test->decl.cites[i]);
    }
    onex_buffer_text(b, test->decl.ncites > 1 ? " }, " : ", ");
}

void onex_testsource_put(onex_buffer *b, const onex_program *p, const onex_test *test) {
    char day[ONEX_DAY_TEXT];
    onex_buffer_text(b, "test ");
    onex_testsource_text(b, test->decl.name);
    onex_buffer_text(b, " {\n  ");
    put_cites(b, test);
    onex_buffer_printf(b, "as_of = \"%s\",", onex_day_text(test->as_of, day));
    if (test->applies != ONEX_PILOT) onex_buffer_printf(b, " applies = \"%s\",", onex_subject_code(test->applies));
    if (test->test_college) {
        onex_buffer_text(b, " college = ");
        onex_testsource_text(b, test->test_college);
        onex_buffer_char(b, ',');
    }
    onex_buffer_char(b, '\n');
    put_given(b, p, test);
    onex_buffer_text(b, "  expect = { ");
    for (int i = 0; i < test->nexpect; i++)
        onex_buffer_printf(b, "%s%s = \"%s\"", i ? ", " : "", test->expect[i].name, onex_verdict_code(test->expect[i].verdict));
    onex_buffer_text(b, " },\n}\n");
}
