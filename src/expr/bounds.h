/* What values a tree can take at all: bounds that are sure (a count is never negative, a param is what it is), truths that
 * are sure, and comparisons that exclude each other. For telling what can never or will always hold. */
#ifndef ONEX_EXPR_BOUNDS_H
#define ONEX_EXPR_BOUNDS_H

#include "base/number.h"
#include "expr/program.h"

/* A number (or a day) lies between the ends that are known, both included unless `open`. In the units of the node. */
typedef struct onex_bounds {
    onex_fraction low, high;
    bool has_low, has_high, low_open, high_open;
    bool whole;  /* it is an integer of its units */
    bool absent; /* no value at all: a param that is not in force */
} onex_bounds;

enum { ONEX_CAN_BE_TRUE = 1, ONEX_CAN_BE_FALSE = 2 }; /* bits; unknown may come beside both */

typedef struct onex_told_truth { /* of a condition that was looked at already */
    const onex_node *node;
    unsigned turn;
    unsigned char truth;
} onex_told_truth;

/* For whom and when: what is in force for a college's subjects (NULL: the school) on a day. */
typedef struct onex_outlook {
    const onex_program *program;
    const char *college;
    onex_day day;
    onex_bounds *bounds; /* of each fact, where `seen` */
    unsigned char *truth, *seen;
    onex_told_truth *told; /* some of them: a later one may take the place of an earlier */
    unsigned turn;         /* counts the calls of onex_outlook_set */
} onex_outlook;

enum { ONEX_TOLD_TRUTHS = 1 << 12 };

/* Room for the facts of the program, from the arena; false: memory is gone. */
bool onex_outlook_init(onex_outlook *out, const onex_program *program, onex_arena *arena);
/* Turns to a college and a day. */
void onex_outlook_set(onex_outlook *out, const char *college, onex_day day);

/* The bounds of a number or a day. */
onex_bounds onex_bounds_of(onex_outlook *outlook, const onex_node *node);
/* ONEX_CAN_BE_TRUE, ONEX_CAN_BE_FALSE or both, of a condition. */
unsigned onex_truth_of(onex_outlook *outlook, const onex_node *node);
/* Whether the number rests on no fact and no row: literals and params. */
bool onex_is_constant(const onex_node *node);

/* A comparison that a condition is made of, perhaps denied. */
typedef struct onex_atom {
    const onex_node *node;
    bool denied;
    /* of numbers and days: */
    bool number;
    const onex_node *left, *right; /* what lies within `within`; right not NULL: left minus right */
    const onex_node *against;      /* the constant that bounds it; NULL: none, as in none(x) */
    onex_bounds within;
} onex_atom;

enum { ONEX_ATOMS_MOST = 64 };
/* What must all hold for the condition to be true (`denied`: to be false): through all, no, and facts made of conditions.
 * Gives how many were added behind `n`; those beyond ONEX_ATOMS_MOST are left out. */
int onex_atoms_of(onex_outlook *outlook, const onex_node *node, bool denied, onex_atom atoms[ONEX_ATOMS_MOST], int n);
/* One comparison as an atom. */
onex_atom onex_atom_of(onex_outlook *outlook, const onex_node *node, bool denied);
/* Whether two of them can never hold together. */
bool onex_atoms_clash(onex_outlook *outlook, const onex_atom *a, const onex_atom *b);
/* The first two that clash, the later one in *second; false: none do. */
bool onex_atoms_find_clash(onex_outlook *outlook, const onex_atom *atoms, int n, int *first, int *second);
/* Whether no number lies in both. */
bool onex_bounds_apart(onex_bounds a, onex_bounds b);

#endif
