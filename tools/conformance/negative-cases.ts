import type { TestResult } from '../test-run/results.ts'
import type { OcppVersion } from './naming.ts'

/** Negative cases of one kind: `strict request`, say, with how many each action has. */
export interface NegativeCases {
  readonly kind: string
  readonly passed: number
  readonly failed: number
  readonly of: ReadonlyMap<string, number>
}

const named = /(?:^|\s)negative (ocpp[\d.]+) (.+?)(?: ([A-Z]\w+))?: (\d+) cases$/

/** Counts what tests say they went through in their names: `negative ocpp1.6 strict request Authorize: 12 cases`. */
export function negativeCases(results: readonly TestResult[], version: OcppVersion): NegativeCases[] {
  const kinds = new Map<string, { passed: number; failed: number; of: Map<string, number> }>()
  for (const { name, status } of results) {
    const [, of, kind, action, count] = named.exec(name) ?? []
    if (of !== version || kind === undefined || status === 'skipped') continue
    const entry = kinds.get(kind) ?? { passed: 0, failed: 0, of: new Map<string, number>() }
    kinds.set(kind, entry)
    entry[status] += Number(count)
    if (action !== undefined) entry.of.set(action, (entry.of.get(action) ?? 0) + Number(count))
  }
  return [...kinds].map(([kind, counts]) => ({ kind, ...counts })).sort((a, b) => (a.kind < b.kind ? -1 : 1))
}

/** What a page says of them. */
export function negativeCasesSection(cases: readonly NegativeCases[]): string[] {
  const passed = cases.reduce((sum, one) => sum + one.passed, 0)
  const failed = cases.reduce((sum, one) => sum + one.failed, 0)
  const outcome = failed === 0 ? 'all with the right answer' : `${failed} of them in a test that failed`
  return [
    `## Negative cases: ${passed + failed}`,
    '',
    `${passed + failed} negative cases, ${outcome}. They are made of the schemas when the tests run.`,
    '',
    ...cases.map(({ kind, of, ...counts }) => {
      const actions = [...of].sort().map(([action, count]) => `${action} ${count}`)
      const list = actions.length === 0 ? '' : `: ${actions.join(', ')}`
      return `- ${kind}, ${counts.passed + counts.failed}${list}`
    }),
  ]
}
