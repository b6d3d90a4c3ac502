/* Facts: columns of `facts` blocks, fields of the attribute table, derives with a value or a compute function. The type
 * of a derive is made when something first refers to it, so that references may look forward. */
#include <stdio.h>
#include <string.h>

#include "rules/compiler.h"

static const onex_key block_keys[] = {
    {"sql", ONEX_K_TEXT, true}, {"columns", ONEX_K_TABLE, true}, {NULL, ONEX_K_ANY, false}};
static const onex_key column_keys[] = {{"type", ONEX_K_TEXT, true},
                                       {"unit", ONEX_K_TEXT, false},
                                       {"title", ONEX_K_TEXT, true},
                                       {"supplied_by", ONEX_K_TEXT, false},
                                       {NULL, ONEX_K_ANY, false}};
static const onex_key field_keys[] = {{"type", ONEX_K_TEXT, true},
                                      {"unit", ONEX_K_TEXT, false},
                                      {"supplied_by", ONEX_K_TEXT, false},
                                      {NULL, ONEX_K_ANY, false}};
static const onex_key derive_keys[] = {
    {"applies", ONEX_K_TEXT, false}, {"unit", ONEX_K_TEXT, false},        {"supplied_by", ONEX_K_TEXT, false},
    {"provided", ONEX_K_ANY, false}, {"value", ONEX_K_ANY, false},        {"inputs", ONEX_K_TABLE, false},
    {"type", ONEX_K_TEXT, false},    {"compute", ONEX_K_FUNCTION, false}, {NULL, ONEX_K_ANY, false}};

/* ---- taking names ---- */

/* A new entry in program->facts with its name; NULL when memory is gone. */
static onex_fact *add_fact(onex_compiler *c, onex_name *name, onex_fact_source source) {
    onex_program *p = c->program;
    onex_fact *facts = onex_c_room(c, p->facts, p->nfacts, &c->facts_cap, sizeof *facts);
    if (!facts) return NULL;
    p->facts = facts;
    onex_fact_build *builds = onex_c_room(c, c->builds, p->nfacts, &c->builds_cap, sizeof *builds);
    if (!builds) return NULL;
    c->builds = builds;
    name->index = p->nfacts;
    int number = onex_c_declare(c, ONEX_NS_FACT, name);
    if (number < 0) return NULL;
    builds[p->nfacts] = (onex_fact_build){.state = ONEX_BUILD_NONE, .name = number};
    facts[p->nfacts] = (onex_fact){.subject = name->subject, .source = source, .compute = -1};
    return &facts[p->nfacts++];
}

static onex_subject subject_of(onex_compiler *c, const onex_raw_decl *decl) {
    onex_subject subject = decl->subject ? onex_subject_find(decl->subject) : ONEX_SUBJECTS;
    if (subject != ONEX_SUBJECTS) return subject;
    onex_nearest nearest;
    onex_nearest_init(&nearest, decl->subject ? decl->subject : "");
    for (int s = 0; s < ONEX_SUBJECTS; s++) onex_nearest_offer(&nearest, onex_subject_code((onex_subject)s));
    char hint[ONEX_HINT];
    if (!decl->subject) {
        onex_c_error(c, ONEX_P_VALUE, decl->at, (int)strlen(decl->word),
                     onex_tr("write field \"pilot\" \"name\" { … }", "写作 field \"pilot\" \"名称\" { … }"),
                     onex_tr("'%s' does not say of what kind of subject it is", "“%s”没有写明对象类别"), decl->word);
        return ONEX_SUBJECTS;
    }
    onex_c_error(c, ONEX_P_VALUE, decl->at, (int)strlen(decl->word), onex_c_meant(&nearest, hint, sizeof hint),
                 onex_tr("'%s': no kind of subject '%s'", "“%s”：没有对象类别“%s”"), decl->word, decl->subject);
    return ONEX_SUBJECTS;
}

static const char *title_of(const onex_raw *body) {
    const onex_raw *title = body && body->kind == ONEX_RAW_TABLE ? onex_c_get(body, "title") : NULL;
    return title && title->kind == ONEX_RAW_TEXT ? title->text : NULL;
}

