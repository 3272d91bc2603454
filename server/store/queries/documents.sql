-- name: AddDocument :execrows
INSERT INTO documents (id, meeting, community, kind, status, title, room, log_id, seq, made_at, html, pdf, markdown, tree)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT DO NOTHING;

-- name: FindDocument :one
SELECT * FROM documents WHERE id = $1;

-- name: FindDocumentOf :one
SELECT * FROM documents WHERE meeting = $1 AND kind = $2;

-- name: ReplaceDocument :execrows
UPDATE documents SET status = $2, title = $3, room = $4, log_id = $5, seq = $6, made_at = $7,
                     html = $8, pdf = $9, markdown = $10, tree = $11
WHERE id = $1;

-- Lists leave the tree out: it is the bulk of a document.
-- name: ListDocuments :many
SELECT id, meeting, community, kind, status, title, room, log_id, seq, made_at, html, pdf, markdown
FROM documents WHERE community = $1 ORDER BY made_at DESC, id DESC;

-- name: ListDocumentsOfMeeting :many
SELECT id, meeting, community, kind, status, title, room, log_id, seq, made_at, html, pdf, markdown
FROM documents WHERE meeting = $1 ORDER BY made_at DESC, id DESC;

-- name: ListDrafts :many
SELECT d.id, d.meeting, d.community, d.kind, d.status, d.title, d.room, d.log_id, d.seq, d.made_at, d.html, d.pdf, d.markdown
FROM documents d
JOIN memberships m ON m.community = d.community
WHERE m.member = $1 AND m.role = 'facilitator' AND d.status = 'draft'
ORDER BY d.made_at DESC, d.id DESC;

-- name: FindCursor :one
SELECT seq FROM cursors WHERE name = $1 AND room = $2;

-- name: StartCursor :execrows
INSERT INTO cursors (name, room, seq) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING;

-- name: AdvanceCursor :execrows
UPDATE cursors SET seq = sqlc.arg(upto) WHERE name = sqlc.arg(name) AND room = sqlc.arg(room) AND seq = sqlc.arg(was);

-- name: ListCursors :many
SELECT room, seq FROM cursors WHERE name = $1 ORDER BY room;
