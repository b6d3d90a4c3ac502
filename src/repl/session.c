/* What an evaluation works on: the store, opened for reading or for writing, in one transaction; the rules; the day. */
#include <stdlib.h>

#include "repl/journal.h"
#include "repl/judging.h"
#include "repl/state.h"
#include "store/lock.h"

/* ---- the store ---- */

/* Closes what was prepared on the store, and the store. */
static void put_away(onex_console *c) {
    onex_judging_forget(c);
    for (int k = 0; k < ONEX_SUBJECTS; k++) {
        onex_table_close(c->tables[k]);
        c->tables[k] = NULL;
    }
    onex_store_close(c->store);
    c->store = NULL;
}

static onex_status take(onex_console *c, bool write, onex_error *err) {
    put_away(c);
    c->writing = false;
    onex_lock_set_stop(&c->interrupted);
    onex_status status = c->options.host.store(c->options.host.ctx, write, &c->store, err);
    onex_lock_set_stop(NULL);
    if (status) return status;
    c->writing = write;
    c->state++;
    onex_store_interruptible(c->store, &c->interrupted);
    return ONEX_OK;
}

onex_status onex_session_open(onex_console *c, onex_error *err) {
    bool write = c->options.write && !c->options.lines;
    onex_status status = take(c, write, err);
    if (!status && write) status = c->options.host.may_write(c->options.host.ctx, c->store, err);
    if (!status && !c->options.lines) status = onex_store_hold(c->store, err);
    return status;
}

void onex_session_close(onex_console *c) {
    onex_error none = {0};
    if (c->store) onex_store_hold_end(c->store, false, &none);
    put_away(c);
    onex_rules_close(c->rules);
    free(c->prefix);
    c->rules = NULL;
    c->prefix = NULL;
}

onex_status onex_session_read(onex_console *c, onex_error *err) {
    if (c->store) return ONEX_OK;
    return onex_fail(err, ONEX_E_DATA, "%s", onex_tr("the database is not open", "数据库未打开"));
}

onex_status onex_session_write(onex_console *c, onex_error *err) {
    if (!c->options.write)
        return onex_fail(err, ONEX_E_REFUSED, "%s",
                         onex_tr("this session only reads; to write: onex run --write SCRIPT, onex repl --write",
                                 "当前只读；要写入：onex run --write 脚本，或 onex repl --write"));
    if (c->supposed)
        return onex_fail(err, ONEX_E_REFUSED, "%s",
                         onex_tr("nothing is written inside onex.whatif", "onex.whatif 之内不能写入"));
    c->state++;
    if (c->writing) return onex_session_read(c, err);
    onex_status status = take(c, true, err);
    if (!status) status = c->options.host.may_write(c->options.host.ctx, c->store, err);
    if (!status) status = onex_store_hold(c->store, err);
    c->opened = !status;
    if (!status) return ONEX_OK;
    onex_error again = {0}; /* the line goes on reading */
    if (take(c, false, &again) == ONEX_OK) onex_store_hold(c->store, &again);
    return status;
}

/* Back to reading; what was not committed is undone. */
static onex_status back_to_reading(onex_console *c, onex_error *err) {
    if (c->store) onex_store_hold_end(c->store, false, err);
    onex_journal_clear(c);
    return take(c, false, err);
}

onex_status onex_session_begin(onex_console *c, onex_error *err) {
    c->opened = false;
    if (!c->options.lines) return onex_session_read(c, err);
    onex_status status = c->store ? ONEX_OK : take(c, false, err);
    if (status) return status;
    if (!c->writing) {
        c->state++; /* another snapshot */
        return onex_store_hold(c->store, err);
    }
    onex_journal_mark(c);
    return onex_store_mark(c->store, err);
}

onex_status onex_session_end(onex_console *c, bool ok, onex_error *err) {
    if (!c->options.lines || !c->store) return ONEX_OK;
    if (!ok) c->state++;
    if (!c->writing) {
        onex_judging_forget(c);
        return onex_store_hold_end(c->store, false, err);
    }
    if (ok) return ONEX_OK;
    if (c->opened) return back_to_reading(c, err);
    onex_judging_forget(c);
    onex_store_mark_back(c->store);
    onex_journal_back(c);
    return ONEX_OK;
}

/* A script whose output is lost has not ended well. */
static onex_status check_output(onex_console *c, onex_error *err) {
    FILE *out = c->options.out;
    if (c->options.lines || (fflush(out) == 0 && !ferror(out))) return ONEX_OK;
    return onex_fail(
        err, ONEX_E_INTERNAL, "%s",
        onex_tr("the output was not written to its end; nothing was kept", "输出没有写完；未写入任何数据"));
}

onex_status onex_console_commit(onex_console *c, onex_error *err) {
    if (!c->writing) return ONEX_OK;
    onex_judging_forget(c);
    onex_status status = check_output(c, err);
    if (!status) status = onex_journal_flush(c, err);
    if (!status) status = onex_store_hold_end(c->store, true, err);
    if (status) onex_console_rollback(c);
    if (status || !c->options.lines) return status;
    onex_journal_clear(c);
    return take(c, false, err);
}

void onex_console_rollback(onex_console *c) {
    onex_error none = {0};
    if (!c->store) return;
    onex_judging_forget(c);
    onex_store_hold_end(c->store, false, &none);
    onex_journal_clear(c);
    if (c->options.lines && c->writing) take(c, false, &none);
}

bool onex_console_displaced(const onex_console *c) {
    return c->store && onex_store_displaced(c->store);
}

onex_status onex_console_reopen(onex_console *c, onex_error *err) {
    onex_status status = back_to_reading(c, err);
    return status || !c->rules ? status : onex_console_rules_reload(c, err);
}

onex_store *onex_console_store(onex_console *c) {
    return c->store;
}

onex_status onex_session_table(onex_console *c, onex_subject kind, onex_table **out, onex_error *err) {
    onex_status status = onex_session_read(c, err);
    if (!status && !c->tables[kind])
        status = onex_table_open(&c->tables[kind], c->store, onex_entity_find(onex_subject_code(kind)), err);
    *out = c->tables[kind];
    return status;
}

/* ---- rules and day ---- */

static onex_status load(onex_console *c, onex_rules **out, onex_error *err) {
    onex_status status = onex_session_read(c, err);
    return status ? status : c->options.host.rules(c->options.host.ctx, c->store, NULL, out, err);
}

onex_status onex_console_rules(onex_console *c, onex_rules **out, onex_error *err) {
    onex_status status = c->rules ? ONEX_OK : load(c, &c->rules, err);
    *out = c->rules;
    return status;
}

onex_status onex_console_rules_reload(onex_console *c, onex_error *err) {
    onex_rules *fresh = NULL;
    onex_status status = load(c, &fresh, err);
    if (status) return status;
    onex_judging_free(c);
    onex_rules_close(c->rules);
    free(c->prefix);
    c->prefix = NULL;
    c->rules = fresh;
    c->state++;
    return ONEX_OK;
}

const char *onex_session_prefix(onex_console *c) {
    if (!c->prefix) c->prefix = c->options.host.rules_prefix(c->options.host.ctx);
    return c->prefix ? c->prefix : "";
}

onex_day onex_console_day(const onex_console *c) {
    return c->day;
}

void onex_console_day_set(onex_console *c, onex_day day) {
    if (c->day != day) c->state++;
    c->day = day;
}
