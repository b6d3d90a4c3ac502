/* Rows that make a count, a sum or a `has` of a rule say what is wanted: as many as there must be, each with the cells that
 * its conditions ask for. Conditions that look further than the row itself are not met here; then there is no case. */
#include <stdio.h>
#include <string.h>

#include "engine/boundary_make.h"
#include "engine/solve_inner.h"

enum { CELLS = 24, LINKED = 3 };

typedef struct cells { /* of one row of a table */
    const onex_entity *entity;
    onex_test_cell items[CELLS];
    int count;
} cells;

typedef struct row { /* a row that is counted, and those that its references name */
    const onex_relation *relation;
    cells own, linked[LINKED];
    int nlinked;
} row;

static onex_test_cell *cell_of(cells *c, const char *column) {
    for (int i = 0; i < c->count; i++)
        if (!strcmp(c->items[i].column, column)) return &c->items[i];
    return NULL;
}

/* False: the cell holds another value already. */
static bool put_cell(cells *c, const onex_column *column, onex_value value) {
    onex_test_cell *old = cell_of(c, column->name);
    if (old) return old->value.kind == value.kind && onex_value_compare(old->value, value) == 0;
    if (c->count == CELLS || !onex_v_known(value)) return false;
    c->items[c->count++] = (onex_test_cell){.column = column->name, .value = value};
    return true;
}

/* The column of the row itself that a node is; NULL: it is something else. */
static const onex_column *own_column(const onex_node *node) {
    return node->op == ONEX_OP_ROW && node->u.column.depth == 0 && node->u.column.path.nsteps == 1 ? node->u.column.path.column : NULL;
}

/* The cells that a node speaks of, with its column: the row's own, or those of the row that a reference names (which then
 * is there). NULL: neither. */
static cells *reach(onex_imagined *s, row *r, const onex_node *node, const onex_column **column) {
    const onex_column_path *path = &node->u.column.path;
    if (node->op != ONEX_OP_ROW || node->u.column.depth != 0 || path->nsteps > 2) return NULL;
    *column = path->column;
    if (path->nsteps == 1) return &r->own;
    const onex_column *ref = &path->entity->columns[path->steps[0]];
    const onex_entity *target = onex_column_target(ref);
    const onex_text *name = onex_solve_text(s, "n1");
    int code = target ? onex_entity_column(target, "code") : -1;
    for (int i = 0; i < r->nlinked; i++)
        if (r->linked[i].entity == target) return &r->linked[i];
    if (code < 0 || !name || r->nlinked == LINKED || !put_cell(&r->own, ref, onex_v_text(name))) return NULL;
    cells *linked = &r->linked[r->nlinked++];
    *linked = (cells){.entity = target};
    return put_cell(linked, &target->columns[code], onex_v_text(name)) ? linked : NULL;
}

static bool asks_rows(const onex_node *node) {
    if (node->op == ONEX_OP_ROW || node->op == ONEX_OP_RELATION) return true;
    for (int i = 0; i < node->nkids; i++)
        if (asks_rows(node->kids[i])) return true;
    return false;
}

/* A fact of the subject that has no value yet gets one, and is given. */
static bool fixed_value(onex_imagined *s, const onex_node *node, onex_value *out) {
    if (asks_rows(node)) return false;
    *out = onex_imagined_eval(s, node);
    if (onex_v_known(*out) || node->op != ONEX_OP_FACT) return onex_v_known(*out);
    const char *name = s->program->facts[node->u.index].decl.name;
    bool code = !strcmp(name, "code") || !strcmp(name, "pilot") || !strcmp(name, "exam"), college = !strcmp(name, "college");
    if (code || college) { /* what the subject of a test with rows is called */
        const onex_text *text = onex_solve_text(s, college && s->college ? s->college : "test");
        if (text) *out = onex_v_text(text);
        return text != NULL;
    }
    if (!strcmp(name, "year") && s->kind >= ONEX_PILOT) { /* such a test's pilot is of the year of its day */
        *out = onex_v_int(onex_day_year(s->day));
        return true;
    }
    *out = onex_solve_default(s, node->u.index, 10);
    return onex_v_known(*out) && onex_imagined_fact(s, node->u.index, *out);
}

