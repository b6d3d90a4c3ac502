/* Keys of a declaration: which a word takes, which it needs, values of the right kind; and what all declarations share:
 * title, cite, note, dates. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/compiler.h"

const onex_key onex_keys_cited[] = {{"title", ONEX_K_TEXT, true},     {"cite", ONEX_K_TEXTS, true},
                                    {"note", ONEX_K_TEXT, false},     {"valid_from", ONEX_K_DATE, false},
                                    {"valid_to", ONEX_K_DATE, false}, {NULL, ONEX_K_ANY, false}};
const onex_key onex_keys_plain[] = {{"title", ONEX_K_TEXT, true},     {"cite", ONEX_K_TEXTS, false},
                                    {"note", ONEX_K_TEXT, false},     {"valid_from", ONEX_K_DATE, false},
                                    {"valid_to", ONEX_K_DATE, false}, {NULL, ONEX_K_ANY, false}};
const onex_key onex_keys_untitled[] = {{"title", ONEX_K_TEXT, false},    {"cite", ONEX_K_TEXTS, false},
                                       {"note", ONEX_K_TEXT, false},     {"valid_from", ONEX_K_DATE, false},
                                       {"valid_to", ONEX_K_DATE, false}, {NULL, ONEX_K_ANY, false}};

const onex_raw *onex_c_get(const onex_raw *table, const char *key) {
    for (int i = 0; table && i < table->nkeys; i++)
        if (strcmp(table->keys[i], key) == 0) return table->values[i];
    return NULL;
}

/* ---- checking ---- */

static bool is_blank(const char *text) {
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        unsigned c = onex_text_next(&at, end);
        bool space = c <= 0x20 || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200F) || c == 0xFEFF;
        if (!space) return false;
    }
    return true;
}

static bool is_texts(const onex_raw *value) {
    if (value->kind == ONEX_RAW_TEXT) return true;
    if (value->kind != ONEX_RAW_TABLE || value->nkeys || !value->nitems) return false;
    for (int i = 0; i < value->nitems; i++)
        if (value->items[i]->kind != ONEX_RAW_TEXT) return false;
    return true;
}

bool onex_c_holds_nil(const onex_raw *value) {
    if (value->kind == ONEX_RAW_NIL) return true;
    for (int i = 0; i < value->nitems; i++)
        if (onex_c_holds_nil(value->items[i])) return true;
    for (int i = 0; i < value->nkeys; i++)
        if (onex_c_holds_nil(value->values[i])) return true;
    return false;
}

/* What the key wants, when the value is not that; NULL: it fits. */
static const char *wanted(onex_key_kind kind, const onex_raw *value) {
    bool text = value->kind == ONEX_RAW_TEXT, table = value->kind == ONEX_RAW_TABLE;
    onex_day day;
    switch (kind) {
    case ONEX_K_TEXT: return text ? NULL : onex_tr("a text", "文本");
    case ONEX_K_DATE:
        return text && onex_day_parse_iso(value->text, strlen(value->text), &day)
                   ? NULL
                   : onex_tr("a date such as \"2026-03-01\"", "日期，如 \"2026-03-01\"");
    case ONEX_K_INT: return value->kind == ONEX_RAW_INT ? NULL : onex_tr("a whole number", "整数");
    case ONEX_K_BOOL: return value->kind == ONEX_RAW_BOOL ? NULL : onex_tr("true or false", "true 或 false");
    case ONEX_K_TABLE: return table ? NULL : onex_tr("a table { … }", "表 { … }");
    case ONEX_K_TEXTS: return is_texts(value) ? NULL : onex_tr("a text or a list of texts", "文本或文本列表");
    case ONEX_K_FUNCTION: return value->kind == ONEX_RAW_FUNCTION ? NULL : onex_tr("a function", "函数");
    default: return NULL;
    }
}

static const onex_key *key_of(const onex_key *keys, const char *name) {
    for (const onex_key *k = keys; k && k->name; k++)
        if (strcmp(k->name, name) == 0) return k;
    return NULL;
}

/* What was probably meant by a key: a trigger may be written as a condition, or the reverse. */
static const char *meant_key(const char *key) {
    return strcmp(key, "requires") == 0 ? "when" : strcmp(key, "when") == 0 ? "requires" : key;
}

