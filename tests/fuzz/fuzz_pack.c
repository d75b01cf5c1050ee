/* A content pack: any bytes at all, then everything that a kiosk asks of a pack. */
#include "fuzz.h"

#include "kassert.h"
#include "kstr.h"
#include "pack.h"

#define PNG_BYTES ((size_t)256 * 1024)

static void expect_clear(enum kcode code, const struct kerr *err)
{
    KASSERT(code == err->code);
    KASSERT((code == K_OK) == (err->text[0] == '\0'));
}

static void use(struct pack *pack)
{
    static struct article article;
    static struct found found;
    static char png[PNG_BYTES];
    static const char *const queries[] = {"모뎀 불빛", "ㅁㄷ", "lights \"*"};
    const struct content *content = pack_content(pack);
    for (uint16_t i = 0; i < content->article_count && i < 4; i++) {
        struct kerr err = {0};
        expect_clear(pack_article(pack, i, LANG_KO, &article, &err), &err);
    }
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        struct kerr err = {0};
        expect_clear(pack_search(pack, queries[i], LANG_KO, &found, &err), &err);
    }
    char alt[LIMIT_TEXT_BYTES];
    struct kbuf buf = KBUF(png);
    struct kerr err = {0};
    expect_clear(pack_picture(pack, "modem", LANG_EN, &buf, alt, &err), &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    char path[128];
    struct pack *pack = NULL;
    struct kerr err = {0};
    fuzz_write("x.pack", bytes, count);
    (void)kstr_format(path, sizeof path, "%s/x.pack", fuzz_dir());
    enum kcode code = pack_open(path, &pack, &err);
    expect_clear(code, &err);
    if (code == K_OK) {
        fuzz_inside();
        use(pack);
    }
    pack_close(&pack);
    return 0;
}
