// Package cast is who plays which part of a scenario: client, narrator, host of a table, guardian. A part says whose turn
// it is in a phase; it gives no right beyond that.
//
// Rules. *Runs* and *led* have the meaning of rooms/SPEC.md.
//
//   - CA-1 Parts come with the plan. A part of the room is played by one person, a part of the groups by one in each group. One more is always there: the facilitator, played by those who facilitate unless it was given.
//   - CA-2 Those who run give a part, and take it back, to somebody inside who does not only listen, and who sits in the group when it is a group's. Given to another, it leaves who had it.
//   - CA-3 One volunteers for a part that nobody plays; taken, it is refused part_taken. In a group the people of the group volunteer, and no one else. Nobody volunteers for the facilitator's while the room is led.
//   - CA-4 Who plays a part leaves it when she likes and says no reason, or hands it to another of her circle. Nobody is told who left: only that the part is free.
//   - CA-5 A part may be empty, and nobody is made to play it; who is heard then is the floor's business (FL-5).
//   - CA-6 A lost connection changes nothing here: the part waits for its person.
//   - CA-7 Who leaves the room, is removed, only listens, or is moved out of the group, plays its parts no more. Coming back she has none, and passes of a loop that she had count.
//   - CA-8 Parts of groups last as long as their groups, and after the groups have closed, until others open: hosts speak in plenary of what their tables said. A part that goes round ends with its loop.
//   - CA-9 In a loop, each pass gives the part, in every group, to the first in its order who has not had it, is here and did not leave it of her own. Nobody has it twice before all have had it once. Who is away then has a later pass.
//   - CA-10 When all have had their pass, the part is empty until the loop ends: the group then decides, by volunteering.
//   - CA-11 A pass that comes again (somebody went back a phase) finds the same people, those who are still there.
//   - CA-12 Whoever plays the part when the next pass begins has had it; who was replaced, or left it, before, has not. Left of her own, it is not given to her again by a pass; she may volunteer.
//   - CA-13 One person plays at most one part of the room and one of her group at once: taking another of the same kind leaves the first. The facilitator's, and what a pass gives, are beside these.
//   - CA-14 A refusal changes nothing, and neither does a decision without an event.
package cast
