#include "hq_internal.h"

#include "kstr.h"
#include "ksys.h"

#include <stdlib.h>
#include <string.h>

/* Cut line at its commas. Returns the number of fields, CSV_FIELD_MAX + 1 when there are more. */
static int split(char *line, char **ret_field)
{
    int count = 0;
    for (char *at = line; at; count++) {
        if (count == CSV_FIELD_MAX) {
            return CSV_FIELD_MAX + 1;
        }
        ret_field[count] = at;
        char *comma = strchr(at, ',');
        if (comma) {
            *comma = '\0';
        }
        at = comma ? comma + 1 : NULL;
    }
    return count;
}

struct csv {
    const char *path, *header;
    int field_count;
    csv_row_fn row;
    void *user;
};

static enum kcode read_line(const struct csv *csv, char *line, int number, struct kerr *err)
{
    char *field[CSV_FIELD_MAX];
    size_t len = strlen(line);
    if (len > 0 && line[len - 1] == '\r') {
        line[len - 1] = '\0';
    }
    if (!utf8_valid(line) || strchr(line, '"')) {
        return kerr_fail(err, K_E_FORMAT, "%s:%d: UTF-8 without quotes only", csv->path, number);
    }
    if (number == 1) {
        return kstr_equal(line, csv->header)
                   ? K_OK
                   : kerr_fail(err, K_E_FORMAT, "%s:1: the first line must be \"%s\"", csv->path,
                               csv->header);
    }
    if (line[0] == '\0') {
        return K_OK;
    }
    int count = split(line, field);
    if (count != csv->field_count) {
        return kerr_fail(err, K_E_FORMAT, "%s:%d: %d fields, not %d", csv->path, number, count,
                         csv->field_count);
    }
    struct kerr why = {0};
    return csv->row(csv->user, field, &why) == K_OK
               ? K_OK
               : kerr_fail(err, why.code, "%s:%d: %s", csv->path, number, why.text);
}

static void free_text(char **text)
{
    free(*text);
}

enum kcode csv_read(const char *path, const char *header, csv_row_fn row, void *user,
                    struct kerr *err)
{
    struct csv csv = {.path = path, .header = header, .field_count = 1, .row = row, .user = user};
    for (const char *at = header; *at != '\0'; at++) {
        csv.field_count += *at == ',';
    }
    K_CLEANUP(free_text) char *text = calloc(1, HQ_CSV_BYTES);
    if (!text) {
        return kerr_fail(err, K_E_IO, "%s: no memory", path);
    }
    struct kbuf buf = {.data = text, .size = HQ_CSV_BYTES};
    if (ksys_read_file(path, &buf, err) != K_OK) {
        return err->code;
    }
    int number = 0;
    for (char *line = text, *end = NULL; line; line = end) {
        end = strchr(line, '\n');
        if (end) {
            *end++ = '\0';
        }
        number++;
        if (!end && line + strlen(line) != text + buf.len) {
            return kerr_fail(err, K_E_FORMAT, "%s:%d: a NUL byte: not text", path, number);
        }
        if (read_line(&csv, line, number, err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}
