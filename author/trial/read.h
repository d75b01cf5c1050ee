#pragma once

#include "field.h"
#include "trial.h"

/* Shared by the files that read a test file; nobody else includes it. */

struct reading {
    struct source *source;
    const struct content *content;
    uint16_t flow; /* that the cases are about */
};

/* The step that a word names: "lights", or "restart-device/plug-out" of a called flow. False after
 * telling. */
bool read_step(struct reading *reading, const struct node *word, struct trial_step *ret_step);

/* The step itself. */
const struct flow_step *read_step_of(const struct reading *reading, struct trial_step at);

/* A word, or a list of words: texts in the order written. False after telling. */
bool read_texts(struct reading *reading, const struct node *node, const char *texts[TRIAL_TEXTS],
                uint8_t *ret_count);

/* `given` of a case over what holds for the file. False after telling. */
bool read_given(struct reading *reading, const struct node *map, struct trial_given *given);

/* The answers that headquarters may give to a question, joined by commas; "" = nobody asks it. */
void read_words_of(const struct reading *reading, const char *question, char *ret_all, size_t size);
bool read_is_word(const struct reading *reading, const char *question, const char *word);

/* One line of `play`. False after telling. */
bool read_line_of_case(struct reading *reading, const struct node *map, struct trial_line *line);

/* What an agent must get. False after telling. */
bool read_request(struct reading *reading, const struct node *map, struct trial_request *request);