/* ---- conditions of a row ---- */

static bool want_row(onex_imagined *s, row *r, const onex_node *node, bool wanted);

static bool want_rows_each(onex_imagined *s, row *r, const onex_node *node, bool wanted) {
    for (int i = 0; i < node->nkids; i++)
        if (!want_row(s, r, node->kids[i], wanted)) return false;
    return true;
}

static bool want_rows_one(onex_imagined *s, row *r, const onex_node *node, bool wanted) {
    for (int i = 0; i < node->nkids; i++) {
        row before = *r;
        int mark = s->nputs;
        if (want_row(s, r, node->kids[i], wanted)) return true;
        *r = before;
        onex_imagined_back(s, mark);
    }
    return false;
}

static onex_value text_of(onex_imagined *s, const char *text) {
    const onex_text *t = onex_solve_text(s, text);
    return t ? onex_v_text(t) : onex_v_unknown();
}

/* Some text that the column may hold, other than this one. */
static onex_value another_text(onex_imagined *s, const onex_column *column, const onex_text *than) {
    for (const onex_word *w = column->words; w && w->code; w++)
        if (!than || strcmp(w->code, than->raw)) return text_of(s, w->code);
    onex_value v = text_of(s, "其他");
    return than && onex_v_known(v) && onex_text_equal(v.text, than, false) ? text_of(s, "另一个") : v;
}

static bool want_compared(onex_imagined *s, row *r, const onex_node *node, bool wanted) {
    int side = node->kids[0]->op == ONEX_OP_ROW ? 0 : 1;
    const onex_column *column;
    onex_value bound;
    if (!fixed_value(s, node->kids[1 - side], &bound)) return false;
    cells *c = reach(s, r, node->kids[side], &column);
    if (!c) return false;
    bool equal = (node->op == ONEX_OP_EQ) == wanted;
    switch (node->op) {
    case ONEX_OP_EQ:
    case ONEX_OP_NE:
        if (bound.kind == ONEX_V_TEXT) return put_cell(c, column, equal ? bound : another_text(s, column, bound.text));
        if (bound.kind == ONEX_V_BOOL) return put_cell(c, column, onex_v_bool(equal ? bound.n != 0 : bound.n == 0));
        bound.n += equal ? 0 : bound.d;
        return put_cell(c, column, bound);
    case ONEX_OP_GE:
    case ONEX_OP_LE: /* met at the bound itself; else one step on the other side */
        if (!wanted) bound.n += (node->op == ONEX_OP_GE) == (side == 0) ? -1 : 1;
        return put_cell(c, column, bound);
    default:
        if (wanted) bound.n += (node->op == ONEX_OP_GT) == (side == 0) ? 1 : -1;
        return put_cell(c, column, bound);
    }
}

static bool want_row_member(onex_imagined *s, row *r, const onex_node *node, bool in) {
    const onex_set *set = &s->program->sets[node->u.index];
    const onex_column *column;
    cells *c = reach(s, r, node->kids[0], &column);
    for (int i = 0; c && in && i < set->nmembers; i++)
        if (onex_set_holds(set, s->college, s->day, set->members[i])) return put_cell(c, column, onex_v_text(set->members[i]));
    if (!c || in) return false;
    for (const onex_word *w = column->words; w && w->code; w++) {
        onex_value v = text_of(s, w->code);
        if (onex_v_known(v) && !onex_set_holds(set, s->college, s->day, v.text)) return put_cell(c, column, v);
    }
    return !column->words && put_cell(c, column, text_of(s, "其他"));
}

static onex_value some_value(onex_imagined *s, const onex_column *column) {
    switch (column->type) {
    case ONEX_COL_BOOL: return onex_v_bool(1);
    case ONEX_COL_DATE: return onex_v_date(s->day);
    case ONEX_COL_TEXT:
    case ONEX_COL_ENUM: return another_text(s, column, NULL);
    default: return onex_v_int(column->least > 1 ? column->least : 1);
    }
}

static bool want_filled(onex_imagined *s, row *r, const onex_node *node, bool filled) {
    const onex_column *column;
    cells *c = reach(s, r, node, &column);
    if (!c || !filled) return c && !cell_of(c, column->name);
    return cell_of(c, column->name) != NULL || put_cell(c, column, some_value(s, column));
}

