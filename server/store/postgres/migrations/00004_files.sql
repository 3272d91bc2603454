-- Where a node keeps files: nodes on one database keep them in one place, or those of one are not there for the others.

-- +goose Up
ALTER TABLE nodes ADD COLUMN files TEXT NOT NULL DEFAULT ''; -- '': a version that does not say

-- +goose Down
ALTER TABLE nodes DROP COLUMN files;
