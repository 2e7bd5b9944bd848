/** The security profile an operator sets for a station, what is being changed about it, and who was refused lately. */
export const up = `
-- profile_set: security_profile was set by an operator, and no other is served. Without, it is the highest that was reached.
-- awaited_profiles: what the platform has told the station to change to, and it has not come with yet.
ALTER TABLE station ADD COLUMN profile_set boolean NOT NULL DEFAULT false;
ALTER TABLE station ADD COLUMN awaited_profiles smallint[] NOT NULL DEFAULT '{}';

-- A request with secrets as it is to be sent, sealed; request itself has them masked. Gone once the command is settled.
ALTER TABLE command ADD COLUMN sealed_request text;

CREATE INDEX station_event_refused ON station_event (station_id, at) WHERE type = 'ConnectionRefused';
`
