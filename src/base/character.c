/* Classes of characters, from utf8proc's tables. Which of them a text may hold is left to the callers. */
#include "base/character.h"

#include <utf8proc.h>

bool onex_character_is_control(unsigned c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

bool onex_character_is_format(unsigned c) {
    return c >= 0x80 && utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_CF;
}
