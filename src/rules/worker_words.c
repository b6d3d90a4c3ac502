/* The vocabulary of rule files, in one table; the environment of a file, which knows these words and nothing else; and
 * what a declaration does: send itself to the parent. */
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "rules/wire.h"
#include "rules/worker_state.h"

const onex_worker_word onex_worker_words[] = {
    {"regulation", ONEX_WORD_DECLARES, false, NULL},
    {"facts", ONEX_WORD_DECLARES, false, NULL},
    {"field", ONEX_WORD_DECLARES, true, NULL},
    {"derive", ONEX_WORD_DECLARES, true, NULL},
    {"param", ONEX_WORD_DECLARES, true, NULL},
    {"set", ONEX_WORD_DECLARES, true, NULL},
    {"reading", ONEX_WORD_DECLARES, true, NULL},
    {"condition", ONEX_WORD_DECLARES, true, NULL},
    {"trigger", ONEX_WORD_DECLARES, true, NULL},
    {"attestation", ONEX_WORD_DECLARES, true, NULL},
    {"outcome", ONEX_WORD_DECLARES, true, NULL},
    {"transition", ONEX_WORD_DECLARES, true, NULL},
    {"duty", ONEX_WORD_DECLARES, true, NULL},
    {"test", ONEX_WORD_DECLARES, false, NULL},
    {"fact", ONEX_WORD_REFERS, true, NULL},
    {"row", ONEX_WORD_REFERS, true, NULL},
    {"outer", ONEX_WORD_REFERS, true, NULL},
    {"as_of", ONEX_WORD_VALUE, false, NULL},
    {"at_least", ONEX_WORD_EXPRESSION, false, NULL},
    {"at_most", ONEX_WORD_EXPRESSION, false, NULL},
    {"below", ONEX_WORD_EXPRESSION, false, NULL},
    {"above", ONEX_WORD_EXPRESSION, false, NULL},
    {"equals", ONEX_WORD_EXPRESSION, false, NULL},
    {"differs", ONEX_WORD_EXPRESSION, false, NULL},
    {"none", ONEX_WORD_EXPRESSION, false, NULL},
    {"one_of", ONEX_WORD_EXPRESSION, false, NULL},
    {"none_of", ONEX_WORD_EXPRESSION, false, NULL},
    {"all", ONEX_WORD_EXPRESSION, false, NULL},
    {"any", ONEX_WORD_EXPRESSION, false, NULL},
    {"no", ONEX_WORD_EXPRESSION, false, NULL},
    {"ratio", ONEX_WORD_EXPRESSION, false, NULL},
    {"least", ONEX_WORD_EXPRESSION, false, onex_worker_v_least},
    {"greatest", ONEX_WORD_EXPRESSION, false, onex_worker_v_greatest},
    {"days_between", ONEX_WORD_EXPRESSION, false, onex_worker_v_days_between},
    {"days_after", ONEX_WORD_EXPRESSION, false, onex_worker_v_days_after},
    {"year_end", ONEX_WORD_EXPRESSION, false, onex_worker_v_year_end},
    {"year_of", ONEX_WORD_EXPRESSION, false, onex_worker_v_year_of},
    {"day_of", ONEX_WORD_EXPRESSION, false, onex_worker_v_day_of},
    {"choose", ONEX_WORD_EXPRESSION, false, NULL},
    {"every", ONEX_WORD_EXPRESSION, false, NULL},
    {"tally", ONEX_WORD_EXPRESSION, false, NULL},
    {"met", ONEX_WORD_EXPRESSION, false, NULL},
    {"points", ONEX_WORD_EXPRESSION, false, NULL},
    {"blank", ONEX_WORD_EXPRESSION, false, NULL},
    {"otherwise", ONEX_WORD_EXPRESSION, false, NULL},
    {"known", ONEX_WORD_EXPRESSION, false, NULL},
    {"count", ONEX_WORD_EXPRESSION, false, NULL},
    {"sum", ONEX_WORD_EXPRESSION, false, NULL},
    {"has", ONEX_WORD_EXPRESSION, false, NULL},
    {"lowest", ONEX_WORD_EXPRESSION, false, NULL},
    {"highest", ONEX_WORD_EXPRESSION, false, NULL},
    {"latest", ONEX_WORD_EXPRESSION, false, NULL},
    {"list", ONEX_WORD_EXPRESSION, false, NULL},
    {"local_rules", ONEX_WORD_COLLEGE, false, NULL},
    {"tighten", ONEX_WORD_COLLEGE, false, NULL},
    {"relax", ONEX_WORD_COLLEGE, false, NULL},
    {"extend", ONEX_WORD_COLLEGE, false, NULL},
    {"reduce", ONEX_WORD_COLLEGE, false, NULL},
    {NULL, ONEX_WORD_VALUE, false, NULL},
};

