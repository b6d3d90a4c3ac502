/* The relation report_period: the periods of a pilot that a report is due for, as rules count them (Article 10).
 * Its rows are made by the facts layer; nothing of it is stored. */
#include "model/entity_columns.h"

static const onex_column columns[] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot)},
    {COLUMN("days", "周期天数", INT), KEY},
    {COLUMN("number", "周期序号", INT), MUST},
    {COLUMN("starts_on", "周期起始日", DATE), KEY, .plan = true},
    {COLUMN("due_on", "应提交日期", DATE), MUST, .plan = true},
    {COLUMN("weeks", "应报周数", INT), MUST},
    {COLUMN("weeks_so_far", "累计应报周数", INT), MUST},
    {COLUMN("submitted_on", "提交日期", DATE), BY_COLLEGE},
    {COLUMN("quality", "质量评价", ENUM), WORDS(report_quality), .dated_by = "submitted_on", BY_AFFAIRS},
    {COLUMN("whole", "完整周期", BOOL), MUST},
};

const onex_entity onex_report_period = {
    .name = "report_period",
    .title = "双周报周期",
    .columns = columns,
    .ncolumns = sizeof columns / sizeof columns[0],
    .section = 5,
    .pseudo = true,
};
