import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestPlatform, testPlatform } from '#test/platform'
import { terminal } from '../testing/terminal.ts'

let platform: TestPlatform
let home: string
let env: Readonly<Record<string, string>>

beforeAll(async () => {
  platform = await testPlatform()
  home = await mkdtemp(join(tmpdir(), 'chargewright-test-'))
  env = { CHARGEWRIGHT_API_URL: platform.apiUrl }
})
afterAll(async () => {
  await platform.stop()
  await rm(home, { recursive: true })
})

test('nobody is let in without a key, and told how to get in', async () => {
  const { code, out, err } = await terminal({ env, home })('station', 'list')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toContain('Sign in with `chargewright login`, or put an API key in CHARGEWRIGHT_API_KEY.')
})

test('a key that does not work is not kept', async () => {
  const { code } = await terminal({ env, home, secret: 'cw_wrong' })('login')
  expect(code).toBe(1)
  expect(await readdir(home)).toEqual([])
})

test('no key is no way in', async () => {
  expect(await terminal({ env, home })('login')).toMatchObject({ code: 2, err: 'error: no key was given\n' })
})

test('A-15 a key that works is kept for this address, readable by its owner only', async () => {
  const signedIn = await terminal({ env, home, secret: `${platform.ownerKey}\n` })('login')
  expect(signedIn).toMatchObject({ code: 0, out: `Signed in at ${platform.apiUrl} as test.\n` })
  const file = join(home, '.config', 'chargewright', 'keys.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ [platform.apiUrl]: platform.ownerKey })
  const run = terminal({ env, home })
  expect((await run('whoami')).out).toMatch(/^test: owner of every party\n/)
  expect((await run('station', 'list')).code).toBe(0)
})

test('and forgotten again', async () => {
  const run = terminal({ env, home })
  expect((await run('logout')).out).toBe(`Forgot the key for ${platform.apiUrl}.\n`)
  expect((await run('logout', '--json')).json()).toEqual({ url: platform.apiUrl, forgotten: false })
  expect((await run('whoami')).code).toBe(1)
})
