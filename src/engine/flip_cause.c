/* Two judgements, of the day before and of the day: what the rule's trees name is noted on both and held against each
 * other. Only rules whose verdict changed are followed, so that an outcome is explained by the member that changed. */
#include "engine/flip_cause.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "engine/internal.h"
#include "expr/sentence.h"

typedef enum { NOTE_FACT, NOTE_PARAM, NOTE_CLAIM, NOTE_RULE, NOTE_CHILD, NOTE_TALLY } note_kind;

typedef struct note { /* what something came to, in the tree of a rule */
    note_kind kind;
    int rule, index;       /* index: fact, param; RULE, CHILD, TALLY: the rule it is about */
    const onex_node *node; /* CLAIM */
    const char *code;      /* CHILD */
    const char *text;
} note;

typedef struct notes { /* of one subject on one day */
    note *items;
    int count, cap;
    bool there; /* the subject is there on the day */
} notes;

typedef struct cause {
    onex_flips *flips;
    int from, to;
    const onex_program *program;
    onex_store *store;
    onex_rules *rules;
    onex_arena arena;            /* texts of the notes */
    notes *before, *after, *now; /* by flip: the first one of each subject holds its notes; now: the side being noted */
    onex_judge *judge;
    onex_day day;
    bool failed;
} cause;

/* ---- noting ---- */

static const char *value_text(cause *c, onex_value v, onex_type type) {
    onex_quantity q;
    if (v.kind == ONEX_V_ERROR) return onex_tr("error", "出错");
    if (!onex_v_known(v)) return onex_tr("unknown", "待定");
    if (v.kind == ONEX_V_BOOL) return v.n ? onex_tr("yes", "是") : onex_tr("no", "否");
    const char *text = NULL;
    if (v.kind == ONEX_V_TEXT) text = v.text->raw;
    if (!text) {
        onex_quantity_of(v, type, &q);
        text = q.known ? q.text : "";
    }
    const char *copy = onex_arena_text(&c->arena, text, strlen(text));
    if (!copy) c->failed = true;
    return copy ? copy : "";
}

static note *find(notes *list, const note *wanted, int at) {
    for (int k = 0; k < list->count; k++) { /* most often at the same place */
        note *n = &list->items[(at + k) % list->count];
        if (n->kind == wanted->kind && n->rule == wanted->rule && n->index == wanted->index &&
            n->node == wanted->node &&
            (n->code == wanted->code || (n->code && wanted->code && strcmp(n->code, wanted->code) == 0)))
            return n;
    }
    return NULL;
}

static void put(cause *c, notes *list, note n) {
    if (list->count == list->cap) {
        int cap = list->cap ? list->cap * 2 : 32;
        note *items = realloc(list->items, (size_t)cap * sizeof *items);
        if (!items) {
            c->failed = true;
            return;
        }
        list->items = items;
        list->cap = cap;
    }
    list->items[list->count++] = n;
}

static void note_rule(cause *c, notes *list, onex_view *view, int rule, int under);

/* Verdicts of children, or how many there are of each. */
static void note_children(cause *c, notes *list, onex_view *view, int rule, int under) {
    if (onex_view_kind(view) < ONEX_PILOT) {
        const onex_count *count = onex_judge_count(c->judge, view, rule);
        onex_buffer b = {0};
        for (int v = 0; count && v < ONEX_VERDICTS; v++)
            if (count->tallies.counts[v])
                onex_buffer_printf(&b, "%s%s %ld", b.len ? " " : "", onex_verdict_text((onex_verdict)v),
                                   count->tallies.counts[v]);
        const char *text = onex_arena_text(&c->arena, b.data ? b.data : "", b.len);
        if (b.failed || !text) c->failed = true;
        onex_buffer_clear(&b);
        put(c, list, (note){.kind = NOTE_TALLY, .rule = under, .index = rule, .text = text ? text : ""});
        return;
    }
    int n = 0;
    onex_view **kids = onex_view_children(view, c->program->rules[rule].applies, &n);
    if (!kids) c->failed = true;
    for (int i = 0; kids && i < n && !c->failed; i++) {
        const char *code = onex_view_code(kids[i]),
                   *verdict = onex_verdict_text(onex_judge_verdict(c->judge, kids[i], rule));
        if (!(code = onex_arena_text(&c->arena, code, strlen(code)))) c->failed = true;
        put(c, list, (note){.kind = NOTE_CHILD, .rule = under, .index = rule, .code = code, .text = verdict});
    }
}

static bool names(const onex_node *node, onex_op op) {
    if (node->op == op) return true;
    for (int i = 0; i < node->nkids; i++)
        if (names(node->kids[i], op)) return true;
    return false;
}

