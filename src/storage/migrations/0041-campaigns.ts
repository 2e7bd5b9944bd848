/** What is done to many stations, a few at a time: where each campaign stands is here and nowhere else. */
export const up = `
CREATE TABLE campaign (
  id text PRIMARY KEY,
  party_id text NOT NULL REFERENCES party,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('firmware', 'reboot')),
  image_id text REFERENCES firmware_image ON DELETE SET NULL,
  version text,
  state text NOT NULL CHECK (state IN ('draft', 'running', 'paused', 'stopped', 'finished', 'canceled')),
  reason text,
  canary_size integer NOT NULL CHECK (canary_size > 0),
  wave_size integer NOT NULL CHECK (wave_size > 0),
  failure_limit_percent integer NOT NULL CHECK (failure_limit_percent BETWEEN 0 AND 100),
  quiet_hours boolean NOT NULL,
  timeout_minutes integer NOT NULL,
  wait_hours integer NOT NULL,
  rollback_note text,
  requested_by text NOT NULL,
  requested_by_name text NOT NULL,
  wave integer NOT NULL DEFAULT 0,
  wave_started_at timestamptz,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz
);
CREATE INDEX campaign_party ON campaign (party_id, id);
CREATE INDEX campaign_running ON campaign (id) WHERE state = 'running';

-- quiet is 168 characters, one for each hour of the week in UTC from Monday on: 1 where the station is little used.
CREATE TABLE campaign_station (
  campaign_id text NOT NULL REFERENCES campaign ON DELETE CASCADE,
  number integer NOT NULL,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  wave integer NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ordered', 'succeeded', 'failed', 'skipped')),
  reason text,
  attempts integer NOT NULL DEFAULT 0,
  command_id text,
  former_version text,
  quiet text,
  ordered_at timestamptz,
  settled_at timestamptz,
  PRIMARY KEY (campaign_id, number),
  UNIQUE (campaign_id, station_id)
);
CREATE INDEX campaign_station_wave ON campaign_station (campaign_id, wave);
`
