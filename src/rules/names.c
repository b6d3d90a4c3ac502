/* Names of declarations: one namespace each, names and Chinese titles unique in it, the nearest known ones for what is
 * unknown. Facts are looked up along the subjects: own, then the parents'; columns of a subject's own table are facts
 * too. */
#include "rules/compiler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/character.h"

const char *onex_c_namespace_word(onex_namespace ns) {
    switch (ns) {
    case ONEX_NS_FACT: return onex_tr("fact", "事实");
    case ONEX_NS_PARAM: return onex_tr("param", "参数");
    case ONEX_NS_SET: return onex_tr("set", "集合");
    case ONEX_NS_READING: return onex_tr("reading", "读法");
    case ONEX_NS_TRANSITION: return onex_tr("transition", "步骤");
    case ONEX_NS_TEST: return onex_tr("test", "测试");
    default: return onex_tr("rule", "规则");
    }
}

/* ---- taking ---- */

static bool is_lua_word(const char *name) {
    static const char *const words[] = {"and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
                                        "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
                                        "repeat",   "return", "then", "true", "until",  "while"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], name) == 0) return true;
    return false;
}

enum { NAME_MAX_BYTES = 80 };

bool onex_rules_name_ok(const char *name) {
    if (name[0] < 'a' || name[0] > 'z' || strlen(name) > NAME_MAX_BYTES) return false;
    return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0' && !is_lua_word(name);
}

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

/* Whether facts of the two subjects can be seen from one place, so that their names must differ. */
static bool related(onex_subject a, onex_subject b) {
    return onex_subject_within(a, b) || onex_subject_within(b, a);
}

bool onex_c_seen(const onex_compiler *c, const onex_raw_decl *decl) {
    return !decl->college || (c->college && strcmp(c->college, decl->college) == 0);
}

/* A college's name or title that the school has. */
static void shadows(onex_compiler *c, const onex_name *name, const char *text, bool is_title, const onex_name *first) {
    const onex_raw *title = is_title ? onex_c_get(name->body, "title") : NULL;
    onex_c_error(c, ONEX_P_TAKEN, title ? title->at : name->at, title ? title->width : name->width,
                 onex_tr("take another name; what the school has declared stays", "请换一个名称；学校已声明的内容不变"),
                 onex_tr("'%s' shadows the school's '%s'", "“%s”与学校的“%s”重名"), text, first->name);
    onex_c_also(c, onex_tr("the school's", "学校的声明"), first->at, "");
}

static void clash(onex_compiler *c, const onex_name *name, const char *text, bool is_title, const onex_name *first) {
    if (name->decl->college && !first->decl->college) {
        shadows(c, name, text, is_title, first);
        return;
    }
    const onex_raw *title = is_title ? onex_c_get(name->body, "title") : NULL;
    onex_c_error(c, ONEX_P_TAKEN, title ? title->at : name->at, title ? title->width : name->width, NULL,
                 onex_tr("'%s' is already taken by '%s' in %s:%d", "“%s”已被“%s”占用，见 %s:%d"), text, first->name,
                 first->at.file ? first->at.file : "", first->at.line);
}

/* The title as it looks, in the arena: NFKC, without spaces and characters that cannot be seen. NULL: none, or memory is
 * gone. */
static const char *looks(onex_compiler *c, const char *title) {
    if (!title) return NULL;
    char *folded = onex_text_fold(title, strlen(title));
    if (!folded) {
        c->no_memory = true;
        return NULL;
    }
    const char *at = folded, *end = folded + strlen(folded);
    char *to = folded;
    while (at < end) {
        const char *from = at;
        unsigned character = onex_text_next(&at, end);
        if (onex_character_is_format(character)) continue;
        memmove(to, from, (size_t)(at - from));
        to += at - from;
    }
    const char *kept = onex_arena_text(c->arena, folded, (size_t)(to - folded));
    free(folded);
    if (!kept) c->no_memory = true;
    return kept;
}

/* A college's title that people cannot tell from the school's counts as equal to it. */
static bool poses(const onex_name *name, const onex_name *other) {
    return name->decl->college && !other->decl->college && same(name->looks, other->looks);
}

/* Whether the name or title clashes with an earlier one; says so. */
static bool taken(onex_compiler *c, onex_namespace ns, const onex_name *name) {
    const onex_names *names = &c->names[ns];
    for (int i = 0; i < names->count; i++) {
        const onex_name *other = &names->items[i];
        if (!onex_c_seen(c, other->decl)) continue;
        if (ns == ONEX_NS_FACT && !related(other->subject, name->subject)) continue;
        if (same(name->name, other->name) || (ns != ONEX_NS_TEST && same(name->name, other->title))) {
            clash(c, name, name->name, false, other);
            return true;
        }
        if (ns != ONEX_NS_TEST &&
            (same(name->title, other->title) || same(name->title, other->name) || poses(name, other))) {
            clash(c, name, name->title, true, other);
            return true;
        }
    }
    return false;
}

