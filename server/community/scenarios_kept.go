package community

import (
	"context"
	"errors"
	"fmt"

	"palabre/rooms/scenario"
)

// Kept is a plan, or a file, that becomes a scenario. With a File, nothing else is read.
type Kept struct {
	File           string
	Title, Purpose string
	Lang           Lang
	People         int
	Phases         []Phase
	Origin         *Origin
}

// KeepScenario adds a scenario to a community: a file, or the run of show of a plan.
func (s *Service) KeepScenario(ctx context.Context, actor Actor, id CommunityID, in Kept) (Scenario, error) {
	return s.addScenario(ctx, actor, id, "keep scenario", func(tx Records, c Community) (scenario.Scenario, error) {
		return s.made(ctx, tx, c, in)
	})
}

// addScenario adds a scenario, as find gives it, to a community that has room for it.
func (s *Service) addScenario(
	ctx context.Context, actor Actor, id CommunityID, what string, find func(Records, Community) (scenario.Scenario, error),
) (Scenario, error) {
	now := s.clock.Now()
	out := Scenario{ID: ScenarioID(s.ids.ID()), Community: id, CreatedBy: actor.Member, CreatedAt: now, UpdatedAt: now}
	err := s.store.Write(ctx, func(tx Records) error {
		c, _, err := s.community(ctx, tx, actor, id, WriteScenarios)
		if err != nil {
			return err
		}
		found, err := find(tx, c)
		if err != nil {
			return err
		}
		own, err := tx.ListScenarios(ctx, id)
		if err != nil {
			return err
		}
		if len(own) >= maxScenarios {
			return RefuseScenariosFull
		}
		if out.File, err = written(found); err != nil {
			return err
		}
		return tx.AddScenario(ctx, out)
	})
	return out, told(what, err)
}

func written(s scenario.Scenario) (string, error) {
	file, err := scenario.Write(s)
	if err != nil {
		return "", fmt.Errorf("write scenario: %w", err)
	}
	return string(file), nil
}

// made reads what becomes a scenario.
func (s *Service) made(ctx context.Context, tx Records, c Community, in Kept) (scenario.Scenario, error) {
	if in.File != "" {
		return scenario.Read([]byte(in.File))
	}
	title, err := line("title", in.Title, maxTitle, true)
	if err != nil {
		return scenario.Scenario{}, err
	}
	if len(in.Phases) == 0 {
		return scenario.Scenario{}, RefuseEmpty.in("phases")
	}
	phases, from, err := runOfShow(in.Phases, in.Origin)
	if err != nil {
		return scenario.Scenario{}, err
	}
	about := scenario.Gathering{ID: scenario.Slug(title), Title: title, Purpose: in.Purpose, Lang: scenario.Lang(in.Lang), People: in.People}
	if from != nil {
		about.Parts = from.Parts
		base, err := s.choosable(ctx, tx, c, from.Scenario)
		if err == nil {
			about.Base = &base.Scenario
		} else if !errors.Is(err, ErrNotFound) { // it may have been deleted since
			return scenario.Scenario{}, err
		}
	}
	return scenario.Gather(phasesOf(phases), about)
}

// ScenarioChange is what one changes of a community's scenario; nil leaves as is.
type ScenarioChange struct {
	Title, Purpose *string
	Lang           Lang // of both
	Shared         *bool
	Plan           *Kept // its run of show, whole
}

// ChangeScenario renames a community's scenario, shares it, or replaces its run of show.
func (s *Service) ChangeScenario(ctx context.Context, actor Actor, id CommunityID, which ScenarioID, in ScenarioChange) error {
	err := s.store.Write(ctx, func(tx Records) error {
		c, kept, one, err := s.own(ctx, tx, actor, id, which)
		if err != nil {
			return err
		}
		if in.Shared != nil {
			if err := s.share(ctx, tx, actor, c, *in.Shared); err != nil {
				return err
			}
			kept.Shared = *in.Shared
		}
		if in.Plan != nil {
			if one, err = s.made(ctx, tx, c, *in.Plan); err != nil {
				return err
			}
		}
		if in.Title != nil || in.Purpose != nil {
			if one, err = entitled(one, in); err != nil {
				return err
			}
		}
		if kept.File, err = written(one); err != nil {
			return err
		}
		kept.UpdatedAt = s.clock.Now()
		return tx.SaveScenario(ctx, kept)
	})
	return told("change scenario", err)
}

