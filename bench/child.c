#define _GNU_SOURCE /* pipe2, environ */
#include "bench.h"

#include "kstr.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 30000
#define RUNNING_MAX 4

static pid_t running[RUNNING_MAX]; /* 0 = free; for end_all() only */

/* A measurement that failed leaves no program behind. */
static void end_all(void)
{
    for (int i = 0; i < RUNNING_MAX; i++) {
        if (running[i] > 0) {
            (void)kill(running[i], SIGTERM);
        }
    }
}

static void remember(pid_t old, pid_t new)
{
    static bool is_set = false;
    if (!is_set && atexit(end_all) != 0) {
        bench_stop("no memory");
    }
    is_set = true;
    for (int i = 0; i < RUNNING_MAX; i++) {
        if (running[i] == old) {
            running[i] = new;
            return;
        }
    }
    bench_stop("more than %d programs", RUNNING_MAX);
}

void child_start(struct child *child, const char *const argv[])
{
    int fd[2];
    posix_spawn_file_actions_t actions;
    if (pipe2(fd, O_CLOEXEC) != 0 || posix_spawn_file_actions_init(&actions) != 0 ||
        posix_spawn_file_actions_adddup2(&actions, fd[1], STDERR_FILENO) != 0 ||
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) != 0) {
        bench_stop("cannot start programs: %s", strerror(errno));
    }
    char *const *same = (char *const *)argv; /* posix_spawn() does not change it */
    int failed = posix_spawn(&child->pid, argv[0], &actions, NULL, same, environ);
    if (failed != 0) {
        bench_stop("%s: %s", argv[0], strerror(failed));
    }
    remember(0, child->pid);
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)close(fd[1]);
    child->log = fd[0];
}

void child_said(struct child *child, const char *word)
{
    char text[4096] = "";
    size_t len = 0;
    struct pollfd wait = {.fd = child->log, .events = POLLIN};
    while (!strstr(text, word)) {
        ssize_t got = poll(&wait, 1, PATIENCE_MS) == 1
                          ? read(child->log, text + len, sizeof text - 1 - len)
                          : 0;
        if (got <= 0) {
            bench_stop("a program did not say \"%s\" but: %s", word, text);
        }
        len += (size_t)got;
        text[len] = '\0';
    }
}

void child_drain(struct child *child)
{
    char text[4096];
    struct pollfd wait = {.fd = child->log, .events = POLLIN};
    while (poll(&wait, 1, 0) == 1 && read(child->log, text, sizeof text) > 0) {
        /* nobody reads it */
    }
}

void child_wait(struct child *child)
{
    int status = 0;
    (void)waitpid(child->pid, &status, 0);
    remember(child->pid, 0);
    (void)close(child->log);
}

void child_end(struct child *child)
{
    (void)kill(child->pid, SIGTERM);
    child_wait(child);
}

/* The number behind a name in a file of /proc; 0 when it is not there (a thread that has ended). */
static int64_t number_in(const char *path, const char *name)
{
    char line[256];
    int64_t number = 0;
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        if (kstr_starts(line, name)) {
            number = strtoll(line + strlen(name), NULL, 10);
        }
    }
    if (file) {
        (void)fclose(file);
    }
    return number;
}

static int64_t wakeups_of(pid_t pid)
{
    char path[512];
    int64_t sum = 0;
    (void)kstr_format(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(path);
    if (!tasks) {
        bench_stop("%s: %s", path, strerror(errno));
    }
    for (struct dirent *task = readdir(tasks); task; task = readdir(tasks)) {
        if (task->d_name[0] != '.') {
            (void)kstr_format(path, sizeof path, "/proc/%d/task/%s/status", (int)pid, task->d_name);
            sum += number_in(path, "voluntary_ctxt_switches:");
        }
    }
    (void)closedir(tasks);
    return sum;
}

struct usage usage_read(pid_t pid)
{
    char path[64];
    clockid_t clock = 0;
    struct timespec cpu = {0};
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &cpu) != 0) {
        bench_stop("no processor clock of %d", (int)pid);
    }
    (void)kstr_format(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
    return (struct usage){
        .cpu_ns = (int64_t)cpu.tv_sec * 1000000000 + cpu.tv_nsec,
        .wakeups = wakeups_of(pid),
        .rss_mib = (double)number_in(path, "Rss:") / 1024,
        .pss_mib = (double)number_in(path, "Pss:") / 1024,
    };
}
