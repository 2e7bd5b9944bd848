import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { liveSubject } from '#domain/live'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createStations, type Handshake, type StationSettings } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const bus = memoryBus({ logger: silentLogger })
const clock = new ManualClock('2026-03-01T12:00:00Z')

function stationsWith(settings: Partial<StationSettings> = {}) {
  return createStations({
    database,
    bus,
    clock,
    logger: silentLogger,
    secretKey: Buffer.alloc(32, 7),
    settings: {
      unknownStations: 'refuse',
      heartbeatIntervalS: 300,
      securityProfileMinimum: 0,
      defaultPartyId: 'default',
      ...settings,
    },
  })
}

const stations = stationsWith()
let id = ''
let count = 0
beforeEach(async () => {
  count += 1
  id = `CS-${count}`
  await stations.create({ id, partyId: 'default' })
})

const handshake = (change: Partial<Handshake> = {}): Handshake => ({
  identity: id,
  remoteAddress: '192.0.2.1',
  overTls: false,
  ...change,
})
const withPassword = (password: string | Uint8Array, change: Partial<Handshake> = {}) =>
  handshake({ ...change, basicAuth: { user: change.identity ?? id, password: Buffer.from(password) } })
const connection = (change = {}) => ({
  stationId: id,
  node: 'node-1',
  protocol: 'ocpp2.0.1' as const,
  remoteAddress: '192.0.2.1',
  securityProfile: 0 as const,
  ...change,
})

describe('who may connect', () => {
  test('A-02: a station nobody announced is unknown', async () => {
    expect(await stations.judgeHandshake(handshake({ identity: 'CS-stranger' }))).toEqual({
      status: 'refused',
      reason: 'unknown-station',
      unannounced: true,
    })
  })

  test.each(['', 'x'.repeat(49), 'a\0b', 'tab\t', ' CS-1'])(
    'A-01: %j is no identity, in no setting',
    async (identity) => {
      const open = stationsWith({ unknownStations: 'accept' })
      expect(await open.judgeHandshake(handshake({ identity }))).toMatchObject({ reason: 'unknown-station' })
    },
  )

  test('A-02: a station with a secret connects only with it', async () => {
    id = `${id}-secret`
    await stations.create({ id, partyId: 'default', secret: 'a secret of its own' })
    expect(await stations.judgeHandshake(withPassword('a secret of its own'))).toMatchObject({ securityProfile: 1 })
    expect(await stations.judgeHandshake(withPassword('a secret of others'))).toMatchObject({
      reason: 'bad-credentials',
    })
    expect(await stations.judgeHandshake(handshake())).toMatchObject({ reason: 'bad-credentials' })
  })

  test('A-02: a station that has never been here needs its first secret at once', async () => {
    const { secret } = await stations.changeSecret(everyParty, id)
    expect(await stations.judgeHandshake(handshake())).toMatchObject({ reason: 'bad-credentials' })
    expect(await stations.judgeHandshake(withPassword(secret))).toMatchObject({ securityProfile: 1 })
  })

  test('a secret changes no profile that is set', async () => {
    await stations.change(everyParty, id, { securityProfile: 0 })
    await stations.changeSecret(everyParty, id)
    expect(await stations.get(everyParty, id)).toMatchObject({ securityProfile: 0, securityProfileSet: true })
  })

  test('A-15: the secret is nowhere in the database, nor in what is told of the station', async () => {
    const { secret } = await stations.changeSecret(everyParty, id)
    const { rows } = await database.query<{ text: string }>('', 'SELECT s::text AS text FROM station s WHERE id = $1', [
      id,
    ])
    expect(rows[0]?.text).toContain('h1.')
    expect(rows[0]?.text).not.toContain(secret)
    const station = await stations.get(everyParty, id)
    expect(station.hasSecret).toBe(true)
    expect(JSON.stringify(station)).not.toContain('h1.')
  })
})

describe('A-13: a secret is changed', () => {
  const old = 'the secret it has had'
  const opens = async (secret: string) => (await stations.judgeHandshake(withPassword(secret))).status === 'accepted'
  beforeEach(async () => {
    await stations.changeSecret(everyParty, id, old)
  })

  test('until the new one has been used both open, afterwards the new one only', async () => {
    const { secret } = await stations.changeSecret(everyParty, id)
    expect(await opens(old)).toBe(true)
    expect(await opens(secret)).toBe(true)
    expect(await opens(old)).toBe(false)
  })

  test('once the station has taken the new one the old one is refused', async () => {
    const { secret } = await stations.changeSecret(everyParty, id)
    await stations.confirmSecret(id)
    expect(await opens(old)).toBe(false)
    expect(await opens(secret)).toBe(true)
  })

  test('when the answers to two changes are lost, each of the three opens', async () => {
    const first = await stations.changeSecret(everyParty, id)
    const second = await stations.changeSecret(everyParty, id)
    expect(await opens(old)).toBe(true)
    expect(await opens(first.secret)).toBe(true)
    expect(await opens(second.secret)).toBe(true)
    expect(await opens(first.secret)).toBe(false)
  })

  test('however often it is changed, a bounded number of former ones is kept', async () => {
    for (let change = 0; change < 10; change++) await stations.changeSecret(everyParty, id)
    expect(await opens(old)).toBe(false)
  })
})

