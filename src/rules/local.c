/* What stands in college files and belongs to the school: the head that names college and document, words that are the
 * school's alone, rules that join a school outcome, and counts that must stay with the college's own rows. What colleges
 * say of params and sets is statement.c's. */
#include <stdio.h>
#include <string.h>

#include "rules/compiler.h"

static const onex_key head_keys[] = {{"college", ONEX_K_TEXT, true},   {"document", ONEX_K_TEXT, true},
                                     {"effective", ONEX_K_DATE, true}, {"under", ONEX_K_TEXT, true},
                                     {"note", ONEX_K_TEXT, false},     {NULL, ONEX_K_ANY, false}};

static bool is_head(const onex_raw_decl *decl) {
    return strcmp(decl->word, "local_rules") == 0;
}

/* ---- words ---- */

bool onex_c_local_word(const onex_raw_decl *decl) {
    static const char *const words[] = {"local_rules", "tighten", "relax", "extend", "reduce"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], decl->word) == 0) return true;
    return false;
}

bool onex_c_school_word(onex_compiler *c, const onex_raw_decl *decl) {
    static const char *const words[] = {"regulation", "facts", "reading", "outcome", "transition"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], decl->word) != 0) continue;
        onex_c_error(c, ONEX_P_NAME, decl->at, (int)strlen(decl->word), NULL,
                     onex_tr("'%s' is a word of school files, not of college files",
                             "“%s”是学校规则文件的词，不能用在学院规则文件中"),
                     decl->word);
        return true;
    }
    return false;
}

bool onex_c_local_subject(onex_compiler *c, const onex_name *name, onex_subject subject) {
    if (!name->decl->college || subject != ONEX_SCHOOL) return true;
    onex_c_error(c, ONEX_P_LOCAL, name->at, name->width, NULL,
                 onex_tr("'%s' is about the school; a college's rules are about the college and its pilots",
                         "“%s”的对象是学校；学院的规则只针对本学院及其试点项目"),
                 name->name);
    return false;
}

/* ---- heads ---- */

const onex_head *onex_c_head(const onex_compiler *c, const char *file) {
    for (int i = 0; file && i < c->nheads; i++)
        if (strcmp(c->heads[i].file, file) == 0) return &c->heads[i];
    return NULL;
}

static bool head_value(onex_compiler *c, const onex_raw_decl *decl, onex_head *head) {
    const onex_raw *body = decl->body;
    if (!body || body->kind != ONEX_RAW_TABLE ||
        !onex_c_keys(c, body, head_keys, NULL, false, decl->word, decl->at, (int)strlen(decl->word)))
        return false;
    const onex_raw *college = onex_c_get(body, "college"), *under = onex_c_get(body, "under");
    bool ok = onex_c_date(c, onex_c_get(body, "effective"), &head->effective);
    head->document = onex_c_text_of(c, body, "document");
    if (strcmp(college->text, decl->college) != 0) {
        onex_c_fault(c, ONEX_P_LOCAL, college, NULL,
                     onex_tr("'%s' is not the college of this folder, '%s'", "“%s”不是本文件夹的学院“%s”"),
                     college->text, decl->college);
        ok = false;
    }
    c->college = NULL; /* an article of the regulation */
    if (!onex_c_clause(c, under->text, under)) ok = false;
    c->college = decl->college;
    return ok;
}

static void take_head(onex_compiler *c, const onex_raw_decl *decl) {
    onex_head *head = &c->heads[c->nheads++];
    *head = (onex_head){.file = decl->at.file, .effective = ONEX_DAY_NONE, .failed = true};
    c->college = decl->college;
    if (is_head(decl)) {
        head->failed = !head_value(c, decl, head);
        return;
    }
    onex_c_error(c, ONEX_P_LOCAL, decl->at, (int)strlen(decl->word),
                 onex_tr("local_rules { college = …, document = …, effective = …, under = \"第二十六条\" }",
                         "local_rules { college = …, document = …, effective = …, under = \"第二十六条\" }"),
                 "%s", onex_tr("a college file must begin with 'local_rules'", "学院规则文件须以 local_rules 开头"));
}

void onex_c_heads(onex_compiler *c) {
    const char *last = "";
    bool headed = false; /* the file at hand began with its head */
    int n = 0;
    for (int i = 0; i < c->raw->ndecls; i++) n += c->raw->decls[i].college != NULL;
    c->heads = onex_c_alloc(c, (size_t)n * sizeof *c->heads);
    for (int i = 0; c->heads && i < c->raw->ndecls; i++) {
        const onex_raw_decl *decl = &c->raw->decls[i];
        if (!decl->college) continue;
        if (strcmp(last, decl->at.file) != 0) {
            take_head(c, decl);
            headed = is_head(decl);
        } else if (is_head(decl) && headed)
            onex_c_error(c, ONEX_P_TAKEN, decl->at, (int)strlen(decl->word), NULL, "%s",
                         onex_tr("'local_rules' stands here twice", "local_rules 写了两次"));
        last = decl->at.file;
    }
    c->college = NULL;
}

/* ---- joining an outcome ---- */

/* Why the rule cannot enter the outcome; NULL: it can. */
static const char *misfit(const onex_rule *outcome, const onex_rule *rule) {
    if (outcome->kind != ONEX_OUTCOME) return onex_tr("that is no outcome", "它不是结论");
    if (outcome->college_may != ONEX_MAY_ADD)
        return onex_tr("the school lets no college add to it", "学校不允许学院增加其成员");
    if (outcome->applies != rule->applies) return onex_tr("it applies to another kind of subject", "其适用对象不同");
    if (rule->kind == ONEX_CONDITION && rule->strength == ONEX_PREFERRED)
        return onex_tr("a preferred condition decides nothing", "优先性条件不决定结论");
    bool as_trigger = rule->kind == ONEX_TRIGGER || (rule->kind == ONEX_ATTESTATION && rule->as_trigger);
    if (as_trigger == outcome->as_trigger) return NULL;
    return as_trigger ? onex_tr("a trigger joins an outcome of 'any'", "触发情形只能加入 any 结论")
                      : onex_tr("a condition joins an outcome of 'all'", "条件只能加入 all 结论");
}

