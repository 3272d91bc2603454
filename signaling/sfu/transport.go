package sfu

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/pion/ice/v4"
	"github.com/pion/logging"
	"github.com/pion/webrtc/v4"
	"github.com/rs/zerolog"
)

// transport is the sockets everybody's media goes through.
type transport struct {
	udp    ice.UDPMux
	tcp    ice.TCPMux // nil without ICE over TCP
	addr   net.Addr
	engine webrtc.SettingEngine
	close  func() error
}

func newTransport(c Config) (*transport, error) {
	addr, err := net.ResolveUDPAddr("udp", c.UDPAddr)
	if err != nil {
		return nil, fmt.Errorf("sfu: UDP address %q: %w", c.UDPAddr, err)
	}
	logs := pionLogs{log: c.Log}
	t := &transport{}
	var closers []func() error
	t.close = func() error {
		var errs []error
		for _, f := range closers {
			errs = append(errs, f())
		}
		return errors.Join(errs...)
	}
	if addr.IP == nil || addr.IP.IsUnspecified() {
		err = t.listenAll(addr.Port, logs)
	} else {
		err = t.listenOne(addr, logs, &closers)
	}
	if err != nil {
		return nil, err
	}
	closers = append([]func() error{t.udp.Close}, closers...)
	if c.TCPAddr != "" {
		if err := t.listenTCP(c.TCPAddr, logs, &closers); err != nil {
			return nil, errors.Join(err, t.close())
		}
	}
	if err := t.configure(c, addr.IP, logs); err != nil {
		return nil, errors.Join(err, t.close())
	}
	return t, nil
}

func (t *transport) listenOne(addr *net.UDPAddr, logs pionLogs, closers *[]func() error) error {
	conn, err := net.ListenUDP("udp", addr)
	if err != nil {
		return fmt.Errorf("sfu: listen: %w", err)
	}
	// A system that allows less gives what it allows.
	_ = conn.SetReadBuffer(socketBuffer)
	_ = conn.SetWriteBuffer(socketBuffer)
	t.addr = conn.LocalAddr()
	t.udp = webrtc.NewICEUDPMux(logs.NewLogger("ice"), conn)
	*closers = append(*closers, func() error {
		if err := conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			return fmt.Errorf("sfu: close UDP: %w", err)
		}
		return nil
	})
	return nil
}

// listenAll listens on every address of the machine one by one, so that an answer leaves from the address that was asked.
func (t *transport) listenAll(port int, logs pionLogs) error {
	mux, err := ice.NewMultiUDPMuxFromPort(port,
		ice.UDPMuxFromPortWithLogger(logs.NewLogger("ice")),
		ice.UDPMuxFromPortWithLoopback(),
		ice.UDPMuxFromPortWithReadBufferSize(socketBuffer),
		ice.UDPMuxFromPortWithWriteBufferSize(socketBuffer))
	if err != nil {
		return fmt.Errorf("sfu: listen on every address: %w", err)
	}
	all := mux.GetListenAddresses()
	if len(all) == 0 {
		return errors.Join(fmt.Errorf("sfu: %w: no address to listen on", net.ErrClosed), mux.Close())
	}
	t.udp, t.addr = mux, all[0]
	return nil
}

func (t *transport) listenTCP(addr string, logs pionLogs, closers *[]func() error) error {
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", addr)
	if err != nil {
		return fmt.Errorf("sfu: listen TCP: %w", err)
	}
	mux := ice.NewTCPMuxDefault(ice.TCPMuxParams{
		Listener: listener, Logger: logs.NewLogger("ice"), ReadBufferSize: 64, WriteBufferSize: tcpBuffer,
	})
	t.tcp = mux
	*closers = append(*closers, func() error {
		if err := mux.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			return fmt.Errorf("sfu: close TCP: %w", err)
		}
		return nil
	})
	return nil
}

func (t *transport) configure(c Config, ip net.IP, logs pionLogs) error {
	e := &t.engine
	e.LoggerFactory = logs
	e.SetLite(true)
	e.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	e.SetICEUDPMux(t.udp)
	types := []webrtc.NetworkType{webrtc.NetworkTypeUDP4, webrtc.NetworkTypeUDP6}
	if t.tcp != nil {
		e.SetICETCPMux(t.tcp)
		types = append(types, webrtc.NetworkTypeTCP4, webrtc.NetworkTypeTCP6)
	}
	e.SetNetworkTypes(types)
	e.DisableActiveTCP(true)
	e.SetSRTPReplayProtectionWindow(replayWindow)
	// The path was checked by ICE before any DTLS comes over it: the cookie would prove it a second time, for a round trip.
	e.SetDTLSInsecureSkipHelloVerify(true)
	e.SetDTLSRetransmissionInterval(resendHandshake)
	e.SetICETimeouts(disconnectAfter, failAfter, keepAliveEvery)
	e.SetIncludeLoopbackCandidate(true)
	if ip != nil && ip.IsLoopback() {
		e.SetIPFilter(net.IP.IsLoopback)
	}
	if len(c.PublicIPs) == 0 {
		return nil
	}
	for _, p := range c.PublicIPs {
		if net.ParseIP(p) == nil {
			return fmt.Errorf("sfu: public address %q is not an IP address: %w", p, ErrMalformed)
		}
	}
	rule := webrtc.ICEAddressRewriteRule{
		External: c.PublicIPs, AsCandidateType: webrtc.ICECandidateTypeHost, Mode: webrtc.ICEAddressRewriteReplace,
	}
	if err := e.SetICEAddressRewriteRules(rule); err != nil {
		return fmt.Errorf("sfu: public addresses: %w", err)
	}
	return nil
}

// pionLogs sends pion's warnings to our log, without their detail below that: they name addresses of people.
type pionLogs struct{ log zerolog.Logger }

// NewLogger makes the logger of one part of pion.
func (p pionLogs) NewLogger(scope string) logging.LeveledLogger {
	return pionLog{log: p.log.With().Str("pion", scope).Logger()}
}

type pionLog struct{ log zerolog.Logger }

func (pionLog) Trace(string)          {}
func (pionLog) Tracef(string, ...any) {}
func (pionLog) Debug(string)          {}
func (pionLog) Debugf(string, ...any) {}
func (pionLog) Info(string)           {}
func (pionLog) Infof(string, ...any)  {}

// Warn and the others keep what pion finds worth a warning at debug level: most are about packets of one browser.
func (l pionLog) Warn(m string)             { l.log.Debug().Msg(m) }
func (l pionLog) Warnf(m string, a ...any)  { l.log.Debug().Msgf(m, a...) }
func (l pionLog) Error(m string)            { l.log.Debug().Msg(m) }
func (l pionLog) Errorf(m string, a ...any) { l.log.Debug().Msgf(m, a...) }
