package mail

import (
	"context"
	"crypto/tls"
	"fmt"
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
	msg, err := compose(s.From, l, s.Now(), messageID(s.NewID(), s.From))
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
		return fmt.Errorf("mail: smtp: %w", err)
	}
	return nil
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
