/* Clauses of a Chinese regulation by their numbers and names: 第四条, 第十条第一款, 第七条（二）. */
#ifndef ONEX_MODEL_CLAUSE_H
#define ONEX_MODEL_CLAUSE_H

#include <stdbool.h>

#define ONEX_NUMERAL_MAX 999

typedef struct onex_clause {
    int article;   /* 条, 1..999 */
    int paragraph; /* 款; 0: none said */
    int item;      /* 项; 0: none said */
} onex_clause;

/* The Chinese numeral at *at (一 .. 九百九十九), which moves behind it; 0: there is none, *at stays. */
int onex_numeral_take(const char **at);
#define ONEX_NUMERAL_TEXT 16
/* 21 -> 二十一, 110 -> 一百一十; n is 1..999. Gives buf. */
const char *onex_numeral_text(int n, char buf[ONEX_NUMERAL_TEXT]);

/* A clause as people type it: 第七条（二）, 第7条(2), 7, 7(2); false: it is none. */
bool onex_clause_parse(const char *text, onex_clause *out);
#define ONEX_CLAUSE_TEXT 64
/* The one way in which a clause is written: 第十三条第一款（六）. Gives buf. */
const char *onex_clause_text(onex_clause clause, char buf[ONEX_CLAUSE_TEXT]);
/* Order of the numbers: an article before what it holds. */
int onex_clause_compare(onex_clause a, onex_clause b);

#endif
