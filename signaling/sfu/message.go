package sfu

import (
	"encoding/json"
	"fmt"
)

// FromClient is what a browser says to the SFU. It travels inside the room's socket as a JSON object whose "type"
// names the case.
//
//sumtype:decl
type FromClient interface{ fromClient() }

// Start asks for media from nothing: whatever this peer had is dropped and a first SubOffer follows.
type Start struct {
	// Attempt is an id the page makes for what is built from here. Offers repeat it, so that one of an earlier attempt is
	// known and ignored, and Restart names it, so that a page finds its own media again over another socket.
	Attempt string `json:"attempt"`
}

// PubOffer is the browser's offer for what it sends: at most one microphone and one camera.
type PubOffer struct {
	// Epoch rises with each offer; the answer repeats it.
	Epoch int    `json:"epoch"`
	SDP   string `json:"sdp"`
	// Tracks say what each m-line of the offer is.
	Tracks []Track `json:"tracks"`
}

// Track names the m-line of a PubOffer that carries a microphone or a camera.
type Track struct {
	Mid    string      `json:"mid"`
	Source TrackSource `json:"source"`
}

// TrackSource is what a published track shows or lets hear.
type TrackSource string

// The sources a person may publish.
const (
	Mic TrackSource = "mic"
	Cam TrackSource = "cam"
)

// SubAnswer answers the SubOffer of the same epoch; an answer to an older one is ignored.
type SubAnswer struct {
	Epoch int    `json:"epoch"`
	SDP   string `json:"sdp"`
}

// Restart asks for an ICE restart of sub, after a change of network or a lost socket. The browser restarts pub itself by
// a PubOffer. When the server does not have that attempt any more it answers Reset.
type Restart struct {
	Attempt string `json:"attempt"`
}

// Sending says whether the camera and the microphone are on. It is a courtesy: a camera that is off gives its line back.
type Sending struct {
	Mic bool `json:"mic"`
	Cam bool `json:"cam"`
}

// Wants says which cameras this person wishes to receive, and how large.
type Wants struct {
	// AudioOnly stops all video at once; lines are kept.
	AudioOnly bool `json:"audio_only"`
	// Video gives a wish by member id; a member without a wish is LayerLow.
	Video map[string]Layer `json:"video,omitempty"`
}

// Layer is a size of picture.
type Layer string

// The sizes a person may wish for.
const (
	LayerNone Layer = "none"
	LayerLow  Layer = "low"
	LayerHigh Layer = "high"
)

func (Start) fromClient()     {}
func (PubOffer) fromClient()  {}
func (SubAnswer) fromClient() {}
func (Restart) fromClient()   {}
func (Sending) fromClient()   {}
func (Wants) fromClient()     {}

// ToClient is what the SFU says to a browser.
//
//sumtype:decl
type ToClient interface{ toClient() }

// SubOffer is the server's offer for what the browser receives; SubAnswer with the same epoch is awaited.
type SubOffer struct {
	Attempt string `json:"attempt"`
	Epoch   int    `json:"epoch"`
	SDP     string `json:"sdp"`
	Lines   []Line `json:"lines"`
}

// PubAnswer answers the PubOffer of the same epoch.
type PubAnswer struct {
	Epoch int    `json:"epoch"`
	SDP   string `json:"sdp"`
}

// Lines says whose sound or picture each line carries from now on. It is always the whole list.
type Lines struct {
	Lines []Line `json:"lines"`
}

// Line is one m-line of sub.
type Line struct {
	Mid  string   `json:"mid"`
	Kind LineKind `json:"kind"`
	// Member whose sound or picture it carries; empty while it carries nobody's.
	Member string `json:"member,omitempty"`
}

// LineKind tells the lines of a sub apart.
type LineKind string

// The kinds of line: the stick's, the open talk's, and cameras.
const (
	LineStick LineKind = "stick"
	LineTalk  LineKind = "talk"
	LineVideo LineKind = "video"
)

// Reset says that both peer connections are gone on the server: build them again, beginning with Start.
type Reset struct {
	Reason ResetReason `json:"reason"`
}

// ResetReason says why media begins again.
type ResetReason string

// The reasons of a Reset.
const (
	ResetUnknown  ResetReason = "unknown"  // nothing is known of the connection that asked to go on
	ResetFailed   ResetReason = "failed"   // no path to the browser, or the room's media failed
	ResetUnspoken ResetReason = "unspoken" // an offer stayed without its answer
)

// Closed says that this connection has no media any more and must not ask for it again by itself.
type Closed struct {
	Reason CloseReason `json:"reason"`
}

// CloseReason says why media ended.
type CloseReason string

// The reasons of a Closed.
const (
	CloseReplaced CloseReason = "replaced" // the same person joined from elsewhere
	CloseEnded    CloseReason = "ended"    // the room's media is over
)

func (SubOffer) toClient()  {}
func (PubAnswer) toClient() {}
func (Lines) toClient()     {}
func (Reset) toClient()     {}
func (Closed) toClient()    {}

// EncodeToClient writes a message with its "type".
func EncodeToClient(m ToClient) ([]byte, error) {
	switch m := m.(type) {
	case SubOffer:
		return tagged("sub.offer", m)
	case PubAnswer:
		return tagged("pub.answer", m)
	case Lines:
		return tagged("lines", m)
	case Reset:
		return tagged("reset", m)
	case Closed:
		return tagged("closed", m)
	default:
		return nil, fmt.Errorf("sfu: encode %T: %w", m, ErrMalformed)
	}
}

// DecodeFromClient reads a browser's message. It fails with ErrMalformed for anything that is not one.
func DecodeFromClient(data []byte) (FromClient, error) {
	if len(data) > maxMessage {
		return nil, fmt.Errorf("sfu: message of %d bytes: %w", len(data), ErrMalformed)
	}
	var tag struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &tag); err != nil {
		return nil, fmt.Errorf("sfu: %w: %w", ErrMalformed, err)
	}
	switch tag.Type {
	case "start":
		return decode[Start](data)
	case "pub.offer":
		return decode[PubOffer](data)
	case "sub.answer":
		return decode[SubAnswer](data)
	case "restart":
		return decode[Restart](data)
	case "sending":
		return decode[Sending](data)
	case "wants":
		return decode[Wants](data)
	default:
		return nil, fmt.Errorf("sfu: type %q: %w", tag.Type, ErrMalformed)
	}
}

func decode[M FromClient](data []byte) (FromClient, error) {
	var m M
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("sfu: %w: %w", ErrMalformed, err)
	}
	return m, nil
}

func tagged(kind string, m ToClient) ([]byte, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("sfu: encode %s: %w", kind, err)
	}
	head := `{"type":"` + kind + `"`
	if len(body) > len("{}") {
		head += ","
	}
	return append([]byte(head), body[1:]...), nil
}
