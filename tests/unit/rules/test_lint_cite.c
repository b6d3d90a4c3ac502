/* Clauses that the regulation itself does not have, where its text is at hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linting.h"

#define SCHOOL                                                                                               \
    "derive \"n\" { title = \"次数\", value = count { \"training\" } }\n"                                     \
    "condition \"c\" { title = \"条件\", cite = { \"第七条\",\n\"第七条（九）\" }, requires = above(fact.n, 0) }\n"

static void an_item_that_the_text_does_not_have(void **state) {
    ruledir *d = *state;
    lint_known = "第七条";
    assert_string_equal(linted_school(d, "W0407", SCHOOL), "5:1 W0407 the text of the regulation has no '第七条（九）'");
    lint_known = NULL;
    assert_string_equal(linted_school(d, "W0407", SCHOOL), "");
}

static void a_colleges_own_document_is_its_own_affair(void **state) {
    ruledir *d = *state;
    lint_known = "第七条";
    const char *told = linted_college(d, "W0407", "derive \"n\" { title = \"次数\", value = count { \"training\" } }\n",
                                      "condition \"own\" { title = \"自有\", cite = \"细则第九条\", requires = above(fact.n, 1) }\n");
    lint_known = NULL;
    assert_string_equal(told, "");
}

static const char *of_regulation(ruledir *d, const char *clauses, const char *rest) {
    char text[2048];
    snprintf(text, sizeof text,
             "regulation { title = \"办法\", document = \"1号\", effective = \"2023-12-18\", articles = 4,\n"
             "  interpreted_by = \"教务处\", clauses = { %s } }\n%s",
             clauses, rest);
    ruledir_file(d, "school/a.lua", text);
    return linted(d, "W0408");
}

static void articles_that_nothing_stands_for(void **state) {
    ruledir *d = *state;
    const char *rest = "set \"s\" { \"a\", title = \"名单\", cite = \"第二条（一）\" }\n";
    assert_string_equal(of_regulation(d, "[\"第一条\"] = \"purpose\"", rest),
                        "1:1 W0408 articles that nothing stands for: 第三条, 第四条");
    assert_string_equal(of_regulation(d, "[\"第一条\"] = \"purpose\", [\"第三条\"] = \"data\", [\"第四条\"] = \"data\"", rest), "");
}

static void where_nothing_is_classed_nothing_is_missed(void **state) {
    ruledir *d = *state;
    assert_string_equal(of_regulation(d, "", ""), "");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(articles_that_nothing_stands_for),
    RULEDIR_TEST(where_nothing_is_classed_nothing_is_missed),
    RULEDIR_TEST(an_item_that_the_text_does_not_have),
    RULEDIR_TEST(a_colleges_own_document_is_its_own_affair),
};
RULEDIR_MAIN(tests)
