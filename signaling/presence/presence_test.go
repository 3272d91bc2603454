package presence_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/presence"
)

func after(d time.Duration, f func()) func() {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}

func TestLatestWinsAndRateIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent []string
		r := presence.New(after, func(data []byte) { sent = append(sent, string(data)) })
		for i := range 300 { // three people who move a hundred times each, in one second
			m := fmt.Sprintf("m%d", i%3)
			if !r.Set(rooms.MemberID(m), "cursor", json.RawMessage(fmt.Sprint(i))) {
				t.Fatal("refused")
			}
			if i%3 == 2 {
				time.Sleep(10 * time.Millisecond)
			}
		}
		time.Sleep(presence.Every)
		synctest.Wait()
		if n := len(sent); n > 22 || n < 18 {
			t.Errorf("%d sendings in a second", n)
		}
		if last := sent[len(sent)-1]; !strings.Contains(last, `["m2","cursor",299]`) {
			t.Errorf("the last word is lost: %s", last)
		}
		for _, s := range sent {
			if strings.Count(s, `"m0"`) > 1 {
				t.Errorf("twice in one frame: %s", s)
			}
		}
	})
}

func TestNewcomersLearnWhatLasts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r *presence.Room
		r = presence.New(after, func(data []byte) { r.Heard(data) })
		r.Set("b", "mic", json.RawMessage("true"))
		r.Set("a", "cam", json.RawMessage("true"))
		r.Set("a", "react", json.RawMessage(`"merci"`))
		time.Sleep(presence.Every)
		synctest.Wait()
		if got := fmt.Sprintf("%s", r.Lasting()); got != `[["a","cam",true] ["b","mic",true]]` {
			t.Errorf("lasting: %s", got)
		}
		r.Gone("a")
		time.Sleep(presence.Every)
		synctest.Wait()
		if got := fmt.Sprintf("%s", r.Lasting()); got != `[["b","mic",true]]` {
			t.Errorf("after a went: %s", got)
		}
	})
}

func TestWhatIsUnknownOrTooBigIsDropped(t *testing.T) {
	r := presence.New(after, func([]byte) { t.Error("sent") })
	if r.Set("a", "shout", json.RawMessage("1")) || r.Set("a", "sel", json.RawMessage(strings.Repeat("1", presence.MaxValue+1))) {
		t.Error("accepted")
	}
}
