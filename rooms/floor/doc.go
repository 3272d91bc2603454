// Package floor says who is heard in a circle where no round of the stick runs: the
// plenary, or a small group. It keeps the rule in force, who was given the floor, and
// who sits inside of a fishbowl.
// Its rules are numbered FL in rooms/SPEC.md.
package floor
