-- Words can be taken out of the log. A snapshot from before the place where that was
-- recorded is not saved any more: one may be on its way while the words go.

-- +goose Up
ALTER TABLE rooms ADD COLUMN bare_at INTEGER NOT NULL DEFAULT 0;
DELETE FROM snap; -- a cache; from now on their data follow blanks (see redact.go)

-- +goose Down
ALTER TABLE rooms DROP COLUMN bare_at;
