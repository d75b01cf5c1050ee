#pragma once

#include "widget.h"

/* A measuring of text without fonts: Hangul 0.92 em, the rest 0.56 em, broken between words. */
struct measure ruler(const struct scale *scale);
