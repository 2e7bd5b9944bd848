import { join, resolve } from 'node:path'
import { writeConformance } from './conformance/write.ts'
import { readResults } from './test-run/results.ts'

/** Writes the conformance pages again from the results of the last `npm test`. */
const root = resolve(import.meta.dirname, '..')
console.log(writeConformance(root, readResults(join(root, 'test-results', 'vitest.json'), root)))
