/* annae-pack new: a folder to begin with. */
#include "command.h"
#include "kstr.h"
#include "ksys.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* author/start/, built into the program by cmake/embed.cmake. */
extern const unsigned char start_pack[];
extern const unsigned char start_synonyms[];

static const char *const folders[] = {"flows", "articles", "pictures", "tests"};

static enum kcode write_start(const char *dir, const char *name, const unsigned char *bytes,
                              struct kerr *err)
{
    char path[PATH_MAX];
    const char *text = (const char *)bytes;
    if (ksys_path_in(dir, name, path, err) != K_OK) {
        return err->code;
    }
    return ksys_write_file(path, text, strlen(text), 0644, err);
}

static enum kcode make_folder(const char *path, struct kerr *err)
{
    return mkdir(path, 0755) == 0 ? K_OK : kerr_fail(err, K_E_IO, "%s: %s", path, strerror(errno));
}

/* A folder that is there already is never written into. */
static enum kcode make_start(const char *dir, struct kerr *err)
{
    if (make_folder(dir, err) != K_OK) {
        return err->code;
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[PATH_MAX];
        if (ksys_path_in(dir, folders[i], path, err) != K_OK || make_folder(path, err) != K_OK) {
            return err->code;
        }
    }
    return write_start(dir, "pack.yaml", start_pack, err) == K_OK
               ? write_start(dir, "synonyms.yaml", start_synonyms, err)
               : err->code;
}

static int run_new(int count, char **args)
{
    struct kerr err = {0};
    if (count != 1 || args[0][0] == '-') {
        return command_not_understood("new wants the name of a folder");
    }
    if (make_start(args[0], &err) != K_OK) {
        return command_failed(&err);
    }
    (void)printf("%s: pack.yaml and synonyms.yaml are ready; write a first flow into %s/flows\n",
                 args[0], args[0]);
    return EXIT_OK;
}

const struct command command_new = {
    .name = "new",
    .usage = "  annae-pack new DIR                     a new folder of sources to begin with\n",
    .run = run_new,
};
