/* Tells each declaration from its tree, key by key. Functions are told by their text, for no tree says what they do. */
#include "engine/declared.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "expr/sentence.h"

enum { MAX_KEYS = 20 };

typedef struct telling {
    const onex_rules *rules;
    const onex_program *p;
    onex_arena *arena;
    onex_declared *list;
    int count;
    onex_declared *at; /* the one being told */
    onex_buffer text, shown;
    bool failed;
} telling;

/* ---- one key ---- */

static const char *kept(telling *t, const onex_buffer *b) {
    const char *text = b->failed ? NULL : onex_arena_text(t->arena, b->data ? b->data : "", b->len);
    if (!text) t->failed = true;
    return text ? text : "";
}

/* Takes what was put into t->text (and t->shown, where that is another) as the key's value; nothing put: no key. */
static void key_end(telling *t, const char *key) {
    if (t->text.len) {
        const char *text = kept(t, &t->text);
        t->at->keys[t->at->nkeys++] = (onex_stated){key, text, t->shown.len ? kept(t, &t->shown) : text};
    }
    t->text.len = t->shown.len = 0;
}

static void key_text(telling *t, const char *key, const char *text) {
    if (text) onex_buffer_text(&t->text, text);
    key_end(t, key);
}

static void key_list(telling *t, const char *key, const char *const *items, int count) {
    for (int i = 0; i < count; i++) onex_buffer_printf(&t->text, "%s%s", i ? ", " : "", items[i]);
    key_end(t, key);
}

static void key_tree(telling *t, const char *key, const onex_node *node) {
    if (node) onex_sentence_put(&t->text, t->p, node, ONEX_LANG_EN);
    if (node && onex_lang_get() != ONEX_LANG_EN) onex_sentence_put(&t->shown, t->p, node, onex_lang_get());
    key_end(t, key);
}

static void key_day(telling *t, const char *key, onex_day day) {
    char text[ONEX_DAY_TEXT];
    if (day != ONEX_DAY_NONE) onex_buffer_text(&t->text, onex_day_text(day, text));
    key_end(t, key);
}

static void key_rules(telling *t, const char *key, const int *rules, int count) {
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    for (int i = 0; i < count; i++) {
        const onex_decl *decl = &t->p->rules[rules[i]].decl;
        onex_buffer_printf(&t->text, "%s%s", i ? ", " : "", decl->name);
        if (zh) onex_buffer_printf(&t->shown, "%s%s", i ? "、" : "", decl->title);
    }
    key_end(t, key);
}

static void key_may(telling *t, onex_may may) {
    static const char *const codes[] = {"nothing", "raise", "lower", "anything", "extend", "reduce", "add"};
    key_text(t, "college_may", codes[may]);
}

/* ---- one declaration ---- */

static bool begin(telling *t, const char *kind, const onex_decl *decl) {
    onex_stated *keys = onex_arena_alloc(t->arena, MAX_KEYS * sizeof *keys);
    if (!keys) t->failed = true;
    if (t->failed) return false;
    t->at = &t->list[t->count++];
    *t->at =
        (onex_declared){.kind = kind, .name = decl->name, .title = decl->title, .college = decl->college, .keys = keys};
    key_text(t, "title", decl->title);
    key_list(t, "cite", decl->cites, decl->ncites);
    key_text(t, "note", decl->note);
    key_day(t, "valid_from", decl->valid_from);
    key_day(t, "valid_to", decl->valid_to);
    key_text(t, "document", decl->document);
    return true;
}

static void tell_regulation(telling *t) {
    const onex_regulation *r = &t->p->regulation;
    if (r->effective == ONEX_DAY_NONE || !begin(t, "regulation", &r->decl)) return;
    key_text(t, "document", r->document);
    key_day(t, "effective", r->effective);
    onex_buffer_printf(&t->text, "%d", r->articles);
    key_end(t, "articles");
    key_text(t, "interpreted_by", r->interpreted_by);
    for (int i = 0; i < r->nclauses; i++)
        onex_buffer_printf(&t->text, "%s%s %s", i ? ", " : "", r->clauses[i], r->classes[i]);
    key_end(t, "clauses");
}

/* A college's word on something of the school, told as a declaration of that name. */
static bool begin_local(telling *t, const char *word, const onex_decl *decl, const onex_local *local) {
    onex_decl own = {.name = decl->name,
                     .title = decl->title,
                     .cites = local->cites,
                     .ncites = local->ncites,
                     .valid_from = local->from,
                     .valid_to = local->to,
                     .college = local->college,
                     .document = local->document};
    if (!begin(t, word, &own)) return false;
    key_text(t, "reason", local->reason);
    key_text(t, "approved_by", local->approved_by);
    key_text(t, "approval_document", local->approval_document);
    return true;
}

