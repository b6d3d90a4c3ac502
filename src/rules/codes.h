/* The one table of the codes of problems: what each says, in one line of both languages. */
#ifndef ONEX_RULES_CODES_H
#define ONEX_RULES_CODES_H

typedef struct onex_code {
    const char *code; /* E0301: the set does not load; W0401: a warning; N0506: a remark */
    const char *en, *zh;
} onex_code;

extern const onex_code onex_codes[]; /* rising; ends with code NULL */

#endif
