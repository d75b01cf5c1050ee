#include "booth.h"

#include "kassert.h"
#include "kstr.h"
#include "ksys.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A recording becomes a file, which must pass at once. */

#define SAVE_BYTES ((size_t)1024 * 1024)

/* Play what was written, as annae-pack test will. */
static enum kcode prove_it(const struct content *content, const char *path, const char *text,
                           struct kerr *err)
{
    struct source source;
    struct trial_suite suite;
    struct booth *booth = booth_open(content);
    source_init(&source, ".");
    struct trial_fault *fault = karena_take(&source.arena, 1, sizeof *fault);
    fault->lang = LANG_EN;
    bool passes = trial_parse(&source, content, path, text, &suite);
    for (uint16_t i = 0; passes && i < suite.count; i++) {
        passes = trial_run(booth, &suite.item[i], NULL, fault);
    }
    fault->text[strcspn(fault->text, "\n")] = '\0';
    enum kcode code = passes
                          ? K_OK
                          : kerr_fail(err, K_E_FORMAT, "%s:%d: was written, but does not pass: %s",
                                      path, fault->at.line, fault->text);
    source_done(&source);
    booth_close(&booth);
    return code;
}

enum kcode trial_recorder_save(const struct trial_recorder *recorder, uint16_t flow,
                               const char *path, struct kerr *err)
{
    struct kbuf buf = {.data = calloc(SAVE_BYTES, 1), .size = SAVE_BYTES};
    KASSERT(buf.data);
    enum kcode code = access(path, F_OK) == 0
                          ? kerr_fail(err, K_E_IO, "%s: is there already, and is kept", path)
                          : trial_recorder_write(recorder, flow, &buf, err);
    if (code == K_OK) {
        code = ksys_write_file(path, buf.data, buf.len, 0644, err);
    }
    if (code == K_OK) {
        code = prove_it(trial_recorder_content(recorder), path, buf.data, err);
    }
    free(buf.data);
    return code;
}
