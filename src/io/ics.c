/* iCalendar lines: escaping and folding. */
#include "io/ics.h"

#include <string.h>

enum { LINE_OCTETS = 75 };

/* Appends one content line (RFC 5545, 3.1): each continuation begins with a space, which counts. */
static void put_line(onex_buffer *b, const char *text, size_t len) {
    size_t room = LINE_OCTETS;
    while (len > room) {
        size_t cut = room;
        while (cut > 0 && ((unsigned char)text[cut] & 0xC0) == 0x80) cut--; /* not inside of a character */
        if (cut == 0) cut = room;
        onex_buffer_put(b, text, cut);
        onex_buffer_text(b, "\r\n ");
        text += cut;
        len -= cut;
        room = LINE_OCTETS - 1;
    }
    onex_buffer_put(b, text, len);
    onex_buffer_text(b, "\r\n");
}

/* Appends a value of type TEXT (RFC 5545, 3.3.11). */
static void put_escaped(onex_buffer *b, const char *text) {
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '\r' && text[1] == '\n') continue;
        if (c == '\n' || c == '\r')
            onex_buffer_text(b, "\\n");
        else if (c == ',' || c == ';' || c == '\\')
            onex_buffer_printf(b, "\\%c", c);
        else if ((c >= 0x20 && c != 0x7F) || c == '\t')
            onex_buffer_char(b, (char)c);
    }
}

static void put_text(onex_buffer *b, const char *name, const char *text) {
    onex_buffer line = {0};
    if (!text || !*text) return;
    onex_buffer_printf(&line, "%s:", name);
    put_escaped(&line, text);
    if (line.failed)
        b->failed = true;
    else
        put_line(b, line.data, line.len);
    onex_buffer_clear(&line);
}

static void put_day(onex_buffer *b, const char *name, onex_day day, const char *time) {
    int year, month, dom;
    onex_day_split(day, &year, &month, &dom);
    onex_buffer_printf(b, "%s:%04d%02d%02d%s\r\n", name, year, month, dom, time);
}

void onex_ics_begin(onex_buffer *b, const char *name) {
    onex_buffer_text(b, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//onex//onex todo//ZH\r\nCALSCALE:GREGORIAN\r\n"
                        "METHOD:PUBLISH\r\n");
    put_text(b, "X-WR-CALNAME", name);
}

void onex_ics_put(onex_buffer *b, const onex_ics_event *event, onex_day stamp) {
    onex_buffer_text(b, "BEGIN:VEVENT\r\n");
    put_text(b, "UID", event->uid);
    put_day(b, "DTSTAMP", stamp, "T000000Z");
    put_day(b, "DTSTART;VALUE=DATE", event->day, "");
    put_text(b, "SUMMARY", event->summary);
    put_text(b, "DESCRIPTION", event->description);
    put_text(b, "CATEGORIES", event->categories);
    onex_buffer_text(b, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

void onex_ics_end(onex_buffer *b) {
    onex_buffer_text(b, "END:VCALENDAR\r\n");
}
