package api

import (
	"context"

	"palabre/server/auth"
	"palabre/server/community"
)

type askLink struct {
	Body struct {
		Email string `json:"email" maxLength:"254"`
		Next  string `json:"next,omitempty" maxLength:"256" doc:"Path of this site to go to afterwards."`
		Lang  string `json:"lang,omitempty" enum:"fr,en"`
	}
}

// Asked is the answer to whoever asks for a link, known or not.
type Asked struct {
	Sent    bool `json:"sent" doc:"Always true: whether the address is known is not told."`
	Minutes int  `json:"minutes" doc:"How long the link works."`
}

func (a *API) askLink(ctx context.Context, who auth.Identity, in *askLink) (*as[Asked], error) {
	email, err := community.Email(in.Body.Email)
	if err != nil {
		return nil, err
	}
	if !a.limits.allow("link", text(ctx, keyAddress), linkByAddress) || !a.limits.allow("email", email, linkByEmail) {
		return nil, tooMany()
	}
	lang := community.French
	if in.Body.Lang == string(community.English) {
		lang = community.English
	}
	if err := a.Auth.AskLink(email, in.Body.Next, lang, who); err != nil {
		return nil, err
	}
	return body(Asked{Sent: true, Minutes: int(community.LoginLinkLife / 60_000)}), nil
}

type redeem struct {
	Body struct {
		Token string `json:"token" maxLength:"200"`
	}
}

type redeemed struct {
	SetCookie string `header:"Set-Cookie"`
	Body      struct {
		Next string `json:"next" doc:"Path of this site to go to."`
	}
}

func (a *API) redeem(ctx context.Context, _ auth.Identity, in *redeem) (*redeemed, error) {
	var got auth.Redeemed
	err := a.linked(ctx, func() (err error) {
		got, err = a.Auth.Redeem(ctx, in.Body.Token, text(ctx, keyToken), text(ctx, keyAgent))
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &redeemed{SetCookie: auth.Cookie(got.Cookie, got.Expires, a.Clock.Now()).String()}
	out.Body.Next = got.Next
	return out, nil
}

type loggedOut struct {
	SetCookie string `header:"Set-Cookie"`
}

// logout ends the session; someone who has none is signed out all the same.
func (a *API) logout(ctx context.Context, who auth.Identity, _ *none) (*loggedOut, error) {
	if err := a.Auth.Logout(ctx, text(ctx, keyToken)); err != nil {
		return nil, err
	}
	if !who.Actor.Nobody() {
		a.Ended(who.Actor.Member, who.Session)
	}
	return &loggedOut{SetCookie: auth.NoCookie().String()}, nil
}
