#include "fonts.h"

#include "kstr.h"

#include <stdlib.h>
#include <unistd.h>

/* The system's cache is read when it is there, so that only a bare device scans the files. */
#define FONTS_CONF                                                                                 \
    "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"                \
    "<dir>/usr/share/annae/fonts</dir><dir>/usr/share/fonts/opentype/noto</dir>"                   \
    "<selectfont><rejectfont><glob>*</glob></rejectfont>"                                          \
    "<acceptfont><glob>*NotoSansCJK*</glob></acceptfont></selectfont>"                             \
    "<cachedir>%s</cachedir><cachedir>/var/cache/fontconfig</cachedir>"                            \
    "<config><rescan><int>0</int></rescan></config></fontconfig>"

static void cache_dir(char *path, size_t size)
{
    const char *home = getenv("XDG_CACHE_HOME");
    if (home && home[0] == '/') {
        (void)kstr_format(path, size, "%s/annae-fonts", home);
        return;
    }
    (void)kstr_format(path, size, "/tmp/annae-fonts-%u", (unsigned)getuid());
}

static FcConfig *private_fonts(void)
{
    char cache[512];
    char conf[2048];
    cache_dir(cache, sizeof cache);
    (void)kstr_format(conf, sizeof conf, FONTS_CONF, cache);
    FcConfig *fonts = FcConfigCreate();
    if (fonts && !FcConfigParseAndLoadFromMemory(fonts, (const FcChar8 *)conf, FcTrue)) {
        FcConfigDestroy(fonts);
        return NULL;
    }
    return fonts;
}

static FcBool has_family(FcConfig *fonts)
{
    FcPattern *want = FcPatternCreate();
    FcObjectSet *facts = FcObjectSetBuild(FC_FAMILY, (char *)NULL);
    FcFontSet *found = NULL;
    if (want && facts && FcPatternAddString(want, FC_FAMILY, (const FcChar8 *)FONTS_FAMILY)) {
        found = FcFontList(fonts, want, facts);
    }
    FcBool has = found && found->nfont > 0;
    if (found) {
        FcFontSetDestroy(found);
    }
    if (facts) {
        FcObjectSetDestroy(facts);
    }
    if (want) {
        FcPatternDestroy(want);
    }
    return has;
}

enum kcode fonts_open(FcConfig **ret_fonts, struct kerr *err)
{
    FcConfig *fonts = getenv("FONTCONFIG_FILE") ? FcInitLoadConfig() : private_fonts();
    if (fonts && FcConfigBuildFonts(fonts) && has_family(fonts)) {
        *ret_fonts = fonts;
        return K_OK;
    }
    if (fonts) {
        FcConfigDestroy(fonts);
    }
    return kerr_fail(err, K_E_NOT_FOUND, "fonts: no \"%s\"; install the package fonts-noto-cjk",
                     FONTS_FAMILY);
}
