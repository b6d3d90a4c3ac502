/* Writing a tightening into a college's file: the head that names document and day, then one statement a param. What
 * stands there and is another's stays byte for byte; what cannot stay is refused. */
#include "engine/tighten_text.h"

#include <string.h>

#include "rules/edit.h"

typedef struct writing {
    onex_tightened *t;
    const onex_tighten *asked;
    const onex_statement *old;
    onex_edit edit;
    onex_edit_span span; /* of the old statement */
    onex_edit_head head;
    bool has_head, new_head;
    const char *document;
    onex_day effective; /* of the head */
    onex_dated *values; /* of the statement to be, rising */
    int nvalues;
} writing;

/* ---- the head ---- */

static onex_status head_missing(const writing *w, onex_error *err) {
    const char *what = w->asked->document ? "--effective" : "--document";
    return onex_fail(
        err, ONEX_E_USAGE,
        onex_tr("%s is missing: the first time, say the college's document and the day from which it holds "
                "(--document NO --effective DATE)",
                "缺少 %s：第一次须写明学院的文件号和施行日期（--document 文号 --effective 日期）"),
        what);
}

static onex_status head_other(const writing *w, onex_error *err) {
    return onex_fail(
        err, ONEX_E_REFUSED,
        onex_tr("%s/%s rests on the document %s; leave --document out, or write what another document says into a file "
                "of its own",
                "%s/%s 依据的文件是 %s；请去掉 --document，或把另一文件的规定另写一个文件"),
        w->asked->dir, w->t->path, w->head.document ? w->head.document : "?");
}

static onex_status head_early(const writing *w, onex_error *err) {
    return onex_fail(err, ONEX_E_USAGE,
                     onex_tr("--effective is before %s, from which the document of %s/%s holds",
                             "--effective 早于 %s（%s/%s 所依据文件的施行日期）"),
                     w->head.effective, w->asked->dir, w->t->path);
}

/* The document and day on which the file rests; a head on which nothing rests may be written anew. */
static onex_status head_settle(writing *w, onex_error *err) {
    const onex_tighten *asked = w->asked;
    w->document = asked->document;
    w->effective = asked->effective;
    if (w->has_head) {
        onex_day day;
        bool plain = w->head.effective && onex_day_parse_iso(w->head.effective, strlen(w->head.effective), &day);
        if (!plain || !w->head.document)
            return onex_fail(err, ONEX_E_REFUSED,
                             onex_tr("the head of %s/%s is not written plainly; change the file by hand",
                                     "%s/%s 的 local_rules 写法特殊；请手工修改该文件"),
                             w->asked->dir, w->t->path);
        bool other = asked->document && strcmp(asked->document, w->head.document) != 0;
        bool early = asked->effective != ONEX_DAY_NONE && asked->effective < day;
        w->new_head =
            w->head.alone && asked->value && (other || early) && !w->head.span.comments && !w->head.span.extra;
        if (!w->new_head && other) return head_other(w, err);
        if (!w->new_head && early) return head_early(w, err);
        if (!w->new_head || !w->document) w->document = w->head.document;
        if (!w->new_head || w->effective == ONEX_DAY_NONE) w->effective = day;
        return ONEX_OK;
    }
    w->new_head = true;
    return w->document && w->effective != ONEX_DAY_NONE ? ONEX_OK : head_missing(w, err);
}

/* ---- the values ---- */

/* The first day on which a value of the statement holds. */
static onex_day day_of(const writing *w, const onex_dated *value) {
    return value->from == ONEX_DAY_NONE ? w->effective : value->from;
}

static onex_status dates_missing(const writing *w, onex_error *err) {
    char first[ONEX_DAY_TEXT], last[ONEX_DAY_TEXT];
    return onex_fail(
        err, ONEX_E_USAGE,
        onex_tr("'%s' has values from several days (%s … %s); say with --effective from which day the new one "
                "holds",
                "“%s”有分日期的值（%s … %s）；请用 --effective 写明新值自哪天起"),
        w->t->param->decl.name, onex_day_text(w->old->values[0].from, first),
        onex_day_text(w->old->values[w->old->nvalues - 1].from, last));
}

