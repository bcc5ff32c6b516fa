-- What a post needs at least: who may, where, what was said, and that it happened.
CREATE TABLE seat (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    network_id bigint NOT NULL,
    person_id bigint NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX one_active_seat ON seat (network_id, person_id) WHERE ended_at IS NULL;
CREATE TABLE room (id bigint PRIMARY KEY, network_id bigint NOT NULL, last_number bigint NOT NULL DEFAULT 0);
CREATE TABLE message (
    id uuid PRIMARY KEY,
    room_id bigint NOT NULL REFERENCES room,
    number bigint NOT NULL,
    author_id bigint NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (room_id, number)
);
CREATE TABLE entry (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    stream text NOT NULL,
    seq bigint NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL,
    payload jsonb NOT NULL,
    UNIQUE (stream, seq)
);
INSERT INTO room (id, network_id) SELECT n, n FROM generate_series(1, 50) n;
INSERT INTO seat (network_id, person_id) SELECT n, p FROM generate_series(1, 50) n, generate_series(1, 8) p;
ANALYZE;
