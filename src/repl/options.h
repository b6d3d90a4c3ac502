/* Option tables of the API: { name = value, ... }, whose names and types are looked at. For src/repl only; may throw. */
#ifndef ONEX_REPL_OPTIONS_H
#define ONEX_REPL_OPTIONS_H

#include <lua.h>
#include <stdbool.h>

/* Throws where `at` is neither nothing nor a table with no other keys than `names`, which end with NULL. */
void onex_l_options(lua_State *L, int at, const char *const *names);
/* The text of the option, which lives in the table; NULL: not given. Throws where it is no text. */
const char *onex_l_option(lua_State *L, int at, const char *name);
bool onex_l_switch(lua_State *L, int at, const char *name);
/* The text of the option, which must be one of the codes; NULL: not given. */
const char *onex_l_choice(lua_State *L, int at, const char *name, const char *(*code)(int), int n);
/* Pushes the option, a table; false: not given, nothing is pushed. */
bool onex_l_option_table(lua_State *L, int at, const char *name);

#endif