describe('A-14: the security profile a station has reached', () => {
  test('rises by a successful connection only, and then refuses lower ones', async () => {
    await stations.boot(id, {})
    const { secret } = await stations.changeSecret(everyParty, id)
    expect(await stations.judgeHandshake(withPassword(secret, { overTls: true }))).toMatchObject({ securityProfile: 2 })
    expect(await stations.judgeHandshake(withPassword(secret))).toMatchObject({ securityProfile: 1 })
    expect(await stations.judgeHandshake(handshake())).toMatchObject({ securityProfile: 0 })
    await stations.connect(connection({ securityProfile: 2 }))
    expect(await stations.judgeHandshake(withPassword(secret))).toMatchObject({ reason: 'profile-too-low' })
    expect(await stations.judgeHandshake(handshake())).toMatchObject({ reason: 'bad-credentials' })
    expect(await stations.get(everyParty, id)).toMatchObject({ securityProfile: 2 })
  })

  test('does not sink by a lower connection', async () => {
    await stations.connect(connection({ securityProfile: 3 }))
    await stations.connect(connection({ securityProfile: 2 }))
    expect(await stations.get(everyParty, id)).toMatchObject({ securityProfile: 3, presence: { securityProfile: 2 } })
  })
})

describe('stations nobody announced', () => {
  test('wait for an operator: pending, with vendor and model to see, accepted by one change', async () => {
    const waitingList = stationsWith({ unknownStations: 'waiting-list' })
    id = `${id}-new`
    expect(await waitingList.judgeHandshake(handshake())).toMatchObject({ status: 'accepted', registration: 'pending' })
    await waitingList.connect(connection())
    expect(await waitingList.boot(id, { vendor: 'Volt', model: 'One' })).toMatchObject({
      registration: 'pending',
      intervalS: 60,
    })
    const waiting = await stations.list(everyParty, { admission: 'waiting' }, { limit: 10 })
    expect(waiting.items).toMatchObject([{ id, vendor: 'Volt', model: 'One' }])

    const told: unknown[] = []
    const subscription = bus.subscribe(liveSubject('default', id, 'station-changed'), (payload) => told.push(payload))
    await stations.change(everyParty, id, { admission: 'accepted' })
    subscription.stop()
    expect(told).toMatchObject([{ kind: 'station-changed', stationId: id }])
    expect(await waitingList.boot(id, {})).toMatchObject({ registration: 'accepted', intervalS: 300 })
  })

  test('are accepted at once where the setting says so', async () => {
    const open = stationsWith({ unknownStations: 'accept' })
    id = `${id}-new`
    expect(await open.judgeHandshake(handshake())).toMatchObject({ status: 'accepted', registration: 'accepted' })
    expect(await open.boot(id, {})).toMatchObject({ registration: 'accepted' })
  })

  test('keep the password they came with, so that nobody else comes by their name', async () => {
    const open = stationsWith({ unknownStations: 'accept' })
    id = `${id}-new`
    expect(await open.judgeHandshake(withPassword('what it has had'))).toMatchObject({ securityProfile: 1 })
    expect(await open.judgeHandshake(withPassword('somebody elses'))).toMatchObject({ reason: 'bad-credentials' })
  })

  test('are not even created when what they show is below the floor', async () => {
    const open = stationsWith({ unknownStations: 'accept', securityProfileMinimum: 2 })
    id = `${id}-new`
    expect(await open.judgeHandshake(withPassword('a good password'))).toMatchObject({ reason: 'profile-too-low' })
    await expect(stations.get(everyParty, id)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('are bounded: whoever tries names cannot fill the table', async () => {
    const { waiting } = await stations.summary(everyParty)
    const waitingList = stationsWith({ unknownStations: 'waiting-list', waitingLimit: waiting + 5 })
    const names = Array.from({ length: 20 }, (_, index) => `scan-${index}`)
    const verdicts = await Promise.all(names.map((identity) => waitingList.judgeHandshake(handshake({ identity }))))
    expect(verdicts.filter(({ status }) => status === 'accepted')).toHaveLength(5)
    expect(await stations.summary(everyParty)).toMatchObject({ waiting: waiting + 5 })
    expect(await waitingList.judgeHandshake(handshake({ identity: 'scan-late' }))).toMatchObject({
      reason: 'unknown-station',
    })
  })

  test('accepted at once are bounded too, and those that are known come in whatever there are', async () => {
    const { stations: present } = await stations.summary(everyParty)
    const open = stationsWith({ unknownStations: 'accept', acceptLimit: present + 3 })
    const names = Array.from({ length: 20 }, (_, index) => `crowd-${index}`)
    const outcomes = await Promise.all(names.map((identity) => open.judgeHandshake(handshake({ identity }))))
    const admitted = names.filter((_, index) => outcomes[index]?.status === 'accepted')
    expect(admitted).toHaveLength(3)
    expect(await stations.summary(everyParty)).toMatchObject({ stations: present + 3 })
    const late = () => open.judgeHandshake(handshake({ identity: 'crowd-late' }))
    expect(await late()).toEqual({ status: 'refused', reason: 'unknown-station', unannounced: true })
    await expect(stations.get(everyParty, 'crowd-late')).rejects.toMatchObject({ code: 'not-found' })
    for (const identity of admitted)
      expect(await open.judgeHandshake(handshake({ identity }))).toMatchObject({ status: 'accepted' })
    // An operator may still announce one by hand.
    await stations.create({ id: 'crowd-late', partyId: 'default' })
    expect(await late()).toMatchObject({ status: 'accepted' })
  })
})

describe('A-16: the newest connection wins', () => {
  test('each connection takes the next epoch, and a late end of an older one changes nothing', async () => {
    const older = await stations.connect(connection())
    const newer = await stations.connect(connection({ node: 'node-2' }))
    expect(newer.epoch).toBe(older.epoch + 1)
    await stations.disconnect(id, older.epoch, new Date(clock.nowMs()))
    expect(await stations.get(everyParty, id)).toMatchObject({ presence: { connected: true, node: 'node-2' } })
    await stations.disconnect(id, newer.epoch, new Date(clock.nowMs()))
    expect(await stations.get(everyParty, id)).toMatchObject({ presence: { connected: false, connectionCount: 2 } })
  })

  test('connections at the same moment get epochs of their own, in their order', async () => {
    const nodes = Array.from({ length: 50 }, (_, index) => `node-${index}`)
    const epochs = await Promise.all(nodes.map((node) => stations.connect(connection({ node }))))
    expect(epochs.map(({ epoch }) => epoch)).toEqual(nodes.map((_, index) => index + 1))
    expect(await stations.get(everyParty, id)).toMatchObject({ presence: { node: 'node-49', epoch: 50 } })
  })

  test('a station that does not exist takes none, and costs the others in its group nothing', async () => {
    const outcomes = await Promise.allSettled([
      stations.connect(connection({ stationId: 'CS-gone' })),
      stations.connect(connection()),
    ])
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { code: 'not-found' } },
      { status: 'fulfilled', value: { epoch: 1 } },
    ])
  })

  test('is told as it happens', async () => {
    const told: unknown[] = []
    const subscription = bus.subscribe(liveSubject('default', id, '*'), ({ kind }) => told.push(kind))
    const { epoch } = await stations.connect(connection())
    await stations.disconnect(id, epoch - 1, new Date(clock.nowMs()))
    await stations.disconnect(id, epoch, new Date(clock.nowMs()))
    await stations.disconnect(id, epoch, new Date(clock.nowMs()))
    subscription.stop()
    expect(told).toEqual(['station-connected', 'station-disconnected'])
  })

  test('a node that has started anew holds no connection', async () => {
    await stations.connect(connection({ node: 'node-crashed' }))
    expect(await stations.releaseNode('node-crashed')).toBe(1)
    expect(await stations.get(everyParty, id)).toMatchObject({ presence: { connected: false } })
    expect(await stations.releaseNode('node-crashed')).toBe(0)
  })
})

