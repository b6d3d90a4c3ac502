/* Random walks through the procedure: steps by anyone on any day, imports that try every door, processes killed in the
 * middle of an act. After each move the stored states, dates and decisions are what a small model of the procedure
 * says, and nothing is damaged. The same seeds give the same walks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include "engine/decide.h"
#include "engine/delete.h"
#include "engine/doctor.h"
#include "store/log.h"
#include "unit/engine/importing.h"
#include "unit/engine/procedure.h"

enum { PILOTS = 8, MOVES = 300, WALKS = 3, PAST_MAX = 64, INCIDENTS_MAX = 30 };

/* ---- the model ---- */

typedef struct rule_of_step { /* the table of the regulation's procedure, once more */
    const char *name, *from, *to, *actor;
    bool document;
    enum { FREE, PLANNED, SUMMED, SAFE, PRAISED_AND_SAFE, HIT } guard;
    const char *stamp; /* "," between several */
} rule_of_step;

static const rule_of_step table_of_steps[] = {
    {"appraise", "draft", "appraised", "college", false, FREE, ""},
    {"declare", "appraised", "declared", "college", false, PLANNED, "declared_on"},
    {"recommend", "declared", "recommended", "academic_affairs", false, FREE, "recommended_on"},
    {"not_recommend", "declared", "not_recommended", "academic_affairs", false, FREE, ""},
    {"approve", "recommended", "approved", "commission", true, FREE, "approved_on"},
    {"not_approve", "recommended", "not_approved", "commission", true, FREE, ""},
    {"staff", "approved", "staffed", "college", false, PLANNED, ""},
    {"start", "staffed", "running", "college", false, FREE, "started_on"},
    {"summarise", "running", "summarised", "college", false, SUMMED, ""},
    {"inspect", "summarised", "inspected", "leading_group", false, SAFE, ""},
    {"accept", "inspected", "accepted", "leading_group", false, PRAISED_AND_SAFE, "accepted_on,ended_on"},
    {"not_accept", "summarised inspected", "not_accepted", "leading_group", false, FREE, "ended_on"},
    {"propose_revocation", "staffed running summarised inspected", "revocation_proposed", "leading_group", false, HIT,
     ""},
    {"revoke", "revocation_proposed", "revoked", "leading_group", true, FREE, "ended_on"},
    {"dismiss", "revocation_proposed", NULL, "leading_group", true, FREE, ""},
    {"withdraw", "draft appraised declared recommended approved", "withdrawn", "college", false, FREE, "ended_on"},
    {"leave", "staffed running summarised inspected", "exited", "college", true, FREE, "ended_on"},
};
enum { STEPS = sizeof table_of_steps / sizeof *table_of_steps };
static const char *const actors[] = {"art", "music", "academic_affairs", "leading_group", "commission"};
static const char *const dates[] = {"declared_on", "recommended_on", "approved_on",
                                    "started_on",  "accepted_on",    "ended_on"};
enum { DATES = sizeof dates / sizeof *dates };

typedef struct act {
    int step;
    onex_day day;
    const char *left; /* the state before */
    unsigned hits;    /* a proposal: the incidents upheld then, as bits */
    bool dismissed;
} act;

typedef struct model {
    const char *code, *college, *state;
    onex_day stamps[DATES]; /* ONEX_DAY_NONE: blank */
    act past[PAST_MAX];
    int npast;
    bool planned;
    onex_day summed, praised; /* since when; ONEX_DAY_NONE: never */
    onex_day upheld[INCIDENTS_MAX];
    int nincidents;
} model;

static bool among(const char *list, const char *word) {
    size_t len = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += len)
        if ((at == list || at[-1] == ' ' || at[-1] == ',') && (!at[len] || at[len] == ' ' || at[len] == ','))
            return true;
    return false;
}

static bool is_staffed(const model *m) {
    return !among("draft appraised declared recommended not_recommended approved not_approved withdrawn", m->state);
}

static unsigned hits_on(const model *m, onex_day day) {
    unsigned hits = 0;
    for (int i = 0; i < m->nincidents; i++)
        if (m->upheld[i] <= day) hits |= 1u << i;
    return hits;
}

static bool is_safe(const model *m, onex_day day) {
    unsigned hits = hits_on(m, day);
    bool dismissed = false;
    for (int i = 0; i < m->npast; i++) dismissed |= m->past[i].dismissed && m->past[i].hits == hits;
    return !hits || dismissed;
}

