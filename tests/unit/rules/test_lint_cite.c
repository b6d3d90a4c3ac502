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

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(an_item_that_the_text_does_not_have),
    RULEDIR_TEST(a_colleges_own_document_is_its_own_affair),
};
RULEDIR_MAIN(tests)
