package mail

import (
	"fmt"
	"time"
)

type english struct{}

func (english) meetingWord() string { return "Meeting on Palabre" }

func (english) guestsNote() string {
	return "The way in is the link of the invitation that came by e-mail."
}

func (english) signIn() body {
	return body{
		Lang: "en", Subject: "Your link to Palabre", Hello: "Hello",
		Before: []string{"Here is the link you asked for. It works once, within the next ten minutes."},
		Button: "Enter Palabre",
		After:  []string{"You asked for nothing? Leave this e-mail aside: without you, nothing opens."},
		Sign:   "Palabre",
	}
}

func (english) joinCommunity(community, host string) body {
	first := "You are invited to the community of practice “" + community + "”."
	if host != "" {
		first = host + " invites you to the community of practice “" + community + "”."
	}
	return body{
		Lang: "en", Subject: "Invitation to the community “" + community + "”", Hello: "Hello",
		Before: []string{first, "Enter with this e-mail address: there is no password to remember."},
		Button: "Join the community",
		After:  []string{"This invitation is yours. Please do not forward it."},
		Sign:   "Palabre",
	}
}

func (english) inviteGuest(m Meeting, when string) body {
	first, subject := "You are invited to a meeting on Palabre, "+when+".", "Invitation to a meeting"
	if m.Title != "" {
		first = "You are invited to the meeting “" + m.Title + "”, " + when + "."
		subject = "Invitation: " + m.Title
	}
	before := []string{first}
	if m.Host != "" && m.Community != "" {
		before = append(before, m.Host+" will welcome you there, with the community “"+m.Community+"”.")
	}
	return body{
		Lang: "en", Subject: subject, Hello: "Hello",
		Before: append(before, "Nothing to install, no account to make: give the name that others will see, and the door will be opened for you."),
		Button: "Go to the meeting",
		After:  []string{"This invitation is in your name. Please do not forward it."},
		Sign:   "Palabre",
	}
}

func (english) planned(m Meeting, when string) body {
	b := body{
		Lang: "en", Subject: "A meeting is planned", Hello: "Hello", Sign: "Palabre",
		Before: []string{"A meeting is planned on Palabre " + when + "."},
		Button: "See the meeting", After: []string{"The attached file puts it into your calendar."},
	}
	if m.Title != "" {
		b.Subject = "Meeting planned: " + m.Title
		b.Before = []string{"The community “" + m.Community + "” expects you at the meeting “" + m.Title + "”, " + when + "."}
	}
	if m.Intention != "" {
		b.Before = append(b.Before, m.Intention)
	}
	return b
}

func (english) moved(m Meeting, at move) body {
	fresh, since := "new time", ""
	if at.otherDay {
		fresh = "new date"
	}
	if at.since != "" {
		since = " " + at.since
	}
	b := body{
		Lang: "en", Subject: "A meeting has a " + fresh, Hello: "Hello", Sign: "Palabre",
		Before: []string{"A meeting planned on Palabre" + since + " has a " + fresh + ". It will take place " + at.to + "."},
		Button: "See the meeting", After: []string{"The attached file moves it in your calendar."},
	}
	if m.Title != "" {
		if since != "" {
			since = ", planned" + since + ","
		}
		b.Subject = "N" + fresh[1:] + ": " + m.Title
		b.Before = []string{"The meeting “" + m.Title + "” of the community “" + m.Community + "”" + since + " has a " + fresh + ". It will take place " + at.to + "."}
	}
	return b
}

func (english) cancelled(m Meeting, when string) body {
	b := body{
		Lang: "en", Subject: "A meeting is cancelled", Hello: "Hello", Sign: "Palabre",
		Before: []string{"The meeting that was to take place on Palabre " + when + " is cancelled."},
		Button: "Open Palabre", After: []string{"The attached file takes it out of your calendar."},
	}
	if m.Title != "" {
		b.Subject = "Meeting cancelled: " + m.Title
		b.Before = []string{"The meeting “" + m.Title + "” of the community “" + m.Community + "”, which was to take place " + when + ", is cancelled."}
	}
	return b
}

func (english) guestsWay(news News) []string {
	if news == Cancelled {
		return []string{"Your invitation opens nothing any more; there is nothing to do. The attached file takes the meeting out of your calendar."}
	}
	return []string{
		"Your invitation is still good. To come, open the link of the first e-mail again: it is yours, and is not sent another time.",
		"The attached file moves the meeting in your calendar.",
	}
}

func (english) when(t time.Time, zone string) (string, error) {
	at, err := local(t, zone)
	if err != nil {
		return "", err
	}
	name := city(zone) + " time"
	switch {
	case eastern(zone):
		name = "Eastern time"
	case universal(zone):
		name = "UTC"
	}
	return fmt.Sprintf("on %s (%s)", at.Format("Monday, January 2, 2006 at 3:04 PM"), name), nil
}
