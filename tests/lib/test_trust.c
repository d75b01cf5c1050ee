#include "check.h"
#include "kstr.h"
#include "tempdir.h"
#include "trust.h"
#include "trust_internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Hexadecimal text to bytes; returns how many. */
static size_t bytes_of(const char *hex, uint8_t *ret_bytes)
{
    size_t count = strlen(hex) / 2;
    for (size_t i = 0; i < count; i++) {
        char pair[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        ret_bytes[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return count;
}

static void check_hex(const char *want, const uint8_t *got)
{
    uint8_t bytes[128];
    size_t count = bytes_of(want, bytes);
    assert_memory_equal(bytes, got, count);
}

/* ---- the steps ---- */

static void the_key_agreement_is_that_of_rfc_7748(void **state)
{
    (void)state;
    uint8_t secret[32];
    uint8_t open[32];
    uint8_t shared[32];
    (void)bytes_of("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4", secret);
    (void)bytes_of("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c", open);
    assert_true(trust_agree(secret, open, shared));
    check_hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552", shared);
}

static void a_point_of_small_order_gives_no_secret(void **state)
{
    (void)state;
    uint8_t secret[32] = {8};
    uint8_t zero[32] = {0};
    uint8_t shared[32];
    assert_false(trust_agree(secret, zero, shared));
}

static void the_key_derivation_is_that_of_rfc_5869(void **state)
{
    (void)state;
    uint8_t secret[22];
    uint8_t salt[13];
    uint8_t info[10];
    uint8_t key[42];
    memset(secret, 0x0b, sizeof secret);
    (void)bytes_of("000102030405060708090a0b0c", salt);
    (void)bytes_of("f0f1f2f3f4f5f6f7f8f9", info);
    assert_true(trust_derive((struct trust_bytes){secret, sizeof secret},
                             (struct trust_bytes){salt, sizeof salt},
                             (struct trust_bytes){info, sizeof info}, key, sizeof key));
    check_hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
              "34007208d5b887185865",
              key);
}

/* ---- sealing ---- */

static struct trust_pair new_pair(void)
{
    struct trust_pair pair;
    struct kerr err = {0};
    assert_ok(trust_make_pair(&pair, &err), &err);
    return pair;
}

static void what_is_sealed_opens_for_its_recipient_only(void **state)
{
    (void)state;
    struct trust_pair hq = new_pair();
    struct trust_pair other = new_pair();
    static const char *const texts[] = {"", "x", "홍길동 010-1234-5678"};
    for (size_t i = 0; i < 3; i++) {
        char memory[128];
        char plain_memory[64];
        struct kbuf sealed = KBUF(memory);
        struct kbuf plain = KBUF(plain_memory);
        struct kerr err = {0};
        size_t len = strlen(texts[i]);
        assert_ok(trust_seal(hq.open, "id-1", texts[i], len, &sealed, &err), &err);
        assert_int_equal(len + TRUST_SEAL_EXTRA, sealed.len);
        assert_ok(kbuf_text(&plain, "kept:", &err), &err);
        assert_int_equal(K_E_SIGNATURE,
                         trust_unseal(&other, "id-1", sealed.data, sealed.len, &plain, &err));
        assert_string_equal("kept:", plain.data);
        err = (struct kerr){0};
        assert_int_equal(K_E_SIGNATURE,
                         trust_unseal(&hq, "id-2", sealed.data, sealed.len, &plain, &err));
        assert_string_equal("kept:", plain.data);
        err = (struct kerr){0};
        assert_ok(trust_unseal(&hq, "id-1", sealed.data, sealed.len, &plain, &err), &err);
        assert_string_equal(texts[i], plain.data + 5);
    }
}

static void the_same_text_is_never_sealed_the_same_way(void **state)
{
    (void)state;
    struct trust_pair hq = new_pair();
    char memory[2][128];
    struct kbuf first = KBUF(memory[0]);
    struct kbuf second = KBUF(memory[1]);
    struct kerr err = {0};
    assert_ok(trust_seal(hq.open, "id", "text", 4, &first, &err), &err);
    assert_ok(trust_seal(hq.open, "id", "text", 4, &second, &err), &err);
    assert_memory_not_equal(first.data + 1, second.data + 1, 32);
    assert_memory_not_equal(first.data + 33, second.data + 33, 12);
    assert_memory_not_equal(first.data + 45, second.data + 45, 4);
}

/* Seal "text" and open it again; ret_open gets the ephemeral key. */
static void seal_one(struct trust_sealer *sealer, const struct trust_pair *hq, uint8_t *ret_open)
{
    char memory[128];
    char plain_memory[64];
    struct kbuf sealed = KBUF(memory);
    struct kbuf plain = KBUF(plain_memory);
    struct kerr err = {0};
    assert_ok(trust_sealer_seal(sealer, "id", "text", 4, &sealed, &err), &err);
    assert_ok(trust_unseal(hq, "id", sealed.data, sealed.len, &plain, &err), &err);
    assert_string_equal("text", plain.data);
    memcpy(ret_open, memory + 1, TRUST_KEY_SIZE);
}

static void every_text_has_a_key_of_its_own_also_when_it_was_made_before(void **state)
{
    (void)state;
    struct trust_pair hq = new_pair();
    struct trust_sealer *sealer = NULL;
    struct kerr err = {0};
    uint8_t open[4][TRUST_KEY_SIZE];
    assert_ok(trust_sealer_open(hq.open, &sealer, &err), &err);
    for (int i = 0; i < 4; i++) {
        for (int times = 0; times < i; times++) {
            trust_sealer_prepare(sealer);
        }
        seal_one(sealer, &hq, open[i]);
        for (int before = 0; before < i; before++) {
            assert_memory_not_equal(open[before], open[i], TRUST_KEY_SIZE);
        }
    }
    trust_sealer_close(&sealer);
    assert_null(sealer);
    trust_sealer_close(&sealer);
}

static void nothing_is_sealed_for_a_key_that_keeps_no_secret(void **state)
{
    (void)state;
    static const uint8_t zero[TRUST_KEY_SIZE];
    struct trust_sealer *sealer = NULL;
    struct kerr err = {0};
    char memory[128] = "";
    struct kbuf sealed = KBUF(memory);
    assert_ok(trust_sealer_open(zero, &sealer, &err), &err);
    trust_sealer_prepare(sealer);
    assert_int_equal(K_E_IO, trust_sealer_seal(sealer, "id", "text", 4, &sealed, &err));
    assert_int_equal(0, sealed.len);
    for (size_t i = 0; i < sizeof memory; i++) {
        assert_int_equal(0, memory[i]);
    }
    trust_sealer_close(&sealer);
}

/* Made with python3-cryptography after the drawing in trust.h: the format is what it says. */
static const char sealed_elsewhere[] =
    "017d9c24316539825c1896e57f28197746793ce60cbee3ad47da9d07b85fa55e2ac8c9cacbcccdcecfd0d1d2d3"
    "0ad0682b6967fe26280b541b451aa35fad16120295be97f2dd98a878";

static struct trust_pair known_pair(void)
{
    struct trust_pair pair;
    for (int i = 0; i < TRUST_KEY_SIZE; i++) {
        pair.secret[i] = (uint8_t)i;
    }
    (void)bytes_of("8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285f", pair.open);
    return pair;
}

static void what_another_program_sealed_is_opened(void **state)
{
    (void)state;
    struct trust_pair hq = known_pair();
    uint8_t sealed[128];
    char memory[64];
    struct kbuf plain = KBUF(memory);
    struct kerr err = {0};
    size_t len = bytes_of(sealed_elsewhere, sealed);
    assert_ok(trust_unseal(&hq, "id-1", sealed, len, &plain, &err), &err);
    assert_string_equal("안내 annae", plain.data);
}

static void every_flipped_bit_and_every_shorter_text_is_refused(void **state)
{
    (void)state;
    struct trust_pair hq = known_pair();
    uint8_t sealed[128];
    size_t len = bytes_of(sealed_elsewhere, sealed);
    for (size_t bit = 0; bit < len * 8; bit++) {
        char memory[64] = "";
        struct kbuf plain = KBUF(memory);
        struct kerr err = {0};
        sealed[bit / 8] ^= (uint8_t)(1U << bit % 8);
        enum kcode code = trust_unseal(&hq, "id-1", sealed, len, &plain, &err);
        sealed[bit / 8] ^= (uint8_t)(1U << bit % 8);
        /* The top bit of the point is not part of the number (RFC 7748 5), but of the salt. */
        assert_int_equal(bit < 8 ? K_E_FORMAT : K_E_SIGNATURE, code);
        assert_int_equal(0, plain.len);
        for (size_t i = 0; i < sizeof memory; i++) {
            assert_int_equal(0, memory[i]); /* not even behind the end */
        }
    }
    for (size_t shorter = 0; shorter < len; shorter++) {
        char memory[64] = "";
        struct kbuf plain = KBUF(memory);
        struct kerr err = {0};
        enum kcode code = trust_unseal(&hq, "id-1", sealed, shorter, &plain, &err);
        assert_int_equal(shorter < TRUST_SEAL_EXTRA ? K_E_FORMAT : K_E_SIGNATURE, code);
    }
}

static void spoiled_seals_do_no_harm(void **state)
{
    (void)state;
    struct trust_pair hq = known_pair();
    srand(20261121);
    for (int round = 0; round < 300; round++) {
        uint8_t sealed[128];
        char memory[64] = "";
        struct kbuf plain = KBUF(memory);
        struct kerr err = {0};
        size_t len = bytes_of(sealed_elsewhere, sealed);
        for (int i = rand() % 8; i >= 0; i--) {
            sealed[1 + (size_t)rand() % (len - 1)] += (uint8_t)(1 + rand() % 255);
        }
        len = TRUST_SEAL_EXTRA + (size_t)rand() % (len - TRUST_SEAL_EXTRA + 1);
        assert_int_equal(K_E_SIGNATURE, trust_unseal(&hq, "id-1", sealed, len, &plain, &err));
    }
}

static void what_does_not_fit_is_refused_and_nothing_is_added(void **state)
{
    (void)state;
    struct trust_pair hq = known_pair();
    uint8_t sealed[128];
    size_t len = bytes_of(sealed_elsewhere, sealed);
    char memory[128];
    struct kbuf small = {.data = memory, .size = TRUST_SEAL_EXTRA + 4};
    struct kerr err = {0};
    assert_int_equal(K_E_FULL, trust_seal(hq.open, "id", "text", 4, &small, &err));
    assert_int_equal(0, small.len);
    small.size++;
    err = (struct kerr){0};
    assert_ok(trust_seal(hq.open, "id", "text", 4, &small, &err), &err);
    small = (struct kbuf){.data = memory, .size = 12}; /* 12 bytes and the NUL are needed */
    assert_int_equal(K_E_FULL, trust_unseal(&hq, "id-1", sealed, len, &small, &err));
    assert_int_equal(0, small.len);
}

/* ---- hashes ---- */

static void hashes_are_those_of_their_standards(void **state)
{
    (void)state;
    char hex[TRUST_HASH_TEXT];
    trust_hash("", 0, hex);
    assert_string_equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", hex);
    trust_hash("abc", 3, hex);
    assert_string_equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hex);
    uint8_t key[TRUST_KEY_SIZE] = {0}; /* RFC 4231 cases 1 and 2: shorter keys are filled with 0 */
    memset(key, 0x0b, 20);
    trust_hmac(key, "Hi There", 8, hex);
    assert_string_equal("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", hex);
    memset(key, 0, sizeof key);
    memcpy(key, "Jefe", 4);
    trust_hmac(key, "what do ya want for nothing?", 28, hex);
    assert_string_equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", hex);
}

/* ---- base64 ---- */

static void base64_is_that_of_rfc_4648(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff", "+/8="},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char memory[16];
        struct kbuf buf = KBUF(memory);
        struct kerr err = {0};
        assert_ok(trust_base64(pairs[i][0], strlen(pairs[i][0]), &buf, &err), &err);
        assert_string_equal(pairs[i][1], buf.data);
        kbuf_clear(&buf);
        assert_ok(trust_unbase64(pairs[i][1], strlen(pairs[i][1]), &buf, &err), &err);
        assert_string_equal(pairs[i][0], buf.data);
    }
}

