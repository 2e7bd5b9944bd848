/** Tariffs and what stations say charging cost, payments at and away from stations, and swapped batteries. */
export const up = `
-- A tariff never changes, so that its id says for ever what somebody paid by. content is its prices as JSON.
CREATE TABLE tariff (
  id text PRIMARY KEY,
  party_id text NOT NULL REFERENCES party,
  name text,
  currency text NOT NULL,
  valid_from timestamptz,
  content text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX tariff_party ON tariff (party_id, id);

-- The tariff of one driver.
CREATE TABLE token_tariff (
  token_id text PRIMARY KEY REFERENCES token ON DELETE CASCADE,
  tariff_id text NOT NULL REFERENCES tariff
);
CREATE INDEX token_tariff_tariff ON token_tariff (tariff_id);

-- What a station last said a transaction costs; details is all it said, as JSON.
CREATE TABLE transaction_cost (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  reference text NOT NULL,
  party_id text NOT NULL,
  final boolean NOT NULL,
  told_at timestamptz NOT NULL,
  currency text NOT NULL,
  total_excl_tax numeric,
  total_incl_tax numeric,
  failure text,
  details text NOT NULL,
  PRIMARY KEY (station_id, reference)
);

-- A payment at the station or for it: reference is how the payment service provider calls it, and its token's value.
-- settled_by: who takes the money. limits and company are JSON.
CREATE TABLE payment (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  reference text NOT NULL,
  evse_id integer,
  state text NOT NULL CHECK (state IN
    ('authorized', 'charging', 'to-settle', 'settled', 'cancelled', 'rejected', 'failed')),
  settled_by text NOT NULL CHECK (settled_by IN ('platform', 'station')),
  command_id text,
  transaction_reference text,
  limits text NOT NULL DEFAULT '{}',
  amount numeric,
  currency text,
  settled_at timestamptz,
  receipt_id text,
  receipt_url text,
  status_info text,
  vat_number text,
  company text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX payment_reference ON payment (station_id, lower(reference));
CREATE INDEX payment_party ON payment (party_id, id);
CREATE INDEX payment_transaction ON payment (station_id, transaction_reference)
  WHERE transaction_reference IS NOT NULL;

-- How a station makes the addresses it shows for payments in the web. turn changes the secret, which is nowhere kept.
CREATE TABLE web_payment (
  station_id text PRIMARY KEY REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  url_template text NOT NULL,
  validity_s integer NOT NULL,
  code_length integer NOT NULL,
  turn text NOT NULL,
  command_id text,
  changed_at timestamptz NOT NULL
);
CREATE INDEX web_payment_template ON web_payment (url_template);

-- Batteries as JSON; digest is of them and the token, by which a repeat is known.
CREATE TABLE battery_swap_event (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  request_id integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('in', 'out', 'out-timeout')),
  token_value text NOT NULL,
  token_kind text NOT NULL,
  batteries text NOT NULL,
  digest text NOT NULL,
  received_at timestamptz NOT NULL,
  UNIQUE (station_id, request_id, kind, digest)
);
CREATE INDEX battery_swap_event_party ON battery_swap_event (party_id, id);
CREATE INDEX battery_swap_event_station ON battery_swap_event (station_id, id);
`
