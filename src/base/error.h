/* Status codes, errors with context, and texts in two languages.
 * Every function that can fail returns an onex_status and takes `onex_error *err` last; zero is success.
 * Nothing here prints. */
#ifndef ONEX_BASE_ERROR_H
#define ONEX_BASE_ERROR_H

#include <stdbool.h>

/* The numbers are the exit codes of the program. */
typedef enum {
    ONEX_OK = 0,
    ONEX_E_GATE = 1,      /* a gate failed: a test, a lint, a comparison */
    ONEX_E_USAGE = 2,     /* the words on the command line are wrong */
    ONEX_E_NOT_FOUND = 3, /* no such subject, rule, table or file */
    ONEX_E_RULE = 4,      /* the rule files cannot be loaded */
    ONEX_E_DATA = 5,      /* data refused, or the database locked, damaged or too new */
    ONEX_E_REFUSED = 6,   /* an act was refused */
    ONEX_E_INTERNAL = 7,  /* out of memory or disk, or a broken promise inside */
    ONEX_E_UNSURE = 8,    /* check -e: nothing wrong, but something unknown */
} onex_status;

typedef struct onex_error {
    onex_status code;
    char text[2048]; /* UTF-8, one or more lines, no trailing full stop or line feed */
} onex_error;

typedef enum { ONEX_LANG_EN, ONEX_LANG_ZH } onex_lang;

/* The language of texts for people; set once at the start by main (default English). */
void onex_lang_set(onex_lang lang);
onex_lang onex_lang_get(void);

/* Gives `en` or `zh`, whichever the language is. The compiler checks both as formats. */
const char *onex_tr(const char *en, const char *zh) __attribute__((format_arg(1), format_arg(2)));

/* Who reads what is said: options are named as they are written there (`--reason TEXT`; `reason = "..."`). */
typedef enum { ONEX_ASKED_COMMAND, ONEX_ASKED_SCRIPT } onex_asker;

/* Default: the command line. Gives the one before, to be set again. */
onex_asker onex_asker_set(onex_asker asker);
/* Gives `command` or `script`, whoever asks. */
const char *onex_asked(const char *command, const char *script) __attribute__((format_arg(1), format_arg(2)));

/* What an errno means, in the language that is set (in English where it has no words of ours). */
const char *onex_os_text(int number);
/* The same for the system's English words, as a library reports them; NULL: these are none. */
const char *onex_os_text_of(const char *said);

/* Sets *err (NULL: nothing to set) and gives `code`, so that one can write `return onex_fail(...)`. */
onex_status onex_fail(onex_error *err, onex_status code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts context and ": " before the text of *err; gives err->code. */
onex_status onex_wrap(onex_error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "out of memory", ONEX_E_INTERNAL. */
onex_status onex_no_memory(onex_error *err);

#endif