static void text_that_no_encoder_writes_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"Z",        "Zg",   "Zg=",  "====",   "Z===",
                                      "Zh==",     "Zm9=", "Zm 9", "Zm9\n",  "Zm-v",
                                      "Zg==Zg==", "=Zm9", "Zm=v", "Z\xffm9"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char memory[16];
        struct kbuf buf = KBUF(memory);
        struct kerr err = {0};
        assert_ok(kbuf_text(&buf, "kept", &err), &err);
        assert_int_equal(K_E_FORMAT, trust_unbase64(bad[i], strlen(bad[i]), &buf, &err));
        assert_string_equal("kept", buf.data);
    }
}

static void base64_stops_at_the_end_of_its_buffer(void **state)
{
    (void)state;
    char memory[8];
    struct kbuf buf = KBUF(memory);
    struct kerr err = {0};
    assert_int_equal(K_E_FULL, trust_base64("123456", 6, &buf, &err));
    err = (struct kerr){0};
    assert_int_equal(K_E_FULL, trust_unbase64("MTIzNDU2Nzg=", 12, &buf, &err));
    assert_ok(trust_unbase64("MTIzNDU2Nw==", 12, &buf, &(struct kerr){0}), &err);
    assert_string_equal("1234567", buf.data);
}

/* ---- key files ---- */