/* A college's fact with the name of a column of the subject or its parents would take its place. */
static bool names_a_column(onex_compiler *c, const onex_name *name) {
    if (!name->decl->college) return false;
    for (onex_subject s = name->subject; s != ONEX_SUBJECTS; s = onex_subject_parent(s)) {
        const onex_entity *entity = onex_c_subject_table(s);
        for (int i = 0; entity && i < entity->ncolumns; i++) {
            bool by_name = same(entity->columns[i].name, name->name);
            if (!by_name && !same(entity->columns[i].title, name->title)) continue;
            const onex_raw *title = by_name ? NULL : onex_c_get(name->body, "title");
            onex_c_error(c, ONEX_P_TAKEN, title ? title->at : name->at, title ? title->width : name->width,
                         onex_tr("take another name", "请换一个名称"),
                         onex_tr("'%s' shadows a column of the table '%s'", "“%s”与表“%s”的列重名"),
                         by_name ? name->name : name->title, entity->name);
            return true;
        }
    }
    return false;
}

int onex_c_declare(onex_compiler *c, onex_namespace ns, const onex_name *declared) {
    onex_name seen = *declared;
    const onex_name *name = &seen;
    seen.looks = ns == ONEX_NS_TEST ? NULL : looks(c, seen.title);
    bool failed = name->failed;
    if (ns != ONEX_NS_TEST && !onex_rules_name_ok(name->name)) {
        onex_c_error(c, ONEX_P_BAD_NAME, name->at, name->width,
                     onex_tr("a name is a small letter, then small letters, digits and '_', and no word of Lua; the "
                             "Chinese name is the title; at most 80 in all",
                             "名称以小写字母开头，其后为小写字母、数字和“_”，且不能是 Lua 关键字；中文名写在 title 中；最多 80 个字符"),
                     onex_tr("'%s' is no name", "“%s”不能作为名称"), name->name);
        failed = true;
    }
    if (taken(c, ns, name) || (ns == ONEX_NS_FACT && names_a_column(c, name))) failed = true;
    onex_names *names = &c->names[ns];
    onex_name *items = onex_c_room(c, names->items, names->count, &names->cap, sizeof *items);
    if (!items) return -1;
    names->items = items;
    items[names->count] = *name;
    items[names->count].failed = failed;
    return names->count++;
}

/* ---- finding ---- */

int onex_c_find(const onex_compiler *c, onex_namespace ns, const char *name) {
    const onex_names *names = &c->names[ns];
    for (int i = 0; i < names->count; i++)
        if (same(names->items[i].name, name) && onex_c_seen(c, names->items[i].decl)) return i;
    for (int i = 0; i < names->count; i++)
        if (same(names->items[i].title, name) && onex_c_seen(c, names->items[i].decl)) return i;
    return -1;
}

static void offer(onex_nearest *nearest, const onex_name *name) {
    onex_nearest_offer(nearest, name->name);
    if (name->title) onex_nearest_offer(nearest, name->title);
}

static void unknown(onex_compiler *c, onex_namespace ns, const char *name, const onex_raw *at,
                    const onex_nearest *nearest) {
    char hint[ONEX_HINT];
    onex_c_fault(c, ONEX_P_NAME, at, onex_c_meant(nearest, hint, sizeof hint), onex_tr("no %s '%s'", "没有%s“%s”"),
                 onex_c_namespace_word(ns), name);
}

int onex_c_lookup(onex_compiler *c, onex_namespace ns, const char *name, const onex_raw *at) {
    int found = onex_c_find(c, ns, name);
    if (found >= 0) return found;
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    for (int i = 0; i < c->names[ns].count; i++)
        if (onex_c_seen(c, c->names[ns].items[i].decl)) offer(&nearest, &c->names[ns].items[i]);
    unknown(c, ns, name, at, &nearest);
    return -1;
}

const onex_name *onex_c_rule_named(onex_compiler *c, const onex_raw *raw, const char *wanted) {
    bool reference = raw->kind == ONEX_RAW_REF && raw->npath == 1;
    if (!reference && raw->kind != ONEX_RAW_TEXT) {
        onex_c_fault(c, ONEX_P_VALUE, raw, NULL, "%s", wanted);
        return NULL;
    }
    int found = onex_c_lookup(c, ONEX_NS_RULE, reference ? raw->path[0] : raw->text, raw);
    if (found < 0) return NULL;
    const onex_name *name = &c->names[ONEX_NS_RULE].items[found];
    if (name->failed) return NULL;
    if (name->index < 0 || (reference && strcmp(raw->text, name->decl->word) != 0)) {
        onex_c_fault(c, ONEX_P_WORD, raw, NULL, onex_tr("'%s' is declared as '%s'", "“%s”声明为“%s”"), name->name,
                     name->decl->word);
        return NULL;
    }
    return name;
}

/* ---- facts ---- */

