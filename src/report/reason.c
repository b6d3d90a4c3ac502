/* A tree of reasons as indented lines. Each line begins with what holds or fails as a word; colour only repeats it. */
#include "report/reason.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "engine/row_json.h"
#include "expr/sentence.h"
#include "report/quote.h"
#include "report/sheet.h"

typedef struct teller {
    bool color;
    onex_buffer *b;
    const onex_program *program;
    const char *prefix;
} teller;

enum { STEP = 2, WIDTH = 100 };

static void reason_put(const teller *t, const onex_reason *r, int indent);

static void kids_put(const teller *t, const onex_reason *r, int indent) {
    for (int i = 0; i < r->nkids; i++) reason_put(t, r->kids[i], indent);
}

static void named_put(const teller *t, const char *title, const char *name) {
    onex_buffer_text(t->b, title ? title : name ? name : "");
    if (title && name) {
        onex_buffer_char(t->b, ' ');
        onex_paint(t->b, t->color, ONEX_STYLE_DIM, name);
    }
}

/* ---- each kind of reason ---- */

static void rule_put(const teller *t, const onex_reason *r, int indent) {
    const onex_check_row *row = &r->row;
    const onex_decl *decl = &t->program->rules[row->rule].decl;
    onex_buffer_printf(t->b, "%*s", indent, "");
    onex_paint(t->b, t->color, onex_verdict_style(row->verdict), onex_verdict_text(row->verdict));
    onex_buffer_text(t->b, "  ");
    named_put(t, decl->title, decl->name);
    onex_buffer_printf(t->b, "  %s %s", onex_subject_title(row->subject), row->code);
    if (decl->ncites) {
        onex_buffer_text(t->b, "  ");
        onex_cites_put(t->b, decl, "、");
    }
    onex_buffer_char(t->b, '\n');
    kids_put(t, r, indent + STEP);
}

/* What a side of a comparison came to: a literal as written, a threshold as it is told below, else the value. */
static const char *side_text(const teller *t, const onex_reason *r, int kid, const char *value) {
    const onex_node *node = r->node->kids[kid];
    if (node->op == ONEX_OP_LITERAL && node->literal_text) return node->literal_text;
    for (int i = 0; node->op == ONEX_OP_PARAM && i < r->nkids; i++)
        if (r->kids[i]->kind == ONEX_REASON_PARAM && r->kids[i]->value &&
            strcmp(r->kids[i]->name, t->program->params[node->u.index].decl.name) == 0)
            return r->kids[i]->value;
    return value ? value : "?";
}

static void claim_put(const teller *t, const onex_reason *r, int indent) {
    static const onex_style styles[] = {ONEX_STYLE_WARN, ONEX_STYLE_BAD, ONEX_STYLE_GOOD};
    const char *words[] = {onex_tr("unknown", "待定"), onex_tr("fails", "不成立"), onex_tr("holds", "成立")};
    onex_buffer_printf(t->b, "%*s", indent, "");
    onex_paint(t->b, t->color, styles[r->truth + 1], words[r->truth + 1]);
    onex_buffer_text(t->b, "  ");
    onex_sentence_put(t->b, t->program, r->node, onex_lang_get());
    bool compares = r->node->op >= ONEX_OP_GE && r->node->op <= ONEX_OP_NE;
    if (compares)
        onex_buffer_printf(t->b, onex_tr("  (%s against %s)", "  （%s 对 %s）"), side_text(t, r, 0, r->left),
                           side_text(t, r, 1, r->right));
    else if (r->left)
        onex_buffer_printf(t->b, onex_tr("  (%s)", "  （%s）"), r->left);
    onex_buffer_char(t->b, '\n');
    kids_put(t, r, indent + STEP);
}

static void fact_put(const teller *t, const onex_reason *r, int indent) {
    onex_buffer_printf(t->b, "%*s", indent, "");
    named_put(t, r->title, r->name);
    onex_buffer_text(t->b, " = ");
    if (r->value) {
        onex_buffer_text(t->b, r->value);
    } else {
        onex_paint(t->b, t->color, ONEX_STYLE_WARN, onex_tr("unknown", "未知"));
        if (r->supplied_by) onex_buffer_printf(t->b, onex_tr(", from %s", "，由%s提供"), r->supplied_by);
    }
    onex_buffer_char(t->b, '\n');
    kids_put(t, r, indent + STEP);
}

