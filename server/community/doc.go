// Package community holds what lasts around the live rooms: networks, communities
// and their members, meetings, the boards and documents that meetings leave, and
// the invitations that bring people in. It is pure domain and the ports it needs;
// package store keeps its records, package api shows them.
//
// Times are Unix milliseconds (rooms.Millis), 0 meaning "never" or "not yet".
// Time, ids and secrets come from the ports Clock and IDs.
package community
