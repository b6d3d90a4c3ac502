/* What a tightening may be, held against the school's value and what the college has said already, before anything is
 * written. How the file's text is made is tighten_text.c's; whether all of it loads is the loader's to say. */
#include "engine/tighten.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "engine/tighten_text.h"
#include "expr/eval.h"
#include "expr/literal.h"

/* ---- the param ---- */

static bool seen(const onex_param *param, const char *college) {
    return !param->decl.college || strcmp(param->decl.college, college) == 0;
}

static bool called(const onex_param *param, const char *name) {
    return strcmp(param->decl.name, name) == 0 || (param->decl.title && strcmp(param->decl.title, name) == 0);
}

static onex_status param_find(const onex_param **out, const onex_program *p, const onex_tighten *asked,
                              onex_error *err) {
    char near[512];
    onex_nearest nearest;
    onex_nearest_init(&nearest, asked->param);
    for (int i = 0; i < p->nparams; i++) {
        const onex_param *param = &p->params[i];
        if (!seen(param, asked->college)) continue;
        if (called(param, asked->param)) {
            *out = param;
            return ONEX_OK;
        }
        onex_nearest_offer(&nearest, param->decl.name);
        if (param->decl.title) onex_nearest_offer(&nearest, param->decl.title);
    }
    onex_nearest_text(&nearest, near, sizeof near);
    if (near[0])
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no param '%s'; nearest: %s", "没有参数“%s”；最接近的是：%s"),
                         asked->param, near);
    return onex_fail(err, ONEX_E_NOT_FOUND,
                     onex_tr("no param '%s'; onex rules params lists them", "没有参数“%s”；onex rules params 列出全部"),
                     asked->param);
}

static onex_status param_check(const onex_param *param, const char *dir, onex_error *err) {
    const onex_place *at = &param->decl.at;
    if (param->decl.college)
        return onex_fail(err, ONEX_E_REFUSED,
                         onex_tr("'%s' is the college's own; change it where it is declared: %s/%s:%d",
                                 "“%s”是本学院自己声明的参数；请在声明处修改：%s/%s:%d"),
                         param->decl.name, dir, at->file, at->line);
    if (param->college_may != ONEX_MAY_NOTHING) return ONEX_OK;
    return onex_fail(err, ONEX_E_REFUSED,
                     onex_tr("'%s' is %s by the school, and a college may not change it (%s/%s:%d)",
                             "“%s”学校定为 %s，学院不得变更（%s/%s:%d）"),
                     param->decl.name, param->nvalues ? param->values[param->nvalues - 1].text : "", dir, at->file,
                     at->line);
}

/* ---- the value ---- */

static bool readable(const char *text, onex_type type, onex_value *out) {
    return type.kind == ONEX_T_TEXT ? *text != '\0' : onex_literal_parse(text, type, out);
}

/* The unit that a Chinese word means; NULL: none. */
static const char *unit_of(const char *word) {
    static const char *const units[][2] = {{"元", "yuan"},  {"学分", "credits"}, {"天", "days"},    {"日", "days"},
                                           {"周", "weeks"}, {"学时", "hours"},   {"小时", "hours"}, {"课时", "hours"}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i][0], word) == 0) return units[i][1];
    return NULL;
}

/* A number as people write it: 1,200 or 1200元. */
static void number_meant(const char *text, onex_type type, char *buf, size_t size) {
    size_t used = 0;
    for (; *text && strchr("0123456789.,-", *text) && used + 1 < size; text++)
        if (*text != ',') buf[used++] = *text;
    buf[used] = '\0';
    const char *unit = unit_of(text);
    if (type.unit && unit && strcmp(unit, type.unit) == 0)
        snprintf(buf + used, size - used, " %s", unit);
    else if (*text && (type.unit || !unit))
        buf[0] = '\0'; /* another unit, or none that is known */
}

/* What was meant, as it is to be written: in ordinary characters, with a percent sign, a date, a unit. False: nothing
 * that would be a value. */
static bool meant(const char *text, onex_type type, char *buf, size_t size) {
    onex_value value;
    onex_day day;
    size_t len = strlen(text);
    bool truth = strcmp(text, "是") == 0, number = type.kind == ONEX_T_NUMBER;
    snprintf(buf, size, "%s", text);
    if (readable(buf, type, &value)) return true;
    if (type.kind == ONEX_T_DATE && onex_day_parse(text, len, &day)) onex_day_text(day, buf);
    if (type.kind == ONEX_T_BOOL && (truth || strcmp(text, "否") == 0)) snprintf(buf, size, truth ? "true" : "false");
    if (number && type.share) snprintf(buf, size, "%s%%", text);
    if (number && !type.share) number_meant(text, type, buf, size);
    return readable(buf, type, &value);
}

static onex_status value_read(const onex_param *param, const char *text, onex_value *out, onex_error *err) {
    char better[256];
    if (readable(text, param->type, out)) return ONEX_OK;
    const char *now = param->nvalues ? param->values[param->nvalues - 1].text : "";
    char *folded = onex_text_fold(text, strlen(text));
    if (!folded) return onex_no_memory(err);
    bool known = meant(folded, param->type, better, sizeof better);
    free(folded);
    if (known)
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("'%s' is no value for '%s'; write %s", "“%s”不能作为“%s”的值；请写 %s"), text,
                         param->decl.name, better);
    return onex_fail(
        err, ONEX_E_USAGE,
        onex_tr("'%s' is no value for '%s'; the school's is written %s", "“%s”不能作为“%s”的值；学校的值写作 %s"), text,
        param->decl.name, now);
}

