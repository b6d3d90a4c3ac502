/* Counting rows: count, sum, has, lowest, highest, latest, list; and the cells of the rows in view, row.x and outer.x.
 */
#include <stdio.h>
#include <string.h>

#include "rules/compiler.h"

static const char *const names[] = {"count", "sum", "has", "lowest", "highest", "latest", "list"};

#define COMMON                                                      \
    {"where", ONEX_K_ANY, false}, {"match", ONEX_K_TABLE, false}, { \
        "in_force", ONEX_K_BOOL, false                              \
    }
static const onex_key count_keys[] = {COMMON, {"distinct", ONEX_K_ANY, false}, {NULL, ONEX_K_ANY, false}};
static const onex_key has_keys[] = {COMMON, {NULL, ONEX_K_ANY, false}};
static const onex_key take_keys[] = {COMMON, {"take", ONEX_K_ANY, true}, {NULL, ONEX_K_ANY, false}};
static const onex_key latest_keys[] = {COMMON,
                                       {"take", ONEX_K_ANY, true},
                                       {"by", ONEX_K_ANY, true},
                                       {"upto", ONEX_K_ANY, false},
                                       {NULL, ONEX_K_ANY, false}};
static const onex_key list_keys[] = {
    COMMON, {"take", ONEX_K_TABLE, true}, {"by", ONEX_K_ANY, false}, {NULL, ONEX_K_ANY, false}};

static const onex_key *keys_of(onex_relation_word word) {
    static const onex_key *const keys[] = {count_keys, take_keys,   has_keys, take_keys,
                                           take_keys,  latest_keys, list_keys};
    return keys[word];
}

/* ---- tables and columns ---- */

static const onex_entity *entity_of(const char *name) {
    if (strcmp(name, onex_report_period.name) == 0 || strcmp(name, onex_report_period.title) == 0)
        return &onex_report_period;
    return onex_entity_find(name);
}

static const onex_entity *table_of(onex_compiler *c, const onex_raw *raw, const onex_raw *list) {
    const onex_raw *name = list->nitems == 1 ? list->items[0] : NULL;
    if (!name || name->kind != ONEX_RAW_TEXT) {
        onex_c_fault(c, ONEX_P_ROWS, raw, NULL, onex_tr("'%s' takes the name of one table", "“%s”需要一个表名"),
                     raw->text);
        return NULL;
    }
    const onex_entity *entity = entity_of(name->text);
    if (entity) return entity;
    onex_nearest nearest;
    onex_nearest_init(&nearest, name->text);
    for (int i = 0; i < onex_nentities; i++) {
        onex_nearest_offer(&nearest, onex_entities[i].name);
        onex_nearest_offer(&nearest, onex_entities[i].title);
    }
    onex_nearest_offer(&nearest, onex_report_period.name);
    char hint[ONEX_HINT];
    onex_c_fault(c, ONEX_P_ROWS, name, onex_c_meant(&nearest, hint, sizeof hint),
                 onex_tr("no table '%s'", "没有表“%s”"), name->text);
    return NULL;
}

/* The column of a table that this one refers to, as a hint; NULL: there is none of that name. */
static const char *reached(const onex_entity *entity, const char *name, char *buf, size_t size) {
    for (int i = 0; i < entity->ncolumns; i++) {
        const onex_entity *other = entity->columns[i].ref ? onex_entity_find(entity->columns[i].ref) : NULL;
        if (!other || onex_entity_column(other, name) < 0) continue;
        snprintf(buf, size, onex_tr("did you mean row.%s.%s?", "是否指 row.%s.%s？"), entity->columns[i].name, name);
        return buf;
    }
    return NULL;
}

