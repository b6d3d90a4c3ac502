/* onex new: a template for a rule, a value or a college's file, put where it belongs, commented out. */
#include <string.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/new_text.h"
#include "cli/rulefile.h"

#define SCHOOL_FILE "school/91-new.lua"
#define COLLEGE_FILE "10-rules.lua"

typedef enum { NEW_RULE, NEW_PARAM, NEW_LOCAL } new_kind;

typedef struct making {
    onex_cli *cli;
    onex_rulefile file;
    new_kind kind;
    const char *name, *college; /* college NULL: the school's */
    onex_buffer path;           /* inside the rules folder */
    const char *before;         /* its bytes; NULL: it is not there */
    size_t nbefore;
    onex_buffer text;
    int line; /* of the template */
} making;

/* ---- words ---- */

static onex_status words_take(making *m, onex_error *err) {
    static const char *const kinds[] = {"rule", "param", "local"};
    const char *word = m->cli->words[0];
    m->name = m->cli->words[1];
    m->college = onex_cli_option(m->cli, "college");
    for (int i = 0; i < 3; i++)
        if (strcmp(word, kinds[i]) == 0) {
            m->kind = (new_kind)i;
            return ONEX_OK;
        }
    return onex_fail(
        err, ONEX_E_USAGE,
        onex_tr("no template '%s'; there are: rule, param, local", "没有模板“%s”；可用：rule、param、local"), word);
}

static onex_status name_check(const making *m, onex_error *err) {
    if (onex_rules_name_ok(m->name)) return ONEX_OK;
    return onex_fail(
        err, ONEX_E_USAGE,
        onex_tr("'%s' is no name: a small letter, then small letters, digits and '_', and no word of Lua; the "
                "Chinese name is written as title",
                "“%s”不能作为名称：以小写字母开头，其后为小写字母、数字和“_”，且不能是 Lua 关键字；中文名写在 "
                "title 中"),
        m->name);
}

/* 20-training, with or without .lua. */
static onex_status file_name_check(const char *name, size_t len, onex_error *err) {
    size_t fits = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    if (len && fits >= len && *name != '-' && *name != '_') return ONEX_OK;
    return onex_fail(err, ONEX_E_USAGE,
                     onex_tr("'%s' is no name of a file here; write small letters, digits and '-', such as 20-training",
                             "“%s”不能作为文件名；请用小写字母、数字和“-”，如 20-training"),
                     name);
}

/* ---- names that are taken ---- */

static bool called(const onex_decl *decl, const char *name) {
    return strcmp(decl->name, name) == 0 || (decl->title && strcmp(decl->title, name) == 0);
}

/* Whether a name here and the declaration's would meet: the school's meet everyone's. */
static bool meets(const making *m, const onex_decl *decl) {
    return !m->college || !decl->college || strcmp(m->college, decl->college) == 0;
}

static const onex_decl *taken_by(const making *m) {
    const onex_program *p = onex_rules_program(m->file.rules);
    for (int i = 0; m->kind == NEW_PARAM && i < p->nparams; i++)
        if (meets(m, &p->params[i].decl) && called(&p->params[i].decl, m->name)) return &p->params[i].decl;
    for (int i = 0; m->kind == NEW_RULE && i < p->nrules; i++)
        if (meets(m, &p->rules[i].decl) && called(&p->rules[i].decl, m->name)) return &p->rules[i].decl;
    for (int i = 0; m->kind == NEW_RULE && i < p->nduties; i++)
        if (meets(m, &p->duties[i].decl) && called(&p->duties[i].decl, m->name)) return &p->duties[i].decl;
    return NULL;
}

static int lines_before(const char *text, const char *at) {
    int lines = 1;
    for (; text < at; text++) lines += *text == '\n';
    return lines;
}

