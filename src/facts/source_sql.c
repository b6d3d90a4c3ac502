/* SQL of sources: which table, over which route to the subject, with which references followed. */
#include "facts/source_sql.h"

#include <stdio.h>
#include <string.h>

#include "model/entity.h"

#define JOINS_MAX 32

typedef struct join { /* the row that `column` of alias `parent` points at */
    int parent;       /* -1: t */
    int column;
    const onex_entity *target;
    char alias[8];    /* "j<n>" */
    bool there;       /* on the route to the pilot: the table is joined as it is */
} join;

typedef struct joins {
    join items[JOINS_MAX];
    int count;
} joins;

/* How the table's rows reach a pilot: directly, through exam, through award and exam; or are the pilot itself. */
typedef enum { ROUTE_NONE, ROUTE_SELF, ROUTE_PILOT, ROUTE_EXAM, ROUTE_AWARD, ROUTE_SUBJECT } route;

static route pilot_route(const onex_entity *e) {
    if (!strcmp(e->name, "pilot")) return ROUTE_SELF;
    if (onex_entity_column(e, "subject_kind") >= 0) return ROUTE_SUBJECT;
    if (onex_entity_column(e, "pilot") >= 0) return ROUTE_PILOT;
    if (onex_entity_column(e, "exam") >= 0) return ROUTE_EXAM;
    if (onex_entity_column(e, "award") >= 0) return ROUTE_AWARD;
    return ROUTE_NONE;
}

static bool own_college(const onex_entity *e) {
    return !strcmp(e->name, "college") || onex_entity_column(e, "college") >= 0;
}

bool onex_source_reaches(const onex_entity *entity, onex_group group) {
    if (group == ONEX_GROUP_SCHOOL || group == ONEX_GROUP_LOOKUP) return true;
    if (group == ONEX_GROUP_COLLEGE && own_college(entity)) return true;
    return entity->pseudo || pilot_route(entity) != ROUTE_NONE;
}

static int key_column(const onex_entity *e) {
    for (int i = 0; i < e->ncolumns; i++)
        if (e->columns[i].key) return i;
    return 0;
}

/* The row that `column` of alias `parent` points at is there already. */
static int on_route(joins *js, int parent, const onex_entity *from, const char *column, const char *alias) {
    join *j = &js->items[js->count];
    *j = (join){.parent = parent, .column = onex_entity_column(from, column), .there = true};
    j->target = onex_column_target(&from->columns[j->column]);
    strcpy(j->alias, alias);
    return js->count++;
}

static bool by_route(const onex_source *source) {
    return source->group == ONEX_GROUP_PILOT || (source->group == ONEX_GROUP_COLLEGE && !own_college(source->entity));
}

static void take_route(joins *js, const onex_source *source) {
    const onex_entity *e = source->entity;
    route r = by_route(source) ? pilot_route(e) : ROUTE_NONE;
    if (r == ROUTE_EXAM) on_route(js, -1, e, "exam", "x");
    if (r != ROUTE_AWARD) return;
    int award = on_route(js, -1, e, "award", "a");
    on_route(js, award, js->items[award].target, "exam", "x");
}

/* The alias number of the row behind the first `steps` steps of a path; -1: the table itself; -2: too many. */
static int join_for(joins *js, const onex_column_path *path, int steps) {
    int parent = -1;
    const onex_entity *at = path->entity;
    for (int i = 0; i < steps; i++) {
        const onex_entity *target = onex_column_target(&at->columns[path->steps[i]]);
        int found = -2;
        for (int j = 0; j < js->count && found < 0; j++)
            if (js->items[j].parent == parent && js->items[j].column == path->steps[i]) found = j;
        if (found < 0) {
            if (js->count == JOINS_MAX || !target) return -2;
            js->items[js->count] = (join){.parent = parent, .column = path->steps[i], .target = target};
            snprintf(js->items[js->count].alias, sizeof js->items[0].alias, "j%d", js->count);
            found = js->count++;
        }
        parent = found;
        at = target;
    }
    return parent;
}

static void put_column(onex_buffer *sql, const joins *js, int alias, const char *column) {
    onex_buffer_printf(sql, "%s.\"%s\"", alias < 0 ? "t" : js->items[alias].alias, column);
}

/* A pilot's state on the day is what its recorded transitions gave by then; before the first of them the state that it left. */
static void put_state(onex_buffer *sql, const joins *js, int alias) {
    onex_buffer_text(sql, "coalesce((SELECT d.to_state FROM decision AS d WHERE d.kind = 'transition' AND d.decided_on <= ?2 AND d.pilot = ");
    put_column(sql, js, alias, "code");
    onex_buffer_text(sql, " ORDER BY d.number DESC LIMIT 1), (SELECT d.from_state FROM decision AS d WHERE d.kind = 'transition' AND d.pilot = ");
    put_column(sql, js, alias, "code");
    onex_buffer_text(sql, " ORDER BY d.number LIMIT 1), ");
    put_column(sql, js, alias, "state");
    onex_buffer_text(sql, ")");
}

static bool is_state(const onex_column *column) { return column->stamped && column->type == ONEX_COL_ENUM; }

