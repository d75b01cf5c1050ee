/* A Mermaid file by anybody: whatever comes in, what comes out is YAML that can be read. */
#include "fuzz.h"

#include "import.h"
#include "kassert.h"
#include "node.h"

#include <stdlib.h>

#define YAML_BYTES ((size_t)8 * 1024 * 1024)

/* What was written is one map, as every flow is. */
static void read_back(const struct kbuf *yaml)
{
    struct source source;
    source_init(&source, ".");
    const struct node *root = node_parse(&source, "flow.yaml", yaml->data, yaml->len, 1);
    KASSERT(root != NULL);
    KASSERT(root->kind == NODE_MAP);
    KASSERT(source.diag_count == 0);
    source_done(&source);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static char yaml[YAML_BYTES];
    struct mermaid chart = {0};
    struct kerr err = {0};
    struct kbuf buf = KBUF(yaml);
    char *text = fuzz_text(bytes, count);
    bool markdown = count > 0 && bytes[0] == '#';
    if (mermaid_read(text, count, markdown, markdown ? 1 : 0, &chart, &err) == K_OK) {
        int todos = 0;
        KASSERT(chart.node_count > 0);
        KASSERT(tree_write(import_flow(&chart, "fuzzed", &todos), &buf, &err) == K_OK);
        read_back(&buf);
        fuzz_inside();
    }
    mermaid_done(&chart);
    free(text);
    return 0;
}
