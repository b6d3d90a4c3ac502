/* The order of the checks of lint, and what they share: telling, places, days and colleges. What each looks for is its
 * own file's. */
#include "rules/lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expr/sentence.h"
#include "rules/linter.h"

/* ---- telling ---- */

void *onex_lint_alloc(onex_linter *l, size_t size) {
    void *got = onex_arena_alloc(&l->arena, size ? size : 1);
    if (!got) l->no_memory = true;
    return got;
}

void onex_lint_tell(onex_linter *l, const char *code, onex_place at, int width, const char *hint, const char *fmt, ...) {
    onex_buffer text = {0};
    va_list ap;
    va_start(ap, fmt);
    onex_buffer_vprintf(&text, fmt, ap);
    va_end(ap);
    if (text.failed || onex_problem_add(l->problems, code, true, at, width, hint, "%s", text.data) != ONEX_OK)
        l->no_memory = true;
    onex_buffer_clear(&text);
}

void onex_lint_also(onex_linter *l, const char *label, onex_place at) {
    if (l->problems->count && onex_problem_also(l->problems, label, at, "") != ONEX_OK) l->no_memory = true;
}

const char *onex_lint_sentence(onex_linter *l, const onex_node *node) {
    onex_buffer b = {0};
    onex_sentence_put(&b, l->program, node, onex_lang_get());
    char *text = b.data && !b.failed ? onex_arena_text(&l->arena, b.data, b.len) : NULL;
    if (!text) l->no_memory = true;
    onex_buffer_clear(&b);
    return text ? text : "";
}

const char *onex_lint_name(const onex_decl *decl) {
    return onex_lang_get() == ONEX_LANG_ZH && decl->title ? decl->title : decl->name;
}

/* ---- places ---- */

static const onex_lexed *lexed_of(const onex_linter *l, const char *file) {
    for (int i = 0; file && i < l->front->folder.nfiles; i++)
        if (strcmp(l->front->folder.files[i].path, file) == 0) return &l->front->lexed[i];
    return NULL;
}

onex_place onex_lint_place_of(const onex_linter *l, onex_place decl, const char *text) {
    const onex_lexed *lexed = lexed_of(l, decl.file);
    if (!lexed || !lexed->tokens) return decl;
    for (int i = onex_lexed_line(lexed, decl.line); i < lexed->ntokens; i++) {
        size_t len;
        const char *content = onex_token_content(lexed, i, &len);
        const onex_token *t = &lexed->tokens[i];
        bool behind = t->line > decl.line || t->column > decl.column;
        if (behind && content && len == strlen(text) && memcmp(content, text, len) == 0)
            return (onex_place){decl.file, t->line, t->column};
    }
    return decl;
}

/* ---- days ---- */

enum { DAYS_MOST = 200 }; /* of one college: more are no people's */

typedef struct day_list {
    onex_day *days;
    int n;
    onex_day first;
} day_list;

static void take_day(day_list *list, onex_day day) {
    if (day == ONEX_DAY_NONE || day <= list->first) return;
    int at = list->n;
    while (at > 0 && list->days[at - 1] > day) at--;
    if ((at > 0 && list->days[at - 1] == day) || list->n == DAYS_MOST) return;
    memmove(&list->days[at + 1], &list->days[at], (size_t)(list->n - at) * sizeof *list->days);
    list->days[at] = day;
    list->n++;
}

static bool is_of(const char *college, const onex_local *local) {
    return college && strcmp(local->college, college) == 0;
}

static void take_param(day_list *list, const onex_param *param, const char *college) {
    take_day(list, param->decl.valid_from);
    take_day(list, param->decl.valid_to);
    for (int i = 0; i < param->nvalues; i++) take_day(list, param->values[i].from);
    for (int i = 0; i < param->nstatements; i++) {
        const onex_statement *s = &param->statements[i];
        if (!is_of(college, &s->local)) continue;
        take_day(list, s->local.from);
        take_day(list, s->local.to);
        for (int k = 0; k < s->nvalues; k++) take_day(list, s->values[k].from);
    }
}

int onex_lint_days(onex_linter *l, const char *college, onex_day **days) {
    const onex_program *p = l->program;
    day_list list = {.first = p->regulation.effective == ONEX_DAY_NONE ? 0 : p->regulation.effective};
    *days = list.days = onex_lint_alloc(l, (DAYS_MOST + 1) * sizeof *list.days);
    if (!list.days) return 0;
    list.days[list.n++] = list.first;
    for (int i = 0; i < p->nparams; i++)
        if (!p->params[i].decl.college || (college && strcmp(p->params[i].decl.college, college) == 0))
            take_param(&list, &p->params[i], college);
    for (int i = 0; i < p->nsets; i++)
        for (int k = 0; k < p->sets[i].nchanges; k++) {
            const onex_local *local = &p->sets[i].changes[k].local;
            if (!is_of(college, local)) continue;
            take_day(&list, local->from);
            take_day(&list, local->to);
        }
    for (int i = 0; i < p->nrules && college; i++)
        if (p->rules[i].decl.college && strcmp(p->rules[i].decl.college, college) == 0)
            take_day(&list, p->rules[i].decl.valid_from);
    return list.n;
}

