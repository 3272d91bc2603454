package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"palabre/server/config"
)

// smtpTimeout bounds one whole conversation with the server.
const smtpTimeout = 20 * time.Second

// SMTP hands letters to a mail server, one conversation a letter.
type SMTP struct {
	From   string
	Server config.SMTP
	Now    func() time.Time
	NewID  func() string
	// TLS is nil for the system's certificates.
	TLS *tls.Config
}

// Send implements Sender.
func (s SMTP) Send(ctx context.Context, l Letter) error {
	msg, err := compose(s.From, l, s.Now(), messageID(cmp.Or(l.ID, s.NewID()), s.From))
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(s.Server.Host, s.options()...)
	if err != nil {
		return fmt.Errorf("mail: smtp: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, smtpTimeout)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return discreet(err, l)
	}
	return nil
}

// discreet tells why a letter did not leave without its reader's address or its
// words: the library's errors and servers' answers repeat them, and logs keep errors.
func discreet(err error, l Letter) error {
	var refused *gomail.SendError
	if errors.As(err, &refused) {
		return fmt.Errorf("mail: smtp: %s (answer %d)", refused.Reason, refused.ErrorCode())
	}
	said := err.Error()
	for _, word := range []string{l.To, l.ToName, l.Subject} {
		if word != "" {
			said = strings.ReplaceAll(said, word, "…")
		}
	}
	return errors.New("mail: smtp: " + said)
}

func (s SMTP) options() []gomail.Option {
	policy := gomail.TLSMandatory
	switch s.Server.StartTLS {
	case config.StartTLSOptional:
		policy = gomail.TLSOpportunistic
	case config.StartTLSNone:
		policy = gomail.NoTLS
	}
	opts := []gomail.Option{gomail.WithTimeout(smtpTimeout), gomail.WithTLSPolicy(policy)}
	if s.Server.Implicit {
		opts = append(opts, gomail.WithSSL())
	}
	if s.TLS != nil {
		opts = append(opts, gomail.WithTLSConfig(s.TLS))
	}
	opts = append(opts, gomail.WithPort(s.Server.Port))
	if s.Server.User != "" {
		opts = append(opts, gomail.WithUsername(s.Server.User), gomail.WithPassword(s.Server.Password))
		opts = append(opts, gomail.WithSMTPAuth(s.auth()))
	}
	return opts
}

// auth lets the server choose, among what hides the password. "starttls=none" is
// for a relay on the same machine or network, and says that nothing need be hidden.
func (s SMTP) auth() gomail.SMTPAuthType {
	if s.Server.StartTLS == config.StartTLSNone && !s.Server.Implicit {
		return gomail.SMTPAuthPlainNoEnc
	}
	return gomail.SMTPAuthAutoDiscover
}
