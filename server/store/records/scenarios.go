package records

import (
	"context"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store/db"
)

func scenarioOf(r db.Scenario) community.Scenario {
	return community.Scenario{
		ID: community.ScenarioID(r.ID), Community: community.CommunityID(r.Community), File: r.File, Shared: r.Shared,
		CreatedBy: community.MemberID(r.CreatedBy), CreatedAt: rooms.Millis(r.CreatedAt), UpdatedAt: rooms.Millis(r.UpdatedAt),
	}
}

func (k kept) AddScenario(ctx context.Context, s community.Scenario) error {
	return k.added(k.write.AddScenario(ctx, db.AddScenarioParams{
		ID: string(s.ID), Community: string(s.Community), File: s.File, Shared: s.Shared,
		CreatedBy: string(s.CreatedBy), CreatedAt: millis(s.CreatedAt), UpdatedAt: millis(s.UpdatedAt),
	}))
}

func (k kept) FindScenario(ctx context.Context, id community.ScenarioID) (community.Scenario, error) {
	row, err := k.read.FindScenario(ctx, string(id))
	return one(k, row, err, sure(scenarioOf))
}

func (k kept) SaveScenario(ctx context.Context, s community.Scenario) error {
	return k.saved(k.write.SaveScenario(ctx, db.SaveScenarioParams{
		ID: string(s.ID), File: s.File, Shared: s.Shared, UpdatedAt: millis(s.UpdatedAt),
	}))
}

func (k kept) RemoveScenario(ctx context.Context, id community.ScenarioID) error {
	return k.saved(k.write.RemoveScenario(ctx, string(id)))
}

func (k kept) ListScenarios(ctx context.Context, c community.CommunityID) ([]community.Scenario, error) {
	rows, err := k.read.ListScenarios(ctx, string(c))
	return each(k, rows, err, sure(scenarioOf))
}

func (k kept) ListSharedScenarios(ctx context.Context, n community.NetworkID, c community.CommunityID) ([]community.Scenario, error) {
	rows, err := k.read.ListSharedScenarios(ctx, db.ListSharedScenariosParams{Network: string(n), Community: string(c)})
	return each(k, rows, err, sure(scenarioOf))
}
