#pragma once

#include "content_check.h"
#include "sources.h"

#define TOLD_BYTES 16384

/* Check a folder; what is told of files whose names begin with `file` ("" = all), a line each. */
void told_run(struct sources *sources, const char *file, char ret_told[TOLD_BYTES]);
