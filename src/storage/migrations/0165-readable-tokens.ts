/** Tokens of remote starts become a column next: characters that PostgreSQL has not in text become U+FFFD. */
export const up = `
UPDATE command c SET request = regexp_replace(c.request, '\\\\u(0000|d[89a-f][0-9a-f]{2})', '\\\\ufffd', 'g')
WHERE c.request ~ '\\\\u(0000|d[89a-f][0-9a-f]{2})'
  AND EXISTS (SELECT FROM charging_profile p WHERE p.command_id = c.id AND p.start_number IS NOT NULL);
`
