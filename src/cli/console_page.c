/* Each page is made by the same code as the command's own, from the console's store, rules and day. */
#include "cli/console_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/impact_page.h"
#include "cli/rule_page.h"
#include "cli/story.h"
#include "engine/asked.h"
#include "report/reason.h"

static onex_status why(onex_cli *cli, const onex_page_of *of, const char *const *words, onex_error *err) {
    const onex_program *program = onex_rules_program(of->rules);
    onex_subject_ref subject;
    onex_why told = {0};
    onex_laws laws = {0};
    onex_buffer b = {0};
    int rule;
    char *prefix = onex_cli_rules_prefix(cli);
    onex_status status = prefix ? ONEX_OK : onex_no_memory(err);
    if (!status) status = onex_asked_rule_of(&rule, &subject, program, of->store, words[0], words[1], err);
    if (!status) status = onex_why_ask(&told, of->store, of->rules, of->day, subject, rule, NULL, 0, err);
    if (!status) status = onex_laws_read(&laws, of->store, err);
    if (!status) {
        onex_reason_put(&b, cli->color, program, told.root, prefix, &laws);
        status = onex_cli_write(cli, &b, err);
    }
    onex_buffer_clear(&b);
    onex_laws_clear(&laws);
    onex_why_clear(&told);
    free(prefix);
    return status;
}

static onex_status story(onex_cli *cli, const onex_page_of *of, const char *code, onex_subject kind, onex_error *err) {
    onex_subject_ref subject;
    onex_story told = {0};
    onex_status status = onex_asked_subject(&subject, of->store, code, kind, err);
    if (!status) status = onex_story_tell(&told, of->store, of->rules, subject, of->day, err);
    if (!status) {
        onex_story_page p = {.cli = cli, .program = onex_rules_program(of->rules), .story = &told};
        onex_day_text(of->day, p.day);
        status = onex_story_text(&p, err);
    }
    onex_story_clear(&told);
    return status;
}

/* ---- declarations ---- */

static onex_status no_name(const onex_program *p, const char *name, onex_error *err) {
    char near[512];
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    for (int i = 0; i < p->nparams; i++) {
        onex_nearest_offer(&nearest, p->params[i].decl.name);
        onex_nearest_offer(&nearest, p->params[i].decl.title);
    }
    if (*onex_nearest_text(&nearest, near, sizeof near))
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no param '%s'; nearest: %s", "没有参数“%s”；最接近的是：%s"),
                         name, near);
    onex_buffer all = {0};
    for (int i = 0; i < p->nparams; i++)
        onex_buffer_printf(&all, "%s%s", i ? onex_tr(", ", "、") : "", p->params[i].decl.name);
    onex_status status = all.failed ? onex_no_memory(err)
                                    : onex_fail(err, ONEX_E_NOT_FOUND,
                                                onex_tr("no param '%s'; there are: %s", "没有参数“%s”；参数有：%s"),
                                                name, all.data ? all.data : "");
    onex_buffer_clear(&all);
    return status;
}

/* All declarations of the name, or the param only. */
static onex_status declared(onex_cli *cli, const onex_page_of *of, const char *name, bool param, onex_error *err) {
    const onex_program *p = onex_rules_program(of->rules);
    const onex_named all[] = {
        {ONEX_NAMED_PARAM, onex_program_param(p, name)},
        {ONEX_NAMED_RULE, param ? -1 : onex_program_rule(p, name)},
        {ONEX_NAMED_FACT, param ? -1 : onex_program_fact(p, ONEX_SUBJECTS, name)},
        {ONEX_NAMED_SET, param ? -1 : onex_program_set(p, name)},
        {ONEX_NAMED_READING, param ? -1 : onex_program_reading(p, name)},
        {ONEX_NAMED_TRANSITION, param ? -1 : onex_program_transition(p, name)},
        {ONEX_NAMED_DUTY, param ? -1 : onex_program_duty(p, name)},
    };
    const onex_page_asked asked = {of->day, NULL};
    onex_buffer b = {0};
    onex_laws laws;
    onex_status status = onex_laws_read(&laws, of->store, err);
    if (status) return status;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].index < 0) continue;
        if (b.len) onex_buffer_char(&b, '\n');
        onex_page_put(&b, p, all[i], &asked, &laws);
    }
    status = b.len || b.failed ? onex_cli_write(cli, &b, err) : no_name(p, name, err);
    onex_buffer_clear(&b);
    onex_laws_clear(&laws);
    return status;
}

/* ---- what if ---- */

static onex_status settings(onex_setting **out, int *count, const onex_program *program, const char *const *words,
                            int nwords, onex_error *err) {
    *out = calloc((size_t)nwords, sizeof **out);
    *count = 0;
    if (!*out) return onex_no_memory(err);
    for (int i = 0; i < nwords; i++) {
        const char *equals = strchr(words[i], '=');
        if (!equals || equals == words[i])
            return onex_fail(
                err, ONEX_E_USAGE,
                onex_tr("write NAME=VALUE without blanks, not '%s'", "请写成 名称=取值，中间不留空格，不是“%s”"),
                words[i]);
        char *name = strndup(words[i], (size_t)(equals - words[i]));
        onex_status status =
            name ? onex_setting_parse(&(*out)[i], program, name, equals + 1, err) : onex_no_memory(err);
        free(name);
        if (status) return status;
        *count = i + 1;
    }
    return ONEX_OK;
}

static onex_status whatif(onex_cli *cli, const onex_page_of *of, const char *const *words, int nwords,
                          onex_error *err) {
    onex_impact impact = {0};
    onex_setting *set = NULL;
    int nset = 0;
    const onex_program *program = onex_rules_program(of->rules);
    onex_status status = onex_store_begin(of->store, err);
    if (status) return status;
    status = settings(&set, &nset, program, words, nwords, err);
    onex_impact_options options = {
        .before = of->rules, .after = of->rules, .as_of = of->day, .settings = set, .nsettings = nset};
    if (!status) status = onex_impact_find(&impact, of->store, &options, err);
    impact.token[0] = 0; /* there is nothing to publish */
    if (!status) status = onex_impact_print(cli, &impact, of->day, program->hash, program->hash, err);
    onex_impact_clear(&impact);
    onex_settings_free(set, nset);
    onex_store_rollback(of->store); /* nothing was written: the end of the snapshot */
    return status;
}

onex_status onex_cli_console_page(void *ctx, onex_page page, const onex_page_of *of, const char *const *words,
                                  int nwords, onex_error *err) {
    onex_cli *cli = ctx;
    switch (page) {
    case ONEX_PAGE_WHY: return why(cli, of, words, err);
    case ONEX_PAGE_STATUS: return story(cli, of, words[0], ONEX_SUBJECTS, err);
    case ONEX_PAGE_PILOT: return story(cli, of, words[0], ONEX_PILOT, err);
    case ONEX_PAGE_DECLARED: return declared(cli, of, words[0], false, err);
    case ONEX_PAGE_PARAM: return declared(cli, of, words[0], true, err);
    default: return whatif(cli, of, words, nwords, err);
    }
}
