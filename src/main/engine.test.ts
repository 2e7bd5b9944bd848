import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const engine = new URL('./engine.ts', import.meta.url).href

/** V8 throws nothing for a flag that it does not know: it says so on stderr, and goes on. */
function saidBy(code: string): { readonly said: string; readonly status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  })
  return { said: `${stdout}${stderr}`, status }
}

test('the engine of this Node knows what it is told', () => {
  expect(saidBy(`(await import('${engine}')).beginYoung()`)).toEqual({ said: '', status: 0 })
  // What it would say of a flag it has given up.
  expect(saidBy("(await import('node:v8')).setFlagsFromString('--no-such-flag')").said).toContain('--no-such-flag')
})