const onex_entity *onex_c_subject_table(onex_subject subject) {
    return subject == ONEX_SCHOOL || subject == ONEX_SUBJECTS ? NULL : onex_entity_find(onex_subject_code(subject));
}

static int declared_fact(const onex_compiler *c, onex_subject subject, const char *name) {
    const onex_names *names = &c->names[ONEX_NS_FACT];
    for (int i = 0; i < names->count; i++)
        if (names->items[i].subject == subject && onex_c_seen(c, names->items[i].decl) &&
            (same(names->items[i].name, name) || same(names->items[i].title, name)))
            return i;
    return -1;
}

/* A new entry in program->facts for a column of the subject's table (NULL: the code that the core makes). */
static int add_column(onex_compiler *c, onex_subject subject, const onex_entity *entity, const onex_column *column) {
    onex_program *p = c->program;
    onex_fact *facts = onex_c_room(c, p->facts, p->nfacts, &c->facts_cap, sizeof *facts);
    if (!facts) return -1;
    p->facts = facts;
    onex_fact_build *builds = onex_c_room(c, c->builds, p->nfacts, &c->builds_cap, sizeof *builds);
    if (!builds) return -1;
    c->builds = builds;
    onex_type code = {.kind = ONEX_T_TEXT, .scale = 1, .code = true};
    facts[p->nfacts] = (onex_fact){.subject = subject,
                                   .source = ONEX_FACT_COLUMN,
                                   .column = column,
                                   .type = column ? onex_column_type_of(entity, column) : code,
                                   .supplied_by = column ? column->supplied_by : NULL,
                                   .compute = -1};
    facts[p->nfacts].decl = (onex_decl){.name = column ? column->name : "code",
                                        .title = column ? column->title : "代码",
                                        .valid_from = ONEX_DAY_NONE,
                                        .valid_to = ONEX_DAY_NONE};
    builds[p->nfacts] = (onex_fact_build){.state = ONEX_BUILD_DONE, .name = -1};
    return p->nfacts++;
}

/* The fact that stands for a column of the subject's own table: the entry that is there, or a new one. -1: no such
 * column. */
static int column_fact(onex_compiler *c, onex_subject subject, const char *name) {
    const onex_entity *entity = onex_c_subject_table(subject);
    int number = entity ? onex_entity_column(entity, name) : -1;
    const onex_column *column = number >= 0 ? &entity->columns[number] : NULL;
    if (!column && ((subject != ONEX_SCHOOL && subject != ONEX_REGISTRATION) || strcmp(name, "code") != 0)) return -1;
    for (int i = 0; i < c->program->nfacts; i++) {
        const onex_fact *fact = &c->program->facts[i];
        if (fact->source == ONEX_FACT_COLUMN && fact->subject == subject && fact->column == column) return i;
    }
    return add_column(c, subject, entity, column);
}

static void unknown_fact(onex_compiler *c, onex_subject subject, const char *name, const onex_raw *at) {
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    const onex_names *names = &c->names[ONEX_NS_FACT];
    for (onex_subject s = subject; s != ONEX_SUBJECTS; s = onex_subject_parent(s)) {
        for (int i = 0; i < names->count; i++)
            if (names->items[i].subject == s && onex_c_seen(c, names->items[i].decl)) offer(&nearest, &names->items[i]);
        const onex_entity *entity = onex_c_subject_table(s);
        for (int i = 0; entity && i < entity->ncolumns; i++) onex_nearest_offer(&nearest, entity->columns[i].name);
    }
    char hint[ONEX_HINT];
    const char *meant = onex_c_meant(&nearest, hint, sizeof hint);
    for (int i = 0; !meant && i < names->count; i++)
        if (onex_c_seen(c, names->items[i].decl) &&
            (same(names->items[i].name, name) || same(names->items[i].title, name))) {
            snprintf(hint, sizeof hint, onex_tr("'%s' is a fact of '%s'", "“%s”是“%s”的事实"), name,
                     onex_subject_code(names->items[i].subject));
            meant = hint;
        }
    onex_c_fault(c, ONEX_P_NAME, at, meant, onex_tr("no fact '%s' of '%s'", "没有事实“%s”（对象“%s”）"), name,
                 onex_subject_code(subject));
}

int onex_c_fact(onex_compiler *c, onex_subject subject, const char *name, const onex_raw *at, bool quiet, bool *known) {
    if (known) *known = true;
    for (onex_subject s = subject; s != ONEX_SUBJECTS; s = onex_subject_parent(s)) {
        int declared = declared_fact(c, s, name);
        if (declared >= 0) {
            const onex_name *found = &c->names[ONEX_NS_FACT].items[declared];
            return found->failed ? -1 : found->index;
        }
        int column = column_fact(c, s, name);
        if (column >= 0) return column;
        if (c->no_memory) return -1;
    }
    if (known) *known = false;
    if (!quiet) unknown_fact(c, subject, name, at);
    return -1;
}
