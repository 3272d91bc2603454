-- name: AddScenario :execrows
INSERT INTO scenarios (id, community, file, shared, created_by, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING;

-- name: FindScenario :one
SELECT * FROM scenarios WHERE id = $1;

-- name: SaveScenario :execrows
UPDATE scenarios SET file = $2, shared = $3, updated_at = $4 WHERE id = $1;

-- name: RemoveScenario :execrows
DELETE FROM scenarios WHERE id = $1;

-- name: ListScenarios :many
SELECT * FROM scenarios WHERE community = $1 ORDER BY created_at, id;

-- What the other communities of a network share; a community without a network is shared nothing.
-- name: ListSharedScenarios :many
SELECT s.* FROM scenarios s
JOIN communities c ON c.id = s.community
WHERE s.shared AND c.network = $1 AND c.network <> '' AND s.community <> $2
ORDER BY s.created_at, s.id;
