/*
 * Conditions as bytes, little-endian:
 *
 *   +---------+-----------+ - - - - - - - - - - - - -+
 *   | version | count u16 | count instructions       |
 *   +---------+-----------+ - - - - - - - - - - - - -+
 *   instruction:
 *   +-------+------------+----------------+ - - - - -+
 *   | op u8 | number i64 | word length u8 | word     |   length > 0 for FLOW_OP_WORD only
 *   +-------+------------+----------------+ - - - - -+
 *
 * No bytes at all mean no condition. Decoding proves the bytes are well-formed; flow_check() proves
 * that the code is.
 */
#include "pack_internal.h"

#include "kassert.h"
#include "text.h"

#include <string.h>

#define CODE_VERSION    1
#define CODE_HEAD_BYTES 3
#define CODE_FIX_BYTES  10 /* of an instruction, without its word */

enum kcode code_encode(const struct flow_expr *expr, struct kbuf *buf, struct kerr *err)
{
    KASSERT(expr->code_count <= LIMIT_EXPR_CODE);
    if (expr->code_count == 0) {
        return K_OK;
    }
    const uint8_t head[CODE_HEAD_BYTES] = {CODE_VERSION, (uint8_t)(expr->code_count & 0xFF),
                                           (uint8_t)(expr->code_count >> 8)};
    enum kcode code = kbuf_add(buf, head, sizeof head, err);
    for (uint16_t i = 0; i < expr->code_count && code == K_OK; i++) {
        const struct flow_instr *instr = &expr->code[i];
        const char *word = instr->op == FLOW_OP_WORD ? instr->word : "";
        uint8_t fix[CODE_FIX_BYTES] = {(uint8_t)instr->op};
        for (int byte = 0; byte < 8; byte++) {
            fix[1 + byte] = (uint8_t)((uint64_t)instr->number >> (8 * byte));
        }
        KASSERT(strlen(word) < LIMIT_FIELD_BYTES);
        fix[9] = (uint8_t)strlen(word);
        code = kbuf_add(buf, fix, sizeof fix, err);
        if (code == K_OK) {
            code = kbuf_text(buf, word, err);
        }
    }
    return code;
}

/* One instruction from at most `left` bytes; returns how many it took, 0 when they are wrong. */
static size_t decode_one(const uint8_t *bytes, size_t left, struct karena *arena,
                         struct flow_instr *ret_instr)
{
    if (left < CODE_FIX_BYTES || bytes[0] >= FLOW_OP_COUNT || left - CODE_FIX_BYTES < bytes[9]) {
        return 0;
    }
    uint64_t number = 0;
    for (int byte = 0; byte < 8; byte++) {
        number |= (uint64_t)bytes[1 + byte] << (8 * byte);
    }
    size_t word_len = bytes[9];
    char *word = karena_take(arena, word_len + 1, 1);
    memcpy(word, bytes + CODE_FIX_BYTES, word_len);
    if (strlen(word) != word_len || !utf8_valid(word)) {
        return 0;
    }
    *ret_instr = (struct flow_instr){.op = (enum flow_op)bytes[0], .number = (int64_t)number};
    ret_instr->word = ret_instr->op == FLOW_OP_WORD ? word : NULL;
    return CODE_FIX_BYTES + word_len;
}

enum kcode code_decode(const uint8_t *bytes, size_t count, struct karena *arena,
                       struct flow_expr *ret_expr, struct kerr *err)
{
    if (count == 0) {
        *ret_expr = (struct flow_expr){0};
        return K_OK;
    }
    if (count < CODE_HEAD_BYTES || bytes[0] != CODE_VERSION) {
        return kerr_fail(err, K_E_FORMAT, "condition of an unknown version");
    }
    uint16_t code_count = (uint16_t)(bytes[1] | bytes[2] << 8);
    if (code_count == 0 || code_count > LIMIT_EXPR_CODE) {
        return kerr_fail(err, K_E_FORMAT, "condition with %d instructions", code_count);
    }
    struct flow_instr *code = karena_take(arena, code_count, sizeof *code);
    size_t at = CODE_HEAD_BYTES;
    for (uint16_t i = 0; i < code_count; i++) {
        size_t taken = decode_one(bytes + at, count - at, arena, &code[i]);
        if (taken == 0) {
            return kerr_fail(err, K_E_FORMAT, "condition: bad instruction %d", i);
        }
        at += taken;
    }
    if (at != count) {
        return kerr_fail(err, K_E_FORMAT, "condition: %zu bytes too many", count - at);
    }
    *ret_expr = (struct flow_expr){.code = code, .code_count = code_count};
    return K_OK;
}
