/* Columns of the tables of section 1 of the data model: people and bodies (Articles 3 and 4).
 * Keys, types, words and titles are the data model's; the tables themselves are listed in entity.c. */
#include "model/entity_columns.h"

const onex_column onex_columns_college[2] = {
    {COLUMN("code", "代码", TEXT), KEY, BY_AFFAIRS},
    {COLUMN("name", "名称", TEXT), MUST, BY_AFFAIRS},
};

const onex_column onex_columns_office[2] = {
    {COLUMN("code", "代码", TEXT), KEY, BY_AFFAIRS},
    {COLUMN("name", "名称", TEXT), MUST, BY_AFFAIRS},
};

const onex_column onex_columns_person[4] = {
    {COLUMN("code", "人员编号", TEXT), KEY, BY_COLLEGE},
    {COLUMN("name", "姓名", TEXT), MUST, BY_COLLEGE},
    {COLUMN("kind", "人员类别", ENUM), MUST, WORDS(person_kind), BY_COLLEGE},
    {COLUMN("college", "所在学院", TEXT), REF(college), BY_COLLEGE},
};

const onex_column onex_columns_seat[7] = {
    {COLUMN("body", "组织", ENUM), KEY, WORDS(seat_body), BY_COLLEGE},
    {COLUMN("college", "二级学院", TEXT), .key = true, REF(college), BY_COLLEGE},
    {COLUMN("role", "角色", ENUM), KEY, WORDS(seat_role), BY_COLLEGE},
    {COLUMN("post", "职务", TEXT), KEY, BY_COLLEGE},
    {COLUMN("person", "人员编号", TEXT), KEY, REF(person), BY_COLLEGE},
    {COLUMN("from_on", "起始日期", DATE), KEY, BY_COLLEGE},
    {COLUMN("to_on", "终止日期", DATE), BY_COLLEGE},
};
