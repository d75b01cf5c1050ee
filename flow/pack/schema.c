/* Which struct is which table of a pack: format version 2. Changing anything here is a new one. */
#include "pack_internal.h"

#define AT(type, member)                                                                           \
    .offset = (uint16_t)offsetof(type, member), .size = (uint16_t)sizeof(((type *)0)->member)
#define ID(type, member)                                                                           \
    .name = #member, .kind = COLUMN_TEXT, AT(type, member), .max = LIMIT_ID_BYTES, .must = true
#define MAY_ID(type, member)                                                                       \
    .name = #member, .kind = COLUMN_TEXT, AT(type, member), .max = LIMIT_ID_BYTES
#define WORDS(type, member, most)                                                                  \
    .name = #member, .kind = COLUMN_WORDS, AT(type, member), .max = (most), .must = true
#define MAY_WORDS(type, member, most)                                                              \
    .name = #member, .kind = COLUMN_WORDS, AT(type, member), .max = (most)
#define INT(type, member, low, high)                                                               \
    .name = #member, .kind = COLUMN_INT, AT(type, member), .min = (low), .max = (high)
#define CODE(type, member) .name = #member, .kind = COLUMN_CODE, AT(type, member)
#define LABEL              LIMIT_LABEL_BYTES
#define TEXT               LIMIT_TEXT_BYTES

/* Columns of struct pack_data's content, and those that only one kind of step has. */
#define OF_CONTENT(column_name, column_kind, needed, member)                                       \
    .name = #column_name, .kind = (column_kind), .must = (needed),                                 \
    AT(struct pack_data, content.member)
#define OF_KIND(step_kind, column_name, column_kind, member)                                       \
    .name = #column_name, .kind = (column_kind), AT(struct flow_step, member),                     \
    .only = 1U << (step_kind)

static const struct column pack_columns[] = {
    {OF_CONTENT(id, COLUMN_TEXT, true, id), .max = LIMIT_ID_BYTES},
    {OF_CONTENT(version, COLUMN_TEXT, true, version), .max = LIMIT_ID_BYTES},
    {OF_CONTENT(name, COLUMN_WORDS, true, name), .max = LABEL},
    {OF_CONTENT(primary_color, COLUMN_INT, false, primary), .max = 0xFFFFFF},
    {OF_CONTENT(on_primary, COLUMN_INT, false, on_primary), .max = 0xFFFFFF},
    {OF_CONTENT(accent, COLUMN_INT, false, accent), .max = 0xFFFFFF},
    {OF_CONTENT(utc_offset_min, COLUMN_INT, false, utc_offset_min), .min = -720, .max = 840},
    {OF_CONTENT(hotline, COLUMN_TEXT, true, hotline), .max = LIMIT_PHONE_BYTES},
    {OF_CONTENT(hotline_note, COLUMN_WORDS, true, hotline_note), .max = LABEL},
    {OF_CONTENT(slot_min, COLUMN_INT, false, slot_min), .min = 15, .max = 480},
    {OF_CONTENT(lead_min, COLUMN_INT, false, lead_min), .min = 0, .max = 1440},
    {OF_CONTENT(days_ahead, COLUMN_INT, false, days_ahead), .min = 1, .max = 31},
    {OF_CONTENT(by_call, COLUMN_INT, false, channel[CHANNEL_CALL]), .max = 1},
    {OF_CONTENT(by_text, COLUMN_INT, false, channel[CHANNEL_TEXT]), .max = 1},
    {OF_CONTENT(by_email, COLUMN_INT, false, channel[CHANNEL_EMAIL]), .max = 1},
    {OF_CONTENT(consent_version, COLUMN_TEXT, true, consent_version), .max = LIMIT_ID_BYTES},
    {OF_CONTENT(consent, COLUMN_WORDS, true, consent), .max = TEXT},
    {OF_CONTENT(greet_name, COLUMN_INT, false, greet_name), .max = NAME_POLICY_COUNT - 1},
    {OF_CONTENT(header_name, COLUMN_INT, false, header_name), .max = NAME_POLICY_COUNT - 1},
    {OF_CONTENT(idle_warn_s, COLUMN_INT, false, idle_warn_s), .min = 10, .max = 3600},
    {OF_CONTENT(idle_countdown_s, COLUMN_INT, false, idle_countdown_s), .min = 20, .max = 600},
    {OF_CONTENT(holiday_count, COLUMN_INT, false, holiday_count), .max = LIMIT_HOLIDAYS},
    {OF_CONTENT(topic_count, COLUMN_INT, false, topic_count), .min = 1, .max = LIMIT_TOPICS},
    {OF_CONTENT(article_count, COLUMN_INT, false, article_count), .max = LIMIT_ARTICLES},
    {OF_CONTENT(flow_count, COLUMN_INT, false, book.chart_count), .max = LIMIT_FLOWS},
    {INT(struct pack_data, doc_count, 0, LIMIT_ARTICLES + LIMIT_FLOWS)},
    {INT(struct pack_data, synonym_count, 0, LIMIT_SYNONYMS)},
    {OF_CONTENT(reading_count, COLUMN_INT, false, reading_count), .max = LIMIT_READINGS},
};

