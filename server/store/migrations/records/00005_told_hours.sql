-- A letter that moves a meeting says which hour it had: each notice keeps the one of its version.

-- +goose Up
ALTER TABLE notices ADD COLUMN starts_at BIGINT NOT NULL DEFAULT 0; -- 0: of before, not known any more
UPDATE notices SET starts_at = (SELECT m.starts_at FROM meetings m WHERE m.id = notices.meeting)
WHERE version = (SELECT m.version FROM meetings m WHERE m.id = notices.meeting);

-- +goose Down
ALTER TABLE notices DROP COLUMN starts_at;
