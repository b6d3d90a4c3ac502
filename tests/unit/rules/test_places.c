/* Raw declarations with the places of their values, from the file through the worker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ruledir.h"

static void assert_at(const onex_raw *raw, int line, int column, int width) {
    assert_int_equal(raw->at.line, line);
    assert_int_equal(raw->at.column, column);
    assert_int_equal(raw->width, width);
}

static void a_declaration_knows_its_word_name_keys_and_values(void **state) {
    const onex_raw_decl *decl =
        ruledir_one(*state, "-- 注释\nparam \"x\" {\n  title = \"下限\", value = 3,\n  ok = true, half = 2.5 }");
    assert_string_equal(decl->word, "param");
    assert_string_equal(decl->name, "x");
    assert_string_equal(decl->at.file, "school/a.lua");
    assert_int_equal(decl->at.line, 2);
    assert_int_equal(decl->at.column, 1);
    assert_int_equal(decl->name_at.column, 7);
    assert_null(decl->subject);
    assert_null(decl->college);
    assert_string_equal(decl->body->keys[0], "title");
    assert_int_equal(decl->body->key_at[1].line, 3);
    assert_int_equal(decl->body->key_at[1].column, 17);
    assert_at(decl->body->values[0], 3, 11, 4);
    assert_string_equal(decl->body->values[0]->text, "下限");
    assert_at(decl->body->values[1], 3, 25, 1);
    assert_int_equal(decl->body->values[1]->integer, 3);
    assert_int_equal(decl->body->values[2]->kind, ONEX_RAW_BOOL);
    assert_string_equal(decl->body->values[3]->text, "2.5");
}

static void keys_come_in_the_order_of_the_file(void **state) {
    const onex_raw_decl *decl = ruledir_one(
        *state, "reading \"r\" { options = { zebra = \"1\", apple = \"2\", [\"第一\"] = \"3\", middle = \"4\" } }");
    const onex_raw *options = ruledir_get(decl->body, "options");
    assert_string_equal(options->keys[0], "zebra");
    assert_string_equal(options->keys[1], "apple");
    assert_string_equal(options->keys[2], "第一");
    assert_string_equal(options->keys[3], "middle");
}

static void expressions_become_calls_and_references(void **state) {
    const onex_raw_decl *decl = ruledir_one(
        *state,
        "condition \"c\" { requires = all { at_least(fact.share, param \"下限\"), no(row.site.name), as_of } }");
    const onex_raw *all = ruledir_get(decl->body, "requires");
    assert_int_equal(all->kind, ONEX_RAW_CALL);
    assert_string_equal(all->text, "all");
    assert_int_equal(all->nitems, 3);
    assert_at(all, 1, 28, 3);
    const onex_raw *least = all->items[0];
    assert_at(least, 1, 34, 8);
    assert_int_equal(least->items[0]->kind, ONEX_RAW_REF);
    assert_string_equal(least->items[0]->text, "fact");
    assert_string_equal(least->items[0]->path[0], "share");
    assert_at(least->items[0], 1, 43, 10);
    assert_string_equal(least->items[1]->path[0], "下限");
    assert_at(least->items[1], 1, 55, 10);
    assert_int_equal(all->items[1]->items[0]->npath, 2);
    assert_string_equal(all->items[1]->items[0]->path[1], "name");
    assert_string_equal(all->items[2]->text, "as_of");
    assert_int_equal(all->items[2]->npath, 0);
}

static void operators_stand_where_their_sign_stands(void **state) {
    const onex_raw_decl *decl = ruledir_one(*state, "derive \"d\" { value = fact.a + 2 * fact.b - -fact.c }");
    const onex_raw *minus = ruledir_get(decl->body, "value");
    assert_string_equal(minus->text, "-");
    assert_at(minus, 1, 42, 1);
    assert_string_equal(minus->items[0]->text, "+");
    assert_string_equal(minus->items[0]->items[1]->text, "*");
    assert_int_equal(minus->items[0]->items[1]->items[0]->integer, 2);
    assert_string_equal(minus->items[1]->text, "-");
    assert_int_equal(minus->items[1]->nitems, 1);
}

static void counting_words_have_their_table_laid_flat(void **state) {
    const onex_raw_decl *decl = ruledir_one(
        *state, "derive \"d\" { value = count { \"team_member\", where = row.dual, distinct = { row.a, row.b } } }");
    const onex_raw *count = ruledir_get(decl->body, "value");
    assert_int_equal(count->nitems, 1);
    assert_string_equal(count->items[0]->text, "team_member");
    assert_at(count->items[0], 1, 30, 13);
    assert_string_equal(ruledir_get(count, "where")->path[0], "dual");
    assert_int_equal(ruledir_get(count, "distinct")->nitems, 2);
}

static void choose_keeps_its_table(void **state) {
    const onex_raw_decl *decl =
        ruledir_one(*state, "derive \"d\" { value = choose(reading.r, { a = fact.x, b = fact.y }) }");
    const onex_raw *choose = ruledir_get(decl->body, "value");
    assert_int_equal(choose->nitems, 2);
    assert_int_equal(choose->items[1]->kind, ONEX_RAW_TABLE);
    assert_string_equal(choose->items[1]->keys[1], "b");
}

static void a_tally_has_its_rule_and_its_key(void **state) {
    const onex_raw_decl *decl = ruledir_one(*state, "derive \"d\" { value = tally(\"expense_allowed\").unmet }");
    const onex_raw *tally = ruledir_get(decl->body, "value");
    assert_string_equal(tally->text, "tally");
    assert_string_equal(tally->items[0]->text, "expense_allowed");
    assert_string_equal(tally->items[1]->text, "unmet");
    assert_at(tally->items[1], 1, 47, 5);
}

static void fields_and_facts_have_a_subject(void **state) {
    ruledir *d = *state;
    ruledir_one(d, "field \"pilot\" \"x\" { type = \"int\" }\nfacts \"exam\" { sql = [[select 1]] }\nregulation { "
                   "title = \"r\" }");
    const onex_raw_decl *decls = d->front.raw.decls;
    assert_string_equal(decls[0].subject, "pilot");
    assert_string_equal(decls[0].name, "x");
    assert_int_equal(decls[0].name_at.column, 15);
    assert_string_equal(decls[1].subject, "exam");
    assert_null(decls[1].name);
    assert_null(decls[2].subject);
    assert_null(decls[2].name);
}

static void locals_functions_and_loops_build_expressions(void **state) {
    ruledir *d = *state;
    ruledir_one(d, "local members = count { \"team_member\" }\n"
                   "local function enough(x) return at_least(x, 5) end\n"
                   "for _, n in ipairs { \"a\", \"b\" } do\n"
                   "  condition(n) { requires = enough(members) }\n"
                   "end\n"
                   "condition \"c\" { requires = enough(members) }");
    assert_int_equal(d->front.raw.ndecls, 3);
    assert_string_equal(d->front.raw.decls[1].name, "b");
    const onex_raw *least = ruledir_get(d->front.raw.decls[2].body, "requires");
    assert_string_equal(least->text, "at_least");
    assert_at(least, 2, 33, 8);
    assert_int_equal(least->items[0]->at.line, 1);
}

static void declarations_come_by_file_and_line(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/b.lua", "param \"b1\" { }\nparam \"b2\" { }");
    ruledir_one(d, "local function late() param \"a1\" { } end\nparam \"a2\" { }\nlate()");
    assert_int_equal(d->front.raw.ndecls, 4);
    assert_string_equal(d->front.raw.decls[0].name, "a1");
    assert_string_equal(d->front.raw.decls[1].name, "a2");
    assert_string_equal(d->front.raw.decls[2].name, "b1");
    assert_string_equal(d->front.raw.decls[3].name, "b2");
}

static void functions_get_numbers(void **state) {
    const onex_raw_decl *decl =
        ruledir_one(*state, "derive \"d\" { inputs = { fact.a },\n compute = function(a) return a end }");
    const onex_raw *compute = ruledir_get(decl->body, "compute");
    assert_int_equal(compute->kind, ONEX_RAW_FUNCTION);
    assert_true(compute->integer > 0);
    assert_at(compute, 2, 12, 24);
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(a_declaration_knows_its_word_name_keys_and_values),
    RULEDIR_TEST(keys_come_in_the_order_of_the_file),
    RULEDIR_TEST(expressions_become_calls_and_references),
    RULEDIR_TEST(operators_stand_where_their_sign_stands),
    RULEDIR_TEST(counting_words_have_their_table_laid_flat),
    RULEDIR_TEST(choose_keeps_its_table),
    RULEDIR_TEST(a_tally_has_its_rule_and_its_key),
    RULEDIR_TEST(fields_and_facts_have_a_subject),
    RULEDIR_TEST(locals_functions_and_loops_build_expressions),
    RULEDIR_TEST(declarations_come_by_file_and_line),
    RULEDIR_TEST(functions_get_numbers),
};
RULEDIR_MAIN(tests)
