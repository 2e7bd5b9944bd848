import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumPath, NEEDS, requireAll } from '../test/support/machine.ts'
import { writeConformance } from './conformance/write.ts'
import { readResults, type TestResult, tally } from './test-run/results.ts'
import { root, step } from './test-run/step.ts'
import { verdict } from './test-run/verdict.ts'

/** `npm test`: every check, each as a visible step, and one plain line at the end. With arguments: those tests only. */
const filters = process.argv.slice(2)
const report = join(root, 'test-results', 'vitest.json')
const failures: string[] = []

const chromium = chromiumPath()
if (chromium !== undefined) process.env.CHARGEWRIGHT_CHROMIUM = chromium
else if (requireAll()) failures.push(`Chromium is missing. ${NEEDS.chromium.howToGet}`)
else leftOut('below')

if (filters.length === 0) await checks()
const results = await tests()
if (filters.length === 0 && results.length > 0) console.log(`\n${writeConformance(root, results)}`)

const { lines, ok } = verdict({ results, failures, requireAll: requireAll() })
if (chromium === undefined && tally(results).skipped > 0) leftOut('above')
console.log(`\n${lines.join('\n')}`)
if (!ok) process.exitCode = 1

async function checks(): Promise<void> {
  const wanted: [title: string, program: string, args: string[]][] = [
    ['Types', 'node_modules/typescript/bin/tsc', ['--noEmit']],
    ['Style', 'node_modules/@biomejs/biome/bin/biome', ['check', '.']],
    ['Imports', 'tools/check-imports.ts', []],
  ]
  if (existsSync(join(root, 'console', 'tsconfig.json'))) {
    wanted.splice(1, 0, ['Types of the console', 'node_modules/typescript/bin/tsc', ['--noEmit', '-p', 'console']])
  }
  for (const [title, program, args] of wanted) {
    if (!(await step(title, program, args))) failures.push(`${title} failed; see above.`)
  }
}

async function tests(): Promise<TestResult[]> {
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const fine = await step('Tests', 'node_modules/vitest/vitest.mjs', ['run', ...reporters, ...filters])
  const found = existsSync(report) ? readResults(report, root) : []
  // vitest also fails for what no test is to blame for, such as an error after the last one.
  if (!fine && tally(found).failed === 0) failures.push('vitest failed although no test did; see above.')
  return found
}

function leftOut(where: 'above' | 'below'): void {
  const { what, howToGet } = NEEDS.chromium
  const count = where === 'above' ? ' (counted as skipped)' : ''
  console.log(`\n!! LEFT OUT${count}: ${what}.\n!! ${howToGet}`)
}
