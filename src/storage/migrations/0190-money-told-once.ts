/**
 * Money that is added, taken and given back once: adjustments by their keys, corrections by orders of their own. Tariffs that stations
 * keep, and that transactions were changed to.
 */
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
CREATE INDEX payment_under_way ON payment (id) WHERE state IN ('authorized', 'charging');

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

-- A tariff that begins later stands beside the one until then.
ALTER TABLE station_tariff ADD COLUMN assigned_at timestamptz NOT NULL DEFAULT now(),
  DROP CONSTRAINT station_tariff_pkey, ADD PRIMARY KEY (station_id, evse_id, tariff_id);

-- Default tariffs that stations have accepted (2.1 I07); evse_id 0 is every EVSE. Without a tariff: cleared there (I10).
CREATE TABLE station_default_tariff (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  evse_id integer NOT NULL,
  party_id text NOT NULL,
  tariff_id text REFERENCES tariff,
  accepted_at timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (station_id, evse_id, tariff_id)
);
CREATE INDEX station_default_tariff_party ON station_default_tariff (party_id);
CREATE INDEX station_default_tariff_tariff ON station_default_tariff (tariff_id);
INSERT INTO station_default_tariff (station_id, evse_id, party_id, tariff_id, accepted_at)
SELECT c.station_id, coalesce((c.request::json ->> 'evseId')::integer, 0), f.party_id, f.id, max(c.settled_at)
FROM command c JOIN tariff f ON f.id = c.request::json ->> 'tariffId' AND f.party_id = c.party_id
WHERE c.kind = 'set-default-tariff' AND c.state = 'answered' AND NOT EXISTS (SELECT FROM command d
  WHERE d.station_id = c.station_id AND d.kind = 'clear-tariffs' AND d.state = 'answered' AND d.settled_at > c.settled_at)
GROUP BY 1, 2, 3, 4;

-- Tariffs by which a station says it counts a transaction (2.1), beside the one it was given here, and those it agreed to change it to.
CREATE TABLE transaction_tariff (
  transaction_id text NOT NULL REFERENCES transaction_pricing ON DELETE CASCADE,
  tariff_id text NOT NULL REFERENCES tariff,
  accepted_at timestamptz,
  UNIQUE NULLS NOT DISTINCT (transaction_id, tariff_id, accepted_at)
);
CREATE INDEX transaction_tariff_tariff ON transaction_tariff (tariff_id);

-- Where somebody charges may be told after who does: only then it is known whether the EVSE has a tariff of its own.
ALTER TABLE transaction_pricing ADD COLUMN evse_known boolean NOT NULL DEFAULT true;

-- What crashes have left of payments that never began: the reference would be taken for ever.
DELETE FROM token WHERE kind = 'direct-payment' AND label LIKE 'Payment %'
  AND NOT EXISTS (SELECT FROM payment p WHERE p.party_id = token.party_id AND lower(p.reference) = lower(token.value));
`
