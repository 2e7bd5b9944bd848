import type { AnswerOf } from '../../api/ask.ts'
import type { Column } from '../../plot/columns.ts'

type Series = AnswerOf<'GET /stations/{id}/variables/series'>

/** The least time that is drawn, so that a value of a moment ago is a line and no dot. */
const LEAST_S = 60

/** A series with its last value holding until now, and how many decimals it takes to tell its values apart. */
export function seriesColumns(
  { times, values }: Pick<Series, 'times' | 'values'>,
  nowS: number,
): { readonly columns: readonly Column[]; readonly digits: number } {
  const last = times.at(-1)
  const end = last === undefined ? [] : [Math.max(nowS, last + LEAST_S)]
  const digits = Math.max(0, ...values.map((value) => (value === null ? 0 : decimalsOf(value))))
  return {
    columns: [
      [...times, ...end],
      [...values, ...end.map(() => values.at(-1) ?? null)],
    ],
    digits,
  }
}

const MOST_DECIMALS = 3

/** How many decimals a number is told with. */
export function decimalsOf(value: number): number {
  const [, decimals = ''] = String(value).split('.')
  return Math.min(decimals.length, MOST_DECIMALS)
}
