package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"palabre/server/app/apptest"
)

// Somebody who left knew the nodes' secret, and changing it meant to stop every node. It is changed in the middle of a meeting, in
// three goes of one restart at a time: the new secret below the old one, above it, alone. After each restart the two nodes are still
// one room, over their links and over Redis.
func TestTheNodesSecretIsChangedInAMeeting(t *testing.T) {
	const before, after = "d41d8cd98f00b204e9800998ecf8427e-9b", "c81e728d9d4c2f636f067f89cc14862c-4d"
	file := filepath.Join(t.TempDir(), "node-secret")
	write := func(lines ...string) {
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(before)
	all, binary := nodes(t, 2, "PALABRE_NODE_SECRET", "", "PALABRE_NODE_SECRET_FILE", file)
	m := plan(t, all[0])
	lea := m.member(t, "lea@example.org", "Léa").At(all[1])
	people := []*apptest.Person{m.lead, lea}
	tabs := []*apptest.Socket{m.enter(t, m.lead), m.enter(t, lea)}
	oneRoom := func() {
		t.Helper()
		for i, tab := range tabs {
			id := uuid.NewString()
			tab.Must(m.room, "chat.say", map[string]any{"id": id, "text": "Bonjour"})
			tabs[1-i].See(m.room, "what was said on the other node", func(at func(string) any) bool { return at("chat."+id) != nil })
		}
		for i, a := range all {
			for _, sign := range []string{"cannot be opened", "none of the nodes", "does not know the nodes' secret"} {
				if strings.Contains(a.Log.String(), sign) {
					t.Fatalf("node %d: %s\n%s", i, sign, a.Log)
				}
			}
		}
	}
	oneRoom()
	for _, step := range [][]string{{before, after}, {after, before}, {after}} {
		write(step...)
		for i, a := range all {
			a.Stop()
			tabs[i].Close()
			a.Again(binary)
			tabs[i] = back(t, m, people[i])
			oneRoom()
		}
	}
}
