/** Firmware images, what becomes of them at stations, and the logs stations hand in. */
export const up = `
CREATE TABLE firmware_image (
  id text PRIMARY KEY,
  party_id text NOT NULL REFERENCES party,
  vendor text NOT NULL,
  model text,
  version text NOT NULL,
  file_name text NOT NULL,
  -- Where it lies elsewhere; absent: here, once size_bytes is there.
  location text,
  size_bytes bigint,
  sha256 text,
  md5 text,
  signature text,
  signing_certificate text,
  note text,
  created_at timestamptz NOT NULL
);
CREATE INDEX firmware_image_party ON firmware_image (party_id, id);

-- One attempt to bring one station to one version. steps is the JSON list of what it has told, oldest first.
CREATE TABLE firmware_update (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  image_id text REFERENCES firmware_image ON DELETE SET NULL,
  command_id text NOT NULL UNIQUE,
  request_id bigint NOT NULL,
  version text NOT NULL,
  former_version text,
  signed boolean NOT NULL,
  status text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('running', 'installed', 'failed', 'canceled')),
  steps text NOT NULL DEFAULT '[]',
  requested_at timestamptz NOT NULL,
  status_at timestamptz NOT NULL,
  finished_at timestamptz,
  expires_at timestamptz NOT NULL
);
CREATE INDEX firmware_update_station ON firmware_update (station_id, id);
CREATE INDEX firmware_update_party ON firmware_update (party_id, id);
CREATE INDEX firmware_update_running ON firmware_update (station_id) WHERE outcome = 'running';

-- An image that a local controller keeps for the stations behind it (OCPP 2.x L03).
CREATE TABLE firmware_publication (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  image_id text REFERENCES firmware_image ON DELETE SET NULL,
  command_id text NOT NULL UNIQUE,
  request_id bigint NOT NULL,
  checksum text NOT NULL,
  status text NOT NULL,
  locations text[] NOT NULL DEFAULT '{}',
  requested_at timestamptz NOT NULL,
  status_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX firmware_publication_station ON firmware_publication (station_id, id);
CREATE INDEX firmware_publication_party ON firmware_publication (party_id, id);

-- A log that a station was asked for, and what came. Its file is named by its id.
CREATE TABLE station_log (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  command_id text NOT NULL UNIQUE,
  request_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('diagnostics', 'security', 'data-collector')),
  elsewhere boolean NOT NULL,
  status text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('running', 'uploaded', 'failed', 'canceled')),
  announced_name text,
  requested_at timestamptz NOT NULL,
  status_at timestamptz NOT NULL,
  finished_at timestamptz,
  expires_at timestamptz NOT NULL,
  file_name text,
  size_bytes bigint,
  sha256 text,
  received_at timestamptz
);
CREATE INDEX station_log_station ON station_log (station_id, id);
CREATE INDEX station_log_party ON station_log (party_id, id);
`
