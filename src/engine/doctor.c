/* Looking after a database: its pages, references and settings, its log, the rules and rows that they forgot, and the
 * confinement of rule files. Nothing is repaired here. */
#include "engine/doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "engine/cell.h"
#include "facts/subject.h"
#include "store/health.h"
#include "store/log.h"
#include "store/row.h"

static const char *keep(onex_doctor *doctor, const char *text) {
    const char *kept = text ? onex_arena_text(&doctor->arena, text, strlen(text)) : NULL;
    if (text && !kept) doctor->failed = true;
    return kept;
}

void onex_doctor_add(onex_doctor *doctor, const char *what, onex_doctor_level level, const char *code,
                     const char *column, const char *fmt, ...) {
    if (doctor->count == doctor->cap) { /* the arena keeps the smaller arrays until it is cleared */
        int cap = doctor->cap ? doctor->cap * 2 : 32;
        onex_doctor_item *grown = onex_arena_alloc(&doctor->arena, (size_t)cap * sizeof *grown);
        if (!grown) {
            doctor->failed = true;
            return;
        }
        if (doctor->count) memcpy(grown, doctor->items, (size_t)doctor->count * sizeof *grown);
        doctor->items = grown;
        doctor->cap = cap;
    }
    onex_buffer b = {0};
    va_list ap;
    va_start(ap, fmt);
    onex_buffer_vprintf(&b, fmt, ap);
    va_end(ap);
    if (b.failed) doctor->failed = true;
    doctor->items[doctor->count++] = (onex_doctor_item){.what = what,
                                                        .level = level,
                                                        .text = keep(doctor, b.data ? b.data : ""),
                                                        .code = keep(doctor, code),
                                                        .column = keep(doctor, column)};
    if (level == ONEX_DOCTOR_DAMAGE) doctor->damaged++;
    onex_buffer_clear(&b);
}

/* What cannot be read is damage, told with the store's own words; other errors are given back. */
static onex_status take(onex_doctor *doctor, const char *what, onex_status status, onex_error *err) {
    if (status != ONEX_E_DATA) return status;
    onex_doctor_add(doctor, what, ONEX_DOCTOR_DAMAGE, NULL, NULL, "%s", err->text);
    return ONEX_OK;
}

/* ---- the database ---- */

typedef struct counting {
    onex_doctor *doctor;
    long found;
} counting;

static void on_fault(void *ctx, const char *text) {
    counting *c = ctx;
    c->found++;
    onex_doctor_add(c->doctor, "database", ONEX_DOCTOR_DAMAGE, NULL, NULL,
                    onex_tr("the file is damaged: %s", "文件已损坏：%s"), text);
}

static void on_orphan(void *ctx, const char *table) {
    counting *c = ctx;
    c->found++;
    onex_doctor_add(c->doctor, "references", ONEX_DOCTOR_DAMAGE, NULL, NULL,
                    onex_tr("a row of table '%s' refers to one that is not there", "表“%s”有一行引用了不存在的行"),
                    table);
}

static onex_status look_at_pages(onex_doctor *doctor, onex_store *store, onex_error *err) {
    counting pages = {doctor, 0}, references = {doctor, 0};
    onex_status status = onex_health_integrity(store, on_fault, &pages, err);
    if (!status && !pages.found)
        onex_doctor_add(doctor, "database", ONEX_DOCTOR_OK, NULL, NULL, "%s",
                        onex_tr("pages, indexes and rows are sound", "页、索引和行完好"));
    status = take(doctor, "database", status, err);
    if (status) return status;
    status = onex_health_references(store, on_orphan, &references, err);
    if (!status && !references.found)
        onex_doctor_add(doctor, "references", ONEX_DOCTOR_OK, NULL, NULL, "%s",
                        onex_tr("every reference points at a row", "所有引用都指向存在的行"));
    return take(doctor, "references", status, err);
}