static void param_put(const teller *t, const onex_reason *r, int indent) {
    onex_buffer_printf(t->b, "%*s", indent, "");
    named_put(t, r->title, r->name);
    onex_buffer_printf(t->b, " = %s", r->value ? r->value : onex_tr("not in force", "未生效"));
    onex_buffer_printf(t->b, onex_tr("  (%s, ", "  （%s，"),
                       strcmp(r->origin, "school") == 0 ? onex_tr("school", "学校")
                       : strcmp(r->origin, "set") == 0  ? onex_tr("set here", "本次假设")
                                                        : r->origin);
    if (r->document) onex_buffer_printf(t->b, onex_tr("%s, ", "%s，"), r->document);
    if (r->cite && *r->cite) onex_buffer_printf(t->b, onex_tr("%s, ", "%s，"), r->cite);
    onex_buffer_printf(t->b, onex_tr("%s%s:%d)\n", "%s%s:%d）\n"), t->prefix, r->at.file ? r->at.file : "", r->at.line);
    if (!r->local) return;
    onex_buffer_printf(t->b, onex_tr("%*sreason: %s\n", "%*s理由：%s\n"), indent + STEP, "", r->local->reason);
    if (r->local->approved_by)
        onex_buffer_printf(t->b, onex_tr("%*sapproved by %s, %s\n", "%*s批准：%s，%s\n"), indent + STEP, "",
                           r->local->approved_by, r->local->approval_document);
}

static void reading_put(const teller *t, const onex_reason *r, int indent) {
    onex_buffer_printf(t->b, onex_tr("%*sread as: ", "%*s解读："), indent, "");
    named_put(t, r->title, r->name);
    onex_buffer_printf(t->b, onex_tr(": %s", "：%s"), r->value ? r->value : "");
    if (r->cite && *r->cite) onex_buffer_printf(t->b, onex_tr("  (%s)", "  （%s）"), r->cite);
    onex_buffer_char(t->b, '\n');
    kids_put(t, r, indent + STEP);
}

/* All keys, as many to a line as fit. */
static void keys_put(const teller *t, const char *label, const char **keys, int n, int indent) {
    if (!n) return;
    onex_buffer_printf(t->b, "%*s%s", indent, "", label);
    int at = indent + onex_text_width(label, strlen(label));
    for (int i = 0; i < n; i++) {
        int width = onex_text_width(keys[i], strlen(keys[i])) + 1;
        if (i && at + width > WIDTH) {
            onex_buffer_printf(t->b, "\n%*s", indent + STEP, "");
            at = indent + STEP;
        }
        onex_buffer_printf(t->b, " %s", keys[i]);
        at += width;
    }
    onex_buffer_char(t->b, '\n');
}

static void rows_put(const teller *t, const onex_reason *r, int indent) {
    char label[256];
    const char *title = onex_lang_get() == ONEX_LANG_ZH ? r->entity->title : r->entity->name;
    snprintf(label, sizeof label, onex_tr("%d row(s) of %s count:", "计入 %d 条%s："), r->nkeys, title);
    if (r->nkeys)
        keys_put(t, label, r->keys, r->nkeys, indent);
    else if (!r->ndoubtful)
        onex_buffer_printf(t->b, onex_tr("%*sno row of %s counts\n", "%*s没有计入的%s记录\n"), indent, "", title);
    snprintf(label, sizeof label,
             onex_tr("%d row(s) of %s cannot be told, a flag is blank:", "%d 条%s无法判断（有空白）："), r->ndoubtful,
             title);
    keys_put(t, label, r->doubtful, r->ndoubtful, indent);
    kids_put(t, r, indent + STEP);
}

static void reason_put(const teller *t, const onex_reason *r, int indent) {
    switch (r->kind) {
    case ONEX_REASON_RULE: rule_put(t, r, indent); return;
    case ONEX_REASON_CLAIM: claim_put(t, r, indent); return;
    case ONEX_REASON_FACT: fact_put(t, r, indent); return;
    case ONEX_REASON_PARAM: param_put(t, r, indent); return;
    case ONEX_REASON_READING: reading_put(t, r, indent); return;
    case ONEX_REASON_ROWS: rows_put(t, r, indent); return;
    case ONEX_REASON_RECORD:
        onex_buffer_printf(t->b, "%*s%s\n", indent, "", r->title);
        kids_put(t, r, indent + STEP);
        return;
    }
}

