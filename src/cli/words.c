/* The words of the command line: options, the command and its words, checked against the descriptors, with the
 * nearest names for what is mistyped. Runs nothing. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/commands.h"

const onex_option onex_global_options[] = {
    {"db", 0, "FILE", false, "the database (else $ONEX_DB, else onex.db)", "数据库（否则取 $ONEX_DB，再否则 onex.db）"},
    {"rules", 0, "DIR", false, "the rules folder (else $ONEX_RULES, else rules/ beside the database)",
     "规则文件夹（否则取 $ONEX_RULES，再否则数据库旁的 rules/）"},
    {"as-of", 0, "DATE", false, "the day asked about (else today)", "所问的日期（否则为今天）"},
    {"format", 0, "F", false, "form of the output: table, tsv, csv, json, jsonl",
     "输出格式：table、tsv、csv、json、jsonl"},
    {"lang", 0, "zh|en", false, "language of texts (else $ONEX_LANG, else the locale)",
     "文字语言（否则取 $ONEX_LANG，再否则按区域设置）"},
    {"color", 0, "auto|never", false, "colour on a terminal, or never", "在终端上着色，或从不着色"},
    {"actor", 0, "NAME", false, "who is acting, for the record (else $ONEX_ACTOR, else the login name)",
     "记录中的操作人（否则取 $ONEX_ACTOR，再否则登录名）"},
    {"directory", 'C', "DIR", false, "work in this folder", "在此文件夹中工作"},
    {"quiet", 'q', NULL, false, "no hints and notes", "不显示提示"},
    {"help", 'h', NULL, false, "help for the command", "显示命令帮助"},
    {"version", 0, NULL, false, "the version", "显示版本"},
    {0},
};

static const struct {
    const char *word;
    onex_format format;
} formats[] = {
    {"table", ONEX_FORMAT_TABLE}, {"tsv", ONEX_FORMAT_TSV},     {"csv", ONEX_FORMAT_CSV},
    {"json", ONEX_FORMAT_JSON},   {"jsonl", ONEX_FORMAT_JSONL}, {"xlsx", ONEX_FORMAT_XLSX},
    {"ics", ONEX_FORMAT_ICS},
};
enum { FORMATS = sizeof formats / sizeof formats[0] };

static const onex_option *option_find(const onex_option *list, const char *name, size_t len) {
    for (; list && list->name; list++)
        if (strlen(list->name) == len && memcmp(list->name, name, len) == 0) return list;
    return NULL;
}

static const onex_option *option_letter(const onex_option *list, char letter) {
    for (; list && list->name; list++)
        if (list->letter && list->letter == letter) return list;
    return NULL;
}

static onex_status unknown_option(const onex_cli *cli, const char *arg, size_t len, onex_error *err) {
    char name[64], near[256];
    size_t n = len < sizeof name - 1 ? len : sizeof name - 1;
    memcpy(name, arg, n);
    name[n] = 0;
    onex_nearest nearest;
    onex_nearest_init(&nearest, name + (name[1] == '-' ? 2 : 1));
    for (const onex_option *o = onex_global_options; o->name; o++) onex_nearest_offer(&nearest, o->name);
    if (cli->command)
        for (const onex_option *o = cli->command->options; o && o->name; o++) onex_nearest_offer(&nearest, o->name);
    onex_nearest_text(&nearest, near, sizeof near);
    if (near[0])
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("unknown option '%s'; nearest: '--%s'", "没有选项“%s”；最接近的是 --%s"), name,
                         nearest.best[0]);
    return onex_fail(err, ONEX_E_USAGE, onex_tr("unknown option '%s'", "没有选项“%s”"), name);
}

static onex_status give(onex_cli *cli, const onex_option *option, const char *value, onex_error *err) {
    for (int i = 0; i < cli->ngiven && !option->repeatable; i++)
        if (cli->given[i].option == option)
            return onex_fail(err, ONEX_E_USAGE, onex_tr("option '--%s' is given twice", "选项“--%s”给了两次"),
                             option->name);
    cli->given[cli->ngiven].option = option;
    cli->given[cli->ngiven++].value = value;
    return ONEX_OK;
}

static onex_status long_option(onex_cli *cli, char **argv, int *i, onex_error *err) {
    const char *name = argv[*i] + 2, *equals = strchr(name, '=');
    size_t len = equals ? (size_t)(equals - name) : strlen(name);
    const onex_option *option = cli->command ? option_find(cli->command->options, name, len) : NULL;
    if (!option) option = option_find(onex_global_options, name, len);
    if (!option) return unknown_option(cli, argv[*i], len + 2, err);
    if (!option->argument) {
        if (equals)
            return onex_fail(err, ONEX_E_USAGE, onex_tr("option '--%s' takes no value", "选项“--%s”不带值"),
                             option->name);
        return give(cli, option, "", err);
    }
    if (equals) return give(cli, option, equals + 1, err);
    if (!argv[*i + 1])
        return onex_fail(err, ONEX_E_USAGE, onex_tr("option '--%s' needs %s", "选项“--%s”需要 %s"), option->name,
                         option->argument);
    return give(cli, option, argv[++*i], err);
}

static onex_status letter_options(onex_cli *cli, char **argv, int *i, onex_error *err) {
    for (const char *at = argv[*i] + 1; *at; at++) {
        const onex_option *option = cli->command ? option_letter(cli->command->options, *at) : NULL;
        if (!option) option = option_letter(onex_global_options, *at);
        if (!option) return unknown_option(cli, argv[*i], strlen(argv[*i]), err);
        if (!option->argument) {
            onex_status status = give(cli, option, "", err);
            if (status) return status;
            continue;
        }
        if (at[1]) return give(cli, option, at + 1, err);
        if (!argv[*i + 1])
            return onex_fail(err, ONEX_E_USAGE, onex_tr("option '-%c' needs %s", "选项“-%c”需要 %s"), *at,
                             option->argument);
        return give(cli, option, argv[++*i], err);
    }
    return ONEX_OK;
}

static onex_status take_command(onex_cli *cli, const char *word, onex_error *err) {
    cli->command = onex_command_find(word);
    if (cli->command) return ONEX_OK;
    char near[256];
    onex_nearest nearest;
    onex_nearest_init(&nearest, word);
    for (int i = 0; onex_commands[i]; i++) onex_nearest_offer(&nearest, onex_commands[i]->name);
    onex_nearest_text(&nearest, near, sizeof near);
    if (near[0])
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("unknown command '%s'; nearest: %s", "没有命令“%s”；最接近的是：%s"), word, near);
    return onex_fail(err, ONEX_E_USAGE, onex_tr("unknown command '%s'", "没有命令“%s”"), word);
}

static onex_status words_take(onex_cli *cli, char **argv, onex_error *err) {
    bool options = true;
    for (int i = 1; argv[i]; i++) {
        onex_status status = ONEX_OK;
        if (options && strcmp(argv[i], "--") == 0)
            options = false;
        else if (options && argv[i][0] == '-' && argv[i][1] == '-')
            status = long_option(cli, argv, &i, err);
        else if (options && argv[i][0] == '-' && argv[i][1])
            status = letter_options(cli, argv, &i, err);
        else if (!cli->command)
            status = take_command(cli, argv[i], err);
        else
            cli->words[cli->nwords++] = argv[i];
        if (cli->command && cli->command->words_end_options && cli->nwords) options = false;
        if (status) return status;
    }
    return ONEX_OK;
}

static onex_status words_count(const onex_cli *cli, onex_error *err) {
    const onex_command *command = cli->command;
    if (cli->nwords < command->min_words)
        return onex_fail(err, ONEX_E_USAGE, onex_tr("too few words; write: onex %s %s", "参数不够；写法：onex %s %s"),
                         command->name, command->usage);
    if (command->max_words >= 0 && cli->nwords > command->max_words)
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("one word too many: '%s'; write: onex %s%s%s", "多余的参数“%s”；写法：onex %s%s%s"),
                         cli->words[command->max_words], command->name, command->usage[0] ? " " : "", command->usage);
    return ONEX_OK;
}

static onex_status lang_take(onex_cli *cli, const char *text, const char *source, onex_error *err) {
    if (strcmp(text, "zh") == 0 || strncmp(text, "zh_", 3) == 0)
        cli->lang = ONEX_LANG_ZH;
    else if (strcmp(text, "en") == 0 || strncmp(text, "en_", 3) == 0)
        cli->lang = ONEX_LANG_EN;
    else
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("%s: no language '%s'; write zh or en", "%s：没有语言“%s”；请写 zh 或 en"), source,
                         text);
    onex_lang_set(cli->lang);
    return ONEX_OK;
}

/* The language that the environment names, so that even the first error is told in it. */
static void lang_from_environment(onex_cli *cli) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    cli->lang = ONEX_LANG_EN;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (!value || !*value) continue;
        if (strncmp(value, "zh", 2) == 0) cli->lang = ONEX_LANG_ZH;
        break;
    }
    onex_lang_set(cli->lang);
}

