/* annae-pack import: a flowchart that people drew in Mermaid -> the source of a flow. */
#include "command.h"
#include "field.h"
#include "import.h"
#include "kstr.h"
#include "ksys.h"
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FLOW_BYTES ((size_t)4 * 1024 * 1024)

struct wishes {
    const char *file, *flow, *out, *chart;
    int number; /* of the chart, 0 = the only one */
};

static bool read_wishes(int count, char **args, struct wishes *ret)
{
    const struct option options[] = {{.name = "--flow", .value = &ret->flow},
                                     {.name = "-o", .value = &ret->out},
                                     {.name = "--chart", .value = &ret->chart}};
    if (options_read(count, args, OPTIONS(options), &ret->file, 1) != NULL) {
        return false;
    }
    bool is_number = ret->chart == NULL || (strlen(ret->chart) < 6 &&
                                            strspn(ret->chart, "0123456789") == strlen(ret->chart));
    ret->number = ret->chart != NULL && is_number ? (int)strtol(ret->chart, NULL, 10) : 0;
    return is_number && (ret->chart == NULL || ret->number > 0) && ret->file != NULL &&
           ret->flow != NULL;
}

static bool is_markdown(const char *file)
{
    const char *suffix = strrchr(file, '.');
    return suffix != NULL && (strcmp(suffix, ".md") == 0 || strcmp(suffix, ".markdown") == 0);
}

static void tell_notes(const struct wishes *wishes, const struct mermaid *chart, int todos)
{
    int kept = chart->note_count < MERMAID_NOTES_MAX ? chart->note_count : MERMAID_NOTES_MAX;
    for (int i = 0; i < kept; i++) {
        (void)fprintf(stderr, "%s:%d: note: %s\n", wishes->file, chart->note[i].line,
                      chart->note[i].text);
    }
    if (chart->note_count > kept) {
        (void)fprintf(stderr, "%s: %d more notes\n", wishes->file, chart->note_count - kept);
    }
    (void)fprintf(stderr,
                  "%s: %d to decide: look for TODO, then annae-pack check says what is missing\n",
                  wishes->out != NULL ? wishes->out : wishes->flow, todos);
}

static enum kcode write_flow(const struct wishes *wishes, const struct kbuf *yaml, struct kerr *err)
{
    if (wishes->out == NULL) {
        bool ok = fwrite(yaml->data, 1, yaml->len, stdout) == yaml->len && fflush(stdout) == 0;
        return ok ? K_OK : kerr_fail(err, K_E_IO, "the output cannot be written");
    }
    if (access(wishes->out, F_OK) == 0) {
        return kerr_fail(err, K_E_IO, "%s exists; choose another name, or remove it first",
                         wishes->out);
    }
    return ksys_write_file(wishes->out, yaml->data, yaml->len, 0644, err);
}

static enum kcode import(const struct wishes *wishes, struct kbuf *text, struct kbuf *yaml,
                         struct kerr *err)
{
    K_CLEANUP(mermaid_done) struct mermaid chart = {0};
    int todos = 0;
    if (ksys_read_file(wishes->file, text, err) != K_OK) {
        return err->code;
    }
    if (mermaid_read(text->data, text->len, is_markdown(wishes->file), wishes->number, &chart,
                     err) != K_OK) {
        return kerr_at(err, wishes->file);
    }
    const struct tree *flow = import_flow(&chart, wishes->flow, &todos);
    if (tree_write(flow, yaml, err) != K_OK || write_flow(wishes, yaml, err) != K_OK) {
        return err->code;
    }
    tell_notes(wishes, &chart, todos);
    return K_OK;
}

static int run_import(int count, char **args)
{
    struct wishes wishes = {0};
    if (!read_wishes(count, args, &wishes)) {
        return command_not_understood("import wants FILE --flow ID [--chart N] [-o FILE]");
    }
    if (!field_is_id(wishes.flow)) {
        return command_not_understood("--flow is an id: lower-case letters, digits and hyphens");
    }
    struct kerr err = {0};
    struct kbuf text = {.data = malloc(MERMAID_FILE_MAX + 2), .size = MERMAID_FILE_MAX + 2};
    struct kbuf yaml = {.data = malloc(FLOW_BYTES), .size = FLOW_BYTES};
    enum kcode code = text.data != NULL && yaml.data != NULL
                          ? import(&wishes, &text, &yaml, &err)
                          : kerr_fail(&err, K_E_FULL, "no memory");
    free(text.data);
    free(yaml.data);
    return code == K_OK ? EXIT_OK : command_failed(&err);
}

const struct command command_import = {
    .name = "import",
    .usage =
        "  annae-pack import FILE --flow ID [--chart N] [-o FILE]\n"
        "                                         a Mermaid flowchart (.mmd, or .md with one)\n"
        "                                         into the source of a flow\n",
    .run = run_import,
};
