/* Looks at what stands before the cursor to tell what may come, asks names.c for it, and keeps what fits. */
#include "repl/complete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "repl/dot.h"
#include "repl/names.h"
#include "repl/piece.h"

enum { LISTED = 30, TITLE_CELLS = 50, BEHIND = 6 };

typedef struct candidate {
    char *name, *title;
} candidate;

typedef struct search {
    onex_console *console;
    const char *word; /* that is to be completed */
    size_t len;
    candidate *items;
    int count, cap;
    bool by_title; /* at least one fits by its title alone */
    bool failed;
} search;

/* ---- what fits ---- */

static bool has(const search *s, const char *name) {
    for (int i = 0; i < s->count; i++)
        if (strcmp(s->items[i].name, name) == 0) return true;
    return false;
}

static void offer(void *ctx, const char *name, const char *title) {
    search *s = ctx;
    bool by_name = strncmp(name, s->word, s->len) == 0;
    bool fits = by_name || ((unsigned char)s->word[0] >= 0x80 && strstr(title, s->word));
    if (!fits || s->failed || has(s, name)) return;
    if (s->count == s->cap) {
        int cap = s->cap ? s->cap * 2 : 64;
        candidate *grown = realloc(s->items, (size_t)cap * sizeof *grown);
        if (!grown) {
            s->failed = true;
            return;
        }
        s->items = grown;
        s->cap = cap;
    }
    candidate *c = &s->items[s->count++];
    *c = (candidate){strdup(name), strdup(title)};
    s->failed = !c->name || !c->title;
    s->by_title = s->by_title || !by_name;
}

/* Bytes that two texts have in common at their beginning, whole characters. */
static size_t common(const char *a, const char *b, size_t most) {
    size_t n = 0;
    while (n < most && a[n] && a[n] == b[n]) n++;
    while (n > 0 && ((unsigned char)a[n] & 0xC0) == 0x80) n--;
    return n;
}

/* The longest beginning of all the names, or where the word is Chinese of all the titles that begin with it; 0: no more
 * than the word. */
static size_t shared(const search *s, const char **text) {
    size_t len = SIZE_MAX;
    *text = NULL;
    for (int i = 0; i < s->count; i++) {
        const char *form = s->by_title ? s->items[i].title : s->items[i].name;
        if (strncmp(form, s->word, s->len) != 0) continue;
        if (!*text) *text = form;
        len = common(*text, form, len == SIZE_MAX ? strlen(form) : len);
    }
    return *text && len > s->len ? len : 0;
}

/* `title` up to a width, at a whole character. */
static void put_title(onex_buffer *b, const char *title) {
    const char *at = title, *end = title + strlen(title);
    int cells = 0;
    while (at < end && *at != '\n') {
        const char *from = at;
        onex_text_next(&at, end);
        cells += onex_text_width(from, (size_t)(at - from));
        if (cells > TITLE_CELLS) {
            onex_buffer_text(b, "…");
            return;
        }
        onex_buffer_put(b, from, (size_t)(at - from));
    }
}

static void put_list(const search *s, onex_buffer *b) {
    int width = 0, shown = s->count < LISTED ? s->count : LISTED;
    for (int i = 0; i < shown; i++) {
        int cells = onex_text_width(s->items[i].name, strlen(s->items[i].name));
        width = cells > width ? cells : width;
    }
    for (int i = 0; i < shown; i++) {
        const candidate *c = &s->items[i];
        onex_buffer_printf(b, "  %s", c->name);
        int cells = onex_text_width(c->name, strlen(c->name));
        for (; *c->title && cells < width + 2; cells++) onex_buffer_char(b, ' ');
        put_title(b, c->title);
        onex_buffer_char(b, '\n');
    }
    if (shown < s->count) onex_buffer_printf(b, onex_tr("  and %d more\n", "  还有 %d 个\n"), s->count - shown);
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const candidate *)a)->name, ((const candidate *)b)->name);
}

/* ---- what may come ---- */

/* What the pieces before the word say: the last ones without blanks and comments, the nearest first. */
typedef struct before {
    char text[BEHIND][32];
    char function[32]; /* that is being called; "": none */
    char quote;        /* that is open: " ' or [; 0: no text */
    size_t word;       /* where the word begins */
} before;

static bool is(const before *b, int i, const char *text) {
    return strcmp(b->text[i], text) == 0;
}