/* Whether the next word is the value of this one. */
static bool option_with_argument(const onex_command *command, const char *word) {
    const onex_option *option = NULL;
    if (word[1] == '-') {
        option = command ? option_find(command->options, word + 2, strlen(word + 2)) : NULL;
        if (!option) option = option_find(onex_global_options, word + 2, strlen(word + 2));
    } else if (word[1] && !word[2]) {
        option = command ? option_letter(command->options, word[1]) : NULL;
        if (!option) option = option_letter(onex_global_options, word[1]);
    }
    return option && option->argument;
}

static onex_status lang_choose(onex_cli *cli, char **argv, onex_error *err) {
    lang_from_environment(cli);
    const char *given = NULL, *env = getenv("ONEX_LANG");
    const onex_command *command = NULL;
    for (int i = 1; argv[i] && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--lang") == 0 && argv[i + 1]) given = argv[i + 1];
        if (strncmp(argv[i], "--lang=", 7) == 0) given = argv[i] + 7;
        if (argv[i][0] != '-') {
            if (command && command->words_end_options) break;
            if (!command) command = onex_command_find(argv[i]);
        } else if (option_with_argument(command, argv[i]) && argv[i + 1]) {
            i++;
        }
    }
    cli->lang_given = given != NULL;
    if (given) return lang_take(cli, given, "--lang", err);
    if (env && *env) return lang_take(cli, env, "$ONEX_LANG", err);
    return ONEX_OK;
}

