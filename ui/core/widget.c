#include "widget.h"

static const struct {
    const char *name;
    bool target;
} role_table[ROLE_COUNT] = {
    [ROLE_NONE] = {"none", false},
    [ROLE_HEADER] = {"header", false},
    [ROLE_WHO] = {"who", false},
    [ROLE_STATE] = {"state", false},
    [ROLE_PROGRESS] = {"progress", false},
    [ROLE_LEAD] = {"lead", false},
    [ROLE_TEXT] = {"text", false},
    [ROLE_SMALL] = {"small", false},
    [ROLE_HEADING] = {"heading", false},
    [ROLE_BULLET] = {"bullet", false},
    [ROLE_NUMBERED] = {"numbered", false},
    [ROLE_NOTE] = {"note", false},
    [ROLE_PICTURE] = {"picture", false},
    [ROLE_FIELD] = {"field", false},
    [ROLE_ERROR] = {"error", false},
    [ROLE_QR] = {"qr", false},
    [ROLE_BIG] = {"big", false},
    [ROLE_HERO] = {"hero", false},
    [ROLE_MAIN] = {"main", true},
    [ROLE_PLAIN] = {"plain", true},
    [ROLE_QUIET] = {"quiet", true},
    [ROLE_CARD] = {"card", true},
    [ROLE_TILE] = {"tile", true},
    [ROLE_SEARCH] = {"search", true},
    [ROLE_SCORE] = {"score", true},
    [ROLE_KEY] = {"key", true},
    [ROLE_PAGER] = {"pager", true},
    [ROLE_PLACE] = {"place", false},
    [ROLE_BAR] = {"bar", true},
    [ROLE_PERSON] = {"person", true},
};

const char *role_name(enum role role)
{
    return role_table[role].name;
}

bool role_target(enum role role)
{
    return role_table[role].target;
}

bool box_holds(struct box box, int x, int y)
{
    return x >= box.x && y >= box.y && x < box.x + box.w && y < box.y + box.h;
}

bool box_meets(struct box a, struct box b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

struct box box_grown(struct box box, int px)
{
    return (struct box){box.x - px, box.y - px, box.w + 2 * px, box.h + 2 * px};
}

struct widget_id widget_id(const struct widget *widget)
{
    return (struct widget_id){widget->role, widget->item, widget->key};
}

bool widget_is(const struct widget *widget, struct widget_id id)
{
    return widget->role == id.role && widget->item == id.item && widget->key == id.key;
}