static void push(before *b, const char *text, const onex_piece *p) {
    memmove(b->text[1], b->text[0], sizeof b->text - sizeof b->text[0]);
    snprintf(b->text[0], sizeof b->text[0], "%.*s", (int)(p->end - p->start), text + p->start);
    bool opens = p->kind == ONEX_PIECE_TEXT || *b->text[0] == '(' || *b->text[0] == '{';
    bool word = (*b->text[1] >= 'a' && *b->text[1] <= 'z') || *b->text[1] == '_';
    if (opens && word) snprintf(b->function, sizeof b->function, "%s", b->text[1]);
    if (*b->text[0] == ')') b->function[0] = 0;
}

static void look(before *b, const char *text) {
    size_t len = strlen(text), at = 0;
    onex_piece p = {0};
    bool in_word = false;
    *b = (before){.word = len};
    while (onex_piece_next(&p, text, len, &at)) {
        bool word = p.kind == ONEX_PIECE_NAME || p.kind == ONEX_PIECE_FOREIGN;
        if (word) {
            if (!in_word) b->word = p.start;
            in_word = true;
            if (at == len) return;
            if (p.kind == ONEX_PIECE_NAME) push(b, text, &p);
            continue;
        }
        in_word = false;
        b->word = len;
        if (p.kind == ONEX_PIECE_TEXT && p.open) {
            push(b, text, &p);
            memmove(b->text[0], b->text[1], sizeof b->text - sizeof b->text[0]); /* the text itself says nothing */
            b->quote = text[p.start];
            b->word = p.inner;
            return;
        }
        if (p.kind != ONEX_PIECE_BLANK && p.kind != ONEX_PIECE_COMMENT) push(b, text, &p);
    }
}

static void codes(search *s, const char *table) {
    const onex_entity *entity = onex_entity_find(table);
    if (entity) onex_names_codes(s->console, entity, offer, s);
}

/* In a statement of SQL the word is its last one. */
static void sql(search *s, before *b, const char *text) {
    size_t start = strlen(text);
    while (start > b->word && (strchr("_", text[start - 1]) || ((unsigned char)text[start - 1] | 0x20) >= 'a' ||
                               (text[start - 1] >= '0' && text[start - 1] <= '9')))
        start--;
    b->word = start;
    s->word = text + start;
    s->len = strlen(s->word);
    onex_names_each(s->console, ONEX_NAMES_TABLES | ONEX_NAMES_COLUMNS, offer, s);
}

static bool one_of(const char *word, const char *const *list) {
    for (; *list; list++)
        if (strcmp(word, *list) == 0) return true;
    return false;
}

/* Inside quotes. */
static void in_text(search *s, before *b, const char *text) {
    static const char *const of_rules[] = {"check", "why", NULL}, *const of_facts[] = {"fact", "known", NULL};
    static const char *const of_tables[] = {"rows", "insert", "update", "delete", "export", NULL};
    const char *f = b->function;
    if (is(b, 0, "=") && *b->text[1]) onex_names_values(s->console, b->text[1], offer, s);
    if (s->count) return;
    if (strcmp(f, "query") == 0) {
        sql(s, b, text);
        return;
    }
    bool later = is(b, 0, ",");
    if (is(b, 0, "[") && one_of(b->text[1], of_facts))
        onex_names_each(s->console, ONEX_NAMES_FACTS, offer, s);
    else if (one_of(f, of_rules))
        onex_names_each(s->console, ONEX_NAMES_RULES, offer, s);
    else if (one_of(f, of_facts))
        onex_names_each(s->console, ONEX_NAMES_FACTS, offer, s);
    else if (one_of(f, of_tables))
        onex_names_each(s->console, ONEX_NAMES_TABLES, offer, s);
    else if (strcmp(f, "decide") == 0 && later)
        onex_names_each(s->console, ONEX_NAMES_STEPS, offer, s);
    else if (strcmp(f, "decide") == 0)
        codes(s, "pilot");
    else if (strcmp(f, "waive") == 0 && later)
        onex_names_each(s->console, ONEX_NAMES_RULES, offer, s);
    else if (onex_subject_find(f) != ONEX_SUBJECTS)
        codes(s, f);
    else {
        onex_names_each(s->console, ONEX_NAMES_DECLARED | ONEX_NAMES_TABLES, offer, s);
        codes(s, "pilot");
    }
}

