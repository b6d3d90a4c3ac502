/* Cutting a regulation's text: what is an article, a paragraph, an item, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/law.h"

static onex_law cut(const char *text) {
    onex_law law;
    onex_error err;
    if (onex_law_cut(&law, text, &err)) fail_msg("%s", err.text);
    return law;
}

/* The names of all clauses, joined by blanks. */
static const char *names(const onex_law *law) {
    static char text[4096];
    text[0] = '\0';
    for (int i = 0; i < law->nclauses; i++) {
        if (i) strcat(text, " ");
        strcat(text, law->clauses[i].name);
    }
    return text;
}

static const onex_law_clause *clause(const onex_law *law, const char *name) {
    onex_clause wanted;
    assert_true(onex_clause_parse(name, &wanted));
    const onex_law_clause *found = onex_law_find(law, wanted);
    if (!found) fail_msg("no clause %s", name);
    return found;
}

static void refused(const char *text, const char *message) {
    onex_law law;
    onex_error err;
    assert_int_equal(onex_law_cut(&law, text, &err), ONEX_E_DATA);
    assert_string_equal(err.text, message);
    assert_int_equal(law.nclauses, 0);
}

/* ---- what is told apart ---- */

static void what_stands_before_the_first_article_is_passed_over(void **state) {
    (void)state;
    onex_law law = cut("某学院文件\n\n各二级学院：\n现予印发。\n第一章  总则\n第一条  甲。\n");
    assert_string_equal(names(&law), "第一条");
    assert_string_equal(law.clauses[0].text, "甲。");
    onex_law_clear(&law);
}

static void headings_give_chapters_and_are_no_text(void **state) {
    (void)state;
    onex_law law = cut("目录\n第一章 总则\n第二章 附则\n第一章  总则\n第一条 甲。\n第一节 一般规定\n第二条 乙。\n"
                       "第二章\xC2\xA0 附　则\n第三条 丙。\n");
    assert_string_equal(names(&law), "第一条 第二条 第三条");
    assert_int_equal(law.nchapters, 2);
    assert_string_equal(law.chapters[1].name, "第二章");
    assert_string_equal(law.chapters[1].title, "附则");
    assert_int_equal(law.clauses[1].chapter, 0);
    assert_int_equal(law.clauses[2].chapter, 1);
    assert_string_equal(law.clauses[0].text, "甲。");
    onex_law_clear(&law);
}

static void articles_are_counted_beyond_ten_and_twenty(void **state) {
    (void)state;
    char text[8192] = "", n[ONEX_NUMERAL_TEXT], line[64];
    for (int i = 1; i <= 121; i++) {
        snprintf(line, sizeof line, "第%s条　第%d。\n", onex_numeral_text(i, n), i);
        strcat(text, line);
    }
    onex_law law = cut(text);
    assert_int_equal(law.articles, 121);
    assert_string_equal(law.clauses[9].name, "第十条");
    assert_string_equal(law.clauses[20].name, "第二十一条");
    assert_string_equal(law.clauses[20].text, "第21。");
    assert_string_equal(law.clauses[100].name, "第一百零一条");
    onex_law_clear(&law);
}

static void an_article_with_several_paragraphs_has_them_by_number(void **state) {
    (void)state;
    onex_law law = cut("第一条  甲。\n　　乙。\n第二条 丙。");
    assert_string_equal(names(&law), "第一条 第一条第一款 第一条第二款 第二条");
    assert_string_equal(clause(&law, "第一条")->text, "甲。\n乙。");
    assert_string_equal(clause(&law, "第一条第二款")->text, "乙。");
    assert_ptr_equal(clause(&law, "第二条第一款"), clause(&law, "第二条"));
    onex_law_clear(&law);
}

