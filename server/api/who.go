package api

import (
	"context"
	"errors"
	"net/http"

	"palabre/server/auth"
	"palabre/server/community"
)

type key int

const (
	keyWho key = iota
	keyRequest
	keyToken
	keyAgent
	keyAddress
)

// identify proves who asks before any resource is reached. Someone signed out is
// nobody; a store that does not answer is said so, never taken for nobody.
func (a *API) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), keyToken, auth.Token(r))
		ctx = context.WithValue(ctx, keyAgent, auth.Agent(r))
		ctx = context.WithValue(ctx, keyAddress, a.address(r))
		id, err := a.Auth.Who(r)
		if err != nil && !errors.Is(err, auth.ErrNobody) {
			writeProblem(w, a.problemOf(ctx, err))
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(ctx, keyWho, id)))
	})
}

func who(ctx context.Context) auth.Identity {
	id, _ := ctx.Value(keyWho).(auth.Identity)
	return id
}

func text(ctx context.Context, k key) string {
	s, _ := ctx.Value(k).(string)
	return s
}

func requestID(ctx context.Context) string { return text(ctx, keyRequest) }

// person refuses nobody and guests.
func person(id auth.Identity) error {
	if id.Actor.Nobody() {
		return community.RefuseSignIn
	}
	if id.Actor.Guest {
		return community.RefuseNotFound
	}
	return nil
}