static onex_status direction_check(const onex_tightened *t, const char *dir, const onex_value *value, onex_error *err) {
    const onex_param *param = t->param;
    bool raise = param->college_may == ONEX_MAY_RAISE;
    if (!t->school || (!raise && param->college_may != ONEX_MAY_LOWER)) return ONEX_OK;
    int order = onex_value_compare(*value, t->school->value);
    if (raise ? order >= 0 : order <= 0) return ONEX_OK;
    return onex_fail(
        err, ONEX_E_REFUSED,
        raise ? onex_tr("'%s' = %s would loosen the school's %s (%s/%s:%d); a college may only raise it, and for less "
                        "it needs an "
                        "approved dispensation, written as relax in a file of its own (rules/README.md)",
                        "“%s” = %s 会放宽学校规定的 %s（%s/%s:%d）；学院只能提高，要低于它须经批准，用 relax 另写文件"
                        "（见 rules/README.md）")
              : onex_tr("'%s' = %s would loosen the school's %s (%s/%s:%d); a college may only lower it, and for more "
                        "it needs an "
                        "approved dispensation, written as relax in a file of its own (rules/README.md)",
                        "“%s” = %s 会放宽学校规定的 %s（%s/%s:%d）；学院只能降低，要高于它须经批准，用 relax 另写文件"
                        "（见 rules/README.md）"),
        param->decl.name, t->value, t->school->text, dir, t->school->at.file, t->school->at.line);
}

/* ---- what the college has said already ---- */

static onex_status elsewhere(const onex_param *param, const char *dir, const onex_statement *s, onex_error *err) {
    const onex_place *at = &s->local.at;
    return onex_fail(err, ONEX_E_REFUSED,
                     s->relaxes ? onex_tr("'%s' is relaxed to %s in %s/%s:%d; change it there",
                                          "“%s”已用 relax 放宽为 %s，见 %s/%s:%d；请在该处修改")
                                : onex_tr("'%s' is tightened to %s in %s/%s:%d; change it there",
                                          "“%s”已用 tighten 规定为 %s，见 %s/%s:%d；请在该处修改"),
                     param->decl.name, s->values[s->nvalues - 1].text, dir, at->file, at->line);
}

/* The one statement of the file; NULL: none. */
static onex_status statement_find(const onex_statement **out, const onex_tightened *t, const onex_tighten *asked,
                                  onex_error *err) {
    *out = NULL;
    for (int i = 0; i < t->param->nstatements; i++) {
        const onex_statement *s = &t->param->statements[i];
        if (strcmp(s->local.college, asked->college) != 0) continue;
        if (s->relaxes || *out || strcmp(s->local.at.file, t->path) != 0)
            return elsewhere(t->param, asked->dir, s, err);
        *out = s;
    }
    return ONEX_OK;
}

static void file_find(onex_tightened *t, const onex_rules *rules) {
    const onex_program *program = onex_rules_program(rules);
    for (int i = 0; i < program->nfiles; i++)
        if (strcmp(program->files[i], t->path) == 0) {
            const char *path;
            onex_rules_file(rules, i, &path, &t->before, &t->nbefore);
        }
}

/* ---- all of it ---- */

static onex_status words_check(const onex_tighten *asked, onex_error *err) {
    if (!asked->value || (asked->ncites && asked->reason)) return ONEX_OK;
    return onex_fail(
        err, ONEX_E_USAGE, "%s",
        asked->ncites ? onex_tr("--reason is missing: why the college asks for more", "缺少 --reason：学院为何作此规定")
                      : onex_tr("--cite is missing: the clause of the college's document, such as 细则第四条",
                                "缺少 --cite：学院文件的条款，如 细则第四条"));
}

onex_status onex_tighten_prepare(onex_tightened *out, const onex_tighten *asked, const onex_rules *rules,
                                 onex_error *err) {
    *out = (onex_tightened){.value = asked->value, .from = ONEX_DAY_NONE, .until = ONEX_DAY_NONE};
    onex_buffer path = {0};
    onex_value value = {0};
    const onex_statement *statement = NULL;
    onex_buffer_printf(&path, "colleges/%s/%s", asked->college, ONEX_TIGHTEN_FILE);
    if (!path.failed) out->path = onex_arena_text(&out->arena, path.data, path.len);
    onex_buffer_clear(&path);
    if (!out->path) return onex_no_memory(err);
    file_find(out, rules);
    onex_status status = param_find(&out->param, onex_rules_program(rules), asked, err);
    if (!status) status = param_check(out->param, asked->dir, err);
    if (!status) status = words_check(asked, err);
    if (!status && asked->value) status = value_read(out->param, asked->value, &value, err);
    if (!status) status = statement_find(&statement, out, asked, err);
    if (!status) status = onex_tighten_text(out, asked, statement, err);
    if (!status && asked->value) {
        out->school = onex_param_on(out->param, out->from);
        status = direction_check(out, asked->dir, &value, err);
    }
    if (!status && out->text.failed) status = onex_no_memory(err);
    if (!status)
        out->same = out->before && out->nbefore == out->text.len && !memcmp(out->before, out->text.data, out->nbefore);
    return status;
}

void onex_tightened_clear(onex_tightened *t) {
    onex_buffer_clear(&t->text);
    onex_arena_clear(&t->arena);
    *t = (onex_tightened){0};
}