static bool guard_holds(const model *m, int guard, onex_day day) {
    switch (guard) {
    case PLANNED: return m->planned;
    case SUMMED: return m->summed != ONEX_DAY_NONE && m->summed <= day;
    case SAFE: return is_safe(m, day);
    case PRAISED_AND_SAFE: return m->praised != ONEX_DAY_NONE && m->praised <= day && is_safe(m, day);
    case HIT: return hits_on(m, day) != 0;
    default: return true;
    }
}

static bool may(const model *m, const rule_of_step *step, const char *actor, bool document, onex_day day) {
    const char *who = strcmp(step->actor, "college") ? step->actor : m->college;
    if (!among(step->from, m->state) || strcmp(actor, who) != 0 || (step->document && !document)) return false;
    if (m->npast && m->past[m->npast - 1].day > day) return false;
    if (!step->to && !m->npast) return false;
    return guard_holds(m, step->guard, day);
}

static void apply(model *m, int step, onex_day day) {
    const rule_of_step *s = &table_of_steps[step];
    act *last = m->npast ? &m->past[m->npast - 1] : NULL;
    const char *to = s->to ? s->to : last->left;
    if (!s->to) last->dismissed = true;
    assert_true(m->npast < PAST_MAX);
    m->past[m->npast++] =
        (act){.step = step, .day = day, .left = m->state, .hits = s->guard == HIT ? hits_on(m, day) : 0};
    m->state = to;
    for (int i = 0; i < DATES; i++)
        if (among(s->stamp, dates[i])) m->stamps[i] = day;
}

/* ---- the walk ---- */

typedef struct walk {
    school *s;
    onex_rules *rules;
    unsigned seed;
    model pilots[PILOTS];
    int done; /* decisions so far */
    onex_day first;
} walk;

static int pick(walk *w, int n) {
    return rand_r(&w->seed) % n;
}

/* The store holds what the model says, and every part of the record agrees with it. */
static void compare(walk *w) {
    for (int p = 0; p < PILOTS; p++) {
        const model *m = &w->pilots[p];
        char sql[500], expected[300], day[ONEX_DAY_TEXT];
        int len = snprintf(expected, sizeof expected, "%s", m->state);
        for (int i = 0; i < DATES; i++)
            len += snprintf(expected + len, sizeof expected - (size_t)len, " %s",
                            m->stamps[i] == ONEX_DAY_NONE ? "" : onex_day_text(m->stamps[i], day));
        snprintf(sql, sizeof sql,
                 "SELECT state || ' ' || coalesce(declared_on, '') || ' ' || coalesce(recommended_on, '') || ' ' ||"
                 " coalesce(approved_on, '') || ' ' || coalesce(started_on, '') || ' ' || coalesce(accepted_on, '') ||"
                 " ' ' || coalesce(ended_on, '') FROM pilot WHERE code = '%s'",
                 m->code);
        assert_string_equal(ask(w->s, sql), expected);
    }
    assert_int_equal(atoi(ask(w->s, "SELECT count(*) FROM decision")), w->done);
    assert_int_equal(atoi(ask(w->s, "SELECT count(*) FROM event WHERE kind = 'decide'")), w->done);
}

static void assert_healthy(walk *w) {
    onex_doctor doctor = {0};
    assert_ok(onex_doctor_database(&doctor, w->s->store, &w->s->place->err), w->s->place);
    for (int i = 0; i < doctor.count; i++)
        if (doctor.items[i].level == ONEX_DOCTOR_DAMAGE) fail_msg("%s", doctor.items[i].text);
    onex_doctor_clear(&doctor);
}

typedef struct attempt {
    model *m;
    int step;
    const char *actor;
    bool document;
    onex_day day;
} attempt;

static onex_status decide(walk *w, onex_store *store, const attempt *a) {
    onex_decide_result result;
    onex_decide_options options = {.pilot = a->m->code,
                                   .transition = table_of_steps[a->step].name,
                                   .actor = a->actor,
                                   .document = a->document ? "1号" : NULL,
                                   .day = a->day};
    onex_status status = onex_decide(&result, store, w->rules, &options, &w->s->place->err);
    onex_decide_result_clear(&result);
    return status;
}

