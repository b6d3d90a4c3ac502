/* Codes and words of subjects and verdicts.
 * Which verdict a rule gives is left to the engine. */
#include "model/verdict.h"

#include <string.h>

#include "base/error.h"

static const struct subject {
    const char *code, *title;
    onex_subject parent;
} subjects[ONEX_SUBJECTS] = {
    [ONEX_SCHOOL] = {"school", "学校", ONEX_SUBJECTS},  [ONEX_COLLEGE] = {"college", "二级学院", ONEX_SCHOOL},
    [ONEX_PILOT] = {"pilot", "试点项目", ONEX_COLLEGE}, [ONEX_EXAM] = {"exam", "考核场次", ONEX_PILOT},
    [ONEX_EXPENSE] = {"expense", "支出", ONEX_PILOT},   [ONEX_REGISTRATION] = {"registration", "报名", ONEX_PILOT},
};

const char *onex_subject_code(onex_subject s) {
    return subjects[s].code;
}

const char *onex_subject_title(onex_subject s) {
    return subjects[s].title;
}

onex_subject onex_subject_find(const char *code) {
    int s = 0;
    while (s < ONEX_SUBJECTS && strcmp(subjects[s].code, code) != 0) s++;
    return (onex_subject)s;
}

onex_subject onex_subject_parent(onex_subject s) {
    return s < ONEX_SUBJECTS ? subjects[s].parent : ONEX_SUBJECTS;
}

bool onex_subject_within(onex_subject s, onex_subject a) {
    while (s < ONEX_SUBJECTS && s != a) s = subjects[s].parent;
    return s < ONEX_SUBJECTS;
}

static const struct {
    const char *code, *title;
} verdicts[ONEX_VERDICTS] = {
    [ONEX_MET] = {"met", "符合"},           [ONEX_UNMET] = {"unmet", "不符合"},
    [ONEX_HIT] = {"hit", "命中"},           [ONEX_CLEAR] = {"clear", "未命中"},
    [ONEX_DEVIATES] = {"deviates", "偏离"}, [ONEX_EXCUSED] = {"excused", "偏离（已说明）"},
    [ONEX_UNKNOWN] = {"unknown", "待定"},   [ONEX_IDLE] = {"idle", "未启动"},
    [ONEX_NA] = {"na", "不适用"},
};

const char *onex_verdict_code(onex_verdict v) {
    return verdicts[v].code;
}

const char *onex_verdict_text(onex_verdict v) {
    return onex_lang_get() == ONEX_LANG_ZH ? verdicts[v].title : verdicts[v].code;
}

onex_verdict onex_verdict_find(const char *code) {
    int v = 0;
    while (v < ONEX_VERDICTS && strcmp(verdicts[v].code, code) != 0 && strcmp(verdicts[v].title, code) != 0) v++;
    return (onex_verdict)v;
}
