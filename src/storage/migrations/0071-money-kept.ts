/** How long what was paid is kept, and how much of it a station may add. */
export const up = `
-- When the platform last heard of it; told_at is what the clock of the station said.
ALTER TABLE transaction_cost ADD COLUMN kept_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX transaction_cost_age ON transaction_cost (kept_at);

CREATE INDEX payment_station ON payment (station_id, id);
`
