import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import type { StationLog } from '#domain/diagnostics'
import type { OcppVersion } from '#ocpp/rpc'
import type { UpkeepOptions } from '#simulator'
import { bootedStation, resultOf } from '../booted-station.ts'
import { type List, Operator, type Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, type Simulated, simulated, VERSIONS } from '../simulated.ts'

/** OCPP 1.6 with the security extension asks and tells as 2.x does. */
type Dialect = OcppVersion | 'ocpp1.6 with the security extension'
const EXTENDED = 'ocpp1.6 with the security extension'
const DIALECTS = [...VERSIONS, EXTENDED] as const
const WITH_GET_LOG = [EXTENDED, 'ocpp2.0.1', 'ocpp2.1'] as const satisfies readonly Dialect[]

const { platform, operator } = await openScene({ settings: { files: { logLimitBytes: 50_000 } } })
let count = 0
const running: Simulated[] = []
afterAll(() => {
  for (const { station } of running) station.stop()
})

interface Subject extends Simulated {
  readonly id: string
  readonly status: 'DiagnosticsStatusNotification' | 'LogStatusNotification'
  readonly request: 'GetDiagnostics' | 'GetLog'
}

async function booted(dialect: Dialect, upkeep: UpkeepOptions = {}): Promise<Subject> {
  count += 1
  const id = `LOG-${count}`
  const version = dialect === EXTENDED ? 'ocpp1.6' : dialect
  const own = { securityExtension: dialect === EXTENDED, ...upkeep }
  const one = simulated({ id, version, url: platform.ocppUrl, upkeep: own })
  running.push(one)
  await one.boot()
  // By its configuration keys a station of 1.6 shows that it has the extension.
  if (dialect === EXTENDED) await operator.carryOut(id, 'get-variables', {})
  return dialect === 'ocpp1.6'
    ? { ...one, id, status: 'DiagnosticsStatusNotification', request: 'GetDiagnostics' }
    : { ...one, id, status: 'LogStatusNotification', request: 'GetLog' }
}

/** The statuses a station tells, up to this one. */
async function told({ journal, status }: Subject, last: string): Promise<readonly object[]> {
  const heard: object[] = []
  for (;;) {
    const { request } = await journal.exchange(status)
    heard.push(request)
    if (field(request, 'status') === last) return heard
  }
}

const words = (told: readonly object[]) => told.map((payload) => field(payload, 'status'))

async function logs(stationId: string): Promise<readonly Wire<StationLog>[]> {
  return (await operator.get<List<Wire<StationLog>>>(`/station-logs?stationId=${stationId}`)).items
}

async function newest(stationId: string): Promise<Wire<StationLog>> {
  const [log] = await logs(stationId)
  if (log === undefined) throw new Error(`${stationId} was asked for no log`)
  return log
}

