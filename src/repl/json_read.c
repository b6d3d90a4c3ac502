/* JSON to Lua: whole numbers stay whole, and what a Lua value would lose is an error. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "repl/json.h"

enum { NUMBER_MAX = 400 };

typedef struct reader {
    lua_State *L;
    const char *start, *at, *end;
    bool nulls;
    int depth;
} reader;

static void value(reader *r);

static void wrong(reader *r, const char *what) {
    onex_error err = {0};
    onex_fail(&err, ONEX_E_DATA, onex_tr("JSON, byte %lld: %s", "JSON 第 %lld 字节：%s"),
              (long long)(r->at - r->start) + 1, what);
    onex_l_throw(r->L, &err);
}

static void skip(reader *r) {
    while (r->at < r->end && strchr(" \t\r\n", *r->at) && *r->at) r->at++;
}

static bool take(reader *r, char c) {
    skip(r);
    if (r->at == r->end || *r->at != c) return false;
    r->at++;
    return true;
}

/* ---- texts ---- */

static unsigned hex4(reader *r) {
    unsigned n = 0;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef";
        char c = r->at < r->end ? *r->at : '\0';
        if (c >= 'A' && c <= 'F') c = (char)(c - 'A' + 'a');
        const char *found = c ? strchr(digits, c) : NULL;
        if (!found) {
            wrong(r, onex_tr("\\u needs four hexadecimal digits", "\\u 后应有四位十六进制数"));
            return 0;
        }
        n = n * 16 + (unsigned)(found - digits);
        r->at++;
    }
    return n;
}

static void put_character(luaL_Buffer *b, unsigned c) {
    const unsigned two = 0x80, three = 0x800, four = 0x10000;
    if (c < two) {
        luaL_addchar(b, (char)c);
    } else if (c < three) {
        luaL_addchar(b, (char)(0xC0 | c >> 6));
        luaL_addchar(b, (char)(0x80 | (c & 0x3F)));
    } else if (c < four) {
        luaL_addchar(b, (char)(0xE0 | c >> 12));
        luaL_addchar(b, (char)(0x80 | (c >> 6 & 0x3F)));
        luaL_addchar(b, (char)(0x80 | (c & 0x3F)));
    } else {
        luaL_addchar(b, (char)(0xF0 | c >> 18));
        luaL_addchar(b, (char)(0x80 | (c >> 12 & 0x3F)));
        luaL_addchar(b, (char)(0x80 | (c >> 6 & 0x3F)));
        luaL_addchar(b, (char)(0x80 | (c & 0x3F)));
    }
}

static void unicode(reader *r, luaL_Buffer *b) {
    unsigned c = hex4(r);
    if (c >= 0xDC00 && c <= 0xDFFF) wrong(r, onex_tr("half a character", "不完整的字符"));
    if (c >= 0xD800 && c <= 0xDBFF) {
        if (r->end - r->at < 2 || r->at[0] != '\\' || r->at[1] != 'u')
            wrong(r, onex_tr("half a character", "不完整的字符"));
        r->at += 2;
        unsigned low = hex4(r);
        if (low < 0xDC00 || low > 0xDFFF) wrong(r, onex_tr("half a character", "不完整的字符"));
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    put_character(b, c);
}

static void escape(reader *r, luaL_Buffer *b) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = r->at < r->end ? *r->at++ : '\0';
    const char *found = c ? strchr(from, c) : NULL;
    if (c == 'u')
        unicode(r, b);
    else if (found)
        luaL_addchar(b, to[found - from]);
    else
        wrong(r, onex_tr("no such escape", "没有这样的转义"));
}

/* Behind the opening quote; pushes the text. */
static void text(reader *r) {
    luaL_Buffer b;
    luaL_buffinit(r->L, &b);
    for (;;) {
        const char *run = r->at;
        while (r->at < r->end && *r->at != '"' && *r->at != '\\' && (unsigned char)*r->at >= ' ') r->at++;
        luaL_addlstring(&b, run, (size_t)(r->at - run));
        if (r->at == r->end) wrong(r, onex_tr("a text that does not end", "文本没有结束"));
        if (*r->at == '"') break;
        if (*r->at != '\\') wrong(r, onex_tr("a control character in a text", "文本中有控制字符"));
        r->at++;
        escape(r, &b);
    }
    r->at++;
    luaL_pushresult(&b);
}

/* ---- numbers ---- */

static size_t digits(const char *at, const char *end) {
    size_t n = 0;
    while (at + n < end && at[n] >= '0' && at[n] <= '9') n++;
    return n;
}

