/* Help pages and the completion script. All of it is made from the descriptors; only the topics are texts of their own.
 */
#include "cli/help.h"

#include <string.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/sheet.h"
#include "rules/codes.h"

static const char *by_lang(const char *en, const char *zh) {
    return onex_lang_get() == ONEX_LANG_ZH ? zh : en;
}

static void heading(const onex_cli *cli, onex_buffer *b, const char *text) {
    onex_style_put(cli, b, ONEX_STYLE_BOLD, text);
    onex_buffer_char(b, '\n');
}

/* "  name   text", the names in one column. */
static void entry(onex_buffer *b, const char *name, int width, const char *text) {
    onex_buffer_printf(b, "  %s%*s  %s\n", name, width - onex_text_width(name, strlen(name)), "", text);
}

static void option_name(const onex_option *o, char *out, size_t size) {
    char letter[8] = "";
    if (o->letter) snprintf(letter, sizeof letter, "-%c, ", o->letter);
    snprintf(out, size, "%s--%s%s%s", letter, o->name, o->argument ? " " : "", o->argument ? o->argument : "");
}

static void options_list(onex_buffer *b, const onex_option *options) {
    char name[96];
    int width = 0;
    for (const onex_option *o = options; o->name; o++) {
        option_name(o, name, sizeof name);
        if ((int)strlen(name) > width) width = (int)strlen(name);
    }
    for (const onex_option *o = options; o->name; o++) {
        option_name(o, name, sizeof name);
        entry(b, name, width, by_lang(o->en, o->zh));
    }
}

void onex_help_overview(const onex_cli *cli, onex_buffer *b) {
    onex_buffer_text(b, onex_tr("onex checks a college's 1+X pilots against the regulation\n\n",
                                "onex 对照管理办法检查学校的 1+X 试点项目\n\n"));
    onex_buffer_text(b, onex_tr("usage: onex [OPTION...] COMMAND ...\n\n", "用法：onex [选项...] 命令 ...\n\n"));
    heading(cli, b, onex_tr("commands", "命令"));
    int width = 0;
    for (int i = 0; onex_commands[i]; i++)
        if ((int)strlen(onex_commands[i]->name) > width) width = (int)strlen(onex_commands[i]->name);
    for (int i = 0; onex_commands[i]; i++)
        entry(b, onex_commands[i]->name, width, by_lang(onex_commands[i]->en, onex_commands[i]->zh));
    onex_buffer_char(b, '\n');
    heading(cli, b, onex_tr("options of every command", "各命令通用的选项"));
    options_list(b, onex_global_options);
    onex_buffer_text(b, onex_tr("\nonex help COMMAND tells more; topics:", "\n详见 onex help 命令；专题："));
    for (const char *const *t = onex_help_topics(); *t; t++) onex_buffer_printf(b, " %s", *t);
    onex_buffer_char(b, '\n');
}

static void formats_list(const onex_command *command, onex_buffer *b) {
    static const char *const words[] = {"table", "tsv", "csv", "json", "jsonl", "xlsx", "ics"};
    if (!command->formats) return;
    onex_buffer_text(b, onex_tr("--format takes", "--format 可用"));
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
        if (command->formats & (1u << i)) onex_buffer_printf(b, " %s", words[i]);
    onex_buffer_char(b, '\n');
}

static const char *opens_text(onex_opens opens) {
    switch (opens) {
    case ONEX_OPENS_READ: return onex_tr("reads the database", "读取数据库");
    case ONEX_OPENS_WRITE: return onex_tr("writes to the database", "写入数据库");
    case ONEX_OPENS_CREATE: return onex_tr("makes a database", "新建数据库");
    default: return onex_tr("needs no database", "不需要数据库");
    }
}

