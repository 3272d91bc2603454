package sfu

import (
	"fmt"
	"strconv"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/nack"
	"github.com/pion/interceptor/pkg/report"
	"github.com/pion/interceptor/pkg/twcc"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

const (
	opusClock   = 48000
	vp8Clock    = 90000
	opusPayload = 111
	vp8Payload  = 96
	rtxPayload  = 97
	levelURI    = sdp.AudioLevelURI
)

func opusCapability() webrtc.RTPCodecCapability {
	return webrtc.RTPCodecCapability{
		MimeType: webrtc.MimeTypeOpus, ClockRate: opusClock, Channels: 2,
		SDPFmtpLine: "minptime=10;useinbandfec=1;usedtx=1;stereo=0;maxaveragebitrate=24000",
	}
}

func vp8Capability() webrtc.RTPCodecCapability {
	return webrtc.RTPCodecCapability{
		MimeType: webrtc.MimeTypeVP8, ClockRate: vp8Clock,
		RTCPFeedback: []webrtc.RTCPFeedback{{Type: "nack"}, {Type: "nack", Parameter: "pli"}, {Type: "ccm", Parameter: "fir"}},
	}
}

func registerCodecs(m *webrtc.MediaEngine, withRTX bool) error {
	opus := webrtc.RTPCodecParameters{RTPCodecCapability: opusCapability(), PayloadType: opusPayload}
	if err := m.RegisterCodec(opus, webrtc.RTPCodecTypeAudio); err != nil {
		return fmt.Errorf("opus: %w", err)
	}
	vp8 := webrtc.RTPCodecParameters{RTPCodecCapability: vp8Capability(), PayloadType: vp8Payload}
	if err := m.RegisterCodec(vp8, webrtc.RTPCodecTypeVideo); err != nil {
		return fmt.Errorf("vp8: %w", err)
	}
	if !withRTX {
		return nil
	}
	rtx := webrtc.RTPCodecParameters{
		RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeRTX, ClockRate: vp8Clock, SDPFmtpLine: "apt=" + strconv.Itoa(vp8Payload),
		},
		PayloadType: rtxPayload,
	}
	if err := m.RegisterCodec(rtx, webrtc.RTPCodecTypeVideo); err != nil {
		return fmt.Errorf("rtx: %w", err)
	}
	return nil
}

// pubAPI receives from browsers: it reports what it got, asks again for what it missed, and feeds the browser's
// bandwidth estimate.
func pubAPI(s webrtc.SettingEngine) (*webrtc.API, error) {
	m := &webrtc.MediaEngine{}
	if err := registerCodecs(m, true); err != nil {
		return nil, err
	}
	level := webrtc.RTPHeaderExtensionCapability{URI: levelURI}
	if err := m.RegisterHeaderExtension(level, webrtc.RTPCodecTypeAudio); err != nil {
		return nil, fmt.Errorf("audio level: %w", err)
	}
	if err := webrtc.ConfigureSimulcastExtensionHeaders(m); err != nil {
		return nil, fmt.Errorf("simulcast: %w", err)
	}
	reg := &interceptor.Registry{}
	reports, err := report.NewReceiverInterceptor()
	if err != nil {
		return nil, fmt.Errorf("receiver reports: %w", err)
	}
	missing, err := nack.NewGeneratorInterceptor()
	if err != nil {
		return nil, fmt.Errorf("nack: %w", err)
	}
	reg.Add(reports)
	reg.Add(missing)
	if err := addTransportFeedback(m, reg); err != nil {
		return nil, err
	}
	return webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithInterceptorRegistry(reg), webrtc.WithSettingEngine(s)), nil
}

func addTransportFeedback(m *webrtc.MediaEngine, reg *interceptor.Registry) error {
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeVideo, webrtc.RTPCodecTypeAudio} {
		m.RegisterFeedback(webrtc.RTCPFeedback{Type: webrtc.TypeRTCPFBTransportCC}, kind)
		uri := webrtc.RTPHeaderExtensionCapability{URI: sdp.TransportCCURI}
		if err := m.RegisterHeaderExtension(uri, kind); err != nil {
			return fmt.Errorf("transport feedback: %w", err)
		}
	}
	feedback, err := twcc.NewSenderInterceptor()
	if err != nil {
		return fmt.Errorf("transport feedback: %w", err)
	}
	reg.Add(feedback)
	return nil
}

// subAPI sends to browsers. It has no interceptor but sender reports: what was lost is sent again by downTrack from
// packets that all listeners share, where the stock responder would copy them for each.
func subAPI(s webrtc.SettingEngine) (*webrtc.API, error) {
	m := &webrtc.MediaEngine{}
	if err := registerCodecs(m, false); err != nil {
		return nil, err
	}
	reg := &interceptor.Registry{}
	reports, err := report.NewSenderInterceptor()
	if err != nil {
		return nil, fmt.Errorf("sender reports: %w", err)
	}
	reg.Add(reports)
	return webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithInterceptorRegistry(reg), webrtc.WithSettingEngine(s)), nil
}
