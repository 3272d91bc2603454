// Package poll is how a group chooses: points, consent, ranking, secret ballot, survey. Its rules are
// numbered PO in rooms/SPEC.md.
package poll
