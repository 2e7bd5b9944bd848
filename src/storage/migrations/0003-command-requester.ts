/** Commands keep the name of whoever asked for them, as it was then. */
export const up = `
ALTER TABLE command ADD COLUMN requested_by_name text;
`
