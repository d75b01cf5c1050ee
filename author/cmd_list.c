/* annae-pack list: what a pack is and how much it holds. */
#include "command.h"
#include "pack.h"

#include <stdio.h>

static int run_list(int count, char **args)
{
    if (count != 1) {
        return command_not_understood("list wants PACK");
    }
    struct kerr err = {0};
    K_CLEANUP(pack_close) struct pack *pack = NULL;
    if (pack_open(args[0], &pack, &err) != K_OK) {
        return command_failed(&err);
    }
    const struct content *content = pack_content(pack);
    (void)printf("%s %s\n%s\ntopics %d\nflows %d\narticles %d\n", content->id, content->version,
                 content->name.in[LANG_KO], content->topic_count, content->book.chart_count,
                 content->article_count);
    return EXIT_OK;
}

const struct command command_list = {
    .name = "list",
    .usage = "  annae-pack list PACK                   version and counts of a pack\n",
    .run = run_list,
};