async function contentOf({ id }: { readonly id: string }): Promise<string> {
  const answer = await operator.ask('GET', `/station-logs/${id}/content`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  return await answer.text()
}

/** Where the station was last told to put a log. */
async function target({ journal, request }: Subject): Promise<string> {
  const asked = (await journal.served(request)).request
  return String(field(asked, 'location') ?? field(asked, 'log', 'remoteLocation'))
}

describe.each(DIALECTS)('%s', (dialect) => {
  test.each(['PUT', 'POST'] as const)(
    '1.6 §4.4 1.6 §5.9 1.6 §8.2 TC_045_1_CSMS · N01.FR.01 FR.02 FR.04 FR.07 FR.08 FR.09 FR.18 N01.FR.26 N01.FR.27 N01.FR.28 the station brings its diagnostics by %s',
    async (uploadMethod) => {
      const subject = await booted(dialect, { uploadMethod })
      const command = await operator.carryOut(subject.id, 'get-log', { log: 'diagnostics' })
      expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
      const heard = await told(subject, 'Uploaded')
      expect(words(heard)).toEqual(['Uploading', 'Uploaded'])
      const log = await newest(subject.id)
      expect(log).toMatchObject({
        ...{ commandId: command.id, kind: 'diagnostics', status: 'uploaded', outcome: 'uploaded', elsewhere: false },
        announcedName: `${subject.id}-diagnostics.log`,
      })
      const numbers = new Set(heard.map((payload) => field(payload, 'requestId')))
      expect([...numbers]).toEqual(dialect === 'ocpp1.6' ? [undefined] : [log.requestId])
      const content = await contentOf(log)
      expect(content).toContain('BootNotification')
      const place = new URL(await target(subject))
      expect([place.hash, place.search]).toEqual(['', ''])
      const answered = await fetch(place, { method: uploadMethod, body: 'once more', redirect: 'manual' })
      expect(answered.headers.has('location')).toBe(false)
      expect(log.file).toMatchObject({
        sizeBytes: Buffer.byteLength(content),
        sha256: createHash('sha256').update(content).digest('hex'),
      })
      // N01.FR.19: a POST says what the file is called.
      if (uploadMethod === 'POST') expect(log.file?.name).toBe(`${subject.id}-diagnostics.log`)
    },
  )

  test('N01.FR.05 · 1.6 §5.9 a station without a log says so, and nothing is waited for', async () => {
    const subject = await booted(dialect, { withoutLogs: true })
    const command = await operator.carryOut(subject.id, 'get-log', { log: 'diagnostics' })
    expect(command).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
    expect(await newest(subject.id)).toMatchObject({ status: 'refused', outcome: 'failed' })
  })

  test('N01.FR.10 TC_045_2_CSMS an upload that fails is tried as often as asked, then given up', async () => {
    const subject = await booted(dialect)
    const location = 'http://127.0.0.1:9/nobody-listens'
    const request = { log: 'diagnostics', location, retries: 1, retryIntervalS: 30 } as const
    await operator.carryOut(subject.id, 'get-log', request)
    const heard = [...(await told(subject, 'Uploading'))]
    // The second attempt waits for its time.
    await expect.poll(() => subject.clock.advance(30_000) ?? subject.journal.unread.length).toBeGreaterThan(0)
    heard.push(...(await told(subject, dialect === 'ocpp1.6' ? 'UploadFailed' : 'UploadFailure')))
    expect(words(heard).filter((word) => word === 'Uploading')).toHaveLength(2)
    expect(await newest(subject.id)).toMatchObject({ status: 'failed', outcome: 'failed', elsewhere: true })
  })

  test('the range that was asked for reaches the station', async () => {
    const subject = await booted(dialect)
    const nowMs = subject.clock.nowMs()
    const from = new Date(nowMs + 1_000).toISOString()
    const command = await operator.carryOut(subject.id, 'get-log', { log: 'diagnostics', from })
    // It has written nothing down after its last second.
    expect(command).toMatchObject({ state: 'refused' })
    const { request } = await subject.journal.served(subject.request)
    expect(field(request, 'startTime') ?? field(request, 'log', 'oldestTimestamp')).toBe(from)
  })
})

describe.each(WITH_GET_LOG)('%s', (dialect) => {
  test('N01.FR.03 TC_079_CSMS brings its security log', async () => {
    const subject = await booted(dialect)
    await operator.carryOut(subject.id, 'get-log', { log: 'security' })
    await told(subject, 'Uploaded')
    const log = await newest(subject.id)
    expect(log).toMatchObject({ kind: 'security', status: 'uploaded' })
    expect(await contentOf(log)).toContain('StartupOfTheDevice')
  })

  test('N01.FR.12 N01.FR.20 · 1.6 N01.FR.11 a new request takes the place of one that is under way', async () => {
    const subject = await booted(dialect)
    // The first waits for its second attempt.
    const away = { log: 'diagnostics', location: 'http://127.0.0.1:9/away', retries: 5, retryIntervalS: 600 } as const
    const first = await operator.carryOut(subject.id, 'get-log', away)
    await told(subject, 'Uploading')
    const second = await operator.carryOut(subject.id, 'get-log', { log: 'diagnostics' })
    expect(second).toMatchObject({ state: 'answered', result: { status: 'AcceptedCanceled' } })
    await told(subject, 'Uploaded')
    expect(await logs(subject.id)).toMatchObject([
      { commandId: second.id, status: 'uploaded' },
      { commandId: first.id, status: 'canceled', outcome: 'canceled' },
    ])
  })
})

describe('what a version cannot be asked', () => {
  test.each([
    ['ocpp1.6', 'security'],
    ['ocpp1.6', 'data-collector'],
    [EXTENDED, 'data-collector'],
    ['ocpp2.0.1', 'data-collector'],
  ] as const)('%s: the log of kind %s is refused, and nothing is sent', async (dialect, log) => {
    const subject = await booted(dialect)
    const command = await operator.carryOut(subject.id, 'get-log', { log })
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
    expect(command.sentAt).toBeUndefined()
  })

  test('ocpp2.1 may be asked for that of its data collector', async () => {
    const subject = await booted('ocpp2.1')
    await operator.carryOut(subject.id, 'get-log', { log: 'data-collector' })
    expect((await subject.journal.served('GetLog')).request).toMatchObject({ logType: 'DataCollectorLog' })
  })
})

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s statuses in any order', (version) => {
  test('N01.FR.10 N01.FR.13 late, repeated and strange ones are answered, and change nothing that is settled', async () => {
    const id = `raw-${version}`
    const raw = await bootedStation(platform, id, version)
    const asked = operator.command(id, 'get-log', { log: 'security', location: 'ftp://me:hunter2@log.example/' })
    const call = await raw.asked()
    expect(field(call.payload, 'log', 'remoteLocation')).toBe('ftp://me:hunter2@log.example/')
    raw.send([3, call.id, { status: 'Accepted', filename: 'a.zip' }])
    const settled = await operator.settled(await asked)
    expect(JSON.stringify(settled)).not.toContain('hunter2')
    const requestId = field(call.payload, 'requestId')
    const tell = async (status: string, number: unknown = requestId) =>
      resultOf(await raw.call('LogStatusNotification', { status, ...(number === null ? {} : { requestId: number }) }))
    const seen = async () => (await newest(id)).status
    await tell('PermissionDenied')
    expect(await seen()).toBe('permission-denied')
    await tell('Uploading')
    expect(await seen()).toBe('uploading')
    await tell('Idle', null)
    await tell('Uploaded', 4711)
    expect(await seen()).toBe('uploading')
    await tell('Uploaded')
    for (const late of ['Uploading', 'UploadFailure', 'AcceptedCanceled', 'BadMessage', 'Uploaded']) await tell(late)
    expect(await newest(id)).toMatchObject({ status: 'uploaded', outcome: 'uploaded', announcedName: 'a.zip' })
  })
})

