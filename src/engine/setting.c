/* --set NAME=VALUE: a param or a reading that takes the place of the school's for one command. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "engine/check.h"
#include "expr/literal.h"
#include "rules/rules.h"

static onex_status unknown_name(const onex_program *p, const char *name, onex_error *err) {
    onex_nearest nearest;
    char buf[256];
    onex_nearest_init(&nearest, name);
    for (int i = 0; i < p->nparams; i++) onex_nearest_offer(&nearest, p->params[i].decl.name);
    for (int i = 0; i < p->nreadings; i++) onex_nearest_offer(&nearest, p->readings[i].decl.name);
    const char *near = onex_nearest_text(&nearest, buf, sizeof buf);
    if (!*near) return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no param or reading '%s'", "没有参数或解读“%s”"), name);
    return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no param or reading '%s'; near it: %s", "没有参数或解读“%s”；相近的有：%s"), name, near);
}

static onex_status reading_option(onex_setting *out, const onex_reading *reading, const char *value, onex_error *err) {
    char list[512] = "";
    for (int i = 0; i < reading->noptions; i++) {
        if (!strcmp(reading->keys[i], value) || !strcmp(reading->titles[i], value)) {
            out->option = i;
            return ONEX_OK;
        }
        if (i) strncat(list, ", ", sizeof list - strlen(list) - 1);
        strncat(list, reading->keys[i], sizeof list - strlen(list) - 1);
    }
    return onex_fail(err, ONEX_E_USAGE, onex_tr("'%s' is no option of '%s'; options: %s", "“%s”不是“%s”的选项；可选：%s"), value, reading->decl.name, list);
}

/* The text as written and folded, in one piece of memory. */
static onex_status text_value(onex_setting *out, const char *value, onex_error *err) {
    size_t len = strlen(value);
    char *folded = onex_text_fold(value, len);
    size_t folded_len = folded ? strlen(folded) : 0;
    out->owned = folded ? malloc(sizeof *out->owned + len + folded_len + 2) : NULL;
    if (out->owned) {
        char *raw = (char *)(out->owned + 1), *second = raw + len + 1;
        memcpy(raw, value, len + 1);
        memcpy(second, folded, folded_len + 1);
        *out->owned = (onex_text){.raw = raw, .folded = second, .raw_len = (uint32_t)len, .folded_len = (uint32_t)folded_len};
        out->value = onex_v_text(out->owned);
    }
    free(folded);
    return out->owned ? ONEX_OK : onex_no_memory(err);
}

void onex_settings_free(onex_setting *settings, int n) {
    for (int i = 0; i < n; i++) free(settings[i].owned);
    free(settings);
}

onex_status onex_setting_parse(onex_setting *out, const onex_program *program, const char *name, const char *value, onex_error *err) {
    *out = (onex_setting){.param = onex_program_param(program, name), .reading = onex_program_reading(program, name), .text = value};
    if (out->reading >= 0) return reading_option(out, &program->readings[out->reading], value, err);
    if (out->param < 0) return unknown_name(program, name, err);
    const onex_param *param = &program->params[out->param];
    if (param->type.kind == ONEX_T_TEXT && *value) return text_value(out, value, err);
    if (onex_literal_parse(value, param->type, &out->value)) return ONEX_OK;
    return onex_fail(err, ONEX_E_USAGE, onex_tr("'%s' is no value for '%s', which is now '%s'", "“%s”不能作为“%s”的值，其现值为“%s”"), value,
                     param->decl.name, param->nvalues ? param->values[param->nvalues - 1].text : "");
}