// own finds a scenario of the community's own, to be written to.
func (s *Service) own(ctx context.Context, tx Records, actor Actor, id CommunityID, which ScenarioID) (Community, Scenario, scenario.Scenario, error) {
	c, _, err := s.community(ctx, tx, actor, id, WriteScenarios)
	if err != nil {
		return c, Scenario{}, scenario.Scenario{}, err
	}
	kept, err := tx.FindScenario(ctx, which)
	if err == nil && kept.Community != id {
		err = ErrNotFound
	}
	if err != nil {
		return c, kept, scenario.Scenario{}, err
	}
	one, err := scenario.Read([]byte(kept.File))
	if err != nil {
		err = fmt.Errorf("scenario %s: %w", kept.ID, err)
	}
	return c, kept, one, err
}

func (s *Service) share(ctx context.Context, tx Records, actor Actor, c Community, on bool) error {
	st, err := standing(ctx, tx, actor, c.ID)
	if err != nil {
		return err
	}
	if err := s.allow(actor, ShareScenarios, SeeScenarios, st); err != nil {
		return err
	}
	if on && c.Network == "" {
		return RefuseNoNetwork
	}
	return nil
}

// entitled gives a scenario other words, in one language: the other one stays with what it said
// as long as these words are not changed.
func entitled(s scenario.Scenario, in ScenarioChange) (scenario.Scenario, error) {
	lang := scenario.Lang(in.Lang)
	say := func(was scenario.Text, now *string) scenario.Text {
		switch {
		case now == nil || *now == was.In(lang):
			return was
		case lang == scenario.English:
			return scenario.Text{EN: *now}
		default:
			return scenario.Text{FR: *now}
		}
	}
	e := scenario.Entitle{ID: s.ID, Title: say(s.Title, in.Title), Purpose: say(s.Purpose, in.Purpose)}
	if in.Title != nil {
		e.ID = scenario.Slug(*in.Title)
	}
	return scenario.Apply(s, e)
}

// CopyScenario makes any scenario that may be chosen the community's own, under another title.
func (s *Service) CopyScenario(ctx context.Context, actor Actor, id CommunityID, which, title string, lang Lang) (Scenario, error) {
	return s.addScenario(ctx, actor, id, "copy scenario", func(tx Records, c Community) (scenario.Scenario, error) {
		one, err := s.choosable(ctx, tx, c, which)
		if err != nil {
			return scenario.Scenario{}, err
		}
		return entitled(one.Scenario, ScenarioChange{Title: &title, Lang: lang})
	})
}

// RemoveScenario deletes a community's scenario and gives it as it was: keeping its file again
// undoes it. Meetings that were planned from it keep their run of show.
func (s *Service) RemoveScenario(ctx context.Context, actor Actor, id CommunityID, which ScenarioID) (Scenario, error) {
	var out Scenario
	err := s.store.Write(ctx, func(tx Records) error {
		_, kept, _, err := s.own(ctx, tx, actor, id, which)
		if err != nil {
			return err
		}
		out = kept
		return tx.RemoveScenario(ctx, which)
	})
	return out, told("remove scenario", err)
}

// ScenarioFile is a scenario as its file.
func (s *Service) ScenarioFile(ctx context.Context, actor Actor, id CommunityID, which string) (Offered, []byte, error) {
	one, err := s.Scenario(ctx, actor, id, which)
	if err != nil {
		return one, nil, err
	}
	file, err := scenario.Write(one.Scenario)
	if err != nil {
		return one, nil, fmt.Errorf("scenario %s: %w", which, err)
	}
	return one, file, nil
}