/* A template of that name that waits in the file already; 0: none. */
static int waits_at(const making *m) {
    static const char *const words[] = {"condition", "trigger", "param"};
    for (size_t i = 0; i < sizeof words / sizeof *words && m->before; i++) {
        onex_buffer wanted = {0};
        onex_buffer_printf(&wanted, "-- %s \"%s\"", words[i], m->name);
        const char *at = wanted.failed ? NULL : memmem(m->before, m->nbefore, wanted.data, wanted.len);
        onex_buffer_clear(&wanted);
        if (at) return lines_before(m->before, at);
    }
    return 0;
}

static onex_status free_check(const making *m, onex_error *err) {
    const onex_decl *decl = taken_by(m);
    int line = decl ? decl->at.line : waits_at(m);
    if (!line) return ONEX_OK;
    return onex_fail(err, ONEX_E_USAGE, onex_tr("'%s' is there already: %s/%s:%d", "已有“%s”：%s/%s:%d"), m->name,
                     m->file.dir, decl ? decl->at.file : m->path.data, line);
}

/* ---- which file ---- */

static void file_find(making *m) {
    const onex_program *program = onex_rules_program(m->file.rules);
    for (int i = 0; i < program->nfiles; i++)
        if (strcmp(program->files[i], m->path.data) == 0) {
            const char *path;
            onex_rules_file(m->file.rules, i, &path, &m->before, &m->nbefore);
        }
}

/* A file of its own, in which nothing may stand yet: local media, or local 20-training --college media. */
static onex_status local_path(making *m, onex_error *err) {
    size_t len = strlen(m->name);
    onex_status status = ONEX_OK;
    if (m->college) {
        if (len > 4 && strcmp(m->name + len - 4, ".lua") == 0) len -= 4;
        status = file_name_check(m->name, len, err);
        onex_buffer_printf(&m->path, "colleges/%s/%.*s.lua", m->college, (int)len, m->name);
    } else {
        m->college = m->name;
        onex_buffer_printf(&m->path, "colleges/%s/" COLLEGE_FILE, m->college);
    }
    if (!status) status = onex_rulefile_college(&m->file, m->college, err);
    if (!status && m->path.failed) status = onex_no_memory(err);
    if (status) return status;
    file_find(m);
    if (!m->before) return ONEX_OK;
    return onex_fail(err, ONEX_E_DATA,
                     onex_tr("'%s/%s' is there already; another file: onex new local 20-NAME --college %s",
                             "“%s/%s”已存在；另建文件：onex new local 20-名称 --college %s"),
                     m->file.dir, m->path.data, m->college);
}

static onex_status declared_path(making *m, onex_error *err) {
    onex_status status = name_check(m, err);
    if (!status && m->college) status = onex_rulefile_college(&m->file, m->college, err);
    if (status) return status;
    if (m->college)
        onex_buffer_printf(&m->path, "colleges/%s/" COLLEGE_FILE, m->college);
    else
        onex_buffer_text(&m->path, SCHOOL_FILE);
    if (m->path.failed) return onex_no_memory(err);
    file_find(m);
    return free_check(m, err);
}

/* ---- the text ---- */

static void text_make(making *m, onex_day day) {
    onex_buffer *b = &m->text;
    if (m->before) onex_buffer_put(b, m->before, m->nbefore);
    if (m->nbefore && m->before[m->nbefore - 1] != '\n') onex_buffer_char(b, '\n');
    if (!m->before && m->college)
        onex_new_head_put(b, m->college, m->kind == NEW_LOCAL ? onex_rules_program(m->file.rules) : NULL, day);
    if (!m->before && !m->college)
        onex_buffer_text(b, "--- 学校新增的规则和界限值。 Rules and values that the school adds.\n");
    m->line = m->kind == NEW_LOCAL || b->failed ? 1 : lines_before(b->data, b->data + b->len) + 1;
    if (m->kind == NEW_RULE) onex_new_rule_put(b, m->name, m->college, onex_rules_program(m->file.rules));
    if (m->kind == NEW_PARAM) onex_new_param_put(b, m->name, m->college);
}

