import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestPlatform, testPlatform } from '#test/platform'
import { terminal } from '../../testing/terminal.ts'

let platform: TestPlatform
let run: ReturnType<typeof terminal>

beforeAll(async () => {
  platform = await testPlatform()
  run = terminal({ env: { CHARGEWRIGHT_API_URL: platform.apiUrl, CHARGEWRIGHT_API_KEY: platform.ownerKey } })
})
afterAll(() => platform.stop())

describe('token', () => {
  test('is added, listed, blocked, let charge again and removed, by its value', async () => {
    const added = await run('token', 'add', '04A2B9C1', '--label', "Ada's card", '--at-once', '1')
    expect(added).toMatchObject({ code: 0, out: 'Added 04A2B9C1 (rfid, active).\n' })
    const { out } = await run('token', 'list')
    expect(out).toMatch(/^TOKEN +KIND +LABEL +STATE +AT ONCE +PARTY +ID$/m)
    expect(out).toMatch(/^04A2B9C1 +rfid +Ada's card +active +1 +default/m)
    expect((await run('token', 'block', '04a2b9c1')).out).toBe('04A2B9C1 is blocked.\n')
    expect((await run('token', 'list', '--status', 'blocked')).out).toContain('04A2B9C1')
    expect((await run('token', 'unblock', '04A2B9C1')).out).toBe('04A2B9C1 is active.\n')
    expect((await run('token', 'remove', '04A2B9C1')).out).toBe('Removed 04A2B9C1.\n')
    expect((await run('token', 'block', '04A2B9C1')).code).toBe(1)
  })

  test('that has run out is marked', async () => {
    await run('token', 'add', 'OLD-CARD', '--until', '2020-01-01T00:00:00Z', '--blocked', '--kind', 'local')
    expect((await run('token', 'list', '--search', 'OLD-CARD')).out).toMatch(/^OLD-CARD +local +blocked, expired/m)
  })

  test('whose value several parties have is named by its id', async () => {
    const { parties, authorization } = platform.services
    await parties.create({ id: 'north', name: 'North' })
    for (const partyId of ['default', 'north']) {
      await authorization.create({ partyId, value: 'TWICE', kind: 'rfid', concurrentLimit: 0 })
    }
    const unclear = await run('token', 'block', 'TWICE')
    expect(unclear.code).toBe(1)
    expect(unclear.err).toMatch(
      /Several tokens have the value TWICE; name one by its id: \S+ \(rfid, \w+\), \S+ \(rfid, \w+\)/,
    )
    const [, id = ''] = /id: (\S+)/.exec(unclear.err) ?? []
    expect((await run('token', 'block', id)).out).toBe('TWICE is blocked.\n')
  })

  test('may be good at some places and for some transfers alone, and everywhere again', async () => {
    const { stations } = platform.services
    await stations.create({ id: 'CS-7', partyId: 'default' })
    const added = await run(
      'token',
      'add',
      'LOCAL-1',
      '--party',
      'default',
      '--at',
      'CS-7/2',
      '--evse-kind',
      'dc',
      '--json',
    )
    expect(added).toMatchObject({ code: 0, err: '' })
    expect(added.json()).toMatchObject({ places: [{ stationId: 'CS-7', evseId: 2 }], evseKind: 'dc' })
    const places = ['--at', 'CS-7', '--transfer', 'dc', '--transfer', 'dc-bidirectional']
    const limited = await run('token', 'limit', 'LOCAL-1', ...places, '--json')
    expect(limited).toMatchObject({ code: 0, err: '' })
    expect(limited.json()).toMatchObject({ places: [{ stationId: 'CS-7' }], transfers: ['dc', 'dc-bidirectional'] })
    expect(limited.json()).not.toHaveProperty('evseKind')
    const free = (await run('token', 'limit', 'LOCAL-1', '--json')).json()
    expect(free).not.toHaveProperty('places')
    expect((await run('token', 'limit', 'LOCAL-1', '--at', 'nowhere')).code).toBe(1)
    expect((await run('token', 'limit', 'LOCAL-1', '--at', 'CS-7/x')).code).toBe(2)
  })

  test('that is prepaid has what is added to it and taken from it, each once', async () => {
    await run('token', 'add', 'PREPAID-1', '--party', 'default')
    expect((await run('token', 'balance', 'PREPAID-1')).code).toBe(1)
    const { authorization, balances } = platform.services
    const [token] = (await authorization.list({ all: true }, { search: 'PREPAID-1' }, { limit: 1 })).items
    await balances.set({ all: true }, token?.id ?? '', { currency: 'EUR', amount: '20' })
    const adjust = (...args: string[]) => run('token', 'adjust', 'PREPAID-1', ...args)
    expect((await adjust('--add', '2.50', '--note', 'a gift')).out).toBe('22.50 EUR are left of PREPAID-1.\n')
    expect((await adjust('--add', '2.50', '--note', 'a gift')).out).toBe('25.00 EUR are left of PREPAID-1.\n')
    const keyed = ['--take', '5', '--key', 'K1']
    expect((await adjust(...keyed, '--json')).json()).toMatchObject({ amount: '20.00' })
    expect((await adjust(...keyed, '--json')).json()).toMatchObject({ amount: '20.00' })
    expect((await run('token', 'balance', 'PREPAID-1')).out).toMatch(/adjustment +-5 +20\.00\n/)
    for (const wrong of [[], ['--add', '1', '--take', '1'], ['--add', '-1'], ['--take', 'all']]) {
      expect((await adjust(...wrong)).code).toBe(2)
    }
  })

  test('of a kind that does not exist is not understood', async () => {
    expect((await run('token', 'add', 'X', '--kind', 'carrot')).code).toBe(2)
  })
})

describe('location', () => {
  test('is added and listed', async () => {
    const place = ['--city', 'Berlin', '--country', 'DEU', '--at', '52.52,13.405', '--time-zone', 'Europe/Berlin']
    const added = await run('location', 'add', 'Yard', '--id', 'yard', '--party', 'default', ...place)
    expect(added).toMatchObject({ code: 0, out: 'Added Yard (yard).\n', err: '' })
    expect((await run('location', 'list', '--search', 'Yard')).out).toMatch(/^yard +Yard +Berlin +DEU +Europe\/Berlin/m)
    expect((await run('location', 'list', '--json')).json()).toMatchObject({ items: [{ latitude: 52.52 }] })
  })

  test.each(['52.52', 'north,east', '1,2,3'])('%s is no place', async (at) => {
    expect((await run('location', 'add', 'X', '--at', at)).code).toBe(2)
  })
})

describe('key', () => {
  test('is made, shown once on standard output alone, used, listed and revoked', async () => {
    const made = await run('key', 'create', 'nightly report', '--every-party')
    expect(made.out).toMatch(/^cw_\S+\n$/)
    const [, id = ''] = /^Key (\S+) \(viewer\)/.exec(made.err) ?? []
    const program = terminal({
      env: { CHARGEWRIGHT_API_URL: platform.apiUrl, CHARGEWRIGHT_API_KEY: made.out.trim() },
    })
    expect((await program('whoami')).out).toMatch(/^nightly report: viewer of every party\nChargewright /)
    const forbidden = await program('station', 'add', 'CS-1')
    expect(forbidden.code).toBe(1)
    expect(forbidden.err).toContain('The key in use may not do that')
    expect((await run('key', 'list')).out).toMatch(new RegExp(`^${id} +nightly report +viewer +every`, 'm'))
    expect((await run('key', 'revoke', id)).out).toBe(`Revoked ${id}.\n`)
    const revoked = await program('whoami')
    expect(revoked.code).toBe(1)
    expect(revoked.err).toContain('chargewright login')
  })

  test('is for one party or for every one, not both', async () => {
    expect((await run('key', 'create', 'x', '--party', 'default', '--every-party')).code).toBe(2)
  })
})
