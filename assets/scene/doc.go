// Package scene turns a board into a drawing, and into words.
//
// A board is a set of Excalidraw elements, as version 0.18.1 writes them. [Read] takes them in without ever failing on a
// bad value, [Drafter.Draw] makes of them a [Drawing] (a display list: shapes, texts and labelled boxes in the order they
// are painted), and [Outline] makes of them a tree of the texts, for those who cannot see the board. The packages
// assets/render/{svg,pdf,png} put a Drawing on a page.
//
// Everything is a function of the elements alone: the hand-drawn wobble comes from each element's own seed, so the same
// board always gives the same drawing.
//
// # Bounds
//
// A hostile board costs no more than a big one. Positions and sizes are held within ±[MaxCoordinate]; an element keeps at
// most [MaxPoints] points and [MaxText] characters; a board has at most [MaxElements] elements, else [ErrTooLarge]. Once the elements have
// used [MaxBoardPoints] points together, those that follow are drawn as labelled boxes. Filling lines are at
// most a thousand a shape; shapes wider than [MaxSketched], and large loops of very many points, are filled plain. The
// context given to Draw stops the rest.
package scene
