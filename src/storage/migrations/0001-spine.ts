/** Parties, locations, stations, tokens, transactions, readings, messages, commands, accounts. */
export const up = `
CREATE TABLE party (
  id text PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE location (
  id text PRIMARY KEY,
  party_id text NOT NULL REFERENCES party,
  name text NOT NULL,
  address text,
  city text,
  postal_code text,
  country text,
  latitude numeric(9, 6),
  longitude numeric(9, 6),
  time_zone text NOT NULL DEFAULT 'UTC',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX location_party ON location (party_id, id);

-- What a station is. Its id is the identity it names in its OCPP URL.
CREATE TABLE station (
  id text PRIMARY KEY,
  party_id text NOT NULL REFERENCES party,
  location_id text REFERENCES location,
  name text,
  admission text NOT NULL DEFAULT 'accepted' CHECK (admission IN ('accepted', 'waiting', 'refused')),
  registration text NOT NULL DEFAULT 'accepted' CHECK (registration IN ('accepted', 'pending', 'rejected')),
  vendor text,
  model text,
  serial_number text,
  firmware_version text,
  iccid text,
  imsi text,
  meter_type text,
  meter_serial_number text,
  boot_reason text,
  booted_at timestamptz,
  secret_hash text,
  former_secret_hash text,
  security_profile smallint NOT NULL DEFAULT 0 CHECK (security_profile BETWEEN 0 AND 3),
  allow_profile_downgrade boolean NOT NULL DEFAULT false,
  validation text CHECK (validation IN ('lenient', 'strict')),
  created_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);
CREATE INDEX station_party ON station (party_id, id);
CREATE INDEX station_location ON station (location_id);
CREATE INDEX station_waiting ON station (id) WHERE admission = 'waiting';

-- Where a station is connected now: written often, so apart and small. The epoch counts accepted handshakes.
CREATE TABLE station_presence (
  station_id text PRIMARY KEY REFERENCES station ON DELETE CASCADE,
  epoch bigint NOT NULL DEFAULT 0,
  node text,
  connected boolean NOT NULL DEFAULT false,
  connected_at timestamptz,
  disconnected_at timestamptz,
  last_seen_at timestamptz,
  remote_address text,
  ocpp_version text,
  security_profile smallint,
  connection_count bigint NOT NULL DEFAULT 0,
  deviation_count bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- evse_id 0 is the station as a whole; a 1.6 connector n is connector 1 of EVSE n. Of two statuses the one with the
-- later ordered_at holds: the station's time, or the arrival's when the station's clock cannot be right.
CREATE TABLE connector (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  evse_id integer NOT NULL,
  connector_id integer NOT NULL,
  status text NOT NULL,
  error_code text,
  vendor_error_code text,
  info text,
  status_at timestamptz NOT NULL,
  ordered_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, evse_id, connector_id)
) WITH (fillfactor = 50);

CREATE TABLE variable (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  component text NOT NULL,
  component_instance text NOT NULL DEFAULT '',
  evse_id integer NOT NULL DEFAULT -1,
  connector_id integer NOT NULL DEFAULT -1,
  name text NOT NULL,
  instance text NOT NULL DEFAULT '',
  attribute text NOT NULL DEFAULT 'Actual',
  value text,
  mutability text,
  data_type text,
  unit text,
  characteristics text,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, component, component_instance, evse_id, connector_id, name, instance, attribute)
);

-- Which parts of a report have come; the parts themselves are in variable.
CREATE TABLE report_part (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  request_id bigint NOT NULL,
  seq_no integer NOT NULL,
  last boolean NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, request_id, seq_no)
);

CREATE TABLE token (
  id text PRIMARY KEY,
  party_id text NOT NULL REFERENCES party,
  value text NOT NULL,
  kind text NOT NULL,
  label text,
  group_id text,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'blocked')),
  valid_until timestamptz,
  concurrent_limit integer NOT NULL DEFAULT 1 CHECK (concurrent_limit >= 0),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX token_value ON token (party_id, lower(value));
CREATE INDEX token_group ON token (party_id, group_id);

-- 1.6 transaction numbers: positive and within int32 (1.6 errata 3.54); unique for a station by the table's own key.
CREATE SEQUENCE transaction_number AS integer START WITH 1000 CYCLE;

-- The projection of a transaction's events; version counts rewrites.
CREATE TABLE transaction (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station,
  party_id text NOT NULL,
  reference text NOT NULL,
  -- Whether the reference is a number of ours (1.6) or an id of the station's (2.x).
  numbered boolean NOT NULL,
  version integer NOT NULL DEFAULT 1,
  status text NOT NULL CHECK (status IN ('active', 'ended')),
  evse_id integer,
  connector_id integer,
  token_value text,
  token_kind text,
  token_refused text,
  started_at timestamptz,
  ended_at timestamptz,
  first_event_at timestamptz NOT NULL,
  last_event_at timestamptz NOT NULL,
  start_register_wh numeric(20, 3),
  last_register_wh numeric(20, 3),
  energy_wh bigint NOT NULL DEFAULT 0,
  power_w double precision,
  current_a double precision,
  voltage_v double precision,
  state_of_charge double precision,
  charging_state text,
  stop_reason text,
  stop_token_value text,
  remote_start_id integer,
  reservation_id integer,
  complete boolean NOT NULL DEFAULT false,
  flags text[] NOT NULL DEFAULT '{}',
  received_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (station_id, reference, numbered)
) WITH (fillfactor = 70);
CREATE INDEX transaction_party ON transaction (party_id, first_event_at, id);
CREATE INDEX transaction_station ON transaction (station_id, first_event_at, id);
CREATE INDEX transaction_active ON transaction (station_id, evse_id) WHERE status = 'active';
CREATE INDEX transaction_ended ON transaction (party_id, ended_at) WHERE status = 'ended';
CREATE INDEX transaction_token ON transaction (party_id, lower(token_value)) WHERE status = 'active';

-- What stations said of transactions. Only ever appended to; event_key makes a repetition the same event.
CREATE TABLE transaction_event (
  transaction_id text NOT NULL,
  event_key text NOT NULL,
  station_id text NOT NULL,
  kind text NOT NULL,
  seq_no bigint,
  at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  details text NOT NULL,
  PRIMARY KEY (transaction_id, event_key)
);

-- What the samples of a reading are, without their values: a few for each make of station, shared by millions of readings.
CREATE TABLE sample_layout (
  id bigint PRIMARY KEY,
  layout text NOT NULL
);

-- One row a reading. samples holds the values of its layout, or without layout the samples whole.
-- bucket is the month of the reading's time, or of its arrival when that time cannot be right.
CREATE TABLE meter_reading (
  station_id text NOT NULL,
  at timestamptz NOT NULL,
  digest bigint NOT NULL,
  bucket date NOT NULL,
  received_at timestamptz NOT NULL,
  transaction_id text,
  evse_id integer,
  context text,
  register_wh numeric(20, 3),
  power_w double precision,
  current_a double precision,
  voltage_v double precision,
  state_of_charge double precision,
  layout_id bigint,
  samples text NOT NULL,
  PRIMARY KEY (station_id, at, digest, bucket)
) PARTITION BY RANGE (bucket);
CREATE TABLE meter_reading_default PARTITION OF meter_reading DEFAULT;

-- number tells messages of one millisecond apart.
CREATE SEQUENCE message_log_number CACHE 100;
CREATE TABLE message_log (
  station_id text NOT NULL,
  at timestamptz NOT NULL,
  number bigint NOT NULL DEFAULT nextval('message_log_number'),
  direction text NOT NULL,
  kind text NOT NULL,
  action text,
  message_id text,
  frame text NOT NULL,
  note text
) PARTITION BY RANGE (at);
CREATE TABLE message_log_default PARTITION OF message_log DEFAULT;
CREATE INDEX message_log_station ON message_log (station_id, at);

-- What a station told about itself beside transactions: security events, monitored events, firmware and log progress.
CREATE TABLE station_event (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  kind text NOT NULL,
  event_key text NOT NULL,
  type text NOT NULL,
  at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  severity smallint,
  facts text NOT NULL,
  UNIQUE (station_id, kind, event_key)
);
CREATE INDEX station_event_station ON station_event (station_id, at);
CREATE INDEX station_event_party ON station_event (party_id, id);

CREATE TABLE command (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  kind text NOT NULL,
  request text NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'sent', 'answered', 'refused', 'timed-out', 'expired', 'lost')),
  warnings text[] NOT NULL DEFAULT '{}',
  result text,
  requested_by text NOT NULL,
  idempotency_key text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  sent_at timestamptz,
  settled_at timestamptz
);
CREATE INDEX command_station ON command (station_id, id);
CREATE INDEX command_party ON command (party_id, id);
CREATE INDEX command_waiting ON command (station_id, created_at) WHERE state = 'queued';
CREATE INDEX command_open ON command (expires_at) WHERE state IN ('queued', 'sent');
CREATE UNIQUE INDEX command_idempotency ON command (requested_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE account (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL,
  password_hash text,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz
);
CREATE UNIQUE INDEX account_email ON account (lower(email));

-- party_id '' is a membership in every party of the installation.
CREATE TABLE membership (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  party_id text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'operator', 'viewer')),
  PRIMARY KEY (account_id, party_id)
);

CREATE TABLE sign_in (
  secret_hash text PRIMARY KEY,
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('session', 'link')),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_expiry ON sign_in (expires_at);

CREATE TABLE api_key (
  id text PRIMARY KEY,
  secret_hash text NOT NULL UNIQUE,
  name text NOT NULL,
  party_id text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'operator', 'viewer')),
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz
);

INSERT INTO party (id, name) VALUES ('default', 'Default operator');
`
