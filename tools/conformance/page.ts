import type { TestResult } from '../test-run/results.ts'
import { bears } from './naming.ts'

export interface Section {
  readonly letter: string
  readonly title: string
  /** What is expected, by id. */
  readonly behaviours: Readonly<Record<string, string>>
}

export type Verdict = 'proven' | 'failing' | 'not proven'

/** A behaviour with the tests whose names bear its id. */
export interface Proof {
  readonly id: string
  readonly title: string
  readonly verdict: Verdict
  readonly tests: readonly TestResult[]
}

/** Judges each behaviour by the tests that name it; a skipped test proves nothing. */
export function prove({ behaviours }: Section, results: readonly TestResult[]): Proof[] {
  return Object.entries(behaviours).map(([id, title]) => {
    const tests = results.filter((result) => result.status !== 'skipped' && bears(result.name, id))
    return { id, title, tests, verdict: verdictOf(tests) }
  })
}

export function verdictOf(tests: readonly TestResult[]): Verdict {
  if (tests.some((result) => result.status === 'failed')) return 'failing'
  return tests.length > 0 ? 'proven' : 'not proven'
}

/** Ids in test names that no behaviour has: a slip of the pen, or a behaviour nobody wrote down. */
export function unknownIds(sections: readonly Section[], results: readonly TestResult[]): string[] {
  const known = new Set(sections.flatMap(({ behaviours }) => Object.keys(behaviours)))
  const letters = sections.map(({ letter }) => letter).join('')
  const named = results.flatMap(({ name }) => name.match(new RegExp(`\\b[${letters}]-\\d{2}\\b`, 'g')) ?? [])
  return [...new Set(named)].filter((id) => !known.has(id)).sort()
}

/** Tests of one file that are named for one behaviour; the rest is counted. */
const SHOWN = 5

/** The page, Markdown. The same results make the same text: no times, no order of running. */
export function conformancePage(sections: readonly Section[], results: readonly TestResult[]): string {
  return page([
    '# OCPP behaviours and the tests that prove them',
    '',
    '<!-- Made by `npm test` from behaviours.json and the results of the tests. -->',
    '',
    'Each is something implementations are known to get wrong. It is proven when tests bear its id and all of them pass.',
    '',
    ...sections.flatMap((section) => [...sectionOf(section, results), '']),
  ])
}

export function page(lines: readonly string[]): string {
  return lines.join('\n').replace(/\n+$/, '\n')
}

function sectionOf(section: Section, results: readonly TestResult[]): string[] {
  const proofs = prove(section, results)
  const proven = proofs.filter(({ verdict }) => verdict === 'proven').length
  return [
    `## ${section.letter}. ${section.title}: ${proven} of ${proofs.length} proven`,
    '',
    ...proofs.flatMap(({ id, title, verdict, tests }) => [
      `- **${id}** ${oneLine(title)}: **${verdict}**`,
      ...testsByFile(tests).map((line) => `  - ${line}`),
    ]),
  ]
}

/** One line for each file: its path, and the names of its tests. */
export function testsByFile(tests: readonly TestResult[]): string[] {
  const byFile = Map.groupBy(tests, ({ file }) => file)
  return [...byFile.keys()].sort().map((file) => {
    const names = [...new Set(byFile.get(file)?.map(({ name }) => oneLine(name)))].sort()
    const more = names.length > SHOWN ? [`and ${names.length - SHOWN} more`] : []
    return `\`${file}\`: ${[...names.slice(0, SHOWN), ...more].join('; ')}`
  })
}

export function oneLine(text: string): string {
  return text.replace(/[\\`*_<>[\]|]/g, '\\$&').replace(/\s+/g, ' ')
}
