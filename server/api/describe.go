package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Message is one message of the socket, or one command of a room, for the
// description: OpenAPI has no words for sockets, so they are schemas and a list.
type Message struct {
	Name  string // "do", "stick.take"
	Side  string // "client", "server", "command" or "view" (what a room shows)
	Value any    // a value of the message's type; nil for none
}

// describe writes /api/openapi.json once: REST, and the socket's messages as
// schemas that the list "x-palabre-socket" names.
func (a *API) describe() error {
	doc := a.huma.OpenAPI()
	registry := doc.Components.Schemas
	problemSchema := registry.Schema(reflect.TypeFor[Problem](), true, "Problem")
	if _, ok := registry.Map()["ErrorModel"]; ok {
		registry.Map()["ErrorModel"] = problemSchema
	}
	delete(registry.Map(), "ErrorDetail")
	for _, r := range a.raw {
		doc.AddOperation(fileOperation(r))
	}
	socket := make([]map[string]any, 0, len(a.Socket))
	for _, m := range a.Socket {
		one := map[string]any{"side": m.Side, "name": m.Name}
		if m.Value != nil {
			name := schemaName(m)
			schema := huma.SchemaFromType(registry, reflect.TypeOf(m.Value))
			if schema.Ref == "" {
				if _, taken := registry.Map()[name]; taken {
					return fmt.Errorf("two messages called %s", name)
				}
				registry.Map()[name] = tagged(schema, m)
			}
			one["schema"] = "#/components/schemas/" + name
		}
		socket = append(socket, one)
	}
	if doc.Extensions == nil {
		doc.Extensions = map[string]any{}
	}
	doc.Extensions["x-palabre-socket"] = map[string]any{
		"path": "/ws", "subprotocol": "palabre.1", "messages": socket,
	}
	a.plainLists()
	text, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	a.mux.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(text) // the asker may be gone
	})
	return nil
}

// plainLists says that lists are never null, which is so: an empty one is []. The
// library believes otherwise, and the only way to tell it is for the whole process.
func (a *API) plainLists() {
	doc := a.huma.OpenAPI()
	for _, s := range doc.Components.Schemas.Map() {
		plainList(s)
	}
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Patch, item.Put, item.Delete} {
			if op == nil {
				continue
			}
			if op.RequestBody != nil {
				plainContent(op.RequestBody.Content)
			}
			for _, r := range op.Responses {
				plainContent(r.Content)
			}
		}
	}
}

func plainContent(content map[string]*huma.MediaType) {
	for _, media := range content {
		plainList(media.Schema)
	}
}

func plainList(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	plainList(s.Items)
	for _, p := range s.Properties {
		plainList(p)
	}
	if p, ok := s.AdditionalProperties.(*huma.Schema); ok {
		plainList(p)
	}
}

// nameSchema names a type in the description: ours by their own name, those of
// other packages after their package too, since several have a Phase or a Meeting.
func nameSchema(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := huma.DefaultSchemaNamer(t, hint)
	of := strings.TrimPrefix(t.PkgPath(), "palabre/")
	if t.Name() == "" || of == t.PkgPath() || of == "server/api" {
		return name
	}
	last := of[strings.LastIndexByte(of, '/')+1:]
	return strings.ToUpper(last[:1]) + last[1:] + name
}

// tagged adds the "t" that says which message this is.
func tagged(s *huma.Schema, m Message) *huma.Schema {
	if (m.Side != "client" && m.Side != "server") || s.Properties == nil {
		return s
	}
	s.Properties["t"] = &huma.Schema{Type: huma.TypeString, Enum: []any{m.Name}}
	s.Required = append([]string{"t"}, s.Required...)
	return s
}

// schemaName makes "ClientDo", "ServerJoined", "CommandStickTake".
func schemaName(m Message) string {
	parts := strings.FieldsFunc(m.Side+"."+m.Name, func(r rune) bool { return r == '.' || r == '_' })
	for i, p := range parts {
		parts[i] = strings.ToUpper(p[:1]) + p[1:]
	}
	return strings.Join(parts, "")
}

// fileOperation describes something read as it is.
func fileOperation(r Route) *huma.Operation {
	kind := map[string]string{
		"ics": "text/calendar", "html": "text/html", "pdf": "application/pdf", "md": "text/markdown", "svg": "image/svg+xml", "css": "text/css",
	}[r.Path[strings.LastIndexByte(r.Path, '.')+1:]]
	op := &huma.Operation{
		OperationID: huma.GenerateOperationID(r.Method, r.Path, new(struct{})), Method: r.Method, Path: r.Path,
		Security: []map[string][]string{{"session": {}}},
		Responses: map[string]*huma.Response{
			"200": {Description: "OK", Content: map[string]*huma.MediaType{kind: {Schema: &huma.Schema{Type: huma.TypeString}}}},
		},
	}
	for rest := r.Path; ; {
		_, after, ok := strings.Cut(rest, "{")
		if !ok {
			return op
		}
		name, tail, _ := strings.Cut(after, "}")
		op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
		rest = tail
	}
}
