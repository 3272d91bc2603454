// Package harvest is what people let the minutes keep: sentences offered by their
// authors, and by nobody else.
//
//	(HV-1) A sentence is its author's, who alone offers, rewrites and withdraws it. She signs it or not, and says whether
//	       the room or the community reads it.
//	(HV-2) A signed one is seen at once, with her name.
//	(HV-3) One without a name is hers alone until those who run gather them: they then appear together, in alphabetical
//	       order. Shown as it comes, in a circle where each speaks in turn, its moment would be its author's name.
//	(HV-4) Gathering waits for three people's; the close gathers all that remains, for its moment says nothing.
//	(HV-5) Rewritten, a gathered sentence is no longer seen, and waits to be gathered again.
//	(HV-6) Withdrawn, it leaves no trace that people see. After the close as well: a signed one at its author's
//	       demand; one without a name at the demand of who knows its id, which nobody was shown but its author.
//	(HV-7) The minutes have what was offered and stands, and no other word. A session that keeps nothing else keeps this.
//	(HV-8) The log forgets: what was rewritten or withdrawn at once; who offered a sentence without a name at the close. From
//	       then on nobody knows whose it is, Palabre neither.
//	(HV-9) Each person offers ten sentences at most, of 500 characters at most; a session holds 300.
package harvest
