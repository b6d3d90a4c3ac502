/* What Lua says is told in plain words, in both languages: a line for every message that a script can come upon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "rules/lua_message.h"
#include "unit/repl/desk.h"

static const struct {
    const char *code, *en, *zh;
} lines[] = {
    {"table.concat({1,{}})", "concat: entry 2 is a table, neither text nor number",
     "concat：第 2 项是表，不是文本或数"},
    {"for i=1,\"x\" do end", "the last value of a 'for' must be a number", "for 的终值必须是数"},
    {"break", "'break' stands outside a loop", "“break”不在循环里"},
    {"os.time{}", "os.time: 'year' is missing; write { year = 2026, month = 1, day = 31 }",
     "os.time：缺少 year；写法：{ year = 2026, month = 1, day = 31 }"},
    {"io.lines(\"none\")", "the file 'none' cannot be opened: No such file or directory",
     "打不开文件“none”：没有该文件或文件夹"},
    {"dofile(\"none\")", "the file 'none' cannot be opened: No such file or directory",
     "打不开文件“none”：没有该文件或文件夹"},
    {"require \"none\"", "there is no module 'none'", "没有模块“none”"},
    {"math.random(2,1)", "'random': argument 1: the first number is greater than the second",
     "“random”的第 1 个参数不对：前一个数大于后一个数"},
    {"string.rep(\"xxxxxxxxxxx\", 1<<60)", "a text that is too long", "文本过长"},
    {"string.format(\"%d\", 1.5)", "'format': argument 2: a whole number is needed",
     "“format”的第 2 个参数不对：应是整数"},
    {"string.format(\"%d\", \"x\")", "'format': argument 2: a number belongs here, not a text",
     "“format”的第 2 个参数不对：应是数，却是文本"},
    {"(\"x\"):bad()", "'bad' is an empty value (nil) and cannot be called", "“bad”是空值，不能当函数使用"},
    {"setmetatable(1,{})", "'setmetatable': argument 1: a table belongs here, not a number",
     "“setmetatable”的第 1 个参数不对：应是表，却是数"},
    {"tostring()", "'tostring': argument 1: a value is missing", "“tostring”的第 1 个参数不对：缺少一个值"},
    {"select(0)", "'select': argument 1: there is no such place", "“select”的第 1 个参数不对：没有这个位置"},
    {"select(\"x\")", "'select': argument 1: a number belongs here, not a text",
     "“select”的第 1 个参数不对：应是数，却是文本"},
    {"next({}, 1)", "this key is not in the table; was one added while it was gone through?",
     "表中没有这个键；是否在逐项取表时又加了新键？"},
    {"tonumber(\"1\", 99)", "'tonumber': argument 2: from 2 to 36", "“tonumber”的第 2 个参数不对：应在 2 到 36 之间"},
    {"tonumber()", "'tonumber': argument 1: a value is missing", "“tonumber”的第 1 个参数不对：缺少一个值"},
    {"utf8.char(-1)", "'char': argument 1: too big or too small", "“char”的第 1 个参数不对：超出范围"},
    {"goto x", "there is no label 'x'", "没有标签“x”"},
    {"for i=1,10,0 do end", "the step of a 'for' is zero", "for 的步长是零"},
    {"string.format('%y', 1)", "format knows no '%y'; write %s, %d or %.2f", "format 不认识“%y”；可写 %s、%d、%.2f"},
    {"string.find(\"a\", \"[a\")", "a pattern that cannot be read: ']' is missing", "匹配模式无法读取：缺少“]”"},
    {"string.find(\"a\", \"%\")", "a pattern that cannot be read: nothing stands behind %",
     "匹配模式无法读取：% 后面没有内容"},
    {"string.gsub(\"a\",\"a\",\"%2\")", "there is no bracket %2 in the pattern", "匹配模式中没有 %2 这一个括号"},
    {"string.gsub(\"a\",\"a\",true)",
     "'gsub': argument 3: a text, a table or a function belongs here, not true or false",
     "“gsub”的第 3 个参数不对：应是文本、表或函数，却是真假值"},
    {"string.gsub(\"a\",\"a\",\"%z\")", "in a replacement write %%% for '%'", "替换文本中“%”应写成“%%”"},
    {"error({})", "an error was raised without a text", "抛出的错误没有文字说明"},
    {"error(nil)", "an error was raised without a text", "抛出的错误没有文字说明"},
    {"error(\"我的话 my own text\")", "我的话 my own text", "我的话 my own text"},
    {"print({} + 1)", "one cannot calculate with a table", "表不能参加计算"},
    {"print(\"x\" + 1)", "one cannot calculate with a text and a number", "文本和数不能一起计算"},
    {"print({} .. \"x\")", "a table cannot be joined to a text", "表不能接在文本上"},
    {"print(nil .. \"x\")", "an empty value (nil) cannot be joined to a text", "空值不能接在文本上"},
    {"print(1 < \"x\")", "a number cannot be compared with a text", "数和文本不能比较大小"},
    {"print({} < {})", "two values of the kind 'a table' cannot be compared", "两个表不能比较大小"},
    {"for q in onex.query do end",
     "what stands behind 'in' cannot be gone through; write: in onex.pilots(), in pairs(TABLE), in ipairs(LIST)",
     "in 后面的内容不能逐条取；写法：in onex.pilots()、in pairs(表)、in ipairs(列表)"},
    {"for q in onex.pilots do end",
     "too many arguments; in a for loop brackets stand behind the name: in onex.pilots() do",
     "参数过多；在 for 循环中，名称后要写括号：in onex.pilots() do"},
    {"for q in {1,2} do end",
     "a table stands behind 'in' and cannot be gone through; write: in pairs(TABLE), in ipairs(LIST), in onex.pilots()",
     "in 后面是表，不能逐条取；写法：in pairs(表)、in ipairs(列表)、in onex.pilots()"},
    {"for q in nil do end",
     "an empty value (nil) stands behind 'in' and cannot be gone through; write: in pairs(TABLE), in ipairs(LIST), in "
     "onex.pilots()",
     "in 后面是空值，不能逐条取；写法：in pairs(表)、in ipairs(列表)、in onex.pilots()"},
    {"for q in pairs(nil) do end",
     "what stands behind 'in' cannot be gone through; write: in onex.pilots(), in pairs(TABLE), in ipairs(LIST)",
     "in 后面的内容不能逐条取；写法：in onex.pilots()、in pairs(表)、in ipairs(列表)"},
    {"for q in 5 do end",
     "a number stands behind 'in' and cannot be gone through; write: in pairs(TABLE), in ipairs(LIST), in "
     "onex.pilots()",
     "in 后面是数，不能逐条取；写法：in pairs(表)、in ipairs(列表)、in onex.pilots()"},
    {"coroutine.resume(1)", "argument 1: a coroutine belongs here, not a number", "第 1 个参数不对：应是协程，却是数"},
    {"coroutine.wrap(function() error(\"x\") end)()", "x", "x"},
    {"coroutine.wrap(function() local x = nil + 1 end)()", "one cannot calculate with an empty value (nil)",
     "空值不能参加计算"},
    {"coroutine.yield()", "coroutine.yield stands outside of a coroutine", "coroutine.yield 不在协程里"},
    {"local c = coroutine.wrap(function() end) c() c()", "this coroutine has ended", "这个协程已经结束"},
    {"cjson.decode(\"{\")", "JSON, byte 2: a name in quotes is missing", "JSON 第 2 字节：缺少带引号的名称"},
    {"onex.json.decode(\"{\")", "JSON, byte 2: a name in quotes is missing", "JSON 第 2 字节：缺少带引号的名称"},
    {"cjson.encode({[1]=1,[3]=3,[100000]=2})", "JSON: a list with gaps, or with names in it",
     "JSON：列表有空缺，或混有名称"},
    {"cjson.encode(print)", "cjson.encode: a function cannot be written as JSON", "cjson.encode：函数不能写成 JSON"},
    {"table.sort({3,2,1,5,3,2,4,5,6}, function() return true end)", "the function given to sort contradicts itself",
     "sort 的比较函数自相矛盾"},
    {"table.sort({1,\"x\"})", "a text cannot be compared with a number", "文本和数不能比较大小"},
    {"table.insert({}, 1, 2, 3)", "table.insert takes a list and a value, or a list, a place and a value",
     "table.insert 要两个或三个参数：列表、（位置、）值"},
    {"table.insert({}, 5, 2)", "'insert': argument 2: outside of the list or text",
     "“insert”的第 2 个参数不对：超出列表或文本范围"},
    {"table.insert(nil, 1)", "'insert': argument 1: a table belongs here, not an empty value (nil)",
     "“insert”的第 1 个参数不对：应是表，却是空值"},
    {"table.unpack({}, 1, 1e8)", "a list that is too long", "列表过长"},
    {"table.remove({}, 7)", "'remove': argument 1: outside of the list or text",
     "“remove”的第 1 个参数不对：超出列表或文本范围"},
    {"load(\"x=\")()", "an empty value (nil) cannot be called", "空值不能当函数使用"},
    {"x = = 1", "'=' cannot stand here", "这里不能写 '='"},
    {"x = (1", "a ')' is missing at the end", "末尾缺少“)”"},
    {"x = {1 2}", "a comma or '}' is missing before '2'", "'2' 前面缺少逗号或“}”"},
    {"if x then", "'end' is missing at the end", "末尾缺少 'end'"},
    {"print('abc\\q')", "''abc\\q': a backslash before this letter means nothing; write \\\\",
     "''abc\\q'：反斜杠后面不能跟这个字母；请写 \\\\"},
    {"local x <const> = 1; x = 2", "'x' cannot be changed", "“x”不能修改"},
    {"local x <foo> = 1", "<foo> is unknown; behind a local name only <const> or <close> may stand",
     "不认识 <foo>；local 的名称后只能写 <const> 或 <close>"},
    {"x = 1 +", "the file ends in the middle of a value", "文件在一个值中间结束"},
    {"1 = x", "'1' cannot stand here", "这里不能写 '1'"},
    {"return return", "'return' cannot stand here", "这里不能写 'return'"},
    {"end", "'end' closes nothing", "'end' 没有对应的开头"},
    {"for i in do end", "'do' cannot stand here", "这里不能写 'do'"},
    {"for i = 1 do end", "',' is missing before 'do'", "'do' 前面缺少 ','"},
    {"while true", "'do' is missing at the end", "末尾缺少 'do'"},
    {"x = \"a\" .. ", "the file ends in the middle of a value", "文件在一个值中间结束"},
    {"math.floor(\"x\")", "'floor': argument 1: a number belongs here, not a text",
     "“floor”的第 1 个参数不对：应是数，却是文本"},
    {"math.floor({})", "'floor': argument 1: a number belongs here, not a table",
     "“floor”的第 1 个参数不对：应是数，却是表"},
    {"math.fmod(1,0)", "'fmod': argument 2: must not be 0", "“fmod”的第 2 个参数不对：不能是 0"},
    {"1//0", "a division by zero", "除数是零"},
    {"1%0", "a division by zero", "除数是零"},
    {"1.5 | 1", "a whole number is needed", "这里需要整数"},
    {"\"a\" | 1", "one cannot calculate with a text", "文本不能参加计算"},
    {"1 << {}", "one cannot calculate with a table", "表不能参加计算"},
    {"-{}", "one cannot calculate with a table", "表不能参加计算"},
    {"#5", "a number has no length", "数没有长度"},
    {"~1.5", "a whole number is needed", "这里需要整数"},
    {"string.char(300)", "'char': argument 1: too big or too small", "“char”的第 1 个参数不对：超出范围"},
    {"string.rep()", "'rep': argument 1: a text belongs here, but there is nothing",
     "“rep”的第 1 个参数不对：应是文本，却没有写"},
    {"string.sub()", "'sub': argument 1: a text belongs here, but there is nothing",
     "“sub”的第 1 个参数不对：应是文本，却没有写"},
    {"utf8.codepoint(\"\\xff\")", "this is no UTF-8 text", "不是 UTF-8 文本"},
    {"utf8.len(\"abc\", 10)", "'len': argument 2: outside of the list or text",
     "“len”的第 2 个参数不对：超出列表或文本范围"},
    {"io.open()", "argument 1: a text belongs here, but there is nothing", "第 1 个参数不对：应是文本，却没有写"},
    {"io.open(\"x\",\"zz\")", "argument 2: write \"r\", \"w\" or \"a\"", "第 2 个参数不对：可写 \"r\"、\"w\"、\"a\""},
    {"io.read(\"zz\")", "'read': argument 1: this cannot stand here; write \"l\", \"n\" or \"a\"",
     "“read”的第 1 个参数不对：这里可写 \"l\"、\"n\"、\"a\""},
    {"io.open(\"none\"):read()", "what stands before the point is empty (nil): nothing was found there",
     "点号前是空值（nil）：没有找到"},
    {"local f = io.tmpfile() f:close() f:read()", "the file is closed", "文件已经关闭"},
    {"io.output(\"/none/x\")", "the file '/none/x' cannot be opened: No such file or directory",
     "打不开文件“/none/x”：没有该文件或文件夹"},
    {"os.date(\"%Ez\")", "'date': argument 1: os.date knows no '%Ez'", "“date”的第 1 个参数不对：os.date 不认识“%Ez”"},
    {"os.date(\"*t\", 1e300)", "'date': argument 2: a whole number is needed", "“date”的第 2 个参数不对：应是整数"},
    {"assert(false)", "an assertion failed", "断言不成立"},
    {"assert(nil, \"自己的\")", "自己的", "自己的"},
    {"assert(io.open(\"none\"))", "none: No such file or directory", "“none”：没有该文件或文件夹"},
    {"rawset(1,2,3)", "'rawset': argument 1: a table belongs here, not a number",
     "“rawset”的第 1 个参数不对：应是表，却是数"},
    {"rawget()", "'rawget': argument 1: a table belongs here, but there is nothing",
     "“rawget”的第 1 个参数不对：应是表，却没有写"},
    {"rawlen(5)", "'rawlen': argument 1: a table or a text belongs here, not a number",
     "“rawlen”的第 1 个参数不对：应是表或文本，却是数"},
    {"t = {} t[nil] = 1", "a table's key is nothing", "表的键是空值"},
    {"t = {} t[0/0] = 1", "a table's key is not a number", "表的键不是数"},
    {"string.pack(\"i99\", 1)", "pack: a number has 1 to 16 bytes", "pack：一个数占 1 到 16 字节"},
    {"string.pack(\"b\", 300)", "'pack': argument 2: too big or too small", "“pack”的第 2 个参数不对：超出范围"},
    {"string.unpack(\"i4\", \"x\")", "'unpack': argument 2: the text is too short",
     "“unpack”的第 2 个参数不对：文本过短"},
    {"debug.getinfo(1, \"?\")", "'getinfo': argument 2: this cannot stand here",
     "“getinfo”的第 2 个参数不对：这里不能这样写"},
    {"warn()", "'warn': argument 1: a text belongs here, but there is nothing",
     "“warn”的第 1 个参数不对：应是文本，却没有写"},
    {"collectgarbage(\"x\")", "'collectgarbage': argument 1: 'x' is none of the words that can stand here",
     "“collectgarbage”的第 1 个参数不对：这里不能写“x”"},
    {"string.dump(print)", "this function cannot be written as text", "这个函数不能写成文本"},
    {"setmetatable({}, {__index=function(t,k) return t[k] end}).x", "nested too deep", "嵌套过深"},
    {"local x <close> = 5", "'x' has <close>, but nothing that can be closed", "“x”写了 <close>，但它的值不能关闭"},
    {"onex.day(\"x\")", "'x' is no day; write it as \"2026-03-01\"", "“x”不是日期；请写成 \"2026-03-01\""},
    {"onex.day()", "'day': argument 1: a text belongs here, but there is nothing",
     "“day”的第 1 个参数不对：应是文本，却没有写"},
    {"onex.days(\"2026-01-01\")", "'days': argument 2: a text belongs here, but there is nothing",
     "“days”的第 2 个参数不对：应是文本，却没有写"},
    {"onex.query()", "'query': argument 1: a text belongs here, but there is nothing",
     "“query”的第 1 个参数不对：应是文本，却没有写"},
    {"onex.query(\"select nothing\")",
     "the query is wrong: 'nothing' cannot stand here, or something is missing before it",
     "查询有误：这里不能写“nothing”，或它前面缺少内容"},
    {"onex.query(\"select ?\")", "the query has 1 '?' but was given 0 values", "查询有 1 个“?”，却给了 0 个值"},
    {"onex.query(\"select ?\", {})", "'query': argument 2: a number, a text, true, false, nil or a subject is needed",
     "“query”的第 2 个参数不对：应是数、文本、true、false、nil 或对象"},
    {"onex.insert()", "'insert': argument 1: a text belongs here, but there is nothing",
     "“insert”的第 1 个参数不对：应是文本，却没有写"},
    {"onex.insert(\"office\")", "'insert': argument 2: a table belongs here, not an empty value (nil)",
     "“insert”的第 2 个参数不对：应是表，却是空值"},
    {"onex.yuan({})", "'yuan': argument 1: a number belongs here, not a table",
     "“yuan”的第 1 个参数不对：应是数，却是表"},
    {"onex.ratio(\"a\", 2)", "'ratio': argument 1: a number belongs here, not a text",
     "“ratio”的第 1 个参数不对：应是数，却是文本"},
    {"onex.table(5)", "'table': argument 1: a table belongs here, not a number",
     "“table”的第 1 个参数不对：应是表，却是数"},
    {"onex.csv.read()", "'read': argument 1: a text belongs here, but there is nothing",
     "“read”的第 1 个参数不对：应是文本，却没有写"},
    {"onex.csv.write(\"x\")", "'write': argument 2: a table belongs here, but there is nothing",
     "“write”的第 2 个参数不对：应是表，却没有写"},
    {"onex.whatif()", "'whatif': argument 1: a table belongs here, but there is nothing",
     "“whatif”的第 1 个参数不对：应是表，却没有写"},
    {"onex.whatif({}, 5)", "'whatif': argument 2: a function belongs here, not a number",
     "“whatif”的第 2 个参数不对：应是函数，却是数"},
    {"onex.impact(5)", "options are written { NAME = value }, not '5'; the names are: with, set",
     "选项应写成 { 名称 = 值 }，不能是“5”；名称有：with、set"},
    {"onex.decide()", "'decide': argument 1: a text belongs here, not an empty value (nil)",
     "“decide”的第 1 个参数不对：应是文本，却是空值"},
    {"onex.waive()", "'waive': argument 1: a pilot or other subject belongs here, not an empty value (nil)",
     "“waive”的第 1 个参数不对：应是试点项目等对象，却是空值"},
    {"onex.import()", "'import': argument 1: a text belongs here, not an empty value (nil)",
     "“import”的第 1 个参数不对：应是文本，却是空值"},
    {"onex.export()", "'export': argument 1: a text belongs here, not an empty value (nil)",
     "“export”的第 1 个参数不对：应是文本，却是空值"},
    {"onex.progress(\"x\")", "'progress': argument 1: a number belongs here, not a text",
     "“progress”的第 1 个参数不对：应是数，却是文本"},
    {"onex.as_of = 5", "'5' is no day; write it as \"2026-03-01\"", "“5”不是日期；请写成 \"2026-03-01\""},
    {"onex.as_of = \"x\"", "'x' is no day; write it as \"2026-03-01\"", "“x”不是日期；请写成 \"2026-03-01\""},
    {"onex.nothing()", "onex has no 'nothing'", "onex 没有“nothing”"},
    {"onex.ratio(1,2) + nil",
     "a ratio is compared and calculated with ratios, numbers and texts like \"60%\", not with 'an empty value (nil)'",
     "比值只能与比值、数或 \"60%\" 这样的文本比较、计算，不能用“空值”"},
    {"onex.ratio(1,2).x", "a ratio has n, d and value, not 'x'", "比值只有 n、d、value，没有“x”"},
    {"onex.unknown.x", "this is unknown; p:known asks first", "此值未知；可先用 p:known 询问"},
    {"onex.unknown()", "this is unknown; p:known asks first", "此值未知；可先用 p:known 询问"},
};

static int wrong_ones(desk *d, onex_lang lang) {
    int wrong = 0;
    onex_lang_set(lang);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *told = lang == ONEX_LANG_ZH ? lines[i].zh : lines[i].en;
        bool ok = desk_eval(d, lines[i].code);
        if (!ok && strcmp(d->failure.message, told) == 0 && d->failure.line == 1) continue;
        wrong++;
        print_error("%s\n  told: %s\n  not:  %s\n", lines[i].code, ok ? "nothing" : d->failure.message, told);
    }
    onex_lang_set(ONEX_LANG_EN);
    return wrong;
}

static void every_message_is_told_in_english(void **state) {
    desk *d = desk_open(*state, false, true);
    assert_int_equal(wrong_ones(d, ONEX_LANG_EN), 0);
    desk_close(d);
}

static void every_message_is_told_in_chinese(void **state) {
    desk *d = desk_open(*state, false, true);
    assert_int_equal(wrong_ones(d, ONEX_LANG_ZH), 0);
    desk_close(d);
}

/* pcall gives the same words behind the same place; what is the script's own stays. */
static void a_caught_message_is_told_alike(void **state) {
    desk *d = desk_open(*state, false, true);
    onex_lang_set(ONEX_LANG_ZH);
    desk_gives(d, "pcall(function() return nil + 1 end)", "false\ndesk:1: 空值不能参加计算\n");
    desk_gives(d, "pcall(require, 'none')", "false\n没有模块“none”\n");
    desk_gives(d, "pcall(error, 'my own: 1')", "false\nmy own: 1\n");
    desk_gives(d, "select(2, pcall(error, { n = 7 })).n", "7\n");
    desk_gives(d, "pcall(function(a, b) return b, a end, 1, 2)", "true\n2\n1\n");
    desk_gives(d, "xpcall(function() return 1 < 'x' end, function(e) return '<' .. e .. '>' end)",
               "false\n<desk:1: 数和文本不能比较大小>\n");
    desk_gives(d, "coroutine.wrap(function() return pcall(coroutine.yield, 5) end)()", "5\n");
    desk_gives(d, "xpcall(function() error 'x' end, function() error 'y' end)", "false\n处理错误时又出错\n");
    desk_gives(d, "load 'x ='", "nil\n[string \"x =\"]:1: 文件在一个值中间结束\n");
    desk_gives(d, "io.open 'none'", "nil\n“none”：没有该文件或文件夹\n2\n");
    desk_gives(d, "coroutine.resume(coroutine.create(function() return #5 end))", "false\ndesk:1: 数没有长度\n");
    onex_lang_set(ONEX_LANG_EN);
    desk_close(d);
}

