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
// People sit in circles: the plenary, and small groups beside it. Each circle has a gate and lines of its own, and nobody
// is heard or seen outside of hers. To move people is to replace the room's formation; nothing is negotiated.
//
// The way of a packet:
//
//	browser ─pub─► source.ingest ─gate─► downTrack.forward (per listener: rewrites numbers) ─sub─► browsers
//
// The formation (SetAudible), which has the gates and who listens behind each, is read once for every packet before any
// fan-out, under the source's own lock: once SetAudible has returned, no packet of somebody it excludes is written to anybody,
// nor one of anybody to another circle. A room nobody has spoken of yet is silent, and shows nothing.
//
// The package knows rooms and members by their ids only: what a room is and what its rules are live elsewhere.
// It keeps no sound, no picture and no name.
package sfu
