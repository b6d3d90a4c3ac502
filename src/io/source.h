/* A source of rows: a file or a sheet of one, with a header and records, numbered as a spreadsheet numbers them. CSV
 * and TSV are its first kinds; another kind fills in the same struct. What the cells mean is not decided here. */
#ifndef ONEX_IO_SOURCE_H
#define ONEX_IO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/sha256.h"

#define ONEX_FIELD_MAX (1 << 20) /* bytes of a field; a longer one is `too_long` */
#define ONEX_FIELDS_MAX 16384    /* fields of a record, as spreadsheets have it */

typedef struct onex_field {
    const char
        *text; /* valid UTF-8 without NUL characters, as in the file less the format's own quotes; no NUL behind it */
    size_t len;
    bool date;     /* a true date of a spreadsheet; the text is then ISO */
    bool too_long; /* only the first ONEX_FIELD_MAX bytes are given (perhaps in the middle of a character) */
} onex_field;

typedef struct onex_record {
    long row; /* from 1; blank rows are counted, a record with line breaks is one */
    const onex_field *fields;
    int nfields;
} onex_record;

/* Why a record cannot be read; the source ends there. */
typedef struct onex_fault {
    long row;
    int field;         /* from 0; -1: none is to blame */
    char value[200];   /* the field as far as it could be read; "" where there is none */
    char message[300]; /* for people, in the language that is set */
} onex_fault;

typedef enum { ONEX_SOURCE_END, ONEX_SOURCE_RECORD, ONEX_SOURCE_FAULT, ONEX_SOURCE_NO_MEMORY } onex_source_step;

typedef struct onex_source onex_source;
struct onex_source {
    const char *sheet; /* NULL: a file that has but one table */
    /* The next row that is not wholly blank. The record lives until the next call. */
    onex_source_step (*next)(onex_source *source, onex_record *record, onex_fault *fault);
    void (*close)(onex_source *source);
};

/* The bytes of a file. */
typedef struct onex_bytes {
    char *data; /* malloc'd */
    size_t len;
} onex_bytes;

/* All bytes of a file (also of a pipe, up to its end). NOT_FOUND when there is none; DATA when it cannot be read.
 * *regular: whether it could be read a second time; may be NULL. */
onex_status onex_bytes_read(onex_bytes *out, const char *path, bool *regular, onex_error *err);
void onex_bytes_clear(onex_bytes *bytes);

/* UTF-8 of bytes in another encoding. The good part is given in any case. */
typedef struct onex_decoded {
    char *data; /* malloc'd */
    size_t len;
    bool broken;          /* bytes that are no text of the encoding follow the part that was decoded */
    char broken_what[64]; /* those bytes in hexadecimal and the encoding: "0xFF (UTF-8)" */
} onex_decoded;

/* USAGE when there is no encoding of that name; NULL is fine. */
onex_status onex_encoding_check(const char *encoding, onex_error *err);

/* Takes the bytes (leaving *bytes empty). `encoding` NULL: a BOM tells (UTF-8, UTF-16), else strict UTF-8, else
 * GB18030. A BOM is taken off. USAGE when iconv knows no such encoding. */
onex_status onex_decode(onex_decoded *out, onex_bytes *bytes, const char *encoding, onex_error *err);

/* Records of CSV or TSV text, RFC 4180; LF, CRLF or CR ends one. With `tsv` the delimiter is a tab; else a comma, or
 * the tab or semicolon of a header that has no comma. Takes the text (leaving *text empty). */
onex_status onex_csv_open(onex_source **out, onex_decoded *text, bool tsv, onex_error *err);

#endif
