#include "kiosk_internal.h"

#include "klog.h"
#include "kstr.h"

/*
 * Pictures out of the pack: pixels for the glass, and words for whoever hears or reads the screen.
 * A flow's step says only which picture it shows; articles bring the words with them.
 */

enum kcode kiosk_picture(void *user, const char *id, struct kbuf *buf, struct kerr *err)
{
    struct kiosk *kiosk = user;
    char alt[LIMIT_TEXT_BYTES];
    if (!kiosk->pack) {
        return kerr_fail(err, K_E_NOT_FOUND, "picture %s: no pack", id);
    }
    return pack_picture(kiosk->pack, id, kiosk->visit.lang, buf, alt, err);
}

/* The screen is composed far more often than another picture comes: the words are kept. */
static const char *words_of(struct kiosk *kiosk, const char *id)
{
    struct picture_words *picture = &kiosk->picture;
    struct kerr err = {0};
    if (kstr_equal(picture->id, id) && picture->lang == kiosk->screen.lang) {
        return picture->alt;
    }
    *picture = (struct picture_words){.lang = kiosk->screen.lang};
    (void)kstr_copy(picture->id, sizeof picture->id, id);
    if (kiosk->pack &&
        pack_picture_alt(kiosk->pack, id, picture->lang, picture->alt, &err) != K_OK) {
        klog_err("picture.wordless", &err);
    }
    return picture->alt;
}

void kiosk_name_pictures(struct kiosk *kiosk)
{
    for (int i = 0; i < kiosk->screen.item_count; i++) {
        struct screen_item *item = &kiosk->screen.item[i];
        if (item->kind == ITEM_PICTURE && item->text[0] == '\0') {
            (void)kstr_copy(item->text, sizeof item->text, words_of(kiosk, item->picture));
        }
    }
}
