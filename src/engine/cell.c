/* Reads a cell's text into the value that is stored, column by column as the data model's page has it. What a row as
 * a whole must hold is left to import_check.c, the text of a value to cell_text.c. */
#include "engine/cell.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/character.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "io/csv_write.h"

#define BAD(...) (snprintf(message, ONEX_CELL_MESSAGE, __VA_ARGS__), ONEX_CELL_BAD)

/* ---- the text itself ---- */

/* Characters that need no look into tables: seen, their own normal form, at home in any cell. */
static bool is_easy(const char *text, size_t len) {
    if (len && (text[0] == ' ' || text[len - 1] == ' ')) return false;
    for (size_t i = 0; i < len;) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c < 0x7F) {
            i++;
        } else if (c >= 0xE4 && c <= 0xE9 && (c > 0xE4 || (unsigned char)text[i + 1] >= 0xB8)) {
            i += 3; /* U+4E00-9FFF */
        } else {
            return false;
        }
    }
    return true;
}

/* CRLF becomes LF, in place. */
static size_t join_line_ends(char *text, size_t len) {
    size_t to = 0;
    for (size_t i = 0; i < len; i++)
        if (text[i] != '\r' || i + 1 == len || text[i + 1] != '\n') text[to++] = text[i];
    text[to] = '\0';
    return to;
}

static onex_cell_status clean(const char **text, size_t *len, onex_arena *arena) {
    if (is_easy(*text, *len)) return ONEX_CELL_GOOD;
    char *cleaned = onex_text_clean(*text, *len);
    if (!cleaned) return ONEX_CELL_NO_MEMORY;
    *len = join_line_ends(cleaned, strlen(cleaned));
    *text = onex_arena_text(arena, cleaned, *len);
    free(cleaned);
    return *text ? ONEX_CELL_GOOD : ONEX_CELL_NO_MEMORY;
}

/* Refuses control characters, and in a `name` (a key or a reference) also line feeds, tabs and format characters. */
static onex_cell_status check_characters(const char *text, size_t len, bool name, char *message) {
    if (is_easy(text, len)) return ONEX_CELL_GOOD;
    for (const char *at = text, *end = text + len; at < end;) {
        unsigned c = onex_text_next(&at, end);
        if (onex_character_is_control(c) && (name || (c != '\n' && c != '\t')))
            return BAD(
                onex_tr("a control character (U+%04X) in the cell; remove it", "单元格中有控制字符（U+%04X）；请删除"),
                c);
        if (name && onex_character_is_format(c))
            return BAD(
                onex_tr("an invisible character (U+%04X) in a code; remove it", "编号中有不可见字符（U+%04X）；请删除"),
                c);
    }
    return ONEX_CELL_GOOD;
}

/* ---- values by type ---- */

static onex_cell_status read_enum(onex_cell *out, const onex_word *words, const char *text, size_t len, char *message) {
    for (const onex_word *w = words; w->code; w++) {
        bool match = (strlen(w->code) == len && !memcmp(w->code, text, len)) ||
                     (strlen(w->title) == len && !memcmp(w->title, text, len));
        if (!match) continue;
        *out = onex_cell_text(w->code, strlen(w->code));
        return ONEX_CELL_GOOD;
    }
    char shown[ONEX_SHOWN], list[256] = "";
    size_t used = 0;
    for (const onex_word *w = words; w->code && used < sizeof list - 1; w++) {
        const char *word = onex_lang_get() == ONEX_LANG_ZH ? w->title : w->code;
        int n = snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", word);
        used += (size_t)n;
    }
    if (used >= sizeof list) strcpy(list + sizeof list - 8, ", ...");
    return BAD(onex_tr("'%s' is none of the words of this column; use one of: %s", "“%s”不是本列可用的词；可用：%s"),
               onex_cell_shown(text, len, shown), list);
}

static onex_cell_status read_date(onex_cell *out, const char *text, size_t len, onex_arena *arena, char *message) {
    onex_day day;
    char iso[ONEX_DAY_TEXT], shown[ONEX_SHOWN];
    if (!onex_day_parse(text, len, &day))
        return BAD(onex_tr("'%s' is no date; write a day that exists, such as 2024-03-01, 2024/3/1 or 2024年3月1日",
                           "“%s”不是日期；请写实际存在的一天，如 2024-03-01、2024/3/1 或 2024年3月1日"),
                   onex_cell_shown(text, len, shown));
    if (len == 10 && text[4] == '-') {
        *out = onex_cell_text(text, len);
        return ONEX_CELL_GOOD;
    }
    const char *kept = onex_arena_text(arena, onex_day_text(day, iso), 10);
    if (!kept) return ONEX_CELL_NO_MEMORY;
    *out = onex_cell_text(kept, 10);
    return ONEX_CELL_GOOD;
}

