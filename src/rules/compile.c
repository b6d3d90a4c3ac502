/* Raw declarations to a checked program: the order of the work, and the memory and errors of its parts.
 * First all names are taken, so that references may look forward; then values, types and expressions are built, each
 * declaration by the file of its noun. Running rule files is the worker's. */
#include "rules/compiler.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- memory ---- */

void *onex_c_alloc(onex_compiler *c, size_t size) {
    void *got = onex_arena_alloc(c->arena, size ? size : 1);
    if (!got) c->no_memory = true;
    return got;
}

char *onex_c_text(onex_compiler *c, const char *text) {
    if (!text) return NULL;
    char *copy = onex_arena_text(c->arena, text, strlen(text));
    if (!copy) c->no_memory = true;
    return copy;
}

onex_place onex_c_place(onex_compiler *c, onex_place at) {
    if (at.file && (!c->last_file || strcmp(c->last_file, at.file) != 0)) c->last_file = onex_c_text(c, at.file);
    if (at.file) at.file = c->last_file;
    return at;
}

void *onex_c_room(onex_compiler *c, void *items, int count, int *cap, size_t size) {
    if (count < *cap) return items;
    int wanted = *cap ? *cap * 2 : 16;
    void *bigger = onex_c_alloc(c, (size_t)wanted * size);
    if (!bigger) return NULL;
    if (count) memcpy(bigger, items, (size_t)count * size);
    *cap = wanted;
    return bigger;
}

const onex_text *onex_c_folded(onex_compiler *c, const char *text) {
    size_t len = strlen(text);
    onex_text *made = onex_c_alloc(c, sizeof *made);
    char *raw = onex_c_text(c, text);
    if (!made || !raw) return NULL;
    *made = (onex_text){.raw = raw, .folded = raw, .raw_len = (uint32_t)len, .folded_len = (uint32_t)len};
    if (onex_text_is_plain(text, len)) return made;
    char *folded = onex_text_fold(text, len);
    if (folded && strcmp(folded, text) != 0) {
        made->folded = onex_c_text(c, folded);
        made->folded_len = (uint32_t)strlen(folded);
    }
    bool ok = folded && made->folded;
    free(folded);
    if (!ok) c->no_memory = true;
    return ok ? made : NULL;
}

/* ---- errors ---- */

/* Takes off the piece of a character that a full buffer left at the end. */
static void whole_characters(char *text) {
    size_t bad;
    if (!onex_text_valid(text, strlen(text), &bad)) text[bad] = '\0';
}

void onex_c_error(onex_compiler *c, const char *code, onex_place at, int width, const char *hint, const char *fmt,
                  ...) {
    char text[1024], advice[ONEX_HINT];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    snprintf(advice, sizeof advice, "%s", hint ? hint : "");
    whole_characters(text);
    whole_characters(advice);
    if (onex_problem_add(c->problems, code, false, at, width, hint ? advice : NULL, "%s", text) != ONEX_OK)
        c->no_memory = true;
}

void onex_c_also(onex_compiler *c, const char *label, onex_place at, const char *tail) {
    if (c->problems->count && onex_problem_also(c->problems, label, at, tail) != ONEX_OK) c->no_memory = true;
}

const char *onex_c_meant(const onex_nearest *nearest, char *buf, size_t size) {
    char names[ONEX_HINT / 2];
    onex_nearest_text(nearest, names, sizeof names);
    if (!names[0]) return NULL;
    snprintf(buf, size, onex_tr("did you mean %s?", "是否指 %s？"), names);
    return buf;
}

/* ---- taking names ---- */

typedef struct {
    const char *word;
    onex_namespace ns;
} named_word;
static const named_word named_words[] = {
    {"param", ONEX_NS_PARAM},    {"set", ONEX_NS_SET},      {"reading", ONEX_NS_READING},
    {"condition", ONEX_NS_RULE}, {"trigger", ONEX_NS_RULE}, {"attestation", ONEX_NS_RULE},
    {"outcome", ONEX_NS_RULE},   {"duty", ONEX_NS_RULE},    {"transition", ONEX_NS_TRANSITION},
    {"test", ONEX_NS_TEST},      {NULL, ONEX_NAMESPACES},
};

