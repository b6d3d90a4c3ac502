/* SQL in rule files, of facts and duties: what it reads of `asked`, the table of the subjects asked about. What it does
 * otherwise is told when it runs, against a database. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "rules/compiler.h"

/* ---- words of SQL ---- */

static bool is_word(char ch) {
    return ch == '_' || (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
           (unsigned char)ch >= 0x80;
}

/* The next name in SQL behind texts and comments; its length, 0 at the end. *ended: a ';' was passed. */
static size_t next_word(const char **at, bool *ended) {
    const char *p = *at;
    while (*p) {
        if (p[0] == '-' && p[1] == '-') {
            p += strcspn(p, "\n");
        } else if (p[0] == '/' && p[1] == '*') {
            const char *end = strstr(p + 2, "*/");
            p = end ? end + 2 : p + strlen(p);
        } else if (*p == '\'') {
            for (p++; *p && *p != '\'';) p++;
            if (*p) p++;
        } else if (is_word(*p)) {
            *at = p;
            size_t len = 0;
            while (is_word(p[len])) len++;
            return len;
        } else
            *ended |= *p++ == ';';
    }
    *at = p;
    return 0;
}

static bool same_word(const char *name, const char *word, size_t len) {
    return strlen(name) == len && strncasecmp(name, word, len) == 0;
}

bool onex_sql_names(const char *sql, const char *name) {
    bool ended = false;
    const char *word = sql;
    for (size_t len = next_word(&word, &ended); len; word += len, len = next_word(&word, &ended))
        if (same_word(name, word, len)) return true;
    return false;
}

/* ---- asked ---- */

/* A column of `asked` that is not there. */
static void check_asked(onex_compiler *c, const char *word, size_t len, const onex_raw *sql) {
    static const char *const own[] = {"code", "college", "day"};
    char name[128];
    snprintf(name, sizeof name, "%.*s", (int)(len < sizeof name ? len : sizeof name - 1), word);
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (strcasecmp(own[i], name) == 0) return;
        onex_nearest_offer(&nearest, own[i]);
    }
    static const onex_namespace spaces[] = {ONEX_NS_PARAM, ONEX_NS_READING};
    for (int s = 0; s < 2; s++)
        for (int i = 0; i < c->names[spaces[s]].count; i++) {
            const onex_name *known = &c->names[spaces[s]].items[i];
            if (!onex_c_seen(c, known->decl)) continue;
            bool share = spaces[s] == ONEX_NS_PARAM && c->program->params[known->index].type.share;
            if (!share && strcasecmp(known->name, name) == 0) return;
            if (!share) onex_nearest_offer(&nearest, known->name);
        }
    char hint[ONEX_HINT];
    const char *meant = onex_c_meant(&nearest, hint, sizeof hint);
    onex_c_fault(c, ONEX_P_NAME, sql,
                 meant ? meant
                       : onex_tr("it has code, college, day, and each reading and each param that is no share",
                                 "其列为 code、college、day、各读法和各参数（比例除外）"),
                 onex_tr("'asked' has no column '%s'", "asked 没有列“%s”"), name);
}

/* A param whose direction cannot be told, because SQL reads it, may not be changed by a college. */
static void check_param(onex_compiler *c, const onex_param *param, onex_place at) {
    if (param->college_may == ONEX_MAY_NOTHING) return;
    const onex_name *name = &c->names[ONEX_NS_PARAM].items[onex_c_find(c, ONEX_NS_PARAM, param->decl.name)];
    const onex_raw *may = onex_c_get(name->body, "college_may");
    onex_c_error(
        c, ONEX_P_DIRECTION, may ? may->at : name->at, may ? may->width : name->width, NULL,
        onex_tr("SQL in %s:%d reads '%s'; what it does there cannot be told, so college_may must be \"nothing\"",
                "%s:%d 的 SQL 读取了“%s”，其作用方向无法判断，college_may 只能是 \"nothing\""),
        at.file ? at.file : "", at.line, param->decl.name);
}

bool *onex_c_sql(onex_compiler *c, const char *sql, const onex_raw *raw, onex_place at) {
    const onex_program *p = c->program;
    bool *reads = onex_c_alloc(c, (size_t)p->nparams * sizeof *reads), asked = false;
    bool column = false; /* behind "asked." */
    bool ended = false, more = false;
    const char *word = sql;
    for (size_t len = next_word(&word, &ended); len && reads; word += len, len = next_word(&word, &ended)) {
        more |= ended;
        if (column) check_asked(c, word, len, raw);
        column = same_word("asked", word, len) && word[len] == '.';
        if (same_word("asked", word, len)) asked = true;
        for (int i = 0; i < p->nparams; i++)
            if (p->params[i].decl.name && !p->params[i].decl.college && same_word(p->params[i].decl.name, word, len)) reads[i] = true;
    }
    if (!asked)
        onex_c_fault(c, ONEX_P_VALUE, raw,
                     onex_tr("asked(code, college, day) holds the subjects asked about",
                             "asked(code, college, day) 中是所查的对象"),
                     onex_tr("this SQL does not read 'asked'", "这段 SQL 没有读取 asked"));
    if (more)
        onex_c_fault(c, ONEX_P_VALUE, raw, NULL,
                     onex_tr("this SQL goes on after its first statement", "这段 SQL 在第一条语句之后还有内容"));
    for (int i = 0; reads && i < p->nparams; i++)
        if (reads[i]) check_param(c, &p->params[i], at);
    return reads;
}
