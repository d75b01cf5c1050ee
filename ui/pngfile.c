#include "pngfile.h"

#include <assert.h>
#include <png.h>
#include <stdbool.h>
#include <stdlib.h>

#define SIDE_MAX 8192 /* px: a longer picture is a mistake of the pack */

static enum kcode begin(const struct kbuf *png, png_image *image, struct kerr *err)
{
    *image = (png_image){.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(image, png->data, png->len)) {
        return kerr_fail(err, K_E_FORMAT, "picture: %s", image->message);
    }
    if (image->width < 1 || image->height < 1 || image->width > SIDE_MAX ||
        image->height > SIDE_MAX) {
        png_image_free(image);
        return kerr_fail(err, K_E_FORMAT, "picture: more than %d pixels along a side", SIDE_MAX);
    }
    return K_OK;
}

enum kcode pngfile_size(const struct kbuf *png, int *ret_w, int *ret_h, struct kerr *err)
{
    png_image image;
    if (begin(png, &image, err) != K_OK) {
        return err->code;
    }
    *ret_w = (int)image.width;
    *ret_h = (int)image.height;
    png_image_free(&image);
    return K_OK;
}

/* libpng writes bytes, we read words. */
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "blue is a pixel's lowest byte");

static uint32_t premultiplied(uint32_t argb)
{
    uint32_t a = argb >> 24;
    uint32_t r = (argb >> 16 & 255U) * a / 255;
    uint32_t g = (argb >> 8 & 255U) * a / 255;
    uint32_t b = (argb & 255U) * a / 255;
    return a << 24 | r << 16 | g << 8 | b;
}

enum kcode pngfile_decode(const struct kbuf *png, struct picture *ret_picture, struct kerr *err)
{
    png_image image;
    if (begin(png, &image, err) != K_OK) {
        return err->code;
    }
    bool has_alpha = (image.format & PNG_FORMAT_FLAG_ALPHA) != 0;
    image.format = PNG_FORMAT_BGRA;
    size_t count = (size_t)image.width * image.height;
    uint32_t *data = calloc(count, sizeof *data);
    if (!data) {
        png_image_free(&image);
        return kerr_fail(err, K_E_IO, "picture: no memory for %zu pixels", count);
    }
    if (!png_image_finish_read(&image, NULL, data, 0, NULL)) {
        free(data);
        return kerr_fail(err, K_E_FORMAT, "picture: %s", image.message);
    }
    for (size_t i = 0; has_alpha && i < count; i++) {
        data[i] = premultiplied(data[i]);
    }
    *ret_picture = (struct picture){data, (int)image.width, (int)image.height};
    return K_OK;
}

enum kcode pngfile_write(const char *path, const struct picture *picture, int pitch,
                         struct kerr *err)
{
    size_t row_bytes = (size_t)picture->w * 3;
    unsigned char *rgb = malloc(row_bytes * (size_t)picture->h);
    if (!rgb) {
        return kerr_fail(err, K_E_IO, "%s: no memory", path);
    }
    for (int y = 0; y < picture->h; y++) {
        const uint32_t *from = picture->data + (size_t)y * ((size_t)pitch / sizeof *from);
        unsigned char *to = rgb + (size_t)y * row_bytes;
        for (int x = 0; x < picture->w; x++) {
            *to++ = (unsigned char)(from[x] >> 16 & 255U);
            *to++ = (unsigned char)(from[x] >> 8 & 255U);
            *to++ = (unsigned char)(from[x] & 255U);
        }
    }
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)picture->w,
                       .height = (png_uint_32)picture->h,
                       .format = PNG_FORMAT_RGB,
                       .flags = PNG_IMAGE_FLAG_FAST};
    int written = png_image_write_to_file(&image, path, 0, rgb, 0, NULL);
    free(rgb);
    return written ? K_OK : kerr_fail(err, K_E_IO, "%s: %s", path, image.message);
}
