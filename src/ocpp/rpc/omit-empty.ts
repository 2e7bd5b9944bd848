/** Properties that some message requires and allows to be empty. They stay; every other empty value is an optional one. */
export const KEPT_WHEN_EMPTY: ReadonlySet<string> = new Set([
  'chargingProfile',
  'chargingSchedulePeriod',
  'meterValue',
  'params',
  'sampledValue',
  'scheduleUpdate',
  'total',
])

/** Properties whose content is not OCPP's to judge. */
const OPAQUE: ReadonlySet<string> = new Set(['customData', 'data'])

/**
 * A payload without empty optionals: `null`, `{}` and `[]` may not stand for "not given" (part 4 §4.1.5).
 * What the payload holds for others (`data`, `customData`) is left as it is.
 */
export function omitEmpty(payload: object): object {
  return Object.fromEntries(Object.entries(payload).flatMap(([name, value]) => kept(name, value)))
}

function kept(name: string, value: unknown): [string, unknown][] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object' || OPAQUE.has(name)) return [[name, value]]
  const inner = Array.isArray(value) ? value.map(omitEmptyInside) : omitEmpty(value)
  const empty = (Array.isArray(inner) ? inner.length : Object.keys(inner).length) === 0
  return empty && !KEPT_WHEN_EMPTY.has(name) ? [] : [[name, inner]]
}

function omitEmptyInside(element: unknown): unknown {
  return typeof element === 'object' && element !== null && !Array.isArray(element) ? omitEmpty(element) : element
}
