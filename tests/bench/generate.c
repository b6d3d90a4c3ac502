/* Writes a made-up school of N pilots as a folder of CSV files, about 150 rows a pilot, for benchmarks. The same N gives
 * the same bytes.   generate N FOLDER */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

enum { COLLEGES = 50, MAJORS = 200, CERTIFICATES = 100, ITEMS = 10, CANDIDATES = 40, TEAM = 10, EXPENSES = 12, PERIODS = 24 };

static const char *folder;
static uint32_t state = 20261116;

static unsigned rnd(unsigned n) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
}

static FILE *table(const char *name, const char *header) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.csv", folder, name);
    FILE *f = fopen(path, "w");
    if (!f) {
        perror(path);
        exit(1);
    }
    fprintf(f, "%s\n", header);
    return f;
}

static const char *day(int offset) { /* days after 2026-01-05, a Monday */
    static char text[4][ONEX_DAY_TEXT];
    static int turn;
    onex_day base;
    onex_day_from(2026, 1, 5, &base);
    turn = (turn + 1) % 4;
    return onex_day_text(base + offset, text[turn]);
}

static void catalogue(void) {
    FILE *college = table("college", "code,name"), *major = table("major", "code,name,college,national_team");
    FILE *org = table("evaluation_org", "code,name"), *certificate = table("certificate", "code,name,evaluation_org");
    FILE *item = table("standard_item", "certificate,level,code,title"), *course = table("course", "code,name,major,credits,standard_revised_on");
    FILE *revision = table("programme_revision", "major,year,document,approved_on"), *rule = table("credit_rule", "major,certificate,level,credits,adopted_on");
    FILE *appraisal = table("appraisal", "college,major,certificate,appraised_on,verdict,filed_on");
    fprintf(org, "O1,评价组织\n");
    for (int i = 0; i < COLLEGES; i++) fprintf(college, "c%02d,学院%02d\n", i, i);
    for (int i = 0; i < CERTIFICATES; i++) {
        fprintf(certificate, "X%03d,证书%03d,O1\n", i, i);
        for (int k = 0; k < ITEMS; k++) fprintf(item, "X%03d,elementary,E%02d,工作任务%d\n", i, k, k);
    }
    for (int i = 0; i < MAJORS; i++) {
        fprintf(major, "M%03d,专业%03d,c%02d,%d\n", i, i, i % COLLEGES, i % 9 == 0);
        for (int k = 0; k < 3; k++) fprintf(course, "K%03d-%d,课程,M%03d,2.5,2025-09-01\n", i, k, i);
        fprintf(revision, "M%03d,2026,教〔2025〕%d号,2025-07-01\n", i, i);
        for (int c = 0; c < CERTIFICATES; c += 10) {
            fprintf(rule, "M%03d,X%03d,elementary,2,2025-12-01\n", i, (c + i) % CERTIFICATES);
            fprintf(appraisal, "c%02d,M%03d,X%03d,2025-09-01,admit,2025-09-10\n", i % COLLEGES, i, (c + i) % CERTIFICATES);
        }
    }
    FILE *all[] = {college, major, org, certificate, item, course, revision, rule, appraisal};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) fclose(all[i]);
    FILE *office = table("office", "code,name"), *call = table("call", "year,document,opens_on,closes_on");
    FILE *budget = table("school_budget", "year,total,document"), *pause = table("school_break", "from_on,to_on,reason");
    fprintf(office, "academic_affairs,教务处\nfinance_assets,财务与资产管理处\n");
    fprintf(call, "2026,渝〔2025〕1号,2025-09-20,2025-11-10\n");
    fprintf(budget, "2026,9000000000,校财〔2026〕1号\n");
    fprintf(pause, "2026-01-26,2026-03-02,寒假\n2026-07-06,2026-08-24,暑假\n");
    fclose(office), fclose(call), fclose(budget), fclose(pause);
}

