// Package board is a shared board as a pure function of its log.
//
// The board holds elements as Excalidraw knows them, minus its bookkeeping. A
// command "board.op" carries a few operations on them: put a new element, set some
// properties of one, append points to a stroke. They take effect in the order of
// arrival, property group by property group, so that two people changing one shape
// each keep what they changed. All operations of a command take effect, or none.
//
// What the board promises to every client and to every reader of its log:
//
//	(B1) an element has every property of its type, each within its bounds, and no other
//	(B2) the index of an element is a valid fractional key that no other element has
//	(B3) a property group (place and size, words, stroke) is always one writer's whole
//	(B4) an event holds outcomes: applying its operations needs no healing and no check
//	(B5) an element is never forgotten; deleting sets isDeleted, and undoing takes it back
//	(B6) the width and height of a line, arrow or stroke are those of its points
//	(B7) words are those of whoever first said them in their element: moving, fitting or undoing to
//	     them makes them nobody else's
//	(B8) who wrote words may withdraw them, whoever has the pen; from then on they are in no view or
//	     snapshot, "retiré" stands where they stood, the words of that element do not change any
//	     more, and the log without them (Eraser) replays to the same board. A stroke of the pen is
//	     words too, of who began it
//	(B9) it tells nobody's name. Elements say by an id who put them; people who sit in a live meeting
//	     have each other's names from it, and whoever looks at the board elsewhere is given none
//	(B10) what was written while a phase without traces lasted goes when its session gives the board
//	     back (TR-5): it comes with the release, from which on the board is the one without it, and the
//	     log without it (Shedder) replays to the same board. Where nothing of anybody's is left, nobody
//	     writes any more; elsewhere people do, on what they see since: what was made before, and comes
//	     again or late, is refused
//
// A board open in a live session is lent to it: only the session's commands (actor
// System) say who writes, and people of elsewhere may look and are told why.
package board
