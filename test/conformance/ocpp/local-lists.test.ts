import { beforeEach, describe, expect, test } from 'vitest'
import type { Token } from '#domain/authorization'
import type { ListedToken, LocalList } from '#domain/local-lists'
import type { OcppVersion } from '#ocpp/rpc'
import type { RawStation } from '#test/raw-station'
import { bootedStation } from '../booted-station.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, type Simulated, simulated, VERSIONS } from '../simulated.ts'

/** What a simulated station takes. */
const MOST_ITEMS = 10
const MOST_BYTES = 1_000
const MOST_ENTRIES = 40

const { platform, operator } = await openScene({ tokens: [] })
let count = 0

const newToken = (partyId: string, value: string, more: object = {}) =>
  operator.post<Wire<Token>>('/tokens', { partyId, value, concurrentLimit: 0, ...more })
const listOf = (id: string) => operator.get<Wire<LocalList>>(`/stations/${id}/local-list`)
const entriesOf = async (id: string) =>
  (await operator.get<List<Wire<ListedToken>>>(`/stations/${id}/local-list/entries`)).items
const rfid = (value: string) => ({ value, type: 'ISO14443' }) as const
const is16 = (version: OcppVersion) => version === 'ocpp1.6'

/** A party of its own, with a station of it on the wire. */
async function party(): Promise<{ partyId: string; id: string }> {
  count += 1
  const partyId = `party-${count}`
  const id = `CS-${count}`
  await operator.post('/parties', { id: partyId, name: partyId })
  await operator.post('/stations', { id, partyId })
  return { partyId, id }
}

/** The updates that a station was sent and has answered, up to the version its list has now. */
async function updates({ journal, station }: Simulated, version: OcppVersion): Promise<object[]> {
  const found: object[] = []
  do found.push((await journal.served('SendLocalList')).request)
  while (versionIn(found.at(-1), version) !== station.localList.version)
  return found
}

function versionIn(update: object | undefined, version: OcppVersion): unknown {
  return field(update, is16(version) ? 'listVersion' : 'versionNumber')
}

function itemsIn(update: object): readonly unknown[] {
  const items = field(update, 'localAuthorizationList') ?? []
  return Array.isArray(items) ? items : []
}

function valueIn(item: unknown, version: OcppVersion): unknown {
  return is16(version) ? field(item, 'idTag') : field(item, 'idToken', 'idToken')
}

