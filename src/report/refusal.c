/* The reasons against an act: those of the act itself, then its guards with what they rest on. */
#include "report/refusal.h"

#include "engine/row_json.h"

/* "unmet  双师型教师占比达标 dual_qualified  1/3, asked 50%", then (`missing`) what is missing and who supplies it. */
static void row_put(onex_buffer *b, const onex_program *program, const onex_check_row *row, int indent, bool missing) {
    const onex_decl *decl = &program->rules[row->rule].decl;
    onex_buffer_printf(b, "%s  %s %s", onex_verdict_text(row->verdict), decl->title, decl->name);
    if (row->measured.known || row->threshold.known)
        onex_buffer_printf(b, onex_tr("  measured %s, asked %s", "  实际 %s，要求 %s"),
                           row->measured.known ? row->measured.text : onex_tr("unknown", "未知"),
                           row->threshold.known ? row->threshold.text : onex_tr("unknown", "未知"));
    onex_buffer_text(b, "  ");
    onex_cites_put(b, decl, "、");
    onex_buffer_char(b, '\n');
    if (row->error) onex_buffer_printf(b, "%*s%s\n", indent + 2, "", row->error);
    for (int i = 0; missing && i < row->nmissing; i++) {
        const onex_missing *m = &row->missing[i];
        onex_buffer_printf(b, onex_tr("%*smissing: %s %s", "%*s缺：%s %s"), indent + 2, "", m->title ? m->title : "",
                           m->fact);
        if (m->supplied_by) onex_buffer_printf(b, onex_tr(", supplied by %s", "，由%s提供"), m->supplied_by);
        onex_buffer_char(b, '\n');
    }
}

static bool speaks_against(const onex_guard *guard, onex_verdict v) {
    return guard->forbids ? v == ONEX_HIT : v == ONEX_UNMET || v == ONEX_UNKNOWN || v == ONEX_HIT;
}

static void guard_put(onex_buffer *b, const onex_program *program, const onex_guard *guard) {
    onex_buffer_text(b, "  ");
    if (guard->forbids)
        onex_buffer_text(b, guard->dismissed ? onex_tr("forbidden by, but dismissed on the same facts: ",
                                                       "禁止情形（同一事实已不予取消，不再拦阻）：")
                            : guard->holds   ? onex_tr("not forbidden by: ", "无禁止情形：")
                                             : onex_tr("forbidden by: ", "禁止情形："));
    else
        onex_buffer_text(b, guard->holds ? onex_tr("fulfilled: ", "已满足：") : onex_tr("not fulfilled: ", "未满足："));
    row_put(b, program, &guard->row, 2, guard->holds || !guard->nrests);
    for (int k = 0; k < guard->nrests && !guard->holds; k++)
        if (speaks_against(guard, guard->rests[k].verdict)) {
            onex_buffer_text(b, "    ");
            row_put(b, program, &guard->rests[k], 4, !program->rules[guard->rests[k].rule].nmembers);
        }
}

void onex_refusal_put(onex_buffer *b, const onex_program *program, const onex_decide_result *r) {
    for (int i = 0; i < r->nrefusals; i++) onex_buffer_printf(b, "  %s\n", r->refusals[i]);
    for (int i = 0; i < r->guards.count; i++) guard_put(b, program, &r->guards.items[i]);
}