describe('C-06: contact', () => {
  test('the latest contact counts, whatever the order they are told in', async () => {
    await stations.connect(connection())
    const late = new Date(clock.nowMs() + 60_000)
    await stations.seen([
      { stationId: id, at: late, deviations: 2 },
      { stationId: id, at: new Date(clock.nowMs() + 1_000), deviations: 1 },
      { stationId: 'CS-gone', at: late, deviations: 1 },
    ])
    await stations.seen([{ stationId: id, at: new Date(clock.nowMs() + 2_000), deviations: 0 }])
    const { presence } = await stations.get(everyParty, id)
    expect(presence).toMatchObject({ lastSeenAt: late, deviationCount: 3 })
  })
})

describe('boot', () => {
  test('keeps what the station says of itself, and what an earlier boot said beside it', async () => {
    await stations.boot(id, { vendor: 'Volt', model: 'One', serialNumber: 'SN-1', reason: 'PowerUp' })
    await stations.boot(id, { vendor: 'Volt', model: 'Two', firmwareVersion: '2.1' })
    const station = await stations.get(everyParty, id)
    expect(station).toMatchObject({ vendor: 'Volt', model: 'Two', serialNumber: 'SN-1', firmwareVersion: '2.1' })
    expect(station.bootReason).toBeUndefined()
    expect(station.bootedAt).toEqual(new Date(clock.nowMs()))
  })

  test('long and broken text costs nobody anything: it is cut and made storable', async () => {
    await stations.boot(id, { vendor: 'V\0olt', serialNumber: 'S'.repeat(10_000) })
    const station = await stations.get(everyParty, id)
    expect(station.vendor).toBe('V\uFFFDolt')
    expect(station.serialNumber).toHaveLength(255)
  })

  test('a station that is refused, rejected or gone is rejected', async () => {
    await stations.change(everyParty, id, { admission: 'refused' })
    expect(await stations.boot(id, {})).toMatchObject({ registration: 'rejected' })
    expect(await stations.boot('CS-gone', {})).toMatchObject({ registration: 'rejected' })
  })
})
