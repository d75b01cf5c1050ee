/* One YAML document that is anything: a tree with places, or something told; never both nothing. */
#include "fuzz.h"

#include "kassert.h"
#include "node.h"

#include <string.h>

#define DEPTH_MAX 32 /* two for each level */

/* Every node has a place and a way to it; no tree is deeper than the parser allows. */
static void look(const struct node *root)
{
    const struct node *way[DEPTH_MAX];
    int depth = 0;
    way[depth++] = root;
    while (depth > 0) {
        const struct node *node = way[--depth];
        char path[SOURCE_PATH_SIZE];
        for (; node != NULL; node = node->next) {
            KASSERT(node->at.line >= 1);
            KASSERT(node->at.column >= 1);
            KASSERT((node->text != NULL) == (node->kind == NODE_WORD));
            if (node->child != NULL) {
                break;
            }
        }
        if (node == NULL) {
            continue;
        }
        node_path(node, path);
        KASSERT(strlen(path) > 0);
        KASSERT(depth + 2 <= DEPTH_MAX);
        way[depth++] = node->next;
        way[depth++] = node->child;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct source source;
    source_init(&source, ".");
    char *text = karena_take(&source.arena, count + 1, 1);
    memcpy(text, bytes, count);
    const struct node *root = node_parse(&source, "flows/one.yaml", text, count, 1);
    KASSERT((root == NULL) <= (source.diag_count > 0)); /* nothing is refused in silence */
    if (root != NULL) {
        fuzz_inside();
        look(root);
    }
    source_sort(&source);
    for (size_t i = 0; i < source.diag_count; i++) {
        char line[DIAG_LINE_BYTES];
        diag_line(&source.diag[i], LANG_KO, line);
        KASSERT(strlen(line) > 0);
    }
    source_done(&source);
    return 0;
}