static void add_member(onex_compiler *c, onex_rule *outcome, int member) {
    int *members = onex_c_alloc(c, ((size_t)outcome->nmembers + 1) * sizeof *members);
    if (!members) return;
    if (outcome->nmembers) memcpy(members, outcome->members, (size_t)outcome->nmembers * sizeof *members);
    members[outcome->nmembers++] = member;
    outcome->members = members;
}

void onex_c_joins(onex_compiler *c, int number) {
    const onex_name *name = &c->names[ONEX_NS_RULE].items[c->rule_names[number]];
    onex_rule *rule = &c->program->rules[number];
    rule->joins = -1;
    if (!name->decl->college || !name->body || name->body->kind != ONEX_RAW_TABLE || name->failed) return;
    const onex_raw *joins = onex_c_get(name->body, "joins");
    if (!joins) return;
    c->college = name->decl->college;
    bool reference = joins->kind == ONEX_RAW_REF && joins->npath == 1 && strcmp(joins->text, "outcome") == 0;
    if (!reference && joins->kind != ONEX_RAW_TEXT) {
        onex_c_fault(c, ONEX_P_VALUE, joins, NULL,
                     onex_tr("'joins' takes an outcome, such as \"may_declare\"", "joins 应为结论，如 \"may_declare\""));
        return;
    }
    int found = onex_c_lookup(c, ONEX_NS_RULE, reference ? joins->path[0] : joins->text, joins);
    if (found < 0 || c->names[ONEX_NS_RULE].items[found].failed) return;
    const onex_name *wanted = &c->names[ONEX_NS_RULE].items[found];
    const char *why = wanted->index < 0 ? onex_tr("that is no outcome", "它不是结论")
                                        : misfit(&c->program->rules[wanted->index], rule);
    if (why) {
        onex_c_fault(c, ONEX_P_WORD, joins, NULL, onex_tr("'%s' cannot join '%s': %s", "“%s”不能加入“%s”：%s"),
                     name->name, wanted->name, why);
        onex_c_also(c, onex_tr("the school's", "学校的声明"), wanted->at, "");
        return;
    }
    rule->joins = wanted->index;
    add_member(c, &c->program->rules[wanted->index], number);
}

/* ---- counts that stay with the college's own rows ---- */

static bool is(const char *a, const char *b) {
    return a && strcmp(a, b) == 0;
}

/* Tables of section 2 of the data model, and people: everyone's. */
static bool is_open(const onex_entity *entity) {
    static const char *const names[] = {"major",    "evaluation_org",     "certificate", "standard_item", "course",
                                        "programme_revision", "credit_rule", "site",        "person",        "assessor"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is(entity->name, names[i])) return true;
    return entity == &onex_report_period; /* its rows are always the subject's */
}

/* Whether a fact of the subject's is the code of the college, pilot or exam that the subject is or belongs to. */
static bool fact_is_code(const onex_compiler *c, const onex_node *node, const char *column) {
    const onex_fact *fact = node->op == ONEX_OP_FACT ? &c->program->facts[node->u.index] : NULL;
    if (!fact || fact->source != ONEX_FACT_COLUMN || !fact->column) return false;
    return is(fact->column->name, is(onex_subject_code(fact->subject), column) ? "code" : column);
}

static bool is_tied(const onex_compiler *c, const onex_relation *relation);

/* Whether a cell of an enclosing row is such a code. */
static bool cell_is_code(const onex_compiler *c, const onex_relation *relation, const onex_node *node,
                         const char *column) {
    if (node->op != ONEX_OP_ROW || node->u.column.path.nsteps != 1) return false;
    const onex_relation *at = relation;
    for (int depth = node->u.column.depth; depth > 0 && at; depth--) at = at->outer;
    if (!at || at == relation || !is_tied(c, at)) return false;
    const char *wanted = is(at->entity->name, column) ? "code" : column;
    return is(node->u.column.path.column->name, wanted);
}

/* Whether the rows are the subject's own: without `match` they are. */
static bool is_tied(const onex_compiler *c, const onex_relation *relation) {
    static const char *const columns[] = {"college", "pilot", "exam"};
    if (!relation->nmatch) return true;
    for (int i = 0; i < relation->nmatch; i++) {
        const char *column = relation->entity->columns[relation->match[i].column].name;
        const onex_node *value = relation->match[i].value;
        for (size_t k = 0; value && k < sizeof columns / sizeof *columns; k++)
            if (is(column, columns[k]) &&
                (fact_is_code(c, value, column) || cell_is_code(c, relation, value, column)))
                return true;
    }
    return false;
}

bool onex_c_tied(onex_compiler *c, const onex_relation *relation, const onex_raw *match) {
    if (!c->college || is_open(relation->entity) || is_tied(c, relation)) return true;
    onex_c_fault(c, ONEX_P_LOCAL, match,
                 onex_tr("conditions on the subject's own rows stand in where; to take others tie them: match = { pilot = "
                         "fact.code, … }, or college, or exam",
                         "对本对象各行的条件写在 where 中；要取其他行，请限定：match = { pilot = fact.code, … }，或用 college、exam"),
                 onex_tr("these rows of '%s' may be other colleges'", "“%s”的这些行可能属于其他学院"),
                 relation->entity->name);
    return false;
}