/* The old values with the new one in its place among them. */
static onex_status values_settle(writing *w, onex_error *err) {
    int n = w->old ? w->old->nvalues : 0;
    onex_day from = w->asked->effective == ONEX_DAY_NONE ? w->effective : w->asked->effective;
    if (n > 1 && w->asked->effective == ONEX_DAY_NONE) return dates_missing(w, err);
    if (n == 1 && w->asked->effective == ONEX_DAY_NONE) from = day_of(w, &w->old->values[0]);
    w->values = onex_arena_alloc(&w->t->arena, ((size_t)n + 1) * sizeof *w->values);
    if (!w->values) return onex_no_memory(err);
    w->t->from = from;
    int i = 0;
    for (; i < n && day_of(w, &w->old->values[i]) <= from; i++) {
        w->t->was = &w->old->values[i];
        if (day_of(w, &w->old->values[i]) < from) w->values[w->nvalues++] = w->old->values[i];
    }
    w->values[w->nvalues++] = (onex_dated){.from = from, .text = w->asked->value};
    if (i < n) w->t->until = w->old->values[i].from;
    for (; i < n; i++) w->values[w->nvalues++] = w->old->values[i];
    return ONEX_OK;
}

/* ---- putting it down ---- */

static void value_put(onex_buffer *b, onex_type type, const char *text) {
    bool digits = *text && text[strspn(text, "0123456789.")] == '\0';
    if (type.kind == ONEX_T_BOOL || (type.kind == ONEX_T_NUMBER && digits))
        onex_buffer_text(b, text);
    else
        onex_lua_text_put(b, text);
}

static void values_put(onex_buffer *b, const writing *w) {
    onex_type type = w->t->param->type;
    if (w->nvalues == 1 && w->values[0].from <= w->effective) {
        value_put(b, type, w->values[0].text);
        return;
    }
    for (int i = 0; i < w->nvalues; i++) {
        char day[ONEX_DAY_TEXT];
        onex_buffer_printf(b, "%s[\"%s\"] = ", i ? ", " : "{ ", onex_day_text(day_of(w, &w->values[i]), day));
        value_put(b, type, w->values[i].text);
    }
    onex_buffer_text(b, " }");
}

static void statement_put(onex_buffer *b, const writing *w) {
    const onex_tighten *asked = w->asked;
    onex_buffer_text(b, "tighten ");
    onex_lua_text_put(b, w->t->param->decl.name);
    onex_buffer_text(b, " {\n  value = ");
    values_put(b, w);
    onex_buffer_text(b, ",\n  cite = ");
    if (asked->ncites > 1) onex_buffer_text(b, "{ ");
    for (int i = 0; i < asked->ncites; i++) {
        if (i) onex_buffer_text(b, ", ");
        onex_lua_text_put(b, asked->cites[i]);
    }
    onex_buffer_text(b, asked->ncites > 1 ? " },\n  reason = " : ",\n  reason = ");
    onex_lua_text_put(b, asked->reason);
    onex_buffer_text(b, ",\n}");
}

static void head_put(onex_buffer *b, const writing *w) {
    char day[ONEX_DAY_TEXT];
    onex_buffer_text(b, "local_rules { college = ");
    onex_lua_text_put(b, w->asked->college);
    onex_buffer_text(b, ", document = ");
    onex_lua_text_put(b, w->document);
    onex_buffer_printf(b, ", effective = \"%s\", under = \"第二十六条\" }", onex_day_text(w->effective, day));
}

/* Appends what was written, with the file's own line ends. */
static void take(writing *w, onex_buffer *made) {
    bool crlf = w->t->before && memmem(w->t->before, w->t->nbefore, "\r\n", 2);
    if (made->failed) w->t->text.failed = true;
    for (size_t i = 0; i < made->len; i++) {
        if (crlf && made->data[i] == '\n') onex_buffer_char(&w->t->text, '\r');
        onex_buffer_char(&w->t->text, made->data[i]);
    }
    onex_buffer_clear(made);
}

static void keep(writing *w, size_t from, size_t to) {
    onex_buffer_put(&w->t->text, w->t->before + from, to - from);
}

static bool blank_line_ends(const char *text, size_t at) {
    return at >= 2 && text[at - 1] == '\n' && text[at - 2] == '\n';
}

/* The rest of the line behind a statement that goes, if nothing stands there; and one of the two empty lines. */
static size_t behind(const writing *w) {
    const char *text = w->t->before;
    size_t at = w->span.to, end = w->t->nbefore;
    while (at < end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) at++;
    if (at < end && text[at] != '\n') return w->span.to;
    if (at < end) at++;
    if (blank_line_ends(text, w->span.from) && at < end && text[at] == '\n') at++;
    return at;
}

