/* What rests on what: cycles among facts and rules are errors, and so are chains too long to follow; then each rule
 * learns the params that it rests on, and the sets and readings that do not always hold. */
#include <stdio.h>
#include <string.h>

#include "rules/compiler.h"

/* ---- walking trees ---- */

static void walk_relation(const onex_relation *r, void (*visit)(void *, const onex_node *), void *ctx) {
    for (int i = 0; i < r->nmatch; i++) onex_c_walk(r->match[i].value, visit, ctx);
    onex_c_walk(r->where, visit, ctx);
    onex_c_walk(r->take, visit, ctx);
    onex_c_walk(r->by, visit, ctx);
    onex_c_walk(r->upto, visit, ctx);
    for (int i = 0; i < r->ndistinct; i++) onex_c_walk(r->distinct[i], visit, ctx);
    for (int i = 0; i < r->ntake; i++) onex_c_walk(r->take_values[i], visit, ctx);
}

void onex_c_walk(const onex_node *node, void (*visit)(void *ctx, const onex_node *node), void *ctx) {
    if (!node) return;
    visit(ctx, node);
    for (int i = 0; i < node->nkids; i++) onex_c_walk(node->kids[i], visit, ctx);
    if (node->op == ONEX_OP_RELATION) walk_relation(node->u.relation, visit, ctx);
}

static void walk_fact(const onex_fact *fact, void (*visit)(void *, const onex_node *), void *ctx) {
    onex_c_walk(fact->value, visit, ctx);
    onex_c_walk(fact->provided, visit, ctx);
    for (int i = 0; i < fact->ninputs; i++) onex_c_walk(fact->inputs[i], visit, ctx);
}

/* ---- cycles ---- */

/* Numbers: facts first, then rules. */
typedef struct search {
    onex_compiler *c;
    unsigned char *state; /* 0 not seen, 1 on the path, 2 done */
    int *path, depth;
    int *height; /* declarations below each, in a row */
} search;

static const onex_decl *decl_of(const search *s, int number) {
    const onex_program *p = s->c->program;
    return number < p->nfacts ? &p->facts[number].decl : &p->rules[number - p->nfacts].decl;
}

static void tell_cycle(search *s, int number) {
    char text[ONEX_HINT] = "";
    size_t used = 0;
    int from = s->depth - 1;
    while (from > 0 && s->path[from] != number) from--;
    for (int i = from; i <= s->depth; i++) {
        int n = snprintf(text + used, sizeof text - used, "%s%s", i > from ? " → " : "",
                         decl_of(s, i < s->depth ? s->path[i] : number)->name);
        if (n < 0 || used + (size_t)n >= sizeof text) break;
        used += (size_t)n;
    }
    const onex_decl *decl = decl_of(s, number);
    for (int i = from; i < s->depth && !decl->college; i++) /* a college's part in it is what is wrong */
        if (decl_of(s, s->path[i])->college) decl = decl_of(s, s->path[i]);
    onex_c_error(s->c, ONEX_P_CYCLE, decl->at, (int)strlen(decl->name) + 2, NULL,
                 onex_tr("'%s' rests on itself: %s", "“%s”以自身为依据：%s"), decl->name, text);
}

static void enter(search *s, int number);

static void follow(void *ctx, const onex_node *node) {
    search *s = ctx;
    int rules = s->c->program->nfacts;
    if (node->op == ONEX_OP_FACT) enter(s, node->u.index);
    if (node->op == ONEX_OP_EVERY || node->op == ONEX_OP_MET) enter(s, rules + node->u.index);
    if (node->op == ONEX_OP_TALLY) enter(s, rules + node->u.tally.rule);
}

/* Passes the height of what is done on to what rests on it. */
static void raise_parent(search *s, int number) {
    int parent = s->depth ? s->path[s->depth - 1] : -1;
    if (parent >= 0 && s->height[parent] <= s->height[number]) s->height[parent] = s->height[number] + 1;
}

static void too_long(search *s, int number) {
    const onex_decl *decl = decl_of(s, number);
    onex_c_error(
        s->c, ONEX_P_CYCLE, decl->at, (int)strlen(decl->name) + 2, NULL,
        onex_tr("more than %d declarations rest on each other below '%s'", "依次为据的声明超过 %d 层：“%s”之下"),
        ONEX_CHAIN_MOST, decl->name);
}

static void enter(search *s, int number) {
    const onex_program *p = s->c->program;
    if (!decl_of(s, number)->name) return;
    if (s->state[number] == 2) {
        raise_parent(s, number);
        return;
    }
    if (s->state[number] == 1) {
        tell_cycle(s, number);
        return;
    }
    if (s->depth > ONEX_CHAIN_MOST) { /* before the search itself goes too deep */
        too_long(s, number);
        s->state[number] = 2;
        return;
    }
    s->state[number] = 1;
    s->path[s->depth++] = number;
    if (number < p->nfacts)
        walk_fact(&p->facts[number], follow, s);
    else {
        const onex_rule *rule = &p->rules[number - p->nfacts];
        onex_c_walk(rule->only_if, follow, s);
        onex_c_walk(rule->expr, follow, s);
        for (int i = 0; i < rule->nmembers; i++) enter(s, p->nfacts + rule->members[i]);
    }
    s->depth--;
    s->state[number] = 2;
    if (s->height[number] > ONEX_CHAIN_MOST) {
        too_long(s, number);
        s->height[number] = 0; /* said once */
    }
    raise_parent(s, number);
}

