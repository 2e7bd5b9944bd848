/** When a scheduled control is over (OCPP 2.1 R04.FR.10): not every station gets to tell. */
export const up = `
ALTER TABLE der_control ADD COLUMN ends_at timestamptz;
UPDATE der_control SET ends_at = (control::json ->> 'startAt')::timestamptz
  + make_interval(secs => (control::json ->> 'durationS')::double precision)
WHERE NOT is_default AND control::json ->> 'startAt' IS NOT NULL AND control::json ->> 'durationS' IS NOT NULL;
`
