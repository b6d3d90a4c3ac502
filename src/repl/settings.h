/* What the console itself offers to scripts: the day, progress. For src/repl only; all may throw. */
#ifndef ONEX_REPL_SETTINGS_H
#define ONEX_REPL_SETTINGS_H

#include "repl/state.h"

extern const onex_api_noun onex_api_settings;

/* Pushes onex.NAME where it is a setting; false: it is none. */
bool onex_l_setting(lua_State *L, const char *name);
/* onex.NAME = the value at `at`; an error where it is no setting that may be set. */
void onex_l_setting_set(lua_State *L, const char *name, int at);

#endif
