-- Scenarios that communities keep, and the one that a meeting's run of show came from.

-- +goose Up
CREATE TABLE scenarios (
    id         TEXT PRIMARY KEY,
    community  TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    file       TEXT NOT NULL, -- YAML, as scenarios are written
    shared     BOOLEAN NOT NULL, -- with the communities of the same network
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX scenarios_community ON scenarios (community, created_at);
CREATE INDEX scenarios_shared ON scenarios (community) WHERE shared;

ALTER TABLE meetings ADD COLUMN origin TEXT NOT NULL DEFAULT ''; -- JSON object, '' for none

-- +goose Down
ALTER TABLE meetings DROP COLUMN origin;
DROP TABLE scenarios;
