/* Messages of Lua in plain words. */
#ifndef ONEX_RULES_LUA_MESSAGE_H
#define ONEX_RULES_LUA_MESSAGE_H

#include <stdbool.h>

typedef struct onex_lua_message {
    char text[1024];  /* in the language set */
    char anchor[128]; /* the name on the line to underline; "": unknown */
} onex_lua_message;

/* `lua`: a message of Lua's parser or of a running function, without its place. What is in no table stays
 * as it is: false. */
bool onex_lua_message_read(onex_lua_message *out, const char *lua);

/* The name of a type of Lua, or of the console's values, in plain words of the language set: "a table", "表". */
const char *onex_lua_type_word(const char *name);

#endif
