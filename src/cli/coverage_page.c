/* What tests reach, in words. Finding it out is engine/coverage.c's and engine/mutate.c's. */
#include "cli/coverage_page.h"

#include <string.h>

#include "cli/sheet.h"
#include "expr/sentence.h"

static void place_put(onex_buffer *b, const char *dir, const onex_place *at) {
    onex_buffer_printf(b, "%s/%s:%d", dir, at->file ? at->file : "", at->line);
}

static void place_json(onex_buffer *b, const char *dir, const onex_place *at) {
    onex_buffer file = {0};
    onex_buffer_printf(&file, "%s/%s", dir, at->file ? at->file : "");
    onex_buffer_text(b, "\"file\":");
    onex_buffer_json_text(b, file.failed ? NULL : file.data);
    onex_buffer_printf(b, ",\"line\":%d", at->line);
    if (file.failed) b->failed = true;
    onex_buffer_clear(&file);
}

static void sentence_json(onex_buffer *b, const onex_program *program, const onex_node *node) {
    onex_buffer text = {0};
    onex_sentence_put(&text, program, node, onex_lang_get());
    onex_buffer_json_text(b, text.failed ? NULL : text.data);
    if (text.failed) b->failed = true;
    onex_buffer_clear(&text);
}

/* ---- coverage ---- */

typedef struct totals {
    int parts, seen, thresholds, met;
} totals;

static bool is_asked(const bool *rules, int rule) { return !rules || rules[rule]; }

/* With rules chosen, the params that these rest on. */
static bool param_asked(const onex_program *p, const bool *rules, int param) {
    for (int i = 0; rules && i < p->nrules; i++)
        for (int k = 0; rules[i] && k < p->rules[i].nparams; k++)
            if (p->rules[i].params[k] == param) return true;
    return !rules;
}

static totals count(const onex_coverage *c, const bool *rules) {
    totals t = {0};
    for (int i = 0; i < c->nparts; i++) {
        if (!is_asked(rules, c->parts[i].rule)) continue;
        t.parts++;
        t.seen += onex_covered_fully(&c->parts[i]);
    }
    for (int i = 0; i < c->nthresholds; i++) {
        if (!param_asked(c->program, rules, c->thresholds[i].param)) continue;
        t.thresholds++;
        t.met += c->thresholds[i].met;
    }
    return t;
}

static void never_put(onex_buffer *b, const onex_covered *part) {
    bool any = false;
    const bool missing[] = {!part->seen_true, !part->seen_false, !part->seen_unknown && !part->never_unknown};
    const char *words[] = {onex_tr("true", "成立"), onex_tr("false", "不成立"), onex_tr("unknown", "待定")};
    onex_buffer_text(b, onex_tr(": never ", "：从未"));
    for (int i = 0; i < 3; i++) {
        if (!missing[i]) continue;
        onex_buffer_printf(b, "%s%s", any ? onex_tr(", ", "、") : "", words[i]);
        any = true;
    }
}

static void parts_put(const onex_cli *cli, onex_buffer *b, const onex_coverage *c, const char *dir, const bool *rules) {
    int last = -1;
    for (int i = 0; i < c->nparts; i++) {
        const onex_covered *part = &c->parts[i];
        const onex_decl *decl = &c->program->rules[part->rule].decl;
        if (!is_asked(rules, part->rule) || onex_covered_fully(part)) continue;
        if (part->rule != last) {
            place_put(b, dir, &decl->at);
            onex_buffer_text(b, ": ");
            onex_style_put(cli, b, ONEX_STYLE_BOLD, decl->name);
            onex_buffer_printf(b, " %s\n", decl->title ? decl->title : "");
        }
        last = part->rule;
        onex_buffer_text(b, "  ");
        onex_sentence_put(b, c->program, part->node, onex_lang_get());
        never_put(b, part);
        onex_buffer_char(b, '\n');
    }
}

void onex_coverage_put(const onex_cli *cli, onex_buffer *b, const onex_coverage *c, const char *dir, const bool *rules) {
    totals t = count(c, rules);
    parts_put(cli, b, c, dir, rules);
    for (int i = 0; i < c->nthresholds; i++) {
        const onex_covered_threshold *threshold = &c->thresholds[i];
        const onex_decl *decl = &c->program->params[threshold->param].decl;
        if (threshold->met || !param_asked(c->program, rules, threshold->param)) continue;
        place_put(b, dir, &threshold->value->at);
        onex_buffer_printf(b, onex_tr(": no test stands exactly at %s = %s\n", "：没有测试恰好在 %s = %s 处\n"), decl->name, threshold->value->text);
    }
    for (int i = 0; i < c->nclauses && !rules; i++)
        onex_buffer_printf(b, onex_tr("%s has rules but no test\n", "%s有规则而没有测试\n"), c->clauses[i]);
    onex_buffer_printf(b, onex_tr("comparisons: %d of %d seen true, false and unknown; thresholds: %d of %d met exactly", "比较：%d / %d 项成立、不成立、待定都见过；阈值：%d / %d 个恰好试过"), t.seen,
                       t.parts, t.met, t.thresholds);
    if (!rules)
        onex_buffer_printf(b, onex_tr("; clauses: %d of %d tested", "；条款：%d / %d 条有测试"), c->clauses_in_all - c->nclauses, c->clauses_in_all);
    onex_buffer_char(b, '\n');
}

