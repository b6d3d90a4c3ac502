/* Proof by structure. What moves by itself is the day asked about. Where it is only compared with dates that are stored
 * or written down, the comparison changes on those dates or the day after, and nowhere else; the same holds for rows
 * that come into being, offices, waivers, params in force. Everything else that the day enters (sums of days, SQL,
 * report periods) may change on any day. */
#include "engine/flip_days.h"

#include <stdlib.h>
#include <string.h>

#include "store/dates.h"

typedef enum {
    STILL,    /* changes on the marked days only; a date is one of the marked days */
    UNLISTED, /* a date that is not among the marked days; it changes on those only */
    MOVING,   /* a date that may be the day asked about itself */
    WILD,     /* may change on any day */
} motion;

typedef struct tracing {
    const onex_program *program;
    onex_flip_days *out;
    onex_store *store;
    bool *days;                 /* of the rule at hand */
    bool **tables;              /* by entity: the days of its dates; NULL: not read yet */
    signed char *facts, *rules; /* what was found for the rule at hand; -1: not yet */
    onex_status status;
    onex_error *err;
} tracing;

static motion of_node(tracing *t, const onex_node *node);

/* ---- days ---- */

static void mark(tracing *t, onex_day day) {
    if (day != ONEX_DAY_NONE && day >= t->out->first && day - t->out->first < t->out->ndays)
        t->days[day - t->out->first] = true;
}

/* A date that the day asked about may be compared with. */
static void mark_date(tracing *t, onex_day day) {
    mark(t, day);
    if (day != ONEX_DAY_NONE) mark(t, day + 1);
}

static void mark_decl(tracing *t, const onex_decl *decl) {
    mark(t, decl->valid_from);
    mark(t, decl->valid_to);
}

static void mark_table(tracing *t, const onex_entity *entity) {
    if (!entity || entity->pseudo || t->status) return;
    int ndays = t->out->ndays;
    bool **at = &t->tables[entity - onex_entities];
    if (!*at) {
        *at = calloc((size_t)ndays + 1, sizeof **at);
        t->status = *at ? onex_dates_of(t->store, entity, t->out->first, ndays, *at, t->err) : onex_no_memory(t->err);
        if (t->status) return;
    }
    for (int i = 0; i < ndays; i++) t->days[i] = t->days[i] || (*at)[i];
    if (entity->exists_on && strncmp(entity->exists_on, "exam.", 5) == 0) mark_table(t, onex_entity_find("exam"));
}

static void mark_path(tracing *t, const onex_column_path *path) {
    const onex_entity *entity = path->entity;
    for (int i = 0; entity && i < path->nsteps; i++) {
        mark_table(t, entity);
        entity = onex_column_target(&entity->columns[path->steps[i]]);
    }
}

/* Rows of a subject come with its table, and through its pilot's. */
static void mark_subject(tracing *t, onex_subject kind) {
    if (kind == ONEX_SCHOOL) return;
    mark_table(t, onex_entity_find(onex_subject_code(kind)));
    if (kind > ONEX_PILOT) mark_table(t, onex_entity_find("pilot"));
}

/* ---- trees ---- */

static motion worse(motion a, motion b) {
    return a > b ? a : b;
}

static motion of_kids(tracing *t, const onex_node *node) {
    motion all = STILL;
    for (int i = 0; i < node->nkids; i++) all = worse(all, of_node(t, node->kids[i]));
    return all;
}

/* Kids of which one is chosen, or which are compared with each other: the moving day may meet dates that are not
 * listed. */
static motion meeting(tracing *t, const onex_node *node, motion result) {
    bool moving = false, unlisted = false;
    for (int i = 0; i < node->nkids; i++) {
        motion kid = of_node(t, node->kids[i]);
        if (kid == WILD) return WILD;
        moving = moving || kid == MOVING;
        unlisted = unlisted || kid == UNLISTED;
    }
    if (moving && unlisted) return WILD;
    if (result != MOVING) return result;
    return moving ? MOVING : unlisted ? UNLISTED : STILL;
}

/* Neither the day itself nor anything wild may go in. */
static motion settled(motion kids, motion result) {
    return kids >= MOVING ? WILD : result;
}

