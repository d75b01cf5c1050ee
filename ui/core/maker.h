#pragma once

#include "look.h"
#include "view.h"

/* Making the inside of one widget: private to ui_core. parts_button.c knows what is pressed,
 * parts_read.c what is read, parts_field.c the field, parts_picture.c pictures and codes. */

#define ICON_EM 1.15 /* a sign beside words */

struct maker {
    const struct view *view;
    const struct scale *scale;
    const struct widget *widget;
    const struct screen_item *item; /* NULL when it stands for none */
    const struct look *look;
    int width;
    struct parts *out;
};

/* What to write and how; the place comes with maker_text(). */
struct run {
    const char *text;
    int len;
    enum type_level level;
    bool bold;
    enum mark_align align;
    enum tint tint;
};

struct mark *maker_add(struct maker *maker, enum mark_kind kind, struct box box, enum tint tint);
void maker_icon(struct maker *maker, const char *name, struct box box, enum tint tint);
/* Size of a run wrapped at width (0 = one line). */
struct text_size maker_size(const struct maker *maker, const struct run *run, int width);
/* Write run from (x, y) in a box w wide. */
struct text_size maker_text(struct maker *maker, const struct run *run, int x, int y, int w);
/* The widget's label; a second, quieter text. */
struct run maker_label(const struct maker *maker);
struct run maker_detail(const struct maker *maker, const char *text);
/* Air above and below what is in the widget. */
int maker_pad_y(const struct maker *maker);
/* The first screen stands on the brand's colour. */
bool maker_on_brand(const struct maker *maker);
/* Type on a key. */
enum type_level dock_key_level(const struct view *view);
/* Name of the widget's sign, "" = none. */
const char *maker_icon_name(const struct maker *maker);

void parts_row(struct maker *maker);
void parts_stack(struct maker *maker);
void parts_line(struct maker *maker);
void parts_search(struct maker *maker);
void parts_read(struct maker *maker);
void parts_field(struct maker *maker);
void parts_picture(struct maker *maker);
void parts_code(struct maker *maker);
void parts_progress(struct maker *maker);
