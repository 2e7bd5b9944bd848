/** Durable streams of the bus: what was said, and how far each consumer has read. */
export const up = `
-- The last number given out; its row makes appends to one stream take turns, so that numbers become visible in order.
CREATE TABLE bus_stream (
  stream text PRIMARY KEY,
  last_seq bigint NOT NULL
);

CREATE TABLE bus_entry (
  stream text NOT NULL,
  seq bigint NOT NULL,
  payload text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (stream, seq)
);

CREATE TABLE bus_consumer (
  stream text NOT NULL,
  consumer text NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (stream, consumer)
);
`
