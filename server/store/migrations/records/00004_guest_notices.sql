-- Guests invited by e-mail are owed letters too: a notice is for a member, or for an
-- invitation. Its first one is the invitation's own letter.

-- +goose Up
ALTER TABLE invitations ADD COLUMN lang TEXT NOT NULL DEFAULT 'fr'; -- of its letters

ALTER TABLE notices RENAME TO notices_before;
DROP INDEX notices_due;
CREATE TABLE notices (
    meeting    TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    version    BIGINT NOT NULL, -- the meeting's when the letter came to be owed
    member     TEXT NOT NULL, -- exactly one of member and invitation is set
    invitation TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at     BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    done_at    BIGINT NOT NULL,
    sent       BOOLEAN NOT NULL, -- false when done: the letter had become pointless
    PRIMARY KEY (meeting, version, member, invitation)
);
INSERT INTO notices (meeting, version, member, invitation, created_at, due_at, tries, done_at, sent)
SELECT meeting, version, member, '', created_at, due_at, tries, done_at, sent FROM notices_before;
DROP TABLE notices_before;
CREATE INDEX notices_due ON notices (due_at) WHERE done_at = 0;
CREATE INDEX notices_invitation ON notices (invitation);

-- Invitations made before are taken to have left.
INSERT INTO notices (meeting, version, member, invitation, created_at, due_at, tries, done_at, sent)
SELECT i.meeting, m.version, '', i.id, i.created_at, i.created_at, 0, i.created_at, TRUE
FROM invitations i JOIN meetings m ON m.id = i.meeting;

-- +goose Down
DROP INDEX notices_due;
DROP INDEX notices_invitation;
ALTER TABLE notices RENAME TO notices_after;
CREATE TABLE notices (
    meeting    TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    version    BIGINT NOT NULL,
    member     TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    due_at     BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    done_at    BIGINT NOT NULL,
    sent       BOOLEAN NOT NULL,
    PRIMARY KEY (meeting, version, member)
);
INSERT INTO notices (meeting, version, member, created_at, due_at, tries, done_at, sent)
SELECT n.meeting, n.version, n.member, n.created_at, n.due_at, n.tries, n.done_at, n.sent
FROM notices_after n JOIN people p ON p.id = n.member;
DROP TABLE notices_after;
CREATE INDEX notices_due ON notices (due_at) WHERE done_at = 0;
ALTER TABLE invitations DROP COLUMN lang;
