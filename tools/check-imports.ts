import { resolve } from 'node:path'
import { check } from './imports/check.ts'
import { readTree } from './imports/read-tree.ts'

/** Holds every import of the work tree against the house plan; says what it read, so that an empty check shows. */
const tree = readTree(resolve(import.meta.dirname, '..'))
const violations = check(tree)
for (const { path, line, message } of violations) console.error(`${path}${line ? `:${line}` : ''} ${message}`)

const lengths = [...tree.files.values()].map((text) => text.split('\n').length - 1).sort((a, b) => a - b)
const at = (share: number) => lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * share))] ?? 0
console.log(`${tree.files.size} files read: ${violations.length} break the house plan`)
console.log(`lines: median ${at(0.5)}, nine in ten up to ${at(0.9)}, longest ${at(1)}`)
if (violations.length > 0) process.exitCode = 1
