/* A kernel that lacks what confines rule files, as a process and its children see it: a filter lets the calls fail that
 * an older kernel does not know. */
#ifndef ONEX_TESTS_KERNEL_WITHOUT_H
#define ONEX_TESTS_KERNEL_WITHOUT_H

#include <errno.h>
#include <seccomp.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* False: the filter could not be installed. There is no way back. */
static inline bool kernel_without(bool seccomp, bool landlock) {
    static const int landlock_calls[] = {SYS_landlock_create_ruleset, SYS_landlock_add_rule, SYS_landlock_restrict_self};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool ok = filter != NULL;
    for (int i = 0; ok && landlock && i < 3; i++)
        ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), landlock_calls[i], 0) == 0;
    if (ok && seccomp)
        ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0) == 0 &&
             seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
                              SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP)) == 0;
    ok = ok && seccomp_load(filter) == 0;
    if (filter) seccomp_release(filter);
    return ok;
}

#endif
