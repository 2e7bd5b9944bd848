/** Where a token may charge and how energy may get to its vehicle; what transfers a transaction may have. */
export const up = `
-- Lists in JSON; NULL is everywhere, everything.
ALTER TABLE token
  ADD COLUMN places text,
  ADD COLUMN evse_kind text CHECK (evse_kind IN ('ac', 'dc')),
  ADD COLUMN transfers text;

-- What a station was told of one transaction, in place of what holds for its token.
CREATE TABLE transaction_transfer (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  transaction_reference text NOT NULL,
  transfers text NOT NULL,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, transaction_reference)
);
`
