// Package equity counts the time that each person was heard, so that a circle can share
// it better. It counts turns of the stick and floors given, never sound.
// Its rules are numbered EQ in rooms/SPEC.md.
package equity
