/** Money that is added, taken and given back once: adjustments by their keys. */
export const up = `
-- By which a repeated adjustment is known. It was the id, which puts entries out of order: those get one of their time.
ALTER TABLE token_balance_entry ADD COLUMN repeat_key text;
UPDATE token_balance_entry SET repeat_key = id, id = concat_ws('-', substr(made, 1, 8), substr(made, 9, 4),
    '7' || substr(id, 1, 3), '8' || substr(id, 4, 3), substr(id, 7, 12))
FROM (SELECT id AS former, lpad(to_hex((extract(epoch FROM made_at) * 1000)::bigint), 12, '0') AS made
  FROM token_balance_entry WHERE kind = 'adjustment' AND id ~ '^[0-9a-f]{32}$') keyed
WHERE id = keyed.former;
CREATE UNIQUE INDEX token_balance_entry_repeat ON token_balance_entry (repeat_key) WHERE repeat_key IS NOT NULL;
`
