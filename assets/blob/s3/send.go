package s3

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/minio/minio-go/v7"
)

// partSize is what goes in one request, in bytes, and bounds what a blob that is being kept takes in memory. A store takes at
// most ten thousand parts.
const partSize = 8 << 20

// signed says that requests carry the SHA-256 of their bytes in the signature: the store refuses what it received otherwise,
// and no store needs to know the library's own way of cutting a body up.
func signed() minio.PutObjectOptions {
	return minio.PutObjectOptions{ContentType: "application/octet-stream", DisableContentSha256: true}
}

// send keeps what is held: in one request, or in parts that become an object together.
func (s *Store) send(ctx context.Context, h held) error {
	place := s.place(h.info.Name)
	if h.info.Size <= partSize {
		_, err := s.core.PutObject(ctx, s.bucket, place, h.r, h.info.Size, "", string(h.info.Name), signed())
		return err //nolint:wrapcheck // the caller gives it its meaning
	}
	upload, err := s.core.NewMultipartUpload(ctx, s.bucket, place, signed())
	if err != nil {
		return err //nolint:wrapcheck // the caller gives it its meaning
	}
	parts, err := s.sendParts(ctx, h, place, upload)
	if err == nil {
		_, err = s.core.CompleteMultipartUpload(ctx, s.bucket, place, upload, parts, signed())
	}
	if err != nil { // nobody may be waiting any more
		return errors.Join(err, s.core.AbortMultipartUpload(context.WithoutCancel(ctx), s.bucket, place, upload))
	}
	return nil
}

func (s *Store) sendParts(ctx context.Context, h held, place, upload string) ([]minio.CompletePart, error) {
	var parts []minio.CompletePart
	for at := int64(0); at < h.info.Size; at += partSize {
		part := io.NewSectionReader(h.r, at, min(partSize, h.info.Size-at))
		sum := sha256.New()
		if _, err := io.Copy(sum, part); err != nil {
			return nil, fmt.Errorf("read blob: %w", err)
		}
		if _, err := part.Seek(0, io.SeekStart); err != nil {
			return nil, fmt.Errorf("read blob: %w", err)
		}
		sent, err := s.core.PutObjectPart(ctx, s.bucket, place, upload, len(parts)+1, part, part.Size(),
			minio.PutObjectPartOptions{Sha256Hex: hex.EncodeToString(sum.Sum(nil)), DisableContentSha256: true})
		if err != nil {
			return nil, err //nolint:wrapcheck // the caller gives it its meaning
		}
		parts = append(parts, minio.CompletePart{PartNumber: sent.PartNumber, ETag: sent.ETag})
	}
	return parts, nil
}
