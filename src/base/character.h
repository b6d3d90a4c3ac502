/* What kind of character a code point is, as far as cells care. */
#ifndef ONEX_BASE_CHARACTER_H
#define ONEX_BASE_CHARACTER_H

#include <stdbool.h>

/* Unicode Cc: U+0000-001F (tab, line feed and return among them), U+007F-009F. */
bool onex_character_is_control(unsigned c);
/* Unicode Cf: zero-width, direction and other format characters, U+FEFF among them. */
bool onex_character_is_format(unsigned c);

#endif
