/* The names nearest to a mistyped one, for hints.
 * Which names are offered is left to the callers. */
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static int least(int a, int b) {
    return a < b ? a : b;
}

/* Code points of `text` into `out`, which has room for all of them. */
static size_t spread(const char *text, unsigned *out) {
    const char *at = text, *end = text + strlen(text);
    size_t n = 0;
    while (at < end) out[n++] = onex_text_next(&at, end);
    return n;
}

/* Optimal string alignment over three rows of n + 1 cells each. */
static int align(const unsigned *a, size_t m, const unsigned *b, size_t n, int *rows) {
    int *before = rows, *last = rows + n + 1, *row = rows + 2 * (n + 1);
    for (size_t j = 0; j <= n; j++) row[j] = (int)j;
    for (size_t i = 1; i <= m; i++) {
        int *oldest = before;
        before = last;
        last = row;
        row = oldest;
        row[0] = (int)i;
        for (size_t j = 1; j <= n; j++) {
            int cost = last[j - 1] + (a[i - 1] != b[j - 1]);
            cost = least(cost, least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost = least(cost, before[j - 2] + 1);
            row[j] = cost;
        }
    }
    return row[n];
}

int onex_text_distance(const char *a, const char *b) {
    size_t room_a = strlen(a), room_b = strlen(b);
    if (room_a > INT16_MAX || room_b > INT16_MAX) return INT_MAX;
    unsigned *points = malloc((room_a + room_b + 2) * sizeof *points);
    int *rows = malloc(3 * (room_b + 1) * sizeof *rows);
    int distance = INT_MAX;
    if (points && rows) {
        size_t m = spread(a, points), n = spread(b, points + m);
        distance = align(points, m, points + m, n, rows);
    }
    free(points);
    free(rows);
    return distance;
}

void onex_nearest_init(onex_nearest *n, const char *wanted) {
    *n = (onex_nearest){.wanted = wanted};
}

/* Of a title in Chinese people know a part: 负责 of 项目负责人. */
static bool is_part(const char *wanted, const char *name) {
    const size_t least_chars = 2;
    return (unsigned char)*wanted >= 0x80 && onex_text_chars(wanted, strlen(wanted)) >= least_chars &&
           strstr(name, wanted);
}

void onex_nearest_offer(onex_nearest *n, const char *name) {
    enum { MOST = sizeof n->best / sizeof n->best[0] };
    size_t chars = onex_text_chars(n->wanted, strlen(n->wanted)), other = onex_text_chars(name, strlen(name));
    if (other > chars) chars = other;
    int distance = onex_text_distance(n->wanted, name);
    if ((size_t)distance > chars / 3 && !is_part(n->wanted, name)) return;
    for (int i = 0; i < n->count; i++)
        if (strcmp(n->best[i], name) == 0) return;
    int place = n->count;
    while (place > 0 && n->distance[place - 1] > distance) place--;
    if (place == MOST) return;
    if (n->count < MOST) n->count++;
    for (int i = n->count - 1; i > place; i--) {
        n->best[i] = n->best[i - 1];
        n->distance[i] = n->distance[i - 1];
    }
    n->best[place] = name;
    n->distance[place] = distance;
}

const char *onex_nearest_text(const onex_nearest *n, char *buf, size_t size) {
    size_t used = 0;
    if (size) buf[0] = '\0';
    for (int i = 0; i < n->count; i++) {
        size_t need = strlen(n->best[i]) + 2 + (i ? 2 : 0);
        if (used + need >= size) break;
        used += (size_t)snprintf(buf + used, size - used, "%s'%s'", i ? ", " : "", n->best[i]);
    }
    return buf;
}
