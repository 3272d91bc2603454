package scenario

// Reseat gives every round the time of so many people (SC-6), 0 for those that it has, then fits the whole to the minutes
// wanted, 0 for what it takes.
func Reseat(phases []Phase, people, total int) Plan {
	out := make([]Phase, len(phases))
	copy(out, phases)
	if people > 0 {
		for i := range out {
			if p := &out[i]; p.Rule.Kind == WithStick && p.Seats == 0 { // made by hand: its minutes are as somebody chose them
				p.Seats = seats(min(people, MaxPeople), *p)
				p.Minutes = max(p.Minutes, p.Rule.need(p.Seats))
				p.Least = min(max(p.Least, p.Rule.quickest(p.Seats)), p.Minutes)
				continue
			}
			out[i] = seat(out[i], min(people, MaxPeople))
		}
	}
	plan := Plan{Phases: out}
	if total > 0 {
		plan.Phases, plan.Off = fit(out, total)
	}
	plan.Changes = compare(phases, plan.Phases)
	return plan
}
