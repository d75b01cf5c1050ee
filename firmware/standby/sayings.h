#pragma once

/* Every sentence of the standby screen. firmware/standby/strip draws the letters they need when
 * the program is built: a character that is not in sayings.c cannot be shown. */

enum saying_lang { SAY_KO, SAY_EN, SAY_LANG_COUNT };

enum saying {
    SAY_SORRY,
    SAY_STATE,
    SAY_OFFER,
    SAY_NO_OFFER,
    SAY_PERSON,
    SAY_PERSON_OR_CALL, /* {n}: the hotline's number */
    SAY_HOURS,
    SAY_NUMBER,
    SAY_NUMBER_HINT,
    SAY_ERASE,
    SAY_CONSENT,
    SAY_SEND,
    SAY_OTHER_LANG,
    SAY_KEPT,
    SAY_KEPT_NUMBER, /* {n}: the request's */
    SAY_KEPT_MORE,
    SAY_DONE,
    SAY_NOT_KEPT,
    SAY_AGAIN,
    SAY_GIVE_UP,
    SAY_COUNT,
};

const char *saying(enum saying_lang lang, enum saying which);

/* 1 Monday .. 7 Sunday, short. */
const char *saying_day(enum saying_lang lang, int weekday);
