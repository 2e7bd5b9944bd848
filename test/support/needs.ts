import { test } from 'vitest'
import { NEEDS, type Need, requireAll } from './machine.ts'

/** `test`, or on a machine that lacks `need` a `test` that shows as skipped: `needs('chromium')('…', async () => …)`. */
export function needs(need: Need) {
  return test.skipIf(lacks(need))
}

/**
 * True when tests must be left out for want of `need`: `describe.skipIf(lacks('chromium'))('…')`.
 * @throws Error where nothing may be left out, so that the file fails.
 */
export function lacks(need: Need): boolean {
  const { isThere, what, howToGet } = NEEDS[need]
  if (isThere()) return false
  if (requireAll()) throw new Error(`Nothing may be left out here: ${what}. ${howToGet}`)
  return true
}
