/* The tables of Lua's messages, for lua_message.c. Each ends with NULL. */
#ifndef ONEX_RULES_LUA_MEANINGS_H
#define ONEX_RULES_LUA_MEANINGS_H

typedef struct onex_lua_meaning {
    const char *lua, *en, *zh; /* $1: the first `*`; $t1: as the name of a type; $m1: as a reason of its own */
    int anchor;                /* number of the part to underline; 0: none */
} onex_lua_meaning;

extern const onex_lua_meaning onex_lua_meanings[]; /* whole messages */
extern const onex_lua_meaning onex_lua_reasons[];  /* what stands in brackets behind "bad argument", or behind a file */

#endif
