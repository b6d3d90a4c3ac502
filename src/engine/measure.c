/* What a rule measured and against which threshold: its comparison against a param, else its only comparison. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/number.h"
#include "engine/internal.h"

typedef struct comparisons {
    const onex_node *first, *with_param;
    int count, params; /* comparisons in all; those against a param */
} comparisons;

static bool is_comparison(onex_op op) { return (op >= ONEX_OP_GE && op <= ONEX_OP_NE) || op == ONEX_OP_NONE; }

static const onex_node *unscaled(const onex_node *node) { return node->op == ONEX_OP_SCALE ? node->kids[0] : node; }

static int param_side(const onex_node *node) {
    if (node->op == ONEX_OP_NONE) return -1;
    for (int i = 0; i < node->nkids; i++)
        if (unscaled(node->kids[i])->op == ONEX_OP_PARAM) return i;
    return -1;
}

static void collect(onex_view *view, const onex_node *node, comparisons *found) {
    if (is_comparison(node->op)) {
        found->count++;
        if (!found->first) found->first = node;
        if (param_side(node) >= 0) {
            found->params++;
            found->with_param = node;
        }
        return;
    }
    if (node->op == ONEX_OP_CHOOSE) {
        collect(view, node->kids[onex_view_option(view, node->u.index)], found);
        return;
    }
    if (node->op != ONEX_OP_ALL && node->op != ONEX_OP_ANY && node->op != ONEX_OP_NO) return;
    for (int i = 0; i < node->nkids; i++) collect(view, node->kids[i], found);
}

static void set_text(onex_quantity *out, const char *text) { snprintf(out->text, sizeof out->text, "%s", text); }

void onex_quantity_of(onex_value v, onex_type type, onex_quantity *out) {
    *out = (onex_quantity){.known = false};
    if (v.kind == ONEX_V_DATE) {
        char day[ONEX_DAY_TEXT];
        set_text(out, onex_day_text((onex_day)v.n, day));
        out->known = true;
        return;
    }
    if (v.kind != ONEX_V_NUMBER) return;
    int scale = type.scale > 0 ? type.scale : 1;
    if (!type.share && v.n % v.d == 0) v = onex_v_int(v.n / v.d); /* as counted only where it is a share */
    out->known = out->has_number = true;
    out->number = (double)v.n / ((double)v.d * scale);
    if (type.share || v.d != 1) {
        if (type.share || scale == 1) {
            char *to = onex_number_put(out->text, v.n, 1, false);
            *to++ = '/';
            *onex_number_put(to, v.d, 1, false) = 0;
        } else {
            snprintf(out->text, sizeof out->text, "%.6f", out->number);
        }
    } else {
        *onex_number_put(out->text, v.n, (uint64_t)scale, scale == 100) = 0; /* yuan: two decimals */
    }
}

static const onex_setting *setting_of(const onex_judge *judge, int param) {
    for (int i = judge->options.nsettings - 1; i >= 0; i--)
        if (judge->options.settings[i].param == param) return &judge->options.settings[i];
    return NULL;
}

static void param_threshold(onex_judge *judge, onex_view *view, int index, onex_check_row *row) {
    const onex_param *param = &judge->program->params[index];
    const onex_setting *setting = setting_of(judge, index);
    onex_dated instead;
    onex_in_force in = onex_view_in_force(view, index, &instead);
    bool set = setting && in.value == &instead;
    onex_quantity_of(in.value ? in.value->value : onex_v_unknown(), param->type, &row->threshold);
    const char *text = set ? setting->text : in.value ? in.value->text : NULL;
    if (text && row->threshold.known) set_text(&row->threshold, text);
    row->param = param->decl.name;
    row->origin = set ? "set" : in.statement ? in.statement->local.origin : param->decl.origin;
}

void onex_measure(onex_judge *judge, onex_view *view, int index, onex_check_row *row) {
    const onex_rule *rule = &judge->program->rules[index];
    comparisons found = {0};
    if (rule->expr) collect(view, rule->expr, &found);
    const onex_node *node = found.params ? found.with_param : found.first;
    if (!node || found.params > 1 || (!found.params && found.count > 1)) return;
    int side = param_side(node), measured = side >= 0 ? 1 - side : 0;
    if (side < 0 && node->nkids > 1 && node->kids[0]->op == ONEX_OP_LITERAL) measured = 1;
    const onex_node *left = node->kids[measured];
    onex_value v = onex_view_eval(view, left);
    onex_quantity_of(v, left->type, &row->measured);
    if (node->op == ONEX_OP_NONE) {
        row->threshold = (onex_quantity){.text = "0", .number = 0, .has_number = true, .known = true};
        return;
    }
    const onex_node *right = node->kids[1 - measured];
    if (side >= 0) {
        param_threshold(judge, view, unscaled(right)->u.index, row);
        return;
    }
    onex_quantity_of(onex_view_eval(view, right), right->type, &row->threshold);
    if (row->threshold.known && right->literal_text) set_text(&row->threshold, right->literal_text);
}
