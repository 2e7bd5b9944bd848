/** Who drove may be told after a transaction has ended: only then it is known whose tariff counts, and what is prepaid pays. */
export const up = `
ALTER TABLE transaction_pricing ADD COLUMN driver_known boolean NOT NULL DEFAULT true;
`
