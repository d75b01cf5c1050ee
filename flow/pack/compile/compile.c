/* The order of a compilation: read all sources, stop if anything is wrong, write, read back. */
#include "compile_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum kcode compile_open(const char *dir, struct compile **ret_compile, struct kerr *err)
{
    struct stat info;
    if (stat(dir, &info) != 0 || !S_ISDIR(info.st_mode)) {
        return kerr_fail(err, K_E_NOT_FOUND, "%s: no such folder", dir);
    }
    struct compile *c = calloc(1, sizeof *c);
    KASSERT(c != NULL);
    c->source = &c->source_memory;
    source_init(c->source, dir);
    c->source->dir = karena_text(&c->source->arena, dir);
    settings_read(c);
    synonyms_read(c);
    pictures_read(c);
    flows_read(c);
    articles_read(c);
    docs_gather(c);
    sound_check(c);
    source_sort(c->source);
    *ret_compile = c;
    return K_OK;
}

void compile_close(struct compile **compile)
{
    if (*compile != NULL) {
        source_done((*compile)->source);
        free(*compile);
        *compile = NULL;
    }
}

struct source *compile_source(struct compile *compile)
{
    return compile->source;
}

enum kcode compile_errors(const struct compile *c, struct kerr *err)
{
    size_t count = c->source->count[DIAG_ERROR];
    return count == 0 ? K_OK
                      : kerr_fail(err, K_E_FORMAT, "%zu error%s in %s", count,
                                  count == 1 ? "" : "s", c->source->dir);
}

/* ---- what was read ---- */

const struct content *compile_content(const struct compile *compile)
{
    return &compile->data.content;
}

bool compile_settings_sound(const struct compile *c)
{
    return c->settings != NULL && source_errors_in(c->source, "pack.yaml") == 0;
}

bool compile_flow_sound(const struct compile *c, uint16_t flow)
{
    KASSERT(flow < c->data.content.book.chart_count);
    return !c->flow[flow].is_broken;
}

bool compile_article_sound(const struct compile *c, uint16_t article)
{
    KASSERT(article < c->data.content.article_count);
    char file[SOURCE_PATH_SIZE];
    (void)kstr_format(file, sizeof file, "articles/%s", c->article_name[article]);
    return c->article_head[article] != NULL && source_errors_in(c->source, file) == 0;
}

enum kcode compile_article(const struct compile *c, uint16_t article, enum lang lang,
                           struct article *ret_article, struct kerr *err)
{
    if (article >= c->data.content.article_count || !compile_article_sound(c, article)) {
        return kerr_fail(err, K_E_FORMAT, "article %d has errors", article);
    }
    const struct draft_body *body = &c->article_body[article];
    ret_article->index = article;
    ret_article->block_count = body->block_count[lang];
    memcpy(ret_article->block, body->block[lang], body->block_count[lang] * sizeof(struct block));
    return K_OK;
}

/* ---- writing ---- */

/* Into a file beside the target, which takes its place only when it reads back well. */
static enum kcode write_pack(struct compile *c, const char *out, const char *part, struct kerr *err)
{
    if (emit_pack(c, part, err) != K_OK || compile_errors(c, err) != K_OK) {
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

enum kcode compile_write(struct compile *c, const char *out, struct kerr *err)
{
    char part[SOURCE_PATH_SIZE];
    if (compile_errors(c, err) != K_OK) {
        return err->code;
    }
    if (!kstr_format(part, sizeof part, "%s.part", out)) {
        return kerr_fail(err, K_E_FULL, "%s: the path is too long", out);
    }
    (void)unlink(part); /* of a run that was killed */
    enum kcode code = write_pack(c, out, part, err);
    (void)unlink(part);
    source_sort(c->source);
    return code;
}

enum kcode compile_pack(const char *dir, const char *out, compile_tell_fn tell, void *user,
                        struct kerr *err)
{
    K_CLEANUP(compile_close) struct compile *c = NULL;
    if (compile_open(dir, &c, err) != K_OK) {
        return err->code;
    }
    KASSERT(c != NULL);
    enum kcode code = compile_write(c, out, err);
    for (size_t i = 0; i < c->source->diag_count; i++) {
        if (diag_rule(c->source->diag[i].code)->severity == DIAG_ERROR) {
            tell(user, &c->source->diag[i]);
        }
    }
    return code;
}
