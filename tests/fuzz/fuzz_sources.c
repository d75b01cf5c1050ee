/* An author's folder in which one file is anything. The first byte says which file. */
#include "fuzz.h"

#include "compile.h"
#include "kassert.h"
#include "kstr.h"
#include "ksys.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const files[] = {
    "pack.yaml",          "synonyms.yaml",          "flows/fix.yaml",    "flows/restart-it.yaml",
    "articles/lights.md", "pictures/pictures.yaml", "pictures/modem.svg"};
#define DAMAGED 6 /* all but the picture, which is librsvg's to read */

static void restore(const char *name)
{
    static char text[64 * 1024];
    char path[512];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    KASSERT(kstr_format(path, sizeof path, SMALL_PACK "/%s", name));
    KASSERT(ksys_read_file(path, &buf, &err) == K_OK);
    fuzz_write(name, text, buf.len);
}

static void make_folder(void)
{
    static const char *const folders[] = {"flows", "articles", "pictures"};
    char path[512];
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        KASSERT(kstr_format(path, sizeof path, "%s/%s", fuzz_dir(), folders[i]));
        KASSERT(mkdir(path, 0700) == 0);
    }
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        restore(files[i]);
    }
}

static void tell(void *user, const struct diag *diag)
{
    int *told = user;
    (*told)++;
    KASSERT(diag->at.line >= 1);
    KASSERT(diag->at.column >= 1);
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        char line[DIAG_LINE_BYTES];
        diag_line(diag, lang, line);
        KASSERT(strlen(line) > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static bool is_made;
    char out[512];
    int told = 0;
    struct kerr err = {0};
    if (count == 0) {
        return 0;
    }
    if (!is_made) {
        make_folder();
        is_made = true;
    }
    const char *name = files[bytes[0] % DAMAGED];
    fuzz_write(name, bytes + 1, count - 1);
    KASSERT(kstr_format(out, sizeof out, "%s/out.pack", fuzz_dir()));
    enum kcode code = compile_pack(fuzz_dir(), out, tell, &told, &err);
    KASSERT(code == err.code);
    KASSERT((code == K_E_FORMAT) == (told > 0));
    if (code == K_OK) {
        fuzz_inside();
    }
    restore(name);
    return 0;
}
