#pragma once

#include "kerr.h"

#include <fontconfig/fontconfig.h>

#define FONTS_FAMILY "Noto Sans CJK KR"

/**
 * A private font configuration: the one family, its folders, a cache of our own. Asking the
 * system's configuration costs 20-30 ms more at start, and again for each size.
 * FONTCONFIG_FILE in the environment is obeyed instead.
 *
 * ret_fonts  out  the caller's; FcConfigDestroy()
 *
 * Errors: K_E_IO  the Korean font is missing; the text names the package
 */
enum kcode fonts_open(FcConfig **ret_fonts, struct kerr *err) K_MUST_CHECK;
