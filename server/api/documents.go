package api

import (
	"context"
	"net/http"

	"palabre/server/auth"
	"palabre/server/community"
)

// OneDocument is a path that names a document.
type OneDocument struct {
	Document string `path:"document" maxLength:"64"`
}

// Document is a document with its words.
type Document struct {
	DocumentCard
	HTML string `json:"html" doc:"A fragment made by the server: no script, nothing from elsewhere."`
}

func (a *API) document(ctx context.Context, who auth.Identity, in *OneDocument) (*as[Document], error) {
	d, err := a.Community.Document(ctx, who.Actor, community.DocumentID(in.Document))
	if err != nil {
		return nil, err
	}
	if !a.limits.allow("render", string(who.Actor.Member), renderByMember) {
		return nil, tooMany()
	}
	html, err := a.Papers.HTML(ctx, d, who.Lang)
	if err != nil {
		return nil, err
	}
	return body(Document{DocumentCard: documentCard(d), HTML: html}), nil
}

// documentFile serves the document as a file of one form.
func (a *API) documentFile(form string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		id := who(ctx)
		d, err := a.Community.Document(ctx, id.Actor, community.DocumentID(r.PathValue("document")))
		if err != nil {
			return err
		}
		if !a.limits.allow("render", string(id.Actor.Member), renderByMember) {
			return tooMany()
		}
		var out []byte
		kind := map[string]string{"html": "text/html; charset=utf-8", "pdf": "application/pdf", "md": "text/markdown; charset=utf-8"}[form]
		switch form {
		case "html":
			out, err = a.Papers.Page(ctx, d, id.Lang)
		case "pdf":
			out, err = a.Papers.PDF(ctx, d, id.Lang)
		default:
			out, err = a.Papers.Markdown(ctx, d, id.Lang)
		}
		if err != nil {
			return err
		}
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Content-Disposition", `inline; filename="compte-rendu.`+form+`"`)
		// A page of its own: its style is inside it, and it can do nothing else.
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; sandbox allow-same-origin allow-popups")
		_, _ = w.Write(out) // the asker may be gone
		return nil
	}
}

// documentStyle is how document fragments look; there is nothing in it to hide.
func (a *API) documentStyle(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write([]byte(a.Papers.Stylesheet())) // the asker may be gone
	return nil
}
