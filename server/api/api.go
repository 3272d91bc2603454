// Package api is what browsers get over HTTP: the REST resources, one file each
// (routes.go shows them all), their description, and the web application itself.
// It decides nothing: it reads a request, asks a use case, shows the answer.
package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/auth"
	"palabre/server/community"
	"palabre/server/mail"
)

// Letters is what REST sends by e-mail.
type Letters interface {
	JoinCommunity(ctx context.Context, to mail.Person, community, host, link string) error
	InviteGuest(ctx context.Context, to mail.Person, m mail.Meeting, link string, now time.Time) error
	Event(m mail.Meeting, lang string, now time.Time) mail.Event
}

// Papers shows documents.
type Papers interface {
	HTML(ctx context.Context, d community.Document, lang community.Lang) (string, error) // a fragment
	Page(ctx context.Context, d community.Document, lang community.Lang) ([]byte, error) // a whole page
	PDF(ctx context.Context, d community.Document, lang community.Lang) ([]byte, error)
	Markdown(ctx context.Context, d community.Document, lang community.Lang) ([]byte, error)
	Stylesheet() string // of the fragments that HTML gives
}

// Boards shows boards between meetings, without a browser.
type Boards interface {
	// Look gives the board's outline in text and its picture, both at its last
	// committed state, and the session it is lent to, "" for none.
	Look(ctx context.Context, board community.Board) (BoardLook, error)
}

// BoardLook is a board seen from outside.
type BoardLook struct {
	Outline []OutlineNode
	SVG     []byte
	Width   float64 // px of the SVG
	Height  float64 // px of the SVG
	Lent    rooms.RoomID
	// Apart are those who alone see it, while a small group has it; nil for everyone's.
	Apart []rooms.MemberID
	Seq   rooms.Seq
}

// OutlineNode is one entry of a board's outline.
type OutlineNode struct {
	Kind     string        `json:"kind" enum:"heading,note,relation,thing,rest"`
	Text     string        `json:"text"`
	Marks    []Mark        `json:"marks,omitempty" doc:"Where it is in the picture: one piece, or each of those that it counts."`
	Children []OutlineNode `json:"children,omitempty"`
}

// Mark is where a piece of a board is in its picture, px of the picture.
type Mark struct {
	ID     string  `json:"id" doc:"The piece's own name on the board."`
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Ports is what the REST surface is made of.
type Ports struct {
	Auth      *auth.Service
	Community *community.Service
	Letters   Letters
	Papers    Papers
	Boards    Boards
	// Ready says whether the program can serve: the store appends and reads, and
	// it is not stopping.
	Ready   func(context.Context) error
	Clock   community.Clock
	NewID   func() string
	Public  *url.URL
	Proxies []netip.Prefix // whose X-Forwarded-For is believed
	Client  fs.FS          // the built application, nil when it was not built
	Policy  string         // its Content-Security-Policy
	Version string
	Log     zerolog.Logger
	// Socket are the messages of /ws and the commands of rooms, for the description.
	Socket []Message
	// Ended closes the sockets of a person's session that was just ended. Removed puts
	// someone who just lost her place in a community out of its rooms, Barred a guest
	// out of her meeting's; Stands gives someone her role of now in the community's rooms.
	// Their contexts do not end with the request: whoever asked may close her page.
	Ended   func(rooms.MemberID, community.AuthSessionID)
	Removed func(context.Context, community.CommunityID, rooms.MemberID)
	Stands  func(context.Context, community.CommunityID, rooms.MemberID)
	Barred  func(context.Context, community.MeetingID, rooms.MemberID)
	// Seated asks a meeting's room to seat a person behind another, and says why it does not.
	Seated func(ctx context.Context, meeting community.MeetingID, person, behind rooms.MemberID) (*rooms.Refusal, error)
}

// API is the REST surface.
type API struct {
	Ports
	log    zerolog.Logger
	huma   huma.API
	limits *limits
	// rehearsals take processor time that people's sound needs: one core's at most.
	rehearsals *oneAtATime
	mux        *http.ServeMux
	raw        []Route
}

// Route is one thing that may be asked.
type Route struct{ Method, Path string }

// New builds the surface. It fails when two routes or types contradict each other.
func New(p Ports) (*API, error) {
	a := &API{Ports: p, log: p.Log, limits: newLimits(), rehearsals: newOneAtATime(), mux: http.NewServeMux()}
	conf := huma.DefaultConfig("Palabre", p.Version)
	conf.Info.Description = "L’espace des communautés de pratique. / The workspace of communities of practice."
	// The documentation page of huma loads scripts from elsewhere, and its lazy
	// writers of the description race with each other: we write it once, below.
	conf.DocsPath, conf.OpenAPIPath, conf.SchemasPath = "", "", ""
	conf.CreateHooks = nil // no "$schema" in answers
	conf.Transformers = []huma.Transformer{reword}
	conf.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", nameSchema)
	conf.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: auth.CookieName},
	}
	a.huma = humago.New(a.mux, conf)
	a.routes()
	if err := a.describe(); err != nil {
		return nil, fmt.Errorf("api: describe: %w", err)
	}
	return a, nil
}

// Routes lists everything that may be asked under /api, for the matrix of rights.
func (a *API) Routes() []Route {
	var out []Route
	for path, item := range a.huma.OpenAPI().Paths {
		for method, op := range map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPatch: item.Patch,
			http.MethodPut: item.Put, http.MethodDelete: item.Delete,
		} {
			if op != nil {
				out = append(out, Route{method, path})
			}
		}
	}
	return out
}

// bodyMost bounds what may be sent to REST: nothing is uploaded here.
const bodyMost = 64 << 10

// route adds one operation: who asks is proven, what the use case refuses becomes
// a problem.
func route[I, O any](a *API, method, path, summary string, run func(ctx context.Context, who auth.Identity, in *I) (*O, error), more ...func(*huma.Operation)) {
	op := huma.Operation{
		OperationID: huma.GenerateOperationID(method, path, new(O)), Method: method, Path: path, Summary: summary,
		MaxBodyBytes: bodyMost, Security: []map[string][]string{{"session": {}}},
	}
	for _, change := range more {
		change(&op)
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := run(ctx, who(ctx), in)
		if err != nil {
			return nil, a.problemOf(ctx, err)
		}
		return out, nil
	})
}

// public marks an operation that needs nobody signed in.
func public(op *huma.Operation) { op.Security = nil }

// created and accepted are the statuses of operations that make, or will make.
func created(op *huma.Operation)  { op.DefaultStatus = http.StatusCreated }
func accepted(op *huma.Operation) { op.DefaultStatus = http.StatusAccepted }

// roomy lets an operation take a run of show of forty phases, or a scenario's file as JSON text.
func roomy(op *huma.Operation) { op.MaxBodyBytes = 4 * bodyMost }

// none is an empty input.
type none struct{}

// empty answers 204.
type empty struct{}

// as gives an answer its body.
type as[T any] struct{ Body T }

func body[T any](v T) *as[T] { return &as[T]{Body: v} }

// writeProblem answers outside huma.
func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the asker may be gone: there is nobody left to tell
}
