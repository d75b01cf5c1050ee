/* Pictures and signs: there, used, and in words for who cannot see them. */
#include "media.h"

#include "icons.h"
#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- signs ---- */

static const char *icon_at(const void *names, size_t index)
{
    (void)names;
    return icon_name_at((int)index);
}

static void check_icon(struct checking *checking, const char *icon, struct place at)
{
    if (icon != NULL && icon_path(icon) == NULL) {
        source_tell_near(checking->source, at, A512_NO_SUCH_ICON, DIAG_ARGS(icon),
                         source_near(icon, icon_at, NULL));
    }
}

static void check_step_icons(struct checking *checking, uint16_t flow, uint16_t step)
{
    const struct flow_step *at = &checking->content->book.chart[flow].step[step];
    check_icon(checking, at->icon, compile_place_step(checking->compile, flow, step, "icon"));
    for (uint8_t i = 0; i < at->exit_count; i++) {
        check_icon(checking, at->exit[i].icon,
                   compile_place_exit(checking->compile, flow, step, i));
    }
}

static void check_icons(struct checking *checking)
{
    const struct content *content = checking->content;
    for (uint16_t i = 0; i < content->topic_count; i++) {
        check_icon(checking, content->topic[i].icon, compile_place_topic(checking->compile, i));
    }
    for (uint16_t i = 0; i < content->article_count; i++) {
        check_icon(checking, content->article[i].icon,
                   compile_place_block(checking->compile, i, LANG_KO, UINT16_MAX));
    }
    for (uint16_t i = 0; i < content->book.chart_count; i++) {
        const struct flow_chart *chart = &content->book.chart[i];
        check_icon(checking, chart->icon, compile_place_flow(checking->compile, i, "icon"));
        for (uint16_t k = 0; k < chart->step_count; k++) {
            check_step_icons(checking, i, k);
        }
    }
}

/* ---- words of pictures ---- */

/* Words that only say that there is a picture. */
static bool says_nothing(const char *alt, const char *id)
{
    static const char *const empty[] = {
        "그림",         "사진",        "이미지",      "도표",          "화면",    "그림입니다",
        "사진입니다",   "그림입니다.", "사진입니다.", "이미지입니다.", "picture", "a picture",
        "the picture",  "image",       "photo",       "drawing",       "diagram", "icon",
        "illustration", "screenshot",  "a picture.",  "picture.",      "image."};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        if (strcasecmp(alt, empty[i]) == 0) {
            return true;
        }
    }
    return strcmp(alt, id) == 0;
}

static void check_alt(struct checking *checking, const char *alt, const char *id, struct place at)
{
    if (alt != NULL && says_nothing(alt, id)) {
        source_tell(checking->source, at, A517_ALT_SAYS_NOTHING, DIAG_ARGS(alt));
    }
}

static void check_alts(struct checking *checking)
{
    for (size_t i = 0; i < compile_picture_count(checking->compile); i++) {
        const struct compile_picture picture = compile_picture(checking->compile, i);
        for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
            check_alt(checking, picture.alt.in[lang], picture.id,
                      compile_place_picture(checking->compile, i));
        }
    }
}

/* ---- use ---- */

struct use {
    const struct compile *compile;
    bool *used;    /* by picture */
    bool is_whole; /* everything that could use one was read */
};

static void use(struct use *uses, const char *id)
{
    for (size_t i = 0; id != NULL && i < compile_picture_count(uses->compile); i++) {
        uses->used[i] = uses->used[i] || strcmp(compile_picture(uses->compile, i).id, id) == 0;
    }
}

static void use_in_body(struct checking *checking, struct use *uses, enum lang lang,
                        const struct article *article)
{
    for (uint16_t i = 0; i < article->block_count; i++) {
        const struct block *block = &article->block[i];
        if (block->kind == BLOCK_PICTURE) {
            use(uses, block->picture);
            check_alt(checking, block->text, block->picture,
                      compile_place_block(checking->compile, article->index, lang, i));
        }
    }
}

static void use_in_article(struct checking *checking, struct use *uses, uint16_t index,
                           struct article *article)
{
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        struct kerr err = {0};
        if (compile_article(checking->compile, index, lang, article, &err) != K_OK) {
            uses->is_whole = false;
            return;
        }
        use_in_body(checking, uses, lang, article);
    }
}

static void gather_uses(struct checking *checking, struct use *uses)
{
    const struct content *content = checking->content;
    struct article *article = calloc(1, sizeof *article); /* 70 KiB: not for the stack */
    KASSERT(article != NULL);
    for (uint16_t i = 0; i < content->article_count; i++) {
        use_in_article(checking, uses, i, article);
    }
    free(article);
    for (uint16_t i = 0; i < content->book.chart_count; i++) {
        const struct flow_chart *chart = &content->book.chart[i];
        uses->is_whole = uses->is_whole && compile_flow_sound(checking->compile, i);
        for (uint16_t k = 0; k < chart->step_count; k++) {
            use(uses, chart->step[k].picture);
        }
    }
}

static void check_uses(struct checking *checking)
{
    size_t count = compile_picture_count(checking->compile);
    struct use uses = {.compile = checking->compile, .is_whole = true};
    uses.used = karena_take(&checking->source->arena, count + 1, sizeof *uses.used);
    gather_uses(checking, &uses);
    for (size_t i = 0; i < count && uses.is_whole; i++) {
        if (!uses.used[i]) {
            source_tell(checking->source, compile_place_picture(checking->compile, i),
                        A509_PICTURE_UNUSED, DIAG_ARGS(compile_picture(checking->compile, i).id));
        }
    }
}

enum kcode rule_media(struct checking *checking, struct kerr *err)
{
    (void)err;
    check_icons(checking);
    check_alts(checking);
    check_uses(checking);
    drawings_check(checking);
    files_check(checking);
    return K_OK;
}
