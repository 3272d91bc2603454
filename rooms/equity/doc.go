// Package equity counts the time that each person was heard, so that a circle can share
// it better. It counts turns of the stick and floors given, never sound.
//
// Rules.
//
//   - EQ-1 A person's time is that of her turns and floors, from grant to end. A pause of the round, a suspension from the instant of the drop, and the time in which the room has no host are not counted.
//   - EQ-2 In each circle, the times of all add up to the time in which somebody had the stick or the floor.
//   - EQ-3 A turn is counted when it begins; what remains of one that a lost connection cut is the same turn.
//   - EQ-4 Who takes the stick first in a round opened it.
//   - EQ-5 Each sees her own time, turns and sum of the season, and nobody else's.
//   - EQ-6 Those who facilitate see of this session the median, the share of the three most heard, and how many were not heard, of turns that are over. With fewer than five people nothing is shown: a figure about so few names someone.
//   - EQ-7 The order proposed for a circle: those who have not opened a round yet, this season, then those who have; in both who was heard least first, this season, then arrival. With each place goes its reason, without a figure.
//   - EQ-8 The group switches the count off: what was counted in this session is forgotten at once, nothing is counted or shown any more, orders are those of arrival, and nothing is added to the season. Switched on again, it begins from nothing, with the next turn.
//   - EQ-9 Passing, waiting, listening, writing and sitting inside of a fishbowl count for nothing.
//   - EQ-10 Figures are in no event and in no document: they follow from the log, and the season's are kept apart.
package equity
