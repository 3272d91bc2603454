package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"palabre/server/config"
	"palabre/server/store"
)

// inFolder is where a node keeps files that has no bucket: on its machine.
const inFolder = "folder"

// filesAt names where a node keeps files, for the others to compare: its bucket, as a fingerprint.
func filesAt(c config.Config) string {
	if c.S3 == nil {
		return inFolder
	}
	sum := sha256.Sum256([]byte(c.S3.Endpoint + "/" + c.S3.Bucket + "/" + c.S3.Prefix))
	return "s3:" + hex.EncodeToString(sum[:8])
}

// keepsFilesAsOthers refuses a node that keeps files elsewhere than those that serve: what it is given, they would not have. Each
// says where before it looks, so that of two that start at once one sees the other.
func (n *Node) keepsFilesAsOthers(ctx context.Context) error {
	here := filesAt(n.Config)
	all, now, err := n.Store.Nodes.Beat(ctx, store.Node{ID: n.owner, Link: n.relay.Self.Link, Version: Version(), Files: here})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(other store.Node) bool {
		return other.ID != n.owner && other.Files != "" && other.Files != here && lately(other, now)
	})
	if i < 0 {
		return nil
	}
	why := errors.New("app: the other nodes keep files elsewhere")
	switch {
	case here == inFolder:
		return errors.Join(config.Refuse("s3-url",
			"Les nœuds qui servent déjà gardent les fichiers dans un seau\u00a0: ceux de ce nœud resteraient sur sa machine. Attendu le même PALABRE_S3_URL que les leurs.",
			"The nodes that serve already keep files in a bucket: those of this node would stay on its machine. Expected the same PALABRE_S3_URL as theirs."), why)
	case all[i].Files == inFolder:
		return errors.Join(config.Refuse("s3-url",
			"Les nœuds qui servent déjà gardent les fichiers sur leur machine\u00a0: ils n’auraient pas ceux de ce seau. Attendu vide, comme eux; ou arrêtez-les tous pour passer au seau.",
			"The nodes that serve already keep files on their machine: they would not have those of this bucket. Expected nothing, as they; or stop them all to change to the bucket."), why)
	default:
		return errors.Join(config.Refuse("s3-url",
			"Les nœuds qui servent déjà gardent les fichiers dans un autre seau. Attendu le même hôte, le même seau et le même préfixe sur tous.",
			"The nodes that serve already keep files in another bucket. Expected the same host, bucket and prefix on all."), why)
	}
}
