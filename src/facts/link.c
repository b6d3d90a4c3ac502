/* Linking: which source each relation reads, in which slot each cell stands, and what the asked rules need. Slots are given
 * for all trees in one order, so that every world over one program gives the same. */
#include <stdlib.h>
#include <string.h>

#include "expr/decide.h"
#include "facts/internal.h"

#define DEPTH_MAX 16

typedef struct walk {
    onex_world *world;
    onex_subject kind;                   /* of the subject whose tree it is */
    const onex_relation *stack[DEPTH_MAX]; /* enclosing relations */
    int depth;
    bool mark; /* false: give slots; true: mark what is used */
    bool failed;
} walk;

static void walk_node(walk *w, onex_node *node);

onex_group onex_group_of(onex_subject kind) {
    return kind == ONEX_SCHOOL ? ONEX_GROUP_SCHOOL : kind == ONEX_COLLEGE ? ONEX_GROUP_COLLEGE : ONEX_GROUP_PILOT;
}

onex_source *onex_world_source(onex_world *world, const onex_entity *entity, onex_group group, const char *subject_kind) {
    for (int i = 0; i < world->nsources; i++) {
        onex_source *s = world->sources[i];
        if (s->entity == entity && s->group == group && (s->subject_kind == subject_kind)) return s;
    }
    if (world->nsources == ONEX_SOURCES_MAX) return NULL;
    onex_source *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->entity = entity;
    s->group = group;
    s->subject_kind = subject_kind;
    return world->sources[world->nsources++] = s;
}

static int slot_of(walk *w, onex_source *source, const onex_column_path *path, bool raw) {
    int slot = source ? onex_source_slot(source, path, raw) : -1; /* none: memory is gone */
    if (slot < 0) {
        w->failed = true;
        return 0;
    }
    if (w->mark) source->slots[slot].used = true;
    return slot;
}

static int column_slot(walk *w, onex_source *source, const char *column) {
    int index = onex_entity_column(source->entity, column);
    onex_column_path path = onex_path_of(source->entity, index);
    return slot_of(w, source, &path, false);
}

static onex_plan *plan_of(const walk *w, const onex_relation *relation) { return &w->world->plans[relation->id]; }

/* A column that points at a table whose rows each belong to one pilot, compared with such a column of the subject: the rows
 * are all of that pilot, so no whole table is needed. */
static bool within_pilot(const walk *w, const onex_relation *r, const onex_match *m) {
    const onex_column *column = &r->entity->columns[m->column];
    const onex_column *value = NULL;
    if (m->value->op == ONEX_OP_FACT) value = w->world->program->facts[m->value->u.index].column;
    if (m->value->op == ONEX_OP_ROW) value = m->value->u.column.path.column;
    if (!column->ref || !onex_source_reaches(r->entity, ONEX_GROUP_PILOT)) return false;
    bool owned = !strcmp(column->ref, "contract") || !strcmp(column->ref, "exam") || !strcmp(column->ref, "award");
    bool is_pilot = !strcmp(column->ref, "pilot");
    if (is_pilot && m->value->op == ONEX_OP_FACT && w->kind >= ONEX_PILOT) {
        const onex_fact *fact = &w->world->program->facts[m->value->u.index];
        return (fact->subject == ONEX_PILOT && !strcmp(fact->decl.name, "code")) || (value && value->ref && !strcmp(value->ref, "pilot"));
    }
    if (!owned || w->kind < ONEX_PILOT || !value) return false;
    /* the value must come from the pilot's own rows */
    if (m->value->op == ONEX_OP_ROW) {
        int at = w->depth - 1 - m->value->u.column.depth;
        if (at < 0 || m->value->u.column.depth < 1 || m->value->u.column.path.nsteps != 1) return false;
        const onex_plan *outer = plan_of(w, w->stack[at]);
        if (!outer->source || outer->source->group != ONEX_GROUP_PILOT) return false;
    } else if (w->world->program->facts[m->value->u.index].subject < ONEX_PILOT) {
        return false;
    }
    return (value->ref && !strcmp(value->ref, column->ref)) ||
           (m->value->op == ONEX_OP_FACT && !strcmp(w->world->program->facts[m->value->u.index].decl.name, "code") &&
            w->world->program->facts[m->value->u.index].subject == ONEX_EXAM && !strcmp(column->ref, "exam"));
}

static void add_key(walk *w, onex_plan *plan, int slot, onex_key_from from, const onex_node *value, bool match) {
    if (plan->nkeys == ONEX_INDEX_KEYS) {
        if (match) w->failed = true;
        return;
    }
    plan->keys[plan->nkeys++] = (onex_plan_key){.slot = slot, .from = from, .value = value, .match = match};
}

