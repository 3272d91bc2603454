// Package team is who leads a session and who helps her: the guardian of time and of
// feeling, the scribe, who watches the technique; and who takes over when she is gone.
//
// Rules. A post gives no right: those who facilitate have the same ones, whoever leads.
//
//   - TE-1 Posts are worn by people inside who facilitate, each by one; somebody may wear several.
//   - TE-2 The first who facilitates leads, in the declared order among those who are here, then by arrival. While somebody who facilitates is here, somebody leads.
//   - TE-3 The lead hands the lead over in one gesture to somebody who facilitates and is here. What she had is then nobody's to take again.
//   - TE-4 A lead without a connection for 30 s no longer leads: the next does, in the declared order among those who facilitate and are here, then by arrival. Back before, she leads as if nothing had happened.
//   - TE-5 A lead who leaves, is removed, or no longer facilitates is followed at once in the same order.
//   - TE-6 With nobody to follow, none leads, and all are told. Who facilitates and comes then leads.
//   - TE-7 Whoever lost the lead by absence or by leaving may take it again by a gesture when she is back, as long as it was not handed over since. Then those who had it after her have no claim. Removed, or without the role, she has none.
//   - TE-8 The lead gives and takes the other posts; anyone who facilitates takes one that nobody wears, and gives up her own. With no lead, anyone who facilitates does as she would.
//   - TE-9 A post is kept through a lost connection, and free when its person leaves, is removed, or no longer facilitates.
//   - TE-10 The order of taking over comes with the plan, and the lead changes it. Those it names who do not facilitate, or are not here, are passed over; those it forgets follow by arrival.
//   - TE-11 While the room has no host, the 30 s stand still.
//   - TE-12 All see who wears what, and how the lead came to lead. Those who facilitate see the order. That she may take the lead again is told to a person alone.
//   - TE-13 A refusal changes nothing, and neither does a decision without an event.
//
// The private channel of those who facilitate is chat whose audience they are; it needs nothing from here.
package team
