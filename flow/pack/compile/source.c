/* Files of the folder that is compiled, in an order that does not depend on the disk. */
#include "compile_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "ksys.h"
#include "text.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *source_read(struct compiler *c, const char *path, size_t *ret_count)
{
    struct place top = {arena_text(&c->arena, path), 1, 1};
    char full[SOURCE_PATH_SIZE];
    struct stat info;
    if (!kstr_format(full, sizeof full, "%s/%s", c->dir, path) || stat(full, &info) != 0) {
        problem_at(c, top, "no such file; add it");
        return NULL;
    }
    if ((size_t)info.st_size > SOURCE_BYTES_MAX) {
        problem_at(c, top, "longer than %zu bytes; make it shorter", SOURCE_BYTES_MAX);
        return NULL;
    }
    size_t size = (size_t)info.st_size + 2;
    struct kbuf buf = {.data = arena_take(&c->arena, size, 1), .size = size};
    struct kerr err = {0};
    if (ksys_read_file(full, &buf, &err) != K_OK) {
        problem_at(c, top, "cannot be read: %s", err.text);
        return NULL;
    }
    *ret_count = buf.len;
    return buf.data;
}

static const char *bad_byte(const char *byte)
{
    switch (*byte) {
    case '\t':
        return "a tab; indent with spaces";
    case '\r':
        return "a carriage return; save the file with Unix line ends";
    default:
        return "a byte that is not UTF-8 text; save the file as UTF-8";
    }
}

const char *source_text(struct compiler *c, const char *path, size_t *ret_count)
{
    size_t count = 0;
    const char *text = source_read(c, path, &count);
    if (text == NULL) {
        return NULL;
    }
    struct place at = {arena_text(&c->arena, path), 1, 1};
    for (const char *byte = text; byte < text + count;) {
        uint32_t character = 0;
        int taken = utf8_get(byte, &character);
        bool is_control = character < ' ' && character != '\n';
        if (taken <= 0 || is_control) {
            problem_at(c, at, "%s", bad_byte(byte));
            return NULL;
        }
        at.column = character == '\n' ? 1 : at.column + 1;
        at.line += character == '\n';
        byte += taken;
    }
    *ret_count = count;
    return text;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool ends_with(const char *name, const char *suffix)
{
    size_t name_len = strlen(name);
    size_t suffix_len = strlen(suffix);
    return name_len > suffix_len && strcmp(name + name_len - suffix_len, suffix) == 0;
}

const char *const *source_list(struct compiler *c, const char *folder, const char *suffix,
                               size_t *ret_count)
{
    char full[SOURCE_PATH_SIZE];
    const char **names = arena_take(&c->arena, SOURCE_FILES_MAX, sizeof *names);
    *ret_count = 0;
    DIR *dir = kstr_format(full, sizeof full, "%s/%s", c->dir, folder) ? opendir(full) : NULL;
    if (dir == NULL) {
        return names;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (entry->d_name[0] != '.' && ends_with(entry->d_name, suffix) &&
            *ret_count < SOURCE_FILES_MAX) {
            names[(*ret_count)++] = arena_text(&c->arena, entry->d_name);
        }
    }
    (void)closedir(dir);
    qsort(names, *ret_count, sizeof *names, by_name);
    return names;
}

const char *source_stem(struct compiler *c, const char *name, const char *suffix)
{
    KASSERT(ends_with(name, suffix));
    char *stem = arena_text(&c->arena, name);
    stem[strlen(name) - strlen(suffix)] = '\0';
    return stem;
}