/* ---- nothing English is left ---- */

/* Wrong lines of all kinds, most of them in no table above. */
/* clang-format off */
static const char *const wrong[] = {
    "(\"x\").rep({})", "string.find(\"x\",\"(\")", "string.match(\"x\",\")\")", "string.format(\"%10000d\",1)",
    "string.format(\"%d\")", "string.pack(\"y\",300)", "string.pack(\"c\",300)", "string.pack(\"i1 X\",3)",
    "string.pack(\"!3 i4\",3)", "io.stdout:seek(\"bad\")", "io.close(1)", "local a={} a[1].x=1", "local a={} a[1]()",
    "local a={} local i=1; a[i].x=1", "local t = {} return t[1] + 1", "local t = {} return \"x\" .. t[1]",
    "local t = {} t.x.y()", "local t = {} t:go()", "local t = {} return #t[1]", "local u; (function() u.x=1 end)()",
    "local u; (function() u() end)()", "return #nil", "nothing()", "nothing.x = 1", "return nothing + 1",
    "return nothing < 1", "local x = 1.5; return x | 1", "for i=1,2,{} do end", "for i={},2 do end",
    "table.move({},1,math.maxinteger,2)", "table.move({},-1,math.maxinteger,2)", "table.sort({3,1}, 5)",
    "math.random(1,2,3)", "math.max()", "utf8.offset(\"\\xe4\\xb8\\xad\",1,2)", "utf8.codepoint(\"abc\",1,9)",
    "coroutine.close(coroutine.running())", "io.lines(\"none\",\"n\")", "io.popen(\"ls\",\"q\")", "io.write({})",
    "local f = io.tmpfile() f.write(\"x\")", "io.stdout:setvbuf(\"x\")", "os.date(5, \"x\")",
    "os.date(\"%c\",math.maxinteger)", "os.time{year=\"x\",month=1,day=1}", "os.exit(\"x\")", "require()",
    "package.searchers=1 require \"x\"", "load()", "assert(load(\"x=\"))", "assert(load(\"\\n\\nx=}\"))",
    "assert(coroutine.resume(coroutine.create(function() return nil + 1 end)))", "setmetatable({},1)",
    "setmetatable(setmetatable({},{__metatable=1}),{})", "local t=setmetatable({},{__add=1}) return t+1",
    "local t=setmetatable({},{__len=function() return \"x\" end}) return table.unpack(t)", "xpcall(print)",
    "local ok,e = pcall(function() return nil+1 end) error(e)",
    "debug.getlocal(99,1)", "cjson.decode_max_depth(0)", "cjson.encode_keep_buffer(1,2,3,4)", "cjson.encode(0/0)",
    "for i", "for i=", "for i,", "if x", "local", "local 1", "local function f(", "function", "function f:1() end", "f(1",
    "f.", "f:x", "x.1 = 2", "x = {1,,2}", "x = \"abc", "x = [[abc", "--[[ abc", "x = [=abc", "x = 0x",
    "x = \"\\xZZ\"", "x = \"\\300\"", "x = \"\\u{110000000000}\"", "x = \"\\u123\"", "x = \"\\u{12\"", "x = 5 5", "x 5",
    "f() = 1", "a ? b : c", "a != b", "!x", "x += 1", ")", "}", "until x", "repeat x", "return 1 x = 2", "goto 1", "::a",
    "goto c; local a; ::c:: print(a)", "function f() return ... end", "local a <close>, b <close> = nil",
    "for q in onex.csv.read do end", "onex.pilots() < onex.pilots()", "#onex.pilots()", "onex.pilots() + 1",
    "onex.colleges()[1]", "pairs(onex.colleges())(1)", "onex.college(\"art\") < onex.college(\"art\")",
    "onex.college(\"art\") + 1", "\"1\" + onex.college(\"art\")", "onex.college(\"art\").rows(\"x\")",
    "onex.college(\"art\").check(\"x\")", "onex.college(\"art\").fact()", "onex.json.null + 1", "print < print",
    "onex.colleges { name = {} }", "onex.colleges { name = print }", "onex.update(\"office\")",
};
/* clang-format on */

