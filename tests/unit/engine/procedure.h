/* The procedure with light guards, as a rule set for tests. Included after cmocka and sets.h.
 * planned: a milestone; praised: attested, unknown before; ample: two members, in principle; summary_in: a summary;
 * revocation: an upheld fund_misuse, or more than three milestones. */
#ifndef ONEX_TESTS_ENGINE_PROCEDURE_H
#define ONEX_TESTS_ENGINE_PROCEDURE_H

#include "unit/engine/sets.h"

/* clang-format off */
#define STEP(name, from, to, actor, rest) \
    "transition \"" name "\" { title = \"步骤" name "\", cite = \"第八条\", from = " from ", to = \"" to "\", actor = \"" actor "\"" rest " }\n"
#define LIVE "{ \"staffed\", \"running\", \"summarised\", \"inspected\" }"

static const char procedure_guards[] = SETS_LAW
    "condition \"planned\" { title = \"有进度安排\", cite = \"第九条\", requires = at_least(count { \"milestone\" }, 1) }\n"
    "condition \"summary_in\" { title = \"已总结\", cite = \"第十六条\", requires = has { \"summary\" } }\n"
    "attestation \"praised\" { title = \"受好评\", cite = \"第七条\", as = \"condition\", by = \"领导小组\" }\n"
    "condition \"ample\" { title = \"人员充足\", cite = \"第七条\", strength = \"in_principle\","
    " requires = at_least(count { \"pilot_member\" }, 2) }\n"
    "outcome \"may_declare\" { title = \"可申报\", cite = \"第七条\", all = { condition.planned, condition.ample } }\n"
    "attestation \"misuse\" { title = \"经费不规范\", cite = \"第十八条\", as = \"trigger\", cases = \"fund_misuse\", by = \"领导小组\" }\n"
    "trigger \"crowded\" { title = \"安排过多\", cite = \"第十八条\", when = above(count { \"milestone\" }, 3) }\n"
    "outcome \"revocation\" { title = \"取消情形\", cite = \"第十八条\", any = { attestation.misuse, trigger.crowded } }\n";
static const char procedure_steps[] =
    STEP("appraise", "\"draft\"", "appraised", "college", "")
    STEP("declare", "\"appraised\"", "declared", "college", ", stamps = \"declared_on\", needs = { outcome.may_declare }")
    STEP("recommend", "\"declared\"", "recommended", "academic_affairs", ", stamps = \"recommended_on\", needs = { condition.ample }")
    STEP("not_recommend", "\"declared\"", "not_recommended", "academic_affairs", "")
    STEP("approve", "\"recommended\"", "approved", "commission", ", stamps = \"approved_on\", document = true")
    STEP("not_approve", "\"recommended\"", "not_approved", "commission", ", document = true")
    STEP("staff", "\"approved\"", "staffed", "college", ", needs = { condition.planned }")
    STEP("start", "\"staffed\"", "running", "college", ", stamps = \"started_on\"")
    STEP("summarise", "\"running\"", "summarised", "college", ", needs = { condition.summary_in }")
    STEP("inspect", "\"summarised\"", "inspected", "leading_group", ", forbids = { outcome.revocation }")
    STEP("accept", "\"inspected\"", "accepted", "leading_group",
         ", stamps = { \"accepted_on\", \"ended_on\" }, needs = { attestation.praised }, forbids = { outcome.revocation }")
    STEP("not_accept", "{ \"summarised\", \"inspected\" }", "not_accepted", "leading_group", ", stamps = \"ended_on\"")
    STEP("propose_revocation", LIVE, "revocation_proposed", "leading_group", ", needs = { outcome.revocation }")
    STEP("revoke", "\"revocation_proposed\"", "revoked", "leading_group", ", stamps = \"ended_on\", document = true")
    STEP("dismiss", "\"revocation_proposed\"", "back", "leading_group", ", document = true")
    STEP("withdraw", "{ \"draft\", \"appraised\", \"declared\", \"recommended\", \"approved\" }", "withdrawn", "college", ", stamps = \"ended_on\"")
    STEP("leave", LIVE, "exited", "college", ", stamps = \"ended_on\", document = true")
    "transition \"renamed\" { title = \"旧步骤\", cite = \"第八条\", from = \"draft\", to = \"withdrawn\", actor = \"college\", valid_to = \"2026-01-01\" }\n";
/* clang-format on */

static inline onex_rules *procedure_load(void) {
    static char text[sizeof procedure_guards + sizeof procedure_steps];
    snprintf(text, sizeof text, "%s%s", procedure_guards, procedure_steps);
    return set_load(text);
}

#endif
