import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFirmware } from '#simulator'
import { type TestPlatform, testPlatform } from '#test/platform'
import { terminal } from '../../testing/terminal.ts'

let platform: TestPlatform
let cwd: string
let env: Readonly<Record<string, string>>
let run: ReturnType<typeof terminal>

beforeAll(async () => {
  platform = await testPlatform()
  cwd = await mkdtemp(join(tmpdir(), 'chargewright-cli-'))
  env = { CHARGEWRIGHT_API_URL: platform.apiUrl, CHARGEWRIGHT_API_KEY: platform.ownerKey }
  run = terminal({ cwd, env })
  await writeFile(join(cwd, 'one-2.4.bin'), Buffer.alloc(300_000, 7))
})
afterAll(async () => {
  await platform.stop()
  await rm(cwd, { recursive: true })
})

const ABOUT = ['--party', 'default', '--vendor', 'Acme', '--version', '2.4']

describe('firmware', () => {
  test('is sent from a file, listed with its size, and removed', async () => {
    const sent = await run('firmware', 'upload', 'one-2.4.bin', ...ABOUT, '--model', 'One')
    expect(sent).toMatchObject({ code: 0, err: '' })
    const [, id = ''] = /^Added Acme 2\.4 \((\S+)\)\.$/m.exec(sent.out) ?? []
    expect((await run('firmware', 'list', '--vendor', 'Acme')).out).toMatch(
      new RegExp(`^${id} +Acme +One +2.4 +one-2.4.bin +300.0 kB`, 'm'),
    )
    expect((await run('firmware', 'remove', id)).out).toBe(`Removed ${id}.\n`)
    expect((await run('firmware', 'list', '--vendor', 'Acme')).out).toBe('')
  })

  test('shows on a terminal how much of it has gone', async () => {
    const { err } = await terminal({ cwd, env, columns: 100 })('firmware', 'upload', 'one-2.4.bin', ...ABOUT)
    expect(err).toMatch(/2\.4 [█▏▎▍▌▋▊▉░]+ 100 % of 300\.0 kB/)
  })

  test('that is not what its digest says is refused, and nothing of it stays', async () => {
    const wrong = await run(
      'firmware',
      'upload',
      'one-2.4.bin',
      ...ABOUT,
      '--vendor',
      'Other',
      '--sha256',
      '0'.repeat(64),
    )
    expect(wrong.code).toBe(1)
    expect((await run('firmware', 'list', '--vendor', 'Other')).out).toBe('')
  })

  test.each([
    [['nowhere.bin', ...ABOUT], 1],
    [['one-2.4.bin', '--version', '2.4'], 2],
    [['one-2.4.bin', ...ABOUT, '--sha256', 'xyz'], 2],
  ])('of %j is not sent', async (args, code) => {
    expect((await run('firmware', 'upload', ...args)).code).toBe(code)
  })

  test('for simulated stations is written to a new file, never over one', async () => {
    const wish = ['firmware', 'sample', 'sample.bin', '--vendor', 'Acme', '--model', 'One', '--version', '2.5']
    expect(await run(...wish)).toMatchObject({ code: 0, out: 'Wrote sample.bin: Acme One 2.5.\n' })
    const written = await readFile(join(cwd, 'sample.bin'))
    expect(written).toEqual(makeFirmware({ vendor: 'Acme', model: 'One', version: '2.5' }))
    const again = await run(...wish.slice(0, -1), '2.6')
    expect(again.code).toBe(1)
    expect(again.err).toContain('EEXIST')
    expect(await readFile(join(cwd, 'sample.bin'))).toEqual(written)
  })

  test('no updates are said to be none', async () => {
    expect(await run('firmware', 'updates', '--outcome', 'failed')).toMatchObject({
      code: 0,
      err: 'There were no such updates.\n',
    })
  })
})