/* The rows of a child subject among those of its pilot. */
static void child_keys(walk *w, onex_plan *plan, const onex_relation *r) {
    const onex_entity *e = r->entity;
    if (plan->source->subject_kind && plan->source->group == ONEX_GROUP_LOOKUP) {
        add_key(w, plan, column_slot(w, plan->source, "subject"), ONEX_KEY_CODE, NULL, true);
    } else if (w->kind == ONEX_REGISTRATION) {
        add_key(w, plan, column_slot(w, plan->source, "person"), ONEX_KEY_PERSON, NULL, true);
        add_key(w, plan, column_slot(w, plan->source, "level"), ONEX_KEY_LEVEL, NULL, true);
    } else if (!strcmp(e->name, "credit_claim")) {
        onex_column_path path = {.entity = e, .nsteps = 2};
        path.steps[0] = onex_entity_column(e, "award");
        const onex_entity *award = onex_column_target(&e->columns[path.steps[0]]);
        path.steps[1] = onex_entity_column(award, "exam");
        path.column = &award->columns[path.steps[1]];
        add_key(w, plan, slot_of(w, plan->source, &path, false), ONEX_KEY_CODE, NULL, true);
    } else {
        const char *column = w->kind == ONEX_EXAM && onex_entity_column(e, "exam") >= 0 ? "exam" : "code";
        add_key(w, plan, column_slot(w, plan->source, column), ONEX_KEY_CODE, NULL, true);
    }
}

static bool rests_on_row(const onex_node *node) {
    if (node->op == ONEX_OP_RELATION || (node->op == ONEX_OP_ROW && node->u.column.depth == 0)) return true;
    for (int i = 0; i < node->nkids; i++)
        if (rests_on_row(node->kids[i])) return true;
    return false;
}

/* equals(row.x, something of outside) among the members of all{}: a key by which rows are found. */
static void shortcut_key(walk *w, onex_plan *plan, const onex_node *node) {
    if (node->op == ONEX_OP_ALL)
        for (int i = 0; i < node->nkids; i++) shortcut_key(w, plan, node->kids[i]);
    if (node->op != ONEX_OP_EQ) return;
    for (int side = 0; side < 2; side++) {
        const onex_node *row = node->kids[side], *other = node->kids[1 - side];
        if (row->op != ONEX_OP_ROW || row->u.column.depth || row->u.column.path.nsteps != 1 || rests_on_row(other)) continue;
        const onex_column *column = row->u.column.path.column;
        if (!column->required || plan->nkeys == ONEX_INDEX_KEYS) continue;
        if (plan->periods && (plan->nkeys || strcmp(column->name, "days"))) continue;
        add_key(w, plan, slot_of(w, plan->source, &row->u.column.path, false), ONEX_KEY_NODE, other, false);
        return;
    }
}

static void shortcut_keys(walk *w, onex_plan *plan, const onex_relation *r) {
    bool worth = plan->periods || r->outer || plan->nkeys || plan->source->group == ONEX_GROUP_LOOKUP;
    if (r->where && worth) shortcut_key(w, plan, r->where);
}

static void plan_relation(walk *w, const onex_relation *r) {
    onex_world *world = w->world;
    onex_plan *plan = plan_of(w, r);
    *plan = (onex_plan){.kind = w->kind, .to_slot = -1};
    if (r->entity->pseudo) {
        if (w->mark) world->periods_needed = true;
        plan->periods = true;
        plan->source = onex_world_source(world, r->entity, ONEX_GROUP_PILOT, NULL);
        return;
    }
    onex_group group = onex_group_of(w->kind);
    if (r->nmatch) {
        group = ONEX_GROUP_LOOKUP;
        for (int i = 0; i < r->nmatch; i++)
            if (within_pilot(w, r, &r->match[i])) group = ONEX_GROUP_PILOT;
    }
    const char *kind = NULL;
    if (onex_entity_column(r->entity, "subject_kind") >= 0 && !r->nmatch) {
        kind = onex_subject_code(w->kind);
        if (w->kind > ONEX_PILOT) group = ONEX_GROUP_LOOKUP;
    }
    plan->source = onex_world_source(world, r->entity, group, kind);
    if (!plan->source) {
        w->failed = true;
        return;
    }
    if (w->mark) plan->source->used = true;
    for (int i = 0; i < r->nmatch; i++) {
        onex_column_path path = onex_path_of(r->entity, r->match[i].column);
        add_key(w, plan, slot_of(w, plan->source, &path, false), ONEX_KEY_NODE, r->match[i].value, true);
    }
    if (!r->nmatch && w->kind > ONEX_PILOT) child_keys(w, plan, r);
    for (int i = 0; i < r->entity->ncolumns; i++) { /* to name rows in explanations */
        onex_column_path path = onex_path_of(r->entity, i);
        bool mark = w->mark;
        w->mark = mark && world->options.name_rows;
        if (r->entity->columns[i].key) slot_of(w, plan->source, &path, false);
        w->mark = mark;
    }
    if (r->in_force && r->entity->to) plan->to_slot = column_slot(w, plan->source, r->entity->to);
}