static void take_columns(onex_compiler *c, const onex_raw_decl *decl, onex_subject subject, const onex_raw *columns,
                         onex_facts_block *block) {
    int number = c->program->nblocks - 1;
    block->ncolumns = columns->nkeys;
    block->types = onex_c_alloc(c, (size_t)columns->nkeys * sizeof *block->types);
    for (int i = 0; i < columns->nkeys && block->types; i++) {
        const onex_raw *body = columns->values[i];
        onex_name name = {.name = columns->keys[i],
                          .title = title_of(body),
                          .decl = decl,
                          .body = body,
                          .subject = subject,
                          .at = columns->key_at[i],
                          .width = (int)strlen(columns->keys[i])};
        if (body->kind != ONEX_RAW_TABLE) {
            onex_c_fault(c, ONEX_P_VALUE, body, NULL,
                         onex_tr("a column is written { type = …, title = … }", "列写作 { type = …, title = … }"));
            name.failed = true;
        }
        onex_fact *fact = add_fact(c, &name, ONEX_FACT_SQL);
        if (!fact) return;
        fact->block = number;
        fact->block_column = i;
    }
}

static void take_block(onex_compiler *c, const onex_raw_decl *decl) {
    onex_program *p = c->program;
    onex_subject subject = subject_of(c, decl);
    if (subject == ONEX_SUBJECTS || !decl->body || decl->body->kind != ONEX_RAW_TABLE) return;
    onex_facts_block *blocks = onex_c_alloc(c, (size_t)(p->nblocks + 1) * sizeof *blocks);
    if (!blocks) return;
    if (p->nblocks) memcpy(blocks, p->blocks, (size_t)p->nblocks * sizeof *blocks);
    p->blocks = blocks;
    onex_facts_block *block = &blocks[p->nblocks++];
    *block = (onex_facts_block){.subject = subject, .at = decl->at};
    block->at = onex_c_place(c, decl->at);
    const onex_raw *columns = onex_c_get(decl->body, "columns");
    bool ok =
        onex_c_keys(c, decl->body, onex_keys_untitled, block_keys, false, "facts", decl->at, (int)strlen(decl->word));
    const onex_raw *sql = onex_c_get(decl->body, "sql");
    if (sql) block->at = onex_c_place(c, sql->at);
    if (columns && columns->kind == ONEX_RAW_TABLE) take_columns(c, decl, subject, columns, block);
    if (ok) block->sql = onex_c_text_of(c, decl->body, "sql");
}

/* The subject that a derive's `applies` names; an unknown one is said when its keys are checked. */
static onex_subject derive_subject(const onex_raw *body) {
    const onex_raw *applies = body && body->kind == ONEX_RAW_TABLE ? onex_c_get(body, "applies") : NULL;
    if (!applies || applies->kind != ONEX_RAW_TEXT) return ONEX_PILOT;
    onex_subject subject = onex_subject_find(applies->text);
    return subject == ONEX_SUBJECTS ? ONEX_PILOT : subject;
}

bool onex_c_take_facts(onex_compiler *c, const onex_raw_decl *decl) {
    bool field = strcmp(decl->word, "field") == 0, derive = strcmp(decl->word, "derive") == 0;
    if (strcmp(decl->word, "facts") == 0) {
        take_block(c, decl);
        return true;
    }
    if (!field && !derive) return false;
    onex_subject subject = field ? subject_of(c, decl) : derive_subject(decl->body);
    if (!decl->name || subject == ONEX_SUBJECTS) {
        if (!decl->name)
            onex_c_error(c, ONEX_P_BAD_NAME, decl->at, 0, NULL, onex_tr("'%s' needs a name", "“%s”缺少名称"),
                         decl->word);
        return true;
    }
    onex_name name = {.name = decl->name,
                      .title = title_of(decl->body),
                      .decl = decl,
                      .body = decl->body,
                      .subject = subject,
                      .at = decl->name_at,
                      .width = (int)strlen(decl->name) + 2,
                      .failed = !decl->body || decl->body->kind != ONEX_RAW_TABLE};
    add_fact(c, &name, field ? ONEX_FACT_FIELD : ONEX_FACT_DERIVE);
    return true;
}

/* ---- headers: keys, and types that are declared ---- */

