import { beforeEach, describe, expect, test } from 'vitest'
import type { CommandRequests } from '#domain/commands'
import type { CustomerReport } from '#domain/customer-information'
import type { LocalList } from '#domain/local-lists'
import type { RawStation } from '#test/raw-station'
import { resultOf } from '../booted-station.ts'
import { type List, Operator, type Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, type Simulated } from '../simulated.ts'

const NEWER = ['ocpp2.0.1', 'ocpp2.1'] as const

const { platform, operator, raw, real } = await openScene({
  tokens: ['ALICE', 'BOB'].map((value) => ({ value, concurrentLimit: 0 })),
})

const reports = async (id: string) =>
  (await operator.get<List<Wire<CustomerReport>>>(`/stations/${id}/customer-reports`)).items
const alice = { value: 'ALICE', type: 'ISO14443' } as const
const unsent = { state: 'refused', result: { error: { code: 'unsupported' } } }

describe.each(NEWER)('%s', (version) => {
  let id = ''
  let post: Simulated
  beforeEach(async () => {
    post = await real(version)
    id = post.station.id
    return () => post.station.stop()
  })

  const ask = (request: Partial<CommandRequests['customer-information']>) =>
    operator.carryOut(id, 'customer-information', { report: true, clear: false, ...request })
  /** All parts of what the station tells have come. */
  async function told(): Promise<number> {
    for (let parts = 1; ; parts += 1) {
      const { request } = await post.journal.exchange('NotifyCustomerInformation')
      if (field(request, 'tbc') !== true) return parts
    }
  }

  test('N09.FR.04 N09.FR.05 what the station knows of a token comes in parts and is put together', async () => {
    await post.station.presentToken(alice)
    const command = await ask({ token: 'ALICE' })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' }, warnings: [] })
    const { request } = await post.journal.served('CustomerInformation')
    const requestId = command.result?.details?.requestId
    expect(request).toEqual({
      ...{ requestId, report: true, clear: false, idToken: { idToken: 'ALICE', type: 'ISO14443' } },
    })
    expect(await told()).toBeGreaterThan(1)
    expect(await reports(id)).toEqual([
      {
        ...{ stationId: id, partyId: 'default', requestId, complete: true, missing: [] },
        data: 'ALICE is in the authorization cache as Accepted.\nALICE is charging at EVSE 1.',
        receivedAt: expect.any(String),
      },
    ])
  })

  test('N09.FR.06 that it knows nothing is told too', async () => {
    expect((await ask({ customerIdentifier: 'somebody' })).state).toBe('answered')
    await told()
    expect(await reports(id)).toMatchObject([{ complete: true, data: 'No data was found.' }])
  })

  test('N09.FR.08 N10.FR.09 a certificate is named by the algorithm it was installed with', async () => {
    const hashes = { issuerNameHash: 'ab', issuerKeyHash: 'cd', serialNumber: '1f' }
    const certificate = { hashAlgorithm: 'SHA384' as const, ...hashes }
    expect((await ask({ certificate, clear: true })).state).toBe('answered')
    const { request } = await post.journal.served('CustomerInformation')
    expect(request).toMatchObject({ customerCertificate: certificate, clear: true })
    await told()
  })

  test.each([
    ['nobody', {}],
    ['two at once', { token: 'ALICE', customerIdentifier: 'somebody' }],
    ['nothing of somebody', { token: 'ALICE', report: false }],
  ])('N09.FR.04 N10.FR.08 N09.FR.07 to ask for %s is refused here, and not sent', async (_, request) => {
    const command = await ask(request)
    expect(command).toMatchObject(unsent)
    expect(command.sentAt).toBeUndefined()
  })

  test('N10.FR.02 N10.FR.03 N10.FR.06 what is cleared is forgotten, and off the local list, and stays off', async () => {
    await operator.carryOut(id, 'send-local-list', {})
    await post.journal.served('SendLocalList')
    expect(post.station.localList.recall('ALICE', 0)).toBeDefined()
    const command = await ask({ token: 'alice', report: false, clear: true })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted', details: { version: 2 } } })
    await told()
    expect(await reports(id)).toMatchObject([{ complete: true, data: 'The data was cleared.' }])
    const { request } = await post.journal.served('SendLocalList')
    expect(request).toMatchObject({ updateType: 'Differential', versionNumber: 2 })
    expect(field(request, 'localAuthorizationList')).toEqual([{ idToken: { idToken: 'ALICE', type: 'ISO14443' } }])
    expect(post.station.localList.recall('ALICE', 0)).toBeUndefined()
    expect(post.station.localList.recall('BOB', 0)).toBeDefined()
    await operator.carryOut(id, 'send-local-list', { update: 'full' })
    await post.journal.served('SendLocalList')
    expect(post.station.localList.recall('ALICE', 0)).toBeUndefined()
    const list = await operator.get<Wire<LocalList>>(`/stations/${id}/local-list`)
    expect(list.drift).toMatchObject({ upToDate: true })
  })

  test('N10.FR.02 a token that is on no list needs no update of it', async () => {
    await ask({ token: 'ALICE', clear: true })
    await told()
    await operator.carryOut(id, 'clear-cache', {})
    await post.journal.served('ClearCache')
    const list = await operator.get<Wire<LocalList>>(`/stations/${id}/local-list`)
    expect(list).toMatchObject({ version: 0, drift: { put: 2 } })
    expect(list).not.toHaveProperty('reportedVersion')
  })
})

