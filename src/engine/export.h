/* Tables as files that import takes back: rows in the order of their keys. */
#ifndef ONEX_ENGINE_EXPORT_H
#define ONEX_ENGINE_EXPORT_H

#include <stdio.h>

#include "base/error.h"
#include "model/entity.h"
#include "store/store.h"

typedef struct onex_export {
    bool json; /* else CSV: UTF-8 with BOM, CRLF */
    bool zh;   /* Chinese titles as headers, Chinese words for enums and bools (CSV only) */
} onex_export;

/* The rows of one table to `out`; of all tables of sections 1-8 as one JSON object. What is read belongs to one
 * transaction that the caller began. JSON: enums as codes, dates as ISO text, numbers in the units of files. */
onex_status onex_export_table(FILE *out, onex_store *store, const onex_entity *entity, const onex_export *how,
                              onex_error *err);
onex_status onex_export_json(FILE *out, onex_store *store, onex_error *err);

/* All tables as files TABLE.csv in a folder, which is made, or must be empty (else ONEX_E_DATA). What was begun and
 * failed is removed. */
onex_status onex_export_folder(const char *folder, onex_store *store, const onex_export *how, onex_error *err);

#endif
