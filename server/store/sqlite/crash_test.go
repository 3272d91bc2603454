package sqlite_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store"
	"palabre/server/store/storetest"
	"palabre/signaling/host"
)

// writerDir is set in the environment of a child that writes until it is killed.
const writerDir = "PALABRE_TEST_WRITER_DIR"

const writtenRooms = 5

// A process killed in the middle of a commit loses nothing that it had told (I3):
// a child writes to five rooms and to the records, and tells each commit after it;
// it is killed at a commit of each round, and its successor goes on.
func TestKillNineLosesNothingAcknowledged(t *testing.T) {
	if dir := os.Getenv(writerDir); dir != "" {
		writeUntilKilled(t, dir)
		return
	}
	dir := t.TempDir()
	rounds := 8
	if testing.Short() {
		rounds = 3
	}
	for round := range rounds {
		last := killWriter(t, dir, 20+37*round)
		s := openAt(t, dir)
		for i := range writtenRooms {
			// A commit that was not told may be there too: one at most.
			if head := storetest.Whole(t, s.Log, writtenRoom(i)); head != last && head != last+1 {
				t.Fatalf("round %d: %s holds %d events, %d were acknowledged", round, writtenRoom(i), head, last)
			}
		}
		for n := range last {
			if _, err := s.Records.FindNetworkByID(t.Context(), networkID(n)); err != nil {
				t.Fatalf("round %d: record %d: %v", round, n, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func writtenRoom(i int) rooms.RoomID            { return rooms.RoomID(fmt.Sprintf("ses_%d", i)) }
func networkID(n rooms.Seq) community.NetworkID { return community.NetworkID(strconv.Itoa(int(n))) }
func network(n rooms.Seq) (one community.Network) {
	one.ID, one.Name = networkID(n), fmt.Sprint("n", n)
	return one
}

// killWriter starts a child, kills it after some acknowledged commits and gives
// the last sequence that it acknowledged.
func killWriter(t *testing.T, dir string, commits int) (last rooms.Seq) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), writerDir+"="+dir)
	child.Stderr = os.Stderr
	told, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(told)
	for n := 0; lines.Scan(); n++ { // to the end: what it told before it died counts
		seq, err := strconv.ParseUint(lines.Text(), 10, 64)
		if err != nil {
			t.Fatalf("the child says %q", lines.Text())
		}
		last = rooms.Seq(seq)
		if n == commits {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var ended *exec.ExitError
	if err := child.Wait(); !errors.As(err, &ended) || ended.Exited() {
		t.Fatalf("the child was not killed: %v", err)
	}
	return last
}

func writeUntilKilled(t *testing.T, dir string) {
	s, err := store.Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	segments := make([]host.Segment, writtenRooms)
	leases := make([]host.Lease, writtenRooms)
	for i := range leases {
		if leases[i], err = s.Log.Claim(t.Context(), writtenRoom(i), "writer", 1000, 1_000_000); err != nil {
			t.Fatal(err)
		}
		if leases[i].Head != leases[0].Head {
			t.Fatalf("heads %d and %d were committed together", leases[0].Head, leases[i].Head)
		}
	}
	for at := leases[0].Head; ; at++ {
		if err := s.Records.AddNetwork(t.Context(), network(at)); err != nil && !errors.Is(err, community.ErrExists) {
			t.Fatal(err)
		}
		for i := range segments {
			segments[i] = storetest.Segment(writtenRoom(i), leases[i].Term, at, at+1)
		}
		fenced, err := s.Log.Append(t.Context(), segments)
		if err := errors.Join(append(fenced, err)...); err != nil {
			t.Fatal(err)
		}
		fmt.Println(at + 1)
	}
}
