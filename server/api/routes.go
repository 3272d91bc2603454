package api

import "net/http"

// routes is everything REST answers; each has its row in the matrix of rights.
func (a *API) routes() {
	route(a, "GET", "/api/me", "Qui je suis, et ce qui m’attend", a.me)
	route(a, "PATCH", "/api/me", "Changer mon nom ou ma langue", a.changeMe)
	route(a, "GET", "/api/me/sessions", "Où je suis connectée ou connecté", a.mySessions)
	route(a, "DELETE", "/api/me/sessions/{session}", "Déconnecter un appareil", a.endSession)

	route(a, "POST", "/api/auth/link", "Demander un lien de connexion", a.askLink, public, accepted)
	route(a, "POST", "/api/auth/redeem", "Entrer avec un lien de connexion", a.redeem, public)
	route(a, "POST", "/api/auth/logout", "Se déconnecter", a.logout, public)

	route(a, "POST", "/api/invitations/peek", "Voir une invitation", a.peek, public)
	route(a, "POST", "/api/guests", "Accepter une invitation", a.enter, public)

	route(a, "GET", "/api/communities", "Mes communautés", a.communities)
	route(a, "POST", "/api/communities", "Fonder une communauté", a.foundCommunity, created)
	route(a, "GET", "/api/communities/{community}", "Une communauté", a.community)
	route(a, "PATCH", "/api/communities/{community}", "Changer une communauté", a.changeCommunity)
	route(a, "POST", "/api/communities/{community}/invitations", "Inviter par courriel", a.inviteMembers, accepted)
	route(a, "PATCH", "/api/communities/{community}/members/{member}", "Changer un rôle", a.changeMember)
	route(a, "DELETE", "/api/communities/{community}/members/{member}", "Retirer une personne", a.removeMember)
	route(a, "POST", "/api/communities/{community}/meetings", "Planifier une rencontre", a.planMeeting, created, roomy)
	a.scenarioRoutes()

	route(a, "GET", "/api/meetings/{meeting}", "Une rencontre", a.meeting)
	route(a, "PATCH", "/api/meetings/{meeting}", "Changer une rencontre", a.changeMeeting, roomy)
	route(a, "DELETE", "/api/meetings/{meeting}", "Annuler une rencontre", a.cancelMeeting)
	route(a, "POST", "/api/meetings/{meeting}/guest-link", "Un lien pour les personnes invitées", a.guestLink, created)
	route(a, "DELETE", "/api/meetings/{meeting}/guest-link", "Retirer les liens d’invitation", a.revokeGuestLinks)
	route(a, "POST", "/api/meetings/{meeting}/guests", "Inviter une personne par courriel", a.inviteGuest, accepted)
	route(a, "POST", "/api/meetings/{meeting}/seats", "Donner un siège à une voix relais", a.seatGuest, created)
	route(a, "DELETE", "/api/meetings/{meeting}/guests/{guest}", "Retirer une personne invitée", a.revokeGuest)
	route(a, "GET", "/api/meetings/{meeting}/entry", "L’antichambre", a.entry)
	route(a, "GET", "/api/meetings/{meeting}/names", "Les noms de la rencontre", a.names)
	route(a, "GET", "/api/documents/{document}", "Un document", a.document)
	route(a, "GET", "/api/boards/{board}", "Un tableau", a.board)
	route(a, "POST", "/api/boards/{board}/resume", "Reprendre un tableau à une rencontre", a.resumeBoard)

	a.file("/api/meetings/{meeting}/invitation.ics", a.calendar)
	a.file("/api/documents/{document}/file.html", a.documentFile("html"))
	a.file("/api/documents/{document}/file.pdf", a.documentFile("pdf"))
	a.file("/api/documents/{document}/file.md", a.documentFile("md"))
	a.file("/api/boards/{board}/picture.svg", a.picture)
	a.file("/api/style/document.css", a.documentStyle)
}

// file adds something that is read as it is, not as JSON.
func (a *API) file(path string, serve func(http.ResponseWriter, *http.Request) error) {
	a.raw = append(a.raw, Route{http.MethodGet, path})
	a.mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
		if err := serve(w, r); err != nil {
			writeProblem(w, a.problemOf(r.Context(), err))
		}
	})
}
