-- The log of every room. Segments are found by (room, seq) with room a small
-- number, so that the one index beside the table stays small; the table itself
-- grows at its end alone.

-- +goose Up
CREATE TABLE rooms (
    id          INTEGER PRIMARY KEY,
    room        TEXT NOT NULL UNIQUE,
    owner       TEXT NOT NULL,    -- '' for none
    term        INTEGER NOT NULL, -- the fence: rises with each claim
    lease_until INTEGER NOT NULL,
    head        INTEGER NOT NULL, -- the last sequence committed
    log_id      TEXT NOT NULL,
    touched_at  INTEGER NOT NULL  -- of the last segment
);

CREATE TABLE seg (
    id       INTEGER PRIMARY KEY,
    room     INTEGER NOT NULL,
    seq_from INTEGER NOT NULL,
    seq      INTEGER NOT NULL, -- the segment's last
    term     INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    data     BLOB NOT NULL,
    UNIQUE (room, seq)
);

CREATE TABLE snap (
    room   TEXT PRIMARY KEY,
    seq    INTEGER NOT NULL,
    log_id TEXT NOT NULL,
    code   INTEGER NOT NULL,
    data   BLOB NOT NULL
);

-- +goose Down
DROP TABLE snap;
DROP TABLE seg;
DROP TABLE rooms;
