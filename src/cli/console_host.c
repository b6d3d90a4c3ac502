/* What a console asks of the command line. */
#include "cli/console_host.h"

#include <signal.h>
#include <stdlib.h>

#include "cli/scripts.h"

static onex_status host_store(void *ctx, bool write, onex_store **out, onex_error *err) {
    onex_cli *cli = ctx;
    onex_status status = onex_cli_open_as(cli, write ? ONEX_OPENS_WRITE : ONEX_OPENS_READ, out, err);
    cli->store = NULL; /* it is the console's */
    return status;
}

static onex_status host_rules(void *ctx, onex_store *store, const char *dir, onex_rules **out, onex_error *err) {
    onex_cli *cli = ctx;
    onex_cli_flush(cli);
    if (dir) return onex_cli_rules_other(cli, store, NULL, dir, false, out, err);
    onex_status status = onex_cli_rules(cli, store, out, err);
    cli->rules = NULL; /* they are the console's */
    if (!status) status = onex_cli_folder_differs(cli, store, err);
    return status;
}

static onex_status host_folder(void *ctx, onex_store *store, onex_rules **out, onex_error *err) {
    onex_cli *cli = ctx;
    char *dir = onex_cli_rules_folder(cli);
    if (!dir) return onex_no_memory(err);
    onex_status status = onex_cli_rules_other(cli, store, NULL, dir, false, out, err);
    free(dir);
    return status;
}

static onex_status host_may_write(void *ctx, onex_store *store, onex_error *err) {
    return onex_cli_refuse_rules(ctx, store, err);
}

static char *host_prefix(void *ctx) {
    return onex_cli_rules_prefix(ctx);
}

static char *host_modules(void *ctx, const char *script) {
    return onex_cli_modules(ctx, script);
}

static void host_progress(void *ctx, long done, long total) {
    char what[32] = "";
    if (total > 0) snprintf(what, sizeof what, "/ %ld", total);
    onex_cli_progress(ctx, done, done < 0 ? NULL : what);
}

onex_status onex_cli_console_options(onex_cli *cli, onex_console_options *out, onex_error *err) {
    onex_store *store = NULL;
    *out = (onex_console_options){.host = {.ctx = cli,
                                           .store = host_store,
                                           .rules = host_rules,
                                           .folder = host_folder,
                                           .may_write = host_may_write,
                                           .rules_prefix = host_prefix,
                                           .modules = host_modules,
                                           .progress = host_progress},
                                  .actor = onex_cli_actor(cli),
                                  .out = cli->out};
    onex_status status = onex_cli_open_as(cli, ONEX_OPENS_READ, &store, err);
    if (!status) status = onex_cli_today(cli, store, &out->today, err);
    if (!status) status = onex_cli_day(cli, store, &out->day, err);
    onex_store_close(store);
    cli->store = NULL;
    return status;
}

int onex_cli_console_failed(onex_cli *cli, const onex_failure *failure) {
    int number = onex_cli_stopped();
    if (failure->exits) return failure->exit_code;
    onex_buffer b = {0};
    onex_cli_flush(cli);
    onex_failure_put(&b, failure);
    if (!failure->file[0]) fputs("onex: ", cli->err);
    for (size_t i = 0; i < b.len; i++) /* what a script says must not steer the terminal */
        fputc((unsigned char)b.data[i] < ' ' && b.data[i] != '\n' ? '?' : b.data[i], cli->err);
    fputc('\n', cli->err);
    onex_buffer_clear(&b);
    if (failure->interrupted) return number == SIGTERM ? 143 : 130;
    return failure->code == ONEX_E_USAGE ? ONEX_E_GATE : (int)failure->code;
}
