// Package sfu forwards the sound and the picture of a live room between the people in it, and is where it is
// decided, packet by packet, who is heard.
//
// Each person has two peer connections, so that neither side ever meets the other's offer:
//
//   - pub, offered by the browser: her microphone and her camera;
//   - sub, offered by the server: lines whose source the server changes. A line is negotiated once and then filled,
//     emptied and filled again without another word of SDP. Line "stick" carries the one person who is heard in a
//     gated round; four "talk" lines carry the open talk; video lines carry cameras.
//
// The way of a packet:
//
//	browser ─pub─► source.ingest ─gate─► downTrack.forward (per listener: rewrites numbers) ─sub─► browsers
//
// The gate (SetAudible) is read for every packet before any fan-out, under the source's own lock: once SetAudible has
// returned, no packet of somebody it excludes is written to anybody. A room nobody has spoken of yet is silent.
//
// The package knows rooms and members by their ids only: what a room is and what its rules are live elsewhere.
// It keeps no sound, no picture and no name.
package sfu
