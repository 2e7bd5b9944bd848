/** Why a station of a campaign could not be ordered, as long as it cannot. */
export const up = `
-- held: the code of the error that its last order ended in before it was given; null once one was given.
ALTER TABLE campaign_station ADD COLUMN held text;
`
