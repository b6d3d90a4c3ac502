/* onex diff: what differs between two rule sets, file by file and declaration by declaration. */
#include <string.h>
#include <sys/stat.h>

#include "cli/commands.h"
#include "cli/sheet.h"
#include "engine/diff.h"
#include "engine/ruleset.h"
#include "store/ruleset.h"

enum { LEAST_PREFIX = 4 };

static const char *const way_codes[] = {"added", "removed", "changed"};

static const char *way_text(onex_diff_way way) {
    switch (way) {
    case ONEX_DIFF_ADDED: return onex_tr("added", "新增");
    case ONEX_DIFF_REMOVED: return onex_tr("removed", "删除");
    default: return onex_tr("changed", "改动");
    }
}

static onex_style way_style(onex_diff_way way) {
    return way == ONEX_DIFF_ADDED ? ONEX_STYLE_GOOD : way == ONEX_DIFF_REMOVED ? ONEX_STYLE_BAD : ONEX_STYLE_WARN;
}

/* ---- which sets ---- */

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_prefix(const char *word) {
    size_t len = strlen(word);
    return len >= LEAST_PREFIX && len < ONEX_SHA256_TEXT && strspn(word, "0123456789abcdef") == len;
}

/* The hash of the stored set that the word means; "": a folder. */
static onex_status stored_set(onex_store *store, const char *word, char hash[ONEX_SHA256_TEXT], onex_error *err) {
    int count = 0;
    hash[0] = 0;
    if (strcmp(word, "published") == 0) {
        onex_status status = store ? onex_ruleset_in_force(store, hash, err) : ONEX_OK;
        if (status || hash[0]) return status;
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no rule set is published yet", "尚未发布规则集"));
    }
    if (!store || !is_prefix(word)) return ONEX_OK;
    onex_status status = onex_ruleset_find(store, word, hash, &count, err);
    if (!status && count > 1)
        status = onex_fail(err, ONEX_E_USAGE,
                           onex_tr("the hashes of %d rule sets begin with '%s'; write more of it",
                                   "有 %d 个规则集的哈希以“%s”开头；请多写几位"),
                           count, word);
    return status;
}

static onex_status set_load(onex_cli *cli, onex_store *store, const char *word, onex_rules **out, onex_error *err) {
    char hash[ONEX_SHA256_TEXT];
    onex_status status = stored_set(store, word, hash, err);
    if (status) return status;
    if (!hash[0] && !is_folder(word))
        return onex_fail(err, ONEX_E_NOT_FOUND,
                         onex_tr("no rule set '%s'; write a folder, the beginning of a stored set's hash (%d digits or "
                                 "more), or published",
                                 "没有规则集“%s”；请写文件夹、已保存规则集的哈希开头（至少 %d 位）或 published"),
                         word, LEAST_PREFIX);
    return onex_cli_rules_other(cli, store, hash[0] ? hash : NULL, word, false, out, err);
}

/* ---- JSON ---- */

static void side_json(onex_buffer *b, const char *key, const char *word, const onex_rules *rules) {
    onex_buffer_printf(b, ",\"%s\":{\"name\":", key);
    onex_buffer_json_text(b, word);
    onex_buffer_printf(b, ",\"hash\":\"%s\"}", onex_rules_program(rules)->hash);
}

static void declaration_json(onex_buffer *b, const onex_diff_declaration *d) {
    onex_buffer_printf(b, "{\"kind\":\"%s\",\"name\":", d->kind);
    onex_buffer_json_text(b, d->name);
    onex_buffer_text(b, ",\"title\":");
    onex_buffer_json_text(b, d->title);
    onex_buffer_text(b, ",\"college\":");
    onex_buffer_json_text(b, d->college);
    onex_buffer_printf(b, ",\"change\":\"%s\",\"keys\":[", way_codes[d->way]);
    for (int i = 0; i < d->nkeys; i++) {
        onex_buffer_printf(b, "%s{\"key\":\"%s\",\"from\":", i ? "," : "", d->keys[i].key);
        onex_buffer_json_text(b, d->keys[i].from);
        onex_buffer_text(b, ",\"to\":");
        onex_buffer_json_text(b, d->keys[i].to);
        onex_buffer_char(b, '}');
    }
    onex_buffer_text(b, "]}");
}

static void diff_json(onex_buffer *b, const onex_cli *cli, const onex_diff *diff, onex_rules *const sets[2]) {
    onex_buffer_text(b, "{\"schema\":\"onex.diff/1\"");
    side_json(b, "a", cli->words[0], sets[0]);
    side_json(b, "b", cli->words[1], sets[1]);
    onex_buffer_text(b, ",\"files\":[");
    for (int i = 0; i < diff->nfiles; i++) {
        onex_buffer_text(b, i ? ",{\"path\":" : "{\"path\":");
        onex_buffer_json_text(b, diff->files[i].path);
        onex_buffer_printf(b, ",\"change\":\"%s\"}", way_codes[diff->files[i].way]);
    }
    onex_buffer_text(b, "],\"declarations\":[");
    for (int i = 0; i < diff->ndeclarations; i++) {
        if (i) onex_buffer_text(b, ",\n");
        declaration_json(b, &diff->declarations[i]);
    }
    onex_buffer_text(b, "]}\n");
}