int onex_lint_colleges(onex_linter *l, const char ***colleges) {
    int n = 0;
    *colleges = onex_lint_alloc(l, ((size_t)l->front->nlayers + 1) * sizeof **colleges);
    for (int i = 0; *colleges && i < l->front->nlayers; i++)
        if (l->front->layers[i].college) (*colleges)[n++] = l->front->layers[i].college;
    return n;
}

bool onex_lint_changes(const onex_linter *l, const char *college) {
    const onex_program *p = l->program;
    for (int i = 0; i < p->nparams; i++)
        for (int k = 0; k < p->params[i].nstatements; k++)
            if (is_of(college, &p->params[i].statements[k].local)) return true;
    for (int i = 0; i < p->nsets; i++)
        for (int k = 0; k < p->sets[i].nchanges; k++)
            if (is_of(college, &p->sets[i].changes[k].local)) return true;
    return false;
}

const char *onex_lint_when(onex_linter *l, const char *college, onex_day day) {
    char text[256], on[ONEX_DAY_TEXT];
    onex_day effective = l->program->regulation.effective;
    bool dated = day > (effective == ONEX_DAY_NONE ? 0 : effective);
    onex_day_text(day, on);
    if (college && dated)
        snprintf(text, sizeof text, onex_tr("for college '%s' from %s on, ", "学院“%s”自 %s 起，"), college, on);
    else if (college)
        snprintf(text, sizeof text, onex_tr("for college '%s' ", "学院“%s”："), college);
    else if (dated)
        snprintf(text, sizeof text, onex_tr("from %s on ", "自 %s 起，"), on);
    else
        text[0] = '\0';
    char *copy = onex_arena_text(&l->arena, text, strlen(text));
    if (!copy) l->no_memory = true;
    return copy ? copy : "";
}

/* ---- all checks ---- */

/* Moves what was found behind what is there. */
static onex_status append(onex_problems *to, onex_problems *from, onex_error *err) {
    int n = to->count + from->count;
    if (!from->count) return ONEX_OK;
    onex_problem *grown = realloc(to->items, (size_t)n * sizeof *grown);
    if (!grown) return onex_no_memory(err);
    memcpy(grown + to->count, from->items, (size_t)from->count * sizeof *grown);
    to->items = grown;
    to->count = to->cap = n;
    to->errors += from->errors;
    free(from->items);
    *from = (onex_problems){0};
    return ONEX_OK;
}

onex_status onex_rules_lint(const onex_rules *rules, const onex_lint_options *options, onex_problems *problems,
                            onex_error *err) {
    static void (*const checks[])(onex_linter *) = {
        onex_lint_unused, onex_lint_effects,    onex_lint_tests, onex_lint_locals,
        onex_lint_cites,  onex_lint_characters, onex_lint_trees, onex_lint_thresholds,
        onex_lint_steps,  onex_lint_outcomes,
    };
    onex_problems found = {0};
    onex_linter l = {.program = onex_rules_program(rules), .front = onex_rules_front(rules), .options = options, .problems = &found};
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !l.no_memory; i++) checks[i](&l);
    onex_status status = l.no_memory ? onex_no_memory(err) : onex_front_dress(l.front, options->loaded, &found, err);
    if (status == ONEX_OK) status = append(problems, &found, err);
    onex_problems_clear(&found);
    onex_arena_clear(&l.arena);
    return status;
}

/* The folder's files cut into tokens; what is wrong with them was told when they were loaded. */
static onex_status lex_all(onex_front *front, const onex_rules_options *options, onex_problems *known, onex_error *err) {
    onex_status status = onex_rule_folder_read(&front->folder, options->dir, NULL, 0, known, err);
    if (status == ONEX_OK) {
        front->lexed = onex_arena_alloc(&front->arena, ((size_t)front->folder.nfiles + 1) * sizeof *front->lexed);
        if (!front->lexed) return onex_no_memory(err);
    }
    for (int i = 0; status == ONEX_OK && i < front->folder.nfiles; i++) {
        const onex_rule_file *file = &front->folder.files[i];
        if (file->text) status = onex_lex(&front->lexed[i], &front->arena, file->path, file->text, file->len, known, err);
    }
    return status;
}

onex_status onex_rules_lint_texts(const onex_rules_options *options, onex_problems *problems, onex_error *err) {
    onex_front front = {0};
    onex_problems known = {0}, found = {0};
    onex_linter l = {.front = &front, .problems = &found};
    onex_status status = lex_all(&front, options, &known, err);
    if (status == ONEX_OK) onex_lint_characters(&l);
    if (status == ONEX_OK) status = l.no_memory ? onex_no_memory(err) : onex_front_dress(&front, options, &found, err);
    if (status == ONEX_OK) status = append(problems, &found, err);
    onex_problems_clear(&known);
    onex_problems_clear(&found);
    onex_arena_clear(&l.arena);
    onex_front_clear(&front);
    return status;
}