static bool derive_header(onex_compiler *c, const onex_name *name, onex_fact *fact) {
    const onex_raw *body = name->body;
    bool ok = onex_c_keys(c, body, onex_keys_plain, derive_keys, false, "derive", name->at, name->width);
    if (onex_c_applies(c, body) == ONEX_SUBJECTS) ok = false;
    if (!ok) return false;
    bool value = onex_c_get(body, "value"), compute = onex_c_get(body, "compute"), inputs = onex_c_get(body, "inputs"),
         type = onex_c_get(body, "type");
    if (value == compute || (value && (inputs || type)) || (compute && (!inputs || !type))) {
        onex_c_error(c, ONEX_P_NEEDED, name->at, name->width, NULL,
                     onex_tr("a derive takes either 'value', or 'inputs', 'type' and 'compute'",
                             "derive 要么写 value，要么写 inputs、type 和 compute"));
        return false;
    }
    if (!compute) return true;
    fact->source = ONEX_FACT_COMPUTE;
    fact->compute = (int)onex_c_get(body, "compute")->integer;
    return onex_c_declared_type(c, body, &fact->type);
}

void onex_c_fact_header(onex_compiler *c, int number) {
    onex_name *name = &c->names[ONEX_NS_FACT].items[number];
    onex_fact *fact = &c->program->facts[name->index];
    onex_fact_build *build = &c->builds[name->index];
    bool ok = onex_c_decl(c, name, &fact->decl);
    if (!onex_c_local_subject(c, name, name->subject)) ok = false;
    fact->supplied_by = onex_c_text_of(c, name->body, "supplied_by");
    if (fact->source == ONEX_FACT_DERIVE) {
        ok = derive_header(c, name, fact) && ok;
    } else {
        bool field = fact->source == ONEX_FACT_FIELD;
        ok = onex_c_keys(c, name->body, field ? onex_keys_plain : column_keys, field ? field_keys : NULL, false,
                         field ? "field" : "columns", name->at, name->width) &&
             ok;
        if (onex_c_get(name->body, "type") && !onex_c_declared_type(c, name->body, &fact->type)) ok = false;
        if (fact->source == ONEX_FACT_SQL) c->program->blocks[fact->block].types[fact->block_column] = fact->type;
    }
    if (!ok || name->failed) {
        build->state = ONEX_BUILD_FAILED;
        name->failed = true;
    } else if (fact->source != ONEX_FACT_DERIVE)
        build->state = ONEX_BUILD_DONE;
}

/* ---- derives ---- */

/* The value in the type that `unit` declares. */
static onex_node *in_declared_unit(onex_compiler *c, const onex_raw *body, onex_node *value) {
    const onex_raw *unit = onex_c_get(body, "unit");
    if (!unit || !value) return value;
    onex_type type = onex_unit_type(c, unit->text);
    if (value->type.kind != ONEX_T_NUMBER) {
        onex_c_fault(c, ONEX_P_UNIT, unit, NULL, onex_tr("%s has no unit", "%s没有单位"), onex_type_text(&value->type));
        return NULL;
    }
    if (value->type.scale > type.scale && !value->type.unit) type.scale = value->type.scale;
    return onex_c_convert(c, "unit", value, unit, &type);
}

static bool build_value(onex_compiler *c, int number) {
    const onex_name *name = &c->names[ONEX_NS_FACT].items[c->builds[number].name];
    const onex_raw *body = name->body, *raw = onex_c_get(body, "value"), *unit = onex_c_get(body, "unit");
    onex_c_view view = {.subject = name->subject};
    onex_type declared = unit ? onex_unit_type(c, unit->text) : onex_type_number;
    onex_node *value = onex_c_build(c, &view, raw, unit ? &declared : NULL);
    value = in_declared_unit(c, body, value);
    if (!value) return false;
    onex_fact *fact = &c->program->facts[number];
    fact->value = value;
    fact->type = value->type;
    if (unit && !declared.share) fact->type.unit = declared.unit;
    return true;
}

bool onex_c_fact_ready(onex_compiler *c, int number, const onex_raw *at) {
    switch (c->builds[number].state) {
    case ONEX_BUILD_DONE: return true;
    case ONEX_BUILD_FAILED: return false;
    case ONEX_BUILD_NOW:
        onex_c_fault(c, ONEX_P_CYCLE, at, NULL, onex_tr("'%s' rests on itself", "“%s”以自身为依据"),
                     c->program->facts[number].decl.name);
        return false;
    default: break;
    }
    c->builds[number].state = ONEX_BUILD_NOW;
    const char *asking = c->college; /* what a derive names is looked for from its own file */
    c->college = c->names[ONEX_NS_FACT].items[c->builds[number].name].decl->college;
    bool ok = c->chain < ONEX_CHAIN_MOST;
    if (!ok)
        onex_c_fault(
            c, ONEX_P_CYCLE, at, NULL,
            onex_tr("more than %d declarations rest on each other above '%s'", "依次为据的声明超过 %d 层：“%s”之上"),
            ONEX_CHAIN_MOST, c->program->facts[number].decl.name);
    c->chain++;
    ok = ok && build_value(c, number);
    c->chain--;
    c->college = asking;
    c->builds[number].state = ok ? ONEX_BUILD_DONE : ONEX_BUILD_FAILED;
    if (!ok) c->names[ONEX_NS_FACT].items[c->builds[number].name].failed = true;
    return ok;
}

