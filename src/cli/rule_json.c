/* One declaration of the rules as JSON, for `onex rules show --format json`. */
#include "cli/row.h"
#include "cli/rule_page.h"
#include "cli/sheet.h"
#include "expr/sentence.h"

static void key_text(onex_buffer *b, const char *key, const char *text) {
    onex_buffer_printf(b, ",\"%s\":", key);
    onex_buffer_json_text(b, text);
}

static void key_tree(onex_buffer *b, const char *key, const onex_program *p, const onex_node *node) {
    onex_buffer text = {0};
    if (node) onex_sentence_put(&text, p, node, onex_lang_get());
    key_text(b, key, node ? text.data : NULL);
    if (text.failed) b->failed = true;
    onex_buffer_clear(&text);
}

static void rule_json(onex_buffer *b, const onex_program *p, const onex_rule *rule) {
    key_text(b, "kind", onex_rule_kind_code(rule->kind));
    key_text(b, "applies", onex_subject_code(rule->applies));
    key_text(b, "strength", onex_strength_code(rule->strength));
    key_tree(b, "only_if", p, rule->only_if);
    key_tree(b, "sentence", p, rule->expr);
    key_text(b, "by", rule->by);
    onex_buffer_text(b, ",\"members\":[");
    for (int i = 0; i < rule->nmembers; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, p->rules[rule->members[i]].decl.name);
    }
    onex_buffer_char(b, ']');
    key_text(b, "joins", rule->joins >= 0 ? p->rules[rule->joins].decl.name : NULL);
    onex_buffer_text(b, ",\"params\":[");
    for (int i = 0; i < rule->nparams; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, p->params[rule->params[i]].decl.name);
    }
    onex_buffer_char(b, ']');
}

static void key_day(onex_buffer *b, const char *key, onex_day day) {
    char text[ONEX_DAY_TEXT];
    key_text(b, key, day == ONEX_DAY_NONE ? NULL : onex_day_text(day, text));
}

/* Whose word it is, from which line of which document, and why; the college's name comes first in the object. */
static void local_json(onex_buffer *b, const onex_local *local, const onex_place *at) {
    onex_buffer_text(b, "{\"college\":");
    onex_buffer_json_text(b, local->college);
    key_text(b, "document", local->document);
    onex_buffer_text(b, ",\"cite\":[");
    for (int i = 0; i < local->ncites; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, local->cites[i]);
    }
    onex_buffer_char(b, ']');
    key_text(b, "reason", local->reason);
    key_text(b, "approved_by", local->approved_by);
    key_text(b, "approval_document", local->approval_document);
    key_day(b, "valid_from", local->from);
    key_day(b, "valid_to", local->to);
    key_text(b, "file", at->file);
    onex_buffer_printf(b, ",\"line\":%d", at->line);
}

static void statements_json(onex_buffer *b, const onex_param *param) {
    bool first = true;
    onex_buffer_text(b, ",\"statements\":[");
    for (int i = 0; i < param->nstatements; i++)
        for (int k = 0; k < param->statements[i].nvalues; k++) {
            const onex_statement *s = &param->statements[i];
            if (!first) onex_buffer_char(b, ',');
            first = false;
            local_json(b, &s->local, &s->values[k].at);
            key_text(b, "word", s->relaxes ? "relax" : "tighten");
            key_day(b, "from", s->values[k].from);
            key_text(b, "value", s->values[k].text);
            onex_buffer_char(b, '}');
        }
    onex_buffer_char(b, ']');
}

static void changes_json(onex_buffer *b, const onex_set *set) {
    onex_buffer_text(b, ",\"changes\":[");
    for (int i = 0; i < set->nchanges; i++) {
        const onex_set_change *change = &set->changes[i];
        if (i) onex_buffer_char(b, ',');
        local_json(b, &change->local, &change->local.at);
        key_text(b, "word", change->reduces ? "reduce" : "extend");
        onex_buffer_text(b, ",\"members\":[");
        for (int k = 0; k < change->nmembers; k++) {
            if (k) onex_buffer_char(b, ',');
            onex_buffer_json_text(b, change->members[k]->raw);
        }
        onex_buffer_text(b, "]}");
    }
    onex_buffer_char(b, ']');
}

