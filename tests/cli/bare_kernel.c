/* Runs a program as on a kernel without seccomp and Landlock; with -s only without the one, with -l without the other.
 * usage: bare_kernel [-s|-l] PROGRAM [WORD...] */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kernel_without.h"

int main(int argc, char **argv) {
    bool only_seccomp = argc > 1 && strcmp(argv[1], "-s") == 0, only_landlock = argc > 1 && strcmp(argv[1], "-l") == 0;
    char **words = argv + 1 + (only_seccomp || only_landlock);
    if (argc < 2 || !*words || !kernel_without(!only_landlock, !only_seccomp)) {
        fprintf(stderr, "bare_kernel: no program, or no filter\n");
        return 99;
    }
    execvp(words[0], words);
    perror(words[0]);
    return 99;
}