static void walk_relation(walk *w, onex_relation *r) {
    if (w->depth == DEPTH_MAX) {
        w->failed = true;
        return;
    }
    w->stack[w->depth++] = r;
    plan_relation(w, r);
    if (w->failed) return;
    if (w->mark) w->world->relations_needed[r->id] = true;
    for (int i = 0; i < r->nmatch; i++) walk_node(w, r->match[i].value);
    onex_node *trees[] = {r->where, r->take, r->by, r->upto};
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++)
        if (trees[i]) walk_node(w, trees[i]);
    for (int i = 0; i < r->ndistinct; i++) walk_node(w, r->distinct[i]);
    for (int i = 0; i < r->ntake; i++) walk_node(w, r->take_values[i]);
    shortcut_keys(w, plan_of(w, r), r);
    w->depth--;
}

static void walk_row(walk *w, onex_node *node, bool raw) {
    int at = w->depth - 1 - node->u.column.depth;
    if (at < 0) {
        w->failed = true;
        return;
    }
    onex_source *source = plan_of(w, w->stack[at])->source;
    int slot = slot_of(w, source, &node->u.column.path, raw);
    if (raw)
        node->u.column.raw_slot = slot;
    else
        node->u.column.slot = slot;
    onex_quicken(node);
}

static void need_fact(walk *w, int index, bool raw);
static void need_rule(walk *w, int index);

static void need_children(walk *w, int rule) {
    if (w->mark && w->kind <= ONEX_COLLEGE) w->world->tallied[rule] = w->world->any_tallied = true;
    need_rule(w, rule);
}

static void walk_node(walk *w, onex_node *node) {
    if (w->failed) return;
    switch (node->op) {
    case ONEX_OP_ROW: walk_row(w, node, false); return;
    case ONEX_OP_RELATION: walk_relation(w, node->u.relation); return;
    case ONEX_OP_FACT: need_fact(w, node->u.index, false); return;
    case ONEX_OP_BLANK:
        if (node->kids[0]->op == ONEX_OP_ROW)
            walk_row(w, node->kids[0], true);
        else
            need_fact(w, node->kids[0]->u.index, true);
        return;
    case ONEX_OP_MET: need_rule(w, node->u.index); return;
    case ONEX_OP_EVERY: need_children(w, node->u.index); return;
    case ONEX_OP_TALLY: need_children(w, node->u.tally.rule); return;
    default: break;
    }
    for (int i = 0; i < node->nkids; i++) walk_node(w, node->kids[i]);
    onex_quicken(node);
}

/* Walks a tree of its own kind of subject. */
static void walk_tree(walk *from, onex_subject kind, onex_node *node) {
    if (!node) return;
    walk w = {.world = from->world, .kind = kind, .mark = from->mark};
    walk_node(&w, node);
    from->failed |= w.failed;
}

static void walk_fact(walk *w, const onex_fact *fact) {
    walk_tree(w, fact->subject, fact->provided);
    walk_tree(w, fact->subject, fact->value);
    for (int i = 0; i < fact->ninputs; i++) walk_tree(w, fact->subject, fact->inputs[i]);
}

static void use_source(onex_source **at, onex_source *source, walk *w) {
    *at = source;
    if (!source)
        w->failed = true;
    else if (w->mark)
        source->used = true;
}

static void column_fact(walk *w, int index, bool raw) {
    onex_world *world = w->world;
    const onex_fact *fact = &world->program->facts[index];
    onex_source *own = world->own[fact->subject];
    if (!fact->column || !own) return;
    int column = (int)(fact->column - own->entity->columns);
    onex_column_path path = onex_path_of(own->entity, column);
    int slot = slot_of(w, own, &path, raw);
    (raw ? world->fact_raw_slot : world->fact_slot)[index] = slot;
    if (w->mark) own->used = true;
}

/* `attribute` and `attestation` rows of the subject's kind. */
static onex_source *rows_about(walk *w, const char *table, onex_subject kind, const char *const *columns) {
    onex_group group = kind > ONEX_PILOT ? ONEX_GROUP_LOOKUP : onex_group_of(kind);
    onex_source *s = onex_world_source(w->world, onex_entity_find(table), group, onex_subject_code(kind));
    if (!s) return NULL;
    for (; *columns; columns++) column_slot(w, s, *columns);
    return s;
}

