/* A tree of reasons as tables, kind by kind. */
#include "repl/why_tree.h"

#include "engine/row_json.h"
#include "expr/sentence.h"
#include "repl/field.h"
#include "repl/json.h"

static void set_list(lua_State *L, const char *key, const char **texts, int n) {
    lua_createtable(L, n, 0);
    for (int i = 0; i < n; i++) {
        lua_pushstring(L, texts[i]);
        lua_rawseti(L, -2, i + 1);
    }
    onex_l_json_list(L, -1);
    lua_setfield(L, -2, key);
}

/* A rule is the row as in JSON. */
static void push_rule(lua_State *L, const onex_program *program, const onex_reason *r) {
    onex_buffer *b = onex_l_buffer(L);
    int at = lua_gettop(L);
    onex_row_json(b, program, &r->row, false);
    onex_l_buffer_text(L, at);
    size_t len;
    const char *json = lua_tolstring(L, at, &len);
    onex_l_json_read(L, json, len, false);
    lua_remove(L, at);
    lua_getfield(L, -1, "kind");
    lua_setfield(L, -2, "rule_kind");
}

static void push_claim(lua_State *L, const onex_program *program, const onex_reason *r) {
    static const char *const truths[] = {"unknown", "fails", "holds"};
    lua_newtable(L);
    onex_l_set_text(L, "says", truths[r->truth + 1]);
    onex_buffer *b = onex_l_buffer(L);
    int at = lua_gettop(L);
    onex_sentence_put(b, program, r->node, onex_lang_get());
    onex_l_buffer_text(L, at);
    lua_setfield(L, -2, "claim");
    onex_l_set_text(L, "left", r->left);
    onex_l_set_text(L, "right", r->right);
}

static void push_named(lua_State *L, const onex_reason *r) {
    lua_newtable(L);
    onex_l_set_text(L, "name", r->name);
    onex_l_set_text(L, "title", r->title);
    onex_l_set_text(L, "value", r->value);
    onex_l_set_text(L, "supplied_by", r->supplied_by);
    onex_l_set_text(L, "origin", r->origin);
    onex_l_set_text(L, "cite", r->cite);
    onex_l_set_text(L, "document", r->document);
    onex_l_set_text(L, "file", r->at.file);
    if (!r->at.line) return;
    lua_pushinteger(L, r->at.line);
    lua_setfield(L, -2, "line");
}

void onex_l_why_tree(lua_State *L, const onex_program *program, const onex_reason *r) {
    static const char *const kinds[] = {"rule", "claim", "fact", "param", "reading", "rows", "record"};
    luaL_checkstack(L, 12, NULL);
    switch (r->kind) {
    case ONEX_REASON_RULE: push_rule(L, program, r); break;
    case ONEX_REASON_CLAIM: push_claim(L, program, r); break;
    case ONEX_REASON_ROWS:
        lua_newtable(L);
        onex_l_set_text(L, "table", r->entity->name);
        set_list(L, "rows", r->keys, r->nkeys);
        set_list(L, "doubtful", r->doubtful, r->ndoubtful);
        break;
    default: push_named(L, r); break;
    }
    onex_l_set_text(L, "kind", kinds[r->kind]);
    lua_createtable(L, r->nkids, 0);
    onex_l_json_list(L, -1);
    for (int i = 0; i < r->nkids; i++) {
        onex_l_why_tree(L, program, r->kids[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "because");
}
