/* The sources of content/telecom, many times: real texts, real pictures, real calls. */
#include "big.h"

#include "bench.h"

#include "kstr.h"
#include "ksys.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 1024, FILE_BYTES = 256 * 1024, FILES_MAX = 256 };

/* A kind of source file. */
struct kind {
    const char *folder, *ending;
    int wanted;           /* files at least */
    const char *names[3]; /* behind these words stands the id of something that is copied, too */
    const char *words;    /* behind these a text begins */
};

enum { FLOWS, ARTICLES, PICTURES, KINDS };

static const struct kind kinds[KINDS] = {
    [FLOWS] = {"flows", ".yaml", BIG_FLOWS, {"call: ", "picture: "}, "o: \""},
    [ARTICLES] = {"articles", ".md", BIG_ARTICLES, {"\nflow: ", "]("}, "o: \""},
    [PICTURES] = {"pictures", ".svg", BIG_PICTURES, {NULL}, NULL},
};

struct big {
    const char *from, *dir;
    unsigned chance;
    int files[KINDS], sets[KINDS];
    char name[KINDS][FILES_MAX][128]; /* without the ending */
    char text[FILE_BYTES];
};

static unsigned draw(struct big *big)
{
    big->chance = big->chance * 1664525U + 1013904223U;
    return big->chance >> 10;
}

static bool ends(const char *text, const char *ending)
{
    size_t len = strlen(text);
    size_t end = strlen(ending);
    return len > end && strcmp(text + len - end, ending) == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void list(struct big *big, int kind)
{
    char path[PATH_BYTES];
    (void)kstr_format(path, sizeof path, "%s/%s", big->from, kinds[kind].folder);
    DIR *dir = opendir(path);
    if (!dir) {
        bench_stop("%s: cannot be read", path);
    }
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (ends(entry->d_name, kinds[kind].ending) && big->files[kind] < FILES_MAX) {
            size_t stem = strlen(entry->d_name) - strlen(kinds[kind].ending);
            (void)kstr_format(big->name[kind][big->files[kind]++], 128, "%.*s", (int)stem,
                              entry->d_name);
        }
    }
    (void)closedir(dir);
    qsort(big->name[kind], (size_t)big->files[kind], 128, by_name);
    big->sets[kind] = (kinds[kind].wanted + big->files[kind] - 1) / big->files[kind];
}

static size_t read_source(struct big *big, const char *path)
{
    struct kerr err = {0};
    struct kbuf buf = KBUF(big->text);
    bench_must(ksys_read_file(path, &buf, &err), &err);
    return buf.len;
}

static bool in_id(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* Which set the thing behind this word is of: flows call flows of their own set. */
static int set_of(const struct big *big, const char *word, int set)
{
    bool picture = strcmp(word, "picture: ") == 0 || strcmp(word, "](") == 0;
    return picture ? set % big->sets[PICTURES] : set % big->sets[FLOWS];
}

/* Copy the id at *at with its set; returns where the copy ends. */
static void copy_id(FILE *out, const char **at, int set)
{
    while (in_id(**at)) {
        (void)fputc(*(*at)++, out);
    }
    (void)fprintf(out, "-%d", set);
}

static const char *word_at(const struct kind *kind, const char *at)
{
    for (int i = 0; i < 3 && kind->names[i]; i++) {
        if (strncmp(at, kind->names[i], strlen(kind->names[i])) == 0) {
            return kind->names[i];
        }
    }
    return NULL;
}

static void write_copy(struct big *big, int kind, FILE *out, int set)
{
    const struct kind *k = &kinds[kind];
    const char *at = big->text;
    bool own_id = kind == PICTURES;
    while (*at) {
        const char *word = word_at(k, at);
        if (word) {
            (void)fputs(word, out);
            at += strlen(word);
            copy_id(out, &at, set_of(big, word, set));
        } else if (!own_id && (at == big->text || at[-1] == '\n') && strncmp(at, "id: ", 4) == 0) {
            (void)fputs("id: ", out);
            at += 4;
            copy_id(out, &at, set);
            own_id = true;
        } else if (k->words && strncmp(at, k->words, strlen(k->words)) == 0) {
            (void)fprintf(out, "%s%u ", k->words, draw(big) % 90 + 10);
            at += strlen(k->words);
        } else {
            (void)fputc(*at++, out);
        }
    }
}

static void copy_kind(struct big *big, int kind)
{
    char path[PATH_BYTES];
    for (int i = 0; i < big->files[kind] * big->sets[kind]; i++) {
        const char *name = big->name[kind][i % big->files[kind]];
        int set = i / big->files[kind];
        (void)kstr_format(path, sizeof path, "%s/%s/%s%s", big->from, kinds[kind].folder, name,
                          kinds[kind].ending);
        big->text[read_source(big, path)] = '\0';
        (void)kstr_format(path, sizeof path, "%s/%s/%s-%d%s", big->dir, kinds[kind].folder, name,
                          set, kinds[kind].ending);
        FILE *out = fopen(path, "w");
        if (!out) {
            bench_stop("%s: cannot be written", path);
        }
        write_copy(big, kind, out, set);
        (void)fclose(out);
    }
}

/* pictures.yaml: every entry begins in the first column. */
static void write_picture_words(const struct big *big, FILE *out, int set)
{
    for (const char *at = big->text; *at; at++) {
        bool entry = (at == big->text || at[-1] == '\n') && *at >= 'a' && *at <= 'z';
        if (entry) {
            copy_id(out, &at, set);
        }
        (void)fputc(*at, out);
    }
}

static void copy_picture_words(struct big *big)
{
    char path[PATH_BYTES];
    (void)kstr_format(path, sizeof path, "%s/pictures/pictures.yaml", big->from);
    big->text[read_source(big, path)] = '\0';
    (void)kstr_format(path, sizeof path, "%s/pictures/pictures.yaml", big->dir);
    FILE *out = fopen(path, "w");
    for (int set = 0; out && set < big->sets[PICTURES]; set++) {
        write_picture_words(big, out, set);
    }
    if (!out || fclose(out) != 0) {
        bench_stop("%s: cannot be written", path);
    }
}

static void copy_file(struct big *big, const char *name)
{
    char path[PATH_BYTES];
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/%s", big->from, name);
    size_t count = read_source(big, path);
    (void)kstr_format(path, sizeof path, "%s/%s", big->dir, name);
    bench_must(ksys_write_file(path, big->text, count, 0644, &err), &err);
}

void big_make(const char *from, const char *dir, unsigned seed)
{
    struct big *big = calloc(1, sizeof *big);
    struct kerr err = {0};
    char path[PATH_BYTES];
    if (!big) {
        bench_stop("no memory");
    }
    big->from = from;
    big->dir = dir;
    big->chance = seed;
    for (int kind = 0; kind < KINDS; kind++) {
        (void)kstr_format(path, sizeof path, "%s/%s", dir, kinds[kind].folder);
        bench_must(ksys_make_dir(path, &err), &err);
        list(big, kind);
    }
    for (int kind = 0; kind < KINDS; kind++) {
        copy_kind(big, kind);
    }
    copy_picture_words(big);
    copy_file(big, "pack.yaml");
    copy_file(big, "synonyms.yaml");
    free(big);
}
