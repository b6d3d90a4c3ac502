/* Views: one subject's facts, params, attestations and cases, computed when they are first asked for. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "facts/internal.h"

/* ---- life ---- */

onex_view *onex_view_new(onex_world *world, onex_arena *arena, onex_subject kind, const char *code, const char *college, onex_view *parent) {
    size_t nfacts = (size_t)world->nlocal[kind], nrules = (size_t)world->program->nrules;
    onex_view *v = onex_arena_alloc(arena, sizeof *v);
    if (!v) return NULL;
    v->scope = world->scope;
    v->scope.ctx = v;
    v->world = world;
    v->kind = kind;
    v->parent = parent;
    v->own_day = world->options.day;
    v->facts = onex_arena_alloc(arena, (nfacts + 1) * sizeof *v->facts);
    v->fact_done = onex_arena_alloc(arena, nfacts + 1);
    v->marks = onex_arena_alloc(arena, nrules + 1);
    v->code = onex_arena_text(arena, code, strlen(code));
    v->college = college ? onex_arena_text(arena, college, strlen(college)) : NULL;
    if (!v->facts || !v->fact_done || !v->marks || !v->code || (college && !v->college)) return NULL;
    onex_value text = onex_text_value(arena, world->texts, code, strlen(code));
    if (!onex_v_known(text)) return NULL;
    v->code_text = text.text;
    v->person = v->level = onex_v_unknown();
    return v;
}

onex_subject onex_view_kind(const onex_view *view) { return view->kind; }
const char *onex_view_code(const onex_view *view) { return view->code; }
const char *onex_view_college(const onex_view *view) { return view->college; }
onex_day onex_view_own_day(const onex_view *view) { return view->own_day; }
unsigned char *onex_view_marks(onex_view *view) { return view->marks; }

onex_view *onex_view_at(onex_view *view, onex_subject kind) {
    while (view && view->kind != kind) view = view->parent;
    return view;
}

/* ---- children ---- */

static onex_view *child_new(onex_view *pilot, onex_subject kind, const onex_value *cells) {
    onex_world *world = pilot->world;
    onex_arena *arena = &world->pilot_arena;
    onex_value code = cells[world->code_slot[kind]];
    onex_view *v;
    if (kind == ONEX_REGISTRATION) {
        onex_value level = cells[world->level_slot];
        char joined[2048];
        size_t len = strlen(pilot->code) + code.text->raw_len + level.text->raw_len + 3;
        if (len > sizeof joined) return NULL;
        joined[0] = '\0';
        strcat(strcat(strcat(strcat(strcat(joined, pilot->code), "/"), code.text->raw), "/"), level.text->raw);
        v = onex_view_new(world, arena, kind, joined, pilot->college, pilot);
        if (!v) return NULL;
        v->person = code;
        v->level = level;
    } else {
        v = onex_view_new(world, arena, kind, code.text->raw, pilot->college, pilot);
        if (!v) return NULL;
        onex_value day = cells[world->day_slot[kind]];
        if (onex_v_known(day)) v->own_day = (onex_day)day.n;
    }
    v->own = cells;
    return v;
}

onex_view **onex_view_children(onex_view *view, onex_subject kind, int *count) {
    static onex_view *none[1];
    onex_world *world = view->world;
    *count = 0;
    if (view->kind != ONEX_PILOT || kind <= ONEX_PILOT || !world->store) return none;
    if (!view->children[kind]) {
        onex_block *block = world->own[kind]->used ? onex_view_block(view, world->own[kind]) : NULL;
        int n = block ? block->nrows : 0;
        view->children[kind] = onex_arena_alloc(&world->pilot_arena, ((size_t)n + 1) * sizeof(onex_view *));
        if (!view->children[kind]) return NULL;
        for (int i = 0; i < n; i++) {
            view->children[kind][i] = child_new(view, kind, onex_block_row(block, i));
            if (!view->children[kind][i]) return NULL;
        }
        view->nchildren[kind] = n;
    }
    *count = view->nchildren[kind];
    return view->children[kind];
}

/* ---- params and readings ---- */

