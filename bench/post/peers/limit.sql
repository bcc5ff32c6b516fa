-- pgbench: the effects of a post as one statement, which nothing that answers "committed" can beat.
\set room random(1, :rooms)
\set person random(1, 8)
WITH allowed AS (
    SELECT room.id FROM room JOIN seat USING (network_id)
    WHERE room.id = :room AND seat.person_id = :person AND seat.ended_at IS NULL
), numbered AS (
    UPDATE room SET last_number = last_number + 1 FROM allowed WHERE room.id = allowed.id
    RETURNING room.id, room.last_number
), written AS (
    INSERT INTO message (id, room_id, number, author_id, body, created_at)
    SELECT uuidv7(), id, last_number, :person, repeat('x', 300), now() FROM numbered
    RETURNING id, room_id, number
)
INSERT INTO entry (stream, seq, type, at, payload)
SELECT 'room:' || room_id, number, 'message.posted', now(), jsonb_build_object('message_id', id) FROM written;
