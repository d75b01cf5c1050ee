#pragma once

#include "source.h"
#include "stage.h"

/*
 * Lays every step of every flow and every article out with the real glass: two panels, two
 * languages, three sizes, the longest values in every placeholder. What a customer could not read
 * or touch is a finding. Work is shared by processes; the findings come in the same order however
 * many there are.
 */

enum fit_problem {
    FIT_CLIPPED,    /* a text is cut off */
    FIT_NO_ROOM,    /* beyond the panel, or on or too near to its neighbour */
    FIT_SMALL,      /* a target below 13 mm */
    FIT_LOST,       /* a control that is on no page */
    FIT_PICTURE,    /* a picture that found no room */
    FIT_CONTRAST,   /* a colour that cannot be read on its ground */
    FIT_BRAND,      /* the brand's text on the brand's colour: the glass takes another one */
    FIT_NO_PERSON,  /* no button to a person */
    FIT_PERSON_FAR, /* more touches to a person than allowed */
    FIT_BROKEN,     /* laying it out ended the process: our fault */
    FIT_PROBLEM_COUNT,
};

enum {
    FIT_PANELS = 2,
    FIT_SIZES = 3,
    FIT_LOOKS = FIT_PANELS * FIT_SIZES,
    FIT_LABEL_BYTES = LIMIT_LABEL_BYTES
};

struct fit_finding {
    enum fit_problem problem;
    bool of_brand; /* of the colours, not of a page */
    struct stage_spot spot;
    enum lang lang;
    unsigned looks; /* bit per panel * FIT_SIZES + size where it was met; 0 = in all alike */
    int number;     /* FIT_PERSON_FAR: allowed touches */
    char label[FIT_LABEL_BYTES];
};

struct fit_report {
    struct fit_finding *finding;
    size_t count;
    int64_t screens, pages; /* laid out */
    bool *green;            /* per flow, then per article: looked at, and nothing wrong */
};

/* Called from time to time. */
typedef void (*fit_progress_fn)(void *user, int done, int total);

struct fit_work {
    const bool *skip; /* per flow, then per article; NULL = look at all */
    int workers;      /* processes; 0 = one a core */
    int touches_most; /* to a person; 0 = 2 */
    fit_progress_fn progress;
    void *user;
};

/* Errors: K_E_IO (no font, no process). */
enum kcode fit_run(struct stage *stage, const struct fit_work *work, struct fit_report *ret_report,
                   struct kerr *err) K_MUST_CHECK;
void fit_done(struct fit_report *report);

/* The findings as diagnostics A6xx, at their places in the sources. */
void fit_tell(const struct fit_report *report, struct compile *compile);
