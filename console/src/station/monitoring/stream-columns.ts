import type { ItemOf } from '../../api/ask.ts'
import type { Column } from '../../plot/columns.ts'
import { decimalsOf } from '../configuration/series-columns.ts'
import { variableName } from '../variable-name.ts'

type StreamValue = ItemOf<'GET /stations/{id}/stream-values'>

const nameOf = ({ source, monitorId }: StreamValue): string =>
  source === undefined ? `Monitor ${monitorId}` : variableName(source)

/** The values of streams as lines over time, one for each monitor, `most` of them; what is no number is left out. */
export function streamColumns(
  values: readonly StreamValue[],
  most: number,
): { readonly names: readonly string[]; readonly columns: readonly Column[]; readonly digits: number } {
  const numbers = values
    .filter(({ value }) => value.trim() !== '' && Number.isFinite(Number(value)))
    .toSorted((a, b) => a.at.localeCompare(b.at))
  const monitors = [...new Map(numbers.map((each) => [each.monitorId, nameOf(each)]))].slice(0, most)
  const drawn = numbers.filter(({ monitorId }) => monitors.some(([id]) => id === monitorId))
  const times = drawn.map(({ at }) => Date.parse(at) / 1_000)
  const columns = monitors.map(([id]) =>
    drawn.map(({ monitorId, value }) => (monitorId === id ? Number(value) : undefined)),
  )
  const digits = Math.max(0, ...drawn.map(({ value }) => decimalsOf(Number(value))))
  return { names: monitors.map(([, name]) => name), columns: [times, ...columns], digits }
}
