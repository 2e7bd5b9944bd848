import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyParty } from '#kernel'
import { type TestPlatform, testPlatform } from '#test/platform'
import { terminal } from '../../testing/terminal.ts'

let platform: TestPlatform
let env: Readonly<Record<string, string>>
let run: ReturnType<typeof terminal>

beforeAll(async () => {
  platform = await testPlatform()
  env = { CHARGEWRIGHT_API_URL: platform.apiUrl, CHARGEWRIGHT_API_KEY: platform.ownerKey }
  run = terminal({ env })
  for (const id of ['CS-1', 'CS-2']) await platform.services.stations.create({ id, partyId: 'default' })
})
afterAll(() => platform.stop())

/** A security event that the station has told of, and the alert that comes of it. */
async function goWrong(stationId: string, type: string): Promise<void> {
  const at = new Date()
  const event = { stationId, partyId: 'default', at, receivedAt: at, kind: 'security', type, facts: {} } as const
  await platform.services.stationEvents.record([event])
  await platform.services.alerts.sweep()
  // The platform looks by itself, too: while it does, a look finds nothing to do.
  const filter = { stationId, open: true }
  await expect
    .poll(async () => (await platform.services.alerts.list(everyParty, filter, { limit: 10 })).items)
    .toContainEqual(expect.objectContaining({ subject: type }))
}

describe('alert', () => {
  test('is listed, shown with its history, and acknowledged', async () => {
    await goWrong('CS-1', 'TamperDetectionActivated')
    const { out } = await run('alert', 'list', '--station', 'CS-1')
    const [, id = ''] = /^(\S+) +\d +CS-1 +security TamperDetectionActivated .* open /m.exec(out) ?? []
    expect((await run('alert', 'show', id)).out).toMatch(/ opened$/m)
    expect((await run('alert', 'acknowledge', id, '--note', 'Seen to')).out).toBe(
      'security TamperDetectionActivated at CS-1: over.\n',
    )
    expect((await run('alert', 'list', '--station', 'CS-1')).err).toBe('Nothing of that is wrong now.\n')
    expect((await run('alert', 'list', '--station', 'CS-1', '--over')).out).toContain(' over ')
    expect((await run('alert', 'show', id)).out).toMatch(/acknowledged +\S.* Seen to$/m)
  })

  test('is watched: what is open, then what is opened, until it is enough', async () => {
    await goWrong('CS-2', 'TamperDetectionActivated')
    const enough = new AbortController()
    let seen = ''
    const screen = terminal({
      env,
      interrupted: enough.signal,
      onOut: (text) => {
        seen += text
        if (seen.includes('InvalidFirmwareSignature')) enough.abort()
        else if (seen.includes('Tamper')) void goWrong('CS-2', 'InvalidFirmwareSignature')
      },
    })
    const { code, out } = await screen('alert', 'watch', '--station', 'CS-2')
    expect(code).toBe(0)
    expect(out).toMatch(/\d open +CS-2: security TamperDetectionActivated/)
    expect(out).toMatch(/\d opened +CS-2: security InvalidFirmwareSignature/)
  })

  test('of a cause that does not exist is not understood', async () => {
    expect((await run('alert', 'list', '--cause', 'carrot')).code).toBe(2)
    expect((await run('alert', 'list', '--at-least', '10')).code).toBe(2)
  })
})

describe('alert recipient', () => {
  test('is added, listed, paused, told again and removed', async () => {
    const add = ['alert', 'recipient', 'add', 'duty@example.org', '--party', 'default', '--least-severity', '3']
    const [, id = ''] = /^Added duty@example\.org \((\S+)\)\.$/m.exec((await run(...add)).err) ?? []
    expect((await run('alert', 'recipient', 'list')).out).toMatch(/ mail +duty@example\.org +0 to 3 +told +default$/m)
    expect((await run('alert', 'recipient', 'pause', id)).out).toBe('duty@example.org is told nothing.\n')
    expect((await run('alert', 'recipient', 'resume', id)).out).toBe('duty@example.org is told again.\n')
    expect((await run('alert', 'recipient', 'deliveries', id)).code).toBe(0)
    expect((await run('alert', 'recipient', 'remove', id)).code).toBe(0)
  })

  test('by webhook gets a secret, alone on standard output', async () => {
    const add = ['alert', 'recipient', 'add', 'https://alerts.example.org/in', '--party', 'default']
    const { out, code } = await run(...add)
    expect(code).toBe(0)
    expect(out).toMatch(/^\S{20,}\n$/)
  })

  test('of a severity that does not exist is refused by name', async () => {
    expect(await run('alert', 'recipient', 'add', 'a@example.org', '--least-severity', '12')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--least-severity'),
    })
  })
})