enum { PERSON, PILOT, PILOT_MAJOR, LEAD, MEMBER, QUOTA, MILESTONE, ATTESTATION, TEAM_MEMBER, ASSESSOR, REPORT, MAPPING, TRAINING, REGISTRATION,
       SITE, EXAM, RESULT, AWARD, ALLOCATION, CONTRACT, EXPENSE, STATEMENT, PAYMENT, OUTCOME, SUMMARY, FILES };
static FILE *files[FILES];

static void open_files(void) {
    static const char *const names[FILES][2] = {
        {"person", "code,name,kind,college"}, {"pilot", "code,year,college,certificate,state,declared_on,recommended_on,approved_on,started_on,due_on"},
        {"pilot_major", "pilot,major"}, {"pilot_lead", "pilot,person,from_on"}, {"pilot_member", "pilot,person,from_on,task"},
        {"plan_quota", "pilot,level,quota"}, {"milestone", "pilot,title,due_on,done_on"},
        {"attestation", "subject_kind,subject,topic,assessed_on,verdict,assessed_by"},
        {"team_member", "pilot,person,dual_qualified,industry_expert,part_time,source"}, {"assessor", "person,certificate,number,valid_from,valid_to"},
        {"report", "pilot,period_start,submitted_on,state,quality"}, {"course_mapping", "pilot,level,standard_item,kind,course"},
        {"training", "code,pilot,audience,starts_on,hours"}, {"registration", "pilot,person,level,voluntary_on,rank_score,selected"},
        {"site", "code,name,standardised_on,confidentiality_checked_on"}, {"exam", "code,pilot,level,held_on,mode,site"},
        {"exam_result", "exam,person,status,score"}, {"award", "certificate_no,exam,person,issued_on,credit_bank_on"},
        {"allocation", "pilot,head,amount,document,issued_on"}, {"contract", "code,pilot,party,amount,signed_on"},
        {"expense", "code,pilot,head,exam_item,subject,amount,spent_on,contract,requires_procurement,forms_asset"},
        {"no_charge_statement", "pilot,signed_by,signed_on"}, {"org_payment", "code,pilot,evaluation_org,direction,amount,account,paid_on"},
        {"outcome", "pilot,title,kind,achieved_on"}, {"summary", "pilot,submitted_on"}};
    for (int i = 0; i < FILES; i++) files[i] = table(names[i][0], names[i][1]);
    fprintf(files[SITE], "KD1,考点,2025-05-01,2026-04-01\n");
}

