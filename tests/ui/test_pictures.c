/* Pictures of the pack: made smaller without losing anything, kept while their page is shown. */
#include "check.h"

#include "pictures.h"
#include "pngfile.h"
#include "shrink.h"

#include "kstr.h"
#include "ksys.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GREY(v) (0xff000000U | (uint32_t)(v) << 16 | (uint32_t)(v) << 8 | (uint32_t)(v))

/* ---- smaller ---- */

static struct picture blank(int w, int h, uint32_t pixel)
{
    struct picture picture = {calloc((size_t)w * (size_t)h, sizeof(uint32_t)), w, h};
    assert_non_null(picture.data);
    for (int i = 0; i < w * h; i++) {
        picture.data[i] = pixel;
    }
    return picture;
}

static void half_as_large_is_the_mean_of_four(void **state)
{
    (void)state;
    uint32_t four[] = {0xff000010, 0xff002000, 0xff300000, 0x80000000};
    uint32_t one = 0;
    struct picture from = {four, 2, 2};
    struct picture to = {&one, 1, 1};
    assert_true(shrink(&from, &to));
    assert_int_equal(one, 0xdf0c0804U);
}

static void one_colour_stays_that_colour_at_every_size(void **state)
{
    (void)state;
    struct picture from = blank(37, 23, 0xfffe8001U);
    struct picture to = blank(37, 23, 0);
    for (to.w = 1; to.w <= from.w; to.w++) {
        to.h = 1 + to.w * 22 / 37;
        assert_true(shrink(&from, &to));
        for (int i = 0; i < to.w * to.h; i++) {
            assert_int_equal(to.data[i], 0xfffe8001U);
        }
    }
    free(from.data);
    free(to.data);
}

static void the_same_size_is_the_same_picture(void **state)
{
    (void)state;
    struct picture from = blank(31, 7, 0);
    struct picture to = blank(31, 7, 0);
    for (int i = 0; i < 31 * 7; i++) {
        from.data[i] = GREY(i);
    }
    assert_true(shrink(&from, &to));
    assert_memory_equal(from.data, to.data, sizeof(uint32_t) * 31 * 7);
    free(from.data);
    free(to.data);
}

/* A line one pixel wide is there wherever it stands, and as dark in the sum. */
static void no_thin_line_is_lost(void **state)
{
    (void)state;
    for (int at = 0; at < 30; at++) {
        struct picture from = blank(30, 10, GREY(255));
        struct picture to = blank(20, 6, 0);
        for (int y = 0; y < from.h; y++) {
            from.data[y * from.w + at] = GREY(0);
        }
        assert_true(shrink(&from, &to));
        int dark = 0;
        for (int x = 0; x < to.w; x++) {
            dark += 255 - (int)(to.data[3 * to.w + x] & 255U);
        }
        assert_in_range(dark, 255 * 2 / 3 - 3, 255 * 2 / 3 + 3);
        free(from.data);
        free(to.data);
    }
}

/* ---- the cache ---- */

static char file[64];
static int read_count;

static enum kcode read_file(void *user, const char *id, struct kbuf *buf, struct kerr *err)
{
    (void)user;
    read_count++;
    if (kstr_equal(id, "none")) {
        return kerr_fail(err, K_E_NOT_FOUND, "none");
    }
    return ksys_read_file(file, buf, err);
}

static int make_file(void **state)
{
    (void)state;
    struct kerr err = {0};
    char dir[] = "/tmp/annae-pictures-XXXXXX";
    assert_non_null(mkdtemp(dir));
    (void)kstr_format(file, sizeof file, "%s/p.png", dir);
    struct picture picture = blank(64, 32, 0x00204060U);
    assert_ok(pngfile_write(file, &picture, 64 * 4, &err), &err);
    free(picture.data);
    return 0;
}

static int drop_file(void **state)
{
    (void)state;
    (void)unlink(file);
    *strrchr(file, '/') = '\0';
    return rmdir(file);
}

static void a_picture_is_opaque_and_has_its_colours_smaller_and_larger(void **state)
{
    (void)state;
    struct pictures *pictures = pictures_open(read_file, NULL, 1 << 20);
    int w = 0;
    int h = 0;
    assert_true(pictures_size(pictures, "a", &w, &h));
    assert_int_equal(w, 64);
    assert_int_equal(h, 32);
    assert_int_equal(pictures_get(pictures, "a", 20, 10)[105], 0xff204060U);
    assert_int_equal(pictures_get(pictures, "a", 128, 64)[1000], 0xff204060U);
    assert_null(pictures_get(pictures, "none", 20, 10));
    assert_false(pictures_size(pictures, "none", &w, &h));
    pictures_close(&pictures);
}

static void
pictures_of_a_page_stay_and_those_of_others_go_when_there_are_too_many_bytes(void **state)
{
    (void)state;
    struct pictures *pictures = pictures_open(read_file, NULL, 64 * 32 * 4);
    read_count = 0;
    for (int frame = 0; frame < 3; frame++) { /* three on one page, drawn again and again */
        (void)pictures_get(pictures, "a", 64, 32);
        (void)pictures_get(pictures, "b", 64, 32);
        (void)pictures_get(pictures, "c", 64, 32);
    }
    assert_int_equal(read_count, 3);
    pictures_turn(pictures);
    (void)pictures_get(pictures, "d", 64, 32); /* no room left for the three */
    assert_int_equal(read_count, 4);
    (void)pictures_get(pictures, "d", 64, 32);
    assert_int_equal(read_count, 4);
    (void)pictures_get(pictures, "c", 64, 32);
    assert_int_equal(read_count, 5);
    pictures_close(&pictures);
}

static void a_page_back_finds_its_picture_when_there_is_room(void **state)
{
    (void)state;
    struct pictures *pictures = pictures_open(read_file, NULL, 3 * 64 * 32 * 4);
    read_count = 0;
    (void)pictures_get(pictures, "a", 64, 32);
    pictures_turn(pictures);
    (void)pictures_get(pictures, "b", 64, 32);
    pictures_turn(pictures);
    (void)pictures_get(pictures, "a", 64, 32);
    assert_int_equal(read_count, 2);
    pictures_close(&pictures);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_as_large_is_the_mean_of_four),
        cmocka_unit_test(one_colour_stays_that_colour_at_every_size),
        cmocka_unit_test(the_same_size_is_the_same_picture),
        cmocka_unit_test(no_thin_line_is_lost),
        cmocka_unit_test(a_picture_is_opaque_and_has_its_colours_smaller_and_larger),
        cmocka_unit_test(
            pictures_of_a_page_stay_and_those_of_others_go_when_there_are_too_many_bytes),
        cmocka_unit_test(a_page_back_finds_its_picture_when_there_is_room),
    };
    return cmocka_run_group_tests(tests, make_file, drop_file);
}
