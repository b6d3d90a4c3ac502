/* The failing calls. Memory goes to glibc's own allocator behind ours, files to the kernel by syscall(2). Only calls on
 * regular files and folders count; what a command writes to its output is a matter of the command line's tests. */
#include "inject.h"

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { WAYS = 1 << 16, DEPTH = 12 };

static struct {
    inject_kind kind;
    long at, calls, blocks;
    bool lasting, fired, noting;
    int error;
    long *numbers, nnumbers, max;
    uint64_t ways[WAYS]; /* hashes of the ways seen */
} now;

void inject_arm(inject_kind kind, long at, bool lasting, int error) {
    now.kind = kind;
    now.at = at;
    now.lasting = lasting;
    now.error = error;
    now.calls = 0;
    now.fired = false;
}

void inject_disarm(void) {
    now.kind = INJECT_NOTHING;
    now.numbers = NULL;
}

long inject_calls(void) { return now.calls; }
bool inject_fired(void) { return now.fired; }
long inject_blocks(void) { return now.blocks; }
long inject_noted(void) { return now.nnumbers; }

void inject_note(long *numbers, long max) {
    void *first[1];
    backtrace(first, 1); /* loads what it needs before anything is counted */
    memset(now.ways, 0, sizeof now.ways);
    now.numbers = numbers;
    now.nnumbers = 0;
    now.max = max;
}

/* Whether no call came this way before. */
static bool new_way(void) {
    void *frames[DEPTH];
    uint64_t hash = 14695981039346656037u;
    int n = backtrace(frames, DEPTH);
    for (int i = 0; i < n; i++) hash = (hash ^ (uintptr_t)frames[i]) * 1099511628211u;
    if (!hash) hash = 1;
    for (size_t at = hash >> 48, looked = 0; looked < WAYS; at = (at + 1) % WAYS, looked++) {
        if (now.ways[at] == hash) return false;
        if (now.ways[at]) continue;
        now.ways[at] = hash;
        return true;
    }
    return false;
}

static bool fails(inject_kind kind) {
    if (now.kind == INJECT_NOTHING || now.noting) return false;
    if (now.kind != kind && !(now.kind == INJECT_IO && kind == INJECT_WRITE)) return false;
    now.calls++;
    if (now.numbers && now.nnumbers < now.max) {
        now.noting = true; /* backtrace may allocate */
        if (new_way()) now.numbers[now.nnumbers++] = now.calls;
        now.noting = false;
    }
    if (!now.at || (now.lasting ? now.calls < now.at : now.calls != now.at)) return false;
    now.fired = true;
    errno = now.error;
    return true;
}

/* ---- memory ---- */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

void *malloc(size_t size) {
    if (fails(INJECT_MEMORY)) return NULL;
    void *block = __libc_malloc(size);
    if (block) now.blocks++;
    return block;
}

void *calloc(size_t count, size_t size) {
    if (fails(INJECT_MEMORY)) return NULL;
    void *block = __libc_calloc(count, size);
    if (block) now.blocks++;
    return block;
}

void *realloc(void *block, size_t size) {
    if (fails(INJECT_MEMORY)) return NULL;
    void *moved = __libc_realloc(block, size);
    if (!block && moved) now.blocks++;
    if (block && !size && !moved) now.blocks--;
    return moved;
}

void free(void *block) {
    if (block) now.blocks--;
    __libc_free(block);
}

/* ---- files ---- */

/* Nothing is asked while nothing is to fail: a rule worker, which is this program too, may not ask. */
static bool is_file(int fd) {
    struct stat st;
    return now.kind != INJECT_NOTHING && syscall(SYS_newfstatat, fd, "", &st, AT_EMPTY_PATH) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

/* Files of the system (locales, encodings, time zones) are not what is tested. */
static bool is_system(const char *path) {
    static const char *const roots[] = {"/usr/", "/lib", "/etc/", "/proc/", "/sys/", "/dev/"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (strncmp(path, roots[i], strlen(roots[i])) == 0) return true;
    return false;
}

static int open_path(int folder, const char *path, int flags, mode_t mode) {
    bool writes = (flags & O_ACCMODE) != O_RDONLY || flags & O_CREAT;
    if (!is_system(path) && fails(writes ? INJECT_WRITE : INJECT_IO)) return -1;
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

static mode_t mode_of(int flags, va_list ap) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0; }

int open(const char *path, int flags, ...) {
    va_list ap;
    va_start(ap, flags);
    int fd = open_path(AT_FDCWD, path, flags, mode_of(flags, ap));
    va_end(ap);
    return fd;
}

int open64(const char *path, int flags, ...) {
    va_list ap;
    va_start(ap, flags);
    int fd = open_path(AT_FDCWD, path, flags, mode_of(flags, ap));
    va_end(ap);
    return fd;
}

int openat(int folder, const char *path, int flags, ...) {
    va_list ap;
    va_start(ap, flags);
    int fd = open_path(folder, path, flags, mode_of(flags, ap));
    va_end(ap);
    return fd;
}

ssize_t read(int fd, void *into, size_t size) {
    return is_file(fd) && fails(INJECT_IO) ? -1 : syscall(SYS_read, fd, into, size);
}

ssize_t pread(int fd, void *into, size_t size, off_t at) {
    return is_file(fd) && fails(INJECT_IO) ? -1 : syscall(SYS_pread64, fd, into, size, at);
}

ssize_t pread64(int fd, void *into, size_t size, off64_t at) { return pread(fd, into, size, at); }

ssize_t write(int fd, const void *from, size_t size) {
    return is_file(fd) && fails(INJECT_WRITE) ? -1 : syscall(SYS_write, fd, from, size);
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t at) {
    return is_file(fd) && fails(INJECT_WRITE) ? -1 : syscall(SYS_pwrite64, fd, from, size, at);
}

ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) { return pwrite(fd, from, size, at); }

int fsync(int fd) { return fails(INJECT_WRITE) ? -1 : (int)syscall(SYS_fsync, fd); }
int fdatasync(int fd) { return fails(INJECT_WRITE) ? -1 : (int)syscall(SYS_fdatasync, fd); }
int ftruncate(int fd, off_t size) { return fails(INJECT_WRITE) ? -1 : (int)syscall(SYS_ftruncate, fd, size); }
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }
int mkdir(const char *path, mode_t mode) { return fails(INJECT_WRITE) ? -1 : (int)syscall(SYS_mkdir, path, mode); }
int rename(const char *from, const char *to) { return fails(INJECT_WRITE) ? -1 : (int)syscall(SYS_rename, from, to); }
