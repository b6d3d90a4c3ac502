/* The names that a console knows, from where they are declared: descriptors of the API and of the tables, the rules,
 * the database, the Lua state. Completion, help and the nearest names of an error are made from them. */
#ifndef ONEX_REPL_NAMES_H
#define ONEX_REPL_NAMES_H

#include "model/entity.h"
#include "repl/console.h"

/* `title`: what it is called or does, in the language set or as the rules write it; "" for nothing. */
typedef void (*onex_name_fn)(void *ctx, const char *name, const char *title);

enum {                         /* bits */
       ONEX_NAMES_GLOBALS = 1, /* of the state: what a line defined too */
       ONEX_NAMES_KEYWORDS = 2,
       ONEX_NAMES_RULES = 4,
       ONEX_NAMES_FACTS = 8,
       ONEX_NAMES_PARAMS = 16,
       ONEX_NAMES_READINGS = 32,
       ONEX_NAMES_STEPS = 64, /* transitions */
       ONEX_NAMES_TABLES = 128,
       ONEX_NAMES_COLUMNS = 256, /* of all tables */
       ONEX_NAMES_DECLARED = 4 | 8 | 16 | 32 | 64,
};

/* Calls `fn` for each name of the kinds asked; of rules that are not loaded, none. */
void onex_names_each(onex_console *console, unsigned kinds, onex_name_fn fn, void *ctx);
/* The words of the API behind `head`: "onex." (pilots, csv), "onex.csv." (read), "." (fields of any value), ":" (its
 * methods). */
void onex_names_members(const char *head, onex_name_fn fn, void *ctx);
/* The keys of a table's rows, with what tells them apart; nothing where the database cannot be read. */
void onex_names_codes(onex_console *console, const onex_entity *entity, onex_name_fn fn, void *ctx);
/* What may stand in a column of that name, in any table: words of an enum, codes of what it refers to. */
void onex_names_values(onex_console *console, const char *column, onex_name_fn fn, void *ctx);

#endif
