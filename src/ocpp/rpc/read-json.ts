/** Deepest nesting taken from a peer. A message of OCPP has ten levels; what has some thousands can be read, but not written again. */
export const JSON_DEPTH_LIMIT = 2_000

/**
 * Reads JSON of a peer. A NUL within a string becomes U+FFFD: no text of OCPP has one, and no database keeps it.
 *
 * @throws SyntaxError for what is no JSON; RangeError for what is nested too deeply
 */
export function readJson(text: string): unknown {
  const read: unknown = JSON.parse(text)
  if (nestsTooDeeply(text, read)) throw new RangeError('nested too deeply')
  if (!text.includes('\\u0000')) return read
  return JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value))
}

/** Whether what was read of `text` is nested deeper than {@link JSON_DEPTH_LIMIT}. */
export function nestsTooDeeply(text: string, read: unknown): boolean {
  // So deep a text has as many brackets that open as close.
  if (text.length <= 2 * JSON_DEPTH_LIMIT) return false
  let level = [read].filter(isContainer)
  for (let depth = 0; depth < JSON_DEPTH_LIMIT; depth += 1) {
    level = level.flatMap((container) => Object.values(container).filter(isContainer))
    if (level.length === 0) return false
  }
  return true
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
