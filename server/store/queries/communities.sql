-- Adding never fails on a taken key: it changes no row, and the caller sees that.
-- (In PostgreSQL a failed statement would end the whole transaction.)

-- name: AddNetwork :execrows
INSERT INTO networks (id, name, name_key, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING;

-- name: FindNetwork :one
SELECT * FROM networks WHERE name_key = $1;

-- name: FindNetworkByID :one
SELECT * FROM networks WHERE id = $1;

-- name: ListNetworks :many
SELECT * FROM networks ORDER BY name_key;

-- name: AddCommunity :execrows
INSERT INTO communities (id, kind, name, intention, network, region, charter, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT DO NOTHING;

-- name: FindCommunity :one
SELECT * FROM communities WHERE id = $1;

-- name: SaveCommunity :execrows
UPDATE communities SET kind = $2, name = $3, intention = $4, network = $5, region = $6, charter = $7
WHERE id = $1;

-- name: ListCommunitiesOf :many
SELECT sqlc.embed(c), m.role, CAST(coalesce(n.name, '') AS text) AS network_name
FROM memberships m
JOIN communities c ON c.id = m.community
LEFT JOIN networks n ON n.id = c.network
WHERE m.member = $1
ORDER BY c.id;

-- name: AddMembership :execrows
INSERT INTO memberships (community, member, role, organization, region, function, since) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING;

-- name: FindMembership :one
SELECT * FROM memberships WHERE community = $1 AND member = $2;

-- name: FindMemberships :many
SELECT * FROM memberships WHERE member IN (SELECT key FROM json_each(sqlc.arg(members)));

-- name: SaveMembership :execrows
UPDATE memberships SET role = $3, organization = $4, region = $5, function = $6 WHERE community = $1 AND member = $2;

-- name: RemoveMembership :execrows
DELETE FROM memberships WHERE community = $1 AND member = $2;

-- name: ListMembers :many
SELECT sqlc.embed(m), p.name
FROM memberships m
JOIN people p ON p.id = m.member
WHERE m.community = $1
ORDER BY p.id;