static const char *yes(bool it_is) {
    return it_is ? onex_tr("yes", "是") : onex_tr("no", "否");
}

static onex_status look_at_settings(onex_doctor *doctor, onex_store *store, onex_error *err) {
    onex_health_settings s;
    onex_status status = onex_health_settings_read(&s, store, err);
    if (status) return take(doctor, "settings", status, err);
    bool rollback = strcmp(s.journal, "wal") != 0, full = s.synchronous >= 2;
    onex_doctor_add(doctor, "settings", rollback && full && s.foreign_keys ? ONEX_DOCTOR_OK : ONEX_DOCTOR_DAMAGE, NULL,
                    NULL,
                    onex_tr("schema %lld; rollback journal %s, every commit made durable %s, references enforced %s",
                            "结构版本 %lld；回滚日志：%s；每次提交均落盘：%s；引用受约束：%s"),
                    (long long)s.version, yes(rollback), yes(full), yes(s.foreign_keys));
    return ONEX_OK;
}

static onex_status look_at_log(onex_doctor *doctor, onex_store *store, onex_error *err) {
    onex_log_check check;
    onex_status status = onex_log_verify(&check, store, 0, NULL, err);
    if (status) return take(doctor, "log", status, err);
    if (check.bad)
        onex_doctor_add(doctor, "log", ONEX_DOCTOR_DAMAGE, NULL, NULL,
                        onex_tr("event %lld is missing or does not fit, or what it wrote was changed; compare with a "
                                "backup",
                                "第 %lld 条事件缺失或不符，或其写入的内容被改动；请与备份对照"),
                        (long long)check.bad);
    else
        onex_doctor_add(doctor, "log", ONEX_DOCTOR_OK, NULL, NULL,
                        onex_tr("%lld events, all fit; head %lld:%s", "共 %lld 条事件，全部相符；末条 %lld:%s"),
                        (long long)check.head, (long long)check.head, check.hash);
    return ONEX_OK;
}

onex_status onex_doctor_database(onex_doctor *doctor, onex_store *store, onex_error *err) {
    onex_status status = look_at_pages(doctor, store, err);
    if (!status) status = look_at_settings(doctor, store, err);
    if (!status) status = look_at_log(doctor, store, err);
    if (!status) status = take(doctor, "states", onex_store_begin(store, err), err);
    if (!status) {
        status = take(doctor, "states", onex_doctor_states(doctor, store, err), err);
        onex_store_rollback(store);
    }
    return !status && doctor->failed ? onex_no_memory(err) : status;
}

/* ---- rules, and rows that they forgot ---- */

typedef struct forgotten {
    onex_doctor *doctor;
    const onex_program *program;
    const onex_entity *entity;
    onex_store *store;
    onex_arena arena;
    long found;
} forgotten;

/* The subject's college; NULL: the school, or a subject that is not there. */
static onex_status college_of(forgotten *f, const char *kind, const char *code, char **college, onex_error *err) {
    *college = NULL;
    onex_status status = onex_subject_college(f->store, onex_subject_find(kind), code, college, err);
    return status == ONEX_E_NOT_FOUND ? ONEX_OK : status;
}

static const char *cell_of(forgotten *f, const onex_cell *row, const char *column) {
    const onex_cell *cell = &row[onex_entity_column(f->entity, column)];
    return cell->kind == ONEX_CELL_TEXT ? cell->text : "";
}

/* A college's topic or field is one of its own subjects'. */
static bool has_topic(const onex_program *program, const char *college, onex_subject subject, const char *topic) {
    int rule = onex_program_rule_of(program, college, topic);
    return rule >= 0 && !strcmp(program->rules[rule].decl.name, topic) &&
           program->rules[rule].kind == ONEX_ATTESTATION && !program->rules[rule].as_trigger &&
           program->rules[rule].applies == subject;
}