static void unknown_key(onex_compiler *c, const onex_raw *body, int i, const onex_key *keys, const onex_key *extra,
                        const char *word) {
    onex_nearest nearest;
    onex_nearest_init(&nearest, meant_key(body->keys[i]));
    for (const onex_key *k = keys; k && k->name; k++) onex_nearest_offer(&nearest, k->name);
    for (const onex_key *k = extra; k && k->name; k++) onex_nearest_offer(&nearest, k->name);
    char hint[ONEX_HINT];
    onex_c_error(c, ONEX_P_KEY, body->key_at[i], (int)onex_text_chars(body->keys[i], strlen(body->keys[i])),
                 onex_c_meant(&nearest, hint, sizeof hint), onex_tr("'%s' takes no key '%s'", "“%s”没有键“%s”"), word,
                 body->keys[i]);
}

/* Whether an unknown key of the body is the wanted one misspelt: that was said already. */
static bool misspelt(const onex_raw *body, const char *wanted_key, const onex_key *keys, const onex_key *extra) {
    for (int i = 0; i < body->nkeys; i++) {
        if (key_of(keys, body->keys[i]) || key_of(extra, body->keys[i])) continue;
        onex_nearest nearest;
        onex_nearest_init(&nearest, meant_key(body->keys[i]));
        onex_nearest_offer(&nearest, wanted_key);
        if (nearest.count) return true;
    }
    return false;
}

/* `keys` are checked for what is missing; `others` are the further keys that the word takes. */
static bool needed(onex_compiler *c, const onex_raw *body, const onex_key *keys, const onex_key *others,
                   const char *word, onex_place at, int width) {
    bool ok = true;
    for (const onex_key *k = keys; k && k->name; k++) {
        if (!k->required || onex_c_get(body, k->name)) continue;
        if (!body->lacking && !misspelt(body, k->name, keys, others))
            onex_c_error(c, ONEX_P_NEEDED, at, width, NULL, onex_tr("'%s' needs the key '%s'", "“%s”缺少键“%s”"), word,
                         k->name);
        ok = false;
    }
    return ok;
}

bool onex_c_keys(onex_compiler *c, const onex_raw *body, const onex_key *keys, const onex_key *extra, bool positional,
                 const char *word, onex_place at, int width) {
    bool ok = true;
    if (!positional && body->nitems) {
        onex_c_fault(c, ONEX_P_KEY, body->items[0], NULL,
                     onex_tr("'%s' takes no entry without a key", "“%s”的每一项都要有键"), word);
        ok = false;
    }
    for (int i = 0; i < body->nkeys; i++) {
        const onex_key *key = key_of(keys, body->keys[i]);
        if (!key) key = key_of(extra, body->keys[i]);
        if (!key) {
            unknown_key(c, body, i, keys, extra, word);
            ok = false;
            continue;
        }
        bool unread =
            body->values[i]->kind == ONEX_RAW_NIL || (key->kind != ONEX_K_ANY && onex_c_holds_nil(body->values[i]));
        if (unread) {
            ok = false; /* said when the file was read */
            continue;
        }
        if (key->kind == ONEX_K_TEXT && body->values[i]->kind == ONEX_RAW_TEXT && is_blank(body->values[i]->text)) {
            onex_c_fault(c, ONEX_P_VALUE, body->values[i], NULL, onex_tr("'%s' is empty", "“%s”为空"), key->name);
            ok = false;
            continue;
        }
        const char *want = wanted(key->kind, body->values[i]);
        if (want) {
            onex_c_fault(c, ONEX_P_VALUE, body->values[i], NULL, onex_tr("'%s' must be %s", "“%s”应为%s"), key->name,
                         want);
            ok = false;
        }
    }
    bool complete = needed(c, body, keys, extra, word, at, width);
    return needed(c, body, extra, keys, word, at, width) && complete && ok;
}

/* ---- values of keys ---- */

const char *onex_c_text_of(onex_compiler *c, const onex_raw *body, const char *key) {
    const onex_raw *value = onex_c_get(body, key);
    return value && value->kind == ONEX_RAW_TEXT ? onex_c_text(c, value->text) : NULL;
}

int onex_c_choice(onex_compiler *c, const onex_raw *body, const char *key, const char *const *words, int otherwise) {
    const onex_raw *value = onex_c_get(body, key);
    if (!value) return otherwise;
    const char *text = value->kind == ONEX_RAW_TEXT ? value->text : "";
    char list[ONEX_HINT] = "";
    size_t used = 0;
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], text) == 0) return i;
        int n = snprintf(list + used, sizeof list - used, "%s'%s'", i ? ", " : "", words[i]);
        if (n > 0 && used + (size_t)n < sizeof list) used += (size_t)n;
    }
    onex_c_fault(c, ONEX_P_VALUE, value, NULL,
                 onex_tr("'%s' is no value of '%s'; it takes %s", "“%s”不是“%s”的值；可用 %s"), text, key, list);
    return -1;
}

