#include "covers.h"

#include "fonts.h"
#include "kassert.h"

#include <stdlib.h>

struct covers {
    FcConfig *fonts;
    FcCharSet *all; /* of every font that a kiosk draws with */
};

enum kcode covers_open(struct covers **ret_covers, struct kerr *err)
{
    struct covers *covers = calloc(1, sizeof *covers);
    KASSERT(covers != NULL);
    if (fonts_open(&covers->fonts, err) != K_OK) {
        free(covers);
        return err->code;
    }
    covers->all = FcCharSetCreate();
    KASSERT(covers->all != NULL);
    const FcFontSet *set = FcConfigGetFonts(covers->fonts, FcSetSystem);
    for (int i = 0; set != NULL && i < set->nfont; i++) {
        FcCharSet *one = NULL; /* the pattern's */
        if (FcPatternGetCharSet(set->fonts[i], FC_CHARSET, 0, &one) == FcResultMatch) {
            FcBool ok = FcCharSetMerge(covers->all, one, NULL);
            KASSERT(ok);
        }
    }
    *ret_covers = covers;
    return K_OK;
}

void covers_close(struct covers **covers)
{
    if (*covers != NULL) {
        FcCharSetDestroy((*covers)->all);
        FcConfigDestroy((*covers)->fonts);
        free(*covers);
        *covers = NULL;
    }
}

bool covers_character(const struct covers *covers, uint32_t character)
{
    return FcCharSetHasChar(covers->all, character);
}
