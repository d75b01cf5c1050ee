/* Graphviz as a program of its own: its file goes in, an SVG file comes out. */
#include "draw.h"

#include "kstr.h"
#include "ksys.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH_BYTES 1024

extern char **environ;

/* Run dot and wait for it. */
static enum kcode run_dot(char *input, char *output, struct kerr *err)
{
    char *const args[] = {(char[]){"dot"}, (char[]){"-Tsvg"}, (char[]){"-o"}, output, input, NULL};
    pid_t child = 0;
    int status = 0;
    int failed = posix_spawnp(&child, "dot", NULL, NULL, args, environ);
    if (failed != 0) {
        return kerr_fail(err, K_E_NOT_FOUND,
                         "Graphviz's 'dot' cannot be started (%s); install the package graphviz",
                         strerror(failed));
    }
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return kerr_fail(err, K_E_IO, "dot: %s", strerror(errno));
        }
    }
    bool ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return ok ? K_OK : kerr_fail(err, K_E_FORMAT, "%s: Graphviz refused it", input);
}

enum kcode draw_svg(const char *dot, size_t count, const char *path, struct kerr *err)
{
    char input[PATH_BYTES];
    char output[PATH_BYTES];
    if (!kstr_format(input, sizeof input, "%s.dot", path) ||
        !kstr_format(output, sizeof output, "%s.new", path)) {
        return kerr_fail(err, K_E_FULL, "%s: the name is too long", path);
    }
    if (ksys_write_file(input, dot, count, 0644, err) != K_OK) {
        return err->code;
    }
    enum kcode code = run_dot(input, output, err);
    (void)unlink(input);
    if (code == K_OK && rename(output, path) != 0) {
        code = kerr_fail(err, K_E_IO, "%s: %s", path, strerror(errno));
    }
    if (code != K_OK) {
        (void)unlink(output);
    }
    return code;
}
