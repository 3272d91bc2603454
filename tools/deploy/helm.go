package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/lint"
	"helm.sh/helm/v3/pkg/lint/support"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/kubernetes/scheme"
)

// chart lints a chart and renders it with each file of values; every object that comes out is read strictly as the type it
// says it is. The chart's own values, which lack the secrets and the proxies, must be refused, and so must either alone.
func chart(dir string, values []string, out io.Writer) error {
	for _, lacking := range []map[string]any{
		{},
		{"trustedProxies": "10.42.7.0/28"},
		{"secrets": map[string]any{"existing": "palabre-secrets"}},
		{"secrets": map[string]any{"existing": "palabre-secrets"}, "trustedProxies": "10.42.7.0/28", "backup": map[string]any{"enabled": true}},
	} {
		if _, err := render(dir, lacking); err == nil {
			return fmt.Errorf("%s: rendered with %v alone", dir, lacking)
		}
	}
	for _, path := range values {
		given, err := chartutil.ReadValuesFile(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := linted(dir, given); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		rendered, err := render(dir, given)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		var kinds []string
		for _, name := range sorted(rendered) {
			if strings.HasSuffix(name, ".txt") {
				continue
			}
			found, err := objects(rendered[name])
			if err != nil {
				return fmt.Errorf("%s: %s: %w", path, name, err)
			}
			kinds = append(kinds, found...)
		}
		fmt.Fprintf(out, "%s: %s\n", filepath.Base(path), strings.Join(kinds, ", "))
	}
	return nil
}

// rules prints the alerts that a chart brings with a file of values, as Prometheus reads them.
func rules(dir, values string, out io.Writer) error {
	given, err := chartutil.ReadValuesFile(values)
	if err != nil {
		return fmt.Errorf("%s: %w", values, err)
	}
	rendered, err := render(dir, given)
	if err != nil {
		return fmt.Errorf("%s: %w", values, err)
	}
	for _, text := range rendered {
		_, rule, found := strings.Cut(text, "\nkind: PrometheusRule\n")
		if !found {
			continue
		}
		rule, _, _ = strings.Cut(rule, "\n---\n")
		_, spec, _ := strings.Cut(rule, "\nspec:\n")
		_, err := fmt.Fprintln(out, spec)
		return err
	}
	return errNoRules
}

var errNoRules = errors.New("the chart brings no alerts")

func linted(dir string, values map[string]any) error {
	var errs []error
	for _, m := range lint.All(dir, values, "palabre", true).Messages {
		if m.Severity > support.InfoSev {
			errs = append(errs, m)
		}
	}
	return errors.Join(errs...)
}

func render(dir string, values map[string]any) (map[string]string, error) {
	loaded, err := loader.Load(dir)
	if err != nil {
		return nil, err
	}
	release := chartutil.ReleaseOptions{Name: "palabre", Namespace: "palabre", Revision: 1, IsInstall: true}
	all, err := chartutil.ToRenderValues(loaded, values, release, chartutil.DefaultCapabilities)
	if err != nil {
		return nil, err
	}
	return engine.Engine{Strict: true}.Render(loaded, all)
}

// objects names the objects of a rendered file. A field that its type does not have is an error.
func objects(text string) ([]string, error) {
	var kinds []string
	another := regexp.MustCompile(`(?m)^apiVersion: monitoring\.coreos\.com/v1\nkind: (ServiceMonitor|PrometheusRule)$`)
	strict := serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()
	reader := utilyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(text)))
	for {
		doc, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return kinds, nil
		}
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(doc)) == 0 || !bytes.Contains(doc, []byte("kind:")) {
			continue
		}
		_, kind, err := strict.Decode(doc, nil, nil)
		if other := another.FindSubmatch(doc); runtime.IsNotRegisteredError(err) && other != nil {
			kinds = append(kinds, string(other[1])+" (not checked: its type is another project's)")
			continue
		}
		if err != nil {
			return nil, err
		}
		kinds = append(kinds, kind.Kind)
	}
}

func sorted(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
