/* Errors with context and the choice between the two languages.
 * Fills onex_error and nothing else: printing and exiting are left to the command line. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static onex_lang current_lang = ONEX_LANG_EN;

void onex_lang_set(onex_lang lang) {
    current_lang = lang;
}

onex_lang onex_lang_get(void) {
    return current_lang;
}

const char *onex_tr(const char *en, const char *zh) {
    return current_lang == ONEX_LANG_ZH ? zh : en;
}

static const struct {
    int number;
    const char *zh;
} os_words[] = {
    {ENOENT, "没有该文件或文件夹"}, {EACCES, "权限不足"},
    {EPERM, "不允许此操作"},        {EISDIR, "是文件夹"},
    {ENOTDIR, "不是文件夹"},        {EEXIST, "已经存在"},
    {ENOTEMPTY, "文件夹不是空的"},  {ENOSPC, "磁盘已满"},
    {EDQUOT, "超出磁盘配额"},       {EFBIG, "文件过大"},
    {EROFS, "文件系统为只读"},      {EIO, "输入输出错误"},
    {ELOOP, "符号链接层数过多"},    {ENAMETOOLONG, "文件名过长"},
    {EMFILE, "打开的文件过多"},     {ENFILE, "打开的文件过多"},
    {ENOMEM, "内存不足"},           {EPIPE, "读取方已关闭"},
    {ENXIO, "没有该设备"},          {EINVAL, "此处不支持该操作"},
};

enum { OS_WORDS = sizeof os_words / sizeof *os_words };

static onex_asker asking = ONEX_ASKED_COMMAND;

onex_asker onex_asker_set(onex_asker asker) {
    onex_asker before = asking;
    asking = asker;
    return before;
}

const char *onex_asked(const char *command, const char *script) {
    return asking == ONEX_ASKED_SCRIPT ? script : command;
}

const char *onex_os_text(int number) {
    for (size_t i = 0; current_lang == ONEX_LANG_ZH && i < OS_WORDS; i++)
        if (os_words[i].number == number) return os_words[i].zh;
    return strerror(number);
}

const char *onex_os_text_of(const char *said) {
    for (size_t i = 0; i < OS_WORDS; i++)
        if (strcmp(strerror(os_words[i].number), said) == 0) return onex_os_text(os_words[i].number);
    return NULL;
}

/* Cuts a UTF-8 text that snprintf may have cut inside a character back to whole characters. */
static void trim_to_character(char *text) {
    size_t len = strlen(text), start = len, need;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) start--;
    if (start == 0) return;
    unsigned char lead = (unsigned char)text[start - 1];
    need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (len - (start - 1) < need) text[start - 1] = '\0';
}

onex_status onex_fail(onex_error *err, onex_status code, const char *fmt, ...) {
    if (!err) return code;
    char text[sizeof err->text]; /* aside, as the arguments may point into err->text */
    va_list ap;
    va_start(ap, fmt);
    int len = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (len < 0) text[0] = '\0';
    if (len >= (int)sizeof text) trim_to_character(text);
    err->code = code;
    memcpy(err->text, text, strlen(text) + 1);
    return code;
}

onex_status onex_wrap(onex_error *err, const char *fmt, ...) {
    if (!err) return ONEX_E_INTERNAL;
    char text[sizeof err->text];
    va_list ap;
    va_start(ap, fmt);
    int len = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (len < 0) text[0] = '\0';
    size_t used = strlen(text);
    int more = snprintf(text + used, sizeof text - used, ": %s", err->text);
    if (len >= (int)sizeof text || more >= (int)(sizeof text - used)) trim_to_character(text);
    memcpy(err->text, text, strlen(text) + 1);
    return err->code;
}

onex_status onex_no_memory(onex_error *err) {
    return onex_fail(err, ONEX_E_INTERNAL, onex_tr("out of memory", "内存不足"));
}
