/* What a header says: which table it fits, and which field holds which column. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "engine/import_work.h"

/* The names of a header, cleaned; NULL where the cell is blank. */
typedef struct names {
    char **names;
    int count;
} names;

static void names_clear(names *n) {
    for (int i = 0; i < n->count; i++) free(n->names[i]);
    free(n->names);
}

static onex_status names_read(names *out, const onex_record *record, onex_error *err) {
    *out = (names){calloc((size_t)record->nfields + 1, sizeof(char *)), 0};
    if (!out->names) return onex_no_memory(err);
    for (int i = 0; i < record->nfields; i++) {
        const onex_field *field = &record->fields[i];
        char *name = onex_text_clean(field->text, field->too_long ? 0 : field->len);
        if (!name) return onex_no_memory(err);
        if (!*name) {
            free(name);
            name = NULL;
        }
        out->names[out->count++] = name;
    }
    return ONEX_OK;
}

/* ---- which table ---- */

typedef struct fit {
    int known, unknown; /* names of the header that are columns, and that are not */
    bool keys, required;
} fit;

/* A column that a new row may leave out though it must have a value: it has one of its own. */
static bool has_default(const onex_entity *entity, const onex_column *column) {
    return column->stamped && !strcmp(entity->name, "pilot");
}

static fit fit_of(const onex_entity *entity, const names *n) {
    fit f = {0, 0, true, true};
    bool there[MAX_COLUMNS] = {false};
    for (int i = 0; i < n->count; i++) {
        if (!n->names[i]) continue;
        int column = onex_entity_column(entity, n->names[i]);
        if (column >= 0) there[column] = true;
        *(column >= 0 ? &f.known : &f.unknown) += 1;
    }
    for (int c = 0; c < entity->ncolumns; c++) {
        const onex_column *column = &entity->columns[c];
        if (there[c] || has_default(entity, column)) continue;
        if (column->key && column->required) f.keys = false;
        if (column->required) f.required = false;
    }
    return f;
}

/* Tables whose columns the header's names are: those of which nothing required is missing, else those with the whole
 * key, for a header of rows that are there already. */
static int fitting(const names *n, bool required, const onex_entity **found, int most) {
    int count = 0;
    for (int i = 0; i < onex_nentities; i++) {
        fit f = fit_of(&onex_entities[i], n);
        if (f.unknown || !f.known || !f.keys || (required && !f.required)) continue;
        if (count < most) found[count] = &onex_entities[i];
        count++;
    }
    return count;
}

/* The tables that share most names with the header, for one that fits none. */
static int nearest_tables(const names *n, const onex_entity **found, int most) {
    int count = 0, best[8] = {0};
    for (int i = 0; i < onex_nentities; i++) {
        fit f = fit_of(&onex_entities[i], n);
        int score = 2 * f.known - f.unknown, at = count;
        if (f.known < 2 && f.unknown) continue;
        while (at > 0 && best[at - 1] < score) at--;
        if (at >= most) continue;
        if (count < most) count++;
        for (int j = count - 1; j > at; j--) {
            best[j] = best[j - 1];
            found[j] = found[j - 1];
        }
        best[at] = score;
        found[at] = &onex_entities[i];
    }
    return count;
}

static onex_status refuse(import *im, const input *in, const char *fmt_many, const onex_entity *const *tables,
                          int count, onex_error *err) {
    char message[800];
    int used = snprintf(message, sizeof message, "%s", fmt_many);
    for (int i = 0; i < count && used < (int)sizeof message - 120; i++)
        used += snprintf(message + used, sizeof message - (size_t)used, "%s%s (%s)", i ? ", " : " ", tables[i]->name,
                         tables[i]->title);
    return onex_import_tell(im, false, (where){.input = in, .row = 1}, message, err);
}

onex_status onex_import_fit(import *im, input *in, const onex_record *record, onex_error *err) {
    enum { MOST = 6 };
    const onex_entity *found[MOST];
    names n;
    onex_status status = names_read(&n, record, err);
    int count = status ? 0 : fitting(&n, true, found, MOST);
    if (!status && !count) count = fitting(&n, false, found, MOST);
    if (!status && count == 1) {
        in->entity = found[0];
    } else if (!status && count > 1) {
        status = refuse(
            im, in,
            onex_asked(onex_tr("the header fits several tables; name one with --table:", "表头适合多个表；请用 --table 指明："),
                       onex_tr("the header fits several tables; name one with table = \"...\":",
                               "表头适合多个表；请用 table = \"...\" 指明：")),
            found, count < MOST ? count : MOST, err);
    } else if (!status) {
        count = nearest_tables(&n, found, 3);
        status = refuse(im, in,
                        count ? onex_tr("neither the file's name nor its header is that of a table; nearest:",
                                        "文件名和表头都不是任何表的；相近的有：")
                              : onex_tr("neither the file's name nor its header is that of a table; see onex schema",
                                        "文件名和表头都不是任何表的；参见 onex schema"),
                        found, count, err);
    }
    /* Rows that were not read may be what others refer to. */
    for (int i = 0; !status && !in->entity && i < count && i < MOST; i++)
        onex_import_table(im, found[i])->incomplete = true;
    names_clear(&n);
    return status;
}

/* ---- which column ---- */

