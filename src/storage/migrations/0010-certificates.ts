/** The authority in the box, the certificates stations show, and those they say they keep. */
export const up = `
-- Whether a station may come in, as pending, with a certificate that has run out (2.0.1 A00.FR.429).
ALTER TABLE station ADD COLUMN allow_expired_certificate boolean NOT NULL DEFAULT false;

-- The authority's keys are sealed with the installation's secret key: a copy of the database alone signs nothing.
CREATE TABLE certificate_authority (
  id text PRIMARY KEY,
  key_kind text NOT NULL CHECK (key_kind IN ('ecdsa', 'rsa')),
  certificate text NOT NULL,
  sealed_key text NOT NULL,
  not_after timestamptz NOT NULL,
  created_at timestamptz NOT NULL
);

-- A station's own certificates, from its request to its end; key_hash is of the public key. Those of other authorities
-- are entered when they are first shown.
CREATE TABLE station_certificate (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  party_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('requested', 'issued', 'installed', 'rejected', 'in-use', 'superseded', 'revoked', 'failed')),
  foreign_issuer boolean NOT NULL DEFAULT false,
  use text,
  request_number integer,
  key_hash text NOT NULL,
  csr text,
  chain text,
  subject text NOT NULL,
  serial_number text,
  fingerprint text,
  not_before timestamptz,
  not_after timestamptz,
  problem text,
  requested_at timestamptz NOT NULL,
  issued_at timestamptz,
  answered_at timestamptz,
  used_at timestamptz,
  superseded_at timestamptz,
  revoked_at timestamptz,
  renewal_asked_at timestamptz,
  UNIQUE (station_id, fingerprint)
);
CREATE INDEX station_certificate_station ON station_certificate (station_id, requested_at);
CREATE INDEX station_certificate_fingerprint ON station_certificate (fingerprint);
CREATE INDEX station_certificate_open ON station_certificate (requested_at) WHERE state = 'requested';
CREATE INDEX station_certificate_ending ON station_certificate (not_after) WHERE state = 'in-use';

-- What a station told it keeps; children is JSON text: the certificates below one, in the order told.
CREATE TABLE installed_certificate (
  id text NOT NULL,
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  use text NOT NULL,
  hash_algorithm text NOT NULL,
  issuer_name_hash text NOT NULL,
  issuer_key_hash text NOT NULL,
  serial_number text NOT NULL,
  children text NOT NULL,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, id)
);
`