static const onex_fact *field_of(const onex_program *program, const char *college, onex_subject subject,
                                 const char *name) {
    for (int i = 0; i < program->nfacts; i++)
        if ((!program->facts[i].decl.college ||
             (college && !strcmp(program->facts[i].decl.college, college))) &&
            program->facts[i].source == ONEX_FACT_FIELD && program->facts[i].subject == subject &&
            !strcmp(program->facts[i].decl.name, name))
            return &program->facts[i];
    return NULL;
}

static onex_status on_attestation(forgotten *f, const onex_cell *row, onex_error *err) {
    const char *kind = cell_of(f, row, "subject_kind"), *code = cell_of(f, row, "subject");
    const char *topic = cell_of(f, row, "topic");
    char *college = NULL;
    onex_status status = college_of(f, kind, code, &college, err);
    bool has = !status && has_topic(f->program, college, onex_subject_find(kind), topic);
    free(college);
    if (status || has) return status;
    f->found++;
    onex_doctor_add(f->doctor, "leftover", ONEX_DOCTOR_NOTE, code, "topic",
                    onex_tr("attestation of %s '%s': the rules have no topic '%s'; the row is kept and ignored",
                            "认定记录（%s“%s”）：规则中没有认定事项“%s”；该行保留但不起作用"),
                    onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(onex_subject_find(kind)) : kind, code, topic);
    return ONEX_OK;
}

static onex_status on_attribute(forgotten *f, const onex_cell *row, onex_error *err) {
    const char *kind = cell_of(f, row, "subject_kind"), *code = cell_of(f, row, "subject");
    const char *name = cell_of(f, row, "name"), *value = cell_of(f, row, "value");
    const char *word = onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(onex_subject_find(kind)) : kind;
    char *college = NULL;
    onex_status status = college_of(f, kind, code, &college, err);
    if (status) return status;
    const onex_fact *field = field_of(f->program, college, onex_subject_find(kind), name);
    free(college);
    char message[ONEX_CELL_MESSAGE];
    onex_cell read;
    onex_arena_reset(&f->arena);
    onex_cell_status fits =
        field ? onex_cell_read_type(&read, onex_cell_type_of(&field->type), value, strlen(value), &f->arena, message)
              : ONEX_CELL_GOOD;
    if (fits == ONEX_CELL_NO_MEMORY) return onex_no_memory(err);
    if (!field)
        onex_doctor_add(f->doctor, "leftover", ONEX_DOCTOR_NOTE, code, "name",
                        onex_tr("attribute of %s '%s': the rules have no field '%s'; the row is kept and ignored",
                                "自定义数据（%s“%s”）：规则中没有字段“%s”；该行保留但不起作用"),
                        word, code, name);
    else if (fits == ONEX_CELL_BAD)
        onex_doctor_add(f->doctor, "leftover", ONEX_DOCTOR_NOTE, code, "value",
                        onex_tr("attribute '%s' of %s '%s' does not fit its field's type and counts as unknown: %s",
                                "自定义数据“%s”（%s“%s”）不符合字段类型，按未知处理：%s"),
                        name, word, code, message);
    f->found += !field || fits == ONEX_CELL_BAD;
    return ONEX_OK;
}

static onex_status look_at_rows(forgotten *f, onex_store *store, const char *table, onex_error *err) {
    onex_rows *rows = NULL;
    const onex_cell *row = NULL;
    f->entity = onex_entity_find(table);
    bool attribute = !strcmp(table, "attribute");
    onex_status status = onex_rows_open(&rows, store, f->entity, err);
    while (!status && !(status = onex_rows_next(rows, &row, err)) && row)
        status = attribute ? on_attribute(f, row, err) : on_attestation(f, row, err);
    onex_rows_close(rows);
    return status;
}