static void put_arguments(onex_source *source, joins *js, onex_buffer *sql) {
    int arg = 1;
    for (int i = 0; i < source->nslots; i++) {
        onex_slot *slot = &source->slots[i];
        if (!slot->used) continue;
        int alias = join_for(js, &slot->path, slot->path.nsteps - 1);
        slot->arg = arg++;
        onex_buffer_text(sql, ", ");
        if (alias == -2)
            onex_buffer_text(sql, "NULL");
        else if (source->decided && !slot->raw && is_state(slot->path.column))
            put_state(sql, js, alias);
        else
            put_column(sql, js, alias, slot->path.column->name);
        if (slot->path.column->dated_by) {
            arg++;
            onex_buffer_text(sql, ", ");
            put_column(sql, js, alias, slot->path.column->dated_by);
        }
    }
}

static const char *pilot_expression(const onex_entity *e) {
    switch (pilot_route(e)) {
    case ROUTE_SELF: return "t.code";
    case ROUTE_PILOT: return "t.pilot";
    case ROUTE_SUBJECT: return "t.subject";
    default: return "x.pilot";
    }
}

const char *onex_source_group(const onex_source *source) {
    const onex_entity *e = source->entity;
    switch (source->group) {
    case ONEX_GROUP_PILOT: return pilot_expression(e);
    case ONEX_GROUP_COLLEGE:
        if (!strcmp(e->name, "college")) return "t.code";
        if (source->subject_kind) return "t.subject";
        return onex_entity_column(e, "college") >= 0 ? "t.college" : "p.college";
    default: return NULL;
    }
}

static void put_from(const onex_source *source, onex_buffer *sql) {
    const onex_entity *e = source->entity;
    route r = pilot_route(e);
    bool grouped = by_route(source);
    onex_buffer_text(sql, " FROM ");
    if (grouped && r == ROUTE_EXAM)
        onex_buffer_printf(sql, "exam AS x CROSS JOIN \"%s\" AS t ON t.exam = x.code", e->name);
    else if (grouped && r == ROUTE_AWARD)
        onex_buffer_printf(sql, "exam AS x CROSS JOIN award AS a ON a.exam = x.code CROSS JOIN \"%s\" AS t ON t.award = a.certificate_no", e->name);
    else
        onex_buffer_printf(sql, "\"%s\" AS t", e->name);
    if (source->group == ONEX_GROUP_COLLEGE && !own_college(e) && !source->subject_kind)
        onex_buffer_printf(sql, " LEFT JOIN pilot AS p ON p.code = %s", pilot_expression(e));
}

/* "The row exists on D": its date is not after D; "exam.held_on" is the exam's. */
static void put_where(const onex_source *source, joins *js, const char *by, onex_buffer *sql) {
    const onex_entity *e = source->entity;
    const char *glue = " WHERE ";
    if (e->exists_on) {
        const char *dot = strchr(e->exists_on, '.');
        const char *name = dot ? dot + 1 : e->exists_on;
        int alias = -1;
        bool required = true;
        if (dot) {
            onex_column_path path = onex_path_of(e, onex_entity_column(e, "exam"));
            alias = join_for(js, &path, 1);
        } else {
            required = e->columns[onex_entity_column(e, name)].required;
        }
        onex_buffer_text(sql, glue);
        if (!required) {
            onex_buffer_text(sql, "(");
            put_column(sql, js, alias, name);
            onex_buffer_text(sql, " IS NULL OR ");
        }
        put_column(sql, js, alias, name);
        onex_buffer_text(sql, required ? " <= ?2" : " <= ?2)");
        glue = " AND ";
    }
    if (by) {
        onex_buffer_printf(sql, "%s%s = ?3", glue, by);
        glue = " AND ";
    }
    if (source->subject_kind) onex_buffer_printf(sql, "%st.subject_kind = ?4", glue);
}

static void put_joins(const joins *js, const onex_entity *entity, onex_buffer *sql) {
    for (int i = 0; i < js->count; i++) {
        const join *j = &js->items[i];
        if (j->there) continue;
        const onex_entity *parent = j->parent < 0 ? entity : js->items[j->parent].target;
        onex_buffer_printf(sql, " LEFT JOIN \"%s\" AS %s ON %s.\"%s\" = ", j->target->name, j->alias, j->alias,
                           j->target->columns[key_column(j->target)].name);
        put_column(sql, js, j->parent, parent->columns[j->column].name);
    }
}

void onex_source_sql(onex_source *source, const char *by, onex_buffer *sql) {
    const char *group = onex_source_group(source);
    joins js = {.count = 0};
    onex_buffer arguments = {0}, where = {0};
    take_route(&js, source);
    put_arguments(source, &js, &arguments);
    put_where(source, &js, by, &where);
    onex_buffer_printf(sql, "SELECT %s, onex_collect(?1%s)", group ? group : "''", arguments.data ? arguments.data : "");
    put_from(source, sql);
    put_joins(&js, source->entity, sql);
    onex_buffer_text(sql, where.data ? where.data : "");
    if (group) onex_buffer_printf(sql, " GROUP BY %s ORDER BY %s", group, group);
    if (arguments.failed || where.failed) sql->failed = true;
    onex_buffer_clear(&arguments);
    onex_buffer_clear(&where);
}
