/* The reasons of a verdict as Lua tables. For src/repl only; may throw. */
#ifndef ONEX_REPL_WHY_TREE_H
#define ONEX_REPL_WHY_TREE_H

#include "engine/why.h"
#include "repl/state.h"

/* Pushes the tree: each reason a table with `kind`, what it says, and `because`, a list of what it rests on. */
void onex_l_why_tree(lua_State *L, const onex_program *program, const onex_reason *root);

#endif
