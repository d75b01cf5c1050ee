#include "check.h"
#include "json.h"

#include <stdlib.h>
#include <string.h>

static struct json *parsed(const char *text)
{
    struct json *root = NULL;
    struct kerr err = {0};
    assert_ok(json_parse(text, strlen(text), &root, &err), &err);
    return root;
}

static void values_are_read_by_their_type_or_fall_back(void **state)
{
    (void)state;
    struct json *root = parsed("{\"t\":\"홍\",\"i\":-9223372036854775808,\"b\":true,\"r\":1.5,"
                               "\"n\":null,\"a\":[1,\"two\",{}],\"o\":{\"t\":\"in\"}}");
    assert_true(json_is_object(root));
    assert_string_equal("홍", json_get_text(root, "t"));
    assert_true(json_int(json_get(root, "i"), 7) == INT64_MIN);
    assert_true(json_bool(json_get(root, "b"), false));
    assert_string_equal("in", json_get_text(json_get(root, "o"), "t"));
    const struct json *array = json_get(root, "a");
    assert_true(json_is_array(array));
    assert_int_equal(3, json_count(array));
    assert_int_equal(1, json_int(json_at(array, 0), 7));
    assert_string_equal("two", json_text(json_at(array, 1), NULL));
    assert_true(json_is_object(json_at(array, 2)));

    assert_null(json_at(array, 3));
    assert_null(json_get(root, "none"));
    assert_null(json_get(array, "t"));
    assert_null(json_get(NULL, "t"));
    assert_int_equal(0, json_count(root));
    assert_int_equal(0, json_count(NULL));
    assert_string_equal("", json_get_text(root, "i"));
    assert_null(json_text(json_get(root, "i"), NULL));
    assert_int_equal(7, json_int(json_get(root, "t"), 7));
    assert_int_equal(7, json_int(json_get(root, "r"), 7));
    assert_int_equal(7, json_int(NULL, 7));
    assert_true(json_bool(json_get(root, "n"), true));
    assert_false(json_is_object(NULL));
    assert_false(json_is_array(root));
    json_free(&root);
    assert_null(root);
    json_free(&root);
}

static void what_is_not_strict_json_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "{",
        "{}x",
        "{} {}",
        "[1,]",
        "{\"a\":1,\"a\":2}",
        "{'a':1}",
        "[01]",
        "[NaN]",
        "[\"\xff\"]",
        "[\"\xed\xa0\x80\"]",
        "[\"\\ud800\"]",
        "[\"\\u0000\"]",
        "[\"\n\"]",
        "7",
        "[9223372036854775808]",
        "[1e999]",
        "// a\n{}",
        "\xef\xbb\xbf{}",
        "<html>",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct json *root = NULL;
        struct kerr err = {0};
        assert_int_equal(K_E_FORMAT, json_parse(bad[i], strlen(bad[i]), &root, &err));
        assert_null(root);
        assert_non_null(strstr(err.text, "line"));
    }
}

static void the_error_says_where_but_not_what(void **state)
{
    (void)state;
    struct json *root = NULL;
    struct kerr err = {0};
    const char *text = "{\"name\":\n \"a\" geheim}";
    assert_int_equal(K_E_FORMAT, json_parse(text, strlen(text), &root, &err));
    assert_non_null(strstr(err.text, "line 2"));
    assert_null(strstr(err.text, "geheim"));
}

static void depth_is_bounded(void **state)
{
    (void)state;
    static char deep[100000];
    struct json *root = NULL;
    struct kerr err = {0};
    memset(deep, '[', sizeof deep);
    assert_int_equal(K_E_FORMAT, json_parse(deep, sizeof deep, &root, &err));
}

static struct json *built(bool other_order)
{
    struct json *root = json_new_object();
    if (other_order) {
        json_set_bool(root, "b", true);
    }
    json_set_text(root, "t", "a\"\n홍");
    json_set_text(root, "not", NULL);
    json_set_int(root, "i", INT64_MAX);
    struct json *array = json_set_array(root, "a");
    json_add_text(array, "x");
    json_set_bool(json_add_object(array), "z", false);
    json_set_text(json_set_object(root, "o"), "k", "v");
    json_set_bool(root, "b", true);
    return root;
}

static void the_same_document_is_the_same_bytes(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        char memory[256];
        struct kbuf buf = KBUF(memory);
        struct kerr err = {0};
        struct json *root = built(i == 1);
        assert_ok(json_write(root, &buf, &err), &err);
        assert_string_equal("{\"a\":[\"x\",{\"z\":false}],\"b\":true,\"i\":9223372036854775807,"
                            "\"o\":{\"k\":\"v\"},\"t\":\"a\\\"\\n홍\"}",
                            buf.data);
        json_free(&root);
        assert_ok(json_parse(buf.data, buf.len, &root, &err), &err);
        json_free(&root);
    }
    struct json *array = json_new_array();
    assert_true(json_is_array(array));
    json_free(&array);
}

