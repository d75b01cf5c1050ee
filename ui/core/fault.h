#pragma once

/* What can be wrong with a page that was laid out. Pure. */

enum view_fault {
    FAULT_CLIPPED, /* its content needs more room than there is */
    FAULT_BEYOND,  /* it reaches beyond the panel */
    FAULT_SMALL,   /* a target below 13 mm, a main one below 20 mm */
    FAULT_OVERLAP, /* it lies on its neighbour */
    FAULT_NEAR,    /* less than 2.5 mm from another target */
    FAULT_LOST,    /* a control that is on no page */
    FAULT_PICTURE, /* a picture that found no room */
    VIEW_FAULT_COUNT,
};

/* "clipped", "too small", ... */
const char *view_fault_name(enum view_fault fault);