static void no_column(onex_compiler *c, const onex_entity *entity, const char *name, onex_place at, int width) {
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    for (int i = 0; i < entity->ncolumns; i++) {
        onex_nearest_offer(&nearest, entity->columns[i].name);
        onex_nearest_offer(&nearest, entity->columns[i].title);
    }
    char hint[ONEX_HINT];
    const char *meant = onex_c_meant(&nearest, hint, sizeof hint);
    if (!meant) meant = reached(entity, name, hint, sizeof hint);
    onex_c_error(c, ONEX_P_ROWS, at, width, meant, onex_tr("the table '%s' has no column '%s'", "表“%s”没有列“%s”"),
                 entity->name, name);
}

/* A text where a value of the row belongs: the same for every row, so surely a column without its `row.`. */
static bool no_text(onex_compiler *c, const onex_entity *entity, const onex_raw *raw, const char *key) {
    if (raw->kind != ONEX_RAW_TEXT) return true;
    char hint[ONEX_HINT];
    snprintf(hint, sizeof hint, onex_tr("a column is written row.%s", "列写作 row.%s"),
             onex_entity_column(entity, raw->text) >= 0 ? raw->text : onex_tr("column", "列名"));
    onex_c_fault(c, ONEX_P_TYPE, raw, hint,
                 onex_tr("'%s' is the same text for every row", "“%s”对每一行都是同一段文字"), key);
    return false;
}

static bool has(const onex_entity *entity, const char *column) {
    return onex_entity_column(entity, column) >= 0;
}

/* Whether the table's rows can be told by the subject: its own table, or through pilot, exam and award. */
static bool has_route(const onex_entity *entity, onex_subject subject) {
    bool about = has(entity, "subject_kind"); /* attestation, attribute: by kind and code */
    bool own = strcmp(entity->name, onex_subject_code(subject)) == 0;
    if (subject == ONEX_SCHOOL || about || own) return true;
    if (subject == ONEX_EXAM) return has(entity, "exam") || strcmp(entity->name, "credit_claim") == 0;
    if (subject == ONEX_EXPENSE || subject == ONEX_REGISTRATION) return false;
    if (subject == ONEX_COLLEGE && (has(entity, "college") || strcmp(entity->name, "pilot") == 0)) return true;
    return has(entity, "pilot") || has(entity, "exam") || has(entity, "award");
}

/* ---- cells ---- */

static bool walk_path(onex_compiler *c, const onex_raw *raw, int from, onex_column_path *path) {
    const onex_entity *at = path->entity;
    for (int i = from; i < raw->npath; i++) {
        int column = onex_entity_column(at, raw->path[i]);
        if (column < 0) {
            no_column(c, at, raw->path[i], raw->at, raw->width);
            return false;
        }
        if (path->nsteps == (int)(sizeof path->steps / sizeof *path->steps)) {
            onex_c_fault(c, ONEX_P_ROWS, raw, NULL, onex_tr("this path follows too many references", "引用的层数过多"));
            return false;
        }
        path->steps[path->nsteps++] = column;
        path->column = &at->columns[column];
        const onex_entity *target = onex_column_target(path->column);
        if (i + 1 < raw->npath && !target) {
            onex_c_fault(c, ONEX_P_ROWS, raw, NULL,
                         onex_tr("'%s' refers to no table; nothing can follow it", "“%s”不是引用，其后不能再写列名"),
                         raw->path[i]);
            return false;
        }
        at = target;
    }
    return true;
}

/* How many rows outward the reference looks, and where its columns begin in the path. */
static int depth_of(const onex_raw *raw, int *from) {
    *from = 0;
    if (strcmp(raw->text, "row") == 0) return 0;
    while (*from < raw->npath && strcmp(raw->path[*from], "outer") == 0) ++*from;
    return *from + 1;
}