static void need_fact(walk *w, int index, bool raw) {
    onex_world *world = w->world;
    const onex_fact *fact = &world->program->facts[index];
    if (fact->source == ONEX_FACT_COLUMN) {
        column_fact(w, index, raw);
        return;
    }
    if (!w->mark || world->facts_needed[index]) return;
    world->facts_needed[index] = true;
    if (fact->source == ONEX_FACT_SQL) world->sql[fact->block].used = true;
    if (fact->source == ONEX_FACT_FIELD) {
        static const char *const columns[] = {"name", "value", "subject", NULL};
        use_source(&world->attributes[fact->subject], rows_about(w, "attribute", fact->subject, columns), w);
    }
    walk_fact(w, fact);
}

static void need_incidents(walk *w, onex_subject kind) {
    if (kind > ONEX_PILOT) return;
    onex_source *s = onex_world_source(w->world, onex_entity_find("incident"), onex_group_of(kind), NULL);
    if (s) {
        column_slot(w, s, "ground");
        column_slot(w, s, "status");
        column_slot(w, s, "code");
        column_slot(w, s, "reported_on");
    }
    use_source(&w->world->incidents[kind], s, w);
}

static void need_rule(walk *w, int index) {
    onex_world *world = w->world;
    const onex_rule *rule = &world->program->rules[index];
    if (!w->mark || world->rules_needed[index]) return;
    world->rules_needed[index] = true;
    if (rule->kind == ONEX_ATTESTATION && rule->as_trigger) need_incidents(w, rule->applies);
    if (rule->kind == ONEX_ATTESTATION && !rule->as_trigger) {
        static const char *const columns[] = {"topic", "assessed_on", "verdict", "subject", "assessed_by", "evidence", NULL};
        use_source(&world->attested[rule->applies], rows_about(w, "attestation", rule->applies, columns), w);
    }
    walk_tree(w, rule->applies, rule->only_if);
    walk_tree(w, rule->applies, rule->expr);
    for (int i = 0; i < rule->nmembers; i++) need_rule(w, rule->members[i]);
    if (world->own[rule->applies]) world->own[rule->applies]->used = true;
}

/* Sources of the subjects themselves, with the cells that a view always has. */
static bool own_sources(walk *w) {
    static const onex_subject kinds[] = {ONEX_COLLEGE, ONEX_PILOT, ONEX_EXAM, ONEX_EXPENSE, ONEX_REGISTRATION};
    onex_world *world = w->world;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        onex_subject k = kinds[i];
        world->own[k] = onex_world_source(world, onex_entity_find(onex_subject_code(k)), onex_group_of(k), NULL);
        if (!world->own[k]) return false;
        world->code_slot[k] = column_slot(w, world->own[k], k == ONEX_REGISTRATION ? "person" : "code");
    }
    world->college_slot = column_slot(w, world->own[ONEX_PILOT], "college");
    world->day_slot[ONEX_EXAM] = column_slot(w, world->own[ONEX_EXAM], "held_on");
    world->day_slot[ONEX_EXPENSE] = column_slot(w, world->own[ONEX_EXPENSE], "spent_on");
    world->level_slot = column_slot(w, world->own[ONEX_REGISTRATION], "level");
    return !w->failed;
}

static void walk_duty(walk *w, const onex_duty *duty) {
    walk_tree(w, duty->applies, duty->only_if);
    walk_tree(w, duty->applies, duty->due);
    walk_tree(w, duty->applies, duty->done);
    if (!w->mark) return;
    if (duty->sql) w->world->periods_needed = true;
    if (w->world->own[duty->applies]) w->world->own[duty->applies]->used = true;
}

onex_status onex_world_link(onex_world *world, onex_error *err) {
    const onex_program *p = world->program;
    walk w = {.world = world};
    if (!own_sources(&w)) return onex_no_memory(err);
    for (int i = 0; i < p->nfacts; i++) walk_fact(&w, &p->facts[i]);
    for (int i = 0; i < p->nrules; i++) {
        walk_tree(&w, p->rules[i].applies, p->rules[i].only_if);
        walk_tree(&w, p->rules[i].applies, p->rules[i].expr);
    }
    for (int i = 0; i < p->nduties; i++) walk_duty(&w, &p->duties[i]);
    if (!onex_periods_link(world, false)) return onex_no_memory(err);
    w.mark = true;
    if (!own_sources(&w)) return onex_no_memory(err);
    for (int i = 0; i < p->nrules; i++)
        if (!world->options.rules || world->options.rules[i]) need_rule(&w, i);
    for (int i = 0; world->options.facts && i < p->nfacts; i++)
        if (world->options.facts[i]) need_fact(&w, i, false);
    for (int i = 0; world->options.duties && i < p->nduties; i++) walk_duty(&w, &p->duties[i]);
    if (world->periods_needed && !onex_periods_link(world, true)) return onex_no_memory(err);
    return w.failed ? onex_fail(err, ONEX_E_INTERNAL, onex_tr("the rules read too many tables or rows", "规则读取的表或数据过多")) : ONEX_OK;
}
