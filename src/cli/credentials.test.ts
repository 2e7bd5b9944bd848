import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findKey, keepKey } from './credentials.ts'

const HERE = 'http://127.0.0.1:8080'
let folder: string
let around: { env: Record<string, string>; cwd: string; home: string; root: string }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chargewright-test-'))
  around = { env: {}, cwd: join(folder, 'cwd'), home: join(folder, 'home'), root: join(folder, 'root') }
})
afterEach(() => rmSync(folder, { recursive: true }))

function leaveKey(dataDir: string, key: string): void {
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, 'cli.key'), `${key}\n`)
}

describe('the key that is used', () => {
  test('is none where there is none', () => expect(findKey(around, HERE, undefined)).toBeUndefined())

  test('is the environment’s before that of login, and that before the one in the data folder', () => {
    leaveKey(join(around.cwd, 'data'), 'cw_local')
    expect(findKey(around, HERE, undefined)).toBe('cw_local')
    keepKey(around, HERE, 'cw_kept')
    expect(findKey(around, HERE, undefined)).toBe('cw_kept')
    around.env.CHARGEWRIGHT_API_KEY = 'cw_env'
    expect(findKey(around, HERE, undefined)).toBe('cw_env')
  })

  test('is of the data folder that is named, or of the setting, or of the checkout', () => {
    leaveKey(join(around.root, 'data'), 'cw_root')
    expect(findKey(around, HERE, undefined)).toBe('cw_root')
    leaveKey(join(folder, 'set'), 'cw_set')
    around.env.CHARGEWRIGHT_DATA_DIR = join(folder, 'set')
    expect(findKey(around, HERE, undefined)).toBe('cw_set')
    leaveKey(join(around.cwd, 'named'), 'cw_named')
    expect(findKey(around, HERE, 'named')).toBe('cw_named')
  })

  test('is missed where it was said to be', () => {
    expect(() => findKey(around, HERE, 'hi')).toThrow(`There is no cli.key in ${join(around.cwd, 'hi')}`)
    keepKey(around, HERE, 'cw_kept')
    expect(findKey(around, HERE, 'hi')).toBe('cw_kept')
  })

  test('is that of the address, whatever its path', () => {
    keepKey(around, 'https://one.example.org/', 'cw_one')
    keepKey(around, 'https://two.example.org', 'cw_two')
    expect(findKey(around, 'https://one.example.org', undefined)).toBe('cw_one')
    expect(findKey(around, 'https://two.example.org/x', undefined)).toBe('cw_two')
  })

  test.each(['http://localhost:8080', 'http://127.0.0.2:1', 'http://[::1]:8080'])(
    'a key of this machine goes to %s',
    (url) => {
      leaveKey(join(around.cwd, 'data'), 'cw_local')
      expect(findKey(around, url, undefined)).toBe('cw_local')
    },
  )

  test.each(['https://charging.example.org', 'http://127.0.0.1.example.org', 'http://10.0.0.1:8080'])(
    'a key of this machine never goes to %s',
    (url) => {
      leaveKey(join(around.cwd, 'data'), 'cw_local')
      expect(findKey(around, url, undefined)).toBeUndefined()
    },
  )
})

test('kept keys that cannot be read are an error that names the file', () => {
  const file = keepKey(around, HERE, 'cw_x')
  writeFileSync(file, 'not JSON')
  expect(() => findKey(around, HERE, undefined)).toThrow(`${file} is not JSON`)
})
