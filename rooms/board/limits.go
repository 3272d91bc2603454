package board

// Bounds of one board. The gateway bounds the bytes of a command (1 MiB) and its
// depth (32) before this package sees it.
const (
	maxOps       = 512       // operations in one command
	maxLive      = 10_000    // elements that are not deleted
	maxEver      = 50_000    // elements, deleted ones too
	maxPoints    = 10_000    // points in one element
	maxBytes     = 64 << 20  // of all elements together, approximately
	maxCanon     = 512 << 10 // of canonical elements in one refusal
	maxText      = 10_000    // characters of one text
	maxLinkBytes = 2048
	maxPlace     = 1e6 // px, either way from the origin
	maxIndex     = 128 // bytes of a fractional key
	maxList      = 500 // bound elements of one element
	maxGroups    = 50  // nested groups of one element
)

// What a board refuses, besides the codes of package rooms.
const (
	CodeType     = "board_type"      // an element type that boards do not hold; data: type
	CodeProperty = "board_property"  // an unknown, missing or misplaced property; data: prop
	CodeNumber   = "board_number"    // not a finite number within bounds; data: prop
	CodeText     = "board_text"      // too long, or with control characters; data: prop
	CodeLink     = "board_link"      // a link that is not https, http or mailto
	CodeValue    = "board_value"     // not one of the values of this property; data: prop
	CodeGroup    = "board_group"     // part of a property group without the rest; data: prop
	CodeTooMany  = "board_too_many"  // data: what, max
	CodeGap      = "board_point_gap" // appended points do not follow the last one; data: have
	CodeExists   = "board_exists"    // put of an element that is there
	CodeMissing  = "board_missing"   // set or append on an element that was never put
	CodeLocked   = "board_locked"    // nobody writes for now
	CodeReadOnly = "board_read_only" // this person looks only
	CodeLent     = "board_lent"      // open in a live session that she is not in
	CodeWriters  = "board_writers"   // others have the pen for now
	CodeNotYours = "board_not_yours" // a withdrawal where the asker wrote nothing; data: id
	CodeEmptied  = "board_emptied"   // of a phase without traces, which is over
	CodeShed     = "board_shed"      // made before what was written in a phase without traces went
	CodeOutrun   = "board_outrun"    // somebody wrote since what is to be shed was found
	CodeShut     = "board_withdrawn" // other words where some were withdrawn
)
