-- The log of every room, as in SQLite's migration of the same number.

-- +goose Up
CREATE TABLE rooms (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room        TEXT NOT NULL UNIQUE,
    owner       TEXT NOT NULL,
    term        BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    head        BIGINT NOT NULL,
    log_id      TEXT NOT NULL,
    touched_at  BIGINT NOT NULL
) WITH (fillfactor = 70); -- every commit updates its rooms' rows: room for HOT updates

CREATE TABLE seg (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room     BIGINT NOT NULL,
    seq_from BIGINT NOT NULL,
    seq      BIGINT NOT NULL,
    term     BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    data     BYTEA NOT NULL,
    UNIQUE (room, seq)
);

CREATE TABLE snap (
    room   TEXT PRIMARY KEY,
    seq    BIGINT NOT NULL,
    log_id TEXT NOT NULL,
    code   BIGINT NOT NULL,
    data   BYTEA NOT NULL
);

-- +goose Down
DROP TABLE snap;
DROP TABLE seg;
DROP TABLE rooms;