static bool has_body(const onex_raw_decl *decl) {
    return decl->body && decl->body->kind == ONEX_RAW_TABLE;
}

/* The number that a new entry of the namespace gets in the program. */
static int next_index(onex_compiler *c, const onex_raw_decl *decl, onex_namespace ns) {
    onex_program *p = c->program;
    switch (ns) {
    case ONEX_NS_PARAM: return p->nparams++;
    case ONEX_NS_SET: return p->nsets++;
    case ONEX_NS_READING: return p->nreadings++;
    case ONEX_NS_RULE: return strcmp(decl->word, "duty") == 0 ? -1 : p->nrules++;
    case ONEX_NS_TEST: return p->ntests++;
    default: return -1;
    }
}

static void take_name(onex_compiler *c, const onex_raw_decl *decl, onex_namespace ns) {
    const onex_raw *title = has_body(decl) ? onex_c_get(decl->body, "title") : NULL;
    onex_name name = {
        .name = decl->name, .decl = decl, .body = decl->body, .at = decl->name_at, .failed = !has_body(decl)};
    if (title && title->kind == ONEX_RAW_TEXT) name.title = title->text;
    if (!decl->name) {
        onex_c_error(c, ONEX_P_BAD_NAME, decl->at, 0, NULL, onex_tr("'%s' needs a name", "“%s”缺少名称"), decl->word);
        return;
    }
    name.width = (int)strlen(decl->name) + 2;
    name.index = next_index(c, decl, ns);
    onex_c_declare(c, ns, &name);
}

static void take_regulation(onex_compiler *c, const onex_raw_decl *decl) {
    if (c->regulation) {
        onex_c_error(c, ONEX_P_TAKEN, decl->at, (int)strlen(decl->word), NULL,
                     onex_tr("'regulation' is declared twice; first in %s:%d", "“regulation”声明了两次；首次在 %s:%d"),
                     c->regulation->at.file ? c->regulation->at.file : "", c->regulation->at.line);
        return;
    }
    if (decl->name)
        onex_c_error(c, ONEX_P_BAD_NAME, decl->name_at, (int)strlen(decl->name) + 2, NULL,
                     onex_tr("'%s' takes no name", "“%s”没有名称"), decl->word);
    c->regulation = decl;
}

/* school/tests/x.lua, colleges/dance/tests/x.lua */
static bool among_tests(const char *file) {
    static const char school[] = "school/tests/";
    const char *folder = file ? strchr(file, '/') : NULL;
    if (!folder || strncmp(file, school, sizeof school - 1) == 0) return folder;
    folder = strchr(folder + 1, '/');
    return folder && strchr(folder + 1, '/');
}

/* Only `lint`, `test` and `publish` load test files: a rule there would hold for some commands and not for others. */
static void check_place(onex_compiler *c, const onex_raw_decl *decl) {
    if (!among_tests(decl->at.file) || strcmp(decl->word, "test") == 0 || strcmp(decl->word, "local_rules") == 0) return;
    onex_c_error(c, ONEX_P_WORD, decl->at, (int)strlen(decl->word), NULL,
                 onex_tr("'%s' stands among the tests; only 'test' is read there", "“%s”写在测试文件中；那里只能写 test"),
                 decl->word);
}

static void take_decl(onex_compiler *c, const onex_raw_decl *decl) {
    c->college = decl->college;
    check_place(c, decl);
    if (decl->college && (onex_c_local_word(decl) || onex_c_school_word(c, decl))) return;
    for (const named_word *w = named_words; w->word; w++)
        if (strcmp(w->word, decl->word) == 0) {
            take_name(c, decl, w->ns);
            return;
        }
    if (strcmp(decl->word, "regulation") == 0)
        take_regulation(c, decl);
    else if (!onex_c_take_facts(c, decl))
        onex_c_error(c, ONEX_P_WORD, decl->at, (int)strlen(decl->word), NULL,
                     onex_tr("'%s' is no word of a school file", "“%s”不是学校规则文件的词"), decl->word);
}

