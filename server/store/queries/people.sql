-- name: AddPerson :execrows
INSERT INTO people (id, email, name, lang, admin, created_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING;

-- name: FindPerson :one
SELECT * FROM people WHERE id = $1;

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
INSERT INTO guests (id, name, email, meeting, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING;

-- name: FindGuest :one
SELECT * FROM guests WHERE id = $1;

-- name: SaveGuestName :execrows
UPDATE guests SET name = $2 WHERE id = $1;

-- name: ListGuests :many
SELECT * FROM guests WHERE meeting = $1 ORDER BY created_at, id;

-- name: FindName :many
SELECT p.name FROM people p WHERE p.id = $1
UNION ALL
SELECT g.name FROM guests g WHERE g.id = $1;
