/**
 * Values that are set at many stations are a campaign like any other, and reboots come again by a schedule. What was a
 * configuration change goes on where it was.
 */
export const up = `
CREATE TABLE reboot_schedule (
  id text PRIMARY KEY,
  party_id text NOT NULL REFERENCES party,
  name text NOT NULL,
  vendor text,
  model text,
  firmware text,
  location_id text REFERENCES location ON DELETE CASCADE,
  station_ids text[],
  every_days integer NOT NULL CHECK (every_days > 0),
  at_once integer NOT NULL CHECK (at_once > 0),
  active boolean NOT NULL,
  next_at timestamptz NOT NULL,
  last_at timestamptz,
  last_result text,
  requested_by text NOT NULL,
  requested_by_name text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX reboot_schedule_party ON reboot_schedule (party_id, id);
CREATE INDEX reboot_schedule_due ON reboot_schedule (next_at) WHERE active;

ALTER TABLE campaign
  ADD COLUMN template_id text REFERENCES configuration_template ON DELETE SET NULL,
  ADD COLUMN wanted text,
  ADD COLUMN at_once integer NOT NULL DEFAULT 1000 CHECK (at_once > 0),
  ADD COLUMN schedule_id text REFERENCES reboot_schedule ON DELETE SET NULL,
  DROP CONSTRAINT campaign_kind_check,
  ADD CONSTRAINT campaign_kind_check CHECK (kind IN ('firmware', 'configuration', 'reboot')),
  DROP CONSTRAINT campaign_canary_size_check,
  ADD CONSTRAINT campaign_canary_size_check CHECK (canary_size >= 0);
ALTER TABLE campaign ALTER COLUMN at_once DROP DEFAULT;
CREATE INDEX campaign_template ON campaign (template_id) WHERE template_id IS NOT NULL;
CREATE INDEX campaign_schedule ON campaign (schedule_id, id) WHERE schedule_id IS NOT NULL;

-- results is a list in JSON: what the station answered to each variable.
ALTER TABLE campaign_station
  ADD COLUMN reboot_required boolean NOT NULL DEFAULT false,
  ADD COLUMN results text;
CREATE INDEX campaign_station_ordered ON campaign_station (campaign_id) WHERE state = 'ordered';
CREATE INDEX campaign_of_station ON campaign_station (station_id);

INSERT INTO campaign (id, party_id, name, kind, template_id, wanted, state, canary_size, wave_size, at_once,
  failure_limit_percent, quiet_hours, timeout_minutes, wait_hours, requested_by, requested_by_name, wave_started_at,
  created_at, started_at, finished_at)
SELECT id, party_id, name, 'configuration', template_id, wanted, state, 0, 100000, at_once,
  100, false, 240, wait_hours, requested_by, requested_by_name, created_at,
  created_at, created_at, finished_at
FROM configuration_change;
INSERT INTO campaign_station (campaign_id, number, station_id, wave, state, reason, attempts, command_id, ordered_at,
  settled_at, reboot_required, results)
SELECT change_id, number, station_id, 0, state, reason, attempts, command_id, ordered_at,
  settled_at, reboot_required, results
FROM configuration_change_station;
DROP TABLE configuration_change_station;
DROP TABLE configuration_change;

-- Which parts of a report of variables have come is noted as of any other report.
ALTER TABLE station_report
  DROP CONSTRAINT station_report_kind_check,
  ADD CONSTRAINT station_report_kind_check CHECK (kind IN ('variables', 'monitors', 'display-messages'));
INSERT INTO station_report (station_id, kind, request_id, first_part_at, last_part_at)
SELECT station_id, 'variables', request_id, min(received_at), max(received_at) FROM report_part GROUP BY 1, 2, 3;
INSERT INTO station_report_part (station_id, kind, request_id, seq_no, last)
SELECT station_id, 'variables', request_id, seq_no, last FROM report_part;
DROP TABLE report_part;

-- A publication comes to an end as updates and logs do.
ALTER TABLE firmware_publication
  ADD COLUMN outcome text NOT NULL DEFAULT 'running' CHECK (outcome IN ('running', 'published', 'failed', 'unpublished')),
  ADD COLUMN finished_at timestamptz;
ALTER TABLE firmware_publication ALTER COLUMN outcome DROP DEFAULT;
UPDATE firmware_publication SET finished_at = status_at, outcome = CASE
    WHEN status IN ('published', 'unpublished') THEN status ELSE 'failed' END
  WHERE status IN ('published', 'unpublished', 'refused', 'download-failed', 'checksum-invalid', 'publish-failed');
`