static onex_cell_status read_bool(onex_cell *out, const char *text, size_t len, char *message) {
    static const struct {
        const char *word;
        int value;
    } words[] = {{"1", 1}, {"0", 0}, {"true", 1}, {"false", 0}, {"是", 1}, {"否", 0}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].word) != len || memcmp(words[i].word, text, len) != 0) continue;
        *out = onex_cell_int(words[i].value);
        return ONEX_CELL_GOOD;
    }
    char shown[ONEX_SHOWN];
    return BAD(onex_tr("'%s' is neither yes nor no; write 1 or 0, true or false, 是 or 否",
                       "“%s”既非“是”也非“否”；请写 1/0、true/false 或 是/否"),
               onex_cell_shown(text, len, shown));
}

static int scale_of(onex_column_type type) {
    switch (type) {
    case ONEX_COL_YUAN: return 100;
    case ONEX_COL_CREDITS: return 10;
    case ONEX_COL_NUMBER: return 1000;
    default: return 1;
    }
}

static onex_cell_status read_number(onex_cell *out, onex_column_type type, const char *text, size_t len,
                                    char *message) {
    char shown[ONEX_SHOWN];
    int64_t n = 0;
    int scale = scale_of(type), decimals = scale == 1 ? 0 : scale == 10 ? 1 : scale == 100 ? 2 : 3;
    switch (onex_number_parse(text, len, scale, &n)) {
    case ONEX_NUMBER_OK: *out = onex_cell_int(n); return ONEX_CELL_GOOD;
    case ONEX_NUMBER_DECIMALS:
        if (decimals == 0)
            return BAD(onex_tr("'%s' is no whole number", "“%s”不是整数"), onex_cell_shown(text, len, shown));
        return BAD(onex_tr("'%s' has too many decimals; at most %d", "“%s”小数位数过多；最多%d位"),
                   onex_cell_shown(text, len, shown), decimals);
    case ONEX_NUMBER_RANGE: return BAD(onex_tr("'%s' is too large", "“%s”过大"), onex_cell_shown(text, len, shown));
    case ONEX_NUMBER_BAD: break;
    }
    return BAD(onex_tr("'%s' is no number; write digits 0-9, at most one '-' before and one '.' between",
                       "“%s”不是数字；请只用数字 0-9，前面最多一个“-”，中间最多一个“.”"),
               onex_cell_shown(text, len, shown));
}

onex_cell_status onex_cell_read_type(onex_cell *out, onex_column_type type, const char *text, size_t len,
                                     onex_arena *arena, char message[ONEX_CELL_MESSAGE]) {
    onex_cell_status status = clean(&text, &len, arena);
    if (status) return status;
    *out = onex_cell_null();
    if (!len) return ONEX_CELL_GOOD;
    switch (type) {
    case ONEX_COL_DATE: return read_date(out, text, len, arena, message);
    case ONEX_COL_BOOL: return read_bool(out, text, len, message);
    case ONEX_COL_TEXT:
    case ONEX_COL_ENUM: *out = onex_cell_text(text, len); return check_characters(text, len, false, message);
    default: return read_number(out, type, text, len, message);
    }
}

/* ---- values by column ---- */

/* Bounds are said in the column's own units. */
static onex_cell_status check_bounds(const onex_column *column, int64_t n, const char *text, size_t len,
                                     char *message) {
    char shown[ONEX_SHOWN];
    if (!column->negative && n < column->least) {
        if (column->least == 1)
            return BAD(onex_tr("'%s' must be above 0", "“%s”必须大于0"), onex_cell_shown(text, len, shown));
        return BAD(onex_tr("'%s' must not be below 0", "“%s”不得小于0"), onex_cell_shown(text, len, shown));
    }
    if (column->most && n > column->most)
        return BAD(onex_tr("'%s' must be %" PRId64 " at most", "“%s”不得大于%" PRId64),
                   onex_cell_shown(text, len, shown), column->most / scale_of(column->type));
    return ONEX_CELL_GOOD;
}

