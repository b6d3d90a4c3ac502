/* The one place where a rule worker gives up its powers. Limits of the kernel are set here; what it may ask of the
 * kernel at all (system calls, files) belongs here, too. */
#include <limits.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

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
    if (ok && !SANITIZED) ok = limit(RLIMIT_AS, 256u << 20); /* a sanitizer reserves terabytes of addresses */
    return ok;
}
