package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"palabre/assets/blob"
	"palabre/assets/blob/disk"
	"palabre/assets/blob/s3"
	"palabre/server/backup"
	"palabre/server/config"
)

// blobsIn is the folder of files in the data folder, when they are not in a bucket.
func blobsIn(c config.Config) string { return filepath.Join(c.Data, "blobs") }

func nothing() error { return nil }

// blobsBeside opens the files of an installation that may be served; nil when it has none.
func blobsBeside(ctx context.Context, c config.Config) (backup.Blobs, func() error, error) {
	if c.S3 != nil {
		return bucket(ctx, c)
	}
	if _, err := os.Stat(blobsIn(c)); errors.Is(err, fs.ErrNotExist) {
		return nil, nothing, nil
	}
	s, err := disk.Beside(blobsIn(c))
	if err != nil {
		return nil, nothing, err
	}
	return s, s.Close, nil
}

func bucket(ctx context.Context, c config.Config) (backup.Blobs, func() error, error) {
	s, err := s3.Open(ctx, s3.Options(*c.S3), "")
	if err != nil {
		return nil, nothing, err
	}
	return s, s.Close, nil
}

// blobsInto opens the place where this installation keeps its files.
func blobsInto(ctx context.Context, c config.Config) (backup.Blobs, func() error, error) {
	if c.S3 != nil {
		return bucket(ctx, c)
	}
	s, err := disk.Open(blobsIn(c))
	if err != nil {
		return nil, nothing, err
	}
	return s, s.Close, nil
}

// restoreBlobs puts a backup's files where this installation keeps its own.
func restoreBlobs(ctx context.Context, c config.Config, from *backup.Archive, tell backup.Progress) (err error) {
	if from.Manifest.Blobs == 0 {
		return nil
	}
	into, end, err := blobsInto(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	n := 0
	for info, data := range from.Blobs() {
		tell(backup.CopyingBlobs, n, from.Manifest.Blobs)
		put, err := into.Put(ctx, data, info.Size)
		if err != nil {
			return fmt.Errorf("restore %s: %w", info.Name, err)
		}
		if put.Name != info.Name {
			return fmt.Errorf("restore %s: %w", info.Name, blob.ErrDamaged)
		}
		n++
	}
	tell(backup.CopyingBlobs, n, from.Manifest.Blobs)
	return nil
}
