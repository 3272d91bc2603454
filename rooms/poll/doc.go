// Package poll is how a group chooses: points, consent, ranking, secret ballot, survey.
//
//	(PO-1)  Those who run prepare a poll. Options are added until it opens, by everyone who takes part where the
//	        poll says so, and taken back by who added them; they keep the order of proposal until the vote closes.
//	(PO-2)  Everyone inside who takes part votes, late arrivals too; who leaves keeps her vote. There is no quorum.
//	(PO-3)  A vote is cast whole, and anew as often as its author wishes while the poll is open: the last one counts.
//	(PO-4)  While a poll is open all see how many have voted; each sees her own ballot, and nobody another's,
//	        whatever the kind of poll. Nobody is ever told who chose what.
//	(PO-5)  Points: each person has some, on one option or more; several on one where the poll says so.
//	(PO-6)  Consent: « d’accord », « réserve », « objection ». An objection has words, a reservation may have; both are seen
//	        at once by all, with their author's name unless the poll is secret. Who voted without words is not told.
//	        Its author lifts an objection by voting anew. It is consented when somebody voted and no objection stands.
//	(PO-7)  Ranking: by Borda's count, see Borda. Equal sums share a place.
//	(PO-8)  Secret ballot: one option or none. Only sums are told, and they do not depend on the order of the votes.
//	(PO-9)  Of fewer than three ballots a secret poll tells no sums: of two, each would learn the other's, and all
//	        would where they agree. It is closed so only when who closes says that she knows (few); it then tells
//	        that it was so, and the ballots are destroyed unread. Objections, said in words to all, still count.
//	(PO-10) Survey: scales of 1 to 5, words chosen among some, a few words of one's own; always secret. From five answers up,
//	        for each question: cells under five are masked, and with a single one the smallest other, which would
//	        give it away; words of one's own are listed in alphabetical order, each once.
//	(PO-11) A poll is closed once; the result is an event of its own, made of sums. Given up, its ballots are destroyed.
//	(PO-12) The log forgets: ballots and their authors, when the poll has closed or was given up, and a ballot that was
//	        cast anew at once; an option taken back at once. The result stays, but
//	        people's own words in it can be destroyed (redacted) when one of them asks: sums remain.
package poll