describe.each(VERSIONS)('%s', (version) => {
  let partyId = ''
  let id = ''
  let car: Simulated
  beforeEach(async () => {
    ;({ partyId, id } = await party())
    car = simulated({ id, version, url: platform.ocppUrl })
    await car.boot()
    await operator.untilConnected(id)
    return () => car.station.stop()
  })

  /** Asks the station of its limits. */
  async function learnLimits() {
    if (is16(version)) {
      await operator.carryOut(id, 'get-variables', {})
      return
    }
    await operator.carryOut(id, 'get-report', { base: 'full' })
    for (let more: unknown = true; more === true; )
      more = field((await car.journal.exchange('NotifyReport')).request, 'tbc')
  }
  const send = () => operator.carryOut(id, 'send-local-list', {})

  test('TC_D_01_CSMS D01.FR.15 C13.FR.02 1.6 §5.15/1 1.6 §7.1/1 TC_043_4_CSMS a whole list is installed, and the station goes by it when it is offline', async () => {
    await newToken(partyId, 'ALICE')
    await newToken(partyId, 'BLOCKED', { status: 'blocked' })
    await newToken(partyId, 'LATE', { validUntil: '2020-01-01T00:00:00Z' })
    expect(await listOf(id)).toMatchObject({ version: 0, entries: 0, drift: { upToDate: false, put: 3, drop: 0 } })
    const command = await send()
    expect(command).toMatchObject({
      state: 'answered',
      result: { status: 'Accepted', details: { version: 1, entries: 3 } },
    })
    const [update] = await updates(car, version)
    expect(update).toMatchObject({ updateType: 'Full' })
    const verdicts = itemsIn(update ?? {}).map((item) =>
      field(item, is16(version) ? 'idTagInfo' : 'idTokenInfo', 'status'),
    )
    expect(verdicts.sort()).toEqual(['Accepted', 'Blocked', 'Expired'])
    expect(await listOf(id)).toMatchObject({ version: 1, entries: 3, uncertain: false, drift: { upToDate: true } })
    expect(await entriesOf(id)).toMatchObject([
      { value: 'ALICE', state: 'same', held: { status: 'accepted' } },
      { value: 'BLOCKED', state: 'same', held: { status: 'blocked' } },
      { value: 'LATE', state: 'same', held: { status: 'expired' } },
    ])
    car.station.goOffline()
    await car.journal.state('offline')
    expect(await car.station.presentToken(rfid('nobody'))).toMatchObject({ accepted: false })
    expect(await car.station.presentToken(rfid('BLOCKED'))).toMatchObject({ accepted: false, status: 'Blocked' })
    expect(await car.station.presentToken(rfid('LATE'))).toMatchObject({ accepted: false })
    expect(await car.station.presentToken(rfid('alice'))).toMatchObject({ accepted: true })
  })

  test('TC_D_02_CSMS TC_D_03_CSMS D01.FR.16 D01.FR.17 1.6 §5.15/1 1.6 §7.1/2 TC_043_5_CSMS afterwards only what differs is sent', async () => {
    const alice = await newToken(partyId, 'ALICE')
    await newToken(partyId, 'BOB')
    await send()
    await updates(car, version)
    await operator.ask('DELETE', `/tokens/${alice.id}`)
    await newToken(partyId, 'CAROL', { groupId: 'family' })
    expect((await listOf(id)).drift).toMatchObject({ upToDate: false, put: 1, drop: 1 })
    expect((await entriesOf(id)).map(({ value, state }) => [value, state])).toEqual([
      ['ALICE', 'to-go'],
      ['BOB', 'same'],
      ['CAROL', 'to-add'],
    ])
    expect(await send()).toMatchObject({ state: 'answered', result: { details: { version: 2, entries: 2 } } })
    const [update = {}, ...others] = await updates(car, version)
    expect(others).toEqual([])
    expect(update).toMatchObject({ updateType: 'Differential' })
    expect(itemsIn(update).map((item) => valueIn(item, version))).toEqual(['ALICE', 'CAROL'])
    expect(itemsIn(update)[0]).toEqual(
      is16(version) ? { idTag: 'ALICE' } : { idToken: { idToken: 'ALICE', type: 'ISO14443' } },
    )
    const info = is16(version)
      ? { idTagInfo: { status: 'Accepted', parentIdTag: 'family' } }
      : { idTokenInfo: { status: 'Accepted', groupIdToken: { idToken: 'family', type: 'Central' } } }
    expect(itemsIn(update)[1]).toMatchObject(info)
  })

  test('D02.FR.02 1.6 §5.10 TC_042_2_CSMS a station without entries says so', async () => {
    const named = await operator.carryOut(id, 'get-local-list-version', {})
    expect(named).toMatchObject({ state: 'answered', result: { status: 'Accepted', details: { version: 0 } } })
    expect((await car.journal.served('GetLocalListVersion')).request).toEqual({})
    expect(await listOf(id)).toMatchObject({ version: 0, reportedVersion: 0, entries: 0 })
  })

  test('TC_D_08_CSMS a list that is up to date is not sent again, only asked for', async () => {
    await newToken(partyId, 'ALICE')
    await send()
    await updates(car, version)
    expect(await send()).toMatchObject({ state: 'answered', result: { status: 'Accepted', details: { version: 1 } } })
    expect(await listOf(id)).toMatchObject({ version: 1, reportedVersion: 1, drift: { upToDate: true } })
  })

  test('F-05 D01.FR.11 D01.FR.12 1.6 §9.2 no message has more than the station takes, and no list more than it holds', async () => {
    const total = MOST_ENTRIES + 5
    for (let at = 0; at < total; at += 1) await newToken(partyId, `TOKEN-${String(at).padStart(10, '0')}`)
    await learnLimits()
    expect(await listOf(id)).toMatchObject({
      limits: { entries: MOST_ENTRIES, itemsPerMessage: MOST_ITEMS },
      drift: { put: MOST_ENTRIES, omitted: 5 },
    })
    const command = await send()
    expect(command).toMatchObject({ state: 'answered', result: { details: { entries: MOST_ENTRIES, omitted: 5 } } })
    const sent = await updates(car, version)
    expect(sent.map((update) => field(update, 'updateType'))).toEqual([
      'Full',
      ...sent.slice(1).map(() => 'Differential'),
    ])
    for (const update of sent) {
      expect(itemsIn(update).length).toBeLessThanOrEqual(MOST_ITEMS)
      if (!is16(version)) expect(JSON.stringify(update).length).toBeLessThanOrEqual(MOST_BYTES)
    }
    expect(car.station.localList.size).toBe(MOST_ENTRIES)
    // D-17 (1.6 errata 3.52, D01.FR.18); D01.FR.19: each higher than the one before.
    expect(sent.map((update) => versionIn(update, version))).toEqual(sent.map((_, at) => at + 1))
  })

  test('F-05 a full list makes room before it takes more', async () => {
    const tokens: Wire<Token>[] = []
    for (let at = 0; at < MOST_ENTRIES; at += 1) tokens.push(await newToken(partyId, `OLD-${at}`))
    await learnLimits()
    await send()
    await updates(car, version)
    for (const { id: tokenId } of tokens.slice(0, 12)) await operator.ask('DELETE', `/tokens/${tokenId}`)
    for (let at = 0; at < 12; at += 1) await newToken(partyId, `NEW-${at}`)
    expect(await send()).toMatchObject({ state: 'answered', result: { details: { entries: MOST_ENTRIES } } })
    const sent = await updates(car, version)
    expect(new Set(sent.map((update) => field(update, 'updateType')))).toEqual(new Set(['Differential']))
    expect(car.station.localList.size).toBe(MOST_ENTRIES)
  })

  test('D01.FR.03 a station that has got its list from elsewhere is sent the whole list, with a higher version', async () => {
    await newToken(partyId, 'ALICE')
    await send()
    await updates(car, version)
    car.station.localList.apply({ version: 57, full: true, entries: [] })
    const named = await operator.carryOut(id, 'get-local-list-version', {})
    expect(named).toMatchObject({ state: 'answered', result: { details: { version: 57 } } })
    expect(await listOf(id)).toMatchObject({ reportedVersion: 57, drift: { otherVersion: true, upToDate: false } })
    expect(await send()).toMatchObject({ state: 'answered', result: { details: { version: 58, entries: 1 } } })
    expect(await updates(car, version)).toMatchObject([{ updateType: 'Full' }])
    expect((await listOf(id)).drift).toMatchObject({ upToDate: true, otherVersion: false })
  })

  test('D01.FR.04 TC_D_04_CSMS a list without tokens is emptied', async () => {
    const alice = await newToken(partyId, 'ALICE')
    await send()
    await updates(car, version)
    await operator.ask('DELETE', `/tokens/${alice.id}`)
    await operator.carryOut(id, 'send-local-list', { update: 'full' })
    const [update = {}] = await updates(car, version)
    expect(update).toMatchObject({ updateType: 'Full' })
    expect(update).not.toHaveProperty('localAuthorizationList')
    expect(car.station.localList.size).toBe(0)
    expect(await listOf(id)).toMatchObject({ version: 2, entries: 0, drift: { upToDate: true } })
  })

  test('only chosen tokens are on a list for which tokens are chosen, and only tokens of the party', async () => {
    const alice = await newToken(partyId, 'ALICE')
    await newToken(partyId, 'BOB')
    const stranger = await newToken('default', `STRANGER-${id}`)
    const chosen = (tokenIds: readonly string[]) =>
      operator.status('PATCH', `/stations/${id}/local-list`, { selection: 'chosen', tokenIds })
    expect(await chosen([alice.id, stranger.id])).toBe(400)
    expect(await listOf(id)).toMatchObject({ selection: 'all', drift: { put: 2 } })
    expect(await chosen([alice.id])).toBe(200)
    expect(await listOf(id)).toMatchObject({ selection: 'chosen', tokenIds: [alice.id], drift: { put: 1 } })
    await send()
    const [update = {}] = await updates(car, version)
    expect(itemsIn(update).map((item) => valueIn(item, version))).toEqual(['ALICE'])
  })

  test('TC_D_09_CSMS D02.FR.03 1.6 §5.10 TC_042_1_CSMS TC_043_1_CSMS a station without lists says so', async () => {
    await newToken(partyId, 'ALICE')
    car.station.settings.localList = false
    const named = await operator.carryOut(id, 'get-local-list-version', {})
    const command = await send()
    if (is16(version)) {
      expect(named).toMatchObject({ state: 'refused', result: { status: 'NotSupported', details: { version: -1 } } })
      expect(command).toMatchObject({ state: 'refused', result: { status: 'NotSupported' } })
    } else {
      expect(named).toMatchObject({ state: 'answered', result: { details: { version: 0 } } })
      expect(command).toMatchObject({ state: 'refused', result: { status: 'Failed' } })
    }
    expect(await listOf(id)).toMatchObject({ version: 0, entries: 0, uncertain: false })
  })
})

