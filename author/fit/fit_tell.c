/* Findings as diagnostics: the page is named so that it can be looked at in the preview. */
#include "fit_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

#define WHERE_BYTES 160

/* ", 1080x1920 150 % 200 %": the sizes of one panel; nothing without any. */
static void name_panel(int panel, unsigned sizes, char *text, size_t size)
{
    char part[48];
    if (sizes == 0) {
        return;
    }
    (void)kstr_format(part, sizeof part, ", %dx%d", fit_panels[panel].width_px,
                      fit_panels[panel].height_px);
    (void)kstr_append(text, size, part);
    for (int i = 0; i < FIT_SIZES; i++) {
        if ((sizes >> i & 1U) != 0) {
            (void)kstr_format(part, sizeof part, " %d %%", fit_sizes[i]);
            (void)kstr_append(text, size, part);
        }
    }
}

/* "ko, 1080x1920 150 % 200 %, 1920x1080 200 %": the same in both languages. */
static void name_looks(const struct fit_finding *finding, char *ret_text, size_t size)
{
    (void)kstr_format(ret_text, size, "%s", lang_name(finding->lang));
    for (int panel = 0; panel < FIT_PANELS; panel++) {
        unsigned sizes = finding->looks >> (panel * FIT_SIZES) & ((1U << FIT_SIZES) - 1);
        name_panel(panel, sizes, ret_text, size);
    }
}

static struct place place_of(const struct compile *compile, const struct fit_finding *finding)
{
    const struct stage_spot *spot = &finding->spot;
    if (finding->of_brand) {
        return compile_place_setting(compile, "brand");
    }
    if (spot->is_article) {
        return compile_place_block(compile, spot->index, finding->lang, UINT16_MAX);
    }
    return compile_place_step(compile, spot->index, spot->step, NULL);
}

static void tell_one(const struct fit_finding *finding, struct compile *compile)
{
    static const enum diag_code code[FIT_PROBLEM_COUNT] = {
        [FIT_CLIPPED] = A601_TEXT_CUT_OFF,      [FIT_NO_ROOM] = A602_NO_ROOM_FOR_IT,
        [FIT_SMALL] = A603_TARGET_TOO_SMALL,    [FIT_LOST] = A604_CONTROL_LOST,
        [FIT_PICTURE] = A605_PICTURE_LEFT_OUT,  [FIT_CONTRAST] = A606_COLOUR_UNREADABLE,
        [FIT_BRAND] = A607_BRAND_UNREADABLE,    [FIT_NO_PERSON] = A608_NO_WAY_TO_A_PERSON,
        [FIT_PERSON_FAR] = A609_PERSON_TOO_FAR, [FIT_BROKEN] = A610_NOT_LAID_OUT,
    };
    KASSERT(finding->problem < FIT_PROBLEM_COUNT);
    char where[WHERE_BYTES];
    struct diag_number touches = diag_number(finding->number);
    bool far = finding->problem == FIT_PERSON_FAR;
    name_looks(finding, where, sizeof where);
    source_tell(compile_source(compile), place_of(compile, finding), code[finding->problem],
                DIAG_ARGS(far ? touches.text : finding->label, where));
}

/* A picture that is not there or cannot be drawn: that is told where it is named or in its file,
 * and room is not what it lacks. */
static bool is_told_elsewhere(const struct fit_finding *finding, struct compile *compile)
{
    if (finding->problem != FIT_PICTURE) {
        return false;
    }
    size_t count = compile_picture_count(compile);
    size_t at = 0;
    while (at < count && strcmp(compile_picture(compile, at).id, finding->label) != 0) {
        at++;
    }
    int width = 0;
    int height = 0;
    return at == count || !compile_picture_size(compile, at, &width, &height);
}

void fit_tell(const struct fit_report *report, struct compile *compile)
{
    for (size_t i = 0; i < report->count; i++) {
        if (!is_told_elsewhere(&report->finding[i], compile)) {
            tell_one(&report->finding[i], compile);
        }
    }
}
