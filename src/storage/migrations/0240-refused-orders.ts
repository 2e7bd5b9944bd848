/** A provider may say that it never will do what it was told. */
export const up = `
ALTER TABLE payment_order ADD COLUMN refused_at timestamptz;
`