onex_node *onex_c_row(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    int from, depth = depth_of(raw, &from);
    const onex_relation *rows = view->rows;
    for (int d = depth; d > 0 && rows; d--) rows = rows->outer;
    if (!rows || (depth == 0 && view->no_own_row)) {
        const char *hint =
            !view->rows ? onex_tr("rows are in view inside count, has and the like", "row 只能写在 count、has 等之内")
            : depth == 0 ? onex_tr("here the row is only being sought; use outer.x or fact.x",
                                   "此处正在查找该行；请用 outer.x 或 fact.x")
                         : NULL;
        onex_c_fault(c, ONEX_P_ROWS, raw, hint, onex_tr("no '%s' is in view here", "此处看不到“%s”"), raw->text);
        return NULL;
    }
    onex_column_path path = {.entity = rows->entity};
    if (from >= raw->npath) {
        onex_c_fault(c, ONEX_P_ROWS, raw, NULL, onex_tr("'%s' needs a column", "“%s”缺少列名"), raw->text);
        return NULL;
    }
    if (!walk_path(c, raw, from, &path)) return NULL;
    const onex_entity *holder = path.entity; /* the table of the last column */
    for (int i = 0; i + 1 < path.nsteps; i++) holder = onex_column_target(&holder->columns[path.steps[i]]);
    onex_node *node = onex_c_node(c, ONEX_OP_ROW, onex_column_type_of(holder, path.column), raw->at, 0);
    if (!node) return NULL;
    node->u.column.path = path;
    node->u.column.depth = depth;
    node->u.column.slot = node->u.column.raw_slot = -1;
    return node;
}

/* ---- parts of a relation ---- */

static bool build_one_match(onex_compiler *c, const onex_c_view *view, onex_relation *r, const onex_raw *match, int i) {
    const onex_raw *raw = match->values[i];
    int column = onex_entity_column(r->entity, match->keys[i]);
    if (column < 0) {
        no_column(c, r->entity, match->keys[i], match->key_at[i], (int)strlen(match->keys[i]));
        return false;
    }
    onex_column_path path = {
        .entity = r->entity, .nsteps = 1, .steps = {column}, .column = &r->entity->columns[column]};
    onex_type type = onex_column_type_of(r->entity, path.column);
    onex_node *value = onex_c_build(c, view, raw, &type), *cell = onex_c_node(c, ONEX_OP_ROW, type, raw->at, 0);
    if (!value || !cell) return false;
    cell->u.column.path = path;
    value = onex_c_convert(c, "match", value, raw, &type);
    if (!value || !onex_c_check_text(c, value, raw, cell)) return false;
    r->match[i] = (onex_match){.column = column, .value = value};
    return true;
}

static bool build_match(onex_compiler *c, onex_c_view view, onex_relation *r, const onex_raw *match) {
    if (match->nitems || !match->nkeys) {
        onex_c_fault(c, ONEX_P_ROWS, match, NULL,
                     onex_tr("'match' takes { column = value, … }", "match 写作 { 列 = 值, … }"));
        return false;
    }
    view.no_own_row = true;
    view.inputs = false;
    r->nmatch = match->nkeys;
    r->match = onex_c_alloc(c, (size_t)r->nmatch * sizeof *r->match);
    bool ok = r->match != NULL;
    for (int i = 0; r->match && i < r->nmatch; i++)
        if (!build_one_match(c, &view, r, match, i)) ok = false;
    return ok;
}

static bool build_distinct(onex_compiler *c, const onex_c_view *view, onex_relation *r, const onex_raw *raw) {
    bool several = raw->kind == ONEX_RAW_TABLE;
    r->ndistinct = several ? raw->nitems : 1;
    if (several && (raw->nkeys || !raw->nitems)) {
        onex_c_fault(c, ONEX_P_ROWS, raw, NULL,
                     onex_tr("'distinct' takes an expression or a list of them", "distinct 需要表达式或其列表"));
        return false;
    }
    r->distinct = onex_c_alloc(c, (size_t)r->ndistinct * sizeof *r->distinct);
    bool ok = r->distinct != NULL;
    for (int i = 0; r->distinct && i < r->ndistinct; i++) {
        const onex_raw *item = several ? raw->items[i] : raw;
        bool fine = no_text(c, r->entity, item, "distinct");
        r->distinct[i] = fine ? onex_c_build(c, view, item, NULL) : NULL;
        if (!r->distinct[i]) ok = false;
    }
    return ok;
}

