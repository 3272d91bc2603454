-- Where a member works and what she does there, by which groups may be made, beside her organization.

-- +goose Up
ALTER TABLE memberships ADD COLUMN region TEXT NOT NULL DEFAULT '';
ALTER TABLE memberships ADD COLUMN function TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE memberships DROP COLUMN function;
ALTER TABLE memberships DROP COLUMN region;
