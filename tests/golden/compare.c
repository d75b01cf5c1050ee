#include "compare.h"

#include "kassert.h"
#include "kstr.h"
#include "ksys.h"

#include <stdlib.h>

enum { PATH_BYTES = 512, PNG_BYTES = 1 << 20, SIDE = 3 };

/* What differs: how many pixels, and the box around them. */
struct difference {
    int count;
    int left, top, right, bottom;
};

/* Sixteen steps of each colour: finer ones double the files and are below GOLDEN_STEP. */
static uint32_t coarse(uint32_t pixel)
{
    uint32_t high = pixel & 0xf0f0f0U;
    return high | high >> 4;
}

enum kcode golden_third(const struct picture *frame, int pitch, struct picture *ret_third,
                        struct kerr *err)
{
    int w = frame->w / SIDE;
    int h = frame->h / SIDE;
    uint32_t *data = calloc((size_t)w * (size_t)h, sizeof *data);
    if (!data) {
        return kerr_fail(err, K_E_IO, "golden: no memory");
    }
    size_t across = (size_t)pitch / sizeof *data;
    for (int i = 0; i < w * h; i++) {
        const uint32_t *from = frame->data + (size_t)(i / w * SIDE) * across + i % w * SIDE;
        uint32_t sum[3] = {0, 0, 0};
        for (size_t j = 0; j < SIDE * SIDE; j++) {
            uint32_t pixel = from[j / SIDE * across + j % SIDE];
            sum[0] += pixel >> 16 & 255U;
            sum[1] += pixel >> 8 & 255U;
            sum[2] += pixel & 255U;
        }
        uint32_t n = SIDE * SIDE;
        data[i] = coarse((sum[0] / n) << 16 | (sum[1] / n) << 8 | sum[2] / n);
    }
    *ret_third = (struct picture){data, w, h};
    return K_OK;
}

/* The largest step of one colour between two pixels. */
static int step(uint32_t a, uint32_t b)
{
    int most = 0;
    for (unsigned shift = 0; shift < 24; shift += 8) {
        int d = abs((int)(a >> shift & 255U) - (int)(b >> shift & 255U));
        most = d > most ? d : most;
    }
    return most;
}

/* Marks in diff what differs in red, on a pale copy. */
static struct difference differ(const struct picture *got, const struct picture *want,
                                struct picture *diff)
{
    struct difference d = {.left = got->w, .top = got->h};
    for (int i = 0; i < got->w * got->h; i++) {
        bool far = step(got->data[i], want->data[i]) > GOLDEN_STEP;
        diff->data[i] = far ? 0xe00000U : 0xc0c0c0U | (got->data[i] >> 2 & 0x3f3f3fU);
        if (far) {
            int x = i % got->w;
            int y = i / got->w;
            d.count++;
            d.left = x < d.left ? x : d.left;
            d.top = y < d.top ? y : d.top;
            d.right = x > d.right ? x : d.right;
            d.bottom = y > d.bottom ? y : d.bottom;
        }
    }
    return d;
}

static enum kcode keep(const char *folder, const char *name, const char *what,
                       const struct picture *picture, struct kerr *err)
{
    char path[PATH_BYTES];
    if (ksys_make_dir(folder, err) != K_OK) {
        return err->code;
    }
    (void)kstr_format(path, sizeof path, "%s/%s%s.png", folder, name, what);
    return pngfile_write(path, picture, picture->w * (int)sizeof *picture->data, err);
}

static enum kcode wanted(const char *name, struct picture *ret_want, struct kerr *err)
{
    static char png[PNG_BYTES];
    char path[PATH_BYTES];
    struct kbuf buf = KBUF(png);
    (void)kstr_format(path, sizeof path, "%s/pictures/%s.png", TEST_DIR, name);
    if (ksys_read_file(path, &buf, err) != K_OK) {
        return err->code;
    }
    return pngfile_decode(&buf, ret_want, err);
}

static enum kcode report(const char *name, const struct picture *got, const struct picture *want,
                         struct kerr *err)
{
    if (got->w != want->w || got->h != want->h) {
        return kerr_fail(err, K_E_FORMAT, "%s: %dx%d, not %dx%d", name, got->w, got->h, want->w,
                         want->h);
    }
    KASSERT(got->w > 0 && got->h > 0);
    struct picture diff = {calloc((size_t)got->w * (size_t)got->h, sizeof *diff.data), got->w,
                           got->h};
    if (!diff.data) {
        return kerr_fail(err, K_E_IO, "golden: no memory");
    }
    struct difference d = differ(got, want, &diff);
    enum kcode code = K_OK;
    if (d.count * 1000 > got->w * got->h * GOLDEN_PER_MILLE) {
        static const char folder[] = BINARY_DIR "/golden";
        code = keep(folder, name, "-got", got, err);
        code = code == K_OK ? keep(folder, name, "-want", want, err) : code;
        code = code == K_OK ? keep(folder, name, "-diff", &diff, err) : code;
        if (code == K_OK) {
            code = kerr_fail(err, K_E_FORMAT,
                             "%s: %d pixels differ, between %d,%d and %d,%d; see %s/%s-diff.png",
                             name, d.count, d.left, d.top, d.right, d.bottom, folder, name);
        }
    }
    free(diff.data);
    return code;
}

enum kcode golden_hold(const char *name, const struct picture *got, bool update, struct kerr *err)
{
    if (update) {
        return keep(TEST_DIR "/pictures", name, "", got, err);
    }
    struct picture want = {0};
    if (wanted(name, &want, err) != K_OK) {
        return err->code;
    }
    enum kcode code = report(name, got, &want, err);
    free(want.data);
    return code;
}