static bool build_list(onex_compiler *c, const onex_c_view *view, onex_relation *r, const onex_raw *take) {
    if (take->nitems || !take->nkeys) {
        onex_c_fault(c, ONEX_P_ROWS, take, NULL,
                     onex_tr("'take' of a list is { name = value, … }", "list 的 take 写作 { 名称 = 值, … }"));
        return false;
    }
    r->ntake = take->nkeys;
    r->take_names = onex_c_alloc(c, (size_t)r->ntake * sizeof *r->take_names);
    r->take_values = onex_c_alloc(c, (size_t)r->ntake * sizeof *r->take_values);
    bool ok = r->take_names && r->take_values;
    for (int i = 0; ok && i < r->ntake; i++) {
        r->take_names[i] = onex_c_text(c, take->keys[i]);
        r->take_values[i] = onex_c_build(c, view, take->values[i], NULL);
        if (!r->take_values[i]) return false;
        if (r->take_values[i]->type.share) {
            onex_c_fault(c, ONEX_P_TYPE, take->values[i], NULL,
                         onex_tr("'compute' takes no share", "compute 不接受比例"));
            return false;
        }
    }
    return ok;
}

static bool build_date(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, const char *word,
                       onex_node **out) {
    *out = onex_c_build(c, view, raw, &onex_type_date);
    return *out && onex_c_want(c, *out, raw, ONEX_T_DATE, word);
}

static bool build_order(onex_compiler *c, onex_c_view view, onex_relation *r, const onex_raw *list) {
    const onex_raw *by = onex_c_get(list, "by"), *upto = onex_c_get(list, "upto");
    bool ok = true;
    if (by && r->word == ONEX_W_LATEST)
        ok = build_date(c, &view, by, "by", &r->by);
    else if (by)
        ok = (r->by = onex_c_build(c, &view, by, NULL)) != NULL;
    view.no_own_row = true;
    if (upto && !build_date(c, &view, upto, "upto", &r->upto)) ok = false;
    return ok;
}

static bool build_take(onex_compiler *c, const onex_c_view *view, onex_relation *r, const onex_raw *raw) {
    if (!no_text(c, r->entity, raw, "take")) return false;
    r->take = onex_c_build(c, view, raw, NULL);
    if (!r->take) return false;
    bool date = r->take->type.kind == ONEX_T_DATE && (r->word == ONEX_W_LOWEST || r->word == ONEX_W_HIGHEST);
    return r->word == ONEX_W_LATEST || date || onex_c_want(c, r->take, raw, ONEX_T_NUMBER, names[r->word]);
}

static bool check_rows(onex_compiler *c, const onex_c_view *view, onex_relation *r, const onex_raw *list) {
    const onex_raw *force = onex_c_get(list, "in_force");
    r->in_force = force && force->kind == ONEX_RAW_BOOL && force->integer;
    if (r->in_force && !r->entity->from && !r->entity->to) {
        onex_c_fault(c, ONEX_P_ROWS, force, NULL,
                     onex_tr("the table '%s' has no time of office for 'in_force'", "表“%s”没有任期，不能用 in_force"),
                     r->entity->name);
        return false;
    }
    if (onex_c_get(list, "match") || has_route(r->entity, view->subject)) return true;
    onex_c_fault(c, ONEX_P_ROWS, list->items[0],
                 onex_tr("say which rows with match = { column = value }", "请用 match = { 列 = 值 } 指明哪些行"),
                 onex_tr("the table '%s' does not lead to a '%s'", "表“%s”与“%s”没有直接联系"), r->entity->name,
                 onex_subject_code(view->subject));
    return false;
}