static void number(reader *r) {
    const char *from = r->at, *at = from;
    bool whole = true;
    if (*at == '-') at++;
    size_t n = digits(at, r->end);
    if (n == 0 || (n > 1 && *at == '0')) wrong(r, onex_tr("no value begins like this", "这不是一个值的开头"));
    at += n;
    if (at < r->end && *at == '.') {
        whole = false;
        n = digits(++at, r->end);
        if (n == 0) wrong(r, onex_tr("digits are missing behind the point", "小数点后缺少数字"));
        at += n;
    }
    if (at < r->end && (*at == 'e' || *at == 'E')) {
        whole = false;
        at++;
        if (at < r->end && (*at == '+' || *at == '-')) at++;
        n = digits(at, r->end);
        if (n == 0) wrong(r, onex_tr("digits are missing in the exponent", "指数缺少数字"));
        at += n;
    }
    char copy[NUMBER_MAX];
    size_t len = (size_t)(at - from);
    if (len >= sizeof copy) wrong(r, onex_tr("a number that is too long", "数字过长"));
    memcpy(copy, from, len);
    copy[len] = '\0';
    if (lua_stringtonumber(r->L, copy) != len + 1) wrong(r, onex_tr("a number that cannot be held", "数值无法表示"));
    if (whole && !lua_isinteger(r->L, -1)) wrong(r, onex_tr("a whole number that is too large", "整数过大"));
    double x = lua_tonumber(r->L, -1);
    if (x - x != 0) wrong(r, onex_tr("a number that is too large", "数值过大"));
    lua_Integer as;
    if (!whole && lua_numbertointeger(x, &as) && (double)as == x) {
        lua_pop(r->L, 1);
        lua_pushinteger(r->L, as);
    }
    r->at = at;
}

/* ---- lists and objects ---- */

static void list(reader *r) {
    lua_newtable(r->L);
    if (take(r, ']')) {
        onex_l_json_list(r->L, -1); /* so that it is written as a list again */
        return;
    }
    for (lua_Integer i = 1;; i++) {
        value(r);
        lua_rawseti(r->L, -2, i);
        if (take(r, ']')) return;
        if (!take(r, ',')) wrong(r, onex_tr("',' or ']' is missing", "缺少“,”或“]”"));
    }
}

static void object(reader *r) {
    lua_newtable(r->L);
    if (take(r, '}')) return;
    for (;;) {
        if (!take(r, '"')) wrong(r, onex_tr("a name in quotes is missing", "缺少带引号的名称"));
        text(r);
        lua_pushvalue(r->L, -1);
        if (lua_rawget(r->L, -3) != LUA_TNIL) wrong(r, onex_tr("a name that stands twice", "名称重复"));
        lua_pop(r->L, 1);
        if (!take(r, ':')) wrong(r, onex_tr("':' is missing", "缺少“:”"));
        value(r);
        lua_rawset(r->L, -3);
        if (take(r, '}')) return;
        if (!take(r, ',')) wrong(r, onex_tr("',' or '}' is missing", "缺少“,”或“}”"));
    }
}

static bool word(reader *r, const char *name) {
    size_t len = strlen(name);
    if ((size_t)(r->end - r->at) < len || memcmp(r->at, name, len) != 0) return false;
    r->at += len;
    return true;
}

static void value(reader *r) {
    luaL_checkstack(r->L, 8, NULL);
    if (++r->depth > ONEX_JSON_DEPTH) wrong(r, onex_tr("nested too deep", "嵌套过深"));
    skip(r);
    if (r->at == r->end) wrong(r, onex_tr("a value is missing", "缺少值"));
    if (take(r, '{')) {
        object(r);
    } else if (take(r, '[')) {
        list(r);
    } else if (take(r, '"')) {
        text(r);
    } else if (word(r, "true")) {
        lua_pushboolean(r->L, 1);
    } else if (word(r, "false")) {
        lua_pushboolean(r->L, 0);
    } else if (word(r, "null")) {
        if (r->nulls)
            lua_pushlightuserdata(r->L, NULL);
        else
            lua_pushnil(r->L);
    } else {
        number(r);
    }
    r->depth--;
}

void onex_l_json_read(lua_State *L, const char *json, size_t len, bool nulls) {
    reader r = {.L = L, .start = json, .at = json, .end = json + len, .nulls = nulls};
    size_t bad = 0;
    if (!onex_text_valid(json, len, &bad)) {
        r.at = json + bad;
        wrong(&r, onex_tr("not UTF-8", "不是 UTF-8"));
    }
    value(&r);
    skip(&r);
    if (r.at != r.end) wrong(&r, onex_tr("something follows the value", "值后面还有内容"));
}