static onex_status format_take(onex_cli *cli, const char *text, onex_error *err) {
    unsigned allowed = cli->command ? cli->command->formats : 0;
    char list[64] = "";
    for (int i = 0; i < FORMATS; i++) {
        if (!(allowed & formats[i].format)) continue;
        if (strcmp(text, formats[i].word) == 0) {
            cli->format = formats[i].format;
            cli->format_given = true;
            return ONEX_OK;
        }
        if (list[0]) strcat(list, ", ");
        strcat(list, formats[i].word);
    }
    if (!allowed)
        return onex_fail(err, ONEX_E_USAGE, onex_tr("'%s' takes no --format", "“%s”不用 --format"),
                         cli->command ? cli->command->name : "onex");
    return onex_fail(err, ONEX_E_USAGE,
                     onex_tr("no format '%s' for '%s'; there are: %s", "没有格式“%s”（命令 %s）；可用：%s"), text,
                     cli->command->name, list);
}

static void format_default(onex_cli *cli) {
    unsigned allowed = cli->command ? cli->command->formats : 0;
    if ((allowed & ONEX_FORMAT_TSV) && !cli->terminal) {
        cli->format = ONEX_FORMAT_TSV;
        return;
    }
    cli->format = ONEX_FORMAT_TABLE;
    for (int i = 0; i < FORMATS; i++)
        if (allowed & formats[i].format) {
            cli->format = formats[i].format;
            return;
        }
}