/* ---- what must be in force for a rule ---- */

/* Two rounds of marks: what is read on the subject's own day, and what its parents' facts read on theirs. */
typedef struct gathering {
    onex_compiler *c;
    onex_subject subject;
    bool above; /* inside a parent's fact */
    bool *facts, *params[2], *sets[2], *readings[2];
} gathering;

static void gather(void *ctx, const onex_node *node) {
    gathering *g = ctx;
    const onex_program *p = g->c->program;
    if (node->op == ONEX_OP_PARAM) g->params[g->above][node->u.index] = true;
    if (node->op == ONEX_OP_ONE_OF || node->op == ONEX_OP_NONE_OF) g->sets[g->above][node->u.index] = true;
    if (node->op == ONEX_OP_CHOOSE || node->op == ONEX_OP_READING) g->readings[g->above][node->u.index] = true;
    if (node->op != ONEX_OP_FACT || g->facts[node->u.index]) return;
    const onex_fact *fact = &p->facts[node->u.index];
    bool above = g->above;
    g->facts[node->u.index] = true;
    g->above = fact->subject != g->subject;
    walk_fact(fact, gather, g);
    const bool *read = fact->source == ONEX_FACT_SQL ? g->c->block_params[fact->block] : NULL;
    for (int i = 0; read && i < p->nparams; i++)
        if (read[i]) g->params[g->above][i] = true;
    g->above = above;
}

static void list_params(onex_compiler *c, onex_rule *rule, const gathering *g) {
    rule->params = onex_c_alloc(c, (size_t)c->program->nparams * 2 * sizeof *rule->params);
    for (int above = 0; rule->params && above < 2; above++) {
        for (int i = 0; i < c->program->nparams; i++)
            if (g->params[above][i]) rule->params[rule->nparams++] = i;
        if (!above) rule->nparams_own = rule->nparams;
    }
}

static void list_limited(onex_rule *rule, const onex_decl *decl) {
    if (decl->valid_from != ONEX_DAY_NONE || decl->valid_to != ONEX_DAY_NONE) rule->limited[rule->nlimited++] = decl;
}

static void list_sets_and_readings(onex_compiler *c, onex_rule *rule, const gathering *g) {
    const onex_program *p = c->program;
    rule->limited = onex_c_alloc(c, ((size_t)p->nsets + (size_t)p->nreadings) * 2 * sizeof *rule->limited);
    for (int above = 0; rule->limited && above < 2; above++) {
        for (int i = 0; i < p->nsets; i++)
            if (g->sets[above][i]) list_limited(rule, &p->sets[i].decl);
        for (int i = 0; i < p->nreadings; i++)
            if (g->readings[above][i]) list_limited(rule, &p->readings[i].decl);
        if (!above) rule->nlimited_own = rule->nlimited;
    }
}

static void gather_rule(onex_compiler *c, onex_rule *rule, gathering *g) {
    const onex_program *p = c->program;
    memset(g->facts, 0, (size_t)p->nfacts * sizeof *g->facts);
    for (int above = 0; above < 2; above++) {
        memset(g->params[above], 0, (size_t)p->nparams * sizeof *g->params[above]);
        memset(g->sets[above], 0, (size_t)p->nsets * sizeof *g->sets[above]);
        memset(g->readings[above], 0, (size_t)p->nreadings * sizeof *g->readings[above]);
    }
    g->subject = rule->applies;
    onex_c_walk(rule->only_if, gather, g);
    onex_c_walk(rule->expr, gather, g);
    list_params(c, rule, g);
    list_sets_and_readings(c, rule, g);
}

static void gather_rules(onex_compiler *c) {
    const onex_program *p = c->program;
    gathering g = {.c = c, .facts = onex_c_alloc(c, (size_t)p->nfacts)};
    for (int above = 0; above < 2; above++) {
        g.params[above] = onex_c_alloc(c, (size_t)p->nparams);
        g.sets[above] = onex_c_alloc(c, (size_t)p->nsets);
        g.readings[above] = onex_c_alloc(c, (size_t)p->nreadings);
    }
    for (int i = 0; i < p->nrules && !c->no_memory; i++) gather_rule(c, &c->program->rules[i], &g);
}

bool onex_c_graph(onex_compiler *c) {
    const onex_program *p = c->program;
    size_t total = (size_t)p->nfacts + (size_t)p->nrules;
    search s = {.c = c,
                .state = onex_c_alloc(c, total),
                .path = onex_c_alloc(c, total * sizeof *s.path),
                .height = onex_c_alloc(c, total * sizeof *s.height)};
    if (!s.state || !s.path || !s.height) return false;
    int before = c->problems->errors;
    for (size_t i = 0; i < total; i++) enter(&s, (int)i);
    if (c->problems->errors > before) return false;
    gather_rules(c);
    return !c->no_memory;
}
