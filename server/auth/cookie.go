package auth

import (
	"net/http"
	"strings"

	"palabre/rooms"
)

// CookieName is the session's cookie. The prefix makes browsers refuse it without
// Secure, with a Domain or for a part of the site; browsers take http on this
// machine's own addresses as secure enough for it.
const CookieName = "__Host-palabre"

// Cookie carries a session's secret until it expires.
func Cookie(secret string, expires, now rooms.Millis) *http.Cookie {
	return &http.Cookie{
		Name: CookieName, Value: secret, Path: "/", MaxAge: int(max(1, (expires-now)/1000)),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// NoCookie takes the cookie away.
func NoCookie() *http.Cookie {
	return &http.Cookie{Name: CookieName, Path: "/", MaxAge: -1, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// Token is the secret that a request carries, "" for none.
func Token(r *http.Request) string {
	c, err := r.Cookie(CookieName)
	if err != nil {
		return ""
	}
	return c.Value
}

// Agent says in two words which browser this is, for its owner to know it again;
// the whole header would be a fingerprint, and is not kept.
func Agent(r *http.Request) string {
	ua := r.UserAgent()
	browser := pick(ua, "Firefox/", "Firefox", "Edg/", "Edge", "OPR/", "Opera", "Chrome/", "Chrome", "Safari/", "Safari")
	system := pick(ua, "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS X", "macOS", "Linux", "Linux")
	switch {
	case browser == "" && system == "":
		return ""
	case browser == "":
		return system
	case system == "":
		return browser
	default:
		return browser + ", " + system
	}
}

// pick gives the name of the first mark found; marks and names alternate.
func pick(ua string, marksAndNames ...string) string {
	for i := 0; i+1 < len(marksAndNames); i += 2 {
		if strings.Contains(ua, marksAndNames[i]) {
			return marksAndNames[i+1]
		}
	}
	return ""
}
