/* The one place where a rule worker gives up its powers. Limits of the kernel are set here; what it may ask of the
 * kernel at all (system calls, files) belongs here, too. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rules/rules.h"
#include "rules/worker_state.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum { MEMORY_MIB = 256 };

static bool limit(__rlimit_resource_t what, rlim_t most) {
    struct rlimit value = {most, most};
    return setrlimit(what, &value) == 0;
}

void onex_worker_lock_cpu(int ms) {
    struct rusage used;
    if (getrusage(RUSAGE_SELF, &used) != 0) return;
    rlim_t spent = (rlim_t)used.ru_utime.tv_sec + (rlim_t)used.ru_stime.tv_sec + 1;
    struct rlimit value = {spent + (rlim_t)ms / 1000 + 1, RLIM_INFINITY};
    setrlimit(RLIMIT_CPU, &value);
}

bool onex_worker_lock(void) {
    bool ok = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
              prctl(PR_SET_DUMPABLE, 0) == 0;
    ok = ok && close_range(0, ONEX_WORKER_FD - 1, 0) == 0 && close_range(ONEX_WORKER_FD + 1, UINT_MAX, 0) == 0;
    ok = ok && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0) &&
         limit(RLIMIT_NOFILE, ONEX_WORKER_FD + 1);
    if (ok && !SANITIZED) ok = limit(RLIMIT_AS, (rlim_t)MEMORY_MIB << 20); /* a sanitizer reserves terabytes of addresses */
    return ok;
}

bool onex_rules_confinement(char *told, size_t size) {
    char memory[64] = "";
    if (!SANITIZED) snprintf(memory, sizeof memory, onex_tr("%d MiB of memory, ", "内存 %d MiB、"), MEMORY_MIB);
    snprintf(told, size,
             onex_tr("%sno file written, no process started, no privileges gained, the time of the CPU bounded",
                     "%s不能写文件、不能启动进程、不能获得权限，CPU 时间有限"),
             memory);
    pid_t child = fork();
    if (child == 0) _exit(onex_worker_lock() ? 0 : 1);
    int state = 1;
    while (child > 0 && waitpid(child, &state, 0) < 0 && errno == EINTR) {}
    return child > 0 && WIFEXITED(state) && WEXITSTATUS(state) == 0;
}
