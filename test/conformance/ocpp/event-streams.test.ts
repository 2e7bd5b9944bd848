import { expect, test } from 'vitest'
import type { EventStream, StreamValue } from '#domain/event-streams'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'

const { platform, operator, raw, real } = await openScene()

const streams = async (id: string) =>
  (await operator.get<List<Wire<EventStream>>>(`/stations/${id}/event-streams`)).items
const values = async (id: string) =>
  (await operator.get<List<Wire<StreamValue>>>(`/stations/${id}/stream-values`)).items
const open = (station: RawStation, id: number, variableMonitoringId: number) =>
  station.call('OpenPeriodicEventStream', {
    constantStreamData: { id, variableMonitoringId, params: { interval: 60 } },
  })
const notify = (station: RawStation, payload: object) => station.send([6, 's-1', 'NotifyPeriodicEventStream', payload])

const power = { component: 'EVSE', evseId: 1, name: 'Power', type: 'periodic', severity: 8 } as const
const watched = (stream: object) => ({ monitors: [{ ...power, value: 1, stream }] })

test('F-12 N11.FR.04 N11.FR.06 N11.FR.08 N15.FR.03 a stream is taken, and its values joined to their monitor', async () => {
  const { id, station, journal, clock } = await real('ocpp2.1')
  await operator.carryOut(id, 'set-variable-monitoring', watched({ values: 3 }))
  const opened = await journal.exchange('OpenPeriodicEventStream')
  expect(opened.response).toEqual({ status: 'Accepted' })
  const source = { ...power, origin: 'custom', duringTransaction: false }
  expect(await streams(id)).toMatchObject([{ id: 1, pace: { values: 3 }, source }])
  for (let second = 0; second < 3; second += 1) clock.advance(1_000)
  await expect.poll(() => values(id)).toHaveLength(3)
  const [newest] = await values(id)
  expect(newest).toMatchObject({ value: '0', trigger: 'periodic', source })
  expect(newest?.at).toBe(new Date(clock.nowMs()).toISOString())
  station.stop()
})

test('N15.FR.02 a SEND is never answered, right, wrong or of an unknown stream', async () => {
  const { id, station } = await raw('ocpp2.1')
  expect(resultOf(await open(station, 1, 5))).toEqual({ status: 'Accepted' })
  const basetime = yesterdayAt('12:00:00')
  notify(station, {
    id: 1,
    pending: 0,
    basetime,
    data: [
      { t: 0, v: '1' },
      { t: 1.5, v: '2' },
    ],
  })
  notify(station, { id: 99, pending: 0, basetime, data: [{ t: 0, v: '3' }] })
  notify(station, { id: 'nonsense' })
  station.send([6, 's', 'NoSuchAction', {}])
  // Its answer is the next frame: nothing came before it.
  resultOf(await station.call('Heartbeat'))
  expect(station.frames.size).toBe(0)
  expect(await values(id)).toMatchObject([
    { monitorId: 5, value: '2', at: basetime.replace('00Z', '01.500Z') },
    { monitorId: 5, value: '1', at: basetime.replace('00Z', '00.000Z') },
  ])
})

test('N11.FR.04 values of a monitor that nobody told of are joined once it is known', async () => {
  const { id, station } = await raw('ocpp2.1')
  await open(station, 1, 5)
  notify(station, { id: 1, pending: 2, basetime: yesterdayAt('12:00:00'), data: [{ t: 0, v: '1' }] })
  await station.call('Heartbeat')
  expect((await values(id))[0]).not.toHaveProperty('source')
  const told = { id: 5, transaction: false, value: 60, type: 'Periodic', severity: 8 }
  const variableMonitoring = [{ ...told, eventNotificationType: 'PreconfiguredMonitor' }]
  const monitor = [{ component: { name: 'EVSE', evse: { id: 1 } }, variable: { name: 'Power' }, variableMonitoring }]
  const part = { requestId: 1, seqNo: 0, generatedAt: yesterdayAt('12:00:01'), monitor }
  resultOf(await station.call('NotifyMonitoringReport', part))
  const source = { ...power, origin: 'preconfigured' }
  expect(await values(id)).toMatchObject([{ value: '1', source }])
  expect(await streams(id)).toMatchObject([{ pending: 2, source }])
})

