/**
 * Stations and tokens are found by any part of their words without reading all of them. A server that lacks pg_trgm, or does not
 * let us have it, finds the same, more slowly.
 */
export const up = `
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX station_words ON station USING gin (
    (id || ' ' || coalesce(name, '') || ' ' || coalesce(vendor, '') || ' ' || coalesce(model, '') || ' '
      || coalesce(serial_number, '')) gin_trgm_ops);
  CREATE INDEX token_words ON token USING gin (
    (value || ' ' || coalesce(label, '') || ' ' || coalesce(group_id, '')) gin_trgm_ops);
EXCEPTION
  WHEN undefined_file OR feature_not_supported OR insufficient_privilege OR undefined_object THEN
    RAISE NOTICE 'Without the extension pg_trgm, stations and tokens are searched one by one: %', SQLERRM;
END
$$;
`
