/* Writes a calendar (iCalendar, RFC 5545) of all-day events into a buffer. No clock: the same input gives the same
 * bytes. What the events are is left to the caller. */
#ifndef ONEX_IO_ICS_H
#define ONEX_IO_ICS_H

#include "base/buffer.h"
#include "base/date.h"

typedef struct onex_ics_event {
    const char *uid; /* stable and unique in the calendar; NUL-ended ASCII */
    onex_day day;
    const char *summary, *description, *categories; /* UTF-8, any characters; NULL or "": left out */
} onex_ics_event;

/* Lines end with CRLF and are folded so that none is longer than 75 octets, no character is split; in texts , ; \ and
 * line ends are escaped, other control characters left out. `stamp`: the day of DTSTAMP, at 00:00 UTC. */
void onex_ics_begin(onex_buffer *b, const char *name);
void onex_ics_put(onex_buffer *b, const onex_ics_event *event, onex_day stamp);
void onex_ics_end(onex_buffer *b);

#endif
