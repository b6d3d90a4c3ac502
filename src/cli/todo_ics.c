/* Duties as a calendar. */
#include <string.h>

#include "base/sha256.h"
#include "cli/todo.h"
#include "io/ics.h"

/* A name that stays the same from call to call: school, duty, subject, what, due. */
static void uid_put(onex_buffer *b, const onex_owed *owed, const char *school) {
    char day[ONEX_DAY_TEXT], hash[ONEX_SHA256_TEXT];
    onex_buffer name = {0};
    onex_day_text(owed->due, day);
    const char *parts[] = {school, owed->duty, onex_subject_code(owed->subject), owed->code, owed->what, day};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        onex_buffer_text(&name, parts[i]);
        onex_buffer_char(&name, '\n');
    }
    onex_sha256(name.data ? name.data : "", name.len, hash);
    onex_buffer_printf(b, "%.32s@onex", hash);
    if (name.failed) b->failed = true;
    onex_buffer_clear(&name);
}

static void summary_put(onex_buffer *b, const onex_owed *owed) {
    onex_todo_title_put(b, owed);
    if (*owed->what && strcmp(owed->duty, ONEX_WAIVER_LAPSE) != 0) onex_buffer_printf(b, " %s", owed->what);
    onex_buffer_printf(b, onex_tr(" (%s)", "（%s）"), owed->code);
    if (owed->overdue) onex_buffer_text(b, onex_tr(", overdue", "，已逾期"));
}

static void description_put(onex_buffer *b, const onex_owed *owed) {
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    onex_buffer_text(b, onex_tr("owed by: ", "责任人："));
    onex_todo_debtor_put(b, owed, false);
    onex_buffer_printf(b, onex_tr("\nclause: %s\n%s: %s", "\n依据：%s\n%s：%s"), owed->cite,
                       zh ? onex_subject_title(owed->subject) : onex_subject_code(owed->subject), owed->code);
}

onex_status onex_todo_ics(onex_cli *cli, const onex_duties *duties, const char *school, onex_day as_of,
                          onex_error *err) {
    onex_buffer out = {0}, uid = {0}, summary = {0}, description = {0};
    onex_ics_begin(&out, onex_tr("1+X duties", "1+X 试点应办事项"));
    for (int i = 0; i < duties->count; i++) {
        const onex_owed *owed = &duties->items[i];
        if (owed->due == ONEX_DAY_NONE) continue;
        uid.len = summary.len = description.len = 0;
        uid_put(&uid, owed, school);
        summary_put(&summary, owed);
        description_put(&description, owed);
        if (uid.failed || summary.failed || description.failed) {
            out.failed = true;
            break;
        }
        onex_ics_put(&out,
                     &(onex_ics_event){.uid = uid.data,
                                       .day = owed->due,
                                       .summary = summary.data,
                                       .description = description.data,
                                       .categories = owed->college_name},
                     as_of);
    }
    onex_ics_end(&out);
    onex_buffer_clear(&uid);
    onex_buffer_clear(&summary);
    onex_buffer_clear(&description);
    onex_status status = onex_cli_write(cli, &out, err);
    onex_buffer_clear(&out);
    return status;
}
