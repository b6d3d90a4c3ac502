/* The act of publishing, and of going back to the set before. The impact is looked at in impact.c, and again here
 * inside the transaction that writes. */
#include "engine/publish.h"

#include <string.h>

#include "base/buffer.h"
#include "engine/act.h"
#include "engine/ruleset.h"
#include "store/rows_hash.h"
#include "store/ruleset.h"

/* ---- what hinders ---- */

static onex_status refuse(onex_error *err, const char *reason) {
    return onex_fail(err, ONEX_E_REFUSED,
                     onex_tr("%s; look at onex impact again and give its token with --impact",
                             "%s；请重新查看 onex impact，并用 --impact 给出其编号"),
                     reason);
}

/* Part of a token: eight digits of the old set (0), eight of the new one (1). */
static bool same_part(const char *a, const char *b, int part) {
    return strlen(a) + 1 == ONEX_IMPACT_TOKEN && memcmp(a + 9 * part, b + 9 * part, 8) == 0;
}

static onex_status compare_token(const char *given, const char *now, bool first, onex_error *err) {
    if (strcmp(given, now) == 0 || (first && same_part(given, now, 1))) return ONEX_OK;
    if (strlen(given) + 1 != ONEX_IMPACT_TOKEN || given[8] != '-' || given[17] != '-')
        return refuse(err, onex_tr("the token given is none of an impact", "所给的编号不是影响分析的编号"));
    if (!same_part(given, now, 1))
        return refuse(
            err, onex_tr("the rules in the folder are not those of the impact", "文件夹中的规则不是影响分析时的规则"));
    if (!same_part(given, now, 0))
        return refuse(err,
                      onex_tr("another rule set came into force since the impact", "影响分析之后，现行规则集已经更换"));
    return refuse(err, onex_tr("what would change is not what the impact showed: the data, the day or its --set differ",
                               "将发生的变化与影响分析所示不同：数据、日期或其 --set 不同"));
}

static onex_status look_again(onex_publish_result *out, onex_store *store, const onex_publish_options *options,
                              onex_error *err) {
    bool first = !options->in_force;
    if (first && !options->token) return ONEX_OK;
    if (!options->token) return refuse(err, onex_tr("no token of an impact is given", "没有给出影响分析的编号"));
    onex_impact_options asked = {.before = first ? options->rules : options->in_force,
                                 .after = options->rules,
                                 .as_of = options->as_of,
                                 .progress = options->progress,
                                 .ctx = options->ctx};
    onex_impact impact;
    onex_status status = onex_impact_find(&impact, store, &asked, err);
    if (!status) status = compare_token(options->token, impact.token, first, err);
    if (!status) memcpy(out->ways, impact.ways, sizeof out->ways);
    onex_impact_clear(&impact);
    return status;
}

/* ---- the record ---- */

static onex_status payload(onex_buffer *b, onex_store *store, const onex_publication *act, const char *previous,
                           onex_error *err) {
    char rows[ONEX_SHA256_TEXT];
    onex_status status = onex_rows_hash(store, act->event, rows, NULL, err);
    if (status) return status;
    onex_buffer_printf(b, "{\"ruleset\":\"%s\",\"previous\":", act->ruleset);
    onex_buffer_json_text(b, previous[0] ? previous : NULL);
    onex_buffer_text(b, ",\"document\":");
    onex_buffer_json_text(b, act->document);
    onex_buffer_text(b, ",\"impact\":");
    onex_buffer_json_text(b, act->impact);
    onex_buffer_printf(b, ",\"rows\":\"%s\"}", rows);
    return b->failed ? onex_no_memory(err) : ONEX_OK;
}

/* Puts act->ruleset in force: its row and its event. `rules` are stored first where they are given. */
static onex_status record(onex_store *store, onex_publication *act, const onex_rules *rules, const char *kind,
                          const char *previous, int64_t *number, onex_error *err) {
    onex_buffer b = {0};
    onex_status status = onex_event_next(store, &act->event, err);
    if (!status && rules) status = onex_act_ruleset(store, rules, act->event, err);
    if (!status) status = onex_publication_add(store, act, err);
    if (!status) status = payload(&b, store, act, previous, err);
    if (!status) status = onex_event_append(store, act->actor, kind, NULL, b.data, NULL, 0, number, err);
    if (!status) status = onex_store_commit(store, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status publish(onex_publish_result *out, onex_store *store, const onex_publish_options *options,
                           onex_error *err) {
    const onex_program *p = onex_rules_program(options->rules);
    char previous[ONEX_SHA256_TEXT];
    onex_status status = onex_ruleset_in_force(store, previous, err);
    if (status || strcmp(previous, p->hash) == 0) return status;
    if (strcmp(previous, options->in_force ? onex_rules_program(options->in_force)->hash : "") != 0)
        return refuse(err, onex_tr("another rule set came into force meanwhile", "其间现行规则集已经更换"));
    status = look_again(out, store, options, err);
    if (status || options->look_only) return status;
    /* The texts are only read: the record keeps none of them longer than it writes. */
    onex_publication act = {.actor = (char *)options->actor,
                            .document = (char *)options->document,
                            .impact = options->in_force ? (char *)options->token : NULL};
    memcpy(act.ruleset, p->hash, sizeof act.ruleset);
    return record(store, &act, options->rules, "publish", previous, &out->event, err);
}

onex_status onex_publish(onex_publish_result *out, onex_store *store, const onex_publish_options *options,
                         onex_error *err) {
    *out = (onex_publish_result){0};
    onex_status status = onex_store_begin(store, err);
    if (status) return status;
    status = publish(out, store, options, err);
    onex_store_rollback(store); /* of what was not committed */
    return status;
}

/* ---- going back ---- */

onex_status onex_rollback_target(onex_store *store, char hash[ONEX_SHA256_TEXT], onex_error *err) {
    onex_publication before = {.number = 0};
    onex_status status = onex_publication_last(store, 1, &before, err);
    if (!status && before.number == 0)
        status = onex_fail(err, ONEX_E_REFUSED, "%s",
                           onex_tr("no rule set was in force before this one", "在现行规则集之前没有别的规则集"));
    memcpy(hash, before.ruleset, sizeof before.ruleset);
    onex_publication_clear(&before);
    return status;
}

onex_status onex_rollback(onex_store *store, const char *hash, const char *actor, int64_t *event, onex_error *err) {
    char previous[ONEX_SHA256_TEXT], target[ONEX_SHA256_TEXT];
    onex_status status = onex_store_begin(store, err);
    if (status) return status;
    status = onex_ruleset_in_force(store, previous, err);
    if (!status) status = onex_rollback_target(store, target, err);
    if (!status && strcmp(target, hash) != 0)
        status = refuse(err, onex_tr("another rule set came into force meanwhile", "其间现行规则集已经更换"));
    onex_publication act = {.actor = (char *)actor};
    if (!status) memcpy(act.ruleset, hash, sizeof act.ruleset);
    if (!status) status = record(store, &act, NULL, "rollback", previous, event, err);
    onex_store_rollback(store); /* of what was not committed */
    return status;
}
