-- Letters that members are owed about a meeting, and people with an account who
-- visit a meeting of a community that is not theirs.

-- +goose Up
-- How often the meeting's hour was changed: the SEQUENCE of its calendar entry.
ALTER TABLE meetings ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE guests ADD COLUMN revoked_at BIGINT NOT NULL DEFAULT 0;

CREATE TABLE visits (
    meeting    TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    member     TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL,
    PRIMARY KEY (meeting, member)
);
CREATE INDEX visits_member ON visits (member);

CREATE TABLE notices (
    meeting    TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    version    BIGINT NOT NULL, -- the meeting's when the letter came to be owed
    member     TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    due_at     BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    done_at    BIGINT NOT NULL,
    sent       BOOLEAN NOT NULL, -- false when done: the letter had become pointless
    PRIMARY KEY (meeting, version, member)
);
CREATE INDEX notices_due ON notices (due_at) WHERE done_at = 0;

-- +goose Down
DROP TABLE notices;
DROP TABLE visits;
ALTER TABLE guests DROP COLUMN revoked_at;
ALTER TABLE meetings DROP COLUMN version;
