-- name: AddNotice :execrows
INSERT INTO notices (meeting, version, member, invitation, created_at, due_at, tries, done_at, sent, starts_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT DO NOTHING;

-- name: SaveNotice :execrows
UPDATE notices SET due_at = $5, tries = $6, done_at = $7, sent = $8
WHERE meeting = $1 AND version = $2 AND member = $3 AND invitation = $4 AND done_at = 0;

-- One atomic change decides who sends: the second finds due_at moved.
-- name: TakeNotice :execrows
UPDATE notices SET due_at = sqlc.arg(until)
WHERE meeting = sqlc.arg(meeting) AND version = sqlc.arg(version) AND member = sqlc.arg(member) AND invitation = sqlc.arg(invitation)
  AND done_at = 0 AND due_at = sqlc.arg(was);

-- name: ListNoticesDue :many
SELECT * FROM notices WHERE done_at = 0 AND due_at <= $1 ORDER BY due_at, meeting, version, member, invitation LIMIT $2;

-- name: ListNoticesLater :many
SELECT due_at FROM notices WHERE done_at = 0 AND due_at > $1 ORDER BY due_at LIMIT 1;

-- name: ListNoticesTo :many
SELECT * FROM notices WHERE meeting = $1 AND member = $2 AND invitation = $3 ORDER BY version;

-- Invitations to a meeting whose letter left, the latest first.
-- name: ListMailed :many
SELECT * FROM invitations i
WHERE i.meeting = $1 AND i.id IN (SELECT n.invitation FROM notices n WHERE n.meeting = $1 AND n.sent)
ORDER BY i.created_at DESC, i.id DESC;

-- Members whom a letter can reach.
-- name: ListReached :many
SELECT m.member FROM memberships m
JOIN people p ON p.id = m.member
WHERE m.community = $1 AND p.email <> ''
ORDER BY m.since, m.member;
