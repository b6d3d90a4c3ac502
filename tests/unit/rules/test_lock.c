/* That the lock is real: a child locks itself as a rule worker does and then tries what no rule file may. And what is
 * told where the kernel has less to offer, or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#include "kernel_without.h"
#include "ruledir.h"
#include "rules/worker_state.h"

/* ---- what is tried: 0 when it worked, else errno ---- */

static int result(bool worked) { return worked ? 0 : errno ? errno : 255; }
static int try_open(void) { return result(open("/etc/passwd", O_RDONLY) >= 0); }
static int try_create(void) { return result(open("made-by-a-rule", O_WRONLY | O_CREAT, 0600) >= 0); }
static int try_mkdir(void) { return result(mkdir("made-by-a-rule", 0700) == 0); }
static int try_unlink(void) { return result(unlink("Makefile") == 0); }
static int try_socket(void) { return result(socket(AF_INET, SOCK_DGRAM, 0) >= 0); }
static int try_fork(void) { return result(fork() >= 0); }
static int try_exec(void) {
    char *const words[] = {(char *)"true", NULL};
    execv("/bin/true", words);
    return result(false);
}
static int try_kill(void) { return result(kill(getppid(), SIGCONT) == 0); }
static int try_ptrace(void) { return result(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0); }
static int try_code(void) {
    return result(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
}
static int try_make_code(void) {
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return result(page != MAP_FAILED && mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0);
}
static int try_write_elsewhere(void) { return result(write(2, "x", 1) == 1); }
static int try_read_elsewhere(void) {
    char byte;
    return result(read(0, &byte, 1) >= 0);
}
static int try_dup(void) { return result(dup(ONEX_WORKER_FD) >= 0); }
static int try_chdir(void) { return result(chdir("/") == 0); }
static int try_raise_limit(void) {
    struct rlimit more = {1 << 20, 1 << 20};
    return result(setrlimit(RLIMIT_FSIZE, &more) == 0);
}
static int try_id(void) { return result(setuid(0) == 0); }

/* What a worker needs goes on: its socket, memory, clocks, its timer. */
static int try_work(void) {
    struct timespec now;
    struct itimerval timer = {.it_value = {1, 0}};
    char byte = 'a';
    char *block = malloc(4 << 20);
    char *more = block ? realloc(block, 8 << 20) : NULL;
    if (!more) return result(false);
    memset(more, 1, 8 << 20);
    free(more);
    onex_worker_lock_cpu(2000);
    return result(write(ONEX_WORKER_FD, &byte, 1) == 1 && read(ONEX_WORKER_FD, &byte, 1) == 1 && byte == 'b' &&
                  setitimer(ITIMER_PROF, &timer, NULL) == 0 && clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0);
}

/* ---- trying it ---- */

enum { KILLED = 256 }; /* for a call that is not allowed */

/* What became of `attempt` in a locked child, on a kernel that lacks what is said. */
static int tried(int (*attempt)(void), bool no_seccomp, bool no_landlock) {
    int pair[2], status;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(write(pair[0], "b", 1), 1);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if ((no_seccomp || no_landlock) && !kernel_without(no_seccomp, no_landlock)) _exit(254);
        if (dup2(pair[1], ONEX_WORKER_FD) < 0 || !onex_worker_lock()) _exit(253);
        errno = 0;
        _exit(attempt());
    }
    close(pair[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    close(pair[0]);
    if (WIFSIGNALED(status)) assert_int_equal(WTERMSIG(status), SIGSYS);
    return WIFSIGNALED(status) ? KILLED : WEXITSTATUS(status);
}

static int locks_of(bool no_seccomp, bool no_landlock) {
    int status;
    pid_t child = fork();
    if (child == 0) {
        if ((no_seccomp || no_landlock) && !kernel_without(no_seccomp, no_landlock)) _exit(254);
        unsigned locks = 0;
        int landlock = 0;
        onex_error err;
        _exit(onex_rules_locks(&locks, &landlock, "/proc/self/exe", &err) == ONEX_OK ? (int)locks : 253);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* Whether this kernel has it: a test of what it lacks says nothing. */
static bool offered(onex_lock lock) { return (unsigned)locks_of(false, false) & lock; }

static void a_call_that_no_rule_needs_ends_the_process(void **state) {
    static int (*const attempts[])(void) = {
        try_open,      try_create, try_mkdir,           try_unlink,         try_socket, try_fork,  try_exec,        try_kill, try_ptrace,
        try_make_code, try_code,   try_write_elsewhere, try_read_elsewhere, try_dup,    try_chdir, try_raise_limit, try_id,
    };
    (void)state;
    if (!offered(ONEX_LOCK_SECCOMP)) skip();
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) assert_int_equal(tried(attempts[i], false, false), KILLED);
}

static void a_worker_has_what_it_needs(void **state) {
    (void)state;
    assert_int_equal(tried(try_work, false, false), 0);
    assert_int_equal(tried(try_work, true, true), 0);
}

static void files_are_closed_even_without_seccomp(void **state) {
    (void)state;
    if (!offered(ONEX_LOCK_LANDLOCK)) skip();
    assert_int_equal(tried(try_mkdir, true, false), EACCES);
    assert_int_equal(tried(try_unlink, true, false), EACCES);
    assert_int_equal(tried(try_exec, true, false), EACCES);
}

static void no_descriptor_is_to_be_had_whatever_the_kernel_is(void **state) {
    (void)state;
    assert_int_equal(tried(try_open, true, true), EMFILE);
    assert_int_equal(tried(try_create, true, true), EMFILE);
    assert_int_equal(tried(try_socket, true, true), EMFILE);
    assert_int_equal(tried(try_dup, true, true), EMFILE);
    assert_int_equal(tried(try_write_elsewhere, true, true), EBADF);
    if (geteuid() != 0) assert_int_equal(tried(try_fork, true, true), EAGAIN); /* root has as many as it likes */
}

static void the_worker_tells_which_locks_hold(void **state) {
    (void)state;
    assert_int_equal(locks_of(true, true), ONEX_LOCK_LIMITS);
    int all = locks_of(false, false);
    assert_int_equal(locks_of(true, false), all & ~ONEX_LOCK_SECCOMP);
    assert_int_equal(locks_of(false, true), all & ~ONEX_LOCK_LANDLOCK);
}

/* ---- loading where nothing confines ---- */

/* Loads the folder in a child on a kernel without anything; compares what is told there. */
static void told_unconfined(ruledir *d, bool allowed, const char *expected, int ndecls) {
    int status;
    pid_t child = fork();
    if (child == 0) {
        d->options.unconfined = allowed;
        if (!kernel_without(true, true) || ruledir_read(d) != ONEX_OK) _exit(254);
        bool as_expected = strcmp(ruledir_told(d), expected) == 0 && d->front.raw.ndecls == ndecls &&
                           d->front.complete == (d->problems.errors == 0);
        if (!as_expected) fprintf(stderr, "declarations: %d, told: %s\n", d->front.raw.ndecls, ruledir_told(d));
        onex_front_clear(&d->front);
        _exit(as_expected ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void files_of_the_school_are_run_on_any_kernel(void **state) {
    ruledir_file(*state, "school/a.lua", "param \"x\" { value = 1 }");
    told_unconfined(*state, false, "", 1);
}

static void files_of_colleges_are_not_run_unconfined_and_that_is_said_once(void **state) {
    ruledir_file(*state, "school/a.lua", "param \"x\" { value = 1 }");
    ruledir_file(*state, "colleges/art/a.lua", "tighten \"x\" { value = 2 }");
    ruledir_file(*state, "colleges/dance/a.lua", "tighten \"x\" { value = 2 }");
    told_unconfined(*state, false,
                    "0:0 E0109 this system has nothing that confines rule files, so those of colleges are not run", 1);
}

static void who_allows_it_has_them_run_with_a_warning(void **state) {
    ruledir_file(*state, "school/a.lua", "param \"x\" { value = 1 }");
    ruledir_file(*state, "colleges/art/a.lua", "tighten \"x\" { value = 2 }");
    ruledir_file(*state, "colleges/dance/a.lua", "tighten \"x\" { value = 2 }");
    told_unconfined(*state, true,
                    "0:0 W0109 ONEX_SANDBOX=none: rule files of colleges ran unconfined, and could do what this program "
                    "can",
                    3);
}

static void allowing_it_changes_nothing_where_they_are_confined(void **state) {
    ruledir *d = *state;
    if (!offered(ONEX_LOCK_SECCOMP)) skip();
    d->options.unconfined = true;
    ruledir_file(d, "colleges/art/a.lua", "tighten \"x\" { value = 2 }");
    assert_int_equal(ruledir_read(d), ONEX_OK);
    assert_string_equal(ruledir_told(d), "");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(a_call_that_no_rule_needs_ends_the_process),
    RULEDIR_TEST(a_worker_has_what_it_needs),
    RULEDIR_TEST(files_are_closed_even_without_seccomp),
    RULEDIR_TEST(no_descriptor_is_to_be_had_whatever_the_kernel_is),
    RULEDIR_TEST(the_worker_tells_which_locks_hold),
    RULEDIR_TEST(files_of_the_school_are_run_on_any_kernel),
    RULEDIR_TEST(files_of_colleges_are_not_run_unconfined_and_that_is_said_once),
    RULEDIR_TEST(who_allows_it_has_them_run_with_a_warning),
    RULEDIR_TEST(allowing_it_changes_nothing_where_they_are_confined),
};
RULEDIR_MAIN(tests)
