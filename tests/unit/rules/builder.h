/* Raw declarations built by hand, and the compiler run over them: what tests of the compiler share.
 * Each value that is built gets a line of its own, so that places of errors can be told apart. */
#ifndef ONEX_UNIT_RULES_BUILDER_H
#define ONEX_UNIT_RULES_BUILDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/compile.h"

typedef struct entry {
    const char *key;
    onex_raw *value;
} entry; /* key NULL: an entry without a key; value NULL: the end */

typedef struct builder {
    onex_arena arena;
    onex_raw_set set;
    onex_raw_decl decls[300];
    onex_program *program;
    onex_problems problems;
    int line;
} builder;

static builder *b; /* of the test that runs */

static inline void *room(size_t size) {
    void *got = onex_arena_alloc(&b->arena, size);
    assert_non_null(got);
    return got;
}

static inline onex_raw *raw(onex_raw_kind kind) {
    onex_raw *made = room(sizeof *made);
    made->kind = kind;
    made->at = (onex_place){"school/test.lua", ++b->line, 1};
    return made;
}

static inline onex_raw *text(const char *value) {
    onex_raw *made = raw(ONEX_RAW_TEXT);
    made->text = value;
    return made;
}

static inline onex_raw *whole(int64_t n) {
    onex_raw *made = raw(ONEX_RAW_INT);
    made->integer = n;
    return made;
}

static inline onex_raw *decimal(const char *n) {
    onex_raw *made = raw(ONEX_RAW_FLOAT);
    made->text = n;
    return made;
}

static inline onex_raw *truth(bool value) {
    onex_raw *made = raw(ONEX_RAW_BOOL);
    made->integer = value;
    return made;
}

static inline onex_raw *function(int number) {
    onex_raw *made = raw(ONEX_RAW_FUNCTION);
    made->integer = number;
    return made;
}

/* ref("row", "site", "standardised_on", NULL) */
static inline onex_raw *ref(const char *space, ...) {
    onex_raw *made = raw(ONEX_RAW_REF);
    made->text = space;
    made->path = room(8 * sizeof *made->path);
    va_list ap;
    va_start(ap, space);
    for (const char *name; (name = va_arg(ap, const char *));) made->path[made->npath++] = name;
    va_end(ap);
    return made;
}

static inline onex_raw *fact(const char *name) {
    return ref("fact", name, NULL);
}
static inline onex_raw *row(const char *name) {
    return ref("row", name, NULL);
}

static inline onex_raw *fill(onex_raw *made, const entry *entries) {
    int n = 0;
    while (entries[n].value) n++;
    made->items = room((size_t)n * sizeof *made->items + 1);
    made->keys = room((size_t)n * sizeof *made->keys + 1);
    made->values = room((size_t)n * sizeof *made->values + 1);
    made->key_at = room((size_t)n * sizeof *made->key_at + 1);
    for (int i = 0; i < n; i++) {
        if (!entries[i].key) {
            made->items[made->nitems++] = entries[i].value;
            continue;
        }
        made->key_at[made->nkeys] = (onex_place){"school/test.lua", ++b->line, 1};
        made->keys[made->nkeys] = entries[i].key;
        made->values[made->nkeys++] = entries[i].value;
    }
    return made;
}

static inline onex_raw *call_entries(const char *word, const entry *entries) {
    onex_raw *made = raw(ONEX_RAW_CALL);
    made->text = word;
    return fill(made, entries);
}

static inline onex_raw *table_entries(const entry *entries) {
    return fill(raw(ONEX_RAW_TABLE), entries);
}

#define ENTRIES(...)   \
    (const entry[]) {  \
        __VA_ARGS__, { \
            NULL, NULL \
        }              \
    }
#define call(word, ...) call_entries((word), ENTRIES(__VA_ARGS__))
#define table(...) table_entries(ENTRIES(__VA_ARGS__))
#define IT(value) \
    { NULL, (value) }
#define KEY(name, value) \
    { (name), (value) }
#define two(word, x, y) call((word), IT(x), IT(y))

static inline onex_raw_decl *declare_entries(const char *word, const char *name, const entry *entries) {
    assert_true(b->set.ndecls < 300);
    onex_raw_decl *made = &b->decls[b->set.ndecls++];
    onex_place at = {"school/test.lua", ++b->line, 1};
    *made = (onex_raw_decl){.word = word, .name = name, .at = at, .name_at = at, .body = table_entries(entries)};
    b->set.decls = b->decls;
    return made;
}
#define declare(word, name, ...) declare_entries((word), (name), ENTRIES(__VA_ARGS__))

/* The frequent ones. */
#define TITLE(value) KEY("title", text(value))
#define CITE KEY("cite", text("第七条（二）"))
static inline void declare_param(const char *name, const char *title, onex_raw *value, const char *may) {
    declare("param", name, TITLE(title), CITE, KEY("value", value), KEY("college_may", text(may)));
}
static inline void declare_derive(const char *name, const char *title, onex_raw *value) {
    declare("derive", name, TITLE(title), KEY("value", value));
}
static inline void declare_condition(const char *name, const char *title, onex_raw *requires) {
    declare("condition", name, TITLE(title), CITE, KEY("requires", requires));
}

/* Puts the declaration into the file of a college. */
static inline onex_raw_decl *of_college(const char *college, onex_raw_decl *made) {
    char *file = room(strlen(college) + 32);
    snprintf(file, strlen(college) + 32, "colleges/%s/1.lua", college);
    made->college = college;
    made->at.file = made->name_at.file = file;
    return made;
}
/* The head of the college's file; what it declares comes behind. */
static inline void declare_head(const char *college, const char *effective) {
    of_college(college, declare("local_rules", NULL, KEY("college", text(college)), KEY("document", text("院发〔2026〕1号")),
                                KEY("effective", text(effective)), KEY("under", text("第二十六条"))));
}

static inline int setup(void **state) {
    (void)state;
    b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->set.arena = &b->arena;
    b->program = calloc(1, sizeof *b->program);
    assert_non_null(b->program);
    declare("regulation", NULL, KEY("effective", text("2023-12-18")), KEY("articles", whole(27)));
    return 0;
}

static inline int teardown(void **state) {
    (void)state;
    onex_problems_clear(&b->problems);
    onex_program_free(b->program);
    free(b->program);
    onex_arena_clear(&b->arena);
    free(b);
    return 0;
}

static inline const onex_program *compile(void) {
    onex_error err;
    assert_int_equal(onex_compile(b->program, &b->set, &b->problems, &err), ONEX_OK);
    return b->program;
}

static inline void compile_cleanly(void) {
    compile();
    if (b->problems.count) fail_msg("%s (line %d)", b->problems.items[0].message, b->problems.items[0].at.line);
}

/* One error of the code, whose message holds the text; gives it. */
static inline const onex_problem *compile_badly(const char *code, const char *part) {
    compile();
    if (b->problems.count != 1) {
        for (int i = 0; i < b->problems.count; i++) print_message("%s\n", b->problems.items[i].message);
        fail_msg("%d problems instead of one", b->problems.count);
    }
    const onex_problem *p = &b->problems.items[0];
    assert_string_equal(p->code, code);
    if (!strstr(p->message, part)) fail_msg("'%s' does not hold '%s'", p->message, part);
    return p;
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
