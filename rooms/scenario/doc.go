// Package scenario is how a meeting may be held, as a file: phases with their time, who speaks in them, what they leave. A
// file is read or refused with line and reason; a scenario is unfolded into the phases of a run of show for the people
// who are there, fitted to the time that there is, and edited by pure operations. Nothing here runs: the engine knows
// the list of phases.
//
// Its rules:
//
//	(SC-1) a file is at most 64 KiB of YAML without anchors, aliases, tags or a second document, bounded before it is parsed
//	(SC-2) a wrong file is refused whole, with the line and the reason of everything that is wrong, 20 at most
//	(SC-3) what is written reads the same; the files of the library are written so
//	(SC-4) a scenario says its minutes, and they are those of its rows, loops included
//	(SC-5) a row of two rules is as many phases as it has steps (CD5-1, CD5-2); a loop is its rows one after the other, once per pass (TR2-1… TR2-3), and in groups as many passes as the largest group has people
//	(SC-6) a round lasts seats × (turn + 10 s), what is answered to each turn included; each seat more or fewer than the scenario was written for adds or takes that
//	(SC-7) seats are those of the circle: the group's where the phase sits in groups, without the part that has no seat
//	(SC-8) fitting keeps the order, every phase, and each phase's least; phases give in proportion to what they can give, breaks do not
//	(SC-9) the passes of a loop stay equal: nobody's turn is shorter than her neighbour's
//	(SC-10) what was fitted lasts the time that was wanted to the minute, or says by how much it does not, and what it changed
//	(SC-11) fitting what fits changes nothing
//	(SC-12) replanning touches no phase that is over nor the one under way, and is a proposal: nothing applies by itself; a round made by hand is counted anew for who is there, from
//	the seats for which its minutes do
//	(SC-13) an edit gives a scenario that reads as a file would, or is refused with the reasons and changes nothing
//	(SC-14) a run of show that people made theirs is a scenario again, which unfolds to it; the texts left as they were keep both languages
//	(SC-15) what no file may say of a phase, no plan may say either
package scenario
