/* Particles that stand raw behind a placeholder, written out twice, or behind a name. */
#include "language.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

/* A particle that depends on the sound before it, and how its placeholder is written. */
static const struct particle {
    const char *text, *pair;
    bool can_go_on; /* another particle may follow: 으로는 */
} particles[] = {
    {"으로", "으로/로", true}, {"로", "으로/로", true}, {"을", "을/를", false},
    {"를", "을/를", false},    {"은", "은/는", false},  {"는", "은/는", false},
    {"이", "이/가", false},    {"가", "이/가", false},  {"과", "과/와", true},
    {"와", "과/와", true},
};

/* Behind one of them a word may go on: 으로는, 와도. */
static const char *const further[] = {"는", "도", "만", "의", "부터", "까지"};

static const char *const both[] = {"을/를",  "를/을",  "이/가",   "가/이",  "은/는",
                                   "는/은",  "과/와",  "와/과",   "을(를)", "를(을)",
                                   "이(가)", "가(이)", "은(는)",  "는(은)", "와(과)",
                                   "과(와)", "(으)로", "으로/로", "(이)가", "(을)를"};

static bool word_goes_on(const char *text)
{
    uint32_t character = 0;
    return utf8_get(text, &character) > 0 && hangul_is_syllable(character);
}

/* What stands behind a particle ends the word, or goes on as 는 does in 으로는. */
static bool ends_here(const char *behind, bool can_go_on)
{
    bool ends = !word_goes_on(behind);
    for (size_t i = 0; can_go_on && i < sizeof further / sizeof *further; i++) {
        ends =
            ends || (kstr_starts(behind, further[i]) && !word_goes_on(behind + strlen(further[i])));
    }
    return ends;
}

/* The raw particle at text, NULL when there is none. */
static const struct particle *particle_at(const char *text)
{
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        const struct particle *one = &particles[i];
        if (kstr_starts(text, one->text) && ends_here(text + strlen(one->text), one->can_go_on)) {
            return one;
        }
    }
    return NULL;
}

/* A placeholder from open to close, its braces. */
static void check_behind(struct language *language, const struct line *line, const char *open,
                         const char *close)
{
    char name[2 * LIMIT_ID_BYTES];
    char shown[2 * LIMIT_ID_BYTES + 2];
    char wanted[3 * LIMIT_ID_BYTES];
    (void)kstr_format(name, sizeof name, "%.*s", (int)(close - open - 1), open + 1);
    size_t offset = (size_t)(open - line->text);
    if (kstr_starts(name, "customer.name")) {
        if (!kstr_starts(close + 1, "님")) {
            line_tell(language, line, offset, A407_NAME_WITHOUT_NIM, NULL);
        }
        return;
    }
    const struct particle *found = strchr(name, ':') == NULL ? particle_at(close + 1) : NULL;
    if (found != NULL) {
        (void)kstr_format(shown, sizeof shown, "{%s}", name);
        (void)kstr_format(wanted, sizeof wanted, "{%s:%s}", name, found->pair);
        line_tell(language, line, offset, A405_RAW_PARTICLE, DIAG_ARGS(found->text, shown, wanted));
    }
}

static void check_both(struct language *language, const struct line *line)
{
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        const char *found = strstr(line->text, both[i]);
        bool is_ours = found != NULL && found > line->text && found[-1] == ':'; /* {x:을/를} */
        bool is_told = found != NULL && found > line->text && found[-1] == '}';
        bool is_part = found != NULL && word_goes_on(found + strlen(both[i])); /* 종이/가방 */
        if (found != NULL && !is_ours && !is_told && !is_part) {
            line_tell(language, line, (size_t)(found - line->text), A406_BOTH_PARTICLES,
                      DIAG_ARGS(both[i]));
            return;
        }
    }
}

void particle_check(struct language *language, const struct line *line)
{
    if (line->lang != LANG_KO) {
        return;
    }
    for (const char *open = strchr(line->text, '{'); open != NULL; open = strchr(open + 1, '{')) {
        const char *close = strpbrk(open + 1, "{}");
        if (close != NULL && *close == '}') {
            check_behind(language, line, open, close);
        }
    }
    check_both(language, line);
}