onex_subject onex_c_applies(onex_compiler *c, const onex_raw *body) {
    const char *words[ONEX_SUBJECTS + 1];
    for (int s = 0; s < ONEX_SUBJECTS; s++) words[s] = onex_subject_code((onex_subject)s);
    words[ONEX_SUBJECTS] = NULL;
    int chosen = onex_c_choice(c, body, "applies", words, ONEX_PILOT);
    return chosen < 0 ? ONEX_SUBJECTS : (onex_subject)chosen;
}

bool onex_c_texts(onex_compiler *c, const onex_raw *value, const char ***out, int *count) {
    bool single = value->kind == ONEX_RAW_TEXT;
    *count = single ? 1 : value->nitems;
    *out = onex_c_alloc(c, (size_t)*count * sizeof **out);
    for (int i = 0; *out && i < *count; i++) {
        const onex_raw *item = single ? value : value->items[i];
        (*out)[i] = item->kind == ONEX_RAW_TEXT ? onex_c_text(c, item->text) : NULL;
        if (!(*out)[i]) return false;
    }
    return *out != NULL;
}

bool onex_c_date(onex_compiler *c, const onex_raw *value, onex_day *out) {
    if (value->kind == ONEX_RAW_TEXT && onex_day_parse_iso(value->text, strlen(value->text), out)) return true;
    onex_c_fault(c, ONEX_P_LITERAL, value,
                 onex_tr("write a day that exists, such as \"2026-03-01\"", "写一个存在的日期，如 \"2026-03-01\""),
                 onex_tr("'%s' is no date", "“%s”不是日期"), value->kind == ONEX_RAW_TEXT ? value->text : "");
    return false;
}

static bool cites_of(onex_compiler *c, const onex_raw *cite, onex_decl *out) {
    if (!is_texts(cite)) return false; /* said by onex_c_keys */
    if (!onex_c_texts(c, cite, &out->cites, &out->ncites)) return false;
    bool ok = true;
    for (int i = 0; i < out->ncites; i++)
        if (!onex_c_clause(c, out->cites[i], cite->kind == ONEX_RAW_TEXT ? cite : cite->items[i])) ok = false;
    return ok;
}

static void day_of_key(const onex_raw *body, const char *key, onex_day *out) {
    const onex_raw *value = onex_c_get(body, key);
    *out = ONEX_DAY_NONE;
    if (value && value->kind == ONEX_RAW_TEXT && !onex_day_parse_iso(value->text, strlen(value->text), out))
        *out = ONEX_DAY_NONE;
}

/* A college's declaration holds from the day that its file names. */
static bool local_decl(onex_compiler *c, const onex_name *name, onex_decl *out) {
    const onex_head *head = onex_c_head(c, name->decl->at.file);
    char origin[256];
    snprintf(origin, sizeof origin, "college:%s", out->college);
    out->origin = onex_c_text(c, origin);
    if (!head || head->failed) return false;
    out->document = head->document;
    if (out->valid_from == ONEX_DAY_NONE || out->valid_from < head->effective) out->valid_from = head->effective;
    return true;
}

bool onex_c_decl(onex_compiler *c, const onex_name *name, onex_decl *out) {
    const onex_raw *body = name->body, *cite = onex_c_get(body, "cite"), *to = onex_c_get(body, "valid_to");
    *out = (onex_decl){.name = onex_c_text(c, name->name),
                       .title = onex_c_text_of(c, body, "title"),
                       .note = onex_c_text_of(c, body, "note"),
                       .at = name->at,
                       .college = onex_c_text(c, name->decl->college)};
    out->at = onex_c_place(c, name->at);
    day_of_key(body, "valid_from", &out->valid_from);
    day_of_key(body, "valid_to", &out->valid_to);
    out->origin = "school";
    if (out->college && !local_decl(c, name, out)) return false;
    bool ok = !cite || cites_of(c, cite, out);
    if (out->valid_from != ONEX_DAY_NONE && out->valid_to != ONEX_DAY_NONE && out->valid_to <= out->valid_from) {
        onex_c_fault(c, ONEX_P_VALUE, to, NULL,
                     onex_tr("'valid_to' is not after 'valid_from'", "“valid_to”不在“valid_from”之后"));
        ok = false;
    }
    return ok && !c->no_memory;
}
