package sfu

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
)

// sub is what one person receives. All of it but the lines themselves is guarded by person.mu.
type sub struct {
	p        *person
	pc       *webrtc.PeerConnection
	listener *listener
	lines    []*subLine // in the order they were made
	video    int        // of them, video lines

	attempt    string
	epoch      int
	negotiated bool // at least one answer came
	pending    *SubOffer
	answerBy   time.Time // while an offer is pending
	offerAt    time.Time // when to offer next; zero when nothing asks for it
	restart    bool      // the next offer restarts ICE
	told       []Line    // what the browser was last told of the lines
}

type subLine struct {
	track *downTrack
	kind  LineKind
	via   *webrtc.RTPTransceiver
	slot  int // of an audio line
}

func newSub(p *person, attempt string) (*sub, error) {
	pc, err := p.sfu.sub.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return nil, fmt.Errorf("sfu: sub: %w", err)
	}
	s := &sub{p: p, pc: pc, attempt: attempt, listener: &listener{member: p.member}, offerAt: time.Now()}
	for i := range audioLines {
		kind, id := LineTalk, "talk"+strconv.Itoa(i)
		if i == stickLine {
			kind, id = LineStick, "stick"
		}
		d := newAudioLine(id)
		s.listener.audio[i] = d
		if err := s.add(&subLine{track: d, kind: kind, slot: i}); err != nil {
			return nil, errors.Join(err, pc.Close())
		}
	}
	watchState(p, pc)
	p.room.listen(nil, s.listener)
	return s, nil
}

func (s *sub) add(l *subLine) error {
	l.track.to = s.p.member
	init := webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly}
	via, err := s.pc.AddTransceiverFromTrack(l.track, init)
	if err != nil {
		return fmt.Errorf("sfu: line %s: %w", l.track.id, err)
	}
	l.via = via
	s.lines = append(s.lines, l)
	s.p.sfu.spawn(func() {
		defer s.p.room.guard("reports")
		reports(via.Sender(), l.track)
	})
	return nil
}

// reports answers what the browser says of a line: packets it missed, pictures it cannot decode.
func reports(sender *webrtc.RTPSender, d *downTrack) {
	for {
		packets, _, err := sender.ReadRTCP()
		if err != nil {
			return
		}
		for _, p := range packets {
			if missed, ok := p.(*rtcp.TransportLayerNack); ok {
				for _, n := range missed.Nacks {
					n.Range(func(seq uint16) bool { d.resend(seq); return true })
				}
			}
			if isPictureRequest(p) {
				if l := d.watching(); l != nil {
					l.keyframe(time.Now())
				}
			}
		}
	}
}

func (s *sub) stop() {
	s.p.room.listen(s.listener, nil)
	for _, l := range s.lines {
		if l.kind == LineVideo {
			s.p.room.watch(l.track, nil, LayerNone)
		}
	}
}

// step brings the lines to what they should carry, tells the browser, and offers when an offer is due. It returns when it
// must be called again at the latest.
func (s *sub) step(now time.Time) (time.Time, error) {
	if err := s.assign(now); err != nil {
		return now, err
	}
	if s.restart && s.pending == nil && s.offerAt.IsZero() {
		s.offerAt = now
	}
	if s.pending == nil && !s.offerAt.IsZero() && !now.Before(s.offerAt) {
		if err := s.offer(now); err != nil {
			return now, err
		}
	}
	s.tellLines()
	switch {
	case s.pending != nil:
		return s.answerBy, nil
	case !s.offerAt.IsZero():
		return s.offerAt, nil
	default:
		return now.Add(time.Hour), nil
	}
}

// assign gives cameras to video lines: a camera keeps the line it has, others get free lines, and lines are added when
// there are too few.
func (s *sub) assign(now time.Time) error {
	inSight, holder := s.p.room.cameras(s.p.member)
	cams := chooseCameras(inSight, s.p.member, holder, s.p.wants, maxVideoLines)
	var free []*subLine
	placed := map[*source]bool{}
	for _, l := range s.lines {
		if l.kind != LineVideo {
			continue
		}
		had, _ := l.track.fed()
		if had != nil && slices.Contains(cams, had) {
			placed[had] = true
			s.p.room.watch(l.track, had, s.p.wants.of(had.owner.member))
			continue
		}
		s.p.room.watch(l.track, nil, LayerNone)
		free = append(free, l)
	}
	for want := linesFor(len(cams)); s.video < want; s.video++ {
		l := &subLine{track: newVideoLine("video" + strconv.Itoa(s.video)), kind: LineVideo}
		if err := s.add(l); err != nil {
			return err
		}
		free = append(free, l)
		if s.offerAt.IsZero() {
			s.offerAt = now.Add(debounceFor)
		}
	}
	for _, cam := range cams {
		if !placed[cam] && len(free) > 0 {
			s.p.room.watch(free[0].track, cam, s.p.wants.of(cam.owner.member))
			free = free[1:]
		}
	}
	return nil
}

func (s *sub) offer(now time.Time) error {
	o, err := s.pc.CreateOffer(&webrtc.OfferOptions{ICERestart: s.restart && s.negotiated})
	if err != nil {
		return fmt.Errorf("sfu: sub offer: %w", err)
	}
	if err := describe(s.pc, o); err != nil {
		return fmt.Errorf("sfu: sub offer: %w", err)
	}
	s.epoch++
	s.restart, s.offerAt = false, time.Time{}
	s.told = s.described()
	s.pending = &SubOffer{Attempt: s.attempt, Epoch: s.epoch, SDP: s.pc.LocalDescription().SDP, Lines: s.told}
	s.answerBy = now.Add(answerWithin)
	s.p.tell(*s.pending)
	return nil
}

// rejoined repeats an offer that may have been lost with the socket.
func (s *sub) rejoined() {
	s.told = nil
	if s.pending != nil {
		s.answerBy = time.Now().Add(answerWithin)
		s.p.tell(*s.pending)
	}
}

func (s *sub) unanswered(now time.Time) bool {
	return s.pending != nil && !now.Before(s.answerBy)
}

func (s *sub) answered(m SubAnswer) error {
	if s.pending == nil || m.Epoch != s.pending.Epoch {
		return nil
	}
	if len(m.SDP) > maxSDP {
		return fmt.Errorf("sfu: sub answer: %w", ErrSDP)
	}
	answer := webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: withoutCandidates(m.SDP)}
	if err := s.pc.SetRemoteDescription(answer); err != nil {
		return fmt.Errorf("sfu: sub answer: %w: %w", ErrSDP, err)
	}
	s.pending, s.negotiated = nil, true
	return nil
}

// tellLines tells the browser whose voice and picture the lines carry, when that changed.
func (s *sub) tellLines() {
	if s.epoch == 0 {
		return
	}
	now := s.described()
	if slices.Equal(now, s.told) {
		return
	}
	s.told = now
	s.p.tell(Lines{Lines: now})
}

// described lists the negotiated lines with whom they carry. A person's own voice is not sent back to her.
func (s *sub) described() []Line {
	voices := s.p.room.heardBy(s.p.member)
	lines := make([]Line, 0, len(s.lines))
	for _, l := range s.lines {
		if l.via.Mid() == "" {
			continue
		}
		line := Line{Mid: l.via.Mid(), Kind: l.kind}
		if l.kind != LineVideo {
			line.Member = voices[l.slot]
		} else if src, _ := l.track.fed(); src != nil {
			line.Member = src.owner.member
		}
		if line.Member == s.p.member {
			line.Member = ""
		}
		lines = append(lines, line)
	}
	return lines
}