/* ---- the order of the work ---- */

static bool allocate(onex_compiler *c) {
    onex_program *p = c->program;
    p->params = onex_c_alloc(c, (size_t)p->nparams * sizeof *p->params);
    p->sets = onex_c_alloc(c, (size_t)p->nsets * sizeof *p->sets);
    p->readings = onex_c_alloc(c, (size_t)p->nreadings * sizeof *p->readings);
    p->rules = onex_c_alloc(c, (size_t)p->nrules * sizeof *p->rules);
    p->tests = onex_c_alloc(c, (size_t)p->ntests * sizeof *p->tests);
    c->rule_names = onex_c_alloc(c, (size_t)p->nrules * sizeof *c->rule_names);
    if (c->no_memory) return false;
    for (int i = 0; i < c->names[ONEX_NS_RULE].count; i++)
        if (c->names[ONEX_NS_RULE].items[i].index >= 0) c->rule_names[c->names[ONEX_NS_RULE].items[i].index] = i;
    return true;
}

/* Calls `work` for each entry of a namespace whose declaration has a body. */
static void each(onex_compiler *c, onex_namespace ns, void (*work)(onex_compiler *, int)) {
    for (int i = 0; i < c->names[ns].count && !c->no_memory; i++) {
        const onex_raw *body = c->names[ns].items[i].body;
        c->college = c->names[ns].items[i].decl->college;
        if (body && body->kind == ONEX_RAW_TABLE) work(c, i);
    }
}

static void build_rules(onex_compiler *c) {
    onex_program *p = c->program;
    for (int i = 0; i < p->nrules && !c->no_memory; i++) onex_c_rule_body(c, i);
    c->college = NULL;
    for (int i = 0; i < p->nrules && !c->no_memory; i++)
        if (p->rules[i].kind == ONEX_OUTCOME) onex_c_members(c, i);
    for (int i = 0; i < p->nrules && !c->no_memory; i++) onex_c_joins(c, i);
    if (!c->no_memory) onex_c_procedure(c);
}

static void build_tests(onex_compiler *c) {
    const onex_names *tests = &c->names[ONEX_NS_TEST];
    for (int i = 0; i < tests->count && !c->no_memory; i++) {
        c->college = tests->items[i].decl->college;
        if (has_body(tests->items[i].decl)) onex_c_test(c, i, &c->program->tests[tests->items[i].index]);
    }
}

static void build(onex_compiler *c) {
    for (int i = 0; i < c->raw->ndecls && !c->no_memory; i++) take_decl(c, &c->raw->decls[i]);
    c->college = NULL;
    if (c->no_memory || !allocate(c)) return;
    onex_c_regulation(c);
    onex_c_heads(c);
    each(c, ONEX_NS_PARAM, onex_c_param);
    each(c, ONEX_NS_SET, onex_c_set);
    each(c, ONEX_NS_READING, onex_c_reading);
    onex_c_statements(c);
    each(c, ONEX_NS_RULE, onex_c_rule_header);
    each(c, ONEX_NS_FACT, onex_c_fact_header);
    c->college = NULL;
    onex_c_facts_blocks(c);
    int declared = c->program->nfacts; /* columns come behind */
    for (int i = 0; i < declared && !c->no_memory; i++) onex_c_fact_body(c, i);
    build_rules(c);
    build_tests(c);
    if (c->no_memory) return;
    if (onex_c_graph(c)) onex_c_directions(c);
}

onex_status onex_compile(onex_program *program, const onex_raw_set *raw, onex_problems *problems, onex_error *err) {
    onex_compiler c = {.program = program, .arena = &program->arena, .raw = raw, .problems = problems, .err = err};
    program->regulation.effective = ONEX_DAY_NONE;
    build(&c);
    return c.no_memory ? onex_no_memory(err) : ONEX_OK;
}
