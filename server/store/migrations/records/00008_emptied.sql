-- When a board was emptied for good, with the close of a phase that leaves no traces: it is not offered any more.

-- +goose Up
ALTER TABLE boards ADD COLUMN emptied_at BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE boards DROP COLUMN emptied_at;