static motion of_relation(tracing *t, const onex_relation *r) {
    motion take = r->take ? of_node(t, r->take) : STILL, by = r->by ? of_node(t, r->by) : STILL;
    motion upto = r->upto ? of_node(t, r->upto) : MOVING, rest = r->where ? of_node(t, r->where) : STILL;
    for (int i = 0; i < r->ndistinct; i++) rest = worse(rest, of_node(t, r->distinct[i]));
    for (int i = 0; i < r->nmatch; i++) rest = worse(rest, of_node(t, r->match[i].value));
    for (int i = 0; i < r->ntake; i++) rest = worse(rest, of_node(t, r->take_values[i]));
    if (r->entity->pseudo) return WILD;
    mark_table(t, r->entity);
    if (rest >= MOVING || take >= MOVING || by >= MOVING || upto == WILD) return WILD;
    if (r->word == ONEX_W_LATEST && by == UNLISTED && upto == MOVING) return WILD;
    return take;
}

static motion of_fact(tracing *t, int index) {
    const onex_fact *fact = &t->program->facts[index];
    if (t->facts[index] >= 0) return (motion)t->facts[index];
    t->facts[index] = WILD; /* a fact that rests on itself */
    mark_decl(t, &fact->decl);
    mark_subject(t, fact->subject);
    motion found = WILD;
    switch (fact->source) {
    case ONEX_FACT_COLUMN: found = STILL; break;
    case ONEX_FACT_FIELD:
        mark_table(t, onex_entity_find("attribute"));
        found = fact->type.kind == ONEX_T_DATE ? UNLISTED : STILL;
        break;
    case ONEX_FACT_DERIVE: found = of_node(t, fact->value); break;
    case ONEX_FACT_COMPUTE:
        found = STILL;
        for (int i = 0; i < fact->ninputs; i++) found = worse(found, of_node(t, fact->inputs[i]));
        found = settled(found, fact->type.kind == ONEX_T_DATE ? UNLISTED : STILL);
        break;
    default: break;
    }
    if (fact->provided && of_node(t, fact->provided) >= MOVING) found = WILD;
    t->facts[index] = (signed char)found;
    return found;
}

static void mark_local(tracing *t, const onex_local *local) {
    mark(t, local->from);
    mark(t, local->to);
}

/* Colleges change a set from a day on. */
static void of_set(tracing *t, int index) {
    const onex_set *set = &t->program->sets[index];
    for (int i = 0; i < set->nchanges; i++) mark_local(t, &set->changes[i].local);
}

static void of_values(tracing *t, const onex_dated *values, int n) {
    for (int i = 0; i < n; i++) {
        mark(t, values[i].from);
        if (values[i].value.kind == ONEX_V_DATE) mark_date(t, (onex_day)values[i].value.n);
    }
}

static motion of_param(tracing *t, int index) {
    const onex_param *param = &t->program->params[index];
    mark_decl(t, &param->decl);
    of_values(t, param->values, param->nvalues);
    for (int i = 0; i < param->nstatements; i++) {
        const onex_statement *statement = &param->statements[i];
        mark_local(t, &statement->local);
        of_values(t, statement->values, statement->nvalues);
    }
    return STILL;
}

static motion of_rule(tracing *t, int index) {
    const onex_rule *rule = &t->program->rules[index];
    if (t->rules[index] >= 0) return (motion)t->rules[index];
    t->rules[index] = WILD;
    mark_decl(t, &rule->decl);
    mark_subject(t, rule->applies);
    motion all = STILL;
    for (int i = 0; i < rule->nparams; i++) of_param(t, rule->params[i]);
    for (int i = 0; i < rule->nlimited; i++) mark_decl(t, rule->limited[i]);
    for (int i = 0; i < rule->nmembers; i++) all = worse(all, of_rule(t, rule->members[i]));
    if (rule->only_if) all = worse(all, of_node(t, rule->only_if));
    if (rule->expr) all = worse(all, of_node(t, rule->expr));
    if (rule->kind == ONEX_ATTESTATION) mark_table(t, onex_entity_find(rule->as_trigger ? "incident" : "attestation"));
    all = all >= MOVING ? WILD : STILL;
    t->rules[index] = (signed char)all;
    return all;
}

static motion of_row(tracing *t, const onex_node *node) {
    mark_path(t, &node->u.column.path);
    return node->u.column.path.entity->pseudo && node->type.kind == ONEX_T_DATE ? UNLISTED : STILL;
}

