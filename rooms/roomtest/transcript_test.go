package roomtest_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"palabre/rooms/roomtest"
)

// rewrite writes the transcripts anew from what happens now. Read the difference
// before committing it: each line of it is a rule that changed.
var rewrite = flag.Bool("rewrite", false, "write the transcripts anew")

// TestTranscripts plays the meetings of testdata and compares what happened.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d transcripts, %v", len(files), err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			want, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			got, err := roomtest.Play(string(want))
			if err != nil {
				t.Fatalf("%v\nso far:\n%s", err, got)
			}
			if *rewrite {
				if err := os.WriteFile(f, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("what happens is not what is written; go test ./rooms/roomtest -rewrite, and read git diff\n%s", got)
			}
		})
	}
}
