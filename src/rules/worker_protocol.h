/* What the program and a rule worker say to each other. A message is its length (8 bytes, without itself), its kind (a
 * byte) and what wire.h puts. Both ends are this program, but the parent takes every answer as hostile. */
#ifndef ONEX_RULES_WORKER_PROTOCOL_H
#define ONEX_RULES_WORKER_PROTOCOL_H

typedef enum {
    /* to the worker */
    ONEX_MSG_LOAD = 1, /* language, whether of a college, whether even unconfined, CPU milliseconds, number of files; each:
                          path, text */
    ONEX_MSG_CALL,     /* function, CPU milliseconds, inputs in a row, rows, values */
    /* from the worker */
    ONEX_MSG_FILE = 32, /* number of the file that is now run */
    ONEX_MSG_DECL,      /* path, line, word, subject?, name?, body */
    ONEX_MSG_PROBLEM,   /* path, line, bytes of the file that Lua had read (0: it runs), a name on the line or "",
                           code, from Lua itself?, text, hint or "" */
    ONEX_MSG_LOADED,
    ONEX_MSG_RESULTS, /* values, one of each row */
    ONEX_MSG_STOPPED, /* onex_worker_stop; the worker ends */
    ONEX_MSG_LOCKED,  /* the first of the answer to LOAD: the locks that hold, as in rules.h */
} onex_worker_message;

typedef enum {
    ONEX_STOP_NONE,
    ONEX_STOP_TIME,
    ONEX_STOP_MEMORY,
    ONEX_STOP_SIZE,
    ONEX_STOP_UNCONFINED, /* nothing was run: the kernel offers nothing that would confine it */
} onex_worker_stop;

/* Values of computes, to and fro. */
typedef enum {
    ONEX_WIRE_NIL,
    ONEX_WIRE_BOOL,  /* byte */
    ONEX_WIRE_INT,   /* integer */
    ONEX_WIRE_TEXT,  /* text */
    ONEX_WIRE_LIST,  /* columns, rows; names; cells row by row */
    ONEX_WIRE_ERROR, /* path, line, text */
} onex_wire_value;

enum {
    ONEX_WORKER_FD = 3,
    ONEX_WORKER_MEMORY = 32 << 20,  /* bytes that Lua may hold, */
    ONEX_WORKER_BLOCK = 8 << 20,    /* and in one piece */
    ONEX_LOCK_ADDRESS_MIB = 256, /* limits of the kernel: addresses, */
    ONEX_LOCK_DATA_MIB = 56,     /* what the process writes to, */
    ONEX_LOCK_STACK_MIB = 4,     /* and its stack: with the program's own pages 64 MB */
    ONEX_WORKER_MESSAGE = 16 << 20, /* longest message to the parent */
    ONEX_WORKER_ANSWER = 16 << 20,  /* longest answer to one question */
    ONEX_RAW_DEPTH = 200,
    ONEX_RAW_NODES = 100000,      /* of one declaration */
    ONEX_WORKER_DECLS = 2000,     /* of one layer, */
    ONEX_WORKER_NODES = 200000,   /* of all of them */
    ONEX_RAW_TEXT_MAX = 16 << 10,     /* bytes of one text */
    ONEX_WORKER_PROBLEMS = 100,   /* of one file */
    ONEX_COMPUTE_TEXT = 64 << 10, /* longest text that a compute gives */
    ONEX_COMPUTE_BYTES = 1 << 20, /* of arguments, after which a message is sent */
    ONEX_COMPUTE_ROWS = 200,      /* of one message: all their texts fit into one answer */
};

#endif
