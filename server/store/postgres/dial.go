package postgres

import (
	"context"
	"net"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// A node that is cut off from its database must notice, and be back soon after the
// network is: TCP by itself would wait for a quarter of an hour.
const (
	connectTime = 3 * time.Second // for a connection that is being made
	silentTime  = 6 * time.Second // what was sent and is not acknowledged for as long breaks the connection
)

// parse reads a URL. synchronous_commit is asked for whatever the server's
// default: what was committed must survive a power cut.
func parse(url string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, refuseAddress()
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTime
	}
	config.DialFunc = dial
	config.RuntimeParams["synchronous_commit"] = "on"
	config.RuntimeParams["default_transaction_isolation"] = "read committed"
	config.RuntimeParams["application_name"] = "palabre"
	// A node that vanishes without a word must not hold a lock for the two hours of
	// TCP's own patience.
	config.RuntimeParams["tcp_keepalives_idle"] = "10"
	config.RuntimeParams["tcp_keepalives_interval"] = "5"
	config.RuntimeParams["tcp_keepalives_count"] = "3"
	return config, nil
}

func dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: silentTime / 2, Interval: time.Second, Count: 3},
		Control: func(network, _ string, c syscall.RawConn) error {
			if network == "unix" {
				return nil
			}
			return impatient(c, silentTime)
		},
	}
	return d.DialContext(ctx, network, address)
}
