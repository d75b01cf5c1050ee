#pragma once

#include "bench.h"

/* What a frame of 1080x1920 costs at least: copied by memcpy, filled by cairo; ms each. */
void peer_frame_measure(int rounds, struct series *ret_copy_ms, struct series *ret_fill_ms);
