/* The order of a compilation: read all sources, stop if anything is wrong, write, read back. */
#include "compile_internal.h"

#include "kstr.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* text begins with "name: ": then it goes behind that. */
static bool take_name(const char **text, const char *name)
{
    size_t len = strlen(name);
    bool found = strncmp(*text, name, len) == 0 && strncmp(*text + len, ": ", 2) == 0;
    *text += found ? len + 2 : 0;
    return found;
}

/* "flow: step: what" of flow_check() -> the step's place; *text goes behind the names. */
static struct place place_in_book(const struct compiler *c, const char **text)
{
    const struct flow_book *book = &c->data.content.book;
    uint16_t flow = 0;
    while (flow < book->chart_count && !take_name(text, book->chart[flow].id)) {
        flow++;
    }
    if (flow == book->chart_count) {
        return (struct place){"flows", 1, 1};
    }
    const struct node *map = c->flow[flow].steps->child;
    struct place at = map->at;
    for (uint16_t step = 0; map != NULL; step++) {
        if (take_name(text, book->chart[flow].step[step].id)) {
            return map->at;
        }
        map = map->next;
    }
    return at;
}

/* What only the engine's own check sees, as calls in a circle of silent steps. */
static void check_book(struct compiler *c)
{
    struct kerr err = {0};
    if (c->source->count[DIAG_ERROR] == 0 && flow_check(&c->data.content.book, &err) != K_OK) {
        const char *text = err.text;
        struct place at = place_in_book(c, &text);
        source_tell(c->source, at, A114_ENGINE_REFUSES, DIAG_ARGS(text));
    }
}

static enum kcode errors_found(const struct source *source, struct kerr *err)
{
    size_t count = source->count[DIAG_ERROR];
    return count == 0 ? K_OK
                      : kerr_fail(err, K_E_FORMAT, "%zu error%s in %s", count,
                                  count == 1 ? "" : "s", source->dir);
}

static enum kcode read_sources(struct compiler *c, struct kerr *err)
{
    settings_read(c);
    synonyms_read(c);
    pictures_read(c);
    flows_read(c);
    articles_read(c);
    docs_gather(c);
    check_book(c);
    return errors_found(c->source, err);
}

/* Into a file beside the target, which takes its place only when it reads back well. */
static enum kcode write_pack(struct compiler *c, const char *out, const char *part,
                             struct kerr *err)
{
    if (emit_pack(c, part, err) != K_OK || errors_found(c->source, err) != K_OK) {
        return err->code;
    }
    struct pack *pack = NULL;
    if (pack_open(part, &pack, err) != K_OK) {
        return err->code;
    }
    pack_close(&pack);
    /* A pack holds nothing secret, and programs of other users read it. */
    if (chmod(part, 0644) != 0 || rename(part, out) != 0) {
        return kerr_fail(err, K_E_IO, "%s: %s", out, strerror(errno));
    }
    return K_OK;
}

enum kcode compile_pack(const char *dir, const char *out, compile_tell_fn tell, void *user,
                        struct kerr *err)
{
    struct source source;
    struct compiler c = {.source = &source};
    struct stat info;
    char part[SOURCE_PATH_SIZE];
    if (stat(dir, &info) != 0 || !S_ISDIR(info.st_mode)) {
        return kerr_fail(err, K_E_NOT_FOUND, "%s: no such folder", dir);
    }
    if (!kstr_format(part, sizeof part, "%s.part", out)) {
        return kerr_fail(err, K_E_FULL, "%s: the path is too long", out);
    }
    source_init(&source, dir);
    enum kcode code = read_sources(&c, err);
    if (code == K_OK) {
        (void)unlink(part); /* of a run that was killed */
        code = write_pack(&c, out, part, err);
        (void)unlink(part);
    }
    source_sort(&source);
    for (size_t i = 0; i < source.diag_count; i++) {
        tell(user, &source.diag[i]);
    }
    source_done(&source);
    return code;
}
