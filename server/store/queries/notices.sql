-- name: AddNotice :execrows
INSERT INTO notices (meeting, version, member, created_at, due_at, tries, done_at, sent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING;

-- name: SaveNotice :execrows
UPDATE notices SET due_at = $4, tries = $5, done_at = $6, sent = $7
WHERE meeting = $1 AND version = $2 AND member = $3 AND done_at = 0;

-- name: ListNoticesDue :many
SELECT * FROM notices WHERE done_at = 0 AND due_at <= $1 ORDER BY due_at, meeting, version, member LIMIT $2;

-- name: ListNoticesLater :many
SELECT due_at FROM notices WHERE done_at = 0 AND due_at > $1 ORDER BY due_at LIMIT 1;

-- name: ListNoticesTo :many
SELECT * FROM notices WHERE meeting = $1 AND member = $2 ORDER BY version;

-- Members whom a letter can reach.
-- name: ListReached :many
SELECT m.member FROM memberships m
JOIN people p ON p.id = m.member
WHERE m.community = $1 AND p.email <> ''
ORDER BY m.since, m.member;
