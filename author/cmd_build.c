/* annae-pack build: a folder of sources into one pack. */
#include "command.h"
#include "compile.h"

#include <stdio.h>
#include <string.h>

static void tell(void *user, const struct diag *diag)
{
    char line[DIAG_LINE_BYTES];
    diag_line(diag, LANG_EN, line);
    (void)fprintf(stderr, "%s/%s\n", (const char *)user, line);
}

static int run_build(int count, char **args)
{
    if (count != 3 || strcmp(args[1], "-o") != 0) {
        return command_not_understood("build wants DIR -o FILE");
    }
    struct kerr err = {0};
    return compile_pack(args[0], args[2], tell, args[0], &err) == K_OK ? EXIT_OK
                                                                       : command_failed(&err);
}

const struct command command_build = {
    .name = "build",
    .usage = "  annae-pack build DIR -o FILE           compile the folder DIR into the pack FILE\n",
    .run = run_build,
};
