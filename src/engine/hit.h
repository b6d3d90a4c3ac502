/* Triggers that are hit, with the facts that they read: what a proposal of revocation rests on (Article 18), and what
 * it is compared by after it was dismissed. */
#ifndef ONEX_ENGINE_HIT_H
#define ONEX_ENGINE_HIT_H

#include "base/arena.h"
#include "base/sha256.h"
#include "engine/judge.h"

typedef struct onex_hit {
    const char *rule;
    const char *facts; /* JSON object: each fact by name; upheld incidents of the ground by their codes */
    char facts_hash[ONEX_SHA256_TEXT];
} onex_hit;

typedef struct onex_hits { /* of zero bytes: none */
    onex_hit *items;
    int count, cap;
    onex_arena arena;
} onex_hits;

/* Adds the triggers, and attestations as trigger, that make `rule` hit for the view: itself or members of it at any
 * depth; each once. Nothing where it is not hit. */
onex_status onex_hits_of(onex_hits *hits, onex_judge *judge, onex_view *view, int rule, onex_error *err);
void onex_hits_clear(onex_hits *hits);

#endif