static void items_belong_to_their_article_but_not_to_its_own_text(void **state) {
    (void)state;
    onex_law law = cut("第一条 有下列条件：\r\n（一）甲；\r\n( 二 不是项。\r\n（二） 乙。\r\n第二条 丙。\r\n");
    assert_string_equal(names(&law), "第一条 第一条（一） 第一条（二） 第二条");
    assert_string_equal(clause(&law, "第一条")->text, "有下列条件：");
    assert_string_equal(clause(&law, "第一条（一）")->text, "甲；\n( 二 不是项。");
    assert_string_equal(clause(&law, "第一条（二）")->text, "乙。");
    assert_ptr_equal(clause(&law, "第一条第一款（二）"), clause(&law, "第一条（二）"));
    onex_law_clear(&law);
}

static void brackets_of_items_may_be_half_width(void **state) {
    (void)state;
    onex_law law = cut("第一条 如下：\n(一)甲；\n(二)乙。\n");
    assert_string_equal(names(&law), "第一条 第一条（一） 第一条（二）");
    onex_law_clear(&law);
}

static void an_item_has_all_its_paragraphs(void **state) {
    (void)state;
    onex_law law = cut(
        "第一条 设立两个组。\n（一）领导小组\n由院长任组长。\n负责决策。\n（二）工作组\n由学院设立。\n第二条 丙。\n");
    assert_string_equal(names(&law), "第一条 第一条（一） 第一条（二） 第二条");
    assert_string_equal(clause(&law, "第一条（一）")->title, "领导小组");
    assert_string_equal(clause(&law, "第一条（一）")->text, "由院长任组长。\n负责决策。");
    assert_string_equal(clause(&law, "第一条（二）")->text, "由学院设立。");
    onex_law_clear(&law);
}

static void a_heading_line_is_the_articles_title_and_no_paragraph(void **state) {
    (void)state;
    onex_law law = cut("第一条 考核与发证\n评价组织负责考核。\n（一）建立机制。统一安排。\n（二）自愿。\n第二条 "
                       "高质量培训\n（一）甲。\n");
    assert_string_equal(names(&law), "第一条 第一条（一） 第一条（二） 第二条 第二条（一）");
    assert_string_equal(clause(&law, "第一条")->title, "考核与发证");
    assert_string_equal(clause(&law, "第一条")->text, "评价组织负责考核。");
    assert_null(clause(&law, "第一条（一）")->title);
    assert_string_equal(clause(&law, "第二条")->title, "高质量培训");
    assert_string_equal(clause(&law, "第二条")->text, "");
    onex_law_clear(&law);
}

static void an_article_may_have_its_number_on_a_line_of_its_own(void **state) {
    (void)state;
    onex_law law = cut("第一条\n甲。\n第二条\n（一）乙。\n第三条\n");
    assert_string_equal(names(&law), "第一条 第二条 第二条（一） 第三条");
    assert_string_equal(clause(&law, "第一条")->text, "甲。");
    assert_null(clause(&law, "第二条")->title);
    assert_string_equal(clause(&law, "第三条")->text, "");
    onex_law_clear(&law);
}

static void a_closed_list_is_followed_by_a_paragraph(void **state) {
    (void)state;
    onex_law law = cut("第一条 有下列情形的取消：\n（一）甲；\n（二）乙。\n前款所列由学校认定。\n");
    assert_string_equal(names(&law), "第一条 第一条第一款 第一条（一） 第一条（二） 第一条第二款");
    assert_string_equal(clause(&law, "第一条第二款")->text, "前款所列由学校认定。");
    assert_string_equal(clause(&law, "第一条（二）")->text, "乙。");
    assert_ptr_equal(clause(&law, "第一条第一款（二）"), clause(&law, "第一条（二）"));
    onex_law_clear(&law);
}

static void two_lists_in_an_article_are_told_apart_by_their_paragraph(void **state) {
    (void)state;
    onex_law law = cut("第一条 应当：\n（一）甲；\n（二）乙。\n不得：\n（一）丙。\n（二）丁。\n还应：\n（一）戊。\n");
    assert_string_equal(names(&law),
                        "第一条 第一条第一款 第一条第一款（一） 第一条第一款（二） 第一条第二款 第一条第二款（一） "
                        "第一条第二款（二） 第一条第三款 第一条第三款（一）");
    assert_string_equal(clause(&law, "第一条第二款（一）")->text, "丙。");
    assert_string_equal(clause(&law, "第一条第二款（二）")->text, "丁。");
    onex_clause plain = {1, 0, 1};
    assert_null(onex_law_find(&law, plain));
    onex_law_clear(&law);
}