test('D01 a token too long for the version of its station is not on the list', async () => {
  const { partyId, id } = await party()
  await newToken(partyId, 'ALICE')
  await newToken(partyId, 'X'.repeat(21))
  await bootedStation(platform, id, 'ocpp1.6')
  await operator.untilConnected(id)
  expect((await listOf(id)).drift).toMatchObject({ put: 1 })
  await bootedStation(platform, id, 'ocpp2.0.1')
  await expect.poll(async () => (await listOf(id)).drift.put).toBe(2)
})

describe.each(VERSIONS)('%s: a station that misunderstands', (version) => {
  let id = ''
  let partyId = ''
  let station: RawStation
  beforeEach(async () => {
    ;({ partyId, id } = await party())
    await newToken(partyId, 'ALICE')
    station = await bootedStation(platform, id, version)
    await operator.untilConnected(id)
    return () => station.connection.terminate()
  })

  async function answer(action: string, payload: object): Promise<unknown> {
    const asked = await station.asked()
    expect(asked.action).toBe(action)
    station.send([3, asked.id, payload])
    return asked.payload
  }
  const named = (number: number) => (is16(version) ? { listVersion: number } : { versionNumber: number })
  /** Asked once how much it takes, it says. */
  async function tellLimits() {
    const one = (name: string) => ({
      ...{ component: { name: 'LocalAuthListCtrlr' }, variable: { name } },
      ...{ attributeStatus: 'Accepted', attributeValue: '1000' },
    })
    await answer(
      is16(version) ? 'GetConfiguration' : 'GetVariables',
      is16(version)
        ? { configurationKey: [{ key: 'SendLocalListMaxLength', readonly: true, value: '1000' }] }
        : { getVariableResult: [one('ItemsPerMessage'), one('BytesPerMessage')] },
    )
  }
  async function install() {
    const command = await operator.command(id, 'send-local-list', {})
    await tellLimits()
    await answer('GetLocalListVersion', named(0))
    await answer('SendLocalList', { status: 'Accepted' })
    await operator.settled(command)
  }

  test('D01.FR.03 1.6 §5.15/2 VersionMismatch to a change is answered by the whole list; the refusal is no result', async () => {
    await install()
    await newToken(partyId, 'BOB')
    const command = await operator.command(id, 'send-local-list', {})
    await answer('GetLocalListVersion', named(1))
    const change = await answer('SendLocalList', { status: 'VersionMismatch' })
    expect(change).toMatchObject({ updateType: 'Differential', ...named(2) })
    const whole = await answer('SendLocalList', { status: 'Accepted' })
    expect(whole).toMatchObject({ updateType: 'Full' })
    expect(await operator.settled(command)).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    expect(await listOf(id)).toMatchObject({ entries: 2, drift: { upToDate: true } })
  })

  test('TC_043_3_CSMS a whole list that is refused is not sent again, and nothing is taken for confirmed', async () => {
    const command = await operator.command(id, 'send-local-list', {})
    await tellLimits()
    await answer('GetLocalListVersion', named(0))
    await answer('SendLocalList', { status: 'Failed' })
    expect(await operator.settled(command)).toMatchObject({ state: 'refused', result: { status: 'Failed' } })
    expect(await listOf(id)).toMatchObject({ version: 0, entries: 0, uncertain: false })
  })

  test('an update that was never answered leaves it open what the station has: the whole list is next', async () => {
    await install()
    await newToken(partyId, 'BOB')
    const command = await operator.command(id, 'send-local-list', {})
    await answer('GetLocalListVersion', named(1))
    await station.asked()
    station.connection.terminate()
    expect(await operator.settled(command)).toMatchObject({ state: 'lost' })
    expect(await listOf(id)).toMatchObject({ version: 1, uncertain: true, drift: { upToDate: false } })
    station = await bootedStation(platform, id, version)
    await operator.command(id, 'send-local-list', {})
    await answer('GetLocalListVersion', named(1))
    expect(await answer('SendLocalList', { status: 'Accepted' })).toMatchObject({ updateType: 'Full', ...named(2) })
    await expect.poll(async () => (await listOf(id)).uncertain).toBe(false)
  })

  test('D-17 D01.FR.18 no version is ever 0, −1 or beyond what an integer holds', async () => {
    const highest = 2 ** 31 - 1
    const command = await operator.command(id, 'send-local-list', {})
    await tellLimits()
    await answer('GetLocalListVersion', named(highest))
    expect(await answer('SendLocalList', { status: 'Accepted' })).toMatchObject({ updateType: 'Full', ...named(1) })
    expect(await operator.settled(command)).toMatchObject({ state: 'answered', result: { details: { version: 1 } } })
  })
})
