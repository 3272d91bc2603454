// Package team is who leads a session and who helps her: the guardian of time and of
// feeling, the scribe, who watches the technique; and who takes over when she is gone.
// Its rules are numbered TE in rooms/SPEC.md.
package team
