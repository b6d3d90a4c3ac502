/* Words for people about rules. The row itself as text is engine/row_json.c's. */
#include "cli/row.h"

const char *onex_rule_kind_text(onex_rule_kind kind) {
    switch (kind) {
    case ONEX_CONDITION: return onex_tr("condition", "条件");
    case ONEX_TRIGGER: return onex_tr("trigger", "情形");
    case ONEX_ATTESTATION: return onex_tr("attestation", "认定");
    default: return onex_tr("outcome", "结论");
    }
}
