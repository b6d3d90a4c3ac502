/* The file of what was typed, a block a line, and the judgement on what may go there. */
#include "repl/history.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/text.h"
#include "repl/piece.h"
#include "store/row.h"

enum { KEPT = 1000, SHORTENED_AT = 2000 };

char *onex_history_path(const char *db, const char *state_home, const char *home) {
    char real[PATH_MAX], hash[ONEX_SHA256_TEXT];
    onex_buffer b = {0};
    bool state = state_home && *state_home == '/';
    if ((!state && (!home || *home != '/')) || !realpath(db, real)) return NULL;
    onex_sha256(real, strlen(real), hash);
    onex_buffer_printf(&b, "%s%s/onex/history-%.16s", state ? state_home : home, state ? "" : "/.local/state", hash);
    if (b.failed) onex_buffer_clear(&b);
    return b.data;
}

/* ---- what may be kept ---- */

/* Digits in a row as of an identity card or a telephone. */
static bool has_number(const char *folded) {
    for (const char *at = folded; *at;) {
        size_t n = strspn(at, "0123456789");
        if (n >= 15 || (n == 11 && *at == '1')) return true;
        at += n ? n : 1;
    }
    return false;
}

static bool is_personal(const onex_entity *entity) {
    bool personal = strcmp(entity->name, "person") == 0;
    for (int c = 0; c < entity->ncolumns; c++)
        personal = personal || (entity->columns[c].ref && strcmp(entity->columns[c].ref, "person") == 0);
    return personal;
}

/* A call that writes, beside a text that names such a table. */
static bool writes_people(const char *block) {
    size_t len = strlen(block), at = 0;
    bool writes = false, people = false;
    onex_piece p;
    char word[64];
    while (onex_piece_next(&p, block, len, &at)) {
        bool text = p.kind == ONEX_PIECE_TEXT;
        size_t start = text ? p.inner : p.start, end = text ? p.outer : p.end;
        snprintf(word, sizeof word, "%.*s", (int)(end - start), block + start);
        if (p.kind == ONEX_PIECE_NAME)
            writes =
                writes || strcmp(word, "insert") == 0 || strcmp(word, "update") == 0 || strcmp(word, "delete") == 0;
        const onex_entity *entity = text ? onex_entity_find(word) : NULL;
        people = people || (entity && is_personal(entity));
    }
    return writes && people;
}

static bool is_word(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (unsigned char)c >= 0x80;
}

static bool holds_word(const char *block, const char *word, size_t len) {
    for (const char *at = block; len && (at = strcasestr(at, word)); at++)
        if ((at == block || !is_word(at[-1])) && !is_word(at[len])) return true;
    return false;
}

/* A person's name or code stands in the block; -1: cannot be told. */
static int names_person(onex_store *store, const char *block, const char *folded) {
    const onex_entity *entity = onex_entity_find("person");
    int code = onex_entity_column(entity, "code"), name = onex_entity_column(entity, "name"), found = 0;
    onex_rows *rows = NULL;
    const onex_cell *row = NULL;
    onex_error err;
    if (onex_rows_open(&rows, store, entity, &err)) return -1;
    while (!found) {
        if (onex_rows_next(rows, &row, &err)) found = -1;
        if (found || !row) break;
        char *plain = row[name].kind == ONEX_CELL_TEXT ? onex_text_fold(row[name].text, row[name].len) : NULL;
        if (plain && *plain && strstr(folded, plain)) found = 1;
        if (row[code].kind == ONEX_CELL_TEXT && holds_word(block, row[code].text, row[code].len)) found = 1;
        free(plain);
    }
    onex_rows_close(rows);
    return found;
}

/* Each secret is folded, its case aside, and ends with a NUL. */
static bool holds_secret(const onex_buffer *secrets, const char *folded) {
    for (size_t at = 0; at < secrets->len; at += strlen(secrets->data + at) + 1)
        if (strcasestr(folded, secrets->data + at)) return true;
    return secrets->failed;
}

