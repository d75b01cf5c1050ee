#include "sources.h"

#include "check.h"
#include "compile.h"
#include "kstr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const folders[] = {"flows", "articles", "pictures"};
static const char *const files[] = {
    "pack.yaml",          "synonyms.yaml",      "flows/fix.yaml",         "flows/restart-it.yaml",
    "articles/lights.md", "pictures/modem.svg", "pictures/pictures.yaml",
};

static void path_of(const struct sources *sources, const char *path, char ret_full[SOURCES_PATH])
{
    assert_true(kstr_format(ret_full, SOURCES_PATH, "%s/%s", sources->dir, path));
}

char *sources_bytes(const char *path, size_t *ret_count)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(0, fseek(file, 0, SEEK_END));
    size_t count = (size_t)ftell(file);
    assert_int_equal(0, fseek(file, 0, SEEK_SET));
    char *bytes = calloc(count + 1, 1);
    assert_non_null(bytes);
    assert_int_equal(count, fread(bytes, 1, count, file));
    assert_int_equal(0, fclose(file));
    *ret_count = count;
    return bytes;
}

void sources_write(const struct sources *sources, const char *path, const char *text)
{
    char full[SOURCES_PATH];
    path_of(sources, path, full);
    FILE *file = fopen(full, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(0, fclose(file));
}

void sources_remove(const struct sources *sources, const char *path)
{
    char full[SOURCES_PATH];
    path_of(sources, path, full);
    assert_int_equal(0, unlink(full));
}

void sources_edit(const struct sources *sources, const char *path, const char *find,
                  const char *replace)
{
    char full[SOURCES_PATH];
    size_t count = 0;
    path_of(sources, path, full);
    char *text = sources_bytes(full, &count);
    char *found = strstr(text, find);
    assert_non_null(found);
    size_t size = count + strlen(replace) + 1;
    char *edited = calloc(size, 1);
    assert_non_null(edited);
    (void)snprintf(edited, size, "%.*s%s%s", (int)(found - text), text, replace,
                   found + strlen(find));
    sources_write(sources, path, edited);
    free(edited);
    free(text);
}

void sources_make(struct sources *sources)
{
    *sources = (struct sources){.dir = "/tmp/annae-pack-XXXXXX"};
    assert_non_null(mkdtemp(sources->dir));
    path_of(sources, "out.pack", sources->pack);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char folder[SOURCES_PATH];
        path_of(sources, folders[i], folder);
        assert_int_equal(0, mkdir(folder, 0700));
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char from[SOURCES_PATH];
        size_t count = 0;
        (void)kstr_format(from, sizeof from, SOURCE_DIR "/tests/pack/small/%s", files[i]);
        char *text = sources_bytes(from, &count);
        sources_write(sources, files[i], text);
        free(text);
    }
}

void sources_done(struct sources *sources)
{
    char command[SOURCES_PATH + 16];
    (void)kstr_format(command, sizeof command, "rm -r '%s'", sources->dir);
    assert_int_equal(0, system(command)); // NOLINT(cert-env33-c): a path of mkdtemp
}

static void note(void *user, const struct diag *diag)
{
    struct sources *sources = user;
    if (sources->told_count < SOURCES_TOLD_MAX) {
        char line[DIAG_LINE_BYTES];
        diag_line(diag, LANG_EN, line);
        (void)kstr_copy(sources->told[sources->told_count], SOURCES_TEXT, line);
    }
    sources->told_count++;
}

enum kcode sources_build(struct sources *sources, struct kerr *err)
{
    sources->told_count = 0;
    *err = (struct kerr){0};
    return compile_pack(sources->dir, sources->pack, note, sources, err);
}