/* A comparison with the day asked about or with counted rows, or such rows themselves. */
static bool is_claim(const onex_node *node) {
    if (node->type.kind != ONEX_T_BOOL || node->op == ONEX_OP_ALL || node->op == ONEX_OP_ANY ||
        node->op == ONEX_OP_NO || node->op == ONEX_OP_CHOOSE)
        return false;
    return names(node, ONEX_OP_AS_OF) || names(node, ONEX_OP_RELATION);
}

static void note_tree(cause *c, notes *list, onex_view *view, const onex_node *node, int under) {
    if (is_claim(node))
        put(c, list,
            (note){.kind = NOTE_CLAIM,
                   .rule = under,
                   .node = node,
                   .text = value_text(c, onex_view_eval(view, node), node->type)});
    switch (node->op) {
    case ONEX_OP_FACT: {
        const onex_fact *fact = &c->program->facts[node->u.index];
        const char *text = value_text(c, onex_view_fact(view, node->u.index), fact->type);
        put(c, list, (note){.kind = NOTE_FACT, .rule = under, .index = node->u.index, .text = text});
        return;
    }
    case ONEX_OP_PARAM: {
        onex_dated instead;
        const onex_dated *dated = onex_view_in_force(view, node->u.index, &instead).value;
        put(c, list,
            (note){.kind = NOTE_PARAM, .rule = under, .index = node->u.index, .text = dated ? dated->text : "-"});
        return;
    }
    case ONEX_OP_MET: note_rule(c, list, view, node->u.index, under); return;
    case ONEX_OP_EVERY: note_children(c, list, view, node->u.index, under); return;
    case ONEX_OP_TALLY: note_children(c, list, view, node->u.tally.rule, under); return;
    case ONEX_OP_RELATION: return;
    default: break;
    }
    for (int i = 0; i < node->nkids; i++) note_tree(c, list, view, node->kids[i], under);
}

/* Notes the verdict of a rule that `under` rests on (itself: -1), and once what it rests on in turn. */
static void note_rule(cause *c, notes *list, onex_view *view, int index, int under) {
    const onex_rule *rule = &c->program->rules[index];
    note verdict = {.kind = NOTE_RULE, .rule = under, .index = index};
    if (!(view = onex_view_at(view, rule->applies)) || find(list, &verdict, 0)) return;
    verdict.text = onex_verdict_text(onex_judge_verdict(c->judge, view, index));
    bool told = false;
    for (int i = 0; i < list->count; i++)
        told = told || (list->items[i].kind == NOTE_RULE && list->items[i].index == index);
    put(c, list, verdict);
    if (told) return;
    for (int i = 0; i < rule->nmembers; i++) note_rule(c, list, view, rule->members[i], index);
    if (rule->only_if) note_tree(c, list, view, rule->only_if, index);
    if (rule->expr) note_tree(c, list, view, rule->expr, index);
}

/* ---- both days ---- */

static int compare_subject(const onex_flip *flip, onex_subject kind, const char *code) {
    return flip->subject != kind ? (flip->subject < kind ? -1 : 1) : strcmp(flip->code, code);
}

