/* The core's relation report_period: the report periods of a pilot (Article 10), in both cadences, made from its start, its end
 * and the school's breaks. Periods start on the Monday of the week of started_on and follow each other without a gap; the last
 * one counted is that of the earlier of ended_on and due_on (else 31 December of the year). Weeks that lie wholly in one break are
 * exempt; a period of exempt weeks alone is left out. Whether a period is due by a day is for the rules to say. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "facts/internal.h"

typedef struct school_break {
    onex_day from, to;
} school_break;

enum { HORIZON = 800 }; /* days after the day asked about beyond which no period is made */
enum { STARTED, ENDED, DUE, YEAR, PILOT_CELLS };
enum { REPORT_START, REPORT_SUBMITTED, REPORT_STATE, REPORT_QUALITY, REPORT_CELLS };
static const char *const pilot_columns[] = {"started_on", "ended_on", "due_on", "year"};
static const char *const report_columns[] = {"period_start", "submitted_on", "state", "quality"};

enum { BY_WEEK, BY_TWO_WEEKS, CADENCES };

/* The columns of report_period, in the order of its descriptor. */
enum { PILOT, DAYS, NUMBER, STARTS_ON, DUE_ON, WEEKS, WEEKS_SO_FAR, SUBMITTED_ON, QUALITY, WHOLE };

struct onex_periods {
    onex_source *reports, *rows; /* rows: the pseudo source, for its slots */
    int pilot[PILOT_CELLS], report[REPORT_CELLS];
    school_break *breaks;
    int nbreaks;
    onex_block both, one[CADENCES];
    bool made_both, made[CADENCES];
};

static bool link_slots(onex_source *source, const char *const *columns, int n, int *slots, bool use) {
    for (int i = 0; i < n; i++) {
        onex_column_path path = onex_path_of(source->entity, onex_entity_column(source->entity, columns[i]));
        slots[i] = onex_source_slot(source, &path, false);
        if (slots[i] < 0) return false;
        if (use) source->slots[slots[i]].used = true;
    }
    if (use) source->used = true;
    return true;
}

bool onex_periods_link(onex_world *world, bool use) {
    if (!world->periods) world->periods = calloc(1, sizeof *world->periods);
    struct onex_periods *p = world->periods;
    if (!p) return false;
    p->reports = onex_world_source(world, onex_entity_find("report"), ONEX_GROUP_PILOT, NULL);
    p->rows = onex_world_source(world, &onex_report_period, ONEX_GROUP_PILOT, NULL);
    return p->reports && p->rows && link_slots(world->own[ONEX_PILOT], pilot_columns, PILOT_CELLS, p->pilot, use) &&
           link_slots(p->reports, report_columns, REPORT_CELLS, p->report, use);
}

onex_status onex_periods_open(onex_world *world, onex_error *err) {
    struct onex_periods *p = world->periods;
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(onex_store_db(world->store), "SELECT from_on, to_on FROM school_break ORDER BY from_on", -1, &stmt, NULL) != SQLITE_OK)
        return onex_store_fail(world->store, err, "school_break");
    int rc, cap = 0;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        school_break b;
        if (!onex_day_parse_iso((const char *)sqlite3_column_text(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), &b.from) ||
            !onex_day_parse_iso((const char *)sqlite3_column_text(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1), &b.to))
            continue;
        if (p->nbreaks == cap) {
            cap = cap ? cap * 2 : 16;
            school_break *more = realloc(p->breaks, (size_t)cap * sizeof *more);
            if (!more) {
                sqlite3_finalize(stmt);
                return onex_no_memory(err);
            }
            p->breaks = more;
        }
        p->breaks[p->nbreaks++] = b;
    }
    sqlite3_finalize(stmt);
    p->both.nslots = p->one[BY_WEEK].nslots = p->one[BY_TWO_WEEKS].nslots = p->rows->nslots;
    return rc == SQLITE_DONE ? ONEX_OK : onex_store_fail(world->store, err, "school_break");
}

void onex_periods_close(onex_world *world) {
    if (!world->periods) return;
    free(world->periods->breaks);
    onex_block_clear(&world->periods->both);
    for (int i = 0; i < CADENCES; i++) onex_block_clear(&world->periods->one[i]);
    free(world->periods);
    world->periods = NULL;
}

void onex_periods_forget(onex_world *world) {
    if (world->periods) world->periods->made_both = world->periods->made[BY_WEEK] = world->periods->made[BY_TWO_WEEKS] = false;
}

static bool week_exempt(const struct onex_periods *p, onex_day monday) {
    for (int i = 0; i < p->nbreaks && p->breaks[i].from <= monday; i++)
        if (monday + 7 <= p->breaks[i].to) return true;
    return false;
}

typedef struct period {
    int days, number, weeks, weeks_so_far;
    onex_day starts;
    bool whole;
    onex_value submitted, quality;
} period;

/* The report that begins on the period's first day, if it is more than a draft. Reports and periods rise together: `from`
 * is where to look on. */
static void find_report(const struct onex_periods *p, const onex_block *reports, int *from, period *at) {
    at->submitted = at->quality = onex_v_unknown();
    for (; reports && *from < reports->nrows; ++*from) {
        const onex_value *cells = onex_block_row(reports, *from);
        onex_value start = cells[p->report[REPORT_START]], state = cells[p->report[REPORT_STATE]];
        if (start.n < at->starts) continue;
        if (start.n > at->starts || !onex_v_known(state) || !strcmp(state.text->raw, "draft")) return;
        at->submitted = cells[p->report[REPORT_SUBMITTED]];
        at->quality = cells[p->report[REPORT_QUALITY]];
        return;
    }
}

