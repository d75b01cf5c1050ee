/* synonyms.yaml: words that customers use -> the word that the articles use. */
#include "compile_internal.h"

#include <string.h>

/* One group: all other words lead to the first. */
static void read_group(struct compiler *c, const struct node *group, struct synonym *synonym)
{
    if (!field_is(c, group, NODE_LIST, "a group of synonyms")) {
        return;
    }
    if (group->count < 2) {
        problem_at(c, group->at, "a group needs two words or more; add one or remove the group");
        return;
    }
    for (const struct node *word = group->child; word != NULL; word = word->next) {
        bool ok = field_is(c, word, NODE_WORD, "a synonym");
        if (ok && (word->text[0] == '\0' || strlen(word->text) >= LIMIT_ID_BYTES)) {
            problem_at(c, word->at, "a synonym has 1 to %d bytes", LIMIT_ID_BYTES - 1);
            ok = false;
        }
        if (ok && word != group->child) {
            synonym[c->data.synonym_count++] = (struct synonym){word->text, group->child->text};
        }
    }
}

void synonyms_read(struct compiler *c)
{
    const struct node *list = node_file(c, "synonyms.yaml", NODE_LIST);
    if (list == NULL) {
        return;
    }
    size_t count = 0;
    for (const struct node *group = list->child; group != NULL; group = group->next) {
        count += group->count;
    }
    if (count > LIMIT_SYNONYMS) {
        problem_at(c, list->at, "%zu synonyms; at most %d fit", count, LIMIT_SYNONYMS);
        return;
    }
    struct synonym *synonym = arena_take(&c->arena, count + 1, sizeof *synonym);
    c->data.synonym = synonym;
    for (const struct node *group = list->child; group != NULL; group = group->next) {
        read_group(c, group, synonym);
    }
}