void onex_history_learn(onex_buffer *secrets, const char *block) {
    size_t len = strlen(block), at = 0;
    onex_piece p;
    if (!writes_people(block)) return;
    while (onex_piece_next(&p, block, len, &at)) {
        if (p.kind != ONEX_PIECE_TEXT) continue;
        char *word = onex_text_fold(block + p.inner, p.outer - p.inner);
        const int least = 2;
        if (word && onex_text_chars(word, strlen(word)) >= (size_t)least && !onex_entity_find(word))
            onex_buffer_put(secrets, word, strlen(word) + 1);
        free(word);
    }
}

bool onex_history_keeps(onex_store *store, const char *block, const onex_buffer *secrets) {
    char *folded = onex_text_fold(block, strlen(block));
    bool keeps = folded && !has_number(folded) && !writes_people(block) && !holds_secret(secrets, folded) && store &&
                 names_person(store, block, folded) == 0;
    free(folded);
    return keeps;
}

/* ---- the file ---- */

/* A block as a line: \ and line feeds escaped. */
static void put_line(onex_buffer *b, const char *block) {
    for (; *block; block++) {
        if (*block == '\\')
            onex_buffer_text(b, "\\\\");
        else if (*block == '\n')
            onex_buffer_text(b, "\\n");
        else
            onex_buffer_char(b, *block);
    }
    onex_buffer_char(b, '\n');
}

static void read_line(char *line) {
    char *to = line;
    for (const char *at = line; *at; at++) {
        if (*at == '\\' && at[1])
            *to++ = *++at == 'n' ? '\n' : *at;
        else
            *to++ = *at;
    }
    *to = 0;
}

static void write_all(int fd, const onex_buffer *b) {
    for (size_t done = 0; done < b->len;) {
        ssize_t n = write(fd, b->data + done, b->len - done);
        if (n < 0 && errno != EINTR) return;
        if (n > 0) done += (size_t)n;
    }
}

/* The folders of a path, for the user alone where they are made. */
static void make_folders(const char *path) {
    char folder[PATH_MAX];
    if ((size_t)snprintf(folder, sizeof folder, "%s", path) >= sizeof folder) return;
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(folder, 0700);
        *slash = '/';
    }
}

void onex_history_add(const char *path, const char *block) {
    onex_buffer b = {0};
    put_line(&b, block);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno == ENOENT) {
        make_folders(path);
        fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    }
    if (fd >= 0 && !b.failed) write_all(fd, &b);
    if (fd >= 0) close(fd);
    onex_buffer_clear(&b);
}

/* Leaves the newest blocks only: beside the file first, then in its place. */
static void shorten(const char *path, const char *newest) {
    onex_buffer part = {0}, b = {0};
    onex_buffer_printf(&part, "%s.part", path);
    onex_buffer_text(&b, newest);
    int fd =
        part.failed || b.failed ? -1 : open(part.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
        write_all(fd, &b);
        if (close(fd) != 0 || rename(part.data, path) != 0) unlink(part.data);
    }
    onex_buffer_clear(&part);
    onex_buffer_clear(&b);
}

void onex_history_load(const char *path, void (*fn)(void *ctx, const char *block), void *ctx) {
    FILE *file = fopen(path, "re");
    onex_buffer b = {0};
    char piece[4096];
    size_t n, bad;
    long lines = 0;
    while (file && (n = fread(piece, 1, sizeof piece, file)) > 0) onex_buffer_put(&b, piece, n);
    if (file) fclose(file);
    for (size_t i = 0; i < b.len; i++) lines += b.data[i] == '\n';
    char *at = b.data;
    for (long skip = lines - KEPT; at && skip > 0; skip--) at = strchr(at, '\n') + 1;
    if (at && !b.failed && lines > SHORTENED_AT) shorten(path, at);
    while (at && !b.failed && *at) {
        char *feed = strchr(at, '\n');
        if (feed) *feed = 0;
        read_line(at);
        if (*at && onex_text_valid(at, strlen(at), &bad)) fn(ctx, at);
        at = feed ? feed + 1 : NULL;
    }
    onex_buffer_clear(&b);
}