static void part_json(onex_buffer *b, const onex_coverage *c, const onex_covered *part, const char *dir) {
    const onex_decl *decl = &c->program->rules[part->rule].decl;
    onex_buffer_text(b, "{\"rule\":");
    onex_buffer_json_text(b, decl->name);
    onex_buffer_char(b, ',');
    place_json(b, dir, part->node->at.file ? &part->node->at : &decl->at);
    onex_buffer_text(b, ",\"comparison\":");
    sentence_json(b, c->program, part->node);
    onex_buffer_printf(b, ",\"true\":%s,\"false\":%s,\"unknown\":%s}", part->seen_true ? "true" : "false", part->seen_false ? "true" : "false",
                       part->never_unknown ? "null" : part->seen_unknown ? "true" : "false");
}

void onex_coverage_json(onex_buffer *b, const onex_coverage *c, const char *dir, const bool *rules) {
    totals t = count(c, rules);
    bool any = false;
    onex_buffer_printf(b, ",\"coverage\":{\"comparisons\":%d,\"seen\":%d,\"unseen\":[", t.parts, t.seen);
    for (int i = 0; i < c->nparts; i++) {
        if (!is_asked(rules, c->parts[i].rule) || onex_covered_fully(&c->parts[i])) continue;
        if (any) onex_buffer_text(b, ",\n");
        any = true;
        part_json(b, c, &c->parts[i], dir);
    }
    onex_buffer_printf(b, "],\"thresholds\":%d,\"tried\":%d,\"untried\":[", t.thresholds, t.met);
    any = false;
    for (int i = 0; i < c->nthresholds; i++) {
        const onex_covered_threshold *threshold = &c->thresholds[i];
        if (threshold->met || !param_asked(c->program, rules, threshold->param)) continue;
        if (any) onex_buffer_text(b, ",\n");
        any = true;
        onex_buffer_text(b, "{\"param\":");
        onex_buffer_json_text(b, c->program->params[threshold->param].decl.name);
        onex_buffer_text(b, ",\"value\":");
        onex_buffer_json_text(b, threshold->value->text);
        onex_buffer_char(b, ',');
        place_json(b, dir, &threshold->value->at);
        onex_buffer_char(b, '}');
    }
    onex_buffer_printf(b, "],\"clauses\":%d,\"untested\":[", c->clauses_in_all);
    for (int i = 0; i < c->nclauses; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, c->clauses[i]);
    }
    onex_buffer_text(b, "]}");
}

/* ---- changes ---- */

static void mutation_put(onex_mutations *m, const onex_mutation *mutation) {
    onex_buffer *b = &m->told;
    place_put(b, m->dir, &mutation->at);
    onex_buffer_text(b, ": ");
    onex_style_put(m->cli, b, ONEX_STYLE_WARN, mutation->reached ? onex_tr("unnoticed", "未察觉") : onex_tr("untested", "无测试"));
    onex_buffer_printf(b, " %s: %s\n", mutation->decl->name, mutation->text);
}

static void mutation_json(onex_mutations *m, const onex_mutation *mutation) {
    onex_buffer *b = &m->told;
    onex_buffer_text(b, b->len ? ",\n{\"name\":" : "{\"name\":");
    onex_buffer_json_text(b, mutation->decl->name);
    onex_buffer_char(b, ',');
    place_json(b, m->dir, &mutation->at);
    onex_buffer_text(b, ",\"change\":");
    onex_buffer_json_text(b, mutation->text);
    onex_buffer_printf(b, ",\"tested\":%s}", mutation->reached ? "true" : "false");
}

onex_status onex_mutations_take(void *ctx, const onex_mutation *mutation, onex_error *err) {
    onex_mutations *m = ctx;
    m->changes++;
    onex_cli_progress(m->cli, m->changes, onex_tr("changes tried", "处改动已试"));
    m->noticed += mutation->noticed;
    if (!mutation->noticed && m->cli->format == ONEX_FORMAT_JSON)
        mutation_json(m, mutation);
    else if (!mutation->noticed)
        mutation_put(m, mutation);
    return m->told.failed ? onex_no_memory(err) : ONEX_OK;
}

void onex_mutations_put(onex_buffer *b, const onex_mutations *m) {
    if (m->told.len) onex_buffer_put(b, m->told.data, m->told.len);
    onex_buffer_printf(b, onex_tr("%ld changes, %ld noticed, %ld unnoticed\n", "改动 %ld 处，测试察觉 %ld 处，未察觉 %ld 处\n"), m->changes, m->noticed,
                       m->changes - m->noticed);
}

void onex_mutations_json(onex_buffer *b, const onex_mutations *m) {
    onex_buffer_printf(b, ",\"mutation\":{\"changes\":%ld,\"noticed\":%ld,\"unnoticed\":[", m->changes, m->noticed);
    if (m->told.len) onex_buffer_put(b, m->told.data, m->told.len);
    onex_buffer_text(b, "]}");
}
