-- What lasts around the live rooms, in the subset of SQL that PostgreSQL and
-- SQLite both speak: ids are TEXT, times BIGINT Unix milliseconds (0: not yet,
-- never), JSON is TEXT, no arrays.

-- +goose Up
CREATE TABLE networks (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL UNIQUE, -- lower case, to find it whatever its case
    created_at BIGINT NOT NULL
);

CREATE TABLE communities (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    intention  TEXT NOT NULL,
    network    TEXT NOT NULL, -- '' for none
    region     TEXT NOT NULL,
    charter    TEXT NOT NULL, -- JSON array of sentences
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE people (
    id         TEXT PRIMARY KEY,
    email      TEXT NOT NULL, -- '' only before an administrator gave hers
    name       TEXT NOT NULL,
    lang       TEXT NOT NULL,
    admin      BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_email ON people (email) WHERE email <> '';

CREATE TABLE memberships (
    community    TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    member       TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    role         TEXT NOT NULL,
    organization TEXT NOT NULL,
    since        BIGINT NOT NULL,
    PRIMARY KEY (community, member)
);
CREATE INDEX memberships_member ON memberships (member);

CREATE TABLE meetings (
    id           TEXT PRIMARY KEY,
    community    TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    title        TEXT NOT NULL,
    kind         TEXT NOT NULL,
    starts_at    BIGINT NOT NULL,
    zone         TEXT NOT NULL,
    minutes      BIGINT NOT NULL,
    intention    TEXT NOT NULL,
    mode         TEXT NOT NULL,
    phases       TEXT NOT NULL, -- JSON array
    status       TEXT NOT NULL,
    opened_at    BIGINT NOT NULL,
    closed_at    BIGINT NOT NULL,
    cancelled_at BIGINT NOT NULL,
    created_by   TEXT NOT NULL,
    created_at   BIGINT NOT NULL
);
CREATE INDEX meetings_community ON meetings (community, starts_at);

CREATE TABLE guests (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    meeting    TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE INDEX guests_meeting ON guests (meeting);

CREATE TABLE boards (
    id         TEXT PRIMARY KEY,
    community  TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    title      TEXT NOT NULL,
    origin     TEXT NOT NULL, -- the meeting that made it, '' for none
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX boards_community ON boards (community, updated_at);

CREATE TABLE meeting_boards (
    meeting TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    board   TEXT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    place   BIGINT NOT NULL,
    PRIMARY KEY (meeting, board)
);
CREATE INDEX meeting_boards_board ON meeting_boards (board);

CREATE TABLE documents (
    id        TEXT PRIMARY KEY,
    meeting   TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    status    TEXT NOT NULL,
    title     TEXT NOT NULL,
    room      TEXT NOT NULL,
    log_id    TEXT NOT NULL,
    seq       BIGINT NOT NULL,
    made_at   BIGINT NOT NULL,
    html      TEXT NOT NULL, -- names of blobs
    pdf       TEXT NOT NULL,
    markdown  TEXT NOT NULL,
    tree      TEXT NOT NULL, -- JSON
    UNIQUE (meeting, kind)   -- a close that is told twice leaves one draft
);
CREATE INDEX documents_community ON documents (community, made_at);

CREATE TABLE invitations (
    id         TEXT PRIMARY KEY,
    token      TEXT NOT NULL UNIQUE, -- SHA-256 of the secret, as in every table of links
    email      TEXT NOT NULL,
    name       TEXT NOT NULL,
    community  TEXT NOT NULL, -- exactly one of community and meeting is set
    meeting    TEXT NOT NULL,
    role       TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL,
    used_by    TEXT NOT NULL
);
CREATE INDEX invitations_subject ON invitations (community, meeting);
CREATE INDEX invitations_email ON invitations (email);

CREATE TABLE guest_links (
    id         TEXT PRIMARY KEY,
    token      TEXT NOT NULL UNIQUE,
    meeting    TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL
);
CREATE INDEX guest_links_meeting ON guest_links (meeting);

CREATE TABLE login_links (
    id         TEXT PRIMARY KEY,
    token      TEXT NOT NULL UNIQUE,
    email      TEXT NOT NULL,
    next       TEXT NOT NULL,
    admin      BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL
);
CREATE INDEX login_links_email ON login_links (email, created_at);

CREATE TABLE auth_sessions (
    id         TEXT PRIMARY KEY,
    token      TEXT NOT NULL UNIQUE,
    member     TEXT NOT NULL,
    meeting    TEXT NOT NULL, -- '' for a person, a guest's meeting otherwise
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL,
    agent      TEXT NOT NULL
);
CREATE INDEX auth_sessions_member ON auth_sessions (member);

CREATE TABLE cursors (
    name TEXT NOT NULL,
    room TEXT NOT NULL,
    seq  BIGINT NOT NULL,
    PRIMARY KEY (name, room)
);

-- +goose Down
DROP TABLE cursors;
DROP TABLE auth_sessions;
DROP TABLE login_links;
DROP TABLE guest_links;
DROP TABLE invitations;
DROP TABLE documents;
DROP TABLE meeting_boards;
DROP TABLE boards;
DROP TABLE guests;
DROP TABLE meetings;
DROP TABLE memberships;
DROP TABLE people;
DROP TABLE communities;
DROP TABLE networks;