/* Whether a word of more than two letters stands outside of quotes and is no word of the language itself. */
static const char *english_in(const char *text) {
    static const char *const names[] = {"for",    "in",      "local",     "nil",       "onex",  "pairs",  "ipairs",
                                        "pack",   "format",  "load",      "concat",    "sort",  "table",  "insert",
                                        "os",     "date",    "time",      "year",      "cjson", "json",   "decode",
                                        "encode", "package", "searchers", "coroutine", "yield", "const",  "close",
                                        "JSON",   "UTF",     "Lua",       "and",       "not",   "pilots", "rows",
                                        "check",  "fact",    "nan",       "name",      "code",  "__index"};
    static char word[64];
    for (const char *at = text; *at;) {
        static const char *const quotes[][2] = {{"“", "”"}, {"\"", "\""}, {"'", "'"}};
        const char *end = NULL;
        for (size_t i = 0; i < 3 && !end; i++)
            if (strncmp(at, quotes[i][0], strlen(quotes[i][0])) == 0) {
                const char *close = strstr(at + strlen(quotes[i][0]), quotes[i][1]);
                end = close ? close + strlen(quotes[i][1]) : NULL;
            }
        if (end) {
            at = end;
            continue;
        }
        size_t len = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
        bool name = len < 3;
        for (size_t i = 0; i < sizeof names / sizeof *names && !name; i++)
            name = strlen(names[i]) == len && strncmp(names[i], at, len) == 0;
        if (!name) {
            snprintf(word, sizeof word, "%.*s", (int)len, at);
            return word;
        }
        at += len ? len : 1;
    }
    return NULL;
}

