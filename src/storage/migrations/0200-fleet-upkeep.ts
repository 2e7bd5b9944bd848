/**
 * Why a station of a campaign could not be ordered, which logs may not be whole, and who tried to connect without being
 * known.
 */
export const up = `
-- held: the code of the error that its last order ended in before it was given; null once one was given.
ALTER TABLE campaign_station ADD COLUMN held text;

-- doubt: why the file may not be whole; it may come again.
ALTER TABLE station_log ADD COLUMN doubt text CHECK (doubt IN ('broke-off', 'upload-failed'));
CREATE INDEX station_log_running ON station_log (expires_at) WHERE outcome = 'running';

-- party_id: whose station it may be; null where nobody can tell. identity is empty where TLS failed before it was named.
CREATE TABLE stranger (
  id text PRIMARY KEY,
  party_id text REFERENCES party ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('unknown-station', 'tls')),
  identity text NOT NULL,
  remote_address text NOT NULL,
  reason text NOT NULL,
  protocol text,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  times integer NOT NULL,
  UNIQUE (kind, remote_address, identity)
);
CREATE INDEX stranger_address ON stranger (remote_address);
CREATE INDEX station_presence_address ON station_presence (remote_address);
`
