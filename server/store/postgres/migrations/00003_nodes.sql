-- Several nodes on one database: who they are, and what every one of them is to know.
-- SQLite, which serves one Palabre, has no such tables.

-- +goose Up
CREATE TABLE nodes (
    id       TEXT PRIMARY KEY, -- made anew at each start
    link     TEXT NOT NULL,    -- host:port
    version  TEXT NOT NULL,
    draining BOOLEAN NOT NULL,
    seen_at  BIGINT NOT NULL   -- by this database's clock, as tidings' at
) WITH (fillfactor = 50); -- each is written twice a second: room for HOT updates

CREATE TABLE tidings (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin TEXT NOT NULL,
    kind   TEXT NOT NULL,
    args   TEXT NOT NULL,
    at     BIGINT NOT NULL
);
CREATE INDEX tidings_at ON tidings (at);

-- +goose Down
DROP TABLE tidings;
DROP TABLE nodes;
