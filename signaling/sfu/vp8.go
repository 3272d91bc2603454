package sfu

// vp8Header is where the moving parts of a VP8 payload descriptor (RFC 7741 §4.2) are. Offsets are into the payload, 0 for
// a part that is absent (the first byte is never one of them).
type vp8Header struct {
	keyframe bool // the first packet of a key frame
	start    bool // the first packet of a frame

	picAt   int
	wide    bool // 15-bit picture id
	pic     uint16
	tl0At   int
	tl0     uint8
	headLen int
}

// readVP8 parses a payload descriptor; ok is false for a payload too short to have one.
func readVP8(p []byte) (h vp8Header, ok bool) {
	if len(p) < 2 {
		return h, false
	}
	at := 1
	if p[0]&0x80 != 0 {
		if at, ok = readVP8Extension(p, &h); !ok {
			return vp8Header{}, false
		}
	}
	if at >= len(p) {
		return vp8Header{}, false
	}
	h.headLen = at
	h.start = p[0]&0x10 != 0 && p[0]&0x07 == 0
	h.keyframe = h.start && p[at]&0x01 == 0
	return h, true
}

func readVP8Extension(p []byte, h *vp8Header) (at int, ok bool) {
	x := p[1]
	at = 2
	if x&0x80 != 0 {
		if at >= len(p) {
			return 0, false
		}
		h.picAt = at
		h.pic = uint16(p[at] & 0x7f)
		if p[at]&0x80 != 0 {
			if at+1 >= len(p) {
				return 0, false
			}
			h.wide = true
			h.pic = h.pic<<8 | uint16(p[at+1])
			at++
		}
		at++
	}
	if x&0x40 != 0 {
		if at >= len(p) {
			return 0, false
		}
		h.tl0At, h.tl0 = at, p[at]
		at++
	}
	if x&0x30 != 0 {
		at++
	}
	return at, true
}

// pictures keeps VP8 picture ids and TL0PICIDX continuous over cuts, as numbers does for sequence numbers: a decoder that
// sees an id go back waits for a key frame that is not coming.
type pictures struct {
	started bool
	picBy   uint16
	tl0By   uint8
	lastPic uint16
	lastTL0 uint8
}

// shift is what one packet's descriptor is moved by; it is kept with the packet, so that a resent one is the same.
type shift struct {
	pic uint16
	tl0 uint8
}

func (s *pictures) next(h vp8Header, anchored, late bool) shift {
	if anchored && s.started {
		s.picBy = s.lastPic + 1 - h.pic
		s.tl0By = s.lastTL0 + 1 - h.tl0
	}
	s.started = true
	if !late && h.picAt != 0 {
		s.lastPic = h.pic + s.picBy
	}
	if !late && h.tl0At != 0 {
		s.lastTL0 = h.tl0 + s.tl0By
	}
	return shift{pic: s.picBy, tl0: s.tl0By}
}

// apply writes the moved descriptor of src into dst and returns it, or src itself when nothing moves.
func (m shift) apply(dst, src []byte, h vp8Header) []byte {
	if (m == shift{}) || (h.picAt == 0 && h.tl0At == 0) || len(src) > cap(dst) {
		return src
	}
	dst = dst[:len(src)]
	copy(dst, src)
	if h.picAt != 0 {
		pic := h.pic + m.pic
		if h.wide {
			dst[h.picAt], dst[h.picAt+1] = 0x80|byte(pic>>8)&0x7f, byte(pic)
		} else {
			dst[h.picAt] = byte(pic) & 0x7f
		}
	}
	if h.tl0At != 0 {
		dst[h.tl0At] = h.tl0 + m.tl0
	}
	return dst
}