static void values(telling *t, const onex_dated *list, int n) {
    for (int i = 0; i < n; i++) {
        char day[ONEX_DAY_TEXT];
        if (i) onex_buffer_text(&t->text, ", ");
        if (list[i].from != ONEX_DAY_NONE) onex_buffer_printf(&t->text, "%s: ", onex_day_text(list[i].from, day));
        onex_buffer_text(&t->text, list[i].text);
    }
    key_end(t, "value");
}

static void members(telling *t, const onex_text *const *list, int n) {
    for (int i = 0; i < n; i++) onex_buffer_printf(&t->text, "%s%s", i ? ", " : "", list[i]->raw);
    key_end(t, "members");
}

static void tell_param(telling *t, const onex_param *param) {
    if (!begin(t, "param", &param->decl)) return;
    values(t, param->values, param->nvalues);
    key_may(t, param->college_may);
    for (int i = 0; i < param->nstatements; i++) {
        const onex_statement *s = &param->statements[i];
        if (!begin_local(t, s->relaxes ? "relax" : "tighten", &param->decl, &s->local)) return;
        values(t, s->values, s->nvalues);
    }
}

static void tell_set(telling *t, const onex_set *set) {
    if (!begin(t, "set", &set->decl)) return;
    members(t, set->members, set->nmembers);
    key_may(t, set->college_may);
    for (int i = 0; i < set->nchanges; i++) {
        const onex_set_change *change = &set->changes[i];
        if (!begin_local(t, change->reduces ? "reduce" : "extend", &set->decl, &change->local)) return;
        members(t, change->members, change->nmembers);
    }
}

static void tell_reading(telling *t, const onex_reading *reading) {
    if (!begin(t, "reading", &reading->decl)) return;
    for (int i = 0; i < reading->noptions; i++)
        onex_buffer_printf(&t->text, "%s%s: %s", i ? ", " : "", reading->keys[i], reading->titles[i]);
    key_end(t, "options");
    if (reading->chosen >= 0 && reading->chosen < reading->noptions)
        key_text(t, "chosen", reading->keys[reading->chosen]);
    key_text(t, "decided", reading->decided);
}

/* The first line after `at` on which another declaration of the file begins; 0: none does. */
static int next_line(const telling *t, onex_place at) {
    int next = 0;
#define LOOK(list, n)                                                                                               \
    for (int i = 0; i < (n); i++) {                                                                                 \
        const onex_place *other = &(list)[i].decl.at;                                                               \
        if (other->file && !strcmp(other->file, at.file) && other->line > at.line && (!next || other->line < next)) \
            next = other->line;                                                                                     \
    }
    LOOK(t->p->params, t->p->nparams)
    LOOK(t->p->sets, t->p->nsets)
    LOOK(t->p->readings, t->p->nreadings)
    LOOK(t->p->facts, t->p->nfacts)
    LOOK(t->p->rules, t->p->nrules)
    LOOK(t->p->transitions, t->p->ntransitions)
    LOOK(t->p->duties, t->p->nduties)
#undef LOOK
    return next;
}

/* The lines of a declaration without its indents, blank lines and comments. */
static void key_source(telling *t, const char *key, onex_place at) {
    const char *path = NULL, *bytes = NULL;
    size_t len = 0;
    int line = 1, end = at.file ? next_line(t, at) : 0;
    for (int i = 0; i < t->p->nfiles && at.file; i++) {
        onex_rules_file(t->rules, i, &path, &bytes, &len);
        if (!strcmp(path, at.file)) break;
    }
    for (size_t from = 0; at.file && from < len && (!end || line < end); line++) {
        const char *begin_at = bytes + from, *feed = memchr(begin_at, '\n', len - from);
        size_t width = feed ? (size_t)(feed - begin_at) : len - from;
        from += width + 1;
        while (width && (*begin_at == ' ' || *begin_at == '\t')) begin_at++, width--;
        while (width && (begin_at[width - 1] == ' ' || begin_at[width - 1] == '\r')) width--;
        if (line < at.line || !width || (width >= 2 && !memcmp(begin_at, "--", 2))) continue;
        if (t->text.len) onex_buffer_char(&t->text, '\n');
        onex_buffer_put(&t->text, begin_at, width);
    }
    key_end(t, key);
}

static void tell_type(telling *t, onex_type type) {
    static const char *const kinds[] = {"bool", "number", "date", "text", "list"};
    key_text(t, "type", type.share ? "share" : kinds[type.kind]);
    key_text(t, "unit", type.unit);
}

