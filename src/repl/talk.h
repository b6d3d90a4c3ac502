/* One session of the console as the files of the loop, its lines and its commands share it. For src/repl only. */
#ifndef ONEX_REPL_TALK_H
#define ONEX_REPL_TALK_H

#include "repl/repl.h"

typedef enum { ONEX_CHUNK_WHOLE, ONEX_CHUNK_INCOMPLETE, ONEX_CHUNK_WRONG } onex_chunk;

struct onex_repl {
    onex_repl_options o;
    const char *name;     /* of the input in errors: "stdin", "-c", "console" */
    onex_buffer block;    /* lines that are not complete yet, each with its line feed */
    int line;             /* lines read */
    int first;            /* line on which the block begins */
    onex_buffer lines;    /* line feeds, to put before a chunk as many as its place asks for */
    onex_failure failure; /* why the last line did not end well */
    onex_buffer excerpt;  /* the typed line with carets, and the right one; empty: none */
    char *mended;         /* the last line as it was meant, for the arrow keys; NULL: it was typed well */
    onex_buffer secrets;  /* what history_learn kept */
    onex_buffer trace;    /* of the last failure, for .wtf */
    char told[65];        /* hash of the changed rules folder of which was told */
    int skipped;          /* lines below the failed one that were not evaluated */
    int signal;           /* that stopped the last line; 0: none */
    bool quit;
};

/* What the text is to Lua. */
onex_chunk onex_talk_look(onex_repl *repl, const char *text);
/* Evaluates the text, which begins on line `first`, and prints what it gives and what it wrote. False: the failure says
 * why. */
bool onex_talk_eval(onex_repl *repl, const char *text, int first);
/* Tells the failure on err. */
void onex_talk_failure(onex_repl *repl);
/* Sets the failure. Gives false. */
bool onex_talk_fail(onex_repl *repl, onex_status code, const onex_error *err);

/* Writes a page of the command line, which Ctrl-C stops. False: the failure says why. */
bool onex_talk_page(onex_repl *repl, onex_page page, const char *const *words, int nwords);

/* Around the whole session. */
void onex_talk_begin(onex_repl *repl);
void onex_talk_end(onex_repl *repl);

#endif