static void a_key_file_is_made_once_and_for_its_owner_only(void **state)
{
    (void)state;
    struct tempdir dir;
    uint8_t first[TRUST_KEY_SIZE] = {0};
    uint8_t second[TRUST_KEY_SIZE] = {0};
    struct stat info;
    struct kerr err = {0};
    tempdir_open(&dir);
    const char *path = tempdir_file(&dir, "key");
    assert_ok(trust_key_file(path, first, &err), &err);
    assert_ok(trust_key_file(path, second, &err), &err);
    assert_memory_equal(first, second, sizeof first);
    assert_int_equal(0, stat(path, &info));
    assert_int_equal(0600, info.st_mode & 0777U);
    assert_int_equal(0, unlink(path));
    assert_ok(trust_key_file(path, second, &err), &err);
    assert_memory_not_equal(first, second, sizeof first);
    tempdir_close(&dir);
}

static void a_key_file_of_another_size_is_refused_and_kept(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 31, 33, 5000};
    static const char bytes[5000];
    struct tempdir dir;
    tempdir_open(&dir);
    for (size_t i = 0; i < 4; i++) {
        uint8_t key[TRUST_KEY_SIZE] = {7};
        struct stat info;
        struct kerr err = {0};
        tempdir_write(&dir, "key", bytes, sizes[i]);
        const char *path = tempdir_file(&dir, "key");
        assert_int_equal(K_E_FORMAT, trust_key_file(path, key, &err));
        assert_int_equal(7, key[0]);
        assert_int_equal(0, stat(path, &info));
        assert_int_equal(sizes[i], info.st_size);
    }
    struct kerr err = {0};
    uint8_t key[TRUST_KEY_SIZE];
    assert_int_equal(K_E_IO, trust_key_file(tempdir_file(&dir, "none/key"), key, &err));
    err = (struct kerr){0};
    assert_int_equal(K_E_IO, trust_key_file(dir.path, key, &err));
    tempdir_close(&dir);
}

