/* The writer of calendars: escaping, folding, days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "io/ics.h"

static onex_day day(const char *text) {
    onex_day out;
    assert_true(onex_day_parse_iso(text, strlen(text), &out));
    return out;
}

static void an_event_is_written_whole(void **state) {
    (void)state;
    onex_buffer b = {0};
    onex_ics_begin(&b, "应办事项");
    onex_ics_put(&b,
                 &(onex_ics_event){.uid = "a1@onex",
                                   .day = day("2026-12-31"),
                                   .summary = "甲, 乙; 丙\\丁",
                                   .description = "一\n二\r\n三\rx\x01y\tz",
                                   .categories = ""},
                 day("0999-01-02"));
    onex_ics_end(&b);
    assert_string_equal(b.data, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//onex//onex todo//ZH\r\n"
                                "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:应办事项\r\n"
                                "BEGIN:VEVENT\r\nUID:a1@onex\r\nDTSTAMP:09990102T000000Z\r\n"
                                "DTSTART;VALUE=DATE:20261231\r\nSUMMARY:甲\\, 乙\\; 丙\\\\丁\r\n"
                                "DESCRIPTION:一\\n二\\n三\\nxy\tz\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
                                "END:VCALENDAR\r\n");
    onex_buffer_clear(&b);
}

/* The line of the name, unfolded into `out`; each of its pieces is valid UTF-8 and has at most 75 octets. */
static int unfolded(const onex_buffer *b, const char *name, char *out) {
    const char *at = strstr(b->data, name);
    int pieces = 0;
    assert_non_null(at);
    for (*out = 0;; pieces++) {
        const char *end = strstr(at, "\r\n");
        size_t bad, len = (size_t)(end - at);
        assert_true(len <= 75);
        assert_true(onex_text_valid(at, len, &bad));
        strncat(out, pieces ? at + 1 : at, pieces ? len - 1 : len);
        at = end + 2;
        if (*at != ' ') return pieces + 1;
    }
}

static void expect_folded(const char *summary, int pieces) {
    char line[4000], wanted[4000] = "SUMMARY:";
    onex_buffer b = {0};
    onex_ics_put(&b, &(onex_ics_event){.uid = "u", .day = day("2026-01-01"), .summary = summary}, day("2026-01-01"));
    assert_int_equal(unfolded(&b, "SUMMARY:", line), pieces);
    assert_string_equal(line, strcat(wanted, summary));
    onex_buffer_clear(&b);
}

static void lines_are_folded_at_75_octets(void **state) {
    (void)state;
    char text[400];
    memset(text, 'a', sizeof text);
    text[67] = 0; /* with SUMMARY: 75 */
    expect_folded(text, 1);
    text[67] = 'a', text[68] = 0;
    expect_folded(text, 2);
    text[68] = 'a', text[67 + 74] = 0;
    expect_folded(text, 2);
    text[67 + 74] = 'a', text[67 + 74 + 1] = 0;
    expect_folded(text, 3);
}

static void no_character_is_split_wherever_the_fold_falls(void **state) {
    (void)state;
    for (int before = 0; before < 8; before++) {
        char text[1000];
        memset(text, 'x', (size_t)before);
        text[before] = 0;
        for (int i = 0; i < 60; i++) strcat(text, i % 3 ? "试" : "𠀋");
        expect_folded(text, before == 0 ? 3 : 3 + (strlen(text) + 8 > 75 + 2 * 72));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_written_whole),
        cmocka_unit_test(lines_are_folded_at_75_octets),
        cmocka_unit_test(no_character_is_split_wherever_the_fold_falls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