test('N11.FR.05 a station that opens more streams than can be kept is refused the next, and keeps what it has', async () => {
  const { id, station } = await raw('ocpp2.1')
  const answers: unknown[] = []
  for (let stream = 1; stream <= 101; stream += 1) answers.push(resultOf(await open(station, stream, stream)))
  expect(answers.slice(0, 100).every((answer) => JSON.stringify(answer) === '{"status":"Accepted"}')).toBe(true)
  expect(answers.at(-1)).toEqual({ status: 'Rejected' })
  expect(await streams(id)).toHaveLength(100)
})

test('N11.FR.07 a monitor whose stream is refused tells by events', async () => {
  const { id, station, journal, clock } = await real('ocpp2.1')
  for (let stream = 1_001; stream <= 1_100; stream += 1) {
    await platform.services.eventStreams.open(id, { id: stream, monitorId: stream, pace: {} })
  }
  await operator.carryOut(id, 'set-variable-monitoring', watched({ values: 3 }))
  expect((await journal.exchange('OpenPeriodicEventStream')).response).toEqual({ status: 'Rejected' })
  clock.advance(1_000)
  expect((await journal.exchange('NotifyEvent')).response).toEqual({})
  station.stop()
})

test.each([
  ['N11.FR.09', 'set-variable-monitoring', { monitors: [{ ...power, value: 1, stream: {} }] }],
  ['N14.FR.01', 'adjust-periodic-event-stream', { streamId: 1 }],
] as const)('%s a stream without interval and number of values is not asked for', async (_, kind, request) => {
  const { id, station } = await raw('ocpp2.1')
  expect(await operator.carryOut(id, kind, request)).toMatchObject({ state: 'refused' })
  await station.call('Heartbeat')
  expect(station.frames.size).toBe(0)
})

test('N12.FR.01 N14.FR.01 the operator gets the streams there are, and paces one', async () => {
  const { id, station, journal, clock } = await real('ocpp2.1')
  await operator.carryOut(id, 'set-variable-monitoring', watched({ intervalS: 600 }))
  await journal.exchange('OpenPeriodicEventStream')
  await platform.services.eventStreams.open(id, { id: 77, monitorId: 77, pace: {} })
  const listed = await operator.carryOut(id, 'get-periodic-event-streams', {})
  expect(listed).toMatchObject({
    state: 'answered',
    result: { details: { streams: [{ id: 1, pace: { intervalS: 600 } }] } },
  })
  expect((await streams(id)).map((stream) => stream.id)).toEqual([1])
  const paced = await operator.carryOut(id, 'adjust-periodic-event-stream', { streamId: 1, intervalS: 2, values: 4 })
  expect(paced).toMatchObject({ state: 'answered' })
  expect((await journal.served('AdjustPeriodicEventStream')).request).toEqual({
    id: 1,
    params: { interval: 2, values: 4 },
  })
  expect(await streams(id)).toMatchObject([{ pace: { intervalS: 2, values: 4 } }])
  for (let second = 0; second < 2; second += 1) clock.advance(1_000)
  await expect.poll(() => values(id)).toHaveLength(1)
  const refused = await operator.carryOut(id, 'adjust-periodic-event-stream', { streamId: 9, intervalS: 2 })
  expect(refused).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
  station.stop()
})

test('F-12 N13.FR.02 a stream that is closed is used no more', async () => {
  const { id, station, journal, clock } = await real('ocpp2.1')
  await operator.carryOut(id, 'set-variable-monitoring', watched({ values: 50 }))
  await journal.exchange('OpenPeriodicEventStream')
  const [stream] = await streams(id)
  for (let second = 0; second < 2; second += 1) clock.advance(1_000)
  await operator.carryOut(id, 'clear-variable-monitoring', { ids: [stream?.monitorId ?? 0] })
  expect((await journal.exchange('ClosePeriodicEventStream')).response).toEqual({})
  expect(await streams(id)).toEqual([])
  expect(await values(id)).toMatchObject([
    { value: '0', source: power },
    { value: '0', source: power },
  ])
  station.stop()
})

test.each(['ocpp1.6', 'ocpp2.0.1'] as const)('%s has no streams', async (version) => {
  const { id, station } = await raw(version)
  const refused = { state: 'refused', result: { error: { code: 'unsupported' } } }
  expect(await operator.carryOut(id, 'get-periodic-event-streams', {})).toMatchObject(refused)
  expect(await operator.carryOut(id, 'adjust-periodic-event-stream', { streamId: 1, values: 1 })).toMatchObject(refused)
  const answer = await open(station, 1, 5)
  expect(answer.slice(0, 3)).toEqual([4, answer[1], 'NotImplemented'])
})