/* Mostly what may come next, so that the walk gets somewhere; now and then anything. */
static attempt choose(walk *w) {
    attempt a = {.m = &w->pilots[pick(w, PILOTS)]};
    for (int i = 0; i < 3 && among("accepted not_accepted revoked exited withdrawn", a.m->state); i++)
        a.m = &w->pilots[pick(w, PILOTS)];
    bool any = !pick(w, 8), end = !pick(w, 10);
    for (int i = 0; i < 200; i++) {
        a.step = pick(w, STEPS);
        bool ends = among("withdraw leave not_recommend not_approve not_accept revoke", table_of_steps[a.step].name);
        if (any || (among(table_of_steps[a.step].from, a.m->state) && ends == end)) break;
    }
    bool college = !strcmp(table_of_steps[a.step].actor, "college");
    a.actor = pick(w, 6) ? college ? a.m->college : table_of_steps[a.step].actor : actors[pick(w, 5)];
    a.document = pick(w, 5) != 0;
    onex_day last = a.m->npast ? a.m->past[a.m->npast - 1].day : w->first;
    a.day = last + (pick(w, 8) ? pick(w, 4) : -pick(w, 5));
    return a;
}

static void try_step(walk *w) {
    attempt a = choose(w);
    bool expected = may(a.m, &table_of_steps[a.step], a.actor, a.document, a.day);
    onex_status status = decide(w, w->s->store, &a);
    if (status != (expected ? ONEX_OK : ONEX_E_REFUSED)) fail_msg("%s", w->s->place->err.text);
    if (!expected) return;
    apply(a.m, a.step, a.day);
    w->done++;
}

static int die(void *nothing) {
    (void)nothing;
    return raise(SIGKILL);
}

/* Another process tries a step and is killed after some work of the database: the step is there or it is not. */
static void try_killed_step(walk *w) {
    attempt a = choose(w);
    bool expected = may(a.m, &table_of_steps[a.step], a.actor, a.document, a.day);
    int work = 1 + pick(w, 4000);
    onex_store_close(w->s->store);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        onex_store *store = NULL;
        if (onex_store_open(&store, w->s->place->db, ONEX_STORE_WRITE, NULL, NULL) != ONEX_OK) _exit(99);
        sqlite3_progress_handler(onex_store_db(store), work, die, NULL);
        _exit(decide(w, store, &a));
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    w->s->store = place_open(w->s->place, ONEX_STORE_WRITE);
    int now = atoi(ask(w->s, "SELECT count(*) FROM decision"));
    if (WIFEXITED(how)) {
        assert_int_equal(WEXITSTATUS(how), expected ? ONEX_OK : ONEX_E_REFUSED);
        assert_int_equal(now, w->done + expected);
    }
    assert_in_range(now, w->done, w->done + expected);
    if (now == w->done) return;
    apply(a.m, a.step, a.day);
    w->done = now;
}

/* Ordinary and initial imports of states: taken only by a pilot without decisions, and only by an initial one. */
static void try_state(walk *w) {
    static const char *const states[] = {"draft",   "appraised",  "recommended", "approved", "staffed",
                                         "running", "summarised", "inspected",   "accepted", "revocation_proposed"};
    model *m = &w->pilots[pick(w, PILOTS)];
    const char *state = states[pick(w, 10)];
    char text[100];
    w->s->options.initial = pick(w, 2);
    bool taken = !strcmp(state, m->state) || (w->s->options.initial && !m->npast);
    snprintf(text, sizeof text, "code,state\n%s,%s\n", m->code, state);
    assert_int_equal(import_text(w->s, "pilot.csv", text), taken ? ONEX_OK : ONEX_E_DATA);
    w->s->options.initial = false;
    if (taken) m->state = state;
}

static void try_date(walk *w) {
    model *m = &w->pilots[pick(w, PILOTS)];
    char text[100];
    int date = pick(w, DATES);
    snprintf(text, sizeof text, "code,%s\n%s,2020-01-01\n", dates[date], m->code);
    w->s->options.initial = m->npast && pick(w, 2);
    assert_int_equal(import_text(w->s, "pilot.csv", text), ONEX_E_DATA);
    w->s->options.initial = false;
}

static void try_milestone(walk *w) {
    model *m = &w->pilots[pick(w, PILOTS)];
    char text[100];
    snprintf(text, sizeof text, "pilot,title,due_on\n%s,启动,2026-02-%02d\n", m->code,
             m->planned ? 1 + pick(w, 28) : 1);
    onex_status status = import_text(w->s, "milestone.csv", text);
    if (is_staffed(m))
        assert_true(status == ONEX_E_DATA || !w->s->result.event);
    else
        assert_int_equal(status, ONEX_OK);
    m->planned |= !status && !is_staffed(m);
}