static void nothing_english_is_left_in_chinese(void **state) {
    desk *d = desk_open(*state, false, true);
    onex_lang_set(ONEX_LANG_ZH);
    int left = 0;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (desk_eval(d, wrong[i])) {
            print_error("%s: does not fail\n", wrong[i]);
            left++;
            continue;
        }
        const char *word = english_in(d->failure.message);
        if (word || d->failure.line < 1) {
            print_error("%s: line %d: %s: '%s'\n", wrong[i], d->failure.line, d->failure.message, word ? word : "");
            left++;
        }
    }
    onex_lang_set(ONEX_LANG_EN);
    desk_close(d);
    assert_int_equal(left, 0);
}

static void tells(desk *d, const char *code, const char *message) {
    assert_false(desk_eval(d, code));
    assert_string_equal(d->failure.message, message);
}

static void what_a_script_says_itself_stays(void **state) {
    desk *d = desk_open(*state, false, true);
    onex_lang_set(ONEX_LANG_ZH);
    tells(d, "error(\"value expected near the top\")", "value expected near the top");
    tells(d, "assert(nil, \"not enough memory\")", "not enough memory");
    tells(d, "error(\"attempt to call a nil value\", 0)", "attempt to call a nil value");
    tells(d, "error { message = \"own text\" }", "own text");
    tells(d, "error(setmetatable({}, { __tostring = function() return \"own text\" end }))", "own text");
    tells(d, "local ok, e = pcall(error, \"own text\") error(e, 0)", "own text");
    desk_gives(d, "select(2, pcall(error, { 1 }))[1]", "1\n");
    desk_gives(d, "select(2, pcall(error, \"attempt to call a nil value\", 0))", "attempt to call a nil value\n");
    onex_lang_set(ONEX_LANG_EN);
    desk_close(d);
}

