/** An event of a transaction that brings one reading is stored with it: event_at is set where a row carries one. */
export const up = `
ALTER TABLE meter_reading ADD COLUMN event_at timestamptz, ADD COLUMN seq_no bigint, ADD COLUMN facts text;
`
