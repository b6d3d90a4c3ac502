/* onex log verify: whether the log and what it vouches for are as they were written. */
#include <stdlib.h>
#include <string.h>

#include "cli/log.h"
#include "store/log.h"

/* "N:HASH" as printed by an earlier verify. */
static onex_status read_head(const char *text, int64_t *number, const char **hash, onex_error *err) {
    const char *at = text;
    *number = 0;
    while (*at >= '0' && *at <= '9' && at - text < 18) *number = 10 * *number + (*at++ - '0');
    *hash = at + 1;
    if (*number > 0 && *at == ':' && strlen(*hash) == ONEX_SHA256_TEXT - 1 &&
        strspn(*hash, "0123456789abcdef") == ONEX_SHA256_TEXT - 1)
        return ONEX_OK;
    return onex_fail(err, ONEX_E_USAGE,
                     onex_tr("--head takes N:HASH as onex log verify prints it, not '%s'",
                             "--head 要写成 onex log verify 给出的 N:HASH，不是“%s”"),
                     text);
}

static void put_text(onex_buffer *b, const onex_log_check *check) {
    if (check->bad)
        onex_buffer_printf(b, onex_tr("event %lld is missing or does not fit\n", "第 %lld 条事件缺失或不符\n"),
                           (long long)check->bad);
    else
        onex_buffer_printf(b, onex_tr("%lld events, all fit\n", "共 %lld 条事件，全部相符\n"), (long long)check->head);
    if (check->hash[0])
        onex_buffer_printf(b, onex_tr("head: %lld:%s\n", "末条：%lld:%s\n"), (long long)check->head, check->hash);
}

static void put_json(onex_buffer *b, const onex_log_check *check) {
    onex_buffer_printf(b, "{\"schema\":\"onex.log/1\",\"verified\":%s,\"bad\":", check->bad ? "false" : "true");
    if (check->bad)
        onex_buffer_printf(b, "%lld", (long long)check->bad);
    else
        onex_buffer_text(b, "null");
    onex_buffer_printf(b, ",\"events\":%lld,\"head\":\"%lld:%s\"}\n", (long long)check->head, (long long)check->head,
                       check->hash);
}

static void put_fields(onex_buffer *b, const onex_log_check *check, char between) {
    onex_buffer_printf(b, "verified%cbad%cevents%chead\n", between, between, between);
    onex_buffer_printf(b, "%d%c", check->bad == 0, between);
    if (check->bad) onex_buffer_printf(b, "%lld", (long long)check->bad);
    onex_buffer_printf(b, "%c%lld%c%lld:%s\n", between, (long long)check->head, between, (long long)check->head,
                       check->hash);
}

onex_status onex_log_verified(onex_cli *cli, onex_store *store, const char *head, onex_error *err) {
    onex_log_check check;
    int64_t known = 0;
    const char *hash = NULL;
    onex_buffer b = {0};
    onex_status status = head ? read_head(head, &known, &hash, err) : ONEX_OK;
    if (!status) status = onex_log_verify(&check, store, known, hash, err);
    if (status) return status;
    if (cli->format == ONEX_FORMAT_JSON || cli->format == ONEX_FORMAT_JSONL)
        put_json(&b, &check);
    else if (cli->format_given && cli->format != ONEX_FORMAT_TABLE)
        put_fields(&b, &check, cli->format == ONEX_FORMAT_CSV ? ',' : '\t');
    else
        put_text(&b, &check);
    status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    if (status) return status;
    if (check.bad)
        return onex_fail(err, ONEX_E_GATE,
                         onex_tr("the log does not hold from event %lld on; compare it with a backup",
                                 "日志自第 %lld 条起不可信；请与备份对照"),
                         (long long)check.bad);
    onex_cli_hint(cli, onex_tr("keep the head elsewhere; onex log verify --head finds a cut end",
                               "请另处保存末条；onex log verify --head 可发现末尾被截"));
    return ONEX_OK;
}