static bool is_taken_word(const char *text, size_t len) {
    static const char *const words[] = {"school", "academic_affairs", "leading_group", "commission"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == len && !memcmp(words[i], text, len)) return true;
    return false;
}

/* A college's code names a folder and an actor; a pilot's and a person's are parts of a registration's code. */
static onex_cell_status check_code(const onex_entity *entity, const char *text, size_t len, char *message) {
    char shown[ONEX_SHOWN];
    bool college = !strcmp(entity->name, "college");
    if (!college && strcmp(entity->name, "pilot") != 0 && strcmp(entity->name, "person") != 0) return ONEX_CELL_GOOD;
    if (memchr(text, '/', len))
        return BAD(onex_tr("'%s' holds a '/'; a code here must not", "“%s”含有“/”；此处的编号不得含“/”"),
                   onex_cell_shown(text, len, shown));
    if (college && (text[0] == '.' || text[len - 1] == '~'))
        return BAD(onex_tr("'%s' cannot name a folder; no '.' at its beginning, no '~' at its end",
                           "“%s”不能作文件夹名；不得以“.”开头或以“~”结尾"),
                   onex_cell_shown(text, len, shown));
    if (college && is_taken_word(text, len))
        return BAD(onex_tr("'%s' is a word that the program uses for others; choose another code",
                           "“%s”是程序保留的词；请另选代码"),
                   onex_cell_shown(text, len, shown));
    return ONEX_CELL_GOOD;
}

static onex_cell_status read_text(onex_cell *out, const onex_entity *entity, const onex_column *column,
                                  const char *text, size_t len, char *message) {
    *out = onex_cell_text(text, len);
    onex_cell_status status = check_characters(text, len, column->key || column->ref, message);
    if (!status && column->key && !strcmp(column->name, "code")) status = check_code(entity, text, len, message);
    return status;
}

static onex_cell_status read_column(onex_cell *out, const onex_entity *entity, int index, bool guarded,
                                    const char *text, size_t len, onex_arena *arena, char *message) {
    const onex_column *column = &entity->columns[index];
    *out = onex_cell_null();
    if (!len) return ONEX_CELL_GOOD;
    onex_cell_status status = clean(&text, &len, arena);
    if (status || !len) return status;
    if (guarded && column->type == ONEX_COL_TEXT && onex_csv_is_guarded(text, len)) {
        text++;
        len--;
    }
    if (column->type == ONEX_COL_TEXT) return read_text(out, entity, column, text, len, message);
    if (column->type == ONEX_COL_ENUM) return read_enum(out, column->words, text, len, message);
    status = onex_cell_read_type(out, column->type, text, len, arena, message);
    if (!status && out->kind == ONEX_CELL_INT && column->type != ONEX_COL_BOOL)
        status = check_bounds(column, out->n, text, len, message);
    onex_day day;
    if (!status && column->monday && onex_day_parse_iso(out->text, out->len, &day) && onex_day_weekday(day) != 0) {
        char shown[ONEX_SHOWN];
        return BAD(onex_tr("'%s' is no Monday; a period begins on one", "“%s”不是星期一；周期从星期一开始"),
                   onex_cell_shown(text, len, shown));
    }
    return status;
}

onex_cell_status onex_cell_read(onex_cell *out, const onex_entity *entity, int column, const char *text, size_t len,
                                onex_arena *arena, char message[ONEX_CELL_MESSAGE]) {
    return read_column(out, entity, column, true, text, len, arena, message);
}

onex_cell_status onex_cell_read_plain(onex_cell *out, const onex_entity *entity, int column, const char *text,
                                      size_t len, onex_arena *arena, char message[ONEX_CELL_MESSAGE]) {
    return read_column(out, entity, column, false, text, len, arena, message);
}

onex_column_type onex_cell_type_of(const onex_type *type) {
    switch (type->kind) {
    case ONEX_T_BOOL: return ONEX_COL_BOOL;
    case ONEX_T_DATE: return ONEX_COL_DATE;
    case ONEX_T_NUMBER:
        return type->scale == 100    ? ONEX_COL_YUAN
               : type->scale == 10   ? ONEX_COL_CREDITS
               : type->scale == 1000 ? ONEX_COL_NUMBER
                                     : ONEX_COL_INT;
    default: return ONEX_COL_TEXT;
    }
}
