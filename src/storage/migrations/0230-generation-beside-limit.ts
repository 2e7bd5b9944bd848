/** What one and the same source limits, and what it generates at the site, are two things, kept beside each other (2.1 K27). */
export const up = `
UPDATE charging_limit SET local_generation = false WHERE local_generation IS NULL;
ALTER TABLE charging_limit
  ALTER COLUMN local_generation SET DEFAULT false,
  ALTER COLUMN local_generation SET NOT NULL,
  DROP CONSTRAINT charging_limit_pkey,
  ADD PRIMARY KEY (station_id, evse_id, source, local_generation);
`
