// Package groups is the small groups of a session: how they are made, their life from
// proposal to return, who sits where, calls for help and visits. A group is a circle of
// its own; what is said in it is the business of other machines, and nothing of it is here.
//
// Rules. *Runs* and *led* have the meaning of rooms/SPEC.md.
//
//   - GR-1 A set of groups is proposed, then open, then recalled, then closed. Those who run see a proposal and nobody else; a new one replaces it. While groups are open no other set is proposed.
//   - GR-2 A set's id is in a session once; a group's id is the set's and its number, from 1, and neither its title nor its people change it.
//   - GR-3 Placed are those inside who neither facilitate nor only listen, and those who facilitate and said that they want a place. Nobody who facilitates is placed by somebody else without that; a listener may be placed by hand or join.
//   - GR-4 By size: sizes within one of each other, as near the size asked as can be, rather larger than smaller: seven in pairs are 2, 2, 3; none above a most, unless someone would be alone. By count: that many, each of two at least. Nobody is drawn alone.
//   - GR-5 The same seed, people and history give the same groups. By lot, nothing else decides.
//   - GR-6 Chosen: as named. Someone named twice, or who has no place (GR-3), is refused with her id; those forgotten stay in the plenary.
//   - GR-7 By facet: as mixed, or as alike, as can be: the fewest pairs with the same value, or with different ones. A person without a value mixes with all. Values are not kept.
//   - GR-8 Fresh: the fewest pairs that sat together before, each counted as often as it did, in this session or in those that the plan tells. With n people in groups of at most s who have each met at most d others, there is none when n > s + d(2s-1), and in pairs when n is even and d < n/2.
//   - GR-9 The proposal says how many pairs meet again, and whether fewer is known to be impossible: always when there is none, and for up to twelve people.
//   - GR-10 Self-chosen: as many empty groups as asked, each with as many places as asked; one joins, and moves, as she likes while there is a place, else group_full.
//   - GR-11 Those who run move someone, swap two, put someone back in the plenary, name groups and hosts, before opening and after.
//   - GR-12 Open until an instant or without one. Its coming moves nobody: a return is a gesture. Extending during a recall takes it back. A time is never before now, and at most ten hours after the opening.
//   - GR-13 A return is announced so many seconds ahead (0 to 600, 60 unless said); then groups close by themselves. Everyone is in the plenary again.
//   - GR-14 Closing at once, by those who run or by a change of phase, is possible at any time, and forgets nothing of what groups have made.
//   - GR-15 Who comes late stays in the plenary until she joins, or is moved: without a group named, to the smallest that is open and has someone connected in it (the first of those).
//   - GR-16 One joins by herself when she has no group, or when she is alone in hers; in self-chosen groups always. Else stay_in_group.
//   - GR-17 Who loses her connection keeps her place. Who leaves the room, or is removed, gives it up; coming back she is late (GR-15). Who is alone, or whose others are all without a connection, is told.
//   - GR-18 Anybody in a group calls for help, once for the group; those who facilitate see it until one answers, one visits, or somebody of the group takes it back.
//   - GR-19 Those who facilitate visit a group without being a member of it, and its people see who visits. A visit ends by a gesture, with the groups, when the group is done, or when she no longer facilitates or is inside.
//   - GR-20 A sentence (1 to 500 characters) is told to all groups by those who run.
//   - GR-21 A group that is done is in the plenary; somebody of it may go back until the return. When all that have people are done, groups close.
//   - GR-22 Next table: hosts stay, and all others who sit at a table are seated anew, sizes as GR-4: first the fewest who come back to a table, then the fewest pairs that meet again. As long as tables filled alike and nobody was moved by hand, nobody comes back to one before having sat at each.
//   - GR-23 Who facilitates sees of every group who is in it, its host, board and call; a person sees that of hers, and of the others how many they are and whether there is a place; who is in a self-chosen group all see. After the close nobody is told who sat where.
//   - GR-24 While the room has no host, the time of groups and the countdown of a return stand still.
//   - GR-25 A refusal changes nothing, and neither does a decision without an event. Applying what was decided on a state, to that state, never fails.
//   - GR-26 By lot, those who sat together in the last round can be kept together: pairs become fours, two by two.
package groups
