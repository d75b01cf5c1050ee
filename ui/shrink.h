#pragma once

#include "pngfile.h"

#include <stdbool.h>

/* Draw from smaller into to, no side of which is longer: every new pixel is the mean of the area it
 * covers, so thin lines grow paler and never vanish. False: no memory. Pure. */
bool shrink(const struct picture *from, const struct picture *to);
