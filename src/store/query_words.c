/* What SQLite says of a query that it cannot run, in plain words, with the nearest name for one that is not there. */
#include "store/query_words.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/entity.h"

typedef struct phrase {
    const char *head, *tail;       /* SQLite's words before and behind the word that counts */
    const char *en[2], *zh[2];     /* plain words before and behind it */
    void (*offer)(onex_nearest *); /* the names that could have been meant; NULL: none */
} phrase;

static void offer_tables(onex_nearest *nearest) {
    for (int i = 0; i < onex_nentities; i++) onex_nearest_offer(nearest, onex_entities[i].name);
}

static void offer_columns(onex_nearest *nearest) {
    for (int i = 0; i < onex_nentities; i++)
        for (int c = 0; c < onex_entities[i].ncolumns; c++)
            onex_nearest_offer(nearest, onex_entities[i].columns[c].name);
}

static const phrase phrases[] = {
    {"no such table: ", "", {"there is no table '", "'"}, {"没有表“", "”"}, offer_tables},
    {"no such column: ",
     "",
     {"there is no column '", "'; texts stand between single quotes"},
     {"没有列“", "”；文字要放在单引号里"},
     offer_columns},
    {"no such function: ", "", {"there is no function '", "'"}, {"没有函数“", "”"}, NULL},
    {"ambiguous column name: ",
     "",
     {"more than one of the tables has a column '", "'; write TABLE.COLUMN"},
     {"不止一个表有列“", "”；请写 表名.列名"},
     NULL},
    {"near \"",
     "\": syntax error",
     {"'", "' cannot stand here, or something is missing before it"},
     {"这里不能写“", "”，或它前面缺少内容"},
     NULL},
    {"unrecognized token: \"",
     "\"",
     {"", " has no end, or cannot stand here"},
     {"", " 没有结束，或不能写在这里"},
     NULL},
    {"incomplete input", "", {"it breaks off in the middle", ""}, {"没有写完", ""}, NULL},
    {"misuse of aggregate: ",
     "",
     {"", " cannot stand here; conditions on it belong behind HAVING"},
     {"", " 不能写在这里；对它的条件要写在 HAVING 后"},
     NULL},
    {"misuse of aggregate function ", "", {"", " cannot stand here"}, {"", " 不能写在这里"}, NULL},
    {"misuse of window function ", "", {"", " cannot stand here"}, {"", " 不能写在这里"}, NULL},
    {"wrong number of arguments to function ",
     "",
     {"the wrong number of arguments for ", ""},
     {"参数个数不对：", ""},
     NULL},
    {"SELECTs to the left and right of ",
     " do not have the same number of result columns",
     {"the queries on both sides of ", " must have equally many columns"},
     {"", " 两边查询的列数要相同"},
     NULL},
    {"sub-select returns ",
     " columns - expected 1",
     {"the inner query gives ", " columns, but one is needed"},
     {"内层查询给出 ", " 列，这里只能是一列"},
     NULL},
    {"a GROUP BY clause is required before HAVING",
     "",
     {"HAVING needs GROUP BY before it", ""},
     {"HAVING 前面缺少 GROUP BY", ""},
     NULL},
    {"integer overflow", "", {"a number that is too big", ""}, {"数过大", ""}, NULL},
    {"malformed JSON", "", {"a text that is no JSON", ""}, {"文本不是 JSON", ""}, NULL},
    {"string or blob too big", "", {"a text that is too long", ""}, {"文本过长", ""}, NULL},
    {"datatype mismatch", "", {"a value of the wrong kind", ""}, {"值的类型不对", ""}, NULL},
};

/* The word between head and tail, or NULL where `said` is not of that form. */
static const char *word_of(const phrase *p, const char *said, size_t *len) {
    size_t all = strlen(said), head = strlen(p->head), tail = strlen(p->tail);
    if (all < head + tail || strncmp(said, p->head, head) != 0 || strcmp(said + all - tail, p->tail) != 0) return NULL;
    *len = all - head - tail;
    return said + head;
}

/* A column may be told with its table: only its own name is looked for. */
static void put_nearest(onex_buffer *out, const phrase *p, const char *word, size_t len) {
    char wanted[64], names[256];
    const char *point = memchr(word, '.', len);
    onex_nearest nearest;
    if (!p->offer || len >= sizeof wanted) return;
    if (point) len -= (size_t)(point + 1 - word), word = point + 1;
    snprintf(wanted, sizeof wanted, "%.*s", (int)len, word);
    onex_nearest_init(&nearest, wanted);
    p->offer(&nearest);
    if (*onex_nearest_text(&nearest, names, sizeof names))
        onex_buffer_printf(out, onex_tr("; the nearest: %s", "；最接近的是：%s"), names);
}

void onex_query_words(onex_buffer *out, const char *said) {
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        const phrase *p = &phrases[i];
        size_t len;
        const char *word = word_of(p, said, &len);
        if (!word) continue;
        onex_buffer_printf(out, "%s%.*s%s", onex_tr(p->en[0], p->zh[0]), (int)len, word, onex_tr(p->en[1], p->zh[1]));
        put_nearest(out, p, word, len);
        return;
    }
    onex_buffer_text(out, said);
}
