/* Prints the reference of scripts as Markdown, made from the descriptors of the API and of the tables. What the
 * examples print is put in by reference.sh, which runs them. */
#include <stdio.h>
#include <string.h>

#include "model/entity.h"
#include "repl/api.h"

static void print_word(const onex_api_word *word) {
    size_t len = strlen(word->en);
    printf("### `%s`\n\n%s。\n\n%s%s\n\n", word->usage, word->zh, word->en, word->en[len - 1] == '.' ? "" : ".");
    if (word->example) printf("```lua example\n%s\n```\n\n", word->example);
}

static void print_api(void) {
    for (int n = 0; onex_api_nouns[n]; n++) {
        const onex_api_noun *noun = onex_api_nouns[n];
        if (strcmp(noun->zh, noun->en) == 0)
            printf("## %s\n\n", noun->zh);
        else
            printf("## %s %s\n\n", noun->zh, noun->en);
        for (const onex_api_word *word = noun->words; word->name; word++) print_word(word);
    }
}

static const char *type_of(const onex_column *column) {
    switch (column->type) {
    case ONEX_COL_ENUM: return "";
    case ONEX_COL_INT: return "整数";
    case ONEX_COL_DATE: return "日期";
    case ONEX_COL_BOOL: return "是/否";
    case ONEX_COL_YUAN: return "分";
    case ONEX_COL_CREDITS: return "十分之一学分";
    case ONEX_COL_NUMBER: return "千分之一分";
    default: return "";
    }
}

static void print_column(const onex_column *column) {
    const char *type = type_of(column);
    printf(column->key ? "**`%s`** %s" : "`%s` %s", column->name, column->title);
    if (*type) printf("（%s）", type);
    if (column->ref) printf("→`%s`", column->ref);
    for (const onex_word *word = column->words; word && word->code; word++)
        printf("%s%s %s", word == column->words ? "（" : "、", word->code, word->title);
    if (column->words) printf("）");
}

static void print_tables(void) {
    printf("## 数据表 Tables\n\n"
           "粗体为主键，→ 指向另一表的代码；每列在脚本中的单位写在括号里。`onex schema 表名` 列出同样内容。\n\n"
           "Keys are bold, → points at the code of another table, units stand in brackets (分 fen, 十分之一学分 tenths "
           "of a "
           "credit, 千分之一分 thousandths of a point, 是/否 true or false). `onex schema TABLE` tells the same.\n\n"
           "| 表 table | 列 columns |\n|---|---|\n");
    for (int i = 0; i < onex_nentities; i++) {
        const onex_entity *entity = &onex_entities[i];
        printf("| `%s` %s | ", entity->name, entity->title);
        for (int c = 0; c < entity->ncolumns; c++) {
            if (c) printf("；");
            print_column(&entity->columns[c]);
        }
        printf(" |\n");
    }
    printf("\n");
}

int main(void) {
    print_api();
    print_tables();
    return 0;
}
