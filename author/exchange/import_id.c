/* Ids of steps and choices: lower-case letters, digits and hyphens. */
#include "import_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <ctype.h>
#include <string.h>

#define WORDS_MAX 4 /* of a text that gives its step the id */

/* "plug-it-in-and" -> "plug-it-in": a word that waits for another is no end. */
static void drop_waiting(char *id)
{
    static const char *const words[] = {"the", "a", "an", "and", "or", "to", "of", "is", "your"};
    char *last = strrchr(id, '-');
    for (size_t i = 0; last != NULL && i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], last + 1) == 0) {
            *last = '\0';
            last = strrchr(id, '-');
            i = 0;
        }
    }
}

static char small(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* A word begins at text[i]: behind something that is no letter, or at a capital within. */
static bool begins_word(const char *text, size_t i)
{
    bool is_hump = text[i] >= 'A' && text[i] <= 'Z' && text[i - 1] >= 'a' && text[i - 1] <= 'z';
    return is_hump || (!isalnum((unsigned char)text[i - 1]) && text[i - 1] != '\'');
}

const char *id_from(struct mermaid *m, const char *text, size_t most, int most_words)
{
    char id[LIMIT_ID_BYTES] = "";
    size_t len = 0;
    int words = 0;
    for (size_t i = 0; text[i] != '\0' && text[i] != '\n' && len + 2 < most; i++) {
        if (!isalnum((unsigned char)text[i])) {
            continue;
        }
        bool is_next = len > 0 && begins_word(text, i);
        words += is_next;
        if (words == most_words) {
            break;
        }
        if (is_next) {
            id[len++] = '-';
        }
        id[len++] = small(text[i]);
    }
    id[len] = '\0';
    if (words == most_words) {
        drop_waiting(id);
    }
    return len > 0 ? karena_text(&m->arena, id) : NULL;
}

static bool is_word_of_conditions(const char *id)
{
    static const char *const words[] = {"and", "or", "not", "known", "true", "false"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], id) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_latin(const char *text)
{
    size_t letters = 0;
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0x80) {
            return false;
        }
        letters += isalpha((unsigned char)*text) != 0;
    }
    return letters > 2;
}

static bool is_taken(const struct plan *plan, const char *id)
{
    for (uint16_t i = 0; i < plan->m->node_count; i++) {
        if (kstr_equal(plan->id[i], id)) {
            return true;
        }
    }
    return strcmp(id, "give-up") == 0 || strcmp(id, "start-question") == 0;
}

static const char *numbered(struct mermaid *m, const char *stem, int number)
{
    char id[LIMIT_ID_BYTES];
    (void)kstr_format(id, sizeof id, "%.56s-%d", stem, number);
    return karena_text(&m->arena, id);
}

/* What a box would like to be called; NULL: give it a number. */
static const char *wished(struct plan *plan, const struct mermaid_node *node)
{
    if (is_latin(node->id)) {
        return id_from(plan->m, node->id, LIMIT_ID_BYTES, LIMIT_ID_BYTES);
    }
    bool has_words = node->text != NULL && is_latin(node->text);
    return has_words ? id_from(plan->m, node->text, 32, WORDS_MAX) : NULL;
}

/* A box of `draw --mermaid`: its id with hyphens again. */
static const char *box_own_id(struct mermaid *m, const char *box)
{
    char *id = karena_text(&m->arena, box);
    for (char *byte = id; *byte != '\0'; byte++) {
        *byte = (char)(*byte == '_' ? '-' : *byte);
    }
    bool is_id = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id);
    return is_id && strlen(id) < LIMIT_ID_BYTES ? id
                                                : id_from(m, box, LIMIT_ID_BYTES, LIMIT_ID_BYTES);
}

void ids_make(struct plan *plan, bool is_kept)
{
    for (uint16_t i = 0; i < plan->count; i++) {
        const struct mermaid_node *node = &plan->m->node[plan->order[i]];
        const char *stem = is_kept ? box_own_id(plan->m, node->id) : wished(plan, node);
        bool fits = stem != NULL && isalpha((unsigned char)stem[0]) && !is_word_of_conditions(stem);
        const char *id = fits ? stem : numbered(plan->m, "step", i + 1);
        for (int number = 2; is_taken(plan, id); number++) {
            id = numbered(plan->m, fits ? stem : "step", fits ? number : number + plan->count);
        }
        plan->id[plan->order[i]] = id;
    }
}

/* ---- choices ---- */

static const struct {
    const char *label, *id;
} usual[] = {{"예", "yes"},         {"네", "yes"},          {"응", "yes"},
             {"그렇습니다", "yes"}, {"아니오", "no"},       {"아니요", "no"},
             {"아닙니다", "no"},    {"있음", "some"},       {"없음", "none"},
             {"있습니다", "some"},  {"없습니다", "none"},   {"정상", "normal"},
             {"됩니다", "works"},   {"안 됩니다", "fails"}, {"모름", "unknown"},
             {"기타", "other"},     {"성공", "success"},    {"실패", "failure"}};

static bool has_id(const struct tree *list, const char *id)
{
    for (const struct tree *item = list->child; item != NULL; item = item->next) {
        const struct tree *word = tree_get(item, "id");
        if (word != NULL && strcmp(word->text, id) == 0) {
            return true;
        }
    }
    return false;
}

const char *choice_id(struct plan *plan, const struct tree *list, const char *label)
{
    const char *stem = NULL;
    int count = 1;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        stem = strcmp(usual[i].label, label) == 0 ? usual[i].id : stem;
    }
    for (const struct tree *item = list->child; item != NULL; item = item->next) {
        count++;
    }
    bool is_plain = true;
    for (const char *byte = label; *byte != '\0'; byte++) {
        is_plain = is_plain && (unsigned char)*byte < 0x80;
    }
    stem = stem == NULL && is_plain ? id_from(plan->m, label, 32, WORDS_MAX) : stem;
    const char *id = stem != NULL ? stem : numbered(plan->m, "choice", count);
    for (int number = 2; has_id(list, id); number++) {
        id = numbered(plan->m, stem != NULL ? stem : "choice",
                      stem != NULL ? number : count + number);
    }
    return id;
}
