/* annae-pack explain: the longer text of a diagnostic, with an example. */
#include "command.h"
#include "content_check.h"
#include "options.h"

#include <string.h>

static int run_explain(int count, char **args)
{
    const char *lang_text = NULL;
    const char *code_text = NULL;
    const struct option options[] = {{"--lang", &lang_text, NULL}};
    const char *wrong = options_read(count, args, OPTIONS(options), &code_text, 1);
    enum lang lang =
        lang_text != NULL && strcmp(lang_text, lang_name(LANG_KO)) == 0 ? LANG_KO : LANG_EN;
    bool is_lang = lang_text == NULL || strcmp(lang_text, lang_name(lang)) == 0;
    if (wrong != NULL || code_text == NULL || !is_lang) {
        return command_not_understood("explain wants CODE [--lang ko|en]");
    }
    enum diag_code code = diag_find(code_text);
    if (code == DIAG_CODE_COUNT || !check_explain(code, lang, stdout)) {
        return command_not_understood("there is no such code; codes are like A012");
    }
    return EXIT_OK;
}

const struct command command_explain = {
    .name = "explain",
    .usage = "  annae-pack explain CODE [--lang ko|en]\n"
             "                                         what a code means, with an example\n",
    .run = run_explain,
};
