package deploy_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// figures are what the nodes tell, and what a machine's node_exporter tells beside them. A histogram has its three series.
func figures() []string {
	return []string{
		"palabre_append_seconds_bucket", "palabre_append_seconds_count", "palabre_append_seconds_sum",
		"palabre_command_seconds_bucket", "palabre_command_seconds_count", "palabre_command_seconds_sum",
		"palabre_rooms_live", "palabre_connections", "palabre_head_lag_events", "palabre_evictions_total", "palabre_resumes_total",
		"palabre_gate_refused_packets_total", "palabre_double_holders_total", "palabre_media_packets_lost_total", "palabre_media_packets_total",
		"palabre_takeovers_total", "palabre_link_up", "palabre_bus_dropped_total", "palabre_store_readonly", "palabre_draining",
		"palabre_ready", "palabre_redis_up", "palabre_letters_total", "palabre_letters_owed", "palabre_build_info",
		"go_goroutines", "process_resident_memory_bytes", "process_start_time_seconds", "process_cpu_seconds_total", "process_open_fds",
		"up", "palabre_backup_last_success_timestamp_seconds", "palabre_backup_failed", "kube_cronjob_status_last_successful_time", "node_filesystem_avail_bytes", "node_filesystem_size_bytes",
	}
}

// named finds the figures in an expression: words that are no label, no function and in no string.
func named(expr string) []string {
	expr = regexp.MustCompile(`"[^"]*"|\{[^}]*\}|\[[^\]]*\]`).ReplaceAllString(expr, " ")
	expr = regexp.MustCompile(`\b(by|on|without|ignoring)\s*\([^)]*\)`).ReplaceAllString(expr, " ")
	var out []string
	for _, m := range regexp.MustCompile(`[a-z_][a-z0-9_]*\s*\(?`).FindAllString(expr, -1) {
		if word := strings.TrimSpace(m); !strings.HasSuffix(word, "(") && !slices.Contains([]string{"and", "or", "unless", "offset", "d", "h", "m", "s", "bool"}, word) {
			out = append(out, word)
		}
	}
	return out
}

type rules struct {
	Groups []struct {
		Rules []struct {
			Alert, Expr         string
			Labels, Annotations map[string]string
		}
	}
}

func alerts(t *testing.T) rules {
	t.Helper()
	var out rules
	if err := yaml.Unmarshal([]byte(files(t)["prometheus/alerts.yaml"]), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// An alert on a figure that nobody tells never wakes anybody.
func TestAlertsAreAboutFiguresThatExist(t *testing.T) {
	tests, seen := files(t)["prometheus/alerts_test.yaml"], 0
	for _, group := range alerts(t).Groups {
		for _, r := range group.Rules {
			seen++
			names := named(r.Expr)
			if len(names) == 0 {
				t.Errorf("%s is about nothing", r.Alert)
			}
			for _, name := range names {
				if !slices.Contains(figures(), name) {
					t.Errorf("%s: %s is told by nobody", r.Alert, name)
				}
			}
			if s := r.Labels["severity"]; s != "page" && s != "ticket" {
				t.Errorf("%s: severity %q", r.Alert, s)
			}
			if r.Annotations["summary"] == "" || r.Annotations["action"] == "" {
				t.Errorf("%s does not say what happened and what to do", r.Alert)
			}
			// Quiet when all is well, heard when it is not.
			if strings.Count(tests, "alertname: "+r.Alert) != 2 || !strings.Contains(tests, "alertname: "+r.Alert+"\n        exp_alerts:") {
				t.Errorf("%s is not tried both ways in alerts_test.yaml", r.Alert)
			}
		}
	}
	if seen < 15 {
		t.Errorf("%d alerts", seen)
	}
}

// A panel on a figure that nobody tells stays empty, and everything looks well.
func TestPanelsAreAboutFiguresThatExist(t *testing.T) {
	var board struct {
		Panels []struct {
			Title, Type string
			Targets     []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(files(t)["grafana/palabre.json"]), &board); err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, p := range board.Panels {
		if p.Type != "row" && len(p.Targets) == 0 {
			t.Errorf("%s shows nothing", p.Title)
		}
		for _, target := range p.Targets {
			names := named(target.Expr)
			if len(names) == 0 {
				t.Errorf("%s: %s", p.Title, target.Expr)
			}
			for _, name := range names {
				shown[name] = true
				if !slices.Contains(figures(), name) {
					t.Errorf("%s: %s is told by nobody", p.Title, name)
				}
			}
		}
	}
	for _, name := range figures() {
		if strings.HasPrefix(name, "palabre_") && !strings.HasSuffix(name, "_sum") && !strings.HasSuffix(name, "_count") && !shown[name] {
			t.Errorf("%s is on no panel", name)
		}
	}
}