static void a_list_under_the_title_has_no_paragraph(void **state) {
    (void)state;
    onex_law law = cut("第一条 职责\n（一）甲；\n（二）乙。\n另有：\n（一）丙。\n");
    assert_string_equal(names(&law), "第一条 第一条（一） 第一条（二） 第一条第一款（一）");
    onex_law_clear(&law);
}

static void a_line_that_speaks_of_an_article_is_none(void **state) {
    (void)state;
    onex_law law = cut("第一条 甲。\n第二条规定的除外。\n第一条第一款所称者。\n第二条 乙。\n第一章所称者不在此列。\n");
    assert_string_equal(names(&law), "第一条 第一条第一款 第一条第二款 第一条第三款 第二条 第二条第一款 第二条第二款");
    onex_law_clear(&law);
}

static void numbers_need_no_white_space_behind_them(void **state) {
    (void)state;
    onex_law law = cut("第一章总则\n第一条为了甲。\n第二条乙，依照第一条。\n第一条规定的除外。\n第三条丙。\n");
    assert_string_equal(names(&law), "第一条 第二条 第二条第一款 第二条第二款 第三条");
    onex_law_clear(&law);
}

static void an_annex_is_no_part_of_the_last_article(void **state) {
    (void)state;
    onex_law law = cut("第一条 附件是办法的一部分。\n附件：申报表\n第九条 表格\n");
    assert_string_equal(names(&law), "第一条");
    assert_string_equal(law.clauses[0].text, "附件是办法的一部分。");
    onex_law_clear(&law);
}

/* ---- what is refused ---- */

static void a_text_without_a_first_article_is_no_regulation(void **state) {
    (void)state;
    refused("", "no line begins with 第一条; this is no regulation");
    refused("关于印发办法的通知\n第二条 乙。\n", "no line begins with 第一条; this is no regulation");
}

static void a_missing_article_is_named_with_its_line(void **state) {
    (void)state;
    refused("第一条 甲。\n第二条 乙。\n\n第四条 丁。\n",
            "line 4: 第四条 follows 第二条, between them something is missing");
}

static void an_article_that_comes_twice_or_too_late_is_refused(void **state) {
    (void)state;
    refused("第一条 甲。\n第二条 乙。\n第二条 丙。\n",
            "line 3: 第二条 comes a second time, or too late: 第二条 was before it");
    refused("第一条 甲。\n第二条 乙。\n第一条 丙。\n",
            "line 3: 第一条 comes a second time, or too late: 第二条 was before it");
    refused("第一条甲。\n第二条乙。\n第二条丙。\n",
            "line 3: 第二条 comes a second time, or too late: 第二条 was before it");
}

static void items_that_do_not_follow_each_other_are_refused(void **state) {
    (void)state;
    refused("第一条 如下：\n（一）甲；\n（三）丙。\n",
            "line 3: in 第一条 the item （二） should come next, not （三）");
    refused("第一条 如下：\n（二）甲。\n", "line 2: in 第一条 the item （一） should come next, not （二）");
    refused("第一条 如下：\n（一）甲；\n（一）乙。\n",
            "line 3: in 第一条 the item （二） should come next, not （一）");
    refused("第一条 如下：\n（一）甲；\n（二）乙。\n（一）丙。\n",
            "line 4: in 第一条 the item （三） should come next, not （一）");
}

/* ---- comparing ---- */