static const struct column hours_columns[] = {
    {INT(struct day_hours, open_min, 0, 1439)},
    {INT(struct day_hours, close_min, 0, 1440)},
};

static const struct column holiday_columns[] = {
    {INT(struct holiday, day, 0, INT32_MAX)},
    {WORDS(struct holiday, name, LABEL)},
};

static const struct column topic_columns[] = {
    {ID(struct topic, id)},
    {WORDS(struct topic, title, LABEL)},
    {MAY_WORDS(struct topic, detail, LABEL)},
    {MAY_ID(struct topic, icon)},
};

static const struct column flow_columns[] = {
    {ID(struct flow_chart, id)},
    {WORDS(struct flow_chart, title, LABEL)},
    {MAY_WORDS(struct flow_chart, summary, TEXT)},
    {MAY_ID(struct flow_chart, icon)},
    {INT(struct flow_chart, topic, 0, UINT16_MAX)},
    {INT(struct flow_chart, minutes, 0, UINT8_MAX)},
    {INT(struct flow_chart, needs, 0, LEVEL_COUNT - 1)},
    {INT(struct flow_chart, step_count, 1, LIMIT_FLOW_STEPS)},
    {INT(struct flow_chart, var_count, 0, LIMIT_FLOW_VARS)},
    {INT(struct flow_chart, input_count, 0, LIMIT_FLOW_OUTPUTS)},
    {INT(struct flow_chart, output_count, 0, LIMIT_FLOW_OUTPUTS)},
};

static const struct column var_columns[] = {
    {"name", COLUMN_TEXT, AT(struct flow_var, name), .must = true, .max = 2 * LIMIT_ID_BYTES},
    {INT(struct flow_var, type, 0, FLOW_TYPE_COUNT - 1)},
    {INT(struct flow_var, step, 0, UINT16_MAX)},
};

static const struct column output_columns[] = {
    {ID(struct flow_output, name)},
    {CODE(struct flow_output, value)},
};