static bool build_parts(onex_compiler *c, const onex_c_view *inner, onex_relation *r, const onex_raw *list) {
    const onex_raw *where = onex_c_get(list, "where"), *match = onex_c_get(list, "match"),
                   *distinct = onex_c_get(list, "distinct"), *take = onex_c_get(list, "take");
    bool ok = true;
    if (match && !build_match(c, *inner, r, match)) ok = false;
    if (match && ok && !onex_c_tied(c, r, match)) ok = false;
    if (where && !(r->where = onex_c_condition(c, inner, where))) ok = false;
    if (distinct && !build_distinct(c, inner, r, distinct)) ok = false;
    if (take && !(r->word == ONEX_W_LIST ? build_list(c, inner, r, take) : build_take(c, inner, r, take))) ok = false;
    return build_order(c, *inner, r, list) && ok;
}

#define NESTED_MOST 12
#define MATCH_MOST 6

static bool not_too_deep(onex_compiler *c, const onex_relation *outer, const onex_raw *raw, const onex_raw *match) {
    int depth = 1;
    for (; outer; outer = outer->outer) depth++;
    if (depth > NESTED_MOST)
        onex_c_fault(c, ONEX_P_ROWS, raw, NULL, onex_tr("more than %d counts inside each other", "统计嵌套超过 %d 层"),
                     NESTED_MOST);
    else if (match && match->nkeys > MATCH_MOST)
        onex_c_fault(c, ONEX_P_ROWS, match, NULL, onex_tr("'match' takes at most %d columns", "match 最多 %d 列"),
                     MATCH_MOST);
    else
        return true;
    return false;
}

static onex_relation *add_relation(onex_compiler *c, onex_relation_word word, const onex_entity *entity,
                                   onex_relation *outer) {
    onex_program *p = c->program;
    onex_relation **all = onex_c_room(c, p->relations, p->nrelations, &c->relations_cap, sizeof *all);
    onex_relation *r = onex_c_alloc(c, sizeof *r);
    if (!all || !r) return NULL;
    p->relations = all;
    *r = (onex_relation){.id = p->nrelations, .word = word, .entity = entity, .outer = outer};
    return all[p->nrelations++] = r;
}

static onex_type result_type(const onex_relation *r) {
    switch (r->word) {
    case ONEX_W_COUNT: return onex_type_number;
    case ONEX_W_HAS: return onex_type_bool;
    case ONEX_W_LIST: return (onex_type){.kind = ONEX_T_LIST, .scale = 1};
    default: return r->take->type;
    }
}

onex_node *onex_c_relation(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, bool *found) {
    int word = 0;
    while (word <= ONEX_W_LIST && strcmp(names[word], raw->text) != 0) word++;
    *found = word <= ONEX_W_LIST;
    if (!*found) return NULL;
    const onex_raw *list = onex_c_table(raw);
    const onex_entity *entity = table_of(c, raw, list);
    if (!entity || !onex_c_keys(c, list, keys_of((onex_relation_word)word), NULL, true, raw->text, raw->at, raw->width))
        return NULL;
    if (word == ONEX_W_LIST && !view->inputs) {
        onex_c_fault(c, ONEX_P_WORD, raw, NULL, onex_tr("'list' stands in 'inputs' only", "list 只能写在 inputs 中"));
        return NULL;
    }
    if (view->no_own_row) {
        onex_c_fault(c, ONEX_P_WORD, raw, onex_tr("put it into a derive", "请写成 derive"),
                     onex_tr("'match' and 'upto' count no rows", "match 与 upto 中不能统计行"));
        return NULL;
    }
    if (!not_too_deep(c, view->rows, raw, onex_c_get(list, "match"))) return NULL;
    onex_relation *r = add_relation(c, (onex_relation_word)word, entity, view->rows);
    if (!r || !check_rows(c, view, r, list)) return NULL;
    onex_c_view inner = {.subject = view->subject, .rows = r};
    if (!build_parts(c, &inner, r, list)) return NULL;
    onex_node *node = onex_c_node(c, ONEX_OP_RELATION, result_type(r), raw->at, 0);
    if (node) node->u.relation = r;
    return node;
}