static void build_inputs(onex_compiler *c, int number, const onex_c_view *view, const onex_raw *inputs) {
    onex_c_view within = *view;
    within.inputs = true;
    onex_node **nodes = onex_c_alloc(c, (size_t)inputs->nitems * sizeof *nodes);
    if (inputs->nkeys)
        onex_c_error(c, ONEX_P_KEY, inputs->key_at[0], (int)strlen(inputs->keys[0]), NULL,
                     onex_tr("'inputs' takes no key '%s'", "inputs 没有键“%s”"), inputs->keys[0]);
    for (int i = 0; nodes && i < inputs->nitems; i++) {
        nodes[i] = onex_c_build(c, &within, inputs->items[i], NULL);
        if (nodes[i] && nodes[i]->type.share)
            onex_c_fault(c, ONEX_P_TYPE, inputs->items[i], NULL,
                         onex_tr("'compute' takes no share", "compute 不接受比例"));
    }
    c->program->facts[number].inputs = nodes;
    c->program->facts[number].ninputs = inputs->nitems;
}

void onex_c_fact_body(onex_compiler *c, int number) {
    if (c->builds[number].name < 0) return;
    const onex_name *name = &c->names[ONEX_NS_FACT].items[c->builds[number].name];
    const onex_raw *body = name->body;
    c->college = name->decl->college;
    if (!body || body->kind != ONEX_RAW_TABLE) return;
    onex_fact_source source = c->program->facts[number].source;
    if (source != ONEX_FACT_DERIVE && source != ONEX_FACT_COMPUTE) return;
    onex_c_view view = {.subject = name->subject};
    const onex_raw *provided = onex_c_get(body, "provided"), *inputs = onex_c_get(body, "inputs");
    if (source == ONEX_FACT_DERIVE && onex_c_get(body, "value"))
        onex_c_fact_ready(c, number, onex_c_get(body, "value"));
    if (provided) {
        onex_node *node = onex_c_condition(c, &view, provided);
        c->program->facts[number].provided = node; /* building may move the array */
    }
    if (source == ONEX_FACT_COMPUTE && inputs && inputs->kind == ONEX_RAW_TABLE) build_inputs(c, number, &view, inputs);
}

/* ---- facts by SQL ---- */

/* Note, cites and dates of a block are those of each of its facts. */
static void block_decl(onex_compiler *c, int number, const onex_raw_decl *raw) {
    onex_name name = {.name = raw->word, .decl = raw, .body = raw->body, .at = raw->at};
    onex_decl decl;
    if (!onex_c_decl(c, &name, &decl)) return;
    for (int i = 0; i < c->program->nfacts; i++) {
        onex_fact *fact = &c->program->facts[i];
        if (fact->source != ONEX_FACT_SQL || fact->block != number) continue;
        fact->decl.note = decl.note;
        fact->decl.cites = decl.cites;
        fact->decl.ncites = decl.ncites;
        fact->decl.valid_from = decl.valid_from;
        fact->decl.valid_to = decl.valid_to;
    }
}

void onex_c_facts_blocks(onex_compiler *c) {
    c->block_params = onex_c_alloc(c, (size_t)c->program->nblocks * sizeof *c->block_params);
    int number = 0;
    for (int i = 0; c->block_params && i < c->raw->ndecls; i++) {
        const onex_raw_decl *decl = &c->raw->decls[i];
        if (decl->college || strcmp(decl->word, "facts") != 0 || !decl->body || decl->body->kind != ONEX_RAW_TABLE)
            continue;
        if (!decl->subject || onex_subject_find(decl->subject) == ONEX_SUBJECTS) continue;
        block_decl(c, number, decl);
        const onex_facts_block *block = &c->program->blocks[number];
        c->block_params[number] = block->sql ? onex_c_sql(c, block->sql, onex_c_get(decl->body, "sql"), block->at)
                                             : onex_c_alloc(c, (size_t)c->program->nparams * sizeof(bool));
        number++;
    }
}
