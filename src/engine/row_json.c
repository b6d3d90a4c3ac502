/* One verdict as JSON. The bytes of a row depend on nothing but its values. */
#include "engine/row_json.h"

#include <stdlib.h>

const char *onex_rule_kind_code(onex_rule_kind kind) {
    static const char *const codes[] = {"condition", "trigger", "attestation", "outcome"};
    return codes[kind];
}

const char *onex_strength_code(onex_strength strength) {
    static const char *const codes[] = {"must", "in_principle", "preferred"};
    return codes[strength];
}

void onex_cites_put(onex_buffer *b, const onex_decl *decl, const char *separator) {
    for (int i = 0; i < decl->ncites; i++) {
        if (i) onex_buffer_text(b, separator);
        onex_buffer_text(b, decl->cites[i]);
    }
}

static inline void key_text(onex_buffer *b, const char *key, const char *text) {
    onex_buffer_char(b, '"');
    onex_buffer_text(b, key);
    onex_buffer_put(b, "\":", 2);
    onex_buffer_json_text(b, text);
}

static void quantity_json(onex_buffer *b, const onex_quantity *q, const char *param, const char *origin) {
    if (!q->known) {
        onex_buffer_text(b, "null");
        return;
    }
    onex_buffer_char(b, '{');
    key_text(b, "text", q->text);
    onex_buffer_text(b, ",\"number\":");
    if (q->has_number)
        onex_buffer_json_number(b, q->number);
    else
        onex_buffer_text(b, "null");
    if (param) {
        onex_buffer_char(b, ',');
        key_text(b, "param", param);
        onex_buffer_char(b, ',');
        key_text(b, "origin", origin);
    }
    onex_buffer_char(b, '}');
}

/* ---- rows ---- */

/* What stands in front of the verdict, and behind it up to what was measured: the same in every row of a rule. */
static void before_verdict(onex_buffer *b, const onex_rule *rule) {
    onex_buffer_char(b, ',');
    key_text(b, "rule", rule->decl.name);
    onex_buffer_char(b, ',');
    key_text(b, "kind", onex_rule_kind_code(rule->kind));
    onex_buffer_char(b, ',');
}

static void behind_verdict(onex_buffer *b, const onex_rule *rule) {
    onex_buffer cites = {0};
    onex_cites_put(&cites, &rule->decl, "、");
    onex_buffer_char(b, ',');
    key_text(b, "cite", cites.data ? cites.data : "");
    onex_buffer_char(b, ',');
    key_text(b, "title", rule->decl.title);
    onex_buffer_text(b, ",\"measured\":");
    if (cites.failed) b->failed = true;
    onex_buffer_clear(&cites);
}

static void subject_json(onex_buffer *b, const onex_check_row *row) {
    onex_buffer_char(b, '{');
    key_text(b, "subject", onex_subject_code(row->subject));
    onex_buffer_char(b, ',');
    key_text(b, "code", row->code);
    onex_buffer_char(b, ',');
    key_text(b, "college", row->college);
}

static void findings_json(onex_buffer *b, const onex_check_row *row) {
    quantity_json(b, &row->measured, NULL, NULL);
    onex_buffer_text(b, ",\"threshold\":");
    quantity_json(b, &row->threshold, row->param, row->origin);
    onex_buffer_text(b, ",\"missing\":[");
    for (int i = 0; i < row->nmissing; i++) {
        onex_buffer_text(b, i ? ",{" : "{");
        key_text(b, "fact", row->missing[i].fact);
        onex_buffer_char(b, ',');
        key_text(b, "title", row->missing[i].title);
        onex_buffer_char(b, ',');
        key_text(b, "supplied_by", row->missing[i].supplied_by);
        onex_buffer_char(b, '}');
    }
    onex_buffer_char(b, ']');
    if (row->error) {
        onex_buffer_char(b, ',');
        key_text(b, "error", row->error);
    }
}

void onex_row_json(onex_buffer *b, const onex_program *program, const onex_check_row *row, bool open) {
    const onex_rule *rule = &program->rules[row->rule];
    subject_json(b, row);
    before_verdict(b, rule);
    key_text(b, "verdict", onex_verdict_code(row->verdict));
    behind_verdict(b, rule);
    findings_json(b, row);
    if (!open) onex_buffer_char(b, '}');
}

/* ---- very many rows ---- */

struct onex_row_forms {
    const onex_program *program;
    onex_buffer *before, *behind; /* by rule; empty until its first row */
};

onex_row_forms *onex_row_forms_new(const onex_program *program) {
    onex_row_forms *forms = calloc(1, sizeof *forms);
    if (!forms) return NULL;
    forms->program = program;
    forms->before = calloc((size_t)program->nrules + 1, sizeof *forms->before);
    forms->behind = calloc((size_t)program->nrules + 1, sizeof *forms->behind);
    if (forms->before && forms->behind) return forms;
    onex_row_forms_free(forms);
    return NULL;
}

void onex_row_forms_free(onex_row_forms *forms) {
    if (!forms) return;
    for (int i = 0; forms->before && i < forms->program->nrules; i++) onex_buffer_clear(&forms->before[i]);
    for (int i = 0; forms->behind && i < forms->program->nrules; i++) onex_buffer_clear(&forms->behind[i]);
    free(forms->before);
    free(forms->behind);
    free(forms);
}

void onex_row_forms_json(onex_row_forms *forms, onex_buffer *b, const onex_check_row *row) {
    onex_buffer *before = &forms->before[row->rule], *behind = &forms->behind[row->rule];
    if (!before->len) before_verdict(before, &forms->program->rules[row->rule]);
    if (!behind->len) behind_verdict(behind, &forms->program->rules[row->rule]);
    if (before->failed || behind->failed) b->failed = true;
    subject_json(b, row);
    onex_buffer_put(b, before->data, before->len);
    key_text(b, "verdict", onex_verdict_code(row->verdict));
    onex_buffer_put(b, behind->data, behind->len);
    findings_json(b, row);
    onex_buffer_char(b, '}');
}

/* ---- the record ---- */

/* ,"name":value with '{' for the first comma. */
static void part(onex_buffer *b, const char *name) {
    onex_buffer_printf(b, "%c\"%s\":", b->len ? ',' : '{', name);
}

void onex_row_detail_json(onex_buffer *b, const onex_check_row *row) {
    if (row->college) {
        part(b, "college");
        onex_buffer_json_text(b, row->college);
    }
    if (row->measured.known) {
        part(b, "measured");
        quantity_json(b, &row->measured, NULL, NULL);
    }
    if (row->threshold.known) {
        part(b, "threshold");
        quantity_json(b, &row->threshold, row->param, row->origin);
    }
    if (row->nmissing) part(b, "missing");
    for (int i = 0; i < row->nmissing; i++) {
        onex_buffer_char(b, i ? ',' : '[');
        onex_buffer_json_text(b, row->missing[i].fact);
    }
    if (row->nmissing) onex_buffer_char(b, ']');
    if (row->error) {
        part(b, "error");
        onex_buffer_json_text(b, row->error);
    }
    onex_buffer_text(b, b->len ? "}" : "{}");
}
