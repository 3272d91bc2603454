package sqlite_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/server/store/sqlite"
	"palabre/server/store/storetest"
	"palabre/signaling/host"
)

// I10: what was taken out of the log is in no file of the folder, however rows came
// and went around it.
func TestRedactedWordsAreInNoFile(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	dice := rand.New(rand.NewPCG(3, 4))
	const circles = 40
	term, logID, head := [circles]uint64{}, [circles]string{}, [circles]rooms.Seq{}
	name := func(i int) rooms.RoomID { return rooms.RoomID(fmt.Sprintf("ses_%d", i)) }
	for i := range circles {
		lease, err := s.Log.Claim(t.Context(), name(i), "ada", 1, 1<<40)
		if err != nil {
			t.Fatal(err)
		}
		term[i], logID[i] = lease.Term, lease.LogID
	}
	words := func(i int) string { return fmt.Sprintf("canari-%d-", i) }
	for range 1500 {
		i := dice.IntN(circles)
		to := head[i] + rooms.Seq(dice.IntN(3)+1)
		long := strings.Repeat(words(i), 1+dice.IntN(1+dice.IntN(900)))
		said := storetest.Spoken(name(i), term[i], head[i], to, func(rooms.Seq) string { return long })
		if each, err := s.Log.Append(t.Context(), []host.Segment{said}); err != nil || each[0] != nil {
			t.Fatal(err, each)
		}
		head[i] = to
		if dice.IntN(3) > 0 {
			snap := host.Snapshot{
				Room: name(i), Seq: to, LogID: logID[i], CodeVersion: 1, Data: []byte(strings.Repeat(words(i), dice.IntN(450))),
			}
			if err := s.Log.SaveSnapshot(t.Context(), snap); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range circles {
		if found(t, dir, words(i)) == "" {
			t.Fatalf("%s is nowhere before: this test looks at nothing", words(i))
		}
		var list []host.Redaction
		for q := rooms.Seq(1); q <= head[i]; q++ {
			list = append(list, host.Redaction{Seq: q, Data: []byte(fmt.Sprintf(`{"id":"c%d","text":""}`, q))})
		}
		if err := s.Log.Redact(t.Context(), name(i), list); err != nil {
			t.Fatal(err)
		}
		if file := found(t, dir, words(i)); file != "" {
			t.Errorf("%s is still in %s", words(i), file)
		}
	}
}

// found names a file that holds the words, "" when none does.
func found(t *testing.T, dir, words string) (file string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(words)) {
			file = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return file
}