static onex_value cell_of(const period *at, int column, const onex_text *pilot) {
    switch (column) {
    case DAYS: return onex_v_int(at->days);
    case NUMBER: return onex_v_int(at->number);
    case STARTS_ON: return onex_v_date(at->starts);
    case DUE_ON: return onex_v_date(at->starts + at->days - 1);
    case WEEKS: return onex_v_int(at->weeks);
    case WEEKS_SO_FAR: return onex_v_int(at->weeks_so_far);
    case SUBMITTED_ON: return at->submitted;
    case QUALITY: return at->quality;
    case WHOLE: return onex_v_bool(at->whole);
    default: return onex_v_text(pilot);
    }
}

/* First and last day counted; false: the pilot has no periods. */
static bool span(const struct onex_periods *p, const onex_view *pilot, onex_day *first, onex_day *last) {
    onex_value started = pilot->own[p->pilot[STARTED]], ended = pilot->own[p->pilot[ENDED]], due = pilot->own[p->pilot[DUE]];
    if (!onex_v_known(started)) return false;
    if (onex_v_known(due))
        *last = (onex_day)due.n;
    else if (!onex_day_from((int)pilot->own[p->pilot[YEAR]].n, 12, 31, last))
        return false;
    if (onex_v_known(ended) && ended.n < *last) *last = (onex_day)ended.n;
    onex_day horizon = pilot->world->options.day + HORIZON;
    if (*last > horizon) *last = horizon;
    *first = (onex_day)started.n - onex_day_weekday((onex_day)started.n);
    return true;
}

typedef bool (*period_fn)(void *ctx, const period *at);

/* Calls fn for each period of one cadence; false: fn said so. */
static bool each_period(struct onex_periods *p, onex_view *pilot, int days, period_fn fn, void *ctx) {
    onex_day start, last;
    if (!span(p, pilot, &start, &last)) return true;
    const onex_block *reports = onex_view_block(pilot, p->reports);
    onex_value ended = pilot->own[p->pilot[ENDED]];
    period at = {.days = days};
    for (int from = 0; start <= last; start += days) {
        at.weeks = 0;
        for (int w = 0; w < days; w += 7) at.weeks += !week_exempt(p, start + w);
        if (!at.weeks) continue;
        at.number++;
        at.weeks_so_far += at.weeks;
        at.starts = start;
        at.whole = !(onex_v_known(ended) && ended.n >= start && ended.n < start + days);
        find_report(p, reports, &from, &at);
        if (!fn(ctx, &at)) return false;
    }
    return true;
}

typedef struct adding {
    const struct onex_periods *periods;
    onex_block *block;
    const onex_text *pilot;
} adding;

static bool add_period(void *ctx, const period *at) {
    adding *a = ctx;
    onex_value *cells = onex_block_add(a->block);
    if (!cells) return false;
    for (int i = 0; i < a->block->nslots; i++)
        cells[i] = cell_of(at, a->periods->rows->slots[i].path.steps[0], a->pilot);
    return true;
}

static bool add_periods(struct onex_periods *p, onex_block *block, onex_view *pilot, int days) {
    adding a = {p, block, pilot->code_text};
    return each_period(p, pilot, days, add_period, &a);
}

typedef struct telling {
    onex_period_fn fn;
    void *ctx;
    const onex_text *pilot;
} telling;

static bool tell_period(void *ctx, const period *at) {
    telling *t = ctx;
    onex_value cells[ONEX_PERIOD_CELLS];
    for (int i = 0; i < ONEX_PERIOD_CELLS; i++) cells[i] = cell_of(at, i, t->pilot);
    return t->fn(t->ctx, cells);
}

bool onex_periods_each(onex_view *pilot, onex_period_fn fn, void *ctx) {
    struct onex_periods *p = pilot->world->periods;
    telling t = {fn, ctx, pilot->code_text};
    if (!p || !pilot->own || pilot != pilot->world->pilot) return true;
    return each_period(p, pilot, 14, tell_period, &t) && each_period(p, pilot, 7, tell_period, &t);
}

/* The rows of one cadence, or (days 0) of both. */
onex_block *onex_periods_block(onex_view *view, int64_t days) {
    onex_world *world = view->world;
    struct onex_periods *p = world->periods;
    onex_view *pilot = onex_view_at(view, ONEX_PILOT);
    if (!pilot || !pilot->own || pilot != world->pilot) return NULL;
    int cadence = days == 14 ? BY_TWO_WEEKS : BY_WEEK;
    bool both = days != 14 && days != 7;
    bool *made = both ? &p->made_both : &p->made[cadence];
    onex_block *block = both ? &p->both : &p->one[cadence];
    if (*made) return block;
    *made = true;
    onex_block_reset(block);
    bool done = both ? add_periods(p, block, pilot, 14) && add_periods(p, block, pilot, 7) : add_periods(p, block, pilot, (int)days);
    if (!done) {
        world->status = onex_no_memory(&world->error);
        onex_block_reset(block);
    }
    return block;
}
