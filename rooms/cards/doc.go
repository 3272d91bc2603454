// Package cards is silent writing: thoughts before they are on a board.
//
// A sheet asks a question; people write cards on it, each seeing her own alone, until
// those who run the meeting reveal them all at once, in an order drawn by lot.
//
//	(CK-1)  A sheet belongs to a phase (and to a group, when one is named) and says before the first
//	        card whether its cards will be signed. Unsigned by the sheet, it stays so; a reveal may
//	        leave out the authors of a signed sheet, never add those of an unsigned one.
//	(CK-2)  Until the reveal a card is its author's alone: others learn nothing of it, not even that it is there.
//	(CK-3)  Its author writes, rewrites and withdraws it as long as the sheet is open; a late arrival too.
//	(CK-4)  A sheet says how many cards each person may write and how long; one too many or too long is refused.
//	(CK-5)  Everyone sees how many of those present have finished; nobody sees who. It is a sign, not a lock.
//	(CK-6)  Who leaves, or is removed, keeps her cards: they are revealed with the others.
//	(CK-7)  « Garder pour moi »: a card that its author keeps back is not revealed, and stays hers until the close.
//	(CK-8)  The reveal is one event that holds its outcome: signed, the cards in their order; unsigned, their words
//	        without anything that leads to a card or a person. The lot is drawn over the words in alphabetical
//	        order, so that even who knows the seed learns nothing of who wrote, or when.
//	(CK-9)  An unsigned reveal needs cards of three people at least: of fewer, the others would know whose they are.
//	(CK-10) A sheet is revealed once. Given up instead, its cards are destroyed.
//	(CK-11) After a signed reveal an author still withdraws hers: its place says « retiré » and is signed by nobody.
//	        After an unsigned one nobody is known to be the author, and nobody withdraws.
//	(CK-12) The batch goes to a board as ordinary notes, laid out in a grid, once: what was put there is recorded
//	        (cards.placed), and until then its commands are the same ones, under the same numbers.
//	(CK-13) At the close unrevealed cards are destroyed, those kept back too; in a confidential session
//	        the revealed ones as well: they are on the board, or nowhere.
//	(CK-14) The log forgets: what was withdrawn, reworded or given up at once; with an unsigned reveal every writing
//	        of the sheet, words and author together; what was kept back at the close; revealed words with the chat.
package cards