/* A name in the code. */
static void in_code(search *s, const before *b) {
    char head[80];
    if (!s->len && *b->text[0] && strchr("\"')]}", *b->text[0])) return; /* behind something whole */
    if (is(b, 0, ":")) {
        onex_names_members(":", offer, s);
    } else if (is(b, 0, ".") && is(b, 1, "fact")) {
        onex_names_each(s->console, ONEX_NAMES_FACTS, offer, s);
    } else if (is(b, 0, ".") && is(b, 1, "param")) {
        onex_names_each(s->console, ONEX_NAMES_PARAMS, offer, s);
    } else if (is(b, 0, ".") && (is(b, 1, "onex") || is(b, 3, "onex"))) {
        snprintf(head, sizeof head, is(b, 1, "onex") ? "onex." : "onex.%s.", b->text[1]);
        onex_names_members(head, offer, s);
    } else if (is(b, 0, ".")) {
        onex_names_members(".", offer, s);
        onex_names_each(s->console, ONEX_NAMES_COLUMNS, offer, s);
    } else {
        unsigned kinds = ONEX_NAMES_GLOBALS | ONEX_NAMES_KEYWORDS;
        if (*b->text[0] == '{' || *b->text[0] == ',') kinds |= ONEX_NAMES_COLUMNS;
        if ((unsigned char)*s->word >= 0x80) kinds |= ONEX_NAMES_DECLARED;
        onex_names_each(s->console, kinds, offer, s);
    }
}

/* A command of the console: its name, else its n-th word. */
static void in_dot(search *s, before *b, const char *line) {
    static const char *const kinds[] = {"pilot", "college", "exam", "expense"};
    b->word = strlen(line);
    while (b->word > 0 && line[b->word - 1] != ' ') b->word--;
    s->word = line + b->word;
    s->len = strlen(s->word);
    int n = -1;
    for (size_t i = 0; i < b->word; i++) n += line[i] == ' ' && (i == 0 || line[i - 1] != ' ');
    size_t name = strcspn(line, " ");
    for (const onex_dot *dot = onex_dots; dot->name; dot++) {
        if (b->word == 0) offer(s, dot->name, onex_tr(dot->en, dot->zh));
        if (b->word == 0 || strlen(dot->name) != name || strncmp(dot->name, line, name) != 0) continue;
        onex_dot_word wanted = dot->most < 0 && n > 1 ? dot->words[0] : n < 2 ? dot->words[n] : ONEX_DOT_NOTHING;
        if (wanted == ONEX_DOT_SUBJECT)
            for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) codes(s, kinds[k]);
        if (wanted == ONEX_DOT_PILOT) codes(s, "pilot");
        if (wanted == ONEX_DOT_RULE) onex_names_each(s->console, ONEX_NAMES_RULES, offer, s);
        if (wanted == ONEX_DOT_PARAM) onex_names_each(s->console, ONEX_NAMES_PARAMS, offer, s);
        if (wanted == ONEX_DOT_SETTING) onex_names_each(s->console, ONEX_NAMES_PARAMS | ONEX_NAMES_READINGS, offer, s);
        if (wanted == ONEX_DOT_SQL) sql(s, b, line);
        if (wanted == ONEX_DOT_WORD) offer(s, "reload", "");
        if (wanted != ONEX_DOT_TOPIC) continue;
        for (const onex_dot *topic = onex_dots; topic->name; topic++)
            offer(s, topic->name, onex_tr(topic->en, topic->zh));
        onex_names_members("onex.", offer, s);
        onex_names_each(s->console, ONEX_NAMES_DECLARED | ONEX_NAMES_TABLES, offer, s);
    }
}

void onex_complete(onex_console *console, const char *pending, const char *line, onex_editor_completion *out) {
    search s = {.console = console};
    before b = {0};
    onex_buffer all = {0};
    if (pending) onex_buffer_text(&all, pending);
    size_t head = all.len;
    onex_buffer_text(&all, line);
    if (!all.failed) {
        bool dot = !head && onex_dot_is(line);
        if (!dot) look(&b, all.data);
        s.word = all.data + b.word;
        s.len = strlen(s.word);
        if (dot || (!head && strcmp(line, ".") == 0))
            in_dot(&s, &b, line);
        else if (b.quote)
            in_text(&s, &b, all.data);
        else
            in_code(&s, &b);
    }
    const char *text = NULL;
    size_t len = s.count > 1 ? shared(&s, &text) : 0;
    if (!s.failed && !all.failed && b.word >= head) {
        out->start = b.word - head;
        if (s.count == 1) {
            onex_buffer_text(&out->insert, s.items[0].name);
            if (b.quote == '"' || b.quote == '\'') onex_buffer_char(&out->insert, b.quote);
        } else if (len) {
            onex_buffer_put(&out->insert, text, len);
        }
        if (s.count > 1) {
            qsort(s.items, (size_t)s.count, sizeof *s.items, by_name);
            put_list(&s, &out->list);
        }
    }
    for (int i = 0; i < s.count; i++) {
        free(s.items[i].name);
        free(s.items[i].title);
    }
    free(s.items);
    onex_buffer_clear(&all);
}
