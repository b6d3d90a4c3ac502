/* What colleges say of the school's params and sets, seen from the day asked about: what has ended or is about to, what a
 * later value of the school has overtaken, what is never in force. What a college may say is checked at load. */
#include "expr/eval.h"
#include "rules/linter.h"

enum { SOON = 30 }; /* days */

static void check_end(onex_linter *l, const onex_param *param, const onex_statement *s) {
    char day[ONEX_DAY_TEXT];
    onex_day left = s->local.to == ONEX_DAY_NONE ? SOON + 1 : s->local.to - l->options->as_of;
    if (!s->relaxes || left > SOON) return;
    onex_day_text(s->local.to, day);
    if (left <= 0)
        onex_lint_tell(l, "W0311", s->local.at, 0, onex_tr("take it out", "请删去"),
                       onex_tr("the relaxation of '%s' ended on %s; the school's value is back",
                               "对“%s”的放宽已于 %s 到期；恢复执行学校的值"),
                       onex_lint_name(&param->decl), day);
    else
        onex_lint_tell(l, "W0312", s->local.at, 0,
                       onex_tr("a longer one needs a new approval", "需要延长的，应重新报批"),
                       onex_tr("the relaxation of '%s' ends on %s, in %d day(s)", "对“%s”的放宽将于 %s 到期，还有 %d 天"),
                       onex_lint_name(&param->decl), day, (int)left);
}

/* The days of the i-th value; false: it is never in force. */
static bool days_of(const onex_statement *s, int i, onex_day *from, onex_day *to) {
    *from = s->values[i].from;
    *to = i + 1 < s->nvalues ? s->values[i + 1].from : s->local.to;
    if (*from == ONEX_DAY_NONE || *from < s->local.from) *from = s->local.from;
    if (s->local.to != ONEX_DAY_NONE && (*to == ONEX_DAY_NONE || *to > s->local.to)) *to = s->local.to;
    return *to == ONEX_DAY_NONE || *from < *to;
}

static bool stricter(const onex_param *param, onex_value school, onex_value local) {
    int order = onex_value_compare(school, local);
    return param->college_may == ONEX_MAY_LOWER ? order < 0 : order > 0;
}

/* A value of the school that begins while the college's holds, and is stricter. */
static void check_overtaken(onex_linter *l, const onex_param *param, const onex_dated *local, onex_day from, onex_day to) {
    char day[ONEX_DAY_TEXT];
    for (int i = 0; i < param->nvalues; i++) {
        const onex_dated *later = &param->values[i];
        bool within = later->from != ONEX_DAY_NONE && later->from > from && (to == ONEX_DAY_NONE || later->from < to);
        if (!within || !stricter(param, later->value, local->value)) continue;
        onex_lint_tell(l, "W0310", local->at, 0, NULL,
                       onex_tr("'%s' = %s is overtaken on %s by the school's %s; the stricter holds",
                               "“%s” = %s 自 %s 起被学校规定的 %s 超过；以更严格者为准"),
                       onex_lint_name(&param->decl), local->text, onex_day_text(later->from, day), later->text);
        onex_lint_also(l, onex_tr("school value", "学校的值"), later->at);
        return;
    }
}

static void check_statement(onex_linter *l, const onex_param *param, const onex_statement *s) {
    bool free_of_direction = s->relaxes || param->college_may == ONEX_MAY_ANYTHING;
    check_end(l, param, s);
    for (int i = 0; i < s->nvalues; i++) {
        onex_day from, to;
        if (!days_of(s, i, &from, &to))
            onex_lint_tell(l, "W0313", s->values[i].at, 0, NULL,
                           onex_tr("'%s' = %s is never in force", "“%s” = %s 从不生效"), onex_lint_name(&param->decl),
                           s->values[i].text);
        else if (!free_of_direction)
            check_overtaken(l, param, &s->values[i], from, to);
    }
}

void onex_lint_locals(onex_linter *l) {
    const onex_program *p = l->program;
    for (int i = 0; i < p->nparams; i++)
        for (int k = 0; k < p->params[i].nstatements; k++) check_statement(l, &p->params[i], &p->params[i].statements[k]);
}