static void row(int file, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void row(int file, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    vfprintf(files[file], fmt, ap);
    va_end(ap);
    fputc('\n', files[file]);
}

static void people(int p, int major) {
    row(PILOT_MAJOR, "P%06d,M%03d", p, major);
    row(LEAD, "P%06d,T%06d00,2025-11-20", p, p);
    for (int i = 0; i < TEAM; i++) {
        row(PERSON, "T%06d%02d,教师,staff,c%02d", p, i, major % COLLEGES);
        row(TEAM_MEMBER, "P%06d,T%06d%02d,%u,%d,%d,internal", p, p, i, rnd(2), i < 2, i == 2);
        if (i < 3) row(MEMBER, "P%06d,T%06d%02d,2025-11-20,教学", p, p, i);
        if (i < 2) row(ASSESSOR, "T%06d%02d,X%03d,KP%06d%02d,2025-10-01,2027-10-01", p, i, p % CERTIFICATES, p, i);
    }
}

static void candidates(int p) {
    row(EXAM, "E%06d,P%06d,elementary,%s,certificate_exam,KD1", p, p, day(150));
    for (int i = 0; i < CANDIDATES; i++) {
        bool passed = rnd(100) < 88;
        row(PERSON, "S%06d%02d,学生,student,", p, i);
        row(REGISTRATION, "P%06d,S%06d%02d,elementary,%s,%d,1", p, p, i, day(20), 100 - i);
        row(RESULT, "E%06d,S%06d%02d,%s,%u", p, p, i, passed ? "passed" : i % 7 ? "failed" : "absent", 50 + rnd(50));
        if (passed) row(AWARD, "Z%06d%02d,E%06d,S%06d%02d,%s,%s", p, i, p, p, i, day(170), i % 11 ? day(180) : "");
    }
    row(QUOTA, "P%06d,elementary,%d", p, CANDIDATES);
}

static void work(int p, int major) {
    for (int i = 0; i < PERIODS; i++)
        if (rnd(20)) row(REPORT, "P%06d,%s,%s,submitted,good", p, day(14 * i), day(14 * i + 11 + (int)rnd(4)));
    for (int i = 0; i < ITEMS; i++) row(MAPPING, "P%06d,elementary,E%02d,module,K%03d-%d", p, i, major, i % 3);
    for (int i = 0; i < 3; i++) row(MILESTONE, "P%06d,事项%d,%s,%s", p, i, day(100 * i + 50), i < 2 ? day(100 * i + 48) : "");
    row(TRAINING, "PX%06d-1,P%06d,external,%s,32", p, p, day(40));
    row(OUTCOME, "P%06d,论文,research,%s", p, day(200));
    row(ATTESTATION, "pilot,P%06d,major_foundation,2025-09-16,met,领导小组", p);
    row(ATTESTATION, "pilot,P%06d,facilities,2025-09-16,met,教务处", p);
    row(ATTESTATION, "pilot,P%06d,integration_highlight,%s,met,教务处", p, day(250));
}

static void money(int p) {
    static const char *const heads[] = {"人才培养模式与课程体系改革", "课程与教学资源库建设", "师资队伍建设", "实训条件建设", "培训认证相关费用"};
    static const char *const subjects[] = {"差旅费", "培训费", "租赁费", "劳务费", "专用材料费"};
    for (int i = 0; i < 5; i++) row(ALLOCATION, "P%06d,%s,%u,校财〔2026〕%d号,2026-01-10", p, heads[i], 5000 + rnd(3000), p % 90);
    row(CONTRACT, "HT%06d,P%06d,协作单位,4000,2026-01-12", p, p);
    for (int i = 0; i < EXPENSES; i++) {
        bool exam = i % 5 == 4;
        char contract[16];
        snprintf(contract, sizeof contract, "HT%06d", p);
        row(EXPENSE, "ZC%06d-%02d,P%06d,%s,%s,%s,%u.%02u,%s,%s,0,0", p, i, p, heads[i % 5], exam ? "组卷" : "", subjects[rnd(5)], 300 + rnd(1500),
            rnd(100), day(30 + 20 * i), exam ? contract : "");
    }
    row(STATEMENT, "P%06d,项目负责人,%s", p, day(200));
    row(PAYMENT, "WL%06d,P%06d,O1,paid,3000,school_finance,%s", p, p, day(160));
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: generate N FOLDER\n", stderr);
        return 2;
    }
    folder = argv[2];
    int n = atoi(argv[1]);
    catalogue();
    open_files();
    for (int p = 0; p < n; p++) {
        int major = p % MAJORS;
        /* (year, college, certificate) is unique: later rounds of the same pair are earlier years */
        row(PILOT, "P%06d,%d,c%02d,X%03d,%s,2025-10-15,2025-10-25,2025-11-15,%s,2026-12-31", p, 2026 - p / (COLLEGES * CERTIFICATES), p % COLLEGES,
            (p / COLLEGES) % CERTIFICATES, p % 10 ? "running" : "summarised", day((int)rnd(5)));
        people(p, major);
        candidates(p);
        work(p, major);
        money(p);
        if (p % 10 == 0) row(SUMMARY, "P%06d,%s", p, day(300));
    }
    int failed = 0;
    for (int i = 0; i < FILES; i++) failed |= fclose(files[i]) != 0;
    return failed;
}
