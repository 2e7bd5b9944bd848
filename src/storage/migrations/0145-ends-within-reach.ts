/** What stations told of how long a control lasts becomes a time next: what no calendar knows is said to have no end. */
export const up = `
UPDATE der_control SET control = regexp_replace(control, ',"durationS":[^,}]+', '')
WHERE control::json ->> 'startAt' IS NOT NULL AND control::json ->> 'durationS' IS NOT NULL
  AND (control::json ->> 'startAt' !~ '^(?!0000)[0-9]{4}-'
    OR (control::json ->> 'durationS')::numeric NOT BETWEEN -100000000000 AND 100000000000);
`