static void param_json(onex_buffer *b, const onex_param *param, const onex_page_asked *asked) {
    char from[ONEX_DAY_TEXT];
    onex_in_force in = onex_param_for(param, asked->college, asked->day, NULL);
    const onex_dated *now = in.value;
    key_text(b, "value", now ? now->text : NULL);
    key_text(b, "origin", in.statement ? in.statement->local.origin : param->decl.origin);
    key_text(b, "college_may", onex_may_code(param->college_may));
    onex_buffer_text(b, ",\"history\":[");
    for (int i = 0; i < param->nvalues; i++) {
        const onex_dated *v = &param->values[i];
        onex_buffer_printf(b, "%s{\"from\":", i ? "," : "");
        onex_buffer_json_text(b, v->from == ONEX_DAY_NONE ? NULL : onex_day_text(v->from, from));
        key_text(b, "value", v->text);
        onex_buffer_char(b, '}');
    }
    onex_buffer_char(b, ']');
    statements_json(b, param);
}

static void fact_json(onex_buffer *b, const onex_program *p, const onex_fact *fact) {
    key_text(b, "subject", onex_subject_code(fact->subject));
    key_text(b, "source", onex_fact_source_code(fact->source));
    key_text(b, "unit", fact->type.unit);
    key_text(b, "supplied_by", fact->supplied_by);
    key_tree(b, "sentence", p, fact->value);
}

static void set_json(onex_buffer *b, const onex_set *set) {
    key_text(b, "college_may", onex_may_code(set->college_may));
    onex_buffer_text(b, ",\"members\":[");
    for (int i = 0; i < set->nmembers; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, set->members[i]->raw);
    }
    onex_buffer_char(b, ']');
    changes_json(b, set);
}

static void reading_json(onex_buffer *b, const onex_reading *r) {
    onex_buffer_text(b, ",\"options\":{");
    for (int i = 0; i < r->noptions; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, r->keys[i]);
        onex_buffer_char(b, ':');
        onex_buffer_json_text(b, r->titles[i]);
    }
    onex_buffer_char(b, '}');
    key_text(b, "chosen", r->keys[r->chosen]);
    key_text(b, "decided", r->decided);
}

void onex_page_json(onex_buffer *b, const onex_program *p, onex_named what, const onex_page_asked *asked) {
    static const char *const kinds[] = {"rule", "param", "fact", "set", "reading", "transition", "duty"};
    const onex_decl *decl = onex_named_decl(p, what);
    onex_buffer text = {0};
    onex_buffer_printf(b, "{\"is\":\"%s\"", kinds[what.kind]);
    key_text(b, "name", decl->name);
    key_text(b, "title", decl->title);
    onex_cites_put(&text, decl, "、");
    key_text(b, "cite", text.data);
    key_text(b, "college", decl->college);
    switch (what.kind) {
    case ONEX_NAMED_RULE: rule_json(b, p, &p->rules[what.index]); break;
    case ONEX_NAMED_PARAM: param_json(b, &p->params[what.index], asked); break;
    case ONEX_NAMED_FACT: fact_json(b, p, &p->facts[what.index]); break;
    case ONEX_NAMED_SET: set_json(b, &p->sets[what.index]); break;
    case ONEX_NAMED_READING: reading_json(b, &p->readings[what.index]); break;
    case ONEX_NAMED_TRANSITION: onex_transition_json(b, p, &p->transitions[what.index]); break;
    case ONEX_NAMED_DUTY: onex_duty_json(b, p, &p->duties[what.index]); break;
    }
    key_text(b, "document", decl->document);
    key_text(b, "note", decl->note);
    text.len = 0;
    onex_place_put(&text, &decl->at);
    key_text(b, "place", text.len ? text.data : NULL);
    text.len = 0;
    onex_users_put(&text, p, what);
    onex_buffer_text(b, ",\"used_by\":");
    onex_list_json(b, text.len ? text.data : NULL);
    onex_buffer_char(b, '}');
    if (text.failed) b->failed = true;
    onex_buffer_clear(&text);
}