static void a_clause_differs_by_text_title_or_presence(void **state) {
    (void)state;
    onex_laws laws = {.now = cut("第一条 甲\n乙。\n（一）丙。\n（二）丁。\n第二条 戊。\n第三条 己。\n"),
                      .before = cut("第一条 庚\n乙。\n（一）丙。\n（二）丁!\n第二条 戊。\n")};
    const struct {
        onex_clause clause;
        bool changed;
    } cases[] = {{{1, 0, 0}, true},  {{1, 0, 1}, false}, {{1, 0, 2}, true},
                 {{2, 0, 0}, false}, {{3, 0, 0}, true},  {{9, 0, 0}, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(onex_laws_changed(&laws, cases[i].clause), cases[i].changed);
    onex_law_clear(&laws.before);
    assert_false(onex_laws_changed(&laws, (onex_clause){1, 0, 0})); /* nothing was loaded before */
    onex_laws_clear(&laws);
}

/* ---- the regulation itself ---- */

static char *file_text(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) fail_msg("cannot open %s", path);
    char *text = calloc(1, 1 << 16);
    assert_non_null(text);
    assert_true(fread(text, 1, (1 << 16) - 1, f) > 0);
    fclose(f);
    return text;
}

static void the_regulation_has_its_articles_and_items(void **state) {
    (void)state;
    static const int items[28] = {[3] = 2, [7] = 4, [8] = 3, [11] = 4, [12] = 2, [13] = 6, [14] = 3, [18] = 7};
    char *text = file_text("db/regulation.txt");
    onex_law law = cut(text);
    int counted[28] = {0}, articles = 0;
    assert_int_equal(law.articles, 27);
    assert_int_equal(law.nchapters, 7);
    for (int i = 0; i < law.nclauses; i++) {
        assert_int_equal(law.clauses[i].clause.paragraph, 0); /* none has several */
        if (law.clauses[i].clause.item)
            counted[law.clauses[i].clause.article]++;
        else
            articles++;
    }
    assert_int_equal(articles, 27);
    for (int i = 1; i <= 27; i++) assert_int_equal(counted[i], items[i]);
    assert_string_equal(clause(&law, "第三条（一）")->title, "1+X证书制度试点工作领导小组");
    assert_string_equal(clause(&law, "第十三条")->title, "职业技能等级考核与证书发放");
    assert_string_equal(clause(&law, "第十八条（六）")->text, "证书通过率低于60%的；");
    assert_string_equal(clause(&law, "第二十七条")->text, "本办法自印发之日起实施，由教务处负责解释。");
    onex_law_clear(&law);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_before_the_first_article_is_passed_over),
        cmocka_unit_test(headings_give_chapters_and_are_no_text),
        cmocka_unit_test(articles_are_counted_beyond_ten_and_twenty),
        cmocka_unit_test(an_article_with_several_paragraphs_has_them_by_number),
        cmocka_unit_test(items_belong_to_their_article_but_not_to_its_own_text),
        cmocka_unit_test(brackets_of_items_may_be_half_width),
        cmocka_unit_test(an_item_has_all_its_paragraphs),
        cmocka_unit_test(a_heading_line_is_the_articles_title_and_no_paragraph),
        cmocka_unit_test(an_article_may_have_its_number_on_a_line_of_its_own),
        cmocka_unit_test(a_closed_list_is_followed_by_a_paragraph),
        cmocka_unit_test(two_lists_in_an_article_are_told_apart_by_their_paragraph),
        cmocka_unit_test(a_list_under_the_title_has_no_paragraph),
        cmocka_unit_test(a_line_that_speaks_of_an_article_is_none),
        cmocka_unit_test(numbers_need_no_white_space_behind_them),
        cmocka_unit_test(an_annex_is_no_part_of_the_last_article),
        cmocka_unit_test(a_text_without_a_first_article_is_no_regulation),
        cmocka_unit_test(a_missing_article_is_named_with_its_line),
        cmocka_unit_test(an_article_that_comes_twice_or_too_late_is_refused),
        cmocka_unit_test(items_that_do_not_follow_each_other_are_refused),
        cmocka_unit_test(a_clause_differs_by_text_title_or_presence),
        cmocka_unit_test(the_regulation_has_its_articles_and_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
