// Command s3 is a real S3 server for the tests: Versity's gateway over a folder, with an account of its own and bucket
// versions, on one address of this machine. It lives apart: none of its dependencies is Palabre's.
//
//	s3 -addr 127.0.0.1:9000 -data folder -versions folder [-cert file -key file]
//
// The account comes from S3_KEY and S3_SECRET. It ends with its standard input.
package main

import (
	"context"
	"flag"
	"io"
	"log"
	"os"

	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/embedgw"
)

func main() {
	addr := flag.String("addr", "", "where it listens, host:port")
	data := flag.String("data", "", "folder of the buckets")
	versions := flag.String("versions", "", "folder of what buckets with versions keep")
	region := flag.String("region", "us-east-1", "its region")
	cert := flag.String("cert", "", "file of its certificate, to speak TLS")
	key := flag.String("key", "", "file of the certificate's key")
	flag.Parse()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	store, err := posix.New(*data, meta.XattrMeta{}, posix.PosixOpts{VersioningDir: *versions})
	if err != nil {
		log.Fatal(err)
	}
	err = embedgw.RunVersityGW(context.Background(), store, &embedgw.Config{
		RootUserAccess: os.Getenv("S3_KEY"), RootUserSecret: os.Getenv("S3_SECRET"), Region: *region,
		Ports: []string{*addr}, MaxConnections: 256, MaxRequests: 256, MultipartMaxParts: 10000, KeepAlive: true, Quiet: true,
		CertFile: *cert, KeyFile: *key,
	})
	if err != nil {
		log.Fatal(err)
	}
}