const onex_worker_word *onex_worker_word_find(const char *name) {
    for (const onex_worker_word *word = onex_worker_words; word->name; word++)
        if (strcmp(word->name, name) == 0) return word;
    return NULL;
}

/* at_least(a, b): a node while the file is loaded; in a compute the word's work on values, if it has one. */
static int l_expression(lua_State *L) {
    const onex_worker_word *word = lua_touserdata(L, lua_upvalueindex(1));
    if (onex_worker_state_of(L)->computing) {
        if (word->value) return word->value(L);
        return luaL_error(L,
                          onex_tr("'%s' builds an expression; it cannot stand in a compute",
                                  "“%s”用来组成表达式，不能用在 compute 中"),
                          word->name);
    }
    onex_worker_push_call(L, word->name, lua_gettop(L));
    return 1;
}

void onex_worker_open_college_words(lua_State *L, int words) {
    for (const onex_worker_word *word = onex_worker_words; word->name; word++) {
        if (word->kind != ONEX_WORD_COLLEGE) continue;
        lua_pushliteral(L, "");
        onex_worker_node_push(L, ONEX_NODE_NAMESPACE, word->name)->line = 0;
        lua_setfield(L, words, word->name);
    }
}

void onex_worker_open_words(lua_State *L, int words) {
    for (const onex_worker_word *word = onex_worker_words; word->name; word++) {
        if (word->kind == ONEX_WORD_COLLEGE) continue;
        if (word->kind == ONEX_WORD_EXPRESSION) {
            lua_pushlightuserdata(L, (void *)word);
            lua_pushcclosure(L, l_expression, 1);
        } else if (word->kind == ONEX_WORD_VALUE) {
            lua_pushliteral(L, "");
            onex_worker_node *node = onex_worker_node_push(L, ONEX_NODE_REF, word->name);
            node->line = 0;
            onex_worker_node_use(L, node);
        } else {
            lua_pushliteral(L, "");
            onex_worker_node_push(L, ONEX_NODE_NAMESPACE, word->name)->line = 0;
        }
        lua_setfield(L, words, word->name);
    }
}

/* ---- the environment of a file ---- */

static const char *absent(const char *name) {
    static const char *const names[] = {"setmetatable", "getmetatable",   "rawget", "rawset",     "rawequal", "rawlen",
                                        "xpcall",       "coroutine",      "load",   "loadstring", "loadfile", "dofile",
                                        "require",      "collectgarbage", "print",  "warn",       "debug",    "io",
                                        "os",           "package",        "next",   "_G"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) return names[i];
    return NULL;
}

/* words[key] of a word that is not there: reported, with the nearest, and a value that says nothing more. */
static int l_unknown(lua_State *L) {
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    char name[128], hint[320], near[256];
    snprintf(name, sizeof name, "%.100s", lua_tostring(L, 2));
    if (onex_worker_state_of(L)->computing) return luaL_error(L, onex_tr("unknown word '%s'", "未知的词“%s”"), name);
    const onex_worker_word *word = onex_worker_word_find(name);
    if (word && word->kind == ONEX_WORD_COLLEGE) {
        onex_worker_problem(L, name, "E0201", NULL,
                            onex_tr("'%s' is a word of college files, not of school files",
                                    "“%s”是学院规则文件的词，不能用在学校规则文件中"),
                            name);
    } else if (absent(name)) {
        onex_worker_problem(L, name, "E0201", NULL,
                            onex_tr("'%s' is not available in rule files", "规则文件中不能使用“%s”"), name);
    } else {
        onex_nearest nearest;
        onex_nearest_init(&nearest, name);
        for (word = onex_worker_words; word->name; word++)
            if (word->kind != ONEX_WORD_COLLEGE || onex_worker_state_of(L)->college)
                onex_nearest_offer(&nearest, word->name);
        static const char *const values[] = {"true",  "false", "nil",  "ipairs",   "pairs",   "string",
                                             "table", "math",  "utf8", "tostring", "tonumber"};
        for (size_t i = 0; i < sizeof values / sizeof *values; i++) onex_nearest_offer(&nearest, values[i]);
        onex_nearest_text(&nearest, near, sizeof near);
        if (*near)
            snprintf(hint, sizeof hint, onex_tr("did you mean %s?", "是否指 %s？"), near);
        else
            snprintf(hint, sizeof hint,
                     onex_tr("a fact is written fact.%s, a param param.%s, a text in quotes",
                             "事实写作 fact.%s，参数写作 param.%s，文字要加引号"),
                     name, name);
        onex_worker_problem(L, name, "E0201", hint, onex_tr("unknown word '%s'", "未知的词“%s”"), name);
    }
    onex_worker_node_push_failed(L);
    return 1;
}

