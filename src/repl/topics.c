/* Help at the prompt. Pages of rules, facts and params are the command line's (ONEX_PAGE_DECLARED). */
#include "repl/topics.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "repl/api.h"
#include "repl/dot.h"
#include "repl/names.h"
#include "repl/state.h"
#include "report/sheet.h"

static void put_padded(onex_buffer *b, const char *text, int width) {
    onex_buffer_text(b, text);
    for (int cells = onex_text_width(text, strlen(text)); cells < width; cells++) onex_buffer_char(b, ' ');
}

void onex_topics_put(onex_buffer *b) {
    const int wide = 30;
    onex_buffer_printf(b, "%s\n", onex_tr("commands", "命令"));
    for (const onex_dot *dot = onex_dots; dot->name; dot++) {
        onex_buffer_text(b, "  ");
        put_padded(b, onex_tr(dot->usage, dot->usage_zh), wide);
        onex_buffer_printf(b, " %s\n", onex_tr(dot->en, dot->zh));
    }
    onex_buffer_printf(b, "%s\n",
                       onex_tr("words of Lua (.help WORD tells more)", "Lua 中可用的词（.help 词 查看用法）"));
    for (int n = 0; onex_api_nouns[n]; n++) {
        const onex_api_noun *noun = onex_api_nouns[n];
        onex_buffer_printf(b, "  %s%s", onex_tr(noun->en, noun->zh), onex_tr(": ", "："));
        for (const onex_api_word *word = noun->words; word->name; word++)
            onex_buffer_printf(b, "%s%s", word == noun->words ? "" : "  ", word->name);
        onex_buffer_char(b, '\n');
    }
    onex_buffer_printf(
        b, "%s\n",
        onex_tr("also a table, rule, fact or param by its name or Chinese title: .help pilot   .help 双师型教师占比",
                "表、规则、事实、参数也可按名称或中文标题查看：.help pilot   .help 双师型教师占比"));
}

/* ---- topics ---- */

static bool same(const char *topic, const char *name) {
    return name && strcmp(topic, name) == 0;
}

static bool put_dot(onex_buffer *b, const char *topic) {
    for (const onex_dot *dot = onex_dots; dot->name; dot++) {
        if (!same(topic, dot->name) && !same(topic, dot->name + 1)) continue;
        onex_buffer_printf(b, "%s\n  %s\n", onex_tr(dot->usage, dot->usage_zh), onex_tr(dot->en, dot->zh));
        return true;
    }
    return false;
}

static void put_word(onex_buffer *b, const onex_api_word *word) {
    onex_buffer_printf(b, "%s\n  %s\n", word->usage, onex_tr(word->en, word->zh));
    for (const char *at = word->example; at && *at;) {
        size_t len = strcspn(at, "\n");
        onex_buffer_printf(b, "    %.*s\n", (int)len, at);
        at += len + (at[len] == '\n');
    }
}

static bool put_api(onex_buffer *b, const char *topic) {
    const onex_api_word *word = onex_api_find(topic);
    if (word) put_word(b, word);
    bool found = word != NULL;
    for (int n = 0; onex_api_nouns[n]; n++) {
        const onex_api_noun *noun = onex_api_nouns[n];
        if (!same(topic, noun->name) && !same(topic, noun->en) && !same(topic, noun->zh)) continue;
        onex_buffer_printf(b, "%s\n", onex_tr(noun->en, noun->zh));
        for (word = noun->words; word->name; word++)
            onex_buffer_printf(b, "  %s\n      %s\n", word->usage, onex_tr(word->en, word->zh));
        found = true;
    }
    return found;
}

static void put_words(const onex_column *column, onex_buffer *b) {
    for (const onex_word *w = column->words; w && w->code; w++)
        onex_buffer_printf(b, "%s%s %s", b->len ? onex_tr(", ", "，") : "", w->code, w->title);
    if (column->ref) onex_buffer_printf(b, onex_tr("code of %s", "%s 的代码"), column->ref);
}

