/**
 * Reads JSON of a peer. A NUL within a string becomes U+FFFD: no text of OCPP has one, and no database keeps it.
 *
 * @throws SyntaxError for what is no JSON; RangeError for a NUL in what is nested too deeply
 */
export function readJson(text: string): unknown {
  if (!text.includes('\\u0000')) return JSON.parse(text)
  return JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value))
}
