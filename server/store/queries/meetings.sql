-- name: AddMeeting :execrows
INSERT INTO meetings (id, community, title, kind, starts_at, zone, minutes, intention, mode, phases,
                      status, opened_at, closed_at, cancelled_at, created_by, created_at, version, origin)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT DO NOTHING;

-- name: FindMeeting :one
SELECT * FROM meetings WHERE id = $1;

-- name: FindMeetings :many
SELECT * FROM meetings WHERE id IN (SELECT key FROM json_each(sqlc.arg(ids)));

-- name: SaveMeeting :execrows
UPDATE meetings SET title = $2, kind = $3, starts_at = $4, zone = $5, minutes = $6, intention = $7,
                    mode = $8, phases = $9, cancelled_at = $10, version = $11, origin = $12
WHERE id = $1 AND status = 'planned' AND cancelled_at = 0;

-- name: MarkOpened :execrows
UPDATE meetings SET status = 'open', opened_at = $2 WHERE id = $1 AND status = 'planned';

-- name: MarkClosed :execrows
UPDATE meetings SET status = 'closed', closed_at = $2 WHERE id = $1 AND status <> 'closed';

-- name: ListMeetings :many
SELECT * FROM meetings WHERE community = $1 AND cancelled_at = 0 ORDER BY starts_at DESC, id DESC;

-- An open meeting is upcoming however late it runs.
-- name: ListUpcoming :many
SELECT g.* FROM meetings g
JOIN memberships m ON m.community = g.community
WHERE m.member = $1 AND g.cancelled_at = 0
  AND (g.status = 'open' OR g.status = 'planned' AND g.starts_at + g.minutes * 60000 > $2)
ORDER BY g.starts_at, g.id;

-- name: ListOpen :many
SELECT * FROM meetings WHERE status = 'open' AND cancelled_at = 0 ORDER BY starts_at, id;

-- name: AddBoard :execrows
INSERT INTO boards (id, community, title, origin, created_by, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING;

-- name: FindBoard :one
SELECT * FROM boards WHERE id = $1;

-- name: FindBoards :many
SELECT * FROM boards WHERE id IN (SELECT key FROM json_each(sqlc.arg(ids)));

-- name: SaveBoard :execrows
UPDATE boards SET title = $2, updated_at = $3, emptied_at = $4 WHERE id = $1;

-- name: LinkBoard :execrows
INSERT INTO meeting_boards (meeting, board, place)
SELECT CAST(sqlc.arg(meeting) AS text), CAST(sqlc.arg(board) AS text), coalesce(max(b.place), 0) + 1
FROM meeting_boards b WHERE b.meeting = sqlc.arg(meeting)
ON CONFLICT DO NOTHING;

-- name: ListBoardsOfMeeting :many
SELECT b.* FROM boards b
JOIN meeting_boards l ON l.board = b.id
WHERE l.meeting = $1
ORDER BY l.place, b.id;

-- name: ListBoards :many
SELECT * FROM boards WHERE community = $1 ORDER BY updated_at DESC, id DESC;

-- name: ListMeetingsOfBoard :many
SELECT g.id FROM meeting_boards l
JOIN meetings g ON g.id = l.meeting
WHERE l.board = $1 AND g.cancelled_at = 0
ORDER BY g.starts_at DESC, g.id DESC;
