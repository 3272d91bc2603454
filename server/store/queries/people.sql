-- name: AddPerson :execrows
INSERT INTO people (id, email, name, lang, admin, created_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING;

-- name: FindPerson :one
SELECT * FROM people WHERE id = $1;

-- FindPeople and its like find many rows by one query: the keys are those of a JSON object, which both engines read alike.
-- name: FindPeople :many
SELECT * FROM people WHERE id IN (SELECT key FROM json_each(sqlc.arg(ids)));

-- name: FindPersonByEmail :one
SELECT * FROM people WHERE email = $1 AND email <> '';

-- SavePerson changes no row when the e-mail is another's.
-- name: SavePerson :execrows
UPDATE people SET email = $2, name = $3, lang = $4, admin = $5
WHERE people.id = $1
  AND NOT EXISTS (SELECT 1 FROM people o WHERE o.email = $2 AND o.email <> '' AND o.id <> $1);

-- name: CountAdmins :one
SELECT count(*) FROM people WHERE admin AND email <> '';

-- name: FindLostAdmin :one
SELECT * FROM people WHERE admin AND email = '' ORDER BY created_at, id LIMIT 1;

-- name: AddGuest :execrows
INSERT INTO guests (id, name, email, meeting, created_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING;

-- name: FindGuest :one
SELECT * FROM guests WHERE id = $1;

-- name: FindGuests :many
SELECT * FROM guests WHERE id IN (SELECT key FROM json_each(sqlc.arg(ids)));

-- name: SaveGuestName :execrows
UPDATE guests SET name = $2 WHERE id = $1;

-- name: ListGuests :many
SELECT * FROM guests WHERE meeting = $1 ORDER BY created_at, id;

-- name: RevokeGuest :execrows
UPDATE guests SET revoked_at = $3 WHERE id = $1 AND meeting = $2 AND revoked_at = 0;

-- name: AddVisit :execrows
INSERT INTO visits (meeting, member, created_at, revoked_at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING;

-- name: FindVisit :one
SELECT * FROM visits WHERE meeting = $1 AND member = $2;

-- name: RevokeVisit :execrows
UPDATE visits SET revoked_at = $3 WHERE meeting = $1 AND member = $2 AND revoked_at = 0;

-- name: ListVisitors :many
SELECT p.id, p.name, v.created_at, v.revoked_at FROM visits v
JOIN people p ON p.id = v.member
WHERE v.meeting = $1
ORDER BY v.created_at, p.id;

-- The open meetings that a person visits.
-- name: ListVisited :many
SELECT g.id FROM visits v
JOIN meetings g ON g.id = v.meeting
WHERE v.member = $1 AND v.revoked_at = 0 AND g.status = 'open' AND g.cancelled_at = 0
ORDER BY g.id;