void onex_help_command(const onex_cli *cli, const onex_command *command, onex_buffer *b) {
    onex_buffer_printf(b, onex_tr("usage: onex %s%s%s\n\n", "用法：onex %s%s%s\n\n"), command->name,
                       command->usage[0] ? " " : "", command->usage);
    onex_buffer_printf(b, onex_tr("%s (%s)\n", "%s（%s）\n"), by_lang(command->en, command->zh),
                       opens_text(command->opens));
    const char *details = by_lang(command->details_en, command->details_zh);
    if (details) onex_buffer_printf(b, "\n%s\n", details);
    onex_buffer_char(b, '\n');
    if (command->options) {
        heading(cli, b, onex_tr("options", "选项"));
        options_list(b, command->options);
        onex_buffer_char(b, '\n');
    }
    formats_list(command, b);
    onex_buffer_text(b, onex_tr("Options of every command: onex help\n", "通用选项：onex help\n"));
}

static const struct {
    const char *name, *en, *zh;
} topics[] = {
    {"exit-codes",
     "0    done, whatever the verdicts\n"
     "1    a gate failed: a test failed, lint found errors; with -e: something is unmet or hit\n"
     "2    the words on the command line are wrong\n"
     "3    no such subject, rule, table or file\n"
     "4    the rule files cannot be loaded; nothing was evaluated\n"
     "5    data refused, nothing was written; or the database is locked, damaged or too new\n"
     "6    an act was refused\n"
     "7    out of memory or disk, or a promise inside the program was broken\n"
     "8    check -e: nothing unmet or hit, but something unknown\n"
     "130  interrupted; 143 terminated; nothing half written stays\n",
     "0    已完成，不论判定如何\n"
     "1    关口未过：规则测试失败，lint 查出错误；使用 -e 时：有不符合或命中\n"
     "2    命令行写法有误\n"
     "3    没有该对象、规则、表或文件\n"
     "4    规则文件无法加载，未作任何判定\n"
     "5    数据被拒绝，什么也没有写入；或数据库被占用、损坏、版本过新\n"
     "6    操作被拒绝\n"
     "7    内存或磁盘不足，或程序内部出错\n"
     "8    check -e：没有不符合或命中，但有待定\n"
     "130  被中断；143 被终止；不留下写了一半的数据\n"},
    {"formats",
     "table  aligned for reading (the default on a terminal)\n"
     "tsv    a header line and tab-separated codes (the default in a pipe); \\t \\n \\\\ stand for tab, line feed, "
     "backslash\n"
     "csv    the same with commas (RFC 4180)\n"
     "json   one object with \"schema\":\"onex.<command>/1\"\n"
     "jsonl  one object a line\n"
     "Codes and keys are ASCII in every language; the same database, rules and day give the same bytes.\n",
     "table  对齐的表格（终端上的默认格式）\n"
     "tsv    首行为列名，以制表符分隔的代码（管道中的默认格式）；\\t \\n \\\\ 代表制表符、换行、反斜杠\n"
     "csv    同上，以逗号分隔（RFC 4180）\n"
     "json   一个对象，含 \"schema\":\"onex.<命令>/1\"\n"
     "jsonl  每行一个对象\n"
     "代码和键名在任何语言下都是 ASCII；同样的数据库、规则和日期得到同样的字节。\n"},
    {"subjects",
     "A subject is what a rule judges: school, college, pilot, exam, expense, registration.\n"
     "Write its code (P-01), or KIND:CODE where kinds share a code (expense:E-7); the school's code is 'school',\n"
     "a registration's is PILOT/PERSON/LEVEL (P-01/S1/elementary).\n"
     "Rules, facts and params are found by name or Chinese title.\n",
     "对象是规则所判定的：school 学校、college 二级学院、pilot 试点项目、exam 考核场次、expense 支出、registration "
     "报名。\n"
     "写它的代码（P-01）；几类对象代码相同时写“类别:代码”（expense:E-7）；学校的代码是 school，\n"
     "报名的代码是“项目/人员/等级”（P-01/S1/elementary）。\n"
     "规则、事实、参数可用名称或中文标题查找。\n"},
    {"verdicts",
     "met / unmet   符合 / 不符合     a condition holds, or does not\n"
     "hit / clear   命中 / 未命中     a trigger: what must not happen did, or did not\n"
     "deviates      偏离              short of an \"in principle\" or preferred target\n"
     "excused       偏离（已说明）    the same, excused by a waiver on record\n"
     "unknown       待定              data is missing; onex gaps tells which, and who supplies it\n"
     "idle          未启动            nobody ever opened a case\n"
     "na            不适用            not in force on that day, or not for this subject\n",
     "met / unmet   符合 / 不符合     条件成立或不成立\n"
     "hit / clear   命中 / 未命中     不应发生的情形：发生了或没有\n"
     "deviates      偏离              未达到“原则上”或优先的要求\n"
     "excused       偏离（已说明）    同上，已有备案的情况说明\n"
     "unknown       待定              缺少数据；onex gaps 列出缺什么、由谁补\n"
     "idle          未启动            从未立案\n"
     "na            不适用            当日未生效，或与该对象无关\n"},
};
enum { TOPICS = sizeof topics / sizeof topics[0] };