static bool want_cell(onex_imagined *s, row *r, const onex_node *node, onex_value value) {
    const onex_column *column;
    cells *c = reach(s, r, node, &column);
    return c && put_cell(c, column, value);
}

static bool want_row(onex_imagined *s, row *r, const onex_node *node, bool wanted) {
    switch (node->op) {
    case ONEX_OP_ALL: return wanted ? want_rows_each(s, r, node, true) : want_rows_one(s, r, node, false);
    case ONEX_OP_ANY: return wanted ? want_rows_one(s, r, node, true) : want_rows_each(s, r, node, false);
    case ONEX_OP_NO: return want_row(s, r, node->kids[0], !wanted);
    case ONEX_OP_CHOOSE: return want_row(s, r, node->kids[onex_imagined_option_of(s, node->u.index)], wanted);
    case ONEX_OP_ROW: return want_cell(s, r, node, onex_v_bool(wanted));
    case ONEX_OP_KNOWN:
    case ONEX_OP_BLANK: return want_filled(s, r, node->kids[0], (node->op == ONEX_OP_KNOWN) == wanted);
    case ONEX_OP_ONE_OF: return want_row_member(s, r, node, wanted);
    case ONEX_OP_NONE_OF: return want_row_member(s, r, node, !wanted);
    case ONEX_OP_NONE: return want_cell(s, r, node->kids[0], onex_v_int(wanted ? 0 : 1));
    case ONEX_OP_GE: case ONEX_OP_LE: case ONEX_OP_LT: case ONEX_OP_GT: case ONEX_OP_EQ: case ONEX_OP_NE: return want_compared(s, r, node, wanted);
    default: return !asks_rows(node) && onex_solve_want(s, node, wanted);
    }
}

/* ---- the rows of a relation ---- */

static const onex_column *column_named(const onex_entity *entity, const char *name) {
    int i = name && !strchr(name, '.') ? onex_entity_column(entity, name) : -1;
    return i < 0 ? NULL : &entity->columns[i];
}

/* What every row of the relation has: its subject's columns, its conditions, a day on which it is there. */
static bool row_begin(onex_imagined *s, row *r, const onex_relation *relation) {
    *r = (row){.relation = relation, .own = {.entity = relation->entity}};
    for (int i = 0; i < relation->nmatch; i++) {
        onex_value v;
        if (!fixed_value(s, relation->match[i].value, &v) || !put_cell(&r->own, &relation->entity->columns[relation->match[i].column], v)) return false;
    }
    if (relation->where && !want_row(s, r, relation->where, true)) return false;
    const onex_column *from = column_named(relation->entity, relation->entity->from);
    if (relation->in_force && from && !cell_of(&r->own, from->name) && !put_cell(&r->own, from, onex_v_date(s->day))) return false;
    const onex_column *exists = column_named(relation->entity, relation->entity->exists_on);
    if (exists && !cell_of(&r->own, exists->name) && !put_cell(&r->own, exists, onex_v_date(s->day))) return false;
    return !relation->entity->pseudo;
}

/* Other counts of the same table do not take the row for one of theirs, where that can be had. */
static void keep_apart(onex_imagined *s, row *r) {
    for (int i = 0, n = s->nputs; i < n; i++) {
        if (s->puts[i].kind != ONEX_PUT_RELATION) continue;
        const onex_relation *other = s->program->relations[s->puts[i].index];
        row before = *r;
        int mark = s->nputs;
        if (other == r->relation || other->entity != r->relation->entity || !other->where) continue;
        if (want_row(s, r, other->where, false)) continue;
        *r = before;
        onex_imagined_back(s, mark);
    }
}

/* The i-th row differs from the others in what is counted once. */
static bool tell_apart(onex_imagined *s, row *r, int i) {
    for (int k = 0; k < r->relation->ndistinct; k++) {
        const onex_column *column = own_column(r->relation->distinct[k]);
        char text[24];
        if (!column) return false;
        if (cell_of(&r->own, column->name)) continue; /* fixed by the conditions: only one can be told apart */
        snprintf(text, sizeof text, "%s%d", k ? "" : "x", i + 1);
        onex_value v = column->type == ONEX_COL_TEXT ? text_of(s, text) : column->type == ONEX_COL_DATE ? onex_v_date(s->day - i) : onex_v_int(i + 1);
        if (column->type == ONEX_COL_ENUM || !onex_v_known(v) || !put_cell(&r->own, column, v)) return false;
    }
    return true;
}