static onex_status unknown_name(import *im, const input *in, const onex_record *record, int field, const char *name,
                                onex_error *err) {
    char message[ONEX_CELL_MESSAGE + 200], near[256] = "", shown[ONEX_SHOWN];
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    for (int c = 0; c < in->entity->ncolumns && strlen(name) < 200; c++) {
        onex_nearest_offer(&nearest, in->entity->columns[c].name);
        onex_nearest_offer(&nearest, in->entity->columns[c].title);
    }
    onex_nearest_text(&nearest, near, sizeof near);
    onex_cell_shown(name, strlen(name), shown);
    if (*near)
        snprintf(message, sizeof message,
                 onex_tr("no column '%s' in table %s; nearest: %s", "没有列“%s”（表 %s）；相近的有：%s"), shown,
                 in->entity->name, near);
    else
        snprintf(message, sizeof message,
                 onex_tr("no column '%s' in table %s; see onex schema %s", "没有列“%s”（表 %s）；参见 onex schema %s"),
                 shown, in->entity->name, in->entity->name);
    return onex_import_tell(im, false,
                            (where){.input = in,
                                    .row = record->row,
                                    .column = shown,
                                    .place = field,
                                    .value = record->fields[field].text,
                                    .value_len = record->fields[field].len},
                            message, err);
}

static onex_status twice(import *im, const input *in, const onex_record *record, int field, int column,
                         onex_error *err) {
    char message[ONEX_CELL_MESSAGE];
    const onex_column *c = &in->entity->columns[column];
    snprintf(message, sizeof message,
             onex_tr("the column '%s' (%s) is there twice; remove one", "列“%s”（%s）重复；请删除其一"), c->name,
             c->title);
    return onex_import_tell(im, false,
                            (where){.input = in,
                                    .row = record->row,
                                    .column = c->name,
                                    .place = field,
                                    .value = record->fields[field].text,
                                    .value_len = record->fields[field].len},
                            message, err);
}

static onex_status too_long(import *im, const input *in, const onex_record *record, int field, onex_error *err) {
    return onex_import_tell(im, false,
                            (where){.input = in,
                                    .row = record->row,
                                    .place = field,
                                    .value = record->fields[field].text,
                                    .value_len = record->fields[field].len},
                            onex_import_too_long(), err);
}

static onex_status missing_key(import *im, const input *in, const onex_record *record, int column, onex_error *err) {
    char message[ONEX_CELL_MESSAGE];
    const onex_column *c = &in->entity->columns[column];
    snprintf(message, sizeof message,
             onex_tr("the column '%s' (%s) is missing; it is part of the key", "缺少列“%s”（%s）；它是主键的一部分"),
             c->name, c->title);
    return onex_import_tell(im, false, (where){.input = in, .row = record->row, .column = c->name, .place = column},
                            message, err);
}

static void map_names(const onex_entity *entity, const names *n, const onex_record *record, header *out) {
    for (int i = 0; i < n->count; i++) {
        int column = n->names[i] ? onex_entity_column(entity, n->names[i]) : -1;
        out->blank[i] = !n->names[i] && !record->fields[i].too_long;
        if (column >= 0 && out->field_of[column] < 0) out->field_of[column] = i;
    }
    for (int c = 0; c < entity->ncolumns; c++) {
        const onex_column *column = &entity->columns[c];
        if (out->field_of[c] >= 0) continue;
        out->all = false;
        if (column->required && !has_default(entity, column)) out->required = false;
        if (column->key && column->required) out->keys = false;
    }
}

static onex_status tell_names(import *im, const input *in, const onex_record *record, const names *n, const header *h,
                              onex_error *err) {
    onex_status status = ONEX_OK;
    for (int i = 0; !status && i < n->count; i++) {
        if (record->fields[i].too_long) status = too_long(im, in, record, i, err);
        if (status || !n->names[i]) continue;
        int column = onex_entity_column(in->entity, n->names[i]);
        if (column < 0)
            status = unknown_name(im, in, record, i, n->names[i], err);
        else if (h->field_of[column] != i)
            status = twice(im, in, record, i, column, err);
    }
    for (int c = 0; !status && c < in->entity->ncolumns; c++)
        if (h->field_of[c] < 0 && in->entity->columns[c].key && in->entity->columns[c].required)
            status = missing_key(im, in, record, c, err);
    return status;
}

onex_status onex_import_header(import *im, const input *in, const onex_record *record, bool tell, header *out,
                               onex_error *err) {
    *out = (header){.ncolumns = record->nfields, .keys = true, .required = true, .all = true};
    out->field_of = malloc(MAX_COLUMNS * sizeof *out->field_of);
    out->blank = malloc((size_t)record->nfields * sizeof *out->blank);
    if (!out->field_of || !out->blank) return onex_no_memory(err);
    for (int c = 0; c < MAX_COLUMNS; c++) out->field_of[c] = -1;
    names n;
    onex_status status = names_read(&n, record, err);
    if (!status) map_names(in->entity, &n, record, out);
    if (!status && tell) status = tell_names(im, in, record, &n, out, err);
    names_clear(&n);
    return status;
}

void onex_import_header_clear(header *h) {
    free(h->field_of);
    free(h->blank);
    *h = (header){0};
}
