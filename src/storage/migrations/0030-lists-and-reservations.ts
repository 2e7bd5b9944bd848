/** Local authorization lists, reservations, what stations know of customers, and how far a variable may go. */
export const up = `
-- The greatest value a variable may have, or for a list or counter the most there may be.
ALTER TABLE variable ADD COLUMN max_limit double precision;

-- What is known of the list a station keeps. content is what it has confirmed at this version, as JSON; version 0 is none.
-- unanswered: an update was sent and nobody knows whether it was applied.
CREATE TABLE local_list (
  station_id text PRIMARY KEY REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  selection text NOT NULL DEFAULT 'all' CHECK (selection IN ('all', 'chosen')),
  excluded text[] NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 0 CHECK (version >= 0),
  content text NOT NULL DEFAULT '[]',
  confirmed_at timestamptz,
  unanswered boolean NOT NULL DEFAULT false,
  reported_version integer,
  reported_at timestamptz
);

-- Where the tokens are chosen one by one.
CREATE TABLE local_list_token (
  station_id text NOT NULL REFERENCES local_list ON DELETE CASCADE,
  token_id text NOT NULL REFERENCES token ON DELETE CASCADE,
  PRIMARY KEY (station_id, token_id)
);
CREATE INDEX local_list_token_token ON local_list_token (token_id);

-- Numbers on the wire: positive and within int32.
CREATE SEQUENCE reservation_number AS integer CYCLE;

-- state is what was asked and told; that a reservation was used is seen at its transaction, that it is over by its time.
CREATE TABLE reservation (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  number integer NOT NULL,
  command_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('asked', 'active', 'refused', 'cancelled', 'expired', 'removed', 'unused')),
  status text,
  evse_id integer,
  connector_type text,
  token_value text NOT NULL,
  token_kind text NOT NULL,
  group_id text,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (station_id, number)
);
CREATE INDEX reservation_party ON reservation (party_id, id);
CREATE INDEX reservation_station ON reservation (station_id, id);
CREATE INDEX transaction_reservation ON transaction (station_id, reservation_id) WHERE reservation_id IS NOT NULL;

-- What a station knows of a customer, in the parts it came in.
CREATE TABLE customer_report_part (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  request_id integer NOT NULL,
  seq_no integer NOT NULL,
  last boolean NOT NULL,
  data text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, request_id, seq_no)
);
CREATE INDEX customer_report_part_age ON customer_report_part (received_at);
`