static void what_is_in_no_table_is_quoted(void **state) {
    onex_lua_message message;
    (void)state;
    onex_lang_set(ONEX_LANG_ZH);
    assert_false(onex_lua_message_read(&message, "some new words of Lua"));
    assert_string_equal(message.text, "some new words of Lua");
    assert_true(onex_lua_message_read(&message, "bad argument #1 to 'f' (some new words)"));
    assert_string_equal(message.text, "“f”的第 1 个参数不对：“some new words”");
    onex_lang_set(ONEX_LANG_EN);
}

static void a_text_given_to_load_is_told_as_such(void **state) {
    desk *d = desk_open(*state, false, true);
    tells(d, "\n\nassert(load(\"\\n\\nx=}\"))",
          "line 3 of the text given to load: '}' cannot stand here; a value is "
          "missing before it, or it closes nothing");
    assert_int_equal(d->failure.line, 3);
    assert_string_equal(d->failure.file, "desk");
    desk_close(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_message_is_told_in_english, place_make, place_remove),
        cmocka_unit_test_setup_teardown(every_message_is_told_in_chinese, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_caught_message_is_told_alike, place_make, place_remove),
        cmocka_unit_test_setup_teardown(nothing_english_is_left_in_chinese, place_make, place_remove),
        cmocka_unit_test_setup_teardown(what_a_script_says_itself_stays, place_make, place_remove),
        cmocka_unit_test(what_is_in_no_table_is_quoted),
        cmocka_unit_test_setup_teardown(a_text_given_to_load_is_told_as_such, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
