#pragma once

#include "bench.h"
#include "kiosk.h"

/*
 * A customer who never tires: touches his way through home, topics, flows and articles of the pack
 * we ship, on the real kiosk loop with a store of its own and no courier. Begins anew as another
 * customer every WALK_VISIT touches.
 */

#define WALK_VISIT 40

struct walk {
    struct stage stage;
    struct kiosk_config config;
    struct kiosk *kiosk;
    int touches;
    int64_t finger_ms; /* told to the glass: the repeat guard sees a calm customer */
};

/* Without a window. still: a new page is there at once. */
void walk_open(struct walk *walk, const struct bench_options *options, bool still);
void walk_close(struct walk *walk);

/* The label of a visible button that leads on from the screen shown. Begins a new visit when it is
 * time. Valid until the screen changes. */
const char *walk_choose(struct walk *walk);

/* Touch it: the frame with the pressed button has been presented afterwards. */
void walk_press(struct walk *walk, const char *label);

/* One pass of the loop: the frame with what the touch led to has been presented afterwards. */
void walk_turn(struct walk *walk);