static void programs_that_start_at_once_get_the_same_key(void **state)
{
    (void)state;
    struct tempdir dir;
    uint8_t keys[4][TRUST_KEY_SIZE];
    int gate[2];
    int keys_pipe[2];
    tempdir_open(&dir);
    assert_int_equal(0, pipe(gate));
    assert_int_equal(0, pipe(keys_pipe));
    for (int i = 0; i < 4; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct kerr err = {0};
            char byte;
            (void)close(gate[1]);
            (void)!read(gate[0], &byte, 1); /* all start when the gate closes */
            enum kcode code = trust_key_file(tempdir_file(&dir, "key"), keys[0], &err);
            (void)!write(keys_pipe[1], keys[0], TRUST_KEY_SIZE);
            _exit((int)code);
        }
    }
    (void)close(gate[0]);
    (void)close(gate[1]);
    for (int i = 0; i < 4; i++) {
        int status = -1;
        assert_true(wait(&status) > 0);
        assert_int_equal(0, status);
        assert_int_equal(TRUST_KEY_SIZE, read(keys_pipe[0], keys[i], TRUST_KEY_SIZE));
        assert_memory_equal(keys[0], keys[i], TRUST_KEY_SIZE);
    }
    (void)close(keys_pipe[0]);
    (void)close(keys_pipe[1]);
    assert_int_equal(0, unlink(tempdir_file(&dir, "key")));
    assert_int_equal(0, rmdir(dir.path)); /* nothing else was left */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_key_agreement_is_that_of_rfc_7748),
        cmocka_unit_test(a_point_of_small_order_gives_no_secret),
        cmocka_unit_test(the_key_derivation_is_that_of_rfc_5869),
        cmocka_unit_test(what_is_sealed_opens_for_its_recipient_only),
        cmocka_unit_test(the_same_text_is_never_sealed_the_same_way),
        cmocka_unit_test(every_text_has_a_key_of_its_own_also_when_it_was_made_before),
        cmocka_unit_test(nothing_is_sealed_for_a_key_that_keeps_no_secret),
        cmocka_unit_test(what_another_program_sealed_is_opened),
        cmocka_unit_test(every_flipped_bit_and_every_shorter_text_is_refused),
        cmocka_unit_test(spoiled_seals_do_no_harm),
        cmocka_unit_test(what_does_not_fit_is_refused_and_nothing_is_added),
        cmocka_unit_test(hashes_are_those_of_their_standards),
        cmocka_unit_test(base64_is_that_of_rfc_4648),
        cmocka_unit_test(text_that_no_encoder_writes_is_refused),
        cmocka_unit_test(base64_stops_at_the_end_of_its_buffer),
        cmocka_unit_test(a_key_file_is_made_once_and_for_its_owner_only),
        cmocka_unit_test(a_key_file_of_another_size_is_refused_and_kept),
        cmocka_unit_test(programs_that_start_at_once_get_the_same_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
