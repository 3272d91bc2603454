// Package cards is silent writing: thoughts before they are on a board.
//
// A sheet asks a question; people write cards on it, each seeing her own alone, until
// those who run the meeting reveal them all at once, in an order drawn by lot. Its rules are
// numbered CK in rooms/SPEC.md.
package cards
