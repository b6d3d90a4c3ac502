/* What `onex rules show` tells of transitions and duties: from where to where, by whom, under which guards; who owes
 * what. */
#include <string.h>

#include "cli/rule_page.h"
#include "expr/sentence.h"

static bool zh(void) {
    return onex_lang_get() == ONEX_LANG_ZH;
}

/* ---- words ---- */

/* Who acts or owes: a body's or an office's word; what a college names itself stays. */
static const char *who_text(const char *who) {
    static const struct {
        const char *code, *en, *zh;
    } words[] = {{"lead", "the pilot's lead", "项目负责人"},
                 {"college", "the college", "二级学院"},
                 {"leading_group", "the leading group", "领导小组"},
                 {"commission", "the education commission", "市教委"},
                 {"academic_affairs", "academic affairs", "教务处"},
                 {"finance_assets", "finance and assets", "财务与资产管理处"},
                 {"student_affairs", "student affairs", "党委学生工作部"},
                 {"faculty_affairs", "faculty affairs", "党委教师工作部"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].code, who) == 0) return zh() ? words[i].zh : words[i].en;
    return who;
}

static const char *state_text(const char *state) {
    const onex_entity *pilot = onex_entity_find("pilot");
    const onex_word *word = pilot->columns[onex_entity_column(pilot, "state")].words;
    while (word->code && strcmp(word->code, state) != 0) word++;
    return zh() && word->code ? word->title : state;
}

static void join(onex_buffer *b, int i) {
    if (i) onex_buffer_text(b, onex_tr(", ", "、"));
}

static void key_list(onex_buffer *b, const char *key, const char *const *texts, int n) {
    onex_buffer_printf(b, ",\"%s\":[", key);
    for (int i = 0; i < n; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, texts[i]);
    }
    onex_buffer_char(b, ']');
}

static void key_rules(onex_buffer *b, const char *key, const onex_program *p, const int *rules, int n) {
    onex_buffer_printf(b, ",\"%s\":[", key);
    for (int i = 0; i < n; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, p->rules[rules[i]].decl.name);
    }
    onex_buffer_char(b, ']');
}

/* ---- transitions ---- */

static void rules_put(onex_buffer *b, const char *label, const onex_program *p, const int *rules, int n) {
    if (n) onex_buffer_printf(b, onex_tr("  %s:\n", "  %s：\n"), label);
    for (int i = 0; i < n; i++)
        onex_buffer_printf(b, "    %s %s\n", p->rules[rules[i]].decl.name, p->rules[rules[i]].decl.title);
}

void onex_transition_put(onex_buffer *b, const onex_program *p, const onex_transition *step) {
    onex_buffer_printf(b, onex_tr("  a step taken by %s: ", "  由%s办理："), who_text(step->actor));
    for (int i = 0; i < step->nfrom; i++) {
        join(b, i);
        onex_buffer_text(b, state_text(step->from[i]));
    }
    onex_buffer_printf(b, " → %s\n", step->to ? state_text(step->to) : onex_tr("the state before", "此前的状态"));
    if (step->document) onex_buffer_printf(b, "  %s\n", onex_tr("needs a document number", "须有文号"));
    rules_put(b, onex_tr("needs", "须满足"), p, step->needs, step->nneeds);
    rules_put(b, onex_tr("forbidden when hit", "命中则不得办理"), p, step->forbids, step->nforbids);
    if (step->nstamps) onex_buffer_text(b, onex_tr("  writes: ", "  写入日期："));
    for (int i = 0; i < step->nstamps; i++) {
        join(b, i);
        onex_buffer_text(b, step->stamps[i]);
    }
    if (step->nstamps) onex_buffer_char(b, '\n');
}

void onex_transition_json(onex_buffer *b, const onex_program *p, const onex_transition *step) {
    key_list(b, "from", step->from, step->nfrom);
    onex_buffer_text(b, ",\"to\":");
    onex_buffer_json_text(b, step->to ? step->to : "back");
    onex_buffer_text(b, ",\"actor\":");
    onex_buffer_json_text(b, step->actor);
    onex_buffer_printf(b, ",\"document\":%s", step->document ? "true" : "false");
    key_list(b, "stamps", step->stamps, step->nstamps);
    key_rules(b, "needs", p, step->needs, step->nneeds);
    key_rules(b, "forbids", p, step->forbids, step->nforbids);
}

/* ---- duties ---- */

static void tree_put(onex_buffer *b, const char *label, const onex_program *p, const onex_node *node) {
    if (!node) return;
    onex_buffer_printf(b, onex_tr("  %s: ", "  %s："), label);
    onex_sentence_put(b, p, node, onex_lang_get());
    onex_buffer_char(b, '\n');
}

void onex_duty_put(onex_buffer *b, const onex_program *p, const onex_duty *duty) {
    onex_buffer_printf(b, onex_tr("  duty of %s, for each %s\n", "  应由%s办理，逐个%s\n"), who_text(duty->who),
                       zh() ? onex_subject_title(duty->applies) : onex_subject_code(duty->applies));
    tree_put(b, onex_tr("only if", "前提"), p, duty->only_if);
    tree_put(b, onex_tr("due", "到期日"), p, duty->due);
    tree_put(b, onex_tr("done when", "已办的标准"), p, duty->done);
    if (duty->sql)
        onex_buffer_printf(b, "  %s\n", onex_tr("what is owed comes from its SQL", "欠办的各件由其 SQL 得出"));
}

static void key_tree(onex_buffer *b, const char *key, const onex_program *p, const onex_node *node) {
    onex_buffer text = {0};
    if (node) onex_sentence_put(&text, p, node, onex_lang_get());
    onex_buffer_printf(b, ",\"%s\":", key);
    onex_buffer_json_text(b, node ? text.data : NULL);
    if (text.failed) b->failed = true;
    onex_buffer_clear(&text);
}

void onex_duty_json(onex_buffer *b, const onex_program *p, const onex_duty *duty) {
    onex_buffer_text(b, ",\"who\":");
    onex_buffer_json_text(b, duty->who);
    onex_buffer_text(b, ",\"applies\":");
    onex_buffer_json_text(b, onex_subject_code(duty->applies));
    key_tree(b, "only_if", p, duty->only_if);
    key_tree(b, "due", p, duty->due);
    key_tree(b, "done", p, duty->done);
}
