-- A login link may prove the new address of somebody who is signed in.

-- +goose Up
ALTER TABLE login_links ADD COLUMN member TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE login_links DROP COLUMN member;
