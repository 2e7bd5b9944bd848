/**
 * What stations are configured to: since when each value is what it is and what it was before, what it ought to be, where
 * the two differ, and what is being done about it.
 */
export const up = `
ALTER TABLE variable
  ADD COLUMN source text NOT NULL DEFAULT 'report',
  ADD COLUMN since timestamptz,
  ADD COLUMN changes bigint NOT NULL DEFAULT 0;
CREATE INDEX variable_of_name ON variable (lower(name), station_id);

-- What a variable was before: number counts its changes, so that the oldest can be let go by key.
CREATE TABLE variable_former (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  component text NOT NULL,
  component_instance text NOT NULL,
  evse_id integer NOT NULL,
  connector_id integer NOT NULL,
  name text NOT NULL,
  instance text NOT NULL,
  attribute text NOT NULL,
  number bigint NOT NULL,
  value text,
  source text NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (station_id, component, component_instance, evse_id, connector_id, name, instance, attribute, number)
);
CREATE INDEX variable_former_until ON variable_former (until);

-- A pattern of letters and *, whatever their case; no pattern fits all.
CREATE FUNCTION fits_pattern(pattern text, word text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT pattern IS NULL OR lower(coalesce(word, '')) LIKE
    replace(replace(replace(replace(lower(pattern), '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '*', '%')
$$;

-- wanted is a list in JSON; the secrets in it are sealed.
CREATE TABLE configuration_template (
  id text PRIMARY KEY,
  party_id text NOT NULL REFERENCES party,
  name text NOT NULL,
  priority integer NOT NULL DEFAULT 0,
  apply_on_boot boolean NOT NULL DEFAULT false,
  vendor text,
  model text,
  firmware text,
  location_id text REFERENCES location ON DELETE CASCADE,
  station_ids text[],
  wanted text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX configuration_template_party ON configuration_template (party_id, id);

-- Stations to be held against their templates: marked in the very statement that changes what was told, looked at soon after.
CREATE TABLE configuration_check (
  station_id text PRIMARY KEY REFERENCES station ON DELETE CASCADE,
  first_boot boolean NOT NULL DEFAULT false,
  booted boolean NOT NULL DEFAULT false,
  version bigint NOT NULL DEFAULT 0,
  asked_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE configuration_drift (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  variable text NOT NULL,
  template_id text NOT NULL REFERENCES configuration_template ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('differs', 'untold')),
  told text,
  since timestamptz NOT NULL,
  PRIMARY KEY (station_id, variable)
);
CREATE INDEX configuration_drift_template ON configuration_drift (template_id, station_id);

CREATE TABLE configuration_change (
  id text PRIMARY KEY,
  party_id text NOT NULL REFERENCES party,
  name text NOT NULL,
  template_id text REFERENCES configuration_template ON DELETE SET NULL,
  wanted text NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'paused', 'finished', 'canceled')),
  at_once integer NOT NULL CHECK (at_once > 0),
  wait_hours integer NOT NULL CHECK (wait_hours > 0),
  requested_by text NOT NULL,
  requested_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX configuration_change_party ON configuration_change (party_id, id);
CREATE INDEX configuration_change_running ON configuration_change (id) WHERE state = 'running';

-- results is a list in JSON: what the station answered to each variable.
CREATE TABLE configuration_change_station (
  change_id text NOT NULL REFERENCES configuration_change ON DELETE CASCADE,
  number integer NOT NULL,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ordered', 'succeeded', 'failed', 'skipped')),
  reason text,
  reboot_required boolean NOT NULL DEFAULT false,
  attempts integer NOT NULL DEFAULT 0,
  command_id text,
  results text,
  ordered_at timestamptz,
  settled_at timestamptz,
  PRIMARY KEY (change_id, number),
  UNIQUE (change_id, station_id)
);
CREATE INDEX configuration_change_open ON configuration_change_station (change_id, state, number)
  WHERE state IN ('waiting', 'ordered');
CREATE INDEX configuration_change_of_station ON configuration_change_station (station_id);

-- What decides which templates fit a station, and its boots. Whoever changes the station need not know of templates.
CREATE FUNCTION check_configuration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO configuration_check (station_id, first_boot, booted)
  SELECT NEW.id, OLD.booted_at IS NULL AND NEW.booted_at IS NOT NULL, OLD.booted_at IS DISTINCT FROM NEW.booted_at
  WHERE EXISTS (SELECT FROM configuration_template WHERE party_id IN (NEW.party_id, OLD.party_id))
  ON CONFLICT (station_id) DO UPDATE SET version = configuration_check.version + 1,
    first_boot = configuration_check.first_boot OR excluded.first_boot,
    booted = configuration_check.booted OR excluded.booted;
  RETURN NULL;
END $$;
CREATE TRIGGER station_check_configuration
  AFTER UPDATE OF party_id, location_id, vendor, model, firmware_version, booted_at ON station FOR EACH ROW
  WHEN ((OLD.party_id, OLD.location_id, OLD.vendor, OLD.model, OLD.firmware_version, OLD.booted_at)
    IS DISTINCT FROM (NEW.party_id, NEW.location_id, NEW.vendor, NEW.model, NEW.firmware_version, NEW.booted_at))
  EXECUTE FUNCTION check_configuration();
`
