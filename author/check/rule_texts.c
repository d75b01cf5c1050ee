/* Translations whose Korean has changed since: translations.yaml knows which Korean was meant. */
#include "check_internal.h"

#include "texts.h"

enum kcode rule_texts(struct checking *checking, struct kerr *err)
{
    struct source *source = checking->source;
    struct texts_lock lock = {0};
    (void)err;
    if (!texts_lock_read(source, &lock)) {
        return K_OK; /* told */
    }
    for (size_t i = 0; i < source->text_count; i++) {
        const struct source_text *text = &source->text[i];
        if (texts_state(&lock, text) == TEXTS_OUTDATED) {
            source_tell(source, text->at[LANG_EN], A430_OUTDATED, DIAG_ARGS(text->id));
        }
    }
    return K_OK;
}