static void tell_fact(telling *t, const onex_fact *fact) {
    static const char *const words[] = {[ONEX_FACT_FIELD] = "field",
                                        [ONEX_FACT_SQL] = "facts",
                                        [ONEX_FACT_DERIVE] = "derive",
                                        [ONEX_FACT_COMPUTE] = "derive"};
    if (fact->source == ONEX_FACT_COLUMN || fact->source == ONEX_FACT_ATTESTED) return;
    if (!begin(t, words[fact->source], &fact->decl)) return;
    key_text(t, "applies", onex_subject_code(fact->subject));
    tell_type(t, fact->type);
    key_text(t, "supplied_by", fact->supplied_by);
    key_tree(t, "provided", fact->provided);
    key_tree(t, "value", fact->value);
    if (fact->source == ONEX_FACT_SQL) key_text(t, "sql", t->p->blocks[fact->block].sql);
    for (int i = 0; fact->source == ONEX_FACT_COMPUTE && i < fact->ninputs; i++) {
        if (i) onex_buffer_text(&t->text, ", ");
        onex_sentence_put(&t->text, t->p, fact->inputs[i], ONEX_LANG_EN);
    }
    key_end(t, "inputs");
    if (fact->source == ONEX_FACT_COMPUTE) key_source(t, "compute", fact->decl.at);
}

static void tell_rule(telling *t, const onex_rule *rule) {
    static const char *const words[] = {"condition", "trigger", "attestation", "outcome"};
    static const char *const strengths[] = {"must", "in_principle", "preferred"};
    if (!begin(t, words[rule->kind], &rule->decl)) return;
    key_text(t, "applies", onex_subject_code(rule->applies));
    key_tree(t, "only_if", rule->only_if);
    if (rule->kind == ONEX_CONDITION) key_text(t, "strength", strengths[rule->strength]);
    key_tree(t, rule->kind == ONEX_TRIGGER ? "when" : "requires", rule->expr);
    if (rule->kind == ONEX_ATTESTATION) key_text(t, "as", rule->as_trigger ? "trigger" : "condition");
    key_text(t, "by", rule->by);
    key_list(t, "evidence", rule->evidence, rule->nevidence);
    key_text(t, "cases", rule->ground);
    key_rules(t, rule->as_trigger ? "any" : "all", rule->members, rule->nmembers);
    if (rule->kind == ONEX_OUTCOME) key_may(t, rule->college_may);
    key_text(t, "joins", rule->joins >= 0 ? t->p->rules[rule->joins].decl.name : NULL);
}

static void tell_transition(telling *t, const onex_transition *step) {
    if (!begin(t, "transition", &step->decl)) return;
    key_list(t, "from", step->from, step->nfrom);
    key_text(t, "to", step->to ? step->to : "back");
    key_text(t, "actor", step->actor);
    key_list(t, "stamps", step->stamps, step->nstamps);
    key_rules(t, "needs", step->needs, step->nneeds);
    key_rules(t, "forbids", step->forbids, step->nforbids);
    if (step->document) key_text(t, "document", "true");
}

static void tell_duty(telling *t, const onex_duty *duty) {
    if (!begin(t, "duty", &duty->decl)) return;
    key_text(t, "applies", onex_subject_code(duty->applies));
    key_tree(t, "only_if", duty->only_if);
    key_text(t, "who", duty->who);
    key_tree(t, "due", duty->due);
    key_tree(t, "done", duty->done);
    key_text(t, "sql", duty->sql);
}

onex_status onex_declared_list(onex_declared **out, int *count, onex_arena *arena, const onex_rules *rules,
                               onex_error *err) {
    const onex_program *p = onex_rules_program(rules);
    telling t = {.rules = rules, .p = p, .arena = arena};
    size_t room = 1 + (size_t)p->nparams + (size_t)p->nsets + (size_t)p->nreadings + (size_t)p->nfacts +
                  (size_t)p->nrules + (size_t)p->ntransitions + (size_t)p->nduties;
    for (int i = 0; i < p->nparams; i++) room += (size_t)p->params[i].nstatements;
    for (int i = 0; i < p->nsets; i++) room += (size_t)p->sets[i].nchanges;
    t.list = onex_arena_alloc(arena, room * sizeof *t.list);
    if (!t.list) return onex_no_memory(err);
    tell_regulation(&t);
    for (int i = 0; i < p->nparams; i++) tell_param(&t, &p->params[i]);
    for (int i = 0; i < p->nsets; i++) tell_set(&t, &p->sets[i]);
    for (int i = 0; i < p->nreadings; i++) tell_reading(&t, &p->readings[i]);
    for (int i = 0; i < p->nfacts; i++) tell_fact(&t, &p->facts[i]);
    for (int i = 0; i < p->nrules; i++) tell_rule(&t, &p->rules[i]);
    for (int i = 0; i < p->ntransitions; i++) tell_transition(&t, &p->transitions[i]);
    for (int i = 0; i < p->nduties; i++) tell_duty(&t, &p->duties[i]);
    if (t.text.failed || t.shown.failed) t.failed = true;
    onex_buffer_clear(&t.text);
    onex_buffer_clear(&t.shown);
    *out = t.list;
    *count = t.count;
    return t.failed ? onex_no_memory(err) : ONEX_OK;
}