static void import_facts(walk *w) {
    model *m = &w->pilots[pick(w, PILOTS)];
    char text[300], on[ONEX_DAY_TEXT];
    onex_day day = w->first + pick(w, 30);
    onex_day_text(day, on);
    switch (pick(w, 3)) {
    case 0:
        if (m->summed != ONEX_DAY_NONE) return;
        snprintf(text, sizeof text, "pilot,submitted_on\n%s,%s\n", m->code, on);
        assert_taken(w->s, "summary.csv", text);
        m->summed = day;
        return;
    case 1:
        if (m->praised != ONEX_DAY_NONE) return;
        snprintf(text, sizeof text,
                 "subject_kind,subject,topic,assessed_on,verdict,assessed_by\npilot,%s,praised,%s,met,组\n", m->code,
                 on);
        w->s->options.initial = true; /* no rules are lent to these imports */
        assert_taken(w->s, "attestation.csv", text);
        w->s->options.initial = false;
        m->praised = day;
        return;
    default:
        if (m->nincidents == INCIDENTS_MAX) return;
        snprintf(text, sizeof text,
                 "code,pilot,ground,reported_on,status,decided_on\n%s-%d,%s,fund_misuse,2026-01-01,upheld,%s\n",
                 m->code, m->nincidents, m->code, on);
        assert_taken(w->s, "incident.csv", text);
        m->upheld[m->nincidents++] = day;
    }
}

static void try_delete(walk *w) {
    static const char sql[] = "SELECT count(*) FROM pilot";
    model *m = &w->pilots[pick(w, PILOTS)];
    if (!m->npast) return;
    const char *keys[] = {m->code};
    onex_delete_options options = {
        .entity = onex_entity_find("pilot"), .keys = keys, .nkeys = 1, .reason = "误录", .actor = "tester"};
    int64_t event;
    assert_int_equal(onex_delete(w->s->store, &options, &event, &w->s->place->err), ONEX_E_DATA);
    assert_int_equal(atoi(ask(w->s, sql)), PILOTS);
}

/* P-1 runs already, some were further when they were imported, the others are drafts. */
static void make_pilots(walk *w) {
    static const char *const codes[PILOTS] = {"P-1", "P-2", "P-3", "P-4", "P-5", "P-6", "P-7", "P-8"};
    static const char *const states[PILOTS] = {"running",    "draft",     "draft", "summarised",
                                               "summarised", "inspected", "draft", "draft"};
    onex_buffer rows = {0};
    assert_true(onex_day_from(2026, 3, 1, &w->first));
    onex_buffer_text(&rows, "code,year,college,certificate,state\n");
    for (int p = 0; p < PILOTS; p++) {
        w->pilots[p] = (model){.code = codes[p], .college = p % 2 ? "music" : "art", .state = states[p]};
        w->pilots[p].planned = p == 0;
        w->pilots[p].summed = w->pilots[p].praised = ONEX_DAY_NONE;
        for (int i = 0; i < DATES; i++) w->pilots[p].stamps[i] = ONEX_DAY_NONE;
        if (p > 1) onex_buffer_printf(&rows, "%s,%d,%s,X2,%s\n", codes[p], 2026 + p, w->pilots[p].college, states[p]);
    }
    assert_true(onex_day_from(2026, 1, 7, &w->pilots[0].stamps[3]));
    w->s->options.initial = true;
    assert_taken(w->s, "pilot.csv", rows.data);
    w->s->options.initial = false;
    onex_buffer_clear(&rows);
}

static void go(walk *w) {
    make_pilots(w);
    for (int move = 0; move < MOVES; move++) {
        switch (pick(w, 12)) {
        case 0: try_state(w); break;
        case 1: try_date(w); break;
        case 2: try_milestone(w); break;
        case 3:
        case 4: import_facts(w); break;
        case 5: try_delete(w); break;
        case 6: try_killed_step(w); break;
        default: try_step(w);
        }
        compare(w);
        if (move % 25 == 0) assert_healthy(w);
    }
    assert_healthy(w);
}

static void no_walk_leads_where_decisions_do_not(void **state) {
    (void)state;
    onex_rules *rules = procedure_load();
    int done = 0;
    for (unsigned seed = 1; seed <= WALKS; seed++) {
        void *at = NULL;
        assert_int_equal(school_make(&at), 0);
        walk w = {.s = at, .rules = rules, .seed = seed};
        go(&w);
        done += w.done;
        school_remove(&at);
    }
    assert_in_range(done, 50, 1000); /* the walks do get somewhere */
    onex_rules_close(rules);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_walk_leads_where_decisions_do_not)};
    if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
