/* The one place where a rule worker gives up its powers: descriptors, limits of the kernel, every file (Landlock), every
 * system call but a few (seccomp). What of it the kernel offers is found out by doing it, and told. */
#include <limits.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "rules/rules.h"
#include "rules/worker.h"
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

/* ---- limits ---- */

static bool limit(__rlimit_resource_t what, rlim_t most) {
    struct rlimit value = {most, most};
    return setrlimit(what, &value) == 0;
}

static bool set_limits(void) {
    bool ok = limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_NOFILE, 0) &&
              limit(RLIMIT_STACK, (rlim_t)ONEX_LOCK_STACK_MIB << 20);
    if (!ok || SANITIZED) return ok; /* a sanitizer reserves terabytes of addresses */
    return limit(RLIMIT_AS, (rlim_t)ONEX_LOCK_ADDRESS_MIB << 20) && limit(RLIMIT_DATA, (rlim_t)ONEX_LOCK_DATA_MIB << 20);
}

void onex_worker_lock_cpu(int ms) {
    struct timespec used;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0) return;
    struct rlimit value = {(rlim_t)used.tv_sec + (rlim_t)ms / 1000 + 2, RLIM_INFINITY};
    setrlimit(RLIMIT_CPU, &value);
}

/* ---- Landlock ---- */

/* As the kernel takes it today; an older one wants zeros in what it does not know. */
typedef struct landlock_rights {
    uint64_t files, net, scoped;
} landlock_rights;

int onex_worker_landlock(void) {
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return abi > 0 ? (int)abi : 0;
}

/* A ruleset that handles all rights that the kernel knows, and grants none. */
static bool renounce_files(void) {
    static const int known_files[] = {13, 14, 15, 15, 16}; /* bits, by the version of the interface */
    int abi = onex_worker_landlock(), newest = (int)(sizeof known_files / sizeof *known_files);
    if (abi == 0) return false;
    landlock_rights rights = {.files = (UINT64_C(1) << known_files[(abi < newest ? abi : newest) - 1]) - 1};
    if (abi >= 4) rights.net = 3;    /* bind and connect by TCP */
    if (abi >= 6) rights.scoped = 3; /* abstract sockets and signals outside */
    int set = (int)syscall(SYS_landlock_create_ruleset, &rights, sizeof rights, 0);
    if (set < 0) return false;
    bool done = syscall(SYS_landlock_restrict_self, set, 0) == 0;
    close(set);
    return done;
}

/* ---- seccomp ---- */

typedef struct allowed {
    int call;
    unsigned nargs;
    struct scmp_arg_cmp args[2];
} allowed;

/* All that a worker asks of the kernel once it has its work: its socket, memory that holds no code, clocks, the timer
 * of its deadline, its end. The second half of a masked comparison is the value. */
static const allowed allow_list[] = {
    {SCMP_SYS(read), 1, {{0, SCMP_CMP_EQ, ONEX_WORKER_FD, 0}}},
    {SCMP_SYS(write), 1, {{0, SCMP_CMP_EQ, ONEX_WORKER_FD, 0}}},
    {SCMP_SYS(brk), 0, {{0}}},
    {SCMP_SYS(mmap), 2, {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}, {3, SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS}}},
    {SCMP_SYS(mprotect), 1, {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}}},
    {SCMP_SYS(munmap), 0, {{0}}},
    {SCMP_SYS(mremap), 0, {{0}}},
    {SCMP_SYS(madvise), 0, {{0}}},
    {SCMP_SYS(futex), 0, {{0}}},
    {SCMP_SYS(clock_gettime), 0, {{0}}},
    {SCMP_SYS(setitimer), 1, {{0, SCMP_CMP_EQ, ITIMER_PROF, 0}}},
    {SCMP_SYS(prlimit64), 2, {{0, SCMP_CMP_EQ, 0, 0}, {1, SCMP_CMP_EQ, RLIMIT_CPU, 0}}},
    {SCMP_SYS(rt_sigreturn), 0, {{0}}},
    {SCMP_SYS(exit), 0, {{0}}},
    {SCMP_SYS(exit_group), 0, {{0}}},
#if SANITIZED
    {SCMP_SYS(sigaltstack), 0, {{0}}}, /* it looks where the stack is when an error jumps */
#endif
};

static bool renounce_calls(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool ok = filter != NULL;
    for (size_t i = 0; ok && i < sizeof allow_list / sizeof *allow_list; i++) {
        const allowed *a = &allow_list[i];
        ok = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, a->call, a->nargs, a->args) == 0;
    }
    ok = ok && seccomp_load(filter) == 0;
    if (filter) seccomp_release(filter);
    return ok;
}

/* ---- all of it ---- */

unsigned onex_worker_lock(void) {
    bool ok = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
              prctl(PR_SET_DUMPABLE, 0) == 0;
    ok = ok && close_range(0, ONEX_WORKER_FD - 1, 0) == 0 && close_range(ONEX_WORKER_FD + 1, UINT_MAX, 0) == 0;
    if (!ok) return 0;
    unsigned locks = 0;
    if (renounce_files()) locks |= ONEX_LOCK_LANDLOCK; /* needs a descriptor for a moment */
    if (!set_limits()) return 0;
    locks |= ONEX_LOCK_LIMITS;
    if (renounce_calls()) locks |= ONEX_LOCK_SECCOMP; /* the last: the calls before it are not on the list */
    return locks;
}
