/* NAME=VALUE of --set, for the commands that ask what if. */
#include "cli/settings.h"

#include <stdlib.h>
#include <string.h>

onex_status onex_cli_settings(onex_setting **out, int *count, const onex_cli *cli, const onex_program *program,
                              onex_error *err) {
    *out = NULL;
    *count = 0;
    const char *text;
    for (int i = 0; (text = onex_cli_option_at(cli, "set", i)); i++) {
        const char *equals = strchr(text, '=');
        if (!equals || equals == text)
            return onex_fail(err, ONEX_E_USAGE,
                             onex_tr("--set takes NAME=VALUE, not '%s'", "--set 要写成 NAME=VALUE，不是“%s”"), text);
        onex_setting *grown = realloc(*out, ((size_t)i + 1) * sizeof *grown);
        char *name = strndup(text, (size_t)(equals - text));
        if (grown) *out = grown;
        onex_status status =
            grown && name ? onex_setting_parse(&grown[i], program, name, equals + 1, err) : onex_no_memory(err);
        free(name);
        if (status) return status;
        *count = i + 1;
    }
    return ONEX_OK;
}