static onex_status tell(const making *m, onex_error *err) {
    onex_buffer b = {0};
    if (m->cli->format == ONEX_FORMAT_JSON) {
        onex_buffer_text(&b, "{\"schema\":\"onex.new/1\",\"file\":");
        onex_buffer_json_text(&b, m->path.data);
        onex_buffer_printf(&b, ",\"line\":%d,\"college\":", m->line);
        onex_buffer_json_text(&b, m->college);
        onex_buffer_text(&b, "}\n");
    } else if (!m->cli->quiet) {
        onex_buffer_printf(
            &b, onex_tr("%s/%s:%d: a template, commented out\n", "%s/%s:%d：模板已写入（注释状态，尚不起作用）\n"),
            m->file.dir, m->path.data, m->line);
    }
    onex_status status = b.len || b.failed ? onex_cli_write(m->cli, &b, err) : ONEX_OK;
    onex_buffer_clear(&b);
    if (!status)
        onex_cli_hint(
            m->cli, "%s",
            onex_tr(
                "take \"-- \" off its lines and fill in each ……; then onex lint, onex test, onex impact, onex publish",
                "删去行首的“-- ”并填好“……”；然后 onex lint、onex test、onex impact、onex publish"));
    return status;
}

/* ---- the command ---- */

static onex_status make(making *m, onex_error *err) {
    onex_day day;
    onex_status status = words_take(m, err);
    if (!status) status = onex_rulefile_open(&m->file, m->cli, err);
    if (!status) status = m->kind == NEW_LOCAL ? local_path(m, err) : declared_path(m, err);
    if (!status) status = onex_cli_day(m->cli, m->file.store, &day, err);
    if (status) return status;
    text_make(m, day);
    if (m->text.failed) return onex_no_memory(err);
    status = onex_rulefile_put(&m->file, m->cli, m->path.data, m->before, m->nbefore, &m->text, false, err);
    return status ? status : tell(m, err);
}

static onex_status new_run(onex_cli *cli, onex_error *err) {
    making m = {.cli = cli};
    onex_status status = make(&m, err);
    onex_buffer_clear(&m.path);
    onex_buffer_clear(&m.text);
    onex_rulefile_clear(&m.file);
    return status;
}

static const onex_option options[] = {
    {"college", 0, "C", false, "in that college's file (else the school's)", "写入该学院的文件（否则为学校的）"},
    {0},
};

const onex_command onex_cmd_new = {
    .name = "new",
    .en = "a template for a rule, a value or a college's file",
    .zh = "写入规则、界限值或学院细则文件的模板",
    .usage = "rule|param|local NAME [--college C]",
    .options = options,
    .min_words = 2,
    .max_words = 2,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_TEXT,
    .details_en =
        "rule, param: adds a template with every key explained to rules/colleges/C/10-rules.lua, or without\n"
        "--college to rules/school/91-new.lua. local CODE: makes the file of a college, with the values that it may\n"
        "tighten; local NAME --college C: one more file of that college. All is commented out, nothing is "
        "overwritten.\n"
        "Works without a database too. Exit 2: NAME is no name, or taken. Exit 3: no such college.\n"
        "Exit 4: the rules do not load. Exit 5: the file is there already.",
    .details_zh =
        "rule、param：把各项都有说明的模板加到 rules/colleges/C/10-rules.lua；没有 --college 时加到\n"
        "rules/school/91-new.lua。local 学院代码：建立该学院的文件，列出学院可以定得更严的值；\n"
        "local 文件名 --college C：该学院再建一个文件。内容都是注释状态，从不覆盖已有内容。没有数据库也可用。\n"
        "退出码 2：名称不合规则或已被占用。退出码 3：没有该学院。退出码 4：规则无法加载。退出码 5：文件已存在。",
    .run = new_run,
};
