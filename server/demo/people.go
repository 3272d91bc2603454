package demo

import (
	"context"
	"fmt"
	"strings"

	"palabre/rooms"
	"palabre/server/community"
)

// person is someone of the demonstration. Her name is a word for fiction, so that nobody takes her for real.
type person struct {
	key, name, email string
	works            work
	leads            bool
	silent           bool // does not let minutes name her
	guest            bool
	id               rooms.MemberID
}

// work is what somebody says of her work in her community, by which groups may be made.
type work struct{ organization, region, function string }

func (p *person) actor() community.Actor { return community.Actor{Member: p.id, Guest: p.guest} }

// standing is what her community makes of her in its meetings.
func (p *person) standing() rooms.Role {
	switch {
	case p.guest:
		return rooms.RoleGuest
	case p.leads:
		return rooms.RoleFacilitator
	default:
		return rooms.RoleMember
	}
}

// cast is the people of a community; the first one founds it.
type cast []*person

func (c cast) lead() *person { return c[0] }

func (c cast) get(key string) *person {
	for _, p := range c {
		if p.key == key {
			return p
		}
	}
	panic("demo: nobody is called " + key)
}

// all but some.
func (c cast) but(keys ...string) cast {
	var out cast
	for _, p := range c {
		if !strings.Contains(" "+strings.Join(keys, " ")+" ", " "+p.key+" ") {
			out = append(out, p)
		}
	}
	return out
}

func someone(key, name, organization, region, function string) *person {
	return &person{key: key, name: name, works: work{organization, region, function}, email: key + ".demo@example.org"}
}

func rocfmCast() cast {
	c := cast{
		someone("odile", "Odile Personnage", "Coordination de la CDP", "Centre de Montréal", "Coordination"),
		someone("samir", "Samir Lalégende", "Coordination de la CDP", "Centre de Montréal", "Coordination"),
		someone("helene", "Hélène Lafable", "La Ruelle imaginée", "Est de Montréal", "Intervention"),
		someone("yvon", "Yvon Duconte", "Maison du Quai inventé", "Sud-ouest de Montréal", "Accueil"),
		someone("mariama", "Mariama Exemple", "Le Phare fictif", "Nord de Montréal", "Intervention"),
		someone("thuy", "Thuy Roman", "Le Phare fictif", "Nord de Montréal", "Animation"),
		someone("lucille", "Lucille Chimère", "La Ruelle imaginée", "Est de Montréal", "Accueil"),
		someone("rejean", "Réjean Duprétexte", "Maison du Quai inventé", "Sud-ouest de Montréal", "Intervention"),
		someone("isabelle", "Isabelle Nouvelle", "Halte du Mirage", "Centre de Montréal", "Intervention"),
		someone("nadia", "Nadia Inventée", "Halte du Mirage", "Centre de Montréal", "Animation"),
		someone("marc", "Marc-André Brouillon", "Café des Fables", "Est de Montréal", "Animation"),
		someone("gisele", "Gisèle Sansnom", "Café des Fables", "Est de Montréal", "Accueil"),
	}
	c.get("odile").leads, c.get("samir").leads = true, true
	c.get("isabelle").silent, c.get("rejean").silent, c.get("nadia").silent = true, true, true
	return c
}

func agoraCast() cast {
	c := cast{
		someone("florence", "Florence Feuilleton", "Animation de la CPS", "Longueuil", "Animation"),
		someone("amadou", "Amadou Chapitre", "Animation de la CPS", "Haut-Richelieu", "Animation"),
		someone("ginette", "Ginette Parabole", "Maison des familles Sous-le-Conte", "Longueuil", "Direction"),
		someone("karim", "Karim Métaphore", "Maison des familles du Rêve", "Haut-Richelieu", "Intervention"),
		someone("solange", "Solange Récit", "Maison des familles du Rêve", "Haut-Richelieu", "Bénévolat"),
		someone("benoit", "Benoît Fantaisie", "Le Carrousel inventé", "Roussillon", "Direction"),
		someone("yolande", "Yolande Fabliau", "Le Carrousel inventé", "Roussillon", "Conseil d’administration"),
		someone("maxime", "Maxime Mirage", "La Marelle de nulle part", "Vaudreuil-Soulanges", "Intervention"),
		someone("aicha", "Aïcha Utopie", "La Marelle de nulle part", "Vaudreuil-Soulanges", "Bénévolat"),
		someone("denis", "Denis Songe", "Maison des familles Sous-le-Conte", "Longueuil", "Conseil d’administration"),
	}
	c.get("florence").leads, c.get("amadou").leads = true, true
	c.get("denis").silent, c.get("solange").silent = true, true
	return c
}

// account makes somebody's account as its owner would: by a link sent to her address.
func (w *world) account(ctx context.Context, p *person) error {
	link, err := w.Link(ctx, p.email)
	if err != nil {
		return err
	}
	_, secret, _ := strings.Cut(link, "#")
	signed, err := w.Auth.Redeem(ctx, secret, "", "demo")
	if err != nil {
		return fmt.Errorf("account of %s: %w", p.key, err)
	}
	who, err := w.Auth.WhoHolds(ctx, signed.Cookie)
	if err != nil {
		return fmt.Errorf("account of %s: %w", p.key, err)
	}
	p.id = who.Actor.Member
	if _, err := w.Communities.ChangeMe(ctx, p.actor(), community.MeChange{Name: &p.name}); err != nil {
		return fmt.Errorf("name of %s: %w", p.key, err)
	}
	return w.Auth.Logout(ctx, signed.Cookie)
}

// found makes a community: who leads it founds it and invites the others, who accept.
func (w *world) found(ctx context.Context, f facts, c cast) (community.Community, error) {
	lead := c.lead()
	if err := w.account(ctx, lead); err != nil {
		return community.Community{}, err
	}
	made, err := w.Communities.CreateCommunity(ctx, lead.actor(), community.NewCommunity{
		Name: f.name, Kind: f.kind, Intention: f.intention, Network: f.network, Region: f.region,
	})
	if err != nil {
		return made, fmt.Errorf("found %s: %w", f.name, err)
	}
	if _, err := w.Communities.ChangeCommunity(ctx, lead.actor(), made.ID, community.CommunityChange{Charter: &f.charter}); err != nil {
		return made, fmt.Errorf("charter of %s: %w", f.name, err)
	}
	for _, p := range c {
		if p != lead {
			if err := w.invite(ctx, made, lead, p); err != nil {
				return made, err
			}
		}
		said := community.MemberChange{Organization: &p.works.organization, Region: &p.works.region, Function: &p.works.function}
		if _, err := w.Communities.ChangeMember(ctx, p.actor(), made.ID, p.id, said); err != nil {
			return made, fmt.Errorf("work of %s: %w", p.key, err)
		}
	}
	return made, nil
}

func (w *world) invite(ctx context.Context, to community.Community, by, p *person) error {
	role := community.Member
	if p.leads {
		role = community.Facilitator
	}
	sent, err := w.Communities.Invite(ctx, by.actor(), to.ID, []string{p.email}, role)
	if err != nil || len(sent) != 1 {
		return fmt.Errorf("invite %s: %d invitations, %w", p.key, len(sent), err)
	}
	w.Clock.Set(w.Clock.Now() + 2*hours)
	in, err := w.Communities.Enter(ctx, community.Actor{}, sent[0].Secret, p.name)
	if err != nil {
		return fmt.Errorf("%s accepts: %w", p.key, err)
	}
	p.id = in.Member
	return nil
}
