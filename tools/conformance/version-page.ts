import type { TestResult } from '../test-run/results.ts'
import type { Catalogue, Clause, Part } from './catalogue.ts'
import { bears, type OcppVersion, speaksOf } from './naming.ts'
import { negativeCases, negativeCasesSection } from './negative-cases.ts'
import { oneLine, page, testsByFile, type Verdict, verdictOf } from './page.ts'

export type ClauseVerdict = Verdict | 'cannot be proven'

/** A clause with the tests whose names bear its id and speak of its version. */
export interface ClauseProof extends Clause {
  readonly verdict: ClauseVerdict
  readonly tests: readonly TestResult[]
}

export function proveClause(clause: Clause, version: OcppVersion, results: readonly TestResult[]): ClauseProof {
  const tests = results.filter(
    ({ name, status }) =>
      status !== 'skipped' && speaksOf(name, version) && clause.provenBy.some((id) => bears(name, id)),
  )
  const verdict = tests.length === 0 && clause.notProvable !== undefined ? 'cannot be proven' : verdictOf(tests)
  return { ...clause, tests, verdict }
}

const blocks: Readonly<Record<string, string>> = {
  A: 'Security',
  B: 'Provisioning',
  C: 'Authorization',
  D: 'Local lists',
  E: 'Transactions',
  F: 'Remote control',
  G: 'Availability',
  H: 'Reservation',
  I: 'Tariff and cost',
  J: 'Meter values',
  K: 'Smart charging',
  L: 'Firmware',
  M: 'Certificates',
  N: 'Diagnostics',
  O: 'Display messages',
  P: 'Data transfer',
  Q: 'Bidirectional power transfer',
  R: 'Distributed energy resources',
  S: 'Battery swapping',
}

interface ProvenPart {
  readonly title: string
  readonly proofs: readonly ClauseProof[]
}

export function proveParts({ version, parts }: Catalogue, results: readonly TestResult[]): ProvenPart[] {
  return parts.map(({ title, clauses }: Part) => ({
    title,
    proofs: clauses.map((clause) => proveClause(clause, version, results)),
  }))
}

/** The page of one version, Markdown. The same results make the same text. */
export function versionPage(catalogue: Catalogue, results: readonly TestResult[]): string {
  const { version } = catalogue
  const parts = proveParts(catalogue, results)
  const negative = negativeCases(results, version)
  return page([
    `# OCPP ${version.slice('ocpp'.length)}: what binds a management system, and the tests that prove it`,
    '',
    `<!-- Made by \`npm test\` from ${version}.json and the results of the tests. -->`,
    '',
    'The clauses are told in our own words. One is proven when tests bear its id, speak of this version or of none, and',
    'all of them pass. [Behaviours](behaviours.md) and [official test cases](test-cases.md) have pages of their own.',
    '',
    '| | clauses | proven | failing | not proven | cannot be proven |',
    '|---|---|---|---|---|---|',
    ...parts.map(({ title, proofs }) => `| ${title} | ${proofs.length} | ${tallies(proofs).join(' | ')} |`),
    '',
    ...(negative.length === 0 ? [] : [...negativeCasesSection(negative), '']),
    ...parts.flatMap(({ title, proofs }) => [`## ${title}`, '', ...blocksOf(proofs)]),
  ])
}

function tallies(proofs: readonly ClauseProof[]): number[] {
  const verdicts: readonly ClauseVerdict[] = ['proven', 'failing', 'not proven', 'cannot be proven']
  return verdicts.map((wanted) => proofs.filter(({ verdict }) => verdict === wanted).length)
}

function blocksOf(proofs: readonly ClauseProof[]): string[] {
  const byBlock = Map.groupBy(proofs, ({ id }) => (/^[A-S]\d\d\./.test(id) ? id.slice(0, 1) : ''))
  return [...byBlock].flatMap(([letter, block]) => {
    const proven = block.filter(({ verdict }) => verdict === 'proven').length
    const head = `### ${letter}. ${blocks[letter]}: ${proven} of ${block.length} proven`
    return [...(letter === '' ? [] : [head, '']), ...block.flatMap(lines), '']
  })
}

function lines({ id, demands, verdict, tests, notProvable }: ClauseProof): string[] {
  const reason = verdict === 'cannot be proven' ? `: ${oneLine(notProvable ?? '')}` : ''
  return [`- **${id}** ${oneLine(demands)} **${verdict}**${reason}`, ...testsByFile(tests).map((line) => `  - ${line}`)]
}
