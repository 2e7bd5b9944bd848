import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The work tree this file is part of. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** Something the person at the keyboard can mend; shown without a stack trace. */
export class SetupError extends Error {}

/** Progress goes to stderr, so that `chargewright … --json` keeps stdout for itself. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Announces a step, does it, and says how long it took. */
export async function step(title, work) {
  const startedMs = performance.now()
  say(`· ${title} …`)
  const result = await work()
  say(`  done in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
  return result
}
