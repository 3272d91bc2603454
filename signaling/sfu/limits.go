package sfu

import "time"

// What one room, one person and one message may take.
const (
	maxMessage    = 96 << 10 // bytes of one message
	maxSDP        = 64 << 10 // bytes of one description
	maxPubLines   = 4        // m-lines of a pub offer
	maxPeers      = 300      // people with media in one room
	maxVideoLines = 12       // cameras forwarded to one person
	maxWishes     = 300      // members named in one Wants
	maxID         = 128      // bytes of an id
	maxGatesKept  = 32
	maxFailures   = 50 // restarts of one person's media before it is given up
	maxLayers     = 3  // encodings of one camera
	quietLevel    = 50 // -dBov; quieter is not speech
	silentBytes   = 16 // an Opus packet of silence is smaller
	talkLines     = 4
	audioLines    = 1 + talkLines
	stickLine     = 0
	readBuffer    = 1500 // bytes of one packet
	resendKept    = 256  // packets a video line remembers for a listener who missed some
	replayWindow  = 512  // packets out of order that SRTP accepts
	socketBuffer  = 4 << 20
	tcpBuffer     = 1 << 20 // bytes queued for one TCP listener before packets are dropped
)

// How often one person may ask for what costs: a burst, then one each buildEvery.
const buildBurst = 20

// How long things wait.
const (
	buildEvery      = 2 * time.Second
	resendHandshake = 200 * time.Millisecond // a lost DTLS flight; pion's own second would be heard as a late arrival
	lingerFor       = 20 * time.Second       // media kept after the socket is lost
	debounceFor     = 120 * time.Millisecond // new lines are gathered before one offer
	answerWithin    = 15 * time.Second       // an offer without answer is given up
	gatherWithin    = 2 * time.Second
	keyframeEvery   = 500 * time.Millisecond // one request per layer at most
	layerStaleAfter = 1500 * time.Millisecond
	talkHeldFor     = 800 * time.Millisecond // a quiet person keeps her line so long
	stealEvery      = 60 * time.Millisecond
	disconnectAfter = 5 * time.Second
	failAfter       = 30 * time.Second
	keepAliveEvery  = 2 * time.Second
)
