/** How often a vehicle has been negotiated with anew for the same needs. */
export const up = `
ALTER TABLE charging_needs ADD COLUMN renegotiations integer NOT NULL DEFAULT 0;
UPDATE charging_needs SET renegotiations = 1 WHERE renegotiated;
ALTER TABLE charging_needs DROP COLUMN renegotiated;
`
