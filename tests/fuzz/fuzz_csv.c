/* Any bytes as a CSV file: decoding, records and cells neither crash nor give text that is not UTF-8. Built with
 * clang -fsanitize=fuzzer,address,undefined; a crash is a finding. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "engine/cell.h"
#include "io/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool promise) {
    if (!promise) abort();
}

static void read_cells(const onex_entity *entity, const onex_record *record, onex_arena *arena) {
    char message[ONEX_CELL_MESSAGE], shown[ONEX_SHOWN];
    for (int i = 0; i < record->nfields; i++) {
        const onex_field *field = &record->fields[i];
        onex_cell cell;
        size_t bad;
        require(field->too_long || onex_text_valid(field->text, field->len, &bad));
        require(!memchr(field->text, 0, field->len));
        if (field->too_long || i >= entity->ncolumns) continue;
        if (onex_cell_read(&cell, entity, i, field->text, field->len, arena, message) == ONEX_CELL_BAD)
            require(*message != 0);
        onex_cell_shown(field->text, field->len, shown);
        require(strlen(shown) < ONEX_SHOWN);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const encodings[] = {NULL, "utf-8", "gb18030", "utf-16"};
    if (size < 2) return 0;
    onex_bytes bytes = {malloc(size), size - 2};
    onex_decoded text;
    onex_source *source = NULL;
    onex_error err;
    if (!bytes.data) return 0;
    memcpy(bytes.data, data + 2, size - 2);
    if (onex_decode(&text, &bytes, encodings[data[0] % 4], &err) || onex_csv_open(&source, &text, data[0] & 4, &err))
        abort();
    onex_record record;
    onex_fault fault;
    onex_source_step step;
    onex_arena arena = {0};
    long row = 0;
    while ((step = source->next(source, &record, &fault)) == ONEX_SOURCE_RECORD) {
        require(record.row > row && record.nfields > 0);
        row = record.row;
        read_cells(&onex_entities[data[1] % onex_nentities], &record, &arena);
        onex_arena_reset(&arena);
    }
    require(step == ONEX_SOURCE_END || (step == ONEX_SOURCE_FAULT && *fault.message && fault.row > row));
    onex_arena_clear(&arena);
    source->close(source);
    return 0;
}