static void a_document_that_does_not_fit_leaves_the_buffer_as_it_was(void **state)
{
    (void)state;
    char memory[64];
    for (size_t size = 6; size < sizeof memory; size++) {
        struct kbuf buf = {.data = memory, .size = size};
        struct kerr err = {0};
        struct json *root = built(false);
        assert_ok(kbuf_text(&buf, "kept:", &err), &err);
        assert_int_equal(K_E_FULL, json_write(root, &buf, &err));
        assert_string_equal("kept:", buf.data);
        assert_int_equal(5, buf.len);
        json_free(&root);
    }
}

/* ---- member by member ---- */

/* One of everything, also what must be escaped. */
static enum kcode write_out(struct kbuf *buf, struct kerr *err)
{
    struct json_out out;
    json_out_begin(&out, buf);
    json_out_array(&out, "a");
    json_out_text(&out, NULL, "x");
    json_out_object(&out, NULL);
    json_out_bool(&out, "z", false);
    json_out_close(&out);
    json_out_array(&out, NULL);
    json_out_close(&out);
    json_out_int(&out, NULL, INT64_MIN);
    json_out_close(&out);
    json_out_bool(&out, "b", true);
    json_out_int(&out, "i", INT64_MAX);
    json_out_object(&out, "o");
    json_out_close(&out);
    json_out_text(&out, "s", "");
    json_out_text(&out, "sa", NULL);
    json_out_text(&out, "t", "\"\\/\b\f\n\r\t\x01\x1f\x7f홍\xf0\x9f\x98\x80 end");
    return json_out_end(&out, err);
}

static void member_by_member_gives_the_bytes_a_tree_gives(void **state)
{
    (void)state;
    char memory[2][512];
    struct kbuf straight = KBUF(memory[0]);
    struct kbuf by_tree = KBUF(memory[1]);
    struct json *root = NULL;
    struct kerr err = {0};
    assert_ok(write_out(&straight, &err), &err);
    assert_ok(json_parse(straight.data, straight.len, &root, &err), &err);
    assert_ok(json_write(root, &by_tree, &err), &err);
    assert_string_equal(by_tree.data, straight.data);
    assert_null(json_get(root, "sa"));
    json_free(&root);
}

static void member_by_member_fits_or_leaves_the_buffer_as_it_was(void **state)
{
    (void)state;
    char memory[512];
    size_t wanted = 0;
    for (size_t size = 6; wanted == 0; size++) {
        struct kbuf buf = {.data = memory, .size = size};
        struct kerr err = {0};
        assert_true(size < sizeof memory);
        assert_ok(kbuf_text(&buf, "kept:", &err), &err);
        if (write_out(&buf, &err) == K_OK) {
            wanted = buf.len;
            assert_int_equal(size, wanted + 1); /* not a byte too early */
        } else {
            assert_int_equal(K_E_FULL, err.code);
            assert_string_equal("kept:", buf.data);
            assert_int_equal(5, buf.len);
        }
    }
}

/* Twenty thousand spoiled documents: refused, or read, written and read again. */
static void spoiled_documents_do_no_harm(void **state)
{
    (void)state;
    static const char seed[] =
        "{\"t\":\"a\\\"\\n홍\",\"a\":[1,-2.5e3,true,null,{\"k\":\"v\"}],\"o\":{}}";
    int read = 0;
    srand(20261121);
    for (int round = 0; round < 20000; round++) {
        char text[sizeof seed];
        char memory[1024];
        struct kbuf buf = KBUF(memory);
        struct json *root = NULL;
        struct kerr err = {0};
        memcpy(text, seed, sizeof seed);
        for (int i = rand() % 3; i >= 0; i--) {
            text[(size_t)rand() % (sizeof seed - 1)] = (char)rand();
        }
        if (json_parse(text, sizeof seed - 1, &root, &err) == K_OK) {
            read++;
            assert_ok(json_write(root, &buf, &err), &err);
            json_free(&root);
            assert_ok(json_parse(buf.data, buf.len, &root, &err), &err);
        }
        json_free(&root);
    }
    assert_true(read > 100); /* the mutations are not all nonsense */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read_by_their_type_or_fall_back),
        cmocka_unit_test(what_is_not_strict_json_is_refused),
        cmocka_unit_test(the_error_says_where_but_not_what),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(the_same_document_is_the_same_bytes),
        cmocka_unit_test(a_document_that_does_not_fit_leaves_the_buffer_as_it_was),
        cmocka_unit_test(member_by_member_gives_the_bytes_a_tree_gives),
        cmocka_unit_test(member_by_member_fits_or_leaves_the_buffer_as_it_was),
        cmocka_unit_test(spoiled_documents_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