/* Options of every command; a command's own option of the same name was taken before and is left to it. */
static onex_status globals_take(onex_cli *cli, onex_error *err) {
    const char *value, *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    cli->color = cli->terminal && !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
    cli->rules_dir = onex_cli_option(cli, "rules");
    cli->actor = onex_cli_option(cli, "actor");
    if (cli->actor && !*cli->actor) return onex_fail(err, ONEX_E_USAGE, onex_tr("--actor is empty", "--actor 为空"));
    if ((value = onex_cli_option(cli, "color"))) {
        if (strcmp(value, "never") == 0)
            cli->color = false;
        else if (strcmp(value, "auto") != 0)
            return onex_fail(err, ONEX_E_USAGE,
                             onex_tr("--color is auto or never, not '%s'", "--color 只能是 auto 或 never，不是“%s”"),
                             value);
    }
    if ((value = onex_cli_option(cli, "db"))) {
        cli->db = value;
        cli->db_given = true;
    } else if ((value = getenv("ONEX_DB")) && *value) {
        cli->db = value;
    } else {
        cli->db = "onex.db";
    }
    if (!*cli->db) return onex_fail(err, ONEX_E_USAGE, onex_tr("--db is empty", "--db 为空"));
    if ((value = onex_cli_option(cli, "as-of")) && !onex_day_parse(value, strlen(value), &cli->as_of))
        return onex_fail(
            err, ONEX_E_USAGE,
            onex_tr("--as-of: '%s' is no day; write it as 2026-03-01", "--as-of：“%s”不是日期；请写成 2026-03-01"),
            value);
    if ((value = getenv("ONEX_SANDBOX")) && *value) {
        cli->unconfined = strcmp(value, "none") == 0;
        if (!cli->unconfined)
            return onex_fail(err, ONEX_E_USAGE,
                             onex_tr("$ONEX_SANDBOX is none or not set, not '%s'",
                                     "环境变量 ONEX_SANDBOX 只能是 none，或不设置；不能是“%s”"),
                             value);
    }
    format_default(cli);
    if ((value = onex_cli_option(cli, "format"))) return format_take(cli, value, err);
    return ONEX_OK;
}

onex_status onex_cli_parse(onex_cli *cli, int argc, char **argv, onex_error *err) {
    cli->program = argc > 0 ? argv[0] : "onex";
    cli->as_of = ONEX_DAY_NONE;
    cli->terminal = isatty(fileno(cli->out)) == 1;
    cli->words = calloc((size_t)argc + 1, sizeof *cli->words);
    cli->given = calloc((size_t)argc + 128, sizeof *cli->given);
    onex_status status = lang_choose(cli, argv, err);
    if (status) return status;
    if (!cli->words || !cli->given) return onex_no_memory(err);
    if (argc > 0) status = words_take(cli, argv, err);
    if (status) return status;
    bool helped = onex_cli_option(cli, "help") || onex_cli_option(cli, "version");
    if (cli->command && !helped) status = words_count(cli, err);
    if (status) return status;
    return globals_take(cli, err);
}

void onex_cli_clear(onex_cli *cli) {
    onex_rules_close(cli->rules);
    onex_store_close(cli->store);
    free(cli->words);
    free(cli->given);
    cli->rules = NULL;
    cli->store = NULL;
    cli->words = NULL;
    cli->given = NULL;
}

const char *onex_cli_option(const onex_cli *cli, const char *name) {
    for (int i = cli->ngiven - 1; i >= 0; i--)
        if (strcmp(cli->given[i].option->name, name) == 0) return cli->given[i].value;
    return NULL;
}

const char *onex_cli_option_at(const onex_cli *cli, const char *name, int i) {
    for (int k = 0; k < cli->ngiven; k++)
        if (strcmp(cli->given[k].option->name, name) == 0 && i-- == 0) return cli->given[k].value;
    return NULL;
}
