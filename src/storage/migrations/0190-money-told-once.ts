/** Money that is added, taken and given back once: adjustments by their keys, corrections by orders of their own. */
export const up = `
-- By which a repeated adjustment is known. It was the id, which puts entries out of order: those get one of their time.
ALTER TABLE token_balance_entry ADD COLUMN repeat_key text;
UPDATE token_balance_entry SET repeat_key = id, id = concat_ws('-', substr(made, 1, 8), substr(made, 9, 4),
    '7' || substr(id, 1, 3), '8' || substr(id, 4, 3), substr(id, 7, 12))
FROM (SELECT id AS former, lpad(to_hex((extract(epoch FROM made_at) * 1000)::bigint), 12, '0') AS made
  FROM token_balance_entry WHERE kind = 'adjustment' AND id ~ '^[0-9a-f]{32}$') keyed
WHERE id = keyed.former;
CREATE UNIQUE INDEX token_balance_entry_repeat ON token_balance_entry (repeat_key) WHERE repeat_key IS NOT NULL;

-- due: what the transaction came to by all that is known. owed: whoever settles has not been told of it.
ALTER TABLE payment ADD COLUMN due numeric, ADD COLUMN due_currency text, ADD COLUMN owed boolean NOT NULL DEFAULT false;
UPDATE payment SET due = amount, due_currency = currency,
  owed = state = 'to-settle' AND settled_by = 'platform' AND NOT EXISTS (SELECT FROM payment_order o WHERE o.payment_id = payment.id)
WHERE amount IS NOT NULL AND state IN ('to-settle', 'settled');
CREATE INDEX payment_owed ON payment (party_id) WHERE owed;
CREATE INDEX payment_charging ON payment (id) WHERE state = 'charging';

-- The orders of a payment, one after the other: the first settles it, each later one corrects it by what it says. total: what is
-- to have been taken in all with it. What was sent once is never another amount.
ALTER TABLE payment_order ADD COLUMN number integer NOT NULL DEFAULT 1,
  ADD COLUMN kind text NOT NULL DEFAULT 'settle' CHECK (kind IN ('settle', 'capture', 'refund')),
  ADD COLUMN amount numeric, ADD COLUMN total numeric, ADD COLUMN currency text;
UPDATE payment_order o SET amount = coalesce(p.amount, 0), total = coalesce(p.amount, 0), currency = p.currency
FROM payment p WHERE p.id = o.payment_id;
ALTER TABLE payment_order ALTER COLUMN amount SET NOT NULL, ALTER COLUMN total SET NOT NULL,
  ALTER COLUMN number DROP DEFAULT, ALTER COLUMN kind DROP DEFAULT,
  DROP CONSTRAINT payment_order_pkey, ADD PRIMARY KEY (payment_id, number);

-- What crashes have left of payments that never began: the reference would be taken for ever.
DELETE FROM token WHERE kind = 'direct-payment' AND label LIKE 'Payment %'
  AND NOT EXISTS (SELECT FROM payment p WHERE p.party_id = token.party_id AND lower(p.reference) = lower(token.value));
`
