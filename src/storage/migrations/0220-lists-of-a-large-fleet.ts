/** What a large fleet is asked for: its tokens, the charges of a driver, those to be looked at, what waits, what is held. */
export const up = `
CREATE INDEX transaction_driver ON transaction (lower(token_value), first_event_at, id) WHERE token_value IS NOT NULL;
CREATE INDEX transaction_started ON transaction (party_id, started_at);
CREATE INDEX transaction_flagged ON transaction (party_id, first_event_at, id) WHERE flags <> '{}';
CREATE INDEX token_party ON token (party_id, id);
CREATE INDEX command_kind ON command (party_id, kind, id);
CREATE INDEX command_unsettled ON command (party_id, id) WHERE state IN ('queued', 'sent');
-- A station's events are listed by their ids, which grow with time as they came.
CREATE INDEX station_event_newest ON station_event (station_id, id);
DROP INDEX station_event_station;
CREATE INDEX reservation_until ON reservation (party_id, expires_at);
CREATE INDEX reservation_driver ON reservation (lower(token_value), id);
`
