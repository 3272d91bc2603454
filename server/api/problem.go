package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"palabre/rooms/scenario"
	"palabre/server/auth"
	"palabre/server/community"
)

// Problem is how REST refuses (RFC 9457): a code for programs and a sentence in
// both languages for people.
type Problem struct {
	Type   string   `json:"type" doc:"Always about:blank: the code tells the kind."`
	Title  string   `json:"title"`
	Status int      `json:"status"`
	Code   string   `json:"code" doc:"Stable name of the refusal."`
	FR     string   `json:"fr" doc:"The sentence to show in French."`
	EN     string   `json:"en" doc:"The sentence to show in English."`
	Field  string   `json:"field,omitempty" doc:"JSON name of the part that does not hold."`
	Errors []Detail `json:"errors,omitempty" doc:"Parts of the request that do not hold, for developers."`
	Lines  []Wrong  `json:"lines,omitempty" doc:"What is wrong with a scenario, by line, to show."`
}

// Wrong is one thing that is wrong with a scenario: with the line of its file, 0 for none, or
// the phase that it is about.
type Wrong struct {
	Line  int    `json:"line,omitempty"`
	Where string `json:"where,omitempty"`
	FR    string `json:"fr"`
	EN    string `json:"en"`
}

// Detail is one part of a request that does not hold. What was sent is not
// repeated: it may be a secret.
type Detail struct {
	Location string `json:"location,omitempty"`
	Message  string `json:"message"`
}

// Error makes a problem an error.
func (p *Problem) Error() string { return p.Code + ": " + p.EN }

// GetStatus tells huma the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func problem(status int, code, fr, en string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, FR: fr, EN: en}
}

func notFound() *Problem {
	return refused(community.RefuseNotFound)
}

func tooMany() *Problem {
	return problem(http.StatusTooManyRequests, "too_fast",
		"Il y a eu trop de demandes. Attendez une minute avant de recommencer.", "There were too many requests. Wait a minute before trying again.")
}

func unavailable() *Problem {
	return problem(http.StatusServiceUnavailable, "unavailable",
		"Palabre ne répond pas pour le moment. Réessayez dans un instant.", "Palabre is not answering right now. Try again in a moment.")
}

func broken() *Problem {
	return problem(http.StatusInternalServerError, "broken",
		"Quelque chose n’a pas fonctionné de notre côté. Réessayez dans un instant.", "Something failed on our side. Try again in a moment.")
}

// refused is the only place that knows which HTTP status a refusal has.
func refused(r *community.Refusal) *Problem {
	status := map[community.Nature]int{
		community.Invalid: http.StatusUnprocessableEntity, community.Forbidden: http.StatusForbidden,
		community.Missing: http.StatusNotFound, community.Conflict: http.StatusConflict,
		community.Gone: http.StatusGone, community.Unsigned: http.StatusUnauthorized,
		community.Full: http.StatusInsufficientStorage,
	}[r.Nature]
	if status == 0 {
		status = http.StatusInternalServerError
	}
	p := problem(status, r.Code, r.FR, r.EN)
	p.Field = r.Field
	return p
}

// problemOf turns what a use case answered into what the asker is told. Faults of
// the machine are logged and told without detail.
func (a *API) problemOf(ctx context.Context, err error) *Problem {
	var p *Problem
	var r *community.Refusal
	var wrong scenario.Problems
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &wrong):
		return wrongScenario(wrong)
	case errors.As(err, &r):
		return refused(r)
	case errors.Is(err, community.ErrNotFound):
		return notFound()
	case errors.Is(err, community.ErrSpent):
		return refused(community.RefuseSpent)
	case errors.Is(err, community.ErrFull):
		return refused(community.RefuseDiskFull)
	case errors.Is(err, auth.ErrNobody):
		return refused(community.RefuseSignIn)
	case errors.Is(err, auth.ErrBusy):
		return tooMany()
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return unavailable()
	default:
		a.log.Error().Err(err).Str("request", requestID(ctx)).Msg("panne / fault")
		return broken()
	}
}

// wrongScenario tells everything that is wrong with a scenario at once: nothing of it was kept.
func wrongScenario(all scenario.Problems) *Problem {
	p := problem(http.StatusUnprocessableEntity, "scenario_wrong",
		"Ce scénario n’est pas pris tel quel. Rien n’est changé; voici ce qui est à corriger.",
		"This scenario is not taken as it is. Nothing is changed; here is what to correct.")
	for _, one := range all {
		said := one.Say()
		p.Lines = append(p.Lines, Wrong{Line: one.Line, Where: one.Where, FR: said.FR, EN: said.EN})
	}
	return p
}

// reword gives huma's own refusals (a body that does not decode, a field out of
// bounds) the shape and the words of ours.
func reword(_ huma.Context, _ string, v any) (any, error) {
	e, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	p := worded(e.Status)
	for _, d := range e.Errors {
		if d != nil {
			p.Errors = append(p.Errors, Detail{Location: d.Location, Message: d.Message})
		}
	}
	if len(p.Errors) == 0 && e.Detail != "" && e.Status < http.StatusInternalServerError {
		p.Errors = []Detail{{Message: e.Detail}}
	}
	return p, nil
}

func worded(status int) *Problem {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return problem(status, "too_big", "Cet envoi est trop gros.", "This is too big.")
	case http.StatusUnsupportedMediaType:
		return problem(status, "not_json", "Ce format n’est pas accepté\u00a0: envoyez du JSON.", "This format is not accepted: send JSON.")
	case http.StatusNotAcceptable:
		return problem(status, "not_acceptable", "Cette réponse n’existe pas dans ce format.", "This answer does not exist in that format.")
	case http.StatusRequestTimeout:
		return problem(status, "too_slow", "L’envoi a pris trop de temps.", "Sending took too long.")
	case http.StatusNotFound:
		return notFound()
	}
	if status >= http.StatusInternalServerError {
		return broken()
	}
	return problem(status, "invalid", "Une partie de la demande ne convient pas.", "A part of the request does not hold.")
}
