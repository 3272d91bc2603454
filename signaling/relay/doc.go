// Package relay lets every node reach every room. A gateway and the projectors speak to the relay as they would to a host; it finds
// out which node hosts the room, asks there over a link, and asks again, in the same order, wherever the room is hosted next when
// that node dies, stops or loses the room. The store alone says who hosts what; what the relay remembers is a guess that the
// host's own fence corrects.
package relay