const char *const *onex_help_topics(void) {
    static const char *names[TOPICS + 2];
    for (int i = 0; i < TOPICS; i++) names[i] = topics[i].name;
    names[TOPICS] = "codes";
    return names;
}

/* The codes of problems of rule files, from their table: all, or one. */
static bool codes_list(const onex_cli *cli, const char *topic, onex_buffer *b) {
    bool all = strcmp(topic, "codes") == 0, found = all;
    if (all) heading(cli, b, topic);
    for (const onex_code *c = onex_codes; c->code; c++) {
        if (!all && strcmp(c->code, topic) != 0) continue;
        onex_buffer_printf(b, "%s  %s\n", c->code, by_lang(c->en, c->zh));
        found = true;
    }
    if (all)
        onex_buffer_text(b, onex_tr("E: the rules do not load; W: probably not meant so; N: good to know. Found by onex lint.\n",
                                    "E：规则无法加载；W：多半不是本意；N：供参考。由 onex lint 查出。\n"));
    return found;
}

bool onex_help_topic(const onex_cli *cli, const char *topic, onex_buffer *b) {
    for (int i = 0; i < TOPICS; i++) {
        if (strcmp(topics[i].name, topic) != 0) continue;
        heading(cli, b, topic);
        onex_buffer_text(b, by_lang(topics[i].en, topics[i].zh));
        return true;
    }
    return codes_list(cli, topic, b);
}

static void completion_options(onex_buffer *b, const onex_option *options) {
    for (const onex_option *o = options; o && o->name; o++) onex_buffer_printf(b, " --%s", o->name);
}

void onex_help_completion(onex_buffer *b) {
    onex_buffer_text(b, "# bash completion for onex; load it with: source <(onex completion bash)\n"
                        "_onex() {\n"
                        "    local word=${COMP_WORDS[COMP_CWORD]} command= i\n"
                        "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                        "        case ${COMP_WORDS[i]} in\n"
                        "        ");
    for (int i = 0; onex_commands[i]; i++) onex_buffer_printf(b, "%s%s", i ? "|" : "", onex_commands[i]->name);
    onex_buffer_text(b, ") command=${COMP_WORDS[i]}; break ;;\n        esac\n    done\n    local words='");
    completion_options(b, onex_global_options);
    onex_buffer_text(b, "'\n    case $command in\n    '') words+='");
    for (int i = 0; onex_commands[i]; i++) onex_buffer_printf(b, " %s", onex_commands[i]->name);
    onex_buffer_text(b, "' ;;\n");
    for (int i = 0; onex_commands[i]; i++) {
        onex_buffer_printf(b, "    %s) words+='", onex_commands[i]->name);
        completion_options(b, onex_commands[i]->options);
        onex_buffer_text(b, "' ;;\n");
    }
    onex_buffer_text(b, "    esac\n"
                        "    if [[ $word == -* || -z $command ]]; then\n"
                        "        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                        "    else\n"
                        "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
                        "    fi\n"
                        "}\n"
                        "complete -F _onex onex\n");
}