static bool keep_cells(onex_making *m, onex_test *test, const cells *c, int room) {
    if (test->nrows == room) return false;
    onex_test_row *made = &test->rows[test->nrows];
    *made = (onex_test_row){.entity = c->entity, .ncells = c->count};
    made->cells = onex_arena_alloc(&m->out->arena, ((size_t)c->count + 1) * sizeof *made->cells);
    if (!made->cells) return false;
    memcpy(made->cells, c->items, (size_t)c->count * sizeof *made->cells);
    test->nrows++;
    return true;
}

/* The row, and those that it names where they are not there yet; another row of that name may be wanted otherwise, which the
 * judge will show. */
static bool keep(onex_making *m, onex_test *test, const row *r, int room) {
    bool kept = keep_cells(m, test, &r->own, room);
    for (int i = 0; i < r->nlinked && kept; i++) {
        bool there = false;
        for (int k = 0; k < test->nrows && !there; k++) there = test->rows[k].entity == r->linked[i].entity;
        if (!there) kept = keep_cells(m, test, &r->linked[i], room);
    }
    return kept;
}

/* Rows of the table that are there for another count already; they count here too where nothing but the table is asked. */
static int already(const onex_test *test, const onex_relation *relation) {
    int n = 0;
    for (int i = 0; i < test->nrows && !relation->where; i++) n += test->rows[i].entity == relation->entity;
    return n;
}

static bool count_rows(onex_making *m, onex_test *test, const onex_relation *relation, int64_t n, int room) {
    for (int64_t i = already(test, relation); i < n; i++) {
        row r;
        if (i >= room || !row_begin(&m->subject, &r, relation)) return false;
        keep_apart(&m->subject, &r);
        if (!tell_apart(&m->subject, &r, (int)i) || !keep(m, test, &r, room)) return false;
    }
    return true;
}

/* One row whose cell is the whole sum, or the lowest, highest, latest. */
static bool value_row(onex_making *m, onex_test *test, const onex_relation *relation, onex_value value, int room) {
    const onex_column *take = own_column(relation->take), *by = relation->by ? own_column(relation->by) : NULL;
    row r;
    if (relation->word == ONEX_W_SUM && value.n == 0) return true;
    if (!take || (relation->by && !by) || value.d < 1 || !row_begin(&m->subject, &r, relation)) return false;
    keep_apart(&m->subject, &r);
    if (by && !cell_of(&r.own, by->name) && !put_cell(&r.own, by, onex_v_date(m->subject.day))) return false;
    return put_cell(&r.own, take, value) && keep(m, test, &r, room);
}

static bool rows_of(onex_making *m, onex_test *test, const onex_relation *relation, onex_value value, int room) {
    switch (relation->word) {
    case ONEX_W_HAS:
    case ONEX_W_COUNT: return count_rows(m, test, relation, value.n, room);
    case ONEX_W_LIST: return false;
    default: return value_row(m, test, relation, value, room);
    }
}

bool onex_boundary_rows(onex_making *m, onex_test *test) {
    enum { ROOM = 250 };
    onex_imagined *s = &m->subject;
    for (int i = 0; i < s->nputs; i++) test->uses_rows = test->uses_rows || s->puts[i].kind == ONEX_PUT_RELATION;
    if (!test->uses_rows) return true;
    test->rows = onex_arena_alloc(&m->out->arena, ROOM * sizeof *test->rows);
    if (!test->rows) return false;
    for (int all = 0; all < 2; all++) /* those with conditions first: the others count them too */
        for (int i = 0, n = s->nputs; i < n; i++) {
            if (s->puts[i].kind != ONEX_PUT_RELATION) continue;
            const onex_relation *relation = s->program->relations[s->puts[i].index];
            if ((relation->where == NULL) == (all == 1) && !rows_of(m, test, relation, s->relations[s->puts[i].index], ROOM)) return false;
        }
    return true;
}
