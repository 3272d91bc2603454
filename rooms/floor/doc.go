// Package floor says who is heard in a circle where no round of the stick runs: the
// plenary, or a small group. It keeps the rule in force, who was given the floor, and
// who sits inside of a fishbowl.
//
// Rules. *Runs* and *led* have the meaning of rooms/SPEC.md.
//
//   - FL-1 A phase begins with its rule: for the plenary, or for each small group when it is a phase of groups; all other circles are open. What those who run changed before is over.
//   - FL-2 Those who run change the rule of a circle, until the next phase or the end of the circle.
//   - FL-3 open, and stick while no round runs: everyone is heard.
//   - FL-4 silence: nobody is.
//   - FL-5 role: those of the circle who play the part and are connected; when there is none, those who facilitate; when there is none either, everyone, for a circle that nobody leads is not silenced.
//   - FL-6 hands: who was given the floor, and those who facilitate.
//   - FL-7 inside: those in the inner circle.
//   - FL-8 Whoever plays the part *not* is not heard, whatever the rule.
//   - FL-9 At most one person has the floor of a circle; grants strictly rise in a session.
//   - FL-10 Those who run give the floor to the next in the order of hands, or to somebody named, in the circle and connected. Who had it has it no longer. A gesture carries the last grant that the person saw in this circle; after another one was first it is refused floor_moved.
//   - FL-11 Who has the floor ends it, or those who run do, for the grant it names only.
//   - FL-12 In a room that is not led the next by the order has the floor by itself, as soon as nobody has it.
//   - FL-13 The floor ends with its person's leaving the circle, with her connection (from the instant at which it was lost), with another rule than hands, with the phase and with the circle.
//   - FL-14 The inner circle has its seats and free ones. One enters and leaves by oneself, or by the hand of those who run; a full circle refuses (circle_full), unless somebody inside has no connection: the one of these who has been inside longest goes out.
//   - FL-15 When the last free seat is taken, all inside are asked that one goes out, and who has been inside longest is invited alone to do so, and then nobody else until somebody goes. Nobody is put out by a rule.
//   - FL-16 Who is inside stays so from one phase to the next when both are inside; else the inner circle is empty.
//   - FL-17 While the room has no host, the floor's clock stands still.
//   - FL-18 A refusal changes nothing, and neither does a decision without an event.
package floor
