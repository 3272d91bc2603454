-- Words can be taken out of the log, as in SQLite's migration of the same number.

-- +goose Up
ALTER TABLE rooms ADD COLUMN bare_at BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE rooms DROP COLUMN bare_at;
