/* Trees told as sentences, in Chinese with titles and in English with names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "expr/sentence.h"

enum { TOTAL, SHARE, READY, CLOSED };

static onex_fact facts[] = {
    {.decl = {.name = "team_total", .title = "培训团队人数"}, .type = {.kind = ONEX_T_NUMBER}},
    {.decl = {.name = "dual_share", .title = "双师型教师占比"}, .type = {.kind = ONEX_T_NUMBER, .share = true}},
    {.decl = {.name = "ready", .title = "已就绪"}, .type = {.kind = ONEX_T_BOOL}},
    {.decl = {.name = "closed_on", .title = "结束日期"}, .type = {.kind = ONEX_T_DATE}},
};
static onex_param params[] = {{.decl = {.name = "dual_floor", .title = "双师型教师占比下限"}}};
static onex_set sets[] = {{.decl = {.name = "heads", .title = "预算科目"}}};
static onex_rule rules[] = {{.decl = {.name = "voluntary", .title = "学员自愿"}}};
static const char *keys[] = {"a", "b"}, *titles[] = {"甲", "乙"};
static onex_reading readings[] = {
    {.decl = {.name = "counting", .title = "计法"}, .keys = keys, .titles = titles, .noptions = 2}};
static const onex_program program = {
    .facts = facts,
    .nfacts = 4,
    .params = params,
    .nparams = 1,
    .sets = sets,
    .nsets = 1,
    .rules = rules,
    .nrules = 1,
    .readings = readings,
    .nreadings = 1,
};

static onex_node fact(int index) {
    return (onex_node){.op = ONEX_OP_FACT, .type = facts[index].type, .u.index = index};
}

static onex_node number(const char *text) {
    return (onex_node){
        .op = ONEX_OP_LITERAL, .type = {.kind = ONEX_T_NUMBER}, .u.literal = onex_v_int(0), .literal_text = text};
}

static onex_node row(const char *table, const char *column) {
    onex_node node = {.op = ONEX_OP_ROW};
    node.u.column.path.entity = onex_entity_find(table);
    node.u.column.path.nsteps = 1;
    node.u.column.path.steps[0] = onex_entity_column(node.u.column.path.entity, column);
    node.u.column.path.column = &node.u.column.path.entity->columns[node.u.column.path.steps[0]];
    node.type.kind = node.u.column.path.column->type == ONEX_COL_BOOL ? ONEX_T_BOOL : ONEX_T_TEXT;
    return node;
}

static onex_node op(onex_op which, onex_node **kids, int nkids) {
    return (onex_node){.op = which, .type = {.kind = ONEX_T_BOOL}, .kids = kids, .nkids = nkids};
}

static void assert_said(const onex_node *node, const char *zh, const char *en) {
    onex_buffer b = {0};
    onex_sentence_put(&b, &program, node, ONEX_LANG_ZH);
    assert_string_equal(b.data, zh);
    b.len = 0;
    onex_sentence_put(&b, &program, node, ONEX_LANG_EN);
    assert_string_equal(b.data, en);
    onex_buffer_clear(&b);
}

static void a_comparison_is_told_with_the_titles_of_both_sides(void **state) {
    (void)state;
    onex_node share = fact(SHARE), floor = {.op = ONEX_OP_PARAM, .type = facts[SHARE].type}, *kids[] = {&share, &floor};
    onex_node node = op(ONEX_OP_GE, kids, 2);
    assert_said(&node, "“双师型教师占比”不低于“双师型教师占比下限”", "dual_share is at least dual_floor");
}

static void dates_are_earlier_and_later_not_lower_and_higher(void **state) {
    (void)state;
    onex_node closed = fact(CLOSED), day = {.op = ONEX_OP_AS_OF, .type = {.kind = ONEX_T_DATE}},
              *kids[] = {&closed, &day};
    onex_node node = op(ONEX_OP_LE, kids, 2);
    assert_said(&node, "“结束日期”不晚于所问之日", "closed_on is not after the day asked about");
}

static void a_bool_stands_by_itself_and_can_be_denied(void **state) {
    (void)state;
    onex_node ready = fact(READY), *kids[] = {&ready};
    onex_node denied = op(ONEX_OP_NO, kids, 1);
    assert_said(&ready, "“已就绪”为是", "ready is true");
    assert_said(&denied, "“已就绪”为否", "ready is false");
}

static void an_or_inside_an_and_stands_in_brackets(void **state) {
    (void)state;
    onex_node total = fact(TOTAL), zero = number("0"), *sides[] = {&total, &zero};
    onex_node above = op(ONEX_OP_GT, sides, 2), ready = fact(READY), *either[] = {&above, &ready};
    onex_node any = op(ONEX_OP_ANY, either, 2), *both[] = {&ready, &any};
    onex_node all = op(ONEX_OP_ALL, both, 2);
    assert_said(&all, "“已就绪”为是，且（“培训团队人数”高于0，或“已就绪”为是）",
                "ready is true and (team_total is above 0 or ready is true)");
}

static void a_count_of_distinct_persons_is_a_number_of_people(void **state) {
    (void)state;
    onex_node dual = row("team_member", "dual_qualified"), person = row("team_member", "person"),
              *distinct[] = {&person};
    onex_relation relation = {.word = ONEX_W_COUNT,
                              .entity = onex_entity_find("team_member"),
                              .where = &dual,
                              .distinct = distinct,
                              .ndistinct = 1};
    onex_node node = {.op = ONEX_OP_RELATION, .type = {.kind = ONEX_T_NUMBER}, .u.relation = &relation};
    assert_said(&node, "培训团队中双师型为是的人数",
                "the number of distinct person of team_member rows where dual_qualified is true");
}

static void a_code_is_told_as_the_word_of_its_column(void **state) {
    (void)state;
    static const onex_text passed = {"passed", "passed", 6, 6};
    onex_node status = row("exam_result", "status"), *kids[2];
    onex_node code = {.op = ONEX_OP_LITERAL, .type = {.kind = ONEX_T_TEXT}, .u.literal = onex_v_text(&passed)};
    kids[0] = &status;
    kids[1] = &code;
    onex_node where = op(ONEX_OP_EQ, kids, 2);
    onex_relation relation = {.word = ONEX_W_HAS, .entity = onex_entity_find("exam_result"), .where = &where};
    onex_node node = {.op = ONEX_OP_RELATION, .type = {.kind = ONEX_T_BOOL}, .u.relation = &relation};
    assert_said(&node, "有考核结果中结果为“通过”的记录", "there is a row of exam_result where status is 'passed'");
}

static void units_of_literals_are_words_in_chinese(void **state) {
    (void)state;
    onex_node total = fact(TOTAL), weeks = number("3 weeks"), *kids[] = {&total, &weeks};
    onex_node node = op(ONEX_OP_LT, kids, 2);
    assert_said(&node, "“培训团队人数”低于3 周", "team_total is below 3 weeks");
}

static void a_choice_tells_every_option_of_the_reading(void **state) {
    (void)state;
    onex_node total = fact(TOTAL), zero = number("0"), *kids[] = {&total, &zero};
    onex_node node = {.op = ONEX_OP_CHOOSE, .type = {.kind = ONEX_T_NUMBER}, .kids = kids, .nkids = 2};
    assert_said(&node, "按解读“计法”（甲：“培训团队人数”；乙：0）", "by the reading counting (a: team_total; b: 0)");
}

static void children_are_told_by_rule_and_verdict(void **state) {
    (void)state;
    onex_node unmet = {.op = ONEX_OP_TALLY, .type = {.kind = ONEX_T_NUMBER}, .u.tally = {0, ONEX_TALLY_UNMET}};
    onex_node every = op(ONEX_OP_EVERY, NULL, 0);
    assert_said(&unmet, "所属各项中“学员自愿”为不符合的数目", "the number of its own that are unmet in voluntary");
    assert_said(&every, "所属各项都符合“学员自愿”", "every one of its own is fine by voluntary");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comparison_is_told_with_the_titles_of_both_sides),
        cmocka_unit_test(dates_are_earlier_and_later_not_lower_and_higher),
        cmocka_unit_test(a_bool_stands_by_itself_and_can_be_denied),
        cmocka_unit_test(an_or_inside_an_and_stands_in_brackets),
        cmocka_unit_test(a_count_of_distinct_persons_is_a_number_of_people),
        cmocka_unit_test(a_code_is_told_as_the_word_of_its_column),
        cmocka_unit_test(units_of_literals_are_words_in_chinese),
        cmocka_unit_test(a_choice_tells_every_option_of_the_reading),
        cmocka_unit_test(children_are_told_by_rule_and_verdict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