static motion of_node(tracing *t, const onex_node *node) {
    if (node->op == ONEX_OP_ONE_OF || node->op == ONEX_OP_NONE_OF) of_set(t, node->u.index);
    switch (node->op) {
    case ONEX_OP_LITERAL:
        if (node->u.literal.kind == ONEX_V_DATE) mark_date(t, (onex_day)node->u.literal.n);
        return STILL;
    case ONEX_OP_FACT: return of_fact(t, node->u.index);
    case ONEX_OP_PARAM: return of_param(t, node->u.index);
    case ONEX_OP_READING: return STILL;
    case ONEX_OP_AS_OF: return MOVING;
    case ONEX_OP_ROW: return of_row(t, node);
    case ONEX_OP_GE:
    case ONEX_OP_LE:
    case ONEX_OP_LT:
    case ONEX_OP_GT:
    case ONEX_OP_EQ:
    case ONEX_OP_NE: return meeting(t, node, STILL);
    case ONEX_OP_OTHERWISE:
    case ONEX_OP_CHOOSE:
    case ONEX_OP_LEAST:
    case ONEX_OP_GREATEST: return meeting(t, node, MOVING);
    case ONEX_OP_KNOWN:
    case ONEX_OP_YEAR_OF: /* years end on days that are always marked */
    case ONEX_OP_BLANK: return of_kids(t, node) == WILD ? WILD : STILL;
    case ONEX_OP_YEAR_END: return settled(of_kids(t, node), STILL);
    case ONEX_OP_EVERY:
    case ONEX_OP_MET: return of_rule(t, node->u.index);
    case ONEX_OP_TALLY: return of_rule(t, node->u.tally.rule);
    case ONEX_OP_RELATION: return of_relation(t, node->u.relation);
    default: return settled(of_kids(t, node), node->type.kind == ONEX_T_DATE ? UNLISTED : STILL);
    }
}

/* ---- all rules ---- */

/* Days on which anything may change: ends of years, the regulation's beginning, acts and waivers. */
static onex_status mark_always(tracing *t, onex_error *err) {
    int first = onex_day_year(t->out->first), last = onex_day_year(t->out->first + t->out->ndays);
    for (int year = first - 1; year <= last; year++) {
        onex_day end;
        if (onex_day_from(year, 12, 31, &end)) mark_date(t, end);
    }
    mark(t, t->program->regulation.effective);
    return onex_dates_of_acts(t->store, t->out->first, t->out->ndays, t->days, err);
}

static onex_status find_rule(tracing *t, int rule, const bool *always, onex_error *err) {
    size_t ndays = (size_t)t->out->ndays;
    t->days = t->out->rules[rule] = malloc(ndays + 1);
    if (!t->days) return onex_no_memory(err);
    memcpy(t->days, always, ndays);
    memset(t->facts, -1, (size_t)t->program->nfacts + 1);
    memset(t->rules, -1, (size_t)t->program->nrules + 1);
    if (of_rule(t, rule) == WILD) memset(t->days, true, ndays);
    return t->status;
}

onex_status onex_flip_days_find(onex_flip_days *out, onex_store *store, const onex_program *program, onex_day first,
                                int ndays, onex_error *err) {
    *out = (onex_flip_days){.first = first, .ndays = ndays};
    bool *always = calloc((size_t)ndays + 1, sizeof *always);
    tracing t = {.program = program, .out = out, .store = store, .days = always, .err = err};
    out->rules = calloc((size_t)program->nrules + 1, sizeof *out->rules); /* ends with NULL */
    t.tables = calloc((size_t)onex_nentities, sizeof *t.tables);
    t.facts = malloc((size_t)program->nfacts + 1);
    t.rules = malloc((size_t)program->nrules + 1);
    onex_status status =
        always && out->rules && t.tables && t.facts && t.rules ? mark_always(&t, err) : onex_no_memory(err);
    for (int r = 0; r < program->nrules && !status; r++) status = find_rule(&t, r, always, err);
    for (int i = 0; t.tables && i < onex_nentities; i++) free(t.tables[i]);
    free(t.tables);
    free(t.facts);
    free(t.rules);
    free(always);
    return status;
}

void onex_flip_days_clear(onex_flip_days *days) {
    for (int i = 0; days->rules && days->rules[i]; i++) free(days->rules[i]);
    free(days->rules);
    *days = (onex_flip_days){0};
}
