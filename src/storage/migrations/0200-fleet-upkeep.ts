/** Why a station of a campaign could not be ordered, as long as it cannot; and which logs may not be whole. */
export const up = `
-- held: the code of the error that its last order ended in before it was given; null once one was given.
ALTER TABLE campaign_station ADD COLUMN held text;

-- doubt: why the file may not be whole; it may come again.
ALTER TABLE station_log ADD COLUMN doubt text CHECK (doubt IN ('broke-off', 'upload-failed'));
`
