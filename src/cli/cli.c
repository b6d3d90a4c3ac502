/* One run of the program: parse, run the command, tell what went wrong, find write errors, give the exit code. */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/help.h"

void onex_cli_flush(onex_cli *cli) {
    errno = 0;
    if (fflush(cli->out) != 0 && !cli->write_error) cli->write_error = errno ? errno : EIO;
}

void onex_cli_note(onex_cli *cli, const char *fmt, ...) {
    if (cli->quiet) return;
    va_list ap;
    va_start(ap, fmt);
    fputs("onex: ", cli->err);
    vfprintf(cli->err, fmt, ap);
    fputc('\n', cli->err);
    va_end(ap);
}

void onex_cli_hint(onex_cli *cli, const char *fmt, ...) {
    if (cli->quiet) return;
    va_list ap;
    va_start(ap, fmt);
    onex_cli_flush(cli); /* where both are one terminal, the hint comes last */
    fputs(onex_tr("hint: ", "提示："), cli->err);
    vfprintf(cli->err, fmt, ap);
    fputc('\n', cli->err);
    va_end(ap);
}

void onex_cli_progress(onex_cli *cli, long done, const char *what) {
    if (!cli->terminal || cli->quiet) return;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double at = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
    if (cli->started == 0) cli->started = cli->progress_at = at;
    if (!what) {
        if (cli->progress_at > cli->started) fputs("\r\033[K", cli->err);
        return;
    }
    if (at - cli->started < 1 || at - cli->progress_at < 0.2 || isatty(fileno(cli->err)) != 1) return;
    cli->progress_at = at;
    fprintf(cli->err, "\r%ld %s", done, what);
    fflush(cli->err);
}

onex_status onex_cli_write(onex_cli *cli, onex_buffer *b, onex_error *err) {
    if (b->failed) return onex_no_memory(err);
    if (cli->write_error || b->len == 0) return ONEX_OK;
    errno = 0;
    if (fwrite(b->data, 1, b->len, cli->out) != b->len) cli->write_error = errno ? errno : EIO;
    return ONEX_OK;
}

/* Why a stream failed that a script wrote to: its reader went away, or it cannot be told. */
static int failure_of(FILE *out) {
    struct pollfd end = {.fd = fileno(out), .events = POLLOUT};
    return poll(&end, 1, 0) == 1 && (end.revents & POLLERR) ? EPIPE : EIO;
}

/* What was written may still sit in the stream: the last word on it. A reader that went away (EPIPE) is no fault. */
static onex_status flush_out(onex_cli *cli, onex_status status) {
    onex_cli_flush(cli);
    if (!cli->write_error && ferror(cli->out)) cli->write_error = failure_of(cli->out);
    if (!cli->write_error || cli->write_error == EPIPE || status == ONEX_E_USAGE) return status;
    fprintf(cli->err, onex_tr("onex: cannot write the output: %s\n", "onex: 无法写出结果：%s\n"),
            onex_os_text(cli->write_error));
    return ONEX_E_INTERNAL;
}

static void tell_error(onex_cli *cli, onex_status status, const onex_error *error) {
    onex_cli_flush(cli);
    if (error->text[0]) {
        fputs("onex: ", cli->err);
        for (const char *at = error->text; *at; at++) /* what a word or a cell holds must not steer the terminal */
            fputc((unsigned char)*at < ' ' && *at != '\n' ? '?' : *at, cli->err);
        fputc('\n', cli->err);
    }
    if (status != ONEX_E_USAGE || cli->quiet || cli->ended) return;
    if (cli->command)
        onex_cli_hint(cli, "onex help %s", cli->command->name);
    else
        onex_cli_hint(cli, "onex help");
}

static onex_status show_help(onex_cli *cli, onex_error *err) {
    onex_buffer b = {0};
    if (cli->command)
        onex_help_command(cli, cli->command, &b);
    else
        onex_help_overview(cli, &b);
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status show_version(onex_cli *cli) {
    fprintf(cli->out, "onex %s\n", ONEX_VERSION);
    return ONEX_OK;
}

static onex_status run(onex_cli *cli, onex_error *err) {
    const char *folder = onex_cli_option(cli, "directory");
    if (folder && chdir(folder) != 0)
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("cannot work in '%s': %s", "无法在“%s”中工作：%s"), folder,
                         onex_os_text(errno));
    if (onex_cli_option(cli, "help")) return show_help(cli, err);
    if (onex_cli_option(cli, "version")) return show_version(cli);
    if (!cli->command)
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("no command given; write: onex COMMAND ...", "没有给出命令；写法：onex COMMAND ..."));
    return cli->command->run(cli, err);
}

int onex_cli_main(int argc, char **argv, FILE *out, FILE *err) {
    onex_cli cli = {.out = out, .err = err};
    onex_error error = {0};
    if (argc < 1) return ONEX_E_USAGE;
    onex_status status = onex_cli_parse(&cli, argc, argv, &error);
    cli.quiet = onex_cli_option(&cli, "quiet") != NULL; /* for errors in the words too */
    if (!status) status = run(&cli, &error);
    if (status) tell_error(&cli, status, &error);
    onex_cli_clear(&cli);
    onex_status flushed = flush_out(&cli, status);
    return cli.ended && flushed == status ? cli.exit_code : (int)flushed;
}