/* The first flip of the subject; -1: none. */
static int flip_of(const cause *c, onex_subject kind, const char *code) {
    int low = c->from, high = c->to;
    while (low < high) {
        int middle = (low + high) / 2;
        if (compare_subject(&c->flips->items[middle], kind, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->to && compare_subject(&c->flips->items[low], kind, code) == 0 ? low : -1;
}

static void note_view(cause *c, onex_view *view) {
    int at = flip_of(c, onex_view_kind(view), onex_view_code(view));
    if (at < 0) return;
    notes *list = &c->now[at - c->from];
    list->there = true;
    for (int i = at; i < c->to && !compare_subject(&c->flips->items[i], onex_view_kind(view), onex_view_code(view));
         i++)
        note_rule(c, list, view, c->flips->items[i].rule, -1);
}

static onex_status look(void *ctx, onex_view *view, onex_error *err) {
    cause *c = ctx;
    note_view(c, view);
    for (onex_subject k = ONEX_EXAM; onex_view_kind(view) == ONEX_PILOT && k < ONEX_SUBJECTS; k++) {
        bool any = false;
        int n = 0;
        for (int i = c->from; i < c->to && !any; i++) any = c->flips->items[i].subject == k;
        onex_view **kids = any ? onex_view_children(view, k, &n) : NULL;
        if (any && !kids) c->failed = true;
        for (int i = 0; kids && i < n; i++) note_view(c, kids[i]);
    }
    return c->failed ? onex_no_memory(err) : ONEX_OK;
}

/* The one pilot of all flips of the day (malloc'd); NULL: several, or other subjects. */
static onex_status one_pilot(const cause *c, char **pilot, onex_error *err) {
    *pilot = NULL;
    for (int i = c->from; i < c->to; i++) {
        char *of = NULL;
        onex_status status =
            onex_subject_pilot(c->store, c->flips->items[i].subject, c->flips->items[i].code, &of, err);
        if (status) return status;
        bool same = of && *pilot && strcmp(of, *pilot) == 0;
        if (of && !*pilot && i == c->from) {
            *pilot = of;
            continue;
        }
        free(of);
        if (same) continue;
        free(*pilot);
        *pilot = NULL;
        return ONEX_OK;
    }
    return ONEX_OK;
}

static onex_status note_day(cause *c, onex_day day, notes *side, const bool *asked, const char *pilot,
                            onex_error *err) {
    onex_judge_options options = {
        .rules = c->rules, .store = c->store, .day = day, .asked = asked, .only_pilot = pilot};
    c->now = side;
    onex_status status = onex_judge_open(&c->judge, &options, err);
    onex_world *world = status ? NULL : onex_judge_world(c->judge);
    if (!status) status = onex_world_each(world, ONEX_SCHOOL, look, c, err);
    if (!status) status = onex_world_each(world, ONEX_COLLEGE, look, c, err);
    if (!status) status = onex_world_each(world, ONEX_PILOT, look, c, err);
    if (!status) status = onex_judge_lost(c->judge, err);
    onex_judge_close(c->judge);
    c->judge = NULL;
    return status;
}

/* ---- what changed ---- */

static void piece(onex_buffer *b, const char *text) {
    if (b->len && strstr(b->data, text)) return;
    onex_buffer_printf(b, "%s%s", b->len ? onex_tr("; ", "；") : "", text);
}

static void change(onex_buffer *b, const char *title, const note *from, const note *to) {
    onex_buffer line = {0};
    onex_buffer_printf(&line, onex_tr("%s: %s → %s", "%s：%s → %s"), title, from ? from->text : "-", to->text);
    if (line.failed)
        b->failed = true;
    else
        piece(b, line.data);
    onex_buffer_clear(&line);
}

static const char *has_text(const note *n) {
    if (strcmp(n->text, onex_tr("yes", "是")) == 0) return onex_tr("some", "有");
    return strcmp(n->text, onex_tr("no", "否")) == 0 ? onex_tr("none", "无") : n->text;
}

static void claim(const cause *c, onex_buffer *b, const note *from, const note *to) {
    onex_buffer line = {0};
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    if (to->node->op == ONEX_OP_RELATION) {
        const onex_entity *entity = to->node->u.relation->entity;
        onex_buffer_printf(&line, onex_tr("rows of %s that fit: %s → %s", "符合条件的%s记录：%s → %s"),
                           zh ? entity->title : entity->name, has_text(from), has_text(to));
    } else {
        bool holds = strcmp(to->text, onex_tr("yes", "是")) == 0, fails = strcmp(to->text, onex_tr("no", "否")) == 0;
        onex_sentence_put(&line, c->program, to->node, onex_lang_get());
        onex_buffer_text(&line, holds   ? onex_tr(": holds from now on", "：自此成立")
                                : fails ? onex_tr(": holds no longer", "：不再成立")
                                        : onex_tr(": can no longer be told", "：无法再判断"));
    }
    if (line.failed)
        b->failed = true;
    else
        piece(b, line.data);
    onex_buffer_clear(&line);
}

static bool changed(notes *before, const note *n, int at, note **was) {
    *was = find(before, n, at);
    return !*was || strcmp((*was)->text, n->text) != 0;
}

/* What changed in the rule's own trees: params, facts and children; claims where none of these did. */
static void tell_own(const cause *c, onex_buffer *b, notes *before, notes *after, int rule) {
    note *was;
    size_t at_first = b->len;
    for (int i = 0; i < after->count; i++) {
        const note *n = &after->items[i];
        if (n->rule != rule || n->kind == NOTE_CLAIM || n->kind == NOTE_RULE || !changed(before, n, i, &was)) continue;
        if (n->kind == NOTE_FACT && was) change(b, c->program->facts[n->index].decl.title, was, n);
        if (n->kind == NOTE_PARAM && was) change(b, c->program->params[n->index].decl.title, was, n);
        if (n->kind == NOTE_TALLY && was) change(b, c->program->rules[n->index].decl.title, was, n);
        if (n->kind != NOTE_CHILD) continue;
        onex_buffer title = {0};
        onex_buffer_printf(&title, "%s %s", n->code ? n->code : "", c->program->rules[n->index].decl.title);
        if (title.failed)
            b->failed = true;
        else
            change(b, title.data, was, n);
        onex_buffer_clear(&title);
    }
    for (int i = 0; b->len == at_first && i < after->count; i++) {
        const note *n = &after->items[i];
        if (n->rule == rule && n->kind == NOTE_CLAIM && changed(before, n, i, &was) && was) claim(c, b, was, n);
    }
}

static void tell_rule(const cause *c, onex_buffer *b, notes *before, notes *after, int rule, int depth) {
    note *was;
    size_t at_first = b->len;
    tell_own(c, b, before, after, rule);
    for (int i = 0; i < after->count && depth < 16; i++) {
        const note *n = &after->items[i];
        if (n->rule != rule || n->kind != NOTE_RULE || !changed(before, n, i, &was) || !was) continue;
        size_t told = b->len;
        tell_rule(c, b, before, after, n->index, depth + 1);
        if (b->len == told) change(b, c->program->rules[n->index].decl.title, was, n);
    }
    if (b->len > at_first || depth) return;
    if (c->program->rules[rule].kind == ONEX_ATTESTATION)
        piece(b, onex_tr("a record takes effect on this day", "认定记录或问题线索自当日起计"));
}

/* A rule, a waiver or the regulation that begins or ends on the day. */
static void tell_validity(const cause *c, onex_buffer *b, const onex_flip *flip) {
    const onex_decl *decl = &c->program->rules[flip->rule].decl;
    if (decl->valid_from == flip->on) piece(b, onex_tr("the rule is valid from this day", "规则自当日起施行"));
    if (decl->valid_to == flip->on) piece(b, onex_tr("the rule is no longer valid", "规则自当日起失效"));
    if (c->program->regulation.effective == flip->on)
        piece(b, onex_tr("the regulation takes effect", "办法自当日起施行"));
    if (flip->from == ONEX_EXCUSED && flip->to == ONEX_DEVIATES)
        piece(b, onex_tr("the waiver has ended", "情况说明已到期"));
    if (flip->from == ONEX_DEVIATES && flip->to == ONEX_EXCUSED)
        piece(b, onex_tr("a waiver takes effect", "情况说明自当日起生效"));
}

static onex_status tell(cause *c, onex_flip *flip, notes *before, notes *after, onex_error *err) {
    onex_buffer b = {0};
    char from[ONEX_DAY_TEXT], to[ONEX_DAY_TEXT];
    onex_buffer_text(&b, "");
    tell_validity(c, &b, flip);
    if (!before->there)
        piece(&b, onex_tr("it counts from this day", "自当日起计"));
    else if (!b.len)
        tell_rule(c, &b, before, after, flip->rule, 0);
    if (!b.len)
        onex_buffer_printf(&b, onex_tr("day: %s → %s", "日期：%s → %s"), onex_day_text(flip->on - 1, from),
                           onex_day_text(flip->on, to));
    flip->because = b.failed ? NULL : onex_arena_text(&c->flips->arena, b.data, b.len);
    onex_buffer_clear(&b);
    return flip->because ? ONEX_OK : onex_no_memory(err);
}

static onex_status tell_all(cause *c, onex_error *err) {
    onex_status status = ONEX_OK;
    for (int i = c->from, first = i; i < c->to && !status; i++) {
        onex_flip *flip = &c->flips->items[i];
        if (compare_subject(&c->flips->items[first], flip->subject, flip->code) != 0) first = i;
        status = tell(c, flip, &c->before[first - c->from], &c->after[first - c->from], err);
    }
    return status;
}

onex_status onex_flip_cause(onex_flips *flips, int from, int to, onex_store *store, onex_rules *rules,
                            onex_error *err) {
    cause c = {
        .flips = flips, .from = from, .to = to, .program = onex_rules_program(rules), .store = store, .rules = rules};
    size_t n = (size_t)(to - from);
    onex_day on = flips->items[from].on;
    char *pilot = NULL;
    bool *asked = calloc((size_t)c.program->nrules + 1, sizeof *asked);
    c.before = calloc(n, sizeof *c.before);
    c.after = calloc(n, sizeof *c.after);
    onex_status status = asked && c.before && c.after ? one_pilot(&c, &pilot, err) : onex_no_memory(err);
    for (int i = from; !status && i < to; i++) asked[flips->items[i].rule] = true;
    if (!status) status = note_day(&c, on - 1, c.before, asked, pilot, err);
    if (!status) status = note_day(&c, on, c.after, asked, pilot, err);
    if (!status) status = tell_all(&c, err);
    for (size_t i = 0; i < n; i++) {
        if (c.before) free(c.before[i].items);
        if (c.after) free(c.after[i].items);
    }
    free(c.before);
    free(c.after);
    free(asked);
    free(pilot);
    onex_arena_clear(&c.arena);
    return status;
}
