#pragma once

/*
 * The signs, as data. A path on a grid of 24 x 24, drawn with a round pen 2 wide:
 *   M x y  move    L x y  line    C x1 y1 x2 y2 x y  curve    Z  close
 *   O x y r  circle    D x y r  filled dot    R x y w h r  rounded rectangle
 * docs/icons.md lists the names for authors. Pure.
 */

/* NULL when there is no sign of that name. */
const char *icon_path(const char *name);

/* Name of the i-th sign, for tests and the list; NULL past the end. */
const char *icon_name_at(int index);
