/* The table of what Lua says and what that means to someone who edits rules. A `*` stands for any text; $1 is the first
 * of them, $t1 the name of a type in plain words. */
#include "rules/lua_message.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

enum { PARTS = 4, PART = 256 };

typedef struct meaning {
    const char *lua, *en, *zh;
    int anchor; /* number of the part to underline; 0: none */
} meaning;

static const meaning meanings[] = {
    /* reading */
    {"'*' expected (to close '*' at line *) near <eof>", "the '$2' of line $3 is never closed; '$1' is missing",
     "第 $3 行的“$2”没有结束；缺少“$1”", 0},
    {"'}' expected (to close '{' at line *) near *", "a comma or '}' is missing before $2; the '{' is in line $1",
     "$2 前面缺少逗号或“}”；“{”在第 $1 行", 0},
    {"')' expected (to close '(' at line *) near *", "a comma or ')' is missing before $2; the '(' is in line $1",
     "$2 前面缺少逗号或“)”；“(”在第 $1 行", 0},
    {"'*' expected (to close '*' at line *) near *", "'$1' is missing before $4; it closes the '$2' of line $3",
     "$4 前面缺少“$1”；它与第 $3 行的“$2”对应", 0},
    {"'}' expected near *", "a comma or '}' is missing before $1", "$1 前面缺少逗号或“}”", 0},
    {"')' expected near *", "a comma or ')' is missing before $1", "$1 前面缺少逗号或“)”", 0},
    {"<name> expected near *", "a name is missing before $1", "$1 前面缺少名称", 0},
    {"<eof> expected near *", "$1 closes nothing", "$1 没有对应的开头", 0},
    {"unexpected symbol near '}'", "'}' cannot stand here; a value is missing before it, or it closes nothing",
     "这里不能写“}”；前面缺少值，或它没有对应的“{”", 0},
    {"unexpected symbol near ')'", "')' cannot stand here; a value is missing before it, or it closes nothing",
     "这里不能写“)”；前面缺少值，或它没有对应的“(”", 0},
    {"* expected near *", "$1 is missing before $2", "$2 前面缺少 $1", 0},
    {"unexpected symbol near <eof>", "the file ends in the middle of a value", "文件在一个值中间结束", 0},
    {"unexpected symbol near *", "$1 cannot stand here", "这里不能写 $1", 0},
    {"syntax error near <eof>", "the file ends behind a name that says nothing alone", "文件在一个单独的名称后结束", 0},
    {"syntax error near *", "$1 cannot stand here; what is before it says nothing alone",
     "这里不能写 $1；它前面的内容单独没有意义", 0},
    {"unfinished long * (starting at line *) near *", "the long $1 of line $2 is never closed; ']]' is missing",
     "第 $2 行的长括号（$1）没有结束；缺少“]]”", 0},
    {"unfinished string near *", "the text $1 has no quote at its end", "文本 $1 缺少结尾的引号", 0},
    {"malformed number near *", "$1 is no number", "$1 不是数", 0},
    {"invalid escape sequence near *", "$1: a backslash before this letter means nothing; write \\\\",
     "$1：反斜杠后面不能跟这个字母；请写 \\\\", 0},
    {"attempt to assign to const variable '*'", "'$1' cannot be changed", "“$1”不能修改", 0},
    {"break outside a loop at line * near *", "'break' stands outside a loop", "“break”不在循环里", 0},
    {"no visible label '*' for <goto> at line *", "there is no label '$1'", "没有标签“$1”", 0},
    {"no visible label '*' for goto at line *", "there is no label '$1'", "没有标签“$1”", 0},
    {"too many * (limit is *) in * near *", "too many $1 (at most $2)", "$1 过多（最多 $2 个）", 0},
    {"C stack overflow near *", "nested too deep", "嵌套过深", 0},
    {"chunk has too many syntax levels", "nested too deep", "嵌套过深", 0},
    {"function or expression needs too many registers*", "an expression that is too long", "表达式过长", 0},
    /* running */
    {"attempt to call a * value (* '*')", "'$3' is $t1 and cannot be called", "“$3”是$t1，不能当函数使用", 3},
    {"attempt to call a * value", "$t1 cannot be called; is a comma missing before it?",
     "$t1不能当函数使用；前面是否少了逗号？", 0},
    {"attempt to index a * value (* '*')", "'$3' is $t1 and has no parts", "“$3”是$t1，没有可取的部分", 3},
    {"attempt to index a * value", "$t1 has no parts", "$t1没有可取的部分", 0},
    {"attempt to perform arithmetic on a * value (* '*')", "'$3' is $t1; one cannot calculate with it",
     "“$3”是$t1，不能参加计算", 3},
    {"attempt to perform arithmetic on a * value", "one cannot calculate with $t1", "$t1不能参加计算", 0},
    {"attempt to concatenate a * value (* '*')", "'$3' is $t1 and cannot be joined to a text",
     "“$3”是$t1，不能接在文本上", 3},
    {"attempt to concatenate a * value", "$t1 cannot be joined to a text", "$t1不能接在文本上", 0},
    {"attempt to get length of a * value (* '*')", "'$3' is $t1 and has no length", "“$3”是$t1，没有长度", 3},
    {"attempt to get length of a * value", "$t1 has no length", "$t1没有长度", 0},
    {"attempt to * a '*' with a '*'", "one cannot calculate with $t2 and $t3", "$t2和$t3不能一起计算", 0},
    {"attempt to compare two * values", "two values of the kind '$t1' cannot be compared", "两个$t1不能比较大小", 0},
    {"attempt to compare * with *", "$t1 cannot be compared with $t2", "$t1和$t2不能比较大小", 0},
    {"attempt to perform 'n//0'", "a division by zero", "除数是零", 0},
    {"attempt to perform 'n%%0'", "a division by zero", "除数是零", 0},
    {"'for' * must be a number", "the '$1' of a loop must be a number", "循环的“$1”必须是数", 0},
    {"'for' step is zero", "the step of a loop is zero", "循环的步长是零", 0},
    {"bad argument #* to '*' (* expected, got *)", "'$2' was given $t4 where $t3 belongs (argument $1)",
     "“$2”的第 $1 个参数应是$t3，却是$t4", 2},
    {"bad argument #* to '*' (number has no integer representation)", "'$2': argument $1 must be a whole number",
     "“$2”的第 $1 个参数须是整数", 2},
    {"bad argument #* to '*' (*)", "'$2': argument $1 is wrong ($3)", "“$2”的第 $1 个参数不对（$3）", 2},
    {"number has no integer representation", "a whole number is needed", "这里需要整数", 0},
    {"stack overflow (*)", "a list that is too long", "列表过长", 0},
    {"stack overflow*", "functions call each other without an end", "函数互相调用没有尽头", 0},
    {"C stack overflow", "nested too deep", "嵌套过深", 0},
    {"error in error handling", "an error in the handling of an error", "处理错误时又出错", 0},
    {"resulting string too large", "a text that is too long", "文本过长", 0},
    {"string length overflow", "a text that is too long", "文本过长", 0},
    {"invalid order function for sorting", "the function given to sort contradicts itself", "sort 的比较函数自相矛盾",
     0},
    {"malformed pattern (*)", "a pattern that cannot be read ($1)", "匹配模式无法读取（$1）", 0},
    {"pattern too complex", "a pattern that is too complex", "匹配模式过于复杂", 0},
    {"table index is nil", "a table's key is nothing", "表的键是空值", 0},
    {"table index is NaN", "a table's key is not a number", "表的键不是数", 0},
    {"invalid value (at index *) in table for 'concat'", "concat: entry $1 is neither text nor number",
     "concat：第 $1 项既不是文本也不是数", 0},
    {"module '*' not found:*", "there is no module '$1'", "没有模块“$1”", 0},
    {"not enough memory", "not enough memory", "内存不足", 0},
    {"assertion failed!", "an assertion failed", "断言不成立", 0},
    {"error object is a * value", "an error was raised without a text", "抛出的错误没有文字说明", 0},
};