static const struct column step_columns[] = {
    {ID(struct flow_step, id)},
    {INT(struct flow_step, kind, 0,
         FLOW_KIND_COUNT - 1)}, /* before the columns that depend on it */
    {MAY_WORDS(struct flow_step, text, TEXT)},
    {MAY_WORDS(struct flow_step, more, TEXT)},
    {MAY_WORDS(struct flow_step, done, LABEL)},
    {MAY_ID(struct flow_step, picture)},
    {MAY_ID(struct flow_step, icon)},
    {INT(struct flow_step, needs, 0, LEVEL_COUNT - 1)},
    {INT(struct flow_step, fix, 0, 1)},
    {INT(struct flow_step, seconds, 0, UINT16_MAX)},
    {INT(struct flow_step, var, 0, UINT16_MAX)},
    {INT(struct flow_step, exit_count, 0, LIMIT_FLOW_EXITS)},
    {OF_KIND(FLOW_INPUT, type, COLUMN_INT, input.type), .max = FLOW_INPUT_COUNT - 1},
    {OF_KIND(FLOW_INPUT, min, COLUMN_INT, input.min), .min = INT64_MIN, .max = INT64_MAX},
    {OF_KIND(FLOW_INPUT, max, COLUMN_INT, input.max), .min = INT64_MIN, .max = INT64_MAX},
    {OF_KIND(FLOW_INPUT, unit, COLUMN_WORDS, input.unit), .max = LABEL},
    {OF_KIND(FLOW_INPUT, private, COLUMN_INT, input.is_private), .max = 1},
    {OF_KIND(FLOW_INPUT, tries, COLUMN_INT, input.tries), .min = 1, .max = 9},
    {OF_KIND(FLOW_CHECK, question, COLUMN_TEXT, check.question), .must = true,
     .max = LIMIT_ID_BYTES},
    {OF_KIND(FLOW_CHECK, answer_count, COLUMN_INT, check.answer_count), .max = LIMIT_FLOW_EXITS},
    {OF_KIND(FLOW_CHECK, wait_s, COLUMN_INT, check.wait_s), .min = 1, .max = 20},
    {OF_KIND(FLOW_CALL, called, COLUMN_INT, call.flow), .max = LIMIT_FLOWS - 1},
    {OF_KIND(FLOW_CALL, gift_count, COLUMN_INT, call.gift_count), .max = LIMIT_FLOW_OUTPUTS},
    {OF_KIND(FLOW_CALL, take_count, COLUMN_INT, call.take_count), .max = LIMIT_FLOW_OUTPUTS},
    {OF_KIND(FLOW_AGAIN, times, COLUMN_INT, again.times), .min = 1, .max = 9},
    {OF_KIND(FLOW_END, outcome, COLUMN_INT, end.outcome), .max = FLOW_OUTCOME_COUNT - 1},
    {OF_KIND(FLOW_HAND_OVER, reason, COLUMN_TEXT, hand_over.reason), .must = true,
     .max = LIMIT_ID_BYTES},
};

static const struct column exit_columns[] = {
    {MAY_ID(struct flow_exit, id)},
    {MAY_WORDS(struct flow_exit, label, LABEL)},
    {MAY_WORDS(struct flow_exit, more, LABEL)},
    {MAY_ID(struct flow_exit, icon)},
    {"condition", COLUMN_CODE, AT(struct flow_exit, when)},
    {"target", COLUMN_INT, AT(struct flow_exit, to), .max = UINT16_MAX},
};

static const struct column answer_columns[] = {
    {"word", COLUMN_TEXT, .offset = 0, .must = true, .max = LIMIT_ID_BYTES},
};

static const struct column gift_columns[] = {
    {INT(struct flow_gift, var, 0, LIMIT_FLOW_VARS - 1)},
    {CODE(struct flow_gift, value)},
};

static const struct column take_columns[] = {
    {INT(struct flow_take, output, 0, LIMIT_FLOW_OUTPUTS - 1)},
    {INT(struct flow_take, var, 0, LIMIT_FLOW_VARS - 1)},
};

static const struct column article_columns[] = {
    {ID(struct article_head, id)},
    {WORDS(struct article_head, title, LABEL)},
    {MAY_WORDS(struct article_head, summary, TEXT)},
    {MAY_ID(struct article_head, icon)},
    {INT(struct article_head, topic, 0, LIMIT_TOPICS - 1)},
    {INT(struct article_head, flow, 0, UINT16_MAX)},
};

