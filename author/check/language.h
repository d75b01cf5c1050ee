#pragma once

#include "check_internal.h"

/* Shared by the language_*.c files: texts of the sources, cut into lines, each with its place. */

struct line {
    const char *text; /* one line, NUL-terminated */
    enum lang lang;
    struct place at; /* of its first character, or of the text that holds it */
    bool is_exact;   /* at is of the line: columns count from there */
};

/* What is gathered over all texts. */
enum speech { SPEECH_NONE, SPEECH_FORMAL, SPEECH_POLITE, SPEECH_PLAIN, SPEECH_COUNT };

struct tally {
    unsigned count[SPEECH_COUNT]; /* sentences */
};

#define UNREAD_MAX 500 /* more are not told */

struct language {
    struct checking *checking;
    struct source *source;
    struct tally all, file;         /* of the pack; of the file that is read */
    unsigned straight, curly;       /* double quotes of the file, in one language */
    bool is_other_told;             /* A410, of the file */
    const char *unread[UNREAD_MAX]; /* words without a reading that were told */
    size_t unread_count;
};

/* Tell something at a byte of the line. */
void line_tell(struct language *language, const struct line *line, size_t offset,
               enum diag_code code, const char *const args[DIAG_ARGS_MAX]);

/* The line with everything inside of quotes (and of brackets) replaced by '_', in the arena. */
char *line_unquoted(struct language *language, const struct line *line, bool brackets);

bool char_is_hangul(uint32_t character); /* syllables, single letters and old ones */
bool text_has_hangul(const char *text);

/* Both languages of one text (language_pair.c): translated, the same placeholders. */
void pair_check(struct language *language, const struct source_text *text);

/* Korean in a line of English. */
void hangul_check(struct language *language, const struct line *line);

/* One line of it: placeholders and particles (language_particle.c), the table of words
 * (language_word.c), characters (language_letter.c), readings (language_reading.c). */
void particle_check(struct language *language, const struct line *line);
void word_check(struct language *language, const struct line *line);
void letter_check(struct language *language, const struct line *line);
void reading_check(struct language *language, const struct line *line);

/* How the sentences of a line end (language_speech.c); speech_tell() tells those that differ. */
void speech_count(struct language *language, const struct line *line, struct tally *tally);
enum speech speech_most(const struct tally *tally);
void speech_tell(struct language *language, const struct line *line, enum speech wanted);
const char *speech_name(enum speech speech);