onex_status onex_doctor_rules(onex_doctor *doctor, onex_store *store, const onex_rules *rules, const char *why,
                              onex_error *err) {
    forgotten f = {.doctor = doctor, .store = store};
    if (!rules) {
        onex_doctor_add(doctor, "rules", ONEX_DOCTOR_DAMAGE, NULL, NULL, "%s", why);
        return doctor->failed ? onex_no_memory(err) : ONEX_OK;
    }
    f.program = onex_rules_program(rules);
    onex_doctor_add(doctor, "rules", ONEX_DOCTOR_OK, NULL, NULL,
                    onex_tr("%d rules, %d facts, %d transitions load; set %.12s",
                            "规则 %d 条、事实 %d 项、步骤 %d 个，均可加载；规则集 %.12s"),
                    f.program->nrules, f.program->nfacts, f.program->ntransitions, f.program->hash);
    onex_status status = take(doctor, "leftover", onex_store_begin(store, err), err);
    if (status) return status;
    status = look_at_rows(&f, store, "attestation", err);
    if (!status) status = look_at_rows(&f, store, "attribute", err);
    onex_store_rollback(store);
    onex_arena_clear(&f.arena);
    if (!status && !f.found)
        onex_doctor_add(
            doctor, "leftover", ONEX_DOCTOR_OK, NULL, NULL, "%s",
            onex_tr("the rules know every topic and field that has rows", "有数据的认定事项和字段，规则中都有"));
    status = take(doctor, "leftover", status, err);
    return !status && doctor->failed ? onex_no_memory(err) : status;
}

/* ---- the sandbox ---- */

static const char *college_files(const onex_doctor_lock *lock) {
    if (lock->locks & ONEX_LOCKS_CONFINE) return onex_tr("files of colleges run confined", "学院的规则文件在限制下运行");
    if (lock->unconfined)
        return onex_tr("files of colleges run unconfined (ONEX_SANDBOX=none)",
                       "学院的规则文件不受限制地运行（ONEX_SANDBOX=none）");
    return onex_tr("files of colleges are refused", "拒绝运行学院的规则文件");
}

onex_status onex_doctor_sandbox(onex_doctor *doctor, const char *worker, bool unconfined, onex_error *err) {
    onex_doctor_lock *lock = &doctor->lock;
    onex_error why = {0};
    onex_status status = onex_rules_locks(&lock->locks, &lock->landlock, worker, &why);
    lock->unconfined = unconfined;
    if (status) {
        onex_doctor_add(doctor, "sandbox", ONEX_DOCTOR_DAMAGE, NULL, NULL,
                        onex_tr("no process for rule files could be locked: %s", "无法限制运行规则文件的进程：%s"),
                        why.text);
        return doctor->failed ? onex_no_memory(err) : ONEX_OK;
    }
    bool all = (lock->locks & ONEX_LOCKS_CONFINE) == ONEX_LOCKS_CONFINE;
    char landlock[64];
    snprintf(landlock, sizeof landlock, onex_tr("in use, version %d", "已启用，版本 %d"), lock->landlock);
    onex_doctor_add(doctor, "sandbox", all ? ONEX_DOCTOR_OK : ONEX_DOCTOR_NOTE, NULL, NULL,
                    onex_tr("rule files run in processes of their own; system calls (seccomp): %s; files (Landlock): %s; "
                            "limits: 2 s of CPU, 3 s, %d MB; %s",
                            "规则文件在单独的进程中运行；系统调用（seccomp）：%s；文件（Landlock）：%s；限额：CPU 2 秒、3 "
                            "秒、内存 %d MB；%s"),
                    lock->locks & ONEX_LOCK_SECCOMP ? onex_tr("in use", "已启用") : onex_tr("not offered", "内核不提供"),
                    lock->locks & ONEX_LOCK_LANDLOCK ? landlock : onex_tr("not offered", "内核不提供"),
                    ONEX_RULES_MEMORY_MB, college_files(lock));
    return doctor->failed ? onex_no_memory(err) : ONEX_OK;
}

void onex_doctor_clear(onex_doctor *doctor) {
    onex_arena_clear(&doctor->arena);
    *doctor = (onex_doctor){0};
}
