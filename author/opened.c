#include "opened.h"

#include "compile.h"
#include "kstr.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct telling {
    const char *dir;
    enum lang lang;
};

static void tell(void *user, const struct diag *diag)
{
    const struct telling *telling = user;
    char line[DIAG_LINE_BYTES];
    diag_line(diag, telling->lang, line);
    (void)fprintf(stderr, "%s/%s\n", telling->dir, line);
}

static enum kcode temporary_name(char *ret_path, size_t size, struct kerr *err)
{
    const char *dir = getenv("TMPDIR");
    if (!kstr_format(ret_path, size, "%s/annae-pack-XXXXXX", dir && dir[0] ? dir : "/tmp")) {
        return kerr_fail(err, K_E_FULL, "TMPDIR: the path is too long");
    }
    int file = mkstemp(ret_path);
    if (file < 0) {
        return kerr_fail(err, K_E_IO, "%s: %s", ret_path, strerror(errno));
    }
    (void)close(file);
    return K_OK;
}

enum kcode opened_open(struct opened *opened, const char *dir, enum lang lang, struct kerr *err)
{
    char path[SOURCE_PATH_SIZE];
    struct telling telling = {.dir = dir, .lang = lang};
    *opened = (struct opened){0};
    source_init(&opened->source, dir);
    if (temporary_name(path, sizeof path, err) != K_OK) {
        return err->code;
    }
    enum kcode code = compile_pack(dir, path, tell, &telling, err);
    if (code == K_OK) {
        code = pack_open(path, &opened->pack, err);
    }
    (void)unlink(path); /* an open file stays until it is closed */
    if (code == K_OK) {
        opened->content = pack_content(opened->pack);
    }
    return code;
}

void opened_close(struct opened *opened)
{
    pack_close(&opened->pack);
    source_done(&opened->source);
    opened->content = NULL;
}

void opened_print(struct opened *opened, enum lang lang, bool with_notes)
{
    struct source *source = &opened->source;
    struct telling telling = {.dir = source->dir, .lang = lang};
    source_sort(source);
    for (size_t i = 0; i < source->diag_count; i++) {
        if (with_notes || diag_rule(source->diag[i].code)->severity != DIAG_NOTE) {
            tell(&telling, &source->diag[i]);
        }
    }
}
