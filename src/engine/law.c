/* Loading a regulation's text, reading it back, finding a clause in it. What is an article and what an item is told by
 * law_cut.c. */
#include "engine/law.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "io/source.h"
#include "store/law.h"
#include "store/rows_hash.h"

void onex_law_clear(onex_law *law) {
    onex_arena_clear(&law->arena);
    *law = (onex_law){0};
}

/* ---- finding ---- */

static const onex_law_clause *find_exactly(const onex_law *law, onex_clause clause) {
    for (int i = 0; i < law->nclauses; i++)
        if (onex_clause_compare(law->clauses[i].clause, clause) == 0) return &law->clauses[i];
    return NULL;
}

const onex_law_clause *onex_law_find(const onex_law *law, onex_clause clause) {
    const onex_law_clause *found = find_exactly(law, clause);
    if (found) return found;
    const onex_clause whole = {clause.article, 0, 0}, second = {clause.article, 2, 0};
    if (clause.paragraph == 1 && !clause.item && !find_exactly(law, second)) return find_exactly(law, whole);
    if (clause.paragraph && clause.item) /* an article with one list has its items without a 款 */
        return clause.paragraph == 1 || find_exactly(law, (onex_clause){clause.article, clause.paragraph, 0})
                   ? find_exactly(law, (onex_clause){clause.article, 0, clause.item})
                   : NULL;
    return NULL;
}

bool onex_law_differs(const onex_law_clause *a, const onex_law_clause *b) {
    if (!a || !b) return a != b;
    return strcmp(a->title ? a->title : "", b->title ? b->title : "") != 0 || strcmp(a->text, b->text) != 0;
}

/* ---- reading back ---- */

onex_status onex_law_read(onex_law *out, onex_store *store, int back, onex_error *err) {
    *out = (onex_law){0};
    onex_law_text text;
    onex_status status = onex_law_text_read(&text, store, back, err);
    if (status || !text.number) return status;
    status = onex_law_cut(out, text.text, err);
    if (status) onex_wrap(err, "%s", onex_tr("the text in the database", "数据库中的办法文本"));
    if (!status) {
        memcpy(out->hash, text.hash, sizeof out->hash);
        out->file = onex_arena_text(&out->arena, text.name, strlen(text.name));
        if (!out->file) status = onex_no_memory(err);
    }
    onex_law_text_clear(&text);
    if (status) onex_law_clear(out);
    return status;
}

onex_status onex_laws_read(onex_laws *out, onex_store *store, onex_error *err) {
    *out = (onex_laws){0};
    if (!store) return ONEX_OK;
    onex_status status = onex_law_read(&out->now, store, 0, err);
    if (!status) status = onex_law_read(&out->before, store, 1, err);
    if (status) onex_laws_clear(out);
    return status;
}

void onex_laws_clear(onex_laws *laws) {
    onex_law_clear(&laws->now);
    onex_law_clear(&laws->before);
}

bool onex_laws_changed(const onex_laws *laws, onex_clause clause) {
    if (!laws->before.nclauses) return false;
    return onex_law_differs(onex_law_find(&laws->now, clause), onex_law_find(&laws->before, clause));
}

/* ---- loading ---- */

static long lines_of(const onex_decoded *text) {
    long lines = 1;
    for (size_t i = 0; i < text->len; i++) lines += text->data[i] == '\n';
    return lines;
}

/* The file as UTF-8 text; *out is NUL-terminated, malloc'd. */
static onex_status read_text(char **out, const char *path, onex_error *err) {
    onex_bytes bytes;
    onex_decoded text = {0};
    onex_status status = onex_bytes_read(&bytes, path, NULL, err);
    if (!status) status = onex_decode(&text, &bytes, NULL, err);
    if (!status && text.broken)
        status = onex_fail(err, ONEX_E_DATA,
                           onex_tr("'%s', line %ld: %s cannot be read as text", "“%s”第 %ld 行：%s 无法识别为文字"),
                           path, lines_of(&text), text.broken_what);
    if (!status && text.len && memchr(text.data, '\0', text.len))
        status = onex_fail(err, ONEX_E_DATA, onex_tr("'%s' is not a text file", "“%s”不是文本文件"), path);
    if (!status && !(*out = strndup(text.data ? text.data : "", text.len))) status = onex_no_memory(err);
    free(text.data);
    return status;
}

static onex_status put_payload(onex_buffer *b, const onex_law_loaded *loaded, const char *name, const char *rows,
                               onex_error *err) {
    onex_buffer_text(b, "{\"name\":");
    onex_buffer_json_text(b, name);
    onex_buffer_printf(b, ",\"hash\":\"%s\",\"articles\":%d,\"rows\":\"%s\"}", loaded->hash, loaded->articles, rows);
    return b->failed ? onex_no_memory(err) : ONEX_OK;
}

/* Inside a transaction: keeps the text unless it is the one that counts already. */
static onex_status keep(onex_law_loaded *out, onex_store *store, const char *name, const char *text, const char *actor,
                        onex_error *err) {
    onex_law_text newest;
    onex_buffer payload = {0};
    char rows[ONEX_SHA256_TEXT];
    onex_status status = onex_law_text_read(&newest, store, 0, err);
    out->unchanged = !status && strcmp(newest.hash, out->hash) == 0;
    onex_law_text_clear(&newest);
    if (status || out->unchanged) return status;
    status = onex_event_next(store, &out->event, err);
    if (!status) status = onex_law_text_add(store, out->event, name, out->hash, text, err);
    if (!status) status = onex_rows_hash(store, out->event, rows, NULL, err);
    if (!status) status = put_payload(&payload, out, name, rows, err);
    if (!status) status = onex_event_append(store, actor, "law", NULL, payload.data, NULL, 0, &out->event, err);
    if (!status) status = onex_store_commit(store, err);
    onex_buffer_clear(&payload);
    return status;
}

onex_status onex_law_load(onex_law_loaded *out, onex_store *store, const char *path, const char *actor,
                          onex_error *err) {
    *out = (onex_law_loaded){0};
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char *text = NULL;
    onex_law law = {0};
    onex_status status = read_text(&text, path, err);
    if (status) return status;
    status = onex_law_cut(&law, text, err);
    if (status) onex_wrap(err, "'%s'", path);
    out->articles = law.articles;
    out->clauses = law.nclauses;
    onex_sha256(text, strlen(text), out->hash);
    if (!status) status = onex_store_begin(store, err);
    if (!status) {
        status = keep(out, store, onex_text_valid(name, strlen(name), NULL) ? name : "?", text, actor, err);
        onex_store_rollback(store);
    }
    onex_law_clear(&law);
    free(text);
    return status;
}
