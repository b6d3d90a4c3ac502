/* One verdict as JSON. The bytes of a row depend on nothing but its values. */
#include "engine/row_json.h"

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

static void key_text(onex_buffer *b, const char *key, const char *text) {
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

void onex_row_json(onex_buffer *b, const onex_program *program, const onex_check_row *row, bool open) {
    const onex_rule *rule = &program->rules[row->rule];
    onex_buffer cites = {0};
    onex_cites_put(&cites, &rule->decl, "、");
    onex_buffer_char(b, '{');
    key_text(b, "subject", onex_subject_code(row->subject));
    onex_buffer_char(b, ',');
    key_text(b, "code", row->code);
    onex_buffer_char(b, ',');
    key_text(b, "college", row->college);
    onex_buffer_char(b, ',');
    key_text(b, "rule", rule->decl.name);
    onex_buffer_char(b, ',');
    key_text(b, "kind", onex_rule_kind_code(rule->kind));
    onex_buffer_char(b, ',');
    key_text(b, "verdict", onex_verdict_code(row->verdict));
    onex_buffer_char(b, ',');
    key_text(b, "cite", cites.data ? cites.data : "");
    onex_buffer_char(b, ',');
    key_text(b, "title", rule->decl.title);
    onex_buffer_text(b, ",\"measured\":");
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
    if (!open) onex_buffer_char(b, '}');
    if (cites.failed) b->failed = true;
    onex_buffer_clear(&cites);
}

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
