/* One record of accept.log: how it is written and read back. accept_log.h draws it. */
#include "accept_log.h"

#include "json.h"
#include "kassert.h"
#include "kstr.h"

#include <string.h>

#define HEAD_BYTES 16
#define SUM_BYTES  (TRUST_HASH_TEXT - 1)
#define ALIGN      16

static const char mark[8] = {(char)0xA7, 'A', 'n', 'J', 0x0D, 0x0A, 0x1A, 0x01};

static void put_u32(char *at, size_t value)
{
    for (int i = 0; i < 4; i++) {
        at[i] = (char)(uint8_t)(value >> (8 * i));
    }
}

static size_t get_u32(const char *at)
{
    size_t value = 0;
    for (int i = 0; i < 4; i++) {
        value |= (size_t)(uint8_t)at[i] << (8 * i);
    }
    return value;
}

static void write_row(struct json_out *out, const struct log_row *row)
{
    json_out_text(out, "boot", row->boot);
    json_out_int(out, "created", row->created_wall_ms);
    json_out_text(out, "customer", row->customer);
    json_out_int(out, "from", row->from_wall_ms);
    json_out_text(out, "id", row->id);
    json_out_text(out, "joins", row->joins);
    json_out_text(out, "kind", request_kind_name(row->kind));
    json_out_text(out, "matter", row->matter);
    json_out_int(out, "mono", row->mono_ms);
    json_out_int(out, "seq", row->seq);
    json_out_bool(out, "soon", row->soon);
    json_out_text(out, "subject", row->subject);
    json_out_bool(out, "trusted", row->is_trusted);
    json_out_int(out, "until", row->until_wall_ms);
}

enum kcode log_record_encode(const struct log_row *row, struct kbuf *ret_record, struct kerr *err)
{
    char text[LOG_ROW_BYTES];
    char head[HEAD_BYTES];
    char sum[TRUST_HASH_TEXT];
    static const char zeros[ALIGN] = {0};
    struct kbuf json = KBUF(text);
    struct json_out out;
    KASSERT(kuuid_valid(row->id));
    KASSERT(row->body_len > 0 && row->body_len < LIMIT_REQUEST_BYTES);
    json_out_begin(&out, &json);
    write_row(&out, row);
    if (json_out_end(&out, err) != K_OK) {
        return kerr_at(err, "accept.log");
    }
    memcpy(head, mark, sizeof mark);
    put_u32(head + 8, json.len);
    put_u32(head + 12, row->body_len);
    kbuf_clear(ret_record);
    if (kbuf_add(ret_record, head, sizeof head, err) != K_OK ||
        kbuf_add(ret_record, json.data, json.len, err) != K_OK ||
        kbuf_add(ret_record, row->body, row->body_len, err) != K_OK) {
        return kerr_at(err, "accept.log");
    }
    trust_hash(ret_record->data, ret_record->len, sum);
    size_t len = ret_record->len + SUM_BYTES;
    size_t pad = (ALIGN - len % ALIGN) % ALIGN;
    return kbuf_add(ret_record, sum, SUM_BYTES, err) != K_OK ||
                   kbuf_add(ret_record, zeros, pad, err) != K_OK
               ? kerr_at(err, "accept.log")
               : K_OK;
}

enum request_kind log_kind_find(const char *name)
{
    int kind = 0;
    while (kind < REQUEST_KIND_COUNT &&
           !kstr_equal(request_kind_name((enum request_kind)kind), name)) {
        kind++;
    }
    return (enum request_kind)kind;
}

static bool copy_text(const struct json *root, const char *key, char *ret_text, size_t size)
{
    return kstr_copy(ret_text, size, json_get_text(root, key));
}

static bool read_row(const struct json *root, struct log_row *row)
{
    row->kind = log_kind_find(json_get_text(root, "kind"));
    row->seq = json_int(json_get(root, "seq"), 0);
    row->created_wall_ms = json_int(json_get(root, "created"), 0);
    row->from_wall_ms = json_int(json_get(root, "from"), 0);
    row->until_wall_ms = json_int(json_get(root, "until"), 0);
    row->soon = json_bool(json_get(root, "soon"), false);
    row->mono_ms = json_int(json_get(root, "mono"), 0);
    row->is_trusted = json_bool(json_get(root, "trusted"), false);
    return row->kind < REQUEST_KIND_COUNT && copy_text(root, "id", row->id, sizeof row->id) &&
           copy_text(root, "joins", row->joins, sizeof row->joins) &&
           copy_text(root, "customer", row->customer, sizeof row->customer) &&
           copy_text(root, "matter", row->matter, sizeof row->matter) &&
           copy_text(root, "subject", row->subject, sizeof row->subject) &&
           copy_text(root, "boot", row->boot, sizeof row->boot) && kuuid_valid(row->id) &&
           (row->joins[0] == '\0' || kuuid_valid(row->joins)) && row->seq >= 0;
}

bool log_record_decode(const char *bytes, size_t count, struct log_row *ret_row, size_t *ret_len)
{
    if (count < HEAD_BYTES || memcmp(bytes, mark, sizeof mark) != 0) {
        return false;
    }
    size_t row_len = get_u32(bytes + 8);
    size_t body_len = get_u32(bytes + 12);
    if (row_len >= LOG_ROW_BYTES || body_len == 0 || body_len >= LIMIT_REQUEST_BYTES) {
        return false;
    }
    size_t whole = HEAD_BYTES + row_len + body_len;
    char sum[TRUST_HASH_TEXT];
    if (whole + SUM_BYTES > count) {
        return false;
    }
    trust_hash(bytes, whole, sum);
    if (memcmp(sum, bytes + whole, SUM_BYTES) != 0) {
        return false;
    }
    K_CLEANUP(json_free) struct json *root = NULL;
    struct kerr err = {0};
    *ret_row = (struct log_row){.body = bytes + HEAD_BYTES + row_len, .body_len = body_len};
    if (json_parse(bytes + HEAD_BYTES, row_len, &root, &err) != K_OK || !read_row(root, ret_row)) {
        return false;
    }
    size_t len = whole + SUM_BYTES;
    *ret_len = len + (ALIGN - len % ALIGN) % ALIGN;
    return true;
}
