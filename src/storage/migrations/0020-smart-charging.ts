/** Charging profiles, as sent and as stations report them; limits from outside; what vehicles need. */
export const up = `
-- One row for each profile that should be on a station, or that the station says is there. What was sent last is kept
-- with what it replaced, so that a refusal puts things back.
CREATE TABLE charging_profile (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  profile_id integer NOT NULL,
  evse_id integer NOT NULL,
  purpose text NOT NULL,
  stack_level integer NOT NULL,
  transaction_reference text,
  -- Finds the transaction that a remote start with this profile began.
  start_number integer,
  source text NOT NULL,
  standing text NOT NULL CHECK (standing IN ('sent', 'accepted', 'reported')),
  command_id text,
  sent text,
  sent_at timestamptz,
  former text,
  reported text,
  reported_at timestamptz,
  report_id integer,
  PRIMARY KEY (station_id, profile_id)
);

-- Reports that were asked for and have not come to their end.
CREATE TABLE charging_report (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  request_id integer NOT NULL,
  filter text NOT NULL,
  asked_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, request_id)
);

-- The composite schedule of each EVSE as the station told it last; EVSE 0 is the station as a whole.
CREATE TABLE told_schedule (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  evse_id integer NOT NULL,
  schedule text NOT NULL,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, evse_id)
);

-- Limits that others than the operator impose.
CREATE TABLE charging_limit (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  evse_id integer NOT NULL,
  source text NOT NULL,
  grid_critical boolean,
  local_generation boolean,
  schedules text NOT NULL,
  notified_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, evse_id, source)
);

-- What the vehicle at each EVSE told it needs (ISO 15118), what it was answered, and the schedule it chose.
CREATE TABLE charging_needs (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  evse_id integer NOT NULL,
  transaction_reference text,
  needs text NOT NULL,
  answer text NOT NULL,
  needed_at timestamptz NOT NULL,
  vehicle_schedule text,
  within_limits boolean,
  scheduled_at timestamptz,
  renegotiated boolean NOT NULL DEFAULT false,
  PRIMARY KEY (station_id, evse_id)
);

-- How an operator wants the needs of vehicles to be answered; none without a row.
CREATE TABLE charging_needs_rule (
  station_id text PRIMARY KEY REFERENCES station ON DELETE CASCADE,
  rule text NOT NULL,
  changed_at timestamptz NOT NULL
);

-- Transactions that charge with priority now (OCPP 2.1 K21, K22).
CREATE TABLE priority_charging (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  transaction_reference text NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (station_id, transaction_reference)
);

-- What stations that feed the grid shall do for it (OCPP 2.1 R), and the latest alarm of each kind.
CREATE TABLE der_control (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  control_id text NOT NULL,
  kind text NOT NULL,
  is_default boolean NOT NULL,
  control text NOT NULL,
  superseded boolean NOT NULL,
  active boolean,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, control_id)
);
CREATE TABLE der_alarm (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  kind text NOT NULL,
  ended boolean NOT NULL,
  fault text,
  info text,
  at timestamptz NOT NULL,
  PRIMARY KEY (station_id, kind)
);
`
