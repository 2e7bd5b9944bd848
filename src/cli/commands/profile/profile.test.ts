import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStation, type Station } from '#simulator'
import { type TestPlatform, testPlatform } from '#test/platform'
import { answerTo } from '../../testing/seen.ts'
import { terminal } from '../../testing/terminal.ts'

let platform: TestPlatform
let cwd: string
let run: ReturnType<typeof terminal>
let station: Station

beforeAll(async () => {
  platform = await testPlatform()
  cwd = await mkdtemp(join(tmpdir(), 'chargewright-cli-'))
  run = terminal({ cwd, env: { CHARGEWRIGHT_API_URL: platform.apiUrl, CHARGEWRIGHT_API_KEY: platform.ownerKey } })
  station = createStation({ id: 'CS-1', version: 'ocpp2.0.1', url: platform.ocppUrl })
  const told = answerTo(station, 'StatusNotification')
  station.start()
  await told
  await platform.services.authorization.create({ partyId: 'default', value: '04A2B9C1' })
})
afterAll(async () => {
  station.stop()
  await platform.stop()
  await rm(cwd, { recursive: true })
})

const profile = {
  purpose: 'transaction-default',
  stackLevel: 0,
  kind: 'absolute',
  schedules: [
    {
      startAt: '2026-01-01T00:00:00Z',
      rateUnit: 'A',
      periods: [{ startS: 0, limit: '16' }],
    },
  ],
}

describe('profile', () => {
  test('is set from a file, listed, and drawn', async () => {
    await writeFile(join(cwd, 'profile.json'), JSON.stringify(profile))
    expect(await run('profile', 'set', 'CS-1', 'profile.json', '--evse', '1')).toMatchObject({
      code: 0,
      out: expect.stringContaining('answered: Accepted'),
    })
    expect((await run('profile', 'list', 'CS-1')).out).toMatch(
      /^ *\d+ +1 +transaction-default +0 +absolute +operator /m,
    )
    const { out } = await run('profile', 'schedule', 'CS-1', '--evse', '1', '--hours', '2')
    expect(out).toMatch(/^CS-1 EVSE 1, as calculated:$/m)
    expect(out).toMatch(/ 16 .*█{32}$/m)
  })

  test('is cleared', async () => {
    expect((await run('profile', 'clear', 'CS-1', '--evse-id', '1')).code).toBe(0)
  })

  test.each([
    [{ ...profile, stackLevel: -1 }, 'stack-level'],
    [{ ...profile, kind: 'carrot' }, 'kind'],
    [[], 'profile.json'],
  ])('%j is refused before it is sent, by name', async (wrong, name) => {
    await writeFile(join(cwd, 'profile.json'), JSON.stringify(wrong))
    expect(await run('profile', 'set', 'CS-1', 'profile.json', '--evse', '1')).toMatchObject({
      code: 2,
      err: expect.stringContaining(name),
    })
  })
})

describe('reservation', () => {
  test('is made, listed and cancelled', async () => {
    const make = ['--token', '04A2B9C1', '--evse-id', '1', '--expires-at', '2099-01-01T00:00:00Z']
    expect((await run('reservation', 'make', 'CS-1', ...make)).out).toContain('answered: Accepted')
    const { out } = await run('reservation', 'list', '--station', 'CS-1', '--state', 'active')
    const [, id = ''] = /^(\S+) +\d+ +CS-1 +1 +04A2B9C1 +active/m.exec(out) ?? []
    expect((await run('reservation', 'cancel', id)).out).toContain('answered: Accepted')
    expect((await run('reservation', 'list', '--state', 'active')).err).toBe('There are no such reservations.\n')
    expect((await run('reservation', 'cancel', 'nothing')).code).toBe(1)
  })
})

describe('certificate', () => {
  test('is asked for anew, listed and revoked', async () => {
    expect((await run('certificate', 'renew', 'CS-1')).out).toContain('answered: Accepted')
    const first = async () => (await platform.services.certificates.list({ all: true }, 'CS-1'))[0]
    await expect.poll(async () => (await first())?.state).toBe('installed')
    const id = (await first())?.id ?? ''
    expect((await run('certificate', 'list', 'CS-1')).out).toMatch(new RegExp(`^${id} +installed .* d( \\d+ h)?$`, 'm'))
    expect((await run('certificate', 'revoke', 'CS-1', id)).out).toMatch(/^Revoked .*\.\n$/)
    expect((await run('certificate', 'list', 'CS-1')).out).toContain('revoked')
    expect((await run('certificate', 'roots')).out).toMatch(/^-----BEGIN CERTIFICATE-----/)
    expect((await run('certificate', 'installed', 'CS-1')).code).toBe(0)
  })
})
