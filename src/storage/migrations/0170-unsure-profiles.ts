/** Profiles of which nobody knows whether they arrived; whose a remote start was; reports of controls; prepaid transactions. */
export const up = `
-- sent: it is on its way. unsure: it was sent, and never answered.
ALTER TABLE charging_profile DROP CONSTRAINT charging_profile_standing_check,
  ADD CONSTRAINT charging_profile_standing_check CHECK (standing IN ('sent', 'unsure', 'accepted', 'reported')),
  -- Who was to be charged by a remote start with this profile.
  ADD COLUMN start_token text;
UPDATE charging_profile p SET standing = 'unsure' WHERE standing = 'sent'
  AND NOT EXISTS (SELECT FROM command c WHERE c.id = p.command_id AND c.state IN ('queued', 'sent'));
UPDATE charging_profile p SET start_token = (SELECT c.request::json ->> 'token' FROM command c WHERE c.id = p.command_id)
  WHERE start_number IS NOT NULL;

-- Reports of controls that were asked for and have not come to their end.
CREATE TABLE der_report (
  station_id text NOT NULL REFERENCES station ON DELETE CASCADE,
  request_id integer NOT NULL,
  filter text NOT NULL,
  asked_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, request_id)
);
ALTER TABLE der_control ADD COLUMN report_id integer;

CREATE INDEX transaction_pricing_prepaid ON transaction_pricing (created_at) WHERE token_id IS NOT NULL;
`
