/* synonyms.yaml: words that customers use -> the word that the articles use. */
#include "compile_internal.h"

#include <string.h>

/* One group: all other words lead to the first. */
static void read_group(struct compile *c, const struct node *group, struct synonym *synonym)
{
    if (!field_is(c->source, group, NODE_LIST, DIAG_GROUP)) {
        return;
    }
    if (group->count < 2) {
        source_tell(c->source, group->at, A046_LONELY_SYNONYM, NULL);
        return;
    }
    for (const struct node *word = group->child; word != NULL; word = word->next) {
        bool ok = field_is(c->source, word, NODE_WORD, DIAG_ENTRY);
        if (ok && (word->text[0] == '\0' || strlen(word->text) >= LIMIT_ID_BYTES)) {
            source_tell(c->source, word->at,
                        word->text[0] == '\0' ? A031_EMPTY_TEXT : A032_TEXT_TOO_LONG,
                        DIAG_ARGS(DIAG_ENTRY, diag_number((long long)strlen(word->text)).text,
                                  diag_number(LIMIT_ID_BYTES - 1).text));
            ok = false;
        }
        if (ok && word != group->child) {
            synonym[c->data.synonym_count++] = (struct synonym){word->text, group->child->text};
        }
    }
}

void synonyms_read(struct compile *c)
{
    const struct node *list = node_file(c->source, "synonyms.yaml", NODE_LIST);
    if (list == NULL) {
        return;
    }
    size_t count = 0;
    for (const struct node *group = list->child; group != NULL; group = group->next) {
        count += group->count;
    }
    if (count > LIMIT_SYNONYMS) {
        source_tell(c->source, list->at, A043_WRONG_COUNT,
                    DIAG_ARGS(DIAG_FILE, diag_number((long long)count).text, "0",
                              diag_number(LIMIT_SYNONYMS).text));
        return;
    }
    struct synonym *synonym = karena_take(&c->source->arena, count + 1, sizeof *synonym);
    c->data.synonym = synonym;
    for (const struct node *group = list->child; group != NULL; group = group->next) {
        read_group(c, group, synonym);
    }
}
