-- name: AddInvitation :execrows
INSERT INTO invitations (id, token, email, name, community, meeting, role, invited_by, created_at, expires_at, used_at, used_by, lang)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT DO NOTHING;

-- name: FindInvitation :one
SELECT * FROM invitations WHERE token = $1;

-- name: FindInvitationByID :one
SELECT * FROM invitations WHERE id = $1;

-- name: ListInvitations :many
SELECT * FROM invitations WHERE community = $1 AND meeting = $2 AND used_at = 0 ORDER BY created_at, id;

-- name: UseInvitation :one
UPDATE invitations SET used_at = sqlc.arg(now), used_by = sqlc.arg(used_by)
WHERE token = sqlc.arg(token) AND used_at = 0 AND expires_at > sqlc.arg(now)
RETURNING *;

-- name: RemoveInvitation :execrows
DELETE FROM invitations WHERE id = $1;

-- name: AddGuestLink :execrows
INSERT INTO guest_links (id, token, meeting, created_by, created_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING;

-- name: FindGuestLink :one
SELECT * FROM guest_links WHERE token = $1;

-- name: RevokeGuestLinks :execrows
UPDATE guest_links SET revoked_at = $2 WHERE meeting = $1 AND revoked_at = 0;

-- name: AddLoginLink :execrows
INSERT INTO login_links (id, token, email, next, admin, created_at, expires_at, used_at, member) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT DO NOTHING;

-- One atomic change decides who redeems: the second caller finds used_at set.
-- name: RedeemLoginLink :one
UPDATE login_links SET used_at = sqlc.arg(now)
WHERE token = sqlc.arg(token) AND used_at = 0 AND expires_at > sqlc.arg(now)
RETURNING *;

-- Whoever redeems holds all first links first, in one order for everybody: of two who each redeemed their own and then spent
-- the other's, each would wait for the other.
-- name: HoldFirstLinks :execrows
UPDATE login_links SET used_at = 0 WHERE admin AND used_at = 0;

-- name: SpendFirstLinks :execrows
UPDATE login_links SET used_at = $1 WHERE admin AND used_at = 0;

-- name: CountLoginLinks :one
SELECT count(*) FROM login_links WHERE email = $1 AND created_at >= $2;

-- name: AddAuthSession :execrows
INSERT INTO auth_sessions (id, token, member, meeting, created_at, seen_at, expires_at, revoked_at, agent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT DO NOTHING;

-- name: FindAuthSession :one
SELECT * FROM auth_sessions WHERE token = $1;

-- name: FindAuthSessions :many
SELECT * FROM auth_sessions WHERE token IN (SELECT key FROM json_each(sqlc.arg(tokens)));

-- name: TouchAuthSession :execrows
UPDATE auth_sessions SET seen_at = $2, expires_at = $3 WHERE id = $1 AND revoked_at = 0;

-- name: RevokeAuthSession :execrows
UPDATE auth_sessions SET revoked_at = $2 WHERE id = $1 AND revoked_at = 0;

-- name: RevokeAuthSessionsOf :execrows
UPDATE auth_sessions SET revoked_at = $2 WHERE member = $1 AND revoked_at = 0;

-- name: ListAuthSessions :many
SELECT * FROM auth_sessions WHERE member = $1 AND revoked_at = 0 AND expires_at > $2 ORDER BY seen_at DESC, id;

-- name: SweepLoginLinks :execrows
DELETE FROM login_links WHERE expires_at < $1;

-- name: ListEndedAuthSessions :many
SELECT id FROM auth_sessions WHERE expires_at < sqlc.arg(before) OR revoked_at > 0 AND revoked_at < sqlc.arg(before);

-- What has ended does not begin again: the row that was listed may go without a second look.
-- name: ForgetAuthSession :execrows
DELETE FROM auth_sessions WHERE id = $1;

-- name: ListInvitationsTo :many
SELECT * FROM invitations WHERE email = $1 AND community <> '' AND used_at = 0 AND expires_at > $2 ORDER BY created_at, id;