static void file_put(writing *w) {
    onex_buffer made = {0};
    size_t at = 0, end = w->t->nbefore;
    if (!w->t->before)
        onex_buffer_text(&made,
                         "-- 本文件由 onex set 维护，也可以手工修改。 Kept by onex set; it may be edited too.\n");
    take(w, &made);
    if (w->has_head && w->new_head) {
        keep(w, at, w->head.span.from);
        head_put(&made, w);
        take(w, &made);
        at = w->head.span.to;
    }
    if (w->old) {
        size_t from = w->span.from, to = w->asked->value ? w->span.to : behind(w);
        if (!w->asked->value && to == end && blank_line_ends(w->t->before, from)) from--;
        keep(w, at, from);
        at = to;
        if (w->asked->value) statement_put(&made, w);
        take(w, &made);
    }
    if (at < end) keep(w, at, end);
    if (w->old) return;
    if (w->t->text.len && w->t->text.data[w->t->text.len - 1] != '\n') onex_buffer_char(&made, '\n');
    if (!w->has_head) {
        head_put(&made, w);
        onex_buffer_char(&made, '\n');
    }
    if (!w->has_head || !blank_line_ends(w->t->text.data, w->t->text.len)) onex_buffer_char(&made, '\n');
    statement_put(&made, w);
    onex_buffer_char(&made, '\n');
    take(w, &made);
}

/* ---- what is there ---- */

static onex_status old_find(writing *w, onex_error *err) {
    static const char *const keys[] = {"value", "cite", "reason", NULL};
    if (!w->old) return ONEX_OK;
    int line = w->old->local.at.line;
    const char *name = w->t->param->decl.name, *title = w->t->param->decl.title;
    if (!onex_edit_find(&w->edit, "tighten", name, line, keys, &w->span) &&
        !(title && onex_edit_find(&w->edit, "tighten", title, line, keys, &w->span)))
        return onex_fail(err, ONEX_E_REFUSED,
                         onex_tr("the statement in %s/%s:%d is not written as onex set writes it; change it by hand",
                                 "%s/%s:%d 处的写法与 onex set 不同；请手工修改"),
                         w->asked->dir, w->t->path, line);
    if (w->span.comments)
        return onex_fail(err, ONEX_E_REFUSED,
                         onex_tr("the statement in %s/%s:%d holds comments, which would be lost; change it by hand",
                                 "%s/%s:%d 处的规定内有注释，改写会丢失；请手工修改"),
                         w->asked->dir, w->t->path, line);
    if (w->span.extra)
        return onex_fail(err, ONEX_E_REFUSED,
                         onex_tr("the statement in %s/%s:%d has '%s', which would be lost; change it by hand",
                                 "%s/%s:%d 处的规定有“%s”，改写会丢失；请手工修改"),
                         w->asked->dir, w->t->path, line, w->span.extra);
    return ONEX_OK;
}

static onex_status make(writing *w, onex_error *err) {
    onex_status status = old_find(w, err);
    if (!status && !w->old && !w->asked->value)
        return onex_fail(err, ONEX_E_NOT_FOUND,
                         onex_tr("college '%s' says nothing of '%s' in %s/%s", "学院“%s”没有对“%s”作规定（%s/%s）"),
                         w->asked->college, w->t->param->decl.name, w->asked->dir, w->t->path);
    if (!status) status = head_settle(w, err);
    if (!status && w->asked->value) status = values_settle(w, err);
    if (!status && !w->asked->value) {
        w->t->was = &w->old->values[w->old->nvalues - 1];
        w->t->from = day_of(w, &w->old->values[0]);
    }
    if (!status) file_put(w);
    return status;
}

onex_status onex_tighten_text(onex_tightened *t, const onex_tighten *asked, const onex_statement *old,
                              onex_error *err) {
    writing w = {.t = t, .asked = asked, .old = old};
    onex_status status = t->before ? onex_edit_open(&w.edit, t->before, t->nbefore, err) : ONEX_OK;
    if (!status) {
        w.has_head = t->before && onex_edit_find_head(&w.edit, &w.head);
        status = make(&w, err);
    }
    onex_edit_close(&w.edit);
    return status;
}