test.each(NEWER)('N10.FR.02 %s a station that refuses to clear keeps the token on its list', async (version) => {
  const { id, station } = await raw(version)
  const { localLists } = platform.services
  const { wanted } = await localLists.plan(id)
  await localLists.confirm(id, 1, wanted)
  const command = operator.carryOut(id, 'customer-information', { token: 'ALICE', report: false, clear: true })
  const call = await station.asked()
  expect(call.action).toBe('CustomerInformation')
  station.send([3, call.id, { status: 'Rejected' }])
  expect(await command).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
  expect((await localLists.plan(id)).wanted).toEqual(wanted)
  const list = await operator.get<Wire<LocalList>>(`/stations/${id}/local-list`)
  expect(list.drift).toMatchObject({ upToDate: true })
  station.connection.terminate()
})

describe.each(NEWER)('%s: parts', (version) => {
  let id = ''
  let station: RawStation
  beforeEach(async () => {
    ;({ id, station } = await raw(version))
    return () => station.connection.terminate()
  })
  const tell = async (requestId: number, seqNo: number, data: string, tbc = false) => {
    const generatedAt = new Date().toISOString()
    return resultOf(await station.call('NotifyCustomerInformation', { requestId, seqNo, data, tbc, generatedAt }))
  }

  test('come in any order and more than once, and what is missing is said', async () => {
    expect(await tell(7, 2, 'c')).toEqual({})
    expect(await reports(id)).toMatchObject([{ requestId: 7, complete: false, missing: [0, 1], data: 'c' }])
    await tell(7, 0, 'a', true)
    await tell(7, 0, 'a', true)
    await tell(8, 0, 'other')
    await tell(7, 1, 'b', true)
    // Which of them came last no clock of milliseconds can tell.
    const [one, other] = (await reports(id)).toSorted((a, b) => a.requestId - b.requestId)
    expect(one).toMatchObject({ requestId: 7, complete: true, missing: [], data: 'abc' })
    expect(other).toMatchObject({ requestId: 8, complete: true, data: 'other' })
  })

  test('nobody asked for are answered, and of a bounded number', async () => {
    for (const requestId of [-1, 0]) expect(await tell(requestId, 0, 'x')).toEqual({})
    expect(await tell(5, 1_000_000, 'x')).toEqual({})
    expect(await reports(id)).toEqual([])
    for (let requestId = 1; requestId <= 12; requestId += 1) await tell(requestId, 0, 'x')
    expect((await reports(id)).map(({ requestId }) => requestId)).toEqual([12, 11, 10, 9, 8, 7, 6, 5])
  })
})

test('what stations know of people is shown to those who may ask for it, not to viewers', async () => {
  const { secret } = await platform.services.accounts.createKey({ name: 'v', partyId: 'default', role: 'viewer' })
  const { id, station } = await raw('ocpp2.1')
  const viewer = new Operator(platform, secret)
  expect(await viewer.status('GET', `/stations/${id}/customer-reports`)).toBe(403)
  expect(await viewer.status('GET', `/stations/${id}/local-list`)).toBe(200)
  station.connection.terminate()
})

test('ocpp1.6 cannot ask for it', async () => {
  const { id, station } = await raw('ocpp1.6')
  const request = { token: 'ALICE', report: true, clear: false }
  expect(await operator.carryOut(id, 'customer-information', request)).toMatchObject(unsent)
  station.connection.terminate()
})