onex_in_force onex_view_in_force(onex_view *view, int param, onex_dated *instead) {
    const onex_overrides *o = &view->world->options.overrides;
    bool set = o->param_set && o->param_set[param];
    *instead = (onex_dated){.from = ONEX_DAY_NONE};
    if (set) instead->value = o->params[param];
    if (set && !onex_v_known(instead->value)) return (onex_in_force){.value = instead};
    return onex_param_for(&view->world->program->params[param], view->college, view->own_day, set ? instead : NULL);
}

const onex_value *onex_view_look_param(onex_view *view, int param) {
    onex_param_seen *seen = &view->world->params_seen[param];
    if (seen->view != view) {
        onex_dated instead;
        onex_in_force in = onex_view_in_force(view, param, &instead);
        seen->view = view;
        seen->value = in.value ? in.value->value : onex_v_unknown();
    }
    return &seen->value;
}

onex_value onex_view_param(onex_view *view, int param) { return *onex_view_look_param(view, param); }

bool onex_view_member(onex_view *view, int set, const onex_text *text) {
    return onex_set_holds(&view->world->program->sets[set], view->college, view->own_day, text);
}

int onex_view_option(onex_view *view, int reading) {
    const int *options = view->world->options.overrides.options;
    if (options && options[reading] >= 0) return options[reading];
    return view->world->program->readings[reading].chosen;
}

/* ---- facts ---- */

onex_value onex_value_of_text(onex_arena *arena, onex_texts *texts, onex_type type, const char *text) {
    size_t len = strlen(text);
    onex_day day;
    int64_t n;
    switch (type.kind) {
    case ONEX_T_BOOL:
        if (!strcmp(text, "1") || !strcmp(text, "true") || !strcmp(text, "是")) return onex_v_bool(1);
        if (!strcmp(text, "0") || !strcmp(text, "false") || !strcmp(text, "否")) return onex_v_bool(0);
        return onex_v_error(onex_tr("the stored value is no yes or no", "登记的值不是“是”或“否”"));
    case ONEX_T_DATE:
        if (onex_day_parse(text, len, &day)) return onex_v_date(day);
        return onex_v_error(onex_tr("the stored value is no date", "登记的值不是日期"));
    case ONEX_T_NUMBER:
        if (onex_number_parse(text, len, type.scale, &n) == ONEX_NUMBER_OK) return onex_v_int(n);
        return onex_v_error(onex_tr("the stored value is no such number", "登记的值不是规定的数值"));
    default: return onex_text_value(arena, texts, text, len);
    }
}

static onex_arena *arena_of(const onex_view *view) { return view->kind < ONEX_PILOT ? &view->world->arena : &view->world->pilot_arena; }

int onex_named_slot(const onex_source *source, const char *column) {
    for (int i = 0; i < source->nslots; i++)
        if (source->slots[i].path.nsteps == 1 && !source->slots[i].raw && !strcmp(source->slots[i].path.column->name, column)) return i;
    return 0;
}

/* Whether a row of attribute or attestation is about the view's subject (lookups hold those of all). */
static bool about(const onex_view *view, const onex_source *source, const onex_value *cells) {
    return source->group != ONEX_GROUP_LOOKUP || !strcmp(cells[onex_named_slot(source, "subject")].text->raw, view->code);
}

/* Walks over the rows about a view: `row` from -1; false at the end. */
bool onex_next_about(onex_view *view, onex_source *source, int *row, const onex_value **cells) {
    if (!source) return false;
    bool lookup = source->group == ONEX_GROUP_LOOKUP;
    int slot = lookup ? onex_named_slot(source, "subject") : 0;
    onex_value key = onex_v_text(view->code_text);
    onex_block *block = lookup ? onex_view_lookup(view, source, slot, key) : onex_view_block(view, source);
    if (!block) return false;
    if (lookup && block->nrows > 8) {
        const onex_index *index = onex_block_index(block, &slot, 1);
        if (index) {
            do {
                *row = *row < 0 ? onex_index_first(index, &key) : onex_index_next(index, *row);
                if (*row < 0) return false;
                *cells = onex_block_row(block, *row);
            } while (!about(view, source, *cells));
            return true;
        }
    }
    while (++*row < block->nrows) {
        *cells = onex_block_row(block, *row);
        if (about(view, source, *cells)) return true;
    }
    return false;
}

