/* Characters of Chinese typing that look like Lua's punctuation and are not. */
#ifndef ONEX_RULES_FULLWIDTH_H
#define ONEX_RULES_FULLWIDTH_H

/* The ASCII character that was meant by code point `c`, as text (" " for a space); NULL: none, as for Chinese words. */
const char *onex_fullwidth_ascii(unsigned c);

#endif