/* ---- for people ---- */

/* A text that may have several lines, each further one indented. */
static void lines_put(onex_buffer *b, const char *mark, const char *text) {
    for (bool first = true; text && (*text || first); first = false) {
        size_t len = strcspn(text, "\n");
        onex_buffer_printf(b, "    %s ", first ? mark : " ");
        onex_buffer_put(b, text, len);
        onex_buffer_char(b, '\n');
        text += len + (text[len] == '\n');
    }
}

static void key_put(onex_buffer *b, const onex_diff_key *key) {
    bool lines = (key->from && strchr(key->from, '\n')) || (key->to && strchr(key->to, '\n'));
    if (!lines && strlen(key->from ? key->from : "") + strlen(key->to ? key->to : "") < 60) {
        onex_buffer_printf(b, "  %s: %s → %s\n", key->key, key->from ? key->from : onex_tr("(none)", "（无）"),
                           key->to ? key->to : onex_tr("(none)", "（无）"));
        return;
    }
    onex_buffer_printf(b, "  %s:\n", key->key);
    lines_put(b, "-", key->from);
    lines_put(b, "+", key->to);
}

static void diff_put(onex_buffer *b, const onex_cli *cli, const onex_diff *diff) {
    for (int i = 0; i < diff->nfiles; i++) {
        onex_style_put(cli, b, way_style(diff->files[i].way), way_text(diff->files[i].way));
        onex_buffer_printf(b, " %s\n", diff->files[i].path);
    }
    if (!diff->nfiles) onex_buffer_text(b, onex_tr("no file differs\n", "没有文件不同\n"));
    if (diff->nfiles && !diff->ndeclarations)
        onex_buffer_text(b, onex_tr("\nno declaration differs in its meaning\n", "\n没有声明在含义上不同\n"));
    for (int i = 0; i < diff->ndeclarations; i++) {
        const onex_diff_declaration *d = &diff->declarations[i];
        onex_buffer_char(b, '\n');
        onex_style_put(cli, b, way_style(d->way), way_text(d->way));
        onex_buffer_printf(b, " %s %s", d->kind, d->name ? d->name : "");
        if (d->title) onex_buffer_printf(b, " %s", d->title);
        if (d->college) onex_buffer_printf(b, onex_tr(" (%s)", "（%s）"), d->college);
        onex_buffer_char(b, '\n');
        for (int k = 0; k < d->nkeys && d->way == ONEX_DIFF_CHANGED; k++) key_put(b, &d->keys[k]);
    }
}

static onex_status diff_run(onex_cli *cli, onex_error *err) {
    onex_store *store = NULL;
    onex_rules *sets[2] = {NULL, NULL};
    onex_diff diff = {.nfiles = 0};
    onex_buffer b = {0};
    onex_status status = onex_cli_open_perhaps(cli, &store, err);
    for (int i = 0; i < 2 && !status; i++) status = set_load(cli, store, cli->words[i], &sets[i], err);
    if (!status) status = onex_diff_make(&diff, sets[0], sets[1], err);
    if (!status && cli->format == ONEX_FORMAT_JSON)
        diff_json(&b, cli, &diff, sets);
    else if (!status)
        diff_put(&b, cli, &diff);
    if (!status) status = onex_cli_write(cli, &b, err);
    if (!status)
        onex_cli_hint(cli, onex_tr("onex impact tells which verdicts would change", "onex impact 说明哪些判定会变"));
    onex_buffer_clear(&b);
    onex_diff_clear(&diff);
    onex_rules_close(sets[0]);
    onex_rules_close(sets[1]);
    return status;
}

const onex_command onex_cmd_diff = {
    .name = "diff",
    .en = "what differs between two rule sets",
    .zh = "比较两套规则",
    .usage = "A B",
    .min_words = 2,
    .max_words = 2,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_TEXT,
    .details_en = "A and B are a rules folder, the beginning of a stored set's hash, or published (the set in force).\n"
                  "Declarations are compared by what they say; functions by their lines. Exit 3: no such set; 4: one\n"
                  "of them cannot be loaded.",
    .details_zh = "A、B 可以是规则文件夹、已保存规则集的哈希开头，或 published（现行规则集）。\n"
                  "声明按含义比较，函数按文本比较。退出码 3：没有这样的规则集；4：其中之一无法加载。",
    .run = diff_run,
};
