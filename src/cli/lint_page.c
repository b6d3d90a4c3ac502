/* Problems of rule files as a page and as JSON. Finding them is the engine's. */
#include "cli/lint_page.h"

#include "engine/lint.h"

static bool shown(const onex_problem *p, const char *path) {
    return !path || onex_problem_lies_in(p, path);
}

onex_lint_counts onex_lint_count(const onex_problems *problems, const char *path) {
    onex_lint_counts counts = {0};
    for (int i = 0; i < problems->count; i++) {
        const onex_problem *p = &problems->items[i];
        if (!shown(p, path))
            counts.elsewhere += !p->warning;
        else if (!p->warning)
            counts.errors++;
        else if (p->code[0] == 'N')
            counts.notes++;
        else
            counts.warnings++;
    }
    return counts;
}

void onex_lint_put(onex_buffer *b, const onex_problems *problems, const char *path) {
    for (int i = 0; i < problems->count; i++)
        if (shown(&problems->items[i], path)) onex_problem_print(&problems->items[i], b);
}

void onex_lint_counts_put(onex_buffer *b, const onex_lint_counts *c) {
    if (c->notes)
        onex_buffer_printf(b, onex_tr("%d note(s); ", "%d 条说明；"), c->notes);
    onex_buffer_printf(b, onex_tr("%d errors, %d warnings", "%d 个错误，%d 个警告"), c->errors, c->warnings);
}

static void problem_json(onex_buffer *b, const onex_problem *p) {
    onex_buffer_printf(b, "{\"code\":\"%s\",\"level\":\"%s\",\"file\":", p->code, onex_problem_level(p));
    onex_buffer_json_text(b, p->at.file);
    const int numbers[] = {p->at.file ? p->at.line : 0, p->at.file && p->at.line > 0 ? p->at.column : 0};
    const char *const keys[] = {"line", "column"};
    for (int i = 0; i < 2; i++)
        if (numbers[i] > 0)
            onex_buffer_printf(b, ",\"%s\":%d", keys[i], numbers[i]);
        else
            onex_buffer_printf(b, ",\"%s\":null", keys[i]);
    onex_buffer_text(b, ",\"message\":");
    onex_buffer_json_text(b, p->message);
    onex_buffer_text(b, ",\"hint\":");
    onex_buffer_json_text(b, p->hint);
    onex_buffer_char(b, '}');
}

void onex_lint_json(onex_buffer *b, const onex_problems *problems, const char *path) {
    int n = 0;
    onex_buffer_text(b, "{\"schema\":\"onex.lint/1\",\"problems\":[");
    for (int i = 0; i < problems->count; i++) {
        if (!shown(&problems->items[i], path)) continue;
        if (n++) onex_buffer_text(b, ",\n");
        problem_json(b, &problems->items[i]);
    }
    onex_buffer_text(b, "]}\n");
}
