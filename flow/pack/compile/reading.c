/* `readings` of pack.yaml: how words that speech does not know are said aloud. */
#include "compile_internal.h"

#include <string.h>

/* "Wi-Fi: 와이파이", or "SIM: {ko: 심, en: sim}"; false after telling. */
static bool read_said(struct compile *c, const struct node *node, struct words *ret_said)
{
    const struct node *ko = node->kind == NODE_MAP ? node_get(node, "ko") : node;
    const struct node *en = node->kind == NODE_MAP ? node_get(node, "en") : NULL;
    for (const struct node *key = node->child; node->kind == NODE_MAP && key; key = key->next) {
        if (key != ko && key != en) {
            source_tell(c->source, key->key_at, A012_UNKNOWN_KEY, DIAG_ARGS(key->key));
            return false;
        }
    }
    if (ko == NULL) {
        source_tell(c->source, node->key_at, A033_LANGUAGE_MISSING, DIAG_ARGS(node->key, "ko"));
        return false;
    }
    return field_line(c->source, ko, LIMIT_LABEL_BYTES, &ret_said->in[LANG_KO]) &&
           (en == NULL || field_line(c->source, en, LIMIT_LABEL_BYTES, &ret_said->in[LANG_EN]));
}

static bool read_one(struct compile *c, const struct node *node, struct spoken *reading)
{
    if (strlen(node->key) >= LIMIT_ID_BYTES) {
        source_tell(c->source, node->key_at, A032_TEXT_TOO_LONG,
                    DIAG_ARGS(DIAG_ENTRY, diag_number((long long)strlen(node->key)).text,
                              diag_number(LIMIT_ID_BYTES - 1).text));
        return false;
    }
    *reading = (struct spoken){.word = node->key};
    return read_said(c, node, &reading->said);
}

void readings_read(struct compile *c, const struct node *map)
{
    if (map == NULL || !field_is(c->source, map, NODE_MAP, map->key)) {
        return;
    }
    if (map->count > LIMIT_READINGS) {
        source_tell(c->source, map->at, A043_WRONG_COUNT,
                    DIAG_ARGS(map->key, diag_number((long long)map->count).text, "0",
                              diag_number(LIMIT_READINGS).text));
        return;
    }
    struct spoken *reading = karena_take(&c->source->arena, map->count + 1, sizeof *reading);
    c->data.content.reading = reading;
    for (const struct node *node = map->child; node != NULL; node = node->next) {
        c->data.content.reading_count += read_one(c, node, &reading[c->data.content.reading_count]);
    }
}
