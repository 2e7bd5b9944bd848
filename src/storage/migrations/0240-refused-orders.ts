/** A provider may say that it never will do what it was told. */
export const up = `
ALTER TABLE payment_order ADD COLUMN refused_at timestamptz;
DROP INDEX payment_order_due;
CREATE INDEX payment_order_due ON payment_order (next_at) WHERE taken_at IS NULL AND refused_at IS NULL;
CREATE INDEX payment_order_refused ON payment_order (refused_at) WHERE refused_at IS NOT NULL;
`
