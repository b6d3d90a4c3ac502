/* A subject's story as JSON. */
#include "cli/row.h"
#include "cli/story.h"
#include "cli/todo.h"

static void key(onex_buffer *b, const char *name, const char *text) {
    onex_buffer_printf(b, ",\"%s\":", name);
    onex_buffer_json_text(b, text);
}

static void json_verdicts(const onex_story_page *p, onex_buffer *b) {
    onex_buffer_text(b, ",\"verdicts\":[");
    for (int i = 0; i < p->story->nverdicts; i++) {
        const onex_story_verdict *v = &p->story->verdicts[i];
        if (i) onex_buffer_text(b, ",\n");
        onex_row_json(b, p->program, &v->row, true);
        key(b, "since", v->since);
        key(b, "was", v->was == ONEX_VERDICTS ? NULL : onex_verdict_code(v->was));
        if (v->run)
            onex_buffer_printf(b, ",\"run\":%lld}", (long long)v->run);
        else
            onex_buffer_text(b, ",\"run\":null}");
    }
    onex_buffer_char(b, ']');
}

static void json_acts(const onex_story_page *p, onex_buffer *b, bool waivers) {
    bool first = true;
    onex_buffer_printf(b, ",\"%s\":[", waivers ? "waivers" : "decisions");
    for (int i = 0; i < p->story->nacts; i++) {
        const onex_story_act *act = &p->story->acts[i];
        if (act->waiver != waivers) continue;
        onex_buffer_printf(b, "%s{\"decision\":%lld", first ? "" : ",", (long long)act->number);
        first = false;
        key(b, waivers ? "rule" : "transition", act->act);
        key(b, "title", onex_story_title(p, act));
        key(b, waivers ? "granted_by" : "actor", act->actor);
        key(b, "document", act->document);
        key(b, "reason", act->reason);
        key(b, waivers ? "granted_on" : "on", act->on);
        if (!waivers) {
            key(b, "from", act->from);
            key(b, "to", act->to);
        } else {
            key(b, "until", act->until);
            onex_buffer_printf(b, ",\"stands\":%s", act->stands ? "true" : "false");
        }
        onex_buffer_char(b, '}');
    }
    onex_buffer_char(b, ']');
}

static void json_duties(const onex_story_page *p, onex_buffer *b) {
    onex_buffer_text(b, ",\"duties\":[");
    for (int i = 0; i < p->story->duties.count; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_todo_owed_json(b, &p->story->duties.items[i]);
    }
    onex_buffer_char(b, ']');
}

static void json_changes(const onex_story_page *p, onex_buffer *b) {
    onex_buffer_text(b, ",\"changes\":[");
    for (int i = 0; i < p->story->nchanges; i++) {
        const onex_story_change *c = &p->story->changes[i];
        onex_buffer_text(b, i ? ",{\"rule\":" : "{\"rule\":");
        onex_buffer_json_text(b, c->rule);
        key(b, "from", c->from == ONEX_VERDICTS ? NULL : onex_verdict_code(c->from));
        key(b, "to", c->to == ONEX_VERDICTS ? NULL : onex_verdict_code(c->to));
        key(b, "as_of", c->as_of);
        onex_buffer_printf(b, ",\"run\":%lld}", (long long)c->run);
    }
    onex_buffer_char(b, ']');
}

onex_status onex_story_json(const onex_story_page *p, onex_error *err) {
    const onex_story *s = p->story;
    onex_buffer b = {0};
    onex_buffer_printf(&b, "{\"schema\":\"onex.status/1\",\"subject\":\"%s\"", onex_subject_code(s->subject.kind));
    key(&b, "code", s->subject.code);
    key(&b, "college", s->college);
    key(&b, "as_of", p->day);
    key(&b, "ruleset", p->program->hash);
    key(&b, "state", s->state);
    onex_buffer_text(&b, ",\"dates\":{");
    for (int i = 0; i < s->ndates; i++)
        onex_buffer_printf(&b, "%s\"%s\":\"%s\"", i ? "," : "", s->dates[i].column->name, s->dates[i].day);
    onex_buffer_text(&b, "},\"leads\":[");
    for (int i = 0; i < s->nleads; i++) {
        onex_buffer_text(&b, i ? ",{\"person\":" : "{\"person\":");
        onex_buffer_json_text(&b, s->leads[i].code);
        key(&b, "name", s->leads[i].name);
        onex_buffer_char(&b, '}');
    }
    onex_buffer_char(&b, ']');
    json_verdicts(p, &b);
    json_acts(p, &b, false);
    json_acts(p, &b, true);
    json_duties(p, &b);
    json_changes(p, &b);
    onex_buffer_text(&b, "}\n");
    onex_status status = onex_cli_write(p->cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}