static onex_value field_value(onex_view *view, const onex_fact *fact) {
    onex_source *source = view->world->attributes[view->kind];
    const onex_value *cells;
    for (int row = -1; source && onex_next_about(view, source, &row, &cells);)
        if (!strcmp(cells[onex_named_slot(source, "name")].text->raw, fact->decl.name))
            return onex_value_of_text(arena_of(view), view->world->texts, fact->type, cells[onex_named_slot(source, "value")].text->raw);
    return onex_v_unknown();
}

static onex_value column_value(onex_view *view, int index, bool raw) {
    const onex_fact *fact = &view->world->program->facts[index];
    if (!fact->column) return onex_v_text(view->code_text); /* the code of a school or a registration */
    int slot = (raw ? view->world->fact_raw_slot : view->world->fact_slot)[index];
    return view->own && slot >= 0 ? view->own[slot] : onex_v_unknown();
}

static onex_value computed_value(onex_view *view, int index) {
    const onex_fact *fact = &view->world->program->facts[index];
    onex_value inputs[32];
    if (fact->ninputs > 32) return onex_v_error(onex_tr("too many inputs", "输入过多"));
    for (int i = 0; i < fact->ninputs; i++) {
        inputs[i] = onex_view_eval(view, fact->inputs[i]);
        if (!onex_v_known(inputs[i])) return inputs[i];
    }
    const onex_world_hooks *hooks = &view->world->options.hooks;
    return hooks->compute ? hooks->compute(hooks->ctx, view, index, inputs) : onex_v_unknown();
}

static onex_value fact_value(onex_view *view, int index) {
    const onex_fact *fact = &view->world->program->facts[index];
    if (!onex_decl_valid(&fact->decl, view->own_day)) return onex_v_unknown();
    if (fact->provided) {
        onex_value p = onex_view_eval(view, fact->provided);
        if (!onex_v_true(p)) return p.kind == ONEX_V_ERROR ? p : onex_v_unknown();
    }
    switch (fact->source) {
    case ONEX_FACT_COLUMN: return column_value(view, index, false);
    case ONEX_FACT_FIELD: return field_value(view, fact);
    case ONEX_FACT_SQL: return onex_sql_fact(view, fact);
    case ONEX_FACT_DERIVE: return onex_view_eval(view, fact->value);
    case ONEX_FACT_COMPUTE: return computed_value(view, index);
    default: return onex_v_unknown();
    }
}

const onex_value *onex_view_look_fact(onex_view *view, int index, onex_value *room) {
    const onex_world *world = view->world;
    const onex_overrides *o = &world->options.overrides;
    if (o->fact_set && o->fact_set[index]) return &o->facts[index];
    onex_view *at = onex_view_at(view, world->program->facts[index].subject);
    int local = world->fact_local[index];
    if (at && at->fact_done[local] == 2) return &at->facts[local];
    if (!at || at->fact_done[local] == 1) {
        *room = at ? onex_v_error(onex_tr("the fact rests on itself", "该事实依赖自身")) : onex_v_unknown();
        return room;
    }
    at->fact_done[local] = 1;
    if (world->options.facts_read) world->options.facts_read[index] = true;
    at->facts[local] = fact_value(at, index);
    at->fact_done[local] = 2;
    return &at->facts[local];
}

onex_value onex_view_fact(onex_view *view, int index) {
    onex_value room;
    return *onex_view_look_fact(view, index, &room);
}

bool onex_view_fact_blank(onex_view *view, int index) {
    const onex_overrides *o = &view->world->options.overrides;
    if (o->fact_set && o->fact_set[index]) return !onex_v_known(o->facts[index]);
    onex_view *at = onex_view_at(view, view->world->program->facts[index].subject);
    return !at || !onex_v_known(column_value(at, index, true));
}

onex_value onex_view_eval(onex_view *view, const onex_node *node) { return onex_view_eval_in(view, node, NULL); }

void onex_view_known(onex_view *view, onex_known_fn fn, void *ctx) {
    const onex_program *program = view->world->program;
    for (int i = 0; i < program->nfacts; i++) {
        int local = view->world->fact_local[i];
        if (program->facts[i].subject != view->kind || view->fact_done[local] != 2) continue;
        if (onex_v_known(view->facts[local])) fn(ctx, view, i, view->facts[local]);
    }
}

onex_view **onex_view_children_made(onex_view *view, onex_subject kind, int *count) {
    *count = view->children[kind] ? view->nchildren[kind] : 0;
    return view->children[kind];
}