static const struct column block_columns[] = {
    {INT(struct block, kind, 0, BLOCK_KIND_COUNT - 1)},
    {INT(struct block, number, 0, UINT16_MAX)},
    {"picture", COLUMN_CHARS, AT(struct block, picture)},
    {"text", COLUMN_CHARS, AT(struct block, text), .must = true},
};

/* The PNG bytes are a column beside these: they go into a kbuf, not into a struct. */
static const struct column picture_columns[] = {
    {ID(struct picture, id)},
    {WORDS(struct picture, alt, TEXT)},
};

static const struct column doc_columns[] = {
    {INT(struct doc, kind, 0, FOUND_ARTICLE)},
    {"item", COLUMN_INT, AT(struct doc, index), .max = UINT16_MAX},
    {WORDS(struct doc, title, LABEL)},
    {MAY_WORDS(struct doc, keywords, TEXT)},
};

static const struct column synonym_columns[] = {
    {ID(struct synonym, word)},
    {ID(struct synonym, prefer)},
};

static const struct column reading_columns[] = {
    {ID(struct spoken, word)},
    {"said_ko", COLUMN_TEXT, AT(struct spoken, said.in[LANG_KO]), .must = true, .max = LABEL},
    {"said_en", COLUMN_TEXT, AT(struct spoken, said.in[LANG_EN]), .max = LABEL},
};

#define RECORD(of, name, columns, count, ...)                                                      \
    {                                                                                              \
        .table = (name), .key = {__VA_ARGS__}, .key_count = (count),                               \
        .column_count = sizeof(columns) / sizeof *(columns), .struct_size = sizeof(of),            \
        .column = (columns)                                                                        \
    }

const struct record records[RECORD_COUNT] = {
    [RECORD_PACK] = RECORD(struct pack_data, "pack", pack_columns, 1, "n"),
    [RECORD_HOURS] = RECORD(struct day_hours, "hours", hours_columns, 1, "weekday"),
    [RECORD_HOLIDAY] = RECORD(struct holiday, "holiday", holiday_columns, 1, "n"),
    [RECORD_TOPIC] = RECORD(struct topic, "topic", topic_columns, 1, "n"),
    [RECORD_FLOW] = RECORD(struct flow_chart, "flow", flow_columns, 1, "n"),
    [RECORD_VAR] = RECORD(struct flow_var, "var", var_columns, 2, "flow", "n"),
    [RECORD_OUTPUT] = RECORD(struct flow_output, "output", output_columns, 2, "flow", "n"),
    [RECORD_STEP] = RECORD(struct flow_step, "step", step_columns, 2, "flow", "n"),
    [RECORD_EXIT] = RECORD(struct flow_exit, "exit", exit_columns, 3, "flow", "step", "n"),
    [RECORD_ANSWER] = RECORD(const char *, "answer", answer_columns, 3, "flow", "step", "n"),
    [RECORD_GIFT] = RECORD(struct flow_gift, "gift", gift_columns, 3, "flow", "step", "n"),
    [RECORD_TAKE] = RECORD(struct flow_take, "take", take_columns, 3, "flow", "step", "n"),
    [RECORD_ARTICLE] = RECORD(struct article_head, "article", article_columns, 1, "n"),
    [RECORD_BLOCK] = RECORD(struct block, "block", block_columns, 3, "article", "lang", "n"),
    [RECORD_PICTURE] = RECORD(struct picture, "picture", picture_columns, 1, "n"),
    [RECORD_DOC] = RECORD(struct doc, "doc", doc_columns, 1, "n"),
    [RECORD_SYNONYM] = RECORD(struct synonym, "synonym", synonym_columns, 1, "n"),
    [RECORD_READING] = RECORD(struct spoken, "reading", reading_columns, 1, "n"),
};

bool record_has(const struct column *column, const void *row)
{
    return column->only == 0 || (column->only >> ((const struct flow_step *)row)->kind & 1U) != 0;
}
