package postgres_test

import (
	"errors"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/server/store/pgtest"
	"palabre/server/store/storetest"
	"palabre/signaling/host"
)

// A host is stopped (SIGSTOP) between what it wrote and its commit: its transaction has the
// room's row, and would have kept the successor out of the room until the process goes on.
// The server ends that transaction after a second; the host that wakes is fenced. Of a commit
// that is one statement the server has heard nothing: what comes of it later is fenced.
func TestAHostThatSleepsInTheMiddleOfACommitKeepsNobodyOut(t *testing.T) {
	t.Run("of one statement", func(t *testing.T) { sleepsInTheMiddle(t, "ses_a", 1) })
	t.Run("of two", func(t *testing.T) { sleepsInTheMiddle(t, asksCommit, 2) })
}

func sleepsInTheMiddle(t *testing.T, mark string, segments rooms.Seq) {
	direct := pgtest.Database(t)
	address, sleeper := behind(t, direct, false)
	sleeper.mark = []byte(mark)
	asleep, wake := make(chan struct{}), make(chan struct{})
	sleeper.sleep = func() { close(asleep); <-wake }
	ada, err := store.OpenWith(t.Context(), store.Options{DatabaseURL: address, Many: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := ada.Close(); err != nil {
			t.Error(err)
		}
	}()
	bo := node(t, direct)
	first, err := ada.Log.Claim(t.Context(), "ses_a", "ada", 1000, 3000)
	if err != nil {
		t.Fatal(err)
	}
	type answer struct {
		fenced []error
		err    error
	}
	answers := make(chan answer, 1)
	sleeper.armed.Store(true)
	go func() {
		var list []host.Segment
		for at := range segments {
			list = append(list, storetest.Segment("ses_a", first.Term, at, at+1))
		}
		fenced, err := ada.Log.Append(t.Context(), list)
		answers <- answer{fenced, err}
	}()
	<-asleep
	begun := time.Now()
	second, err := bo.Log.Claim(t.Context(), "ses_a", "bo", 3001, 6000)
	if err != nil || second.Head != 0 {
		t.Fatalf("%+v, %v", second, err)
	}
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("the successor waited for %v", took)
	}
	if fenced, err := bo.Log.Append(t.Context(), []host.Segment{storetest.Segment("ses_a", second.Term, 0, 2)}); err != nil || fenced[0] != nil {
		t.Fatal(fenced, err)
	}
	close(wake)
	if a := <-answers; a.err == nil && !errors.Is(a.fenced[0], host.ErrFenced) {
		t.Fatal("the sleeper's words were acknowledged")
	}
	if fenced, err := ada.Log.Append(t.Context(), []host.Segment{storetest.Segment("ses_a", first.Term, 0, 1)}); err != nil || !errors.Is(fenced[0], host.ErrFenced) {
		t.Fatal(fenced, err)
	}
	if head := storetest.Whole(t, bo.Log, "ses_a"); head != 2 {
		t.Fatalf("head %d", head)
	}
}