/* env[key] = value; upvalue: the file's own table. Functions may be named so; for all else a `local` is asked. */
static int l_assign(lua_State *L) {
    onex_worker_state *w = onex_worker_state_of(L);
    char name[128];
    snprintf(name, sizeof name, "%.100s", lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "");
    if (w->computing)
        return luaL_error(
            L, onex_tr("'%s' is not local; a compute keeps nothing", "“%s”不是局部变量；compute 不能保存任何内容"),
            name);
    lua_rawgeti(L, LUA_REGISTRYINDEX, w->words_ref);
    lua_pushvalue(L, 2);
    bool is_word = lua_rawget(L, -2) != LUA_TNIL;
    lua_settop(L, 3);
    if (is_word) {
        onex_worker_problem(
            L, name, "E0214", NULL,
            onex_tr("'%s' is a word of the rule language; it cannot be set", "“%s”是规则语言的词，不能赋值"), name);
        return 0;
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, 2);
    bool again = lua_rawget(L, -2) != LUA_TNIL;
    lua_settop(L, 3);
    if (!lua_isfunction(L, 3) && !again) {
        char hint[200];
        snprintf(hint, sizeof hint,
                 onex_tr("for a value of this file write: local %s = …", "本文件自用的值请写：local %s = …"), name);
        onex_worker_problem(L, name, "E0214", hint, onex_tr("nothing reads '%s' here", "这里没有程序读取“%s”"), name);
        onex_worker_encoding e = {.word = name};
        w->scratch.len = 0;
        onex_worker_encode(L, 3, "compute", 1, &e); /* its expressions are part of this mistake */
    }
    lua_rawset(L, lua_upvalueindex(1));
    return 0;
}

void onex_worker_push_env(lua_State *L) {
    lua_newtable(L);                                                       /* env */
    lua_createtable(L, 0, 2);                                              /* env meta */
    lua_newtable(L);                                                       /* env meta own */
    lua_createtable(L, 0, 1);                                              /* env meta own ownmeta */
    lua_rawgeti(L, LUA_REGISTRYINDEX, onex_worker_state_of(L)->words_ref); /* ... words */
    if (!lua_getmetatable(L, -1)) {
        lua_createtable(L, 0, 1);
        lua_pushcfunction(L, l_unknown);
        lua_setfield(L, -2, "__index");
        lua_setmetatable(L, -2);
    } else {
        lua_pop(L, 1);
    }
    lua_setfield(L, -2, "__index"); /* env meta own ownmeta */
    lua_setmetatable(L, -2);        /* env meta own */
    lua_pushvalue(L, -1);
    lua_pushcclosure(L, l_assign, 1);
    lua_setfield(L, -3, "__newindex");
    lua_setfield(L, -2, "__index"); /* env meta */
    lua_setmetatable(L, -2);
}

/* ---- declaring ---- */

/* Takes apart the names behind a declaring word: field "pilot" "x" has a subject and a name, others a name alone. */
static void put_names(onex_worker_state *w, lua_State *L, int index, const onex_worker_node *node) {
    size_t size, len;
    lua_getiuservalue(L, index, 1);
    const char *bytes = lua_tolstring(L, -1, &size);
    onex_wire in = {.at = bytes, .end = bytes + size};
    bool facts = strcmp(node->word, "facts") == 0; /* of a subject; its columns have the names */
    int subject = facts || node->npath == 2;
    onex_wire_put_byte(&w->out, subject);
    if (subject) {
        const char *text = onex_wire_text(&in, &len);
        onex_wire_put_text(&w->out, text, len);
    }
    int name = !facts && node->npath > 0;
    onex_wire_put_byte(&w->out, name);
    if (name) {
        const char *text = onex_wire_text(&in, &len);
        onex_wire_put_text(&w->out, text, len);
    }
    lua_pop(L, 1);
}

void onex_worker_declare(lua_State *L, onex_worker_node *node, int body) {
    onex_worker_state *w = onex_worker_state_of(L);
    onex_worker_encoding e = {.word = node->word};
    onex_worker_place at = onex_worker_where(L);
    if (node->line) at.line = node->line;
    w->scratch.len = 0;
    onex_worker_encode(L, body, NULL, 1, &e);
    w->nsent += e.nodes;
    bool fits = ++w->ndecls <= ONEX_WORKER_DECLS && w->nsent <= ONEX_WORKER_NODES &&
                w->out.len + w->scratch.len <= ONEX_WORKER_ANSWER / 2;
    if (!fits) {
        onex_worker_stop_now(w, ONEX_STOP_SIZE);
        luaL_error(L, "stopped");
    }
    size_t start = onex_worker_begin(w, ONEX_MSG_DECL);
    onex_wire_put_text(&w->out, at.path, strlen(at.path));
    onex_wire_put_int(&w->out, at.line);
    onex_wire_put_text(&w->out, node->word, strlen(node->word));
    put_names(w, L, 1, node);
    onex_buffer_put(&w->out, w->scratch.data, w->scratch.len);
    onex_worker_end_message(w, start);
}
