/* A subject's story as onex status prints it: for people, and as JSON. */
#ifndef ONEX_CLI_STORY_H
#define ONEX_CLI_STORY_H

#include "cli/command.h"
#include "engine/story.h"

typedef struct onex_story_page {
    onex_cli *cli;
    const onex_program *program;
    const onex_story *story;
    char day[ONEX_DAY_TEXT]; /* asked about */
} onex_story_page;

/* The whole page to out; ONEX_E_INTERNAL: memory is gone. */
onex_status onex_story_text(const onex_story_page *page, onex_error *err);
onex_status onex_story_json(const onex_story_page *page, onex_error *err);

/* The title of what was decided; its name where the rules of today do not know it any more. */
const char *onex_story_title(const onex_story_page *page, const onex_story_act *act);

#endif
