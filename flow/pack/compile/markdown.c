/* Markdown -> blocks, by md4c. What a kiosk cannot show (links, tables, code, HTML) is refused. */
#include "compile_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <md4c.h>
#include <string.h>

struct reading {
    struct compile *c;
    struct place at;        /* of the text's first line */
    const char *text, *end; /* the source */
    const char *seen;       /* behind the last text: what comes next is what a problem is about */
    struct block *block;
    struct place *block_at;
    uint16_t count;
    bool is_open;         /* block[count] takes text */
    bool is_full;         /* told already */
    enum block_kind item; /* of the list's entries */
    uint16_t number;      /* of the entry */
    int list_depth;
};

static struct place place_now(const struct reading *r)
{
    struct place at = r->at;
    uint32_t character = 0;
    const char *next = r->seen + strspn(r->seen, " \n");
    for (const char *byte = r->text; byte < next;) {
        int taken = utf8_get(byte, &character);
        KASSERT(taken > 0); /* the file was checked */
        at.column = character == '\n' ? 1 : at.column + 1;
        at.line += character == '\n';
        byte += taken;
    }
    return at;
}

static void see(struct reading *r, const char *next)
{
    if (next >= r->text && next <= r->end) { /* md4c's own texts lie elsewhere */
        r->seen = next;
    }
}

/* The open block is done; one without text or picture is dropped. */
static void finish(struct reading *r)
{
    struct block *block = &r->block[r->count];
    size_t len = r->is_open ? strlen(block->text) : 0;
    while (len > 0 && (block->text[len - 1] == ' ' || block->text[len - 1] == '\n')) {
        block->text[--len] = '\0';
    }
    if (r->is_open && block->kind == BLOCK_PICTURE && len == 0) {
        source_tell(r->c->source, place_now(r), A508_PICTURE_SAYS_NOTHING, NULL);
    }
    if (r->is_open && len > 0) {
        r->count++;
    }
    r->is_open = false;
}

static void begin(struct reading *r, enum block_kind kind, uint16_t number)
{
    finish(r);
    if (r->count == LIMIT_BLOCKS) {
        if (!r->is_full) {
            source_tell(r->c->source, place_now(r), A056_TOO_MANY_PARAGRAPHS,
                        DIAG_ARGS(diag_number(LIMIT_BLOCKS).text));
        }
        r->is_full = true;
        return;
    }
    r->block[r->count] = (struct block){.kind = kind, .number = number};
    r->block_at[r->count] = place_now(r);
    r->is_open = true;
}

static void begin_list(struct reading *r, enum block_kind item, uint16_t first)
{
    if (r->list_depth > 0) {
        source_tell(r->c->source, place_now(r), A058_LIST_IN_LIST, NULL);
    }
    r->list_depth++;
    r->item = item;
    r->number = first;
}

static int on_enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct reading *r = user;
    if (type == MD_BLOCK_H) {
        begin(r, BLOCK_HEADING, 0);
    } else if (type == MD_BLOCK_P) {
        if (!r->is_open || r->block[r->count].text[0] != '\0') { /* an entry's own is open */
            begin(r, BLOCK_PARAGRAPH, 0);
        }
    } else if (type == MD_BLOCK_UL) {
        begin_list(r, BLOCK_BULLET, 0);
    } else if (type == MD_BLOCK_OL) {
        begin_list(r, BLOCK_NUMBERED, (uint16_t)((MD_BLOCK_OL_DETAIL *)detail)->start);
    } else if (type == MD_BLOCK_LI) {
        begin(r, r->item, r->item == BLOCK_NUMBERED ? r->number++ : 0);
    } else if (type != MD_BLOCK_DOC) {
        source_tell(r->c->source, place_now(r), A059_BLOCK_NOT_SHOWN, NULL);
    }
    return 0;
}

static int on_leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct reading *r = user;
    (void)detail;
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) {
        r->list_depth--;
    }
    finish(r);
    return 0;
}

static void begin_picture(struct reading *r, const MD_SPAN_IMG_DETAIL *image)
{
    begin(r, BLOCK_PICTURE, 0);
    see(r, image->src.text);
    if (!r->is_open) {
        return;
    }
    char *id = r->block[r->count].picture;
    (void)kstr_format(id, LIMIT_ID_BYTES, "%.*s", (int)image->src.size, image->src.text);
    (void)picture_named(r->c, id, place_now(r));
}

static int on_enter_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct reading *r = user;
    if (type == MD_SPAN_IMG) {
        begin_picture(r, detail);
    } else if (type != MD_SPAN_EM && type != MD_SPAN_STRONG) { /* these two are dropped */
        source_tell(r->c->source, place_now(r), A060_SPAN_NOT_SHOWN, NULL);
    }
    return 0;
}

static int on_leave_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct reading *r = user;
    (void)detail;
    if (type == MD_SPAN_IMG) {
        finish(r);
        const char *end = strchr(r->seen, ')'); /* of ![..](..) in the source */
        see(r, end != NULL ? end + 1 : r->seen);
        begin(r, BLOCK_PARAGRAPH, 0); /* what follows in the paragraph */
    }
    return 0;
}

static void add(struct reading *r, const char *text, size_t count)
{
    if (!r->is_open) {
        return;
    }
    struct block *block = &r->block[r->count];
    size_t len = strlen(block->text);
    if (len == 0 && count == 1 && text[0] == ' ') {
        return;
    }
    if (len + count >= sizeof block->text) {
        source_tell(r->c->source, place_now(r), A057_PARAGRAPH_TOO_LONG,
                    DIAG_ARGS(diag_number((long long)sizeof block->text - 1).text));
        r->is_open = false;
        return;
    }
    memcpy(block->text + len, text, count);
    block->text[len + count] = '\0';
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user)
{
    struct reading *r = user;
    see(r, text);
    if (type == MD_TEXT_SOFTBR) {
        add(r, " ", 1);
    } else if (type == MD_TEXT_BR) {
        add(r, "\n", 1);
    } else if (type == MD_TEXT_ENTITY) {
        char entity[LIMIT_ID_BYTES];
        (void)kstr_format(entity, sizeof entity, "%.*s", (int)size, text);
        source_tell(r->c->source, place_now(r), A061_ENTITY, DIAG_ARGS(entity));
    } else {
        add(r, text, size);
    }
    see(r, text + size);
    return 0;
}

uint16_t markdown_read(struct compile *c, struct place at, const char *text, size_t count,
                       struct block block[LIMIT_BLOCKS], struct place block_at[LIMIT_BLOCKS])
{
    struct reading r = {.c = c,
                        .at = at,
                        .text = text,
                        .end = text + count,
                        .seen = text,
                        .block = block,
                        .block_at = block_at};
    const MD_PARSER parser = {
        .flags = MD_FLAG_NOINDENTEDCODEBLOCKS,
        .enter_block = on_enter_block,
        .leave_block = on_leave_block,
        .enter_span = on_enter_span,
        .leave_span = on_leave_span,
        .text = on_text,
    };
    int failed = md_parse(text, (MD_SIZE)count, &parser, &r);
    KASSERT(failed == 0); /* our callbacks never stop it */
    return r.count;
}
