#pragma once

#include "check_internal.h"

/* Shared by the media_*.c files. */

/* Drawings: what they are made of, and that they can be drawn (media_drawing.c). */
void drawings_check(struct checking *checking);

/* Files that nothing reads (media_file.c). */
void files_check(struct checking *checking);
