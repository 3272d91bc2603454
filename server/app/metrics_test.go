package app_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"palabre/server/app"
	"palabre/server/app/apptest"
)

// scrape reads the node's figures.
func scrape(t *testing.T, a *apptest.App) string {
	t.Helper()
	var said struct{ Metrics string }
	a.Log.Wait(t, "the figures' address", func(line string) bool {
		return strings.Contains(line, `"metrics"`) && json.Unmarshal([]byte(line), &said) == nil && said.Metrics != ""
	})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+said.Metrics+"/metrics", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(res.Body)
	if err != nil || res.Body.Close() != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A node tells how it is, and nothing of whom or of what. Every figure that the dashboard and the alerts name is there.
func TestFiguresTellHowANodeIsAndNothingElse(t *testing.T) {
	a := apptest.Start(t, "PALABRE_METRICS_ADDR", "127.0.0.1:0")
	m := plan(t, a)
	tab := m.enter(t, m.lead)
	tab.Must(m.room, "chat.say", map[string]any{"id": uuid.NewString(), "text": "Un mot qui ne sort pas d’ici"})
	text := scrape(t, a)
	for _, want := range []string{
		"palabre_rooms_live 1\n", "palabre_connections 1\n", "palabre_double_holders_total 0\n", "palabre_store_readonly 0\n",
		"palabre_draining 0\n", `palabre_resumes_total{how="view"} 1`, "palabre_head_lag_events 0\n",
		"palabre_ready 1\n", "palabre_build_info{version=\"" + app.Version() + "\"} 1\n", "palabre_letters_owed 0\n", "palabre_letters_total{how=\"failed\"} 0\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, never := range []string{m.id, m.lead.ID, m.community, "Odile", "sort pas"} {
		if strings.Contains(text, never) {
			t.Errorf("the figures tell %q", never)
		}
	}
	elsewhere := map[string]bool{ // of a node among many, of the backup's timer, or none yet
		"palabre_link_up": true, "palabre_bus_dropped_total": true, "palabre_evictions_total": true, "palabre_backup_last_success_timestamp_seconds": true,
		"palabre_backup_failed": true, "palabre_redis_up": true,
	}
	for _, file := range []string{"../../deploy/grafana/palabre.json", "../../deploy/prometheus/alerts.yaml"} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile(`palabre_[a-z_]+[a-z]`).FindAllString(string(page), -1) {
			if !strings.Contains(text, name) && !elsewhere[name] {
				t.Errorf("%s names %s, which the node does not tell", file, name)
			}
		}
	}
}
