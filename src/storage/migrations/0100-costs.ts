/** What the platform itself counts: by which tariff, what it came to, what is prepaid, and how far a transaction may go. */
export const up = `
-- What is charged by at a station where the driver has no tariff of their own; evse_id 0 is the whole station.
CREATE TABLE station_tariff (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  evse_id integer NOT NULL,
  party_id text NOT NULL,
  tariff_id text NOT NULL REFERENCES tariff,
  PRIMARY KEY (station_id, evse_id)
);
CREATE INDEX station_tariff_party ON station_tariff (party_id);
CREATE INDEX station_tariff_tariff ON station_tariff (tariff_id);

-- What a transaction is counted by, from when its driver is known. token_id: where it is prepaid. seen_version: of the transaction,
-- when it was last counted after its end; is_final: nothing that comes changes it any more.
CREATE TABLE transaction_pricing (
  transaction_id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  reference text NOT NULL,
  party_id text NOT NULL,
  tariff_id text REFERENCES tariff,
  is_own_tariff boolean NOT NULL,
  token_id text,
  seen_version integer NOT NULL DEFAULT 0,
  is_final boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL
);
CREATE INDEX transaction_pricing_open ON transaction_pricing (transaction_id) WHERE NOT is_final;
CREATE INDEX transaction_pricing_tariff ON transaction_pricing (tariff_id);
CREATE INDEX transaction_pricing_age ON transaction_pricing (created_at) WHERE is_final;

-- What transactions came to; only ever appended to. What is told late makes another revision, and the highest one counts.
CREATE TABLE transaction_charge (
  transaction_id text NOT NULL REFERENCES transaction_pricing ON DELETE CASCADE,
  revision integer NOT NULL,
  counted_by text NOT NULL CHECK (counted_by IN ('platform', 'station')),
  currency text NOT NULL,
  total_excl_tax numeric NOT NULL,
  total_incl_tax numeric NOT NULL,
  content text NOT NULL,
  charged_at timestamptz NOT NULL,
  PRIMARY KEY (transaction_id, revision)
);

-- What is left of a prepaid token; a token without such a row is not prepaid.
CREATE TABLE token_balance (
  token_id text PRIMARY KEY REFERENCES token ON DELETE CASCADE,
  party_id text NOT NULL,
  currency text NOT NULL,
  amount numeric NOT NULL
);
CREATE INDEX token_balance_party ON token_balance (party_id);

-- How it came to that; only ever appended to, and kept when the token goes. A revision of a charge is taken once.
CREATE TABLE token_balance_entry (
  id text PRIMARY KEY,
  token_id text NOT NULL,
  party_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('set', 'adjustment', 'transaction')),
  amount numeric NOT NULL,
  balance numeric NOT NULL,
  transaction_id text,
  revision integer,
  note text,
  made_at timestamptz NOT NULL,
  UNIQUE (transaction_id, revision)
);
CREATE INDEX token_balance_entry_token ON token_balance_entry (token_id, id);

-- Limits a station was told, once, and those it holds itself; told_seq is the event that was answered with them, which may be told again.
CREATE TABLE transaction_limit (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  reference text NOT NULL,
  limits text,
  held text,
  told_seq bigint,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, reference)
);
CREATE INDEX transaction_limit_age ON transaction_limit (told_at);

-- Who settles what a party is paid on the spot; secret is sealed.
CREATE TABLE payment_provider (
  party_id text PRIMARY KEY REFERENCES party ON DELETE CASCADE,
  url text NOT NULL,
  secret text NOT NULL,
  page_url text,
  changed_at timestamptz NOT NULL
);

-- What a provider is to be told of a payment that is over, until it has taken it.
CREATE TABLE payment_order (
  payment_id text PRIMARY KEY REFERENCES payment ON DELETE CASCADE,
  party_id text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  taken_at timestamptz,
  last_problem text
);
CREATE INDEX payment_order_due ON payment_order (next_at) WHERE taken_at IS NULL;
CREATE INDEX payment_to_settle ON payment (party_id) WHERE state = 'to-settle';
`
