import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestResult } from '../test-run/results.ts'
import { type Catalogue, readCatalogue } from './catalogue.ts'
import { idsIn, OCPP_VERSIONS } from './naming.ts'
import { negativeCases } from './negative-cases.ts'
import { conformancePage, prove, type Section, unknownIds } from './page.ts'
import { coverage, type TestCases, testCasePage } from './test-case-page.ts'
import { proveParts, versionPage } from './version-page.ts'

/**
 * Writes the pages of docs/conformance and says in a few lines what they hold.
 * @throws Error when there are no results: a page made of nothing would call everything unproven.
 */
export function writeConformance(root: string, all: readonly TestResult[]): string {
  // Tests of the tools speak of ids without proving anything about them.
  const results = all.filter(({ file }) => !file.startsWith('tools/'))
  if (results.length === 0) throw new Error('There are no results of tests to write the conformance pages from')
  const folder = join(root, 'docs', 'conformance')
  const sections: readonly Section[] = JSON.parse(readFileSync(join(folder, 'behaviours.json'), 'utf8'))
  const cases: TestCases = JSON.parse(readFileSync(join(folder, 'test-cases.json'), 'utf8'))
  const catalogues = OCPP_VERSIONS.map((version) => readCatalogue(folder, version))
  writeFileSync(join(folder, 'behaviours.md'), conformancePage(sections, results))
  writeFileSync(join(folder, 'test-cases.md'), testCasePage(cases, results))
  for (const catalogue of catalogues) {
    writeFileSync(join(folder, `${catalogue.version}.md`), versionPage(catalogue, results))
  }
  const proofs = sections.flatMap((section) => prove(section, results))
  const proven = proofs.filter(({ verdict }) => verdict === 'proven').length
  const unknown = [...unknownIds(sections, results), ...unknownClauses(catalogues, cases, results)]
  return [
    `Behaviours: ${proven} of ${proofs.length} proven (docs/conformance/behaviours.md)`,
    ...catalogues.map((catalogue) => summary(catalogue, results)),
    ...Object.entries(cases).map(([version, titles]) => casesSummary(version, titles, results)),
    ...(unknown.length > 0 ? [`Tests bear ids that nothing has: ${unknown.join(', ')}`] : []),
  ].join('\n')
}

function summary(catalogue: Catalogue, results: readonly TestResult[]): string {
  const parts = proveParts(catalogue, results).map(({ title, proofs }) => {
    const proven = proofs.filter(({ verdict }) => verdict === 'proven').length
    return `${proven} of ${proofs.length} of ${title}`
  })
  const negative = negativeCases(results, catalogue.version).reduce((sum, { passed }) => sum + passed, 0)
  return `${catalogue.version}: clauses ${parts.join(', ')}; ${negative} negative cases`
}

function casesSummary(version: string, titles: TestCases[string], results: readonly TestResult[]) {
  const covered = coverage(titles, results)
  const count = covered.filter(({ verdict }) => verdict === 'proven').length
  return `Official test cases of ${version}: ${count} of ${covered.length} covered`
}

/** Ids written as clauses of ours or official test cases that no catalogue has. */
function unknownClauses(catalogues: readonly Catalogue[], cases: TestCases, results: readonly TestResult[]): string[] {
  const clauses = catalogues.flatMap(({ parts }) => parts.flatMap((part) => part.clauses.map(({ id }) => id)))
  const known = new Set([...clauses, ...Object.values(cases).flatMap((titles) => Object.keys(titles))])
  return [...new Set(results.flatMap(({ name }) => idsIn(name)))].filter((id) => !known.has(id)).sort()
}
