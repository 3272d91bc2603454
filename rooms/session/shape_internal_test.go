package session

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// reshape writes what the snapshots of this CodeVersion hold, once.
var reshape = flag.Bool("reshape", false, "write the shape of this version's snapshots")

// TestSnapshotShapeHasAVersion (SE-9): a field was added to the state of groups, and snapshots of before, which have it
// nowhere, would have been read back as if nobody had ever been told of a group. What snapshots hold changes with CodeVersion
// alone; those of another version are thrown away, and the log replayed.
func TestSnapshotShapeHasAVersion(t *testing.T) {
	t.Parallel()
	file := filepath.Join("testdata", fmt.Sprintf("snapshot-%d.txt", CodeVersion))
	now := strings.Join(shape(nil, "", reflect.TypeFor[state](), nil), "\n") + "\n"
	if *reshape {
		if _, err := os.Stat(file); err == nil {
			t.Fatalf("%s is there: raise CodeVersion first", file)
		}
		if err := os.WriteFile(file, []byte(now), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("no shape of version %d: go test ./rooms/session -run Shape -reshape", CodeVersion)
	}
	if string(was) != now {
		t.Errorf("the snapshot's shape changed: raise CodeVersion, then go test ./rooms/session -run Shape -reshape\n%s", changed(string(was), now))
	}
}

// shape lists the members of a type's JSON, deep, each with its kind.
func shape(out []string, at string, typ reflect.Type, above []reflect.Type) []string {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if slices.Contains(above, typ) {
		return append(out, at+": as above")
	}
	above = append(slices.Clone(above), typ)
	switch typ.Kind() {
	case reflect.Slice, reflect.Array:
		return shape(out, at+"[]", typ.Elem(), above)
	case reflect.Map:
		return shape(out, at+"{"+typ.Key().Kind().String()+"}", typ.Elem(), above)
	case reflect.Struct:
		for i := range typ.NumField() {
			f := typ.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case name == "-" || !f.IsExported() && !f.Anonymous:
			case f.Anonymous && name == "":
				out = shape(out, at, f.Type, above)
			default:
				out = shape(out, at+"."+cmp.Or(name, f.Name), f.Type, above)
			}
		}
		return out
	default:
		return append(out, at+": "+typ.Kind().String())
	}
}

// changed are the lines that one of two shapes has and the other has not.
func changed(was, now string) string {
	a, b := strings.Split(was, "\n"), strings.Split(now, "\n")
	var lines []string
	for _, l := range a {
		if !slices.Contains(b, l) {
			lines = append(lines, "- "+l)
		}
	}
	for _, l := range b {
		if !slices.Contains(a, l) {
			lines = append(lines, "+ "+l)
		}
	}
	return strings.Join(lines, "\n")
}
