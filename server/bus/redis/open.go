package redis

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"palabre/server/bus/redis/address"
)

const (
	dialWithin   = 1500 * time.Millisecond // TLS included, on a busy machine
	answerWithin = time.Second
	// The oldest server that is supported.
	oldestMajor, oldestMinor = 6, 2
)

// dial makes a client of a server, or of the one that sentinels name, which are then given too: nil without. A batch that
// cannot go now need not go at all, since gateways ask for it: nothing is tried twice.
func dial(ctx context.Context, at address.Server) (client *redis.Client, addr string, w *sentinels, err error) {
	addr = at.Addrs[0]
	if at.Master != "" {
		w = watch(at)
		if addr, err = w.original(ctx); err != nil {
			return nil, "", nil, errors.Join(troubled(at, err), w.Close())
		}
	}
	options := &redis.Options{
		Network: "tcp", Addr: addr, Username: at.User, Password: at.Password, DB: at.DB, ClientName: "palabre",
		Protocol: 2, DisableIdentity: true, ContextTimeoutEnabled: true,
		// Plain Redis and Valkey do not know these notifications and answer with errors.
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
		MaxRetries:               -1, DialerRetries: 1, DialTimeout: dialWithin, ReadTimeout: answerWithin, WriteTimeout: answerWithin,
		PoolSize: 2, PipelinePoolSize: 1,
	}
	if at.Unix {
		options.Network = "unix"
	}
	if at.TLS {
		options.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12} // the server's name is that of its address
	}
	return redis.NewClient(options), addr, w, nil
}

// Why a server does not suit.
const (
	CodeAway     = "redis_away"
	CodeMaster   = "redis_master" // the sentinels know none of that name
	CodePassword = "redis_password"
	CodeDenied   = "redis_denied"
	CodeCluster  = "redis_cluster"
	CodeOld      = "redis_old"
	CodeReplica  = "redis_replica"
)

// Refusal says why a server that the setting names does not suit, for whoever set it. It holds no secret.
type Refusal struct {
	Code    string
	Setting string // PALABRE_REDIS_URL
	FR, EN  string
	cause   error
}

func (r *Refusal) Error() string {
	if r.cause == nil {
		return r.Setting + ": " + r.EN
	}
	return r.Setting + ": " + r.EN + " (" + r.cause.Error() + ")"
}

// Unwrap gives what the server, or the way to it, said.
func (r *Refusal) Unwrap() error { return r.cause }

func refuse(code string, at address.Server, cause error, fr, en string) *Refusal {
	return &Refusal{
		Code: code, Setting: "PALABRE_REDIS_URL", cause: cause,
		FR: strings.ReplaceAll(fr, "%", at.Name()), EN: strings.ReplaceAll(en, "%", at.Name()),
	}
}

// Check asks every server whether the bus can live on it: there, of a version that is known, alone of its kind (no Redis
// Cluster, no replica), and allowing what the bus does. The error is a *Refusal, of the first that does not suit; of one that
// is away when all others do.
func (b *Bus) Check(ctx context.Context) error {
	var away error
	for _, s := range b.servers {
		err := check(ctx, s.at)
		var refusal *Refusal
		switch {
		case err == nil:
		case errors.As(err, &refusal) && refusal.Code == CodeAway:
			away = cmp.Or(away, err)
		default:
			return err
		}
	}
	return away
}

func check(ctx context.Context, at address.Server) (err error) {
	client, _, w, err := dial(ctx, at)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(client), w.Close()) }()
	if err := inspect(ctx, client, at); err != nil {
		return err
	}
	pubsub := client.Subscribe(ctx, prefix+"check")
	defer func() { err = errors.Join(err, closed(pubsub)) }()
	if _, err := pubsub.ReceiveTimeout(ctx, answerWithin); err != nil {
		return troubled(at, err)
	}
	return nil
}

// inspect refuses a server that the bus cannot live on.
func inspect(ctx context.Context, client *redis.Client, at address.Server) error {
	ctx, cancel := context.WithTimeout(ctx, dialWithin+answerWithin)
	defer cancel()
	info, err := client.Info(ctx).Result()
	if err != nil {
		return troubled(at, err)
	}
	facts := map[string]string{}
	for line := range strings.Lines(info) {
		if name, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), ":"); ok {
			facts[name] = value
		}
	}
	switch version := facts["redis_version"]; {
	case facts["cluster_enabled"] == "1":
		return refuse(CodeCluster, at, nil,
			"Redis Cluster n’est pas pris en charge, et % en fait partie. Attendu un serveur seul, Sentinel, ou plusieurs serveurs indépendants séparés par des virgules.",
			"Redis Cluster is not supported, and % is part of one. Expected one server, Sentinel, or several independent servers separated by commas.")
	case !recent(version):
		return refuse(CodeOld, at, fmt.Errorf("redis_version %q", version),
			"Le serveur % est trop ancien. Attendu Redis 6.2 ou plus récent, ou Valkey.", "The server % is too old. Expected Redis 6.2 or newer, or Valkey.")
	case facts["role"] == "slave":
		return refuse(CodeReplica, at, nil,
			"Le serveur % est la copie d’un autre. Attendu l’original, ou Sentinel.", "The server % is a copy of another. Expected the original, or Sentinel.")
	}
	if err := client.Publish(ctx, prefix+"check", "").Err(); err != nil {
		return troubled(at, err)
	}
	return nil
}

// recent reads "7.2.4".
func recent(version string) bool {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return false
	}
	major, err := strconv.Atoi(parts[0])
	minor, minorErr := strconv.Atoi(parts[1])
	if err != nil || minorErr != nil {
		return false
	}
	return major > oldestMajor || major == oldestMajor && minor >= oldestMinor
}

// troubled gives an error its meaning.
func troubled(at address.Server, err error) *Refusal {
	switch said := err.Error(); {
	case errors.Is(err, redis.Nil):
		return refuse(CodeMaster, at, err,
			"Les sentinelles ne connaissent pas le serveur %. Attendu un nom qu’elles surveillent.", "The sentinels do not know the server %. Expected a name that they watch.")
	case strings.Contains(said, "NOAUTH"), strings.Contains(said, "WRONGPASS"), strings.Contains(said, "invalid password"),
		strings.Contains(said, "without any password configured"):
		return refuse(CodePassword, at, err,
			"Le serveur % refuse le mot de passe. Attendu celui du serveur, par exemple redis://personne:secret@hôte:6379.",
			"The server % refuses the password. Expected the server's own, such as redis://user:secret@host:6379.")
	case strings.Contains(said, "NOPERM"):
		return refuse(CodeDenied, at, err,
			"Le serveur % ne permet pas à ce compte ce qu’il faut. Attendu INFO, PUBLISH et SUBSCRIBE, sur les canaux palabre:*.",
			"The server % does not allow this account what is needed. Expected INFO, PUBLISH and SUBSCRIBE, on the channels palabre:*.")
	default:
		return refuse(CodeAway, at, err,
			"Le serveur % ne répond pas. Attendu un serveur en marche, joignable d’ici.", "The server % does not answer. Expected a running server that can be reached from here.")
	}
}