describe('the place where a log is put', () => {
  const put = (url: string, body: string, method = 'PUT') => fetch(url, { method, body })

  /** A station that answers but brings nothing: the test does that. */
  async function place(): Promise<{ id: string; url: string }> {
    count += 1
    const id = `RAW-${count}`
    const raw = await bootedStation(platform, id, 'ocpp2.0.1')
    const asked = operator.command(id, 'get-log', { log: 'diagnostics' })
    const call = await raw.asked()
    raw.send([3, call.id, { status: 'Accepted' }])
    await operator.settled(await asked)
    return { id, url: String(field(call.payload, 'log', 'remoteLocation')) }
  }

  test('takes one file, once; a name may stand behind it', async () => {
    const { id, url } = await place()
    expect((await put(`${url}/my%20station.log`, 'hello')).status).toBe(201)
    expect((await put(url, 'again')).status).toBe(404)
    const log = await newest(id)
    expect(log.file).toMatchObject({ name: 'my station.log', sizeBytes: 5 })
    expect(await contentOf(log)).toBe('hello')
  })

  test('N01.FR.19 takes a file out of the form it is posted in', async () => {
    const { id, url } = await place()
    const body = new FormData()
    body.set('uploadfile', new Blob(['in a form']), 'logfile_20210420.zip')
    expect((await fetch(url, { method: 'POST', body })).status).toBe(201)
    const log = await newest(id)
    expect(log.file).toMatchObject({ name: 'logfile_20210420.zip', sizeBytes: 9 })
    expect(await contentOf(log)).toBe('in a form')
  })

  test('of several that come at once one is taken', async () => {
    const { id, url } = await place()
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((body) => put(url, body.repeat(1000))))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect((await contentOf(await newest(id))).length).toBe(1000)
  })

  test('is no place for what is too large: nothing is kept, and a smaller one may still come', async () => {
    const { id, url } = await place()
    const tooLarge = await put(url, 'x'.repeat(50_001)).then(
      ({ status }) => status,
      () => 413,
    )
    expect(tooLarge).toBe(413)
    expect((await newest(id)).file).toBeUndefined()
    expect((await operator.ask('GET', `/station-logs/${(await newest(id)).id}/content`)).status).toBe(404)
    expect((await put(url, 'x'.repeat(50_000))).status).toBe(201)
  })

  test('opens with its own ticket only, and takes nothing but files', async () => {
    const { url } = await place()
    const forged = url.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))
    expect((await put(forged, 'x')).status).toBe(404)
    expect((await put(url.replace('/logs/', '/firmware/'), 'x')).status).toBe(405)
    expect((await fetch(url)).status).toBe(405)
    expect((await fetch(url.replace('/logs/', '/firmware/'))).status).toBe(404)
    expect((await put(url.replace(/\/files.*/, '/files/logs/..%2f..%2fetc'), 'x')).status).toBe(426)
  })

  test('A-15 its ticket stands in no record of messages', async () => {
    const { id, url } = await place()
    await platform.services.messages.flush()
    const messages = JSON.stringify(await operator.get(`/stations/${id}/messages`))
    expect(messages).toContain('GetLog')
    expect(messages).not.toContain(url.split('.').at(-1))
  })

  test('is of its party: nobody else lists, reads or removes what came', async () => {
    const { id, url } = await place()
    await put(url, 'ours')
    const log = await newest(id)
    await operator.post('/parties', { id: 'stranger', name: 'Stranger' })
    const key = { name: 'x', role: 'owner', partyId: 'stranger' }
    const { secret } = await operator.post<{ secret: string }>('/keys', key)
    const stranger = new Operator(platform, secret)
    expect((await stranger.get<List<object>>('/station-logs')).items).toEqual([])
    for (const path of ['', '/content']) {
      expect(await stranger.status('GET', `/station-logs/${log.id}${path}`)).toBe(404)
    }
    expect(await stranger.status('DELETE', `/station-logs/${log.id}`)).toBe(404)
    expect(await operator.status('DELETE', `/station-logs/${log.id}`)).toBe(204)
    expect(await operator.status('GET', `/station-logs/${log.id}/content`)).toBe(404)
  })
})

test('the address a station is given is the one it has connected to', async () => {
  const subject = await booted('ocpp2.0.1')
  await operator.carryOut(subject.id, 'get-log', { log: 'diagnostics' })
  expect(new URL(await target(subject)).host).toBe(new URL(platform.ocppUrl).host)
})
