/* Writes cases made from rules as a file of tests, for the layer to which they belong. */
#include <string.h>
#include <sys/stat.h>

#include "cli/boundary_page.h"
#include "engine/testsource.h"
#include "io/outfile.h"
#include "rules/folder.h"

/* "dance" of ".../colleges/dance/tests/20.lua", into `code`; false: the path is in no college's folder. */
static bool college_of_path(const char *path, char *code, size_t size) {
    const char *at = strstr(path, "colleges/");
    if (!at || (at != path && at[-1] != '/')) return false;
    at += strlen("colleges/");
    size_t len = strcspn(at, "/");
    if (!at[len] || !len || len >= size) return false;
    memcpy(code, at, len);
    code[len] = '\0';
    return true;
}

/* The one college of all cases; NULL: the school, or several. */
static const char *college_of_cases(const onex_boundary *boundary) {
    const char *one = boundary->ncases ? boundary->cases[0].test->test_college : NULL;
    for (int i = 0; i < boundary->ncases && one; i++) {
        const char *other = boundary->cases[i].test->test_college;
        if (!other || strcmp(one, other)) return NULL;
    }
    return one;
}

/* Whether the case is for a file of that college (NULL: of the school). */
static bool is_of(const onex_boundary_case *made, const char *college) {
    const char *own = made->test->test_college;
    return college ? own && !strcmp(own, college) : !own;
}

/* Where the braces that begin at `at` end; NULL: nowhere. Strings and comments are passed over. */
static const char *closing(const char *at, const char *end) {
    int depth = 0;
    for (; at < end; at++) {
        if (*at == '"' || *at == '\'') {
            char quote = *at;
            for (at++; at < end && *at != quote; at++) at += *at == '\\';
        } else if (at[0] == '-' && at + 1 < end && at[1] == '-') {
            while (at < end && *at != '\n') at++;
        } else if (*at == '{') {
            depth++;
        } else if (*at == '}' && --depth == 0) {
            return at + 1;
        }
    }
    return NULL;
}

/* The head of a rule file, as it stands there. */
static bool head_of(onex_buffer *b, const char *bytes, size_t len) {
    const char *end = bytes + len;
    for (const char *line = bytes; line && line < end;) {
        if ((size_t)(end - line) > 11 && !strncmp(line, "local_rules", 11)) {
            const char *close = closing(line, end);
            if (!close) return false;
            onex_buffer_put(b, line, (size_t)(close - line));
            onex_buffer_text(b, "\n\n");
            return true;
        }
        line = memchr(line, '\n', (size_t)(end - line));
        if (line) line++;
    }
    return false;
}

static onex_status put_head(onex_buffer *b, const onex_rules *rules, const char *college, onex_error *err) {
    const onex_program *program = onex_rules_program(rules);
    onex_buffer folder = {0};
    bool found = false;
    onex_buffer_printf(&folder, "colleges/%s/", college);
    for (int i = 0; i < program->nfiles && !found && !folder.failed; i++) {
        const char *path, *bytes;
        size_t len;
        onex_rules_file(rules, i, &path, &bytes, &len);
        if (!strncmp(path, folder.data, folder.len)) found = head_of(b, bytes, len);
    }
    if (folder.failed) b->failed = true;
    onex_buffer_clear(&folder);
    if (found || b->failed) return ONEX_OK;
    return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("college '%s' has no rule file whose head could be taken", "学院“%s”没有规则文件，无从取得文件头"), college);
}

/* The folder `tests` of a layer that has had none. */
static void make_folder(const char *path) {
    const char *end = strrchr(path, '/');
    onex_buffer folder = {0};
    if (!end || end - path < 6 || strncmp(end - 6, "/tests", 6) != 0) return;
    onex_buffer_put(&folder, path, (size_t)(end - path));
    if (!folder.failed) mkdir(folder.data, 0777); /* where that fails, writing the file tells why */
    onex_buffer_clear(&folder);
}

static bool is_there(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

onex_status onex_boundary_keep(onex_cli *cli, const onex_rules *rules, const onex_boundary *boundary, const char *path, onex_error *err) {
    char code[256];
    const char *college = college_of_path(path, code, sizeof code) ? code : college_of_cases(boundary);
    if (is_there(path))
        return onex_fail(err, ONEX_E_DATA, onex_tr("'%s' is there already; nothing is overwritten, name a new file", "“%s”已经存在；不会覆盖，请指定新文件"), path);
    onex_buffer b = {0};
    int kept = 0, others = 0;
    onex_status status = college ? put_head(&b, rules, college, err) : ONEX_OK;
    for (int i = 0; i < boundary->ncases && !status; i++) {
        if (boundary->cases[i].again) continue;
        if (!is_of(&boundary->cases[i], college)) {
            others++;
            continue;
        }
        if (kept++) onex_buffer_char(&b, '\n');
        onex_testsource_put(&b, onex_rules_program(rules), boundary->cases[i].test);
    }
    if (!status && !kept) status = onex_fail(err, ONEX_E_DATA, "%s", onex_tr("there is no case to write to that file", "没有可写入该文件的情形"));
    if (!status && b.len > ONEX_RULE_FILE_MAX)
        status = onex_fail(err, ONEX_E_DATA, onex_tr("%d tests are more than one file may hold (64 kB); choose fewer rules with PATH or -r", "%d 项测试超过一个文件的长度（64 kB）；请用 PATH 或 -r 少选几条规则"),
                           kept);
    if (!status) make_folder(path);
    if (!status) status = onex_outfile_write(path, &b, err);
    onex_buffer_clear(&b);
    if (status) return status;
    onex_cli_note(cli, onex_tr("%d tests written to '%s'", "已将 %d 项测试写入“%s”"), kept, path);
    if (others)
        onex_cli_note(cli, onex_tr("%d cases of others were left out: a college's tests belong into its own folder", "另有 %d 个情形属于他方，未写入：学院的测试应放在本学院的文件夹"),
                      others);
    return ONEX_OK;
}