static const char *type_word(const char *lua) {
    static const char *const types[][3] = {
        {"nil", "nothing", "空值"},
        {"no value", "nothing", "空值"},
        {"number", "a number", "数"},
        {"string", "a text", "文本"},
        {"table", "a table", "表"},
        {"function", "a function", "函数"},
        {"boolean", "true or false", "真假值"},
        {"expression", "an expression", "表达式"},
        {"userdata", "an expression", "表达式"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i][0], lua) == 0) return types[i][onex_lang_get() == ONEX_LANG_ZH ? 2 : 1];
    return lua;
}

/* Matches the whole text; each `*` takes as little as it can. */
static bool match(const char *pattern, const char *text, char parts[PARTS][PART], int n) {
    while (*pattern && *pattern != '*') {
        if (*pattern++ != *text++) return false;
    }
    if (!*pattern) return !*text;
    for (size_t len = 0;; len++) {
        if (match(pattern + 1, text + len, parts, n + 1)) {
            snprintf(parts[n], PART, "%.*s", (int)(len < PART ? len : PART - 1), text);
            return true;
        }
        if (!text[len]) return false;
    }
}

static void fill(char *out, size_t size, const char *form, char parts[PARTS][PART]) {
    size_t used = 0;
    out[0] = '\0';
    while (*form && used + 1 < size) {
        bool type = form[0] == '$' && form[1] == 't';
        int part = form[0] == '$' ? form[type ? 2 : 1] - '1' : -1;
        if (part < 0 || part >= PARTS) {
            out[used++] = *form++;
            out[used] = '\0';
            continue;
        }
        int n = snprintf(out + used, size - used, "%s", type ? type_word(parts[part]) : parts[part]);
        used += n > 0 ? (size_t)n : 0;
        form += type ? 3 : 2;
    }
    out[size - 1] = '\0';
}

void onex_lua_message_read(onex_lua_message *out, const char *lua) {
    *out = (onex_lua_message){0};
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        const meaning *m = &meanings[i];
        char parts[PARTS][PART] = {""};
        if (!match(m->lua, lua, parts, 0)) continue;
        fill(out->text, sizeof out->text, onex_lang_get() == ONEX_LANG_ZH ? m->zh : m->en, parts);
        if (m->anchor)
            snprintf(out->anchor, sizeof out->anchor, "%.*s", (int)sizeof out->anchor - 1, parts[m->anchor - 1]);
        return;
    }
    snprintf(out->text, sizeof out->text, "%s", lua);
}
