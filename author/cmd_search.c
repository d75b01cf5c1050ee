/* annae-pack search: what a customer finds, with scores. */
#include "command.h"
#include "pack.h"

#include <stdio.h>
#include <string.h>

static void print_found(const struct content *content, const struct found *found, enum lang lang)
{
    static const char *const bands[] = {"good", "maybe", "none"};
    for (uint16_t i = 0; i < found->count; i++) {
        const struct found_item *item = &found->item[i];
        bool is_flow = item->kind == FOUND_FLOW;
        const char *id =
            is_flow ? content->book.chart[item->index].id : content->article[item->index].id;
        const struct words *title = is_flow ? &content->book.chart[item->index].title
                                            : &content->article[item->index].title;
        (void)printf("%d\t%s\t%s\t%.2f\t%s\t%s\n", i + 1, is_flow ? "flow" : "article", id,
                     (double)item->score, bands[found->band], title->in[lang]);
    }
    if (found->count == 0) {
        (void)puts("nothing found");
    }
}

static int run_search(int count, char **args)
{
    enum lang lang = LANG_KO;
    bool has_lang = count == 4 && strcmp(args[2], "--lang") == 0;
    if (count != 2 && !has_lang) {
        return command_not_understood("search wants PACK QUERY [--lang ko|en]");
    }
    if (has_lang) {
        lang = strcmp(args[3], "en") == 0 ? LANG_EN : LANG_KO;
    }
    if (has_lang && strcmp(args[3], lang_name(lang)) != 0) {
        return command_not_understood("--lang is ko or en");
    }
    struct kerr err = {0};
    struct found found;
    K_CLEANUP(pack_close) struct pack *pack = NULL;
    if (pack_open(args[0], &pack, &err) != K_OK ||
        pack_search(pack, args[1], lang, &found, &err) != K_OK) {
        return command_failed(&err);
    }
    print_found(pack_content(pack), &found, lang);
    return EXIT_OK;
}

const struct command command_search = {
    .name = "search",
    .usage =
        "  annae-pack search PACK QUERY [--lang ko|en]\n"
        "                                         what a customer finds: rank, kind, id, score,\n"
        "                                         band, title\n",
    .run = run_search,
};
