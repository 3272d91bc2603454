package api

import (
	"context"
	"net/http"

	"palabre/rooms"
	"palabre/rooms/refusals"
	"palabre/server/auth"
)

type seatGuest struct {
	OneMeeting
	Body struct {
		Name   string `json:"name" maxLength:"200" doc:"What others will see."`
		Behind string `json:"behind" maxLength:"64" doc:"Whose connection carries her voice: somebody who is in the room."`
	}
}

// seatGuest gives a seat to somebody who takes part through another's connection. When the room
// refuses, nothing of her is left.
func (a *API) seatGuest(ctx context.Context, who auth.Identity, in *seatGuest) (*as[Made], error) {
	guest, err := a.Community.SeatGuest(ctx, who.Actor, in.id(), in.Body.Name)
	if err != nil {
		return nil, err
	}
	no, err := a.Seated(ctx, in.id(), guest.ID, rooms.MemberID(in.Body.Behind))
	if err == nil && no == nil {
		return body(Made{ID: string(guest.ID)}), nil
	}
	if back := a.Community.RevokeGuest(context.WithoutCancel(ctx), who.Actor, in.id(), guest.ID); back != nil {
		a.log.Error().Err(back).Str("request", requestID(ctx)).Msg("siège non retiré / seat not withdrawn")
	}
	if err != nil {
		return nil, err
	}
	said, _ := refusals.Say(no.Code, no.Data)
	return nil, problem(http.StatusConflict, no.Code, said.FR, said.EN)
}