/* ---- the head ---- */

static void numbers_put(const teller *t, const onex_check_row *row) {
    if (!row->measured.known && !row->threshold.known) return;
    onex_buffer_printf(t->b, onex_tr("measured: %s, asked: %s", "实际：%s，要求：%s"),
                       row->measured.known ? row->measured.text : onex_tr("unknown", "未知"),
                       row->threshold.known ? row->threshold.text : onex_tr("unknown", "未知"));
    if (row->param) {
        int param = onex_program_param(t->program, row->param);
        onex_buffer_printf(t->b, onex_tr(" (%s)", "（%s）"),
                           param >= 0 ? t->program->params[param].decl.title : row->param);
    }
    onex_buffer_char(t->b, '\n');
}

static void missing_put(const teller *t, const onex_check_row *row) {
    for (int i = 0; i < row->nmissing; i++) {
        const onex_missing *m = &row->missing[i];
        onex_buffer_printf(t->b, onex_tr("missing: %s %s", "缺：%s %s"), m->title ? m->title : "", m->fact);
        if (m->supplied_by) onex_buffer_printf(t->b, onex_tr(", supplied by %s", "，由%s提供"), m->supplied_by);
        onex_buffer_char(t->b, '\n');
    }
    if (row->error) onex_buffer_printf(t->b, onex_tr("not evaluated: %s\n", "未能判定：%s\n"), row->error);
}

void onex_reason_put(onex_buffer *b, bool color, const onex_program *program, const onex_reason *root,
                     const char *prefix, const onex_laws *laws) {
    teller t = {color, b, program, prefix};
    const onex_check_row *row = &root->row;
    const onex_decl *decl = &program->rules[row->rule].decl;
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    onex_buffer_printf(b, "%s %s  ", zh ? onex_subject_title(row->subject) : onex_subject_code(row->subject),
                       row->code);
    named_put(&t, decl->title, decl->name);
    onex_buffer_text(b, onex_tr(": ", "："));
    onex_paint(b, color, onex_verdict_style(row->verdict), onex_verdict_text(row->verdict));
    onex_buffer_char(b, '\n');
    if (decl->ncites) {
        onex_buffer_text(b, onex_tr("clause: ", "条款："));
        onex_cites_put(b, decl, "、");
        onex_buffer_char(b, '\n');
        onex_quote_put(b, laws, decl, STEP);
    }
    numbers_put(&t, row);
    missing_put(&t, row);
    if (decl->note) onex_buffer_printf(b, onex_tr("note: %s\n", "说明：%s\n"), decl->note);
    kids_put(&t, root, STEP);
}

/* ---- JSON ---- */

static void because_json(onex_buffer *b, const onex_program *program, const onex_reason *r, bool *first);

/* `laws`: of the root only, which has its clauses quoted and "because" even where it rests on no rule. */
static void row_json(onex_buffer *b, const onex_program *program, const onex_reason *r, const onex_laws *laws) {
    onex_buffer below = {0};
    bool first = true;
    because_json(&below, program, r, &first);
    onex_row_json(b, program, &r->row, true);
    if (laws || !first) onex_buffer_printf(b, ",\"because\":[%s]", below.data ? below.data : "");
    if (laws && laws->now.nclauses) {
        onex_buffer_text(b, ",\"quote\":");
        onex_quote_json(b, laws, &program->rules[r->row.rule].decl);
    }
    onex_buffer_char(b, '}');
    if (below.failed) b->failed = true;
    onex_buffer_clear(&below);
}

/* The nearest rules below a reason, through claims and facts. */
static void because_json(onex_buffer *b, const onex_program *program, const onex_reason *r, bool *first) {
    for (int i = 0; i < r->nkids; i++) {
        if (r->kids[i]->kind != ONEX_REASON_RULE) {
            because_json(b, program, r->kids[i], first);
            continue;
        }
        if (!*first) onex_buffer_char(b, ',');
        *first = false;
        row_json(b, program, r->kids[i], NULL);
    }
}

void onex_reason_json(onex_buffer *b, const onex_program *program, const onex_reason *root, const onex_laws *laws) {
    row_json(b, program, root, laws);
}
