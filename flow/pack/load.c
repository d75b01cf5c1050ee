/* Tables of a pack -> struct content, in the arena. */
#include "pack_internal.h"

/* Rows under keys as an array in the arena. After a failure, and once err is set, NULL: so that a
 * list of loads needs one test at its end. */
static void *load(struct pack *pack, enum record_id id, const int64_t keys[], size_t count,
                  struct kerr *err)
{
    if (err->code != K_OK) {
        return NULL;
    }
    void *rows = karena_take(&pack->arena, count, records[id].struct_size);
    return record_read_all(pack, id, keys, rows, count, err) == K_OK ? rows : NULL;
}

static enum kcode load_step(struct pack *pack, const int64_t keys[], struct flow_step *step,
                            struct kerr *err)
{
    if (record_read_all(pack, RECORD_EXIT, keys, step->exit, step->exit_count, err) != K_OK) {
        return err->code;
    }
    if (step->kind == FLOW_CHECK) {
        step->check.answers = load(pack, RECORD_ANSWER, keys, step->check.answer_count, err);
    }
    if (step->kind != FLOW_CALL) {
        return err->code;
    }
    if (record_read_all(pack, RECORD_GIFT, keys, step->call.gift, step->call.gift_count, err) !=
        K_OK) {
        return err->code;
    }
    return record_read_all(pack, RECORD_TAKE, keys, step->call.take, step->call.take_count, err);
}

static enum kcode load_chart(struct pack *pack, int64_t flow, struct flow_chart *chart,
                             struct kerr *err)
{
    chart->var = load(pack, RECORD_VAR, &flow, chart->var_count, err);
    chart->output = load(pack, RECORD_OUTPUT, &flow, chart->output_count, err);
    struct flow_step *steps = load(pack, RECORD_STEP, &flow, chart->step_count, err);
    chart->step = steps;
    for (uint16_t i = 0; i < chart->step_count && err->code == K_OK; i++) {
        if (load_step(pack, (const int64_t[]){flow, i}, &steps[i], err) != K_OK) {
            return kerr_at(err, steps[i].id);
        }
    }
    return err->code;
}

static enum kcode load_book(struct pack *pack, struct flow_book *book, struct kerr *err)
{
    struct flow_chart *charts = load(pack, RECORD_FLOW, NULL, book->chart_count, err);
    book->chart = charts;
    for (uint16_t i = 0; i < book->chart_count && err->code == K_OK; i++) {
        if (load_chart(pack, i, &charts[i], err) != K_OK) {
            return kerr_at(err, charts[i].id);
        }
    }
    return err->code;
}

/* Indexes from rows point into the arrays. */
static enum kcode check_links(const struct pack_data *data, struct kerr *err)
{
    const struct content *content = &data->content;
    const struct flow_book *book = &content->book;
    for (uint16_t i = 0; i < book->chart_count; i++) {
        uint16_t topic = book->chart[i].topic;
        if (topic != UINT16_MAX && topic >= content->topic_count) {
            return kerr_fail(err, K_E_FORMAT, "flow %s: no topic %d", book->chart[i].id, topic);
        }
    }
    for (uint16_t i = 0; i < content->article_count; i++) {
        const struct article_head *article = &content->article[i];
        bool has_flow = article->flow == UINT16_MAX || article->flow < book->chart_count;
        if (!has_flow || article->topic >= content->topic_count) {
            return kerr_fail(err, K_E_FORMAT, "article %s: no such topic or flow", article->id);
        }
    }
    for (uint16_t i = 0; i < data->doc_count; i++) {
        const struct doc *doc = &data->doc[i];
        uint16_t count = doc->kind == FOUND_FLOW ? book->chart_count : content->article_count;
        if (doc->index >= count) {
            return kerr_fail(err, K_E_FORMAT, "doc %d: no item %d", i, doc->index);
        }
    }
    return K_OK;
}

enum kcode load_content(struct pack *pack, struct kerr *err)
{
    struct pack_data *data = &pack->data;
    struct content *content = &data->content;
    if (record_read_all(pack, RECORD_PACK, NULL, data, 1, err) != K_OK ||
        record_read_all(pack, RECORD_HOURS, NULL, content->hours, 8, err) != K_OK) {
        return err->code;
    }
    content->holiday = load(pack, RECORD_HOLIDAY, NULL, content->holiday_count, err);
    content->topic = load(pack, RECORD_TOPIC, NULL, content->topic_count, err);
    content->article = load(pack, RECORD_ARTICLE, NULL, content->article_count, err);
    content->reading = load(pack, RECORD_READING, NULL, content->reading_count, err);
    data->doc = load(pack, RECORD_DOC, NULL, data->doc_count, err);
    data->synonym = load(pack, RECORD_SYNONYM, NULL, data->synonym_count, err);
    if (err->code != K_OK || load_book(pack, &content->book, err) != K_OK) {
        return err->code;
    }
    return check_links(data, err);
}
