import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestResult } from '../test-run/results.ts'
import { conformancePage, prove, type Section, unknownIds } from './page.ts'

/** Writes docs/conformance/behaviours.md and says in a line or two what it holds. */
export function writeConformance(root: string, results: readonly TestResult[]): string {
  const folder = join(root, 'docs', 'conformance')
  const sections: readonly Section[] = JSON.parse(readFileSync(join(folder, 'behaviours.json'), 'utf8'))
  writeFileSync(join(folder, 'behaviours.md'), conformancePage(sections, results))
  const proofs = sections.flatMap((section) => prove(section, results))
  const proven = proofs.filter(({ verdict }) => verdict === 'proven').length
  const unknown = unknownIds(sections, results)
  const note = unknown.length > 0 ? `\nTests bear ids that no behaviour has: ${unknown.join(', ')}` : ''
  return `Behaviours: ${proven} of ${proofs.length} proven (docs/conformance/behaviours.md)${note}`
}