static void put_columns(onex_buffer *b, const onex_entity *entity, int only) {
    static const onex_sheet_column columns[] = {
        {"column", "column", "列", ONEX_SHEET_TEXT},    {"title", "title", "标题", ONEX_SHEET_TEXT},
        {"key", "key", "主键", ONEX_SHEET_TEXT},        {"words", "may be", "取值", ONEX_SHEET_TEXT},
        {"by", "supplied by", "提供", ONEX_SHEET_TEXT}, {0},
    };
    onex_sheet sheet;
    onex_error err;
    char title[128];
    snprintf(title, sizeof title, onex_tr("table %s %s", "表 %s %s"), entity->name, entity->title);
    onex_sheet_init(&sheet, columns);
    for (int c = 0; c < entity->ncolumns; c++) {
        const onex_column *column = &entity->columns[c];
        onex_buffer words = {0};
        if (only >= 0 && c != only) continue;
        put_words(column, &words);
        onex_sheet_cell(&sheet, column->name, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, column->title, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, column->key ? onex_tr("yes", "是") : NULL, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, words.data, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, column->supplied_by, ONEX_STYLE_PLAIN);
        onex_buffer_clear(&words);
    }
    if (onex_sheet_put(b, &sheet, false, title, &err)) b->failed = true;
    onex_sheet_clear(&sheet);
}

/* A table; else every table that has a column of that name. */
static bool put_tables(onex_buffer *b, const char *topic) {
    const onex_entity *entity = onex_entity_find(topic);
    bool found = entity != NULL;
    if (entity) put_columns(b, entity, -1);
    for (int i = 0; !entity && i < onex_nentities; i++) {
        int column = onex_entity_column(&onex_entities[i], topic);
        if (column >= 0) put_columns(b, &onex_entities[i], column);
        found = found || column >= 0;
    }
    return found;
}

/* ---- nothing found ---- */

typedef struct near {
    onex_nearest nearest;
    onex_arena arena; /* keeps the names that are made on the way */
} near;

static void offer(void *ctx, const char *name, const char *title) {
    near *n = ctx;
    char *own = onex_arena_text(&n->arena, name, strlen(name));
    char *zh = *title && strlen(title) < 64 ? onex_arena_text(&n->arena, title, strlen(title)) : NULL;
    if (own) onex_nearest_offer(&n->nearest, own);
    if (zh) onex_nearest_offer(&n->nearest, zh);
}

static bool no_topic(onex_repl *repl, const char *topic) {
    near n = {0};
    char text[256];
    onex_error err;
    onex_nearest_init(&n.nearest, topic);
    for (const onex_dot *dot = onex_dots; dot->name; dot++) offer(&n, dot->name, "");
    onex_names_members("onex.", offer, &n);
    onex_names_members(":", offer, &n);
    onex_names_each(repl->o.console, ONEX_NAMES_DECLARED | ONEX_NAMES_TABLES | ONEX_NAMES_COLUMNS, offer, &n);
    if (*onex_nearest_text(&n.nearest, text, sizeof text))
        onex_fail(&err, ONEX_E_NOT_FOUND, onex_tr("no topic '%s'; nearest: %s", "没有主题“%s”；最接近的是：%s"), topic,
                  text);
    else
        onex_fail(&err, ONEX_E_NOT_FOUND,
                  onex_tr("no topic '%s'; .help lists what there is", "没有主题“%s”；.help 列出全部"), topic);
    onex_arena_clear(&n.arena);
    return onex_talk_fail(repl, ONEX_E_NOT_FOUND, &err);
}

bool onex_topic_tell(onex_repl *repl, const char *topic) {
    onex_buffer b = {0};
    bool found = put_dot(&b, topic);
    found = put_api(&b, topic) || found;
    found = put_tables(&b, topic) || found;
    if (b.len && !b.failed) fwrite(b.data, 1, b.len, repl->o.out);
    onex_buffer_clear(&b);
    if (found && !repl->o.console->rules) return true; /* rules that do not load are no matter then */
    if (onex_talk_page(repl, ONEX_PAGE_DECLARED, &topic, 1)) return true;
    if (repl->failure.code != ONEX_E_NOT_FOUND && !found) return false;
    return found || no_topic(repl, topic);
}
