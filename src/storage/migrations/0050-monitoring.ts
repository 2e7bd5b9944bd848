/** Variable monitors, display messages and event streams of stations; alerts, and who is told of them. */
export const up = `
-- Monitors as set by us or reported by the station. -1 and '' stand for "none", because these are compared.
CREATE TABLE monitor (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  monitor_id bigint NOT NULL,
  component text NOT NULL,
  component_instance text NOT NULL DEFAULT '',
  evse_id integer NOT NULL DEFAULT -1,
  connector_id integer NOT NULL DEFAULT -1,
  name text NOT NULL,
  instance text NOT NULL DEFAULT '',
  type text NOT NULL,
  value double precision NOT NULL,
  severity smallint NOT NULL,
  during_transaction boolean NOT NULL,
  origin text,
  stream_interval_s integer,
  stream_values integer,
  set_at timestamptz,
  reported_at timestamptz,
  report_request_id bigint,
  PRIMARY KEY (station_id, monitor_id)
);

-- What a station was last told about monitoring as a whole.
CREATE TABLE monitoring_setting (
  station_id text PRIMARY KEY REFERENCES station ON DELETE CASCADE,
  base text,
  level smallint,
  updated_at timestamptz NOT NULL
);

-- Reports of monitors and of display messages: which there were, whether they tell of everything (asked without criteria),
-- and when the station took them. Either may come first: its answer, or a part.
CREATE TABLE station_report (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('monitors', 'display-messages')),
  request_id bigint NOT NULL,
  whole boolean NOT NULL DEFAULT false,
  answered_at timestamptz,
  first_part_at timestamptz,
  last_part_at timestamptz,
  PRIMARY KEY (station_id, kind, request_id)
);
CREATE TABLE station_report_part (
  station_id text NOT NULL,
  kind text NOT NULL,
  request_id bigint NOT NULL,
  seq_no integer NOT NULL,
  last boolean NOT NULL,
  PRIMARY KEY (station_id, kind, request_id, seq_no),
  FOREIGN KEY (station_id, kind, request_id) REFERENCES station_report ON DELETE CASCADE
);

CREATE TABLE display_message (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  message_id bigint NOT NULL,
  priority text NOT NULL,
  state text,
  starts_at timestamptz,
  ends_at timestamptz,
  transaction_reference text,
  -- JSON text: where it is shown, and its wordings.
  display text,
  wordings text NOT NULL,
  set_at timestamptz,
  reported_at timestamptz,
  report_request_id bigint,
  PRIMARY KEY (station_id, message_id)
);

-- Open event streams.
CREATE TABLE event_stream (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  stream_id bigint NOT NULL,
  monitor_id bigint NOT NULL,
  interval_s integer,
  values_limit integer,
  opened_at timestamptz NOT NULL,
  last_at timestamptz,
  pending integer NOT NULL DEFAULT 0,
  PRIMARY KEY (station_id, stream_id)
);

-- What values of streams are of: JSON text of what was last known of the monitor, which may be gone before its values are.
CREATE TABLE stream_source (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  monitor_id bigint NOT NULL,
  monitor text,
  taken bigint NOT NULL DEFAULT 0,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, monitor_id)
);

-- The latest values of each source: a ring, whose slots are written over.
CREATE TABLE stream_value (
  station_id text NOT NULL,
  monitor_id bigint NOT NULL,
  slot integer NOT NULL,
  at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (station_id, monitor_id, slot),
  FOREIGN KEY (station_id, monitor_id) REFERENCES stream_source ON DELETE CASCADE
);
CREATE INDEX stream_value_time ON stream_value (station_id, at);

-- One open alert for one cause at one place; subject tells causes of one kind apart (a monitor, a type of security event).
CREATE TABLE alert (
  id text PRIMARY KEY,
  party_id text NOT NULL,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  evse_id integer NOT NULL DEFAULT -1,
  connector_id integer NOT NULL DEFAULT -1,
  cause text NOT NULL,
  subject text NOT NULL DEFAULT '',
  severity smallint NOT NULL,
  detail text NOT NULL,
  since timestamptz NOT NULL,
  opened_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  times integer NOT NULL DEFAULT 1,
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_by_name text,
  closed_at timestamptz
);
CREATE UNIQUE INDEX alert_open ON alert (station_id, cause, evse_id, connector_id, subject) WHERE closed_at IS NULL;
CREATE INDEX alert_party ON alert (party_id, id);
CREATE INDEX alert_station ON alert (station_id, id);
CREATE INDEX alert_closed ON alert (closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE alert_step (
  alert_id text NOT NULL REFERENCES alert ON DELETE CASCADE,
  at timestamptz NOT NULL,
  step text NOT NULL CHECK (step IN ('opened', 'repeated', 'acknowledged', 'closed')),
  by_name text,
  note text
);
CREATE INDEX alert_step_alert ON alert_step (alert_id, at);

-- Events of stations that were looked at for alerts; kept as long as they are looked for.
CREATE TABLE alert_event_seen (
  event_id text PRIMARY KEY
);
-- Since when something has been as it is, by the platform's clock: the energy of a running transaction and when it was
-- last written, the status of a connector in use.
CREATE TABLE alert_transaction_watch (
  transaction_id text PRIMARY KEY,
  energy_wh bigint NOT NULL,
  energy_since timestamptz NOT NULL,
  written_at timestamptz NOT NULL,
  written_since timestamptz NOT NULL
);
CREATE TABLE alert_connector_watch (
  station_id text NOT NULL,
  evse_id integer NOT NULL,
  connector_id integer NOT NULL,
  status text NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (station_id, evse_id, connector_id)
);

-- Who is told: a URL with its secret, sealed under the installation's key, or an address for mail.
CREATE TABLE alert_recipient (
  id text PRIMARY KEY,
  party_id text NOT NULL REFERENCES party,
  kind text NOT NULL CHECK (kind IN ('webhook', 'mail')),
  target text NOT NULL,
  least_severity smallint NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  sealed_secret text,
  created_at timestamptz NOT NULL
);
CREATE INDEX alert_recipient_party ON alert_recipient (party_id, id);

CREATE TABLE alert_delivery (
  id text PRIMARY KEY,
  recipient_id text NOT NULL REFERENCES alert_recipient ON DELETE CASCADE,
  alert_id text NOT NULL,
  station_id text NOT NULL,
  step text NOT NULL,
  body text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'given-up')),
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  settled_at timestamptz,
  problem text,
  created_at timestamptz NOT NULL
);
CREATE INDEX alert_delivery_due ON alert_delivery (due_at) WHERE state = 'waiting';
CREATE INDEX alert_delivery_recipient ON alert_delivery (recipient_id, id);
`
