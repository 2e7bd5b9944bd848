import type { PastValue, ValueSeries } from './variable.ts'

/** Values, the newest first, as what can be drawn. */
export function valueSeries(newestFirst: readonly Pick<PastValue, 'value' | 'since'>[]): ValueSeries {
  const points = newestFirst.toReversed()
  const times = points.map(({ since }) => since.getTime() / 1_000)
  const told = points.flatMap(({ value }) => (value === undefined ? [] : [value]))
  if (told.every(isNumber)) {
    return { times, values: points.map(({ value }) => (value === undefined ? null : Number(value))) }
  }
  const words = [...new Set(told)].sort()
  const places = new Map(words.map((word, place) => [word, place]))
  return { times, words, values: points.map(({ value }) => places.get(value ?? '\0') ?? null) }
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value))
}
