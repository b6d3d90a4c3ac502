/* onex doctor: the health of database, log, states, rules and sandbox. */
#include <string.h>

#include "cli/commands.h"
#include "cli/sheet.h"
#include "engine/doctor.h"

static const char *const codes[] = {"ok", "note", "damage"};

static const char *level_text(onex_doctor_level level) {
    switch (level) {
    case ONEX_DOCTOR_OK: return onex_tr("ok", "正常");
    case ONEX_DOCTOR_NOTE: return onex_tr("note", "留意");
    default: return onex_tr("damage", "损坏");
    }
}

static const char *what_text(const char *what) {
    static const struct {
        const char *code, *title;
    } titles[] = {
        {"database", "数据库"}, {"references", "引用"}, {"settings", "设置"},   {"log", "日志"},
        {"states", "状态"},     {"rules", "规则"},      {"leftover", "遗留行"}, {"sandbox", "沙箱"},
    };
    for (size_t i = 0; onex_lang_get() == ONEX_LANG_ZH && i < sizeof titles / sizeof *titles; i++)
        if (!strcmp(titles[i].code, what)) return titles[i].title;
    return what;
}

static void item_json(onex_buffer *b, const onex_doctor_item *item) {
    onex_buffer_printf(b, "{\"what\":\"%s\",\"level\":\"%s\",\"code\":", item->what, codes[item->level]);
    onex_buffer_json_text(b, item->code);
    onex_buffer_text(b, ",\"column\":");
    onex_buffer_json_text(b, item->column);
    onex_buffer_text(b, ",\"text\":");
    onex_buffer_json_text(b, item->text);
    onex_buffer_char(b, '}');
}

/* What confines rule files: "college_files" is confined, unconfined or refused. */
static void lock_json(onex_buffer *b, const onex_doctor_lock *lock) {
    bool confined = lock->locks & ONEX_LOCKS_CONFINE;
    onex_buffer_printf(b,
                       ",\"sandbox\":{\"limits\":%s,\"seccomp\":%s,\"landlock\":%s,\"landlock_version\":%d,"
                       "\"college_files\":\"%s\"}",
                       lock->locks & ONEX_LOCK_LIMITS ? "true" : "false",
                       lock->locks & ONEX_LOCK_SECCOMP ? "true" : "false",
                       lock->locks & ONEX_LOCK_LANDLOCK ? "true" : "false", lock->landlock,
                       confined           ? "confined"
                       : lock->unconfined ? "unconfined"
                                          : "refused");
}

static onex_status tell(onex_cli *cli, const onex_doctor *doctor, onex_error *err) {
    static const onex_style styles[] = {ONEX_STYLE_GOOD, ONEX_STYLE_WARN, ONEX_STYLE_BAD};
    onex_buffer b = {0};
    if (cli->format == ONEX_FORMAT_JSON)
        onex_buffer_printf(&b, "{\"schema\":\"onex.doctor/1\",\"healthy\":%s,\"items\":[",
                           doctor->damaged ? "false" : "true");
    for (int i = 0; i < doctor->count; i++) {
        const onex_doctor_item *item = &doctor->items[i];
        if (cli->format == ONEX_FORMAT_JSON) {
            if (i) onex_buffer_char(&b, ',');
            item_json(&b, item);
            continue;
        }
        onex_style_put(cli, &b, styles[item->level], level_text(item->level));
        onex_buffer_printf(&b, onex_tr("  %s: %s\n", "  %s：%s\n"), what_text(item->what), item->text);
    }
    if (cli->format == ONEX_FORMAT_JSON) {
        onex_buffer_char(&b, ']');
        lock_json(&b, &doctor->lock);
        onex_buffer_text(&b, "}\n");
    }
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    if (status) return status;
    if (doctor->damaged)
        return onex_fail(err, ONEX_E_GATE,
                         doctor->damaged == 1
                             ? onex_tr("%ld thing is damaged; keep a copy of the file before any repair",
                                       "有 %ld 处损坏；修复之前请先保留一份副本")
                             : onex_tr("%ld things are damaged; keep a copy of the file before any repair",
                                       "有 %ld 处损坏；修复之前请先保留一份副本"),
                         doctor->damaged);
    onex_cli_hint(cli, "onex log verify");
    return ONEX_OK;
}

/* Rules that do not load are an item, not the end. */
static onex_status look(onex_cli *cli, onex_store *store, onex_doctor *doctor, onex_error *err) {
    onex_rules *rules = NULL;
    onex_error why = {0};
    onex_status status = onex_doctor_database(doctor, store, err);
    if (status) return status;
    status = onex_cli_rules(cli, store, &rules, &why);
    if (status && status != ONEX_E_RULE && status != ONEX_E_NOT_FOUND && status != ONEX_E_DATA) {
        *err = why;
        return status;
    }
    status = onex_doctor_rules(doctor, store, status ? NULL : rules, why.text, err);
    return status ? status : onex_doctor_sandbox(doctor, "/proc/self/exe", cli->unconfined, err);
}

static onex_status doctor_run(onex_cli *cli, onex_error *err) {
    onex_store *store = NULL;
    onex_doctor doctor = {0};
    onex_status status = onex_cli_open(cli, &store, err);
    if (!status) status = look(cli, store, &doctor, err);
    if (!status) status = tell(cli, &doctor, err);
    onex_doctor_clear(&doctor);
    return status;
}

const onex_command onex_cmd_doctor = {
    .name = "doctor",
    .en = "the health of database, log, states, rules and sandbox",
    .zh = "检查数据库、日志、状态、规则和沙箱是否完好",
    .usage = "",
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_TEXT,
    .details_en =
        "States and stamped dates of pilots are computed anew from their recorded transitions. Rows whose topic or\n"
        "field the rules no longer have are named. Nothing is changed.\n"
        "Exit 1: something is damaged. Exit 5: the database cannot be opened at all.",
    .details_zh = "按已记录的步骤重新推算试点项目的状态和日期，并列出规则中已没有的认定事项和字段。不改动任何内容。\n"
                  "退出码 1：有损坏。退出码 5：数据库根本无法打开。",
    .run = doctor_run,
};
