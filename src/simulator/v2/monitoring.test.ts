import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { car, openStand, type Stand, token } from '../testing/stand.ts'

const power = { component: { name: 'EVSE', evse: { id: 1 } }, variable: { name: 'Power' } }
const availability = { ...power, variable: { name: 'AvailabilityState' } }
/** Above what any monitor here waits for, and what one EVSE of a wallbox can deliver at most. */
const threshold = { ...power, type: 'UpperThreshold', value: 5_000, severity: 4 }

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s', (version) => {
  let stand: Stand
  beforeEach(async () => {
    stand = await openStand({ version, settings: { sampleIntervalS: 0 } })
    await stand.boot()
  })
  afterEach(async () => {
    await stand.close()
    expect(stand.csms.violations).toEqual([])
  })

  const set = async (...setMonitoringData: object[]) => {
    const answer = await stand.csms.call('SetVariableMonitoring', { setMonitoringData })
    return answer.setMonitoringResult
  }
  const idOf = async (data: object) => {
    const [result] = (await set(data)) as [{ id: number }]
    return result.id
  }
  const seconds = (count: number) => {
    for (let at = 0; at < count; at += 1) stand.clock.advance(1_000)
  }
  const event = async () => {
    const { request } = await stand.journal.exchange('NotifyEvent')
    return request
  }

  test('N07.FR.16, N07.FR.02: tells when the power crosses a threshold, there and back', async () => {
    const id = await idOf(threshold)
    seconds(5)
    await stand.charge()
    seconds(60)
    const about = { ...power, variableMonitoringId: id, eventNotificationType: 'CustomMonitor', trigger: 'Alerting' }
    const told = await event()
    expect(told).toMatchObject({ seqNo: 0, eventData: [{ ...about, transactionId: expect.any(String) }] })
    await stand.station.presentToken(token)
    seconds(2)
    expect(await event()).toMatchObject({ eventData: [{ ...about, cleared: true, actualValue: '0' }] })
    expect(stand.journal.unread.filter(({ action }) => action === 'NotifyEvent')).toEqual([])
  })

  test('N07.FR.17, N07.FR.11: one below a threshold, and one that is set anew says where it stands', async () => {
    const low = { ...power, type: 'LowerThreshold', value: 100, severity: 3 }
    const id = await idOf(low)
    seconds(1)
    expect(await event()).toMatchObject({ eventData: [{ variableMonitoringId: id, actualValue: '0' }] })
    await set({ ...low, id, value: 50 })
    seconds(1)
    expect(await event()).toMatchObject({ eventData: [{ variableMonitoringId: id }] })
    await set({ ...low, id, value: 0 })
    seconds(1)
    expect(await event()).toMatchObject({ eventData: [{ variableMonitoringId: id, cleared: true }] })
  })

  test('N07.FR.18, N07.FR.19: tells what differs', async () => {
    await set({ ...availability, type: 'Delta', value: 1, severity: 5 })
    seconds(3)
    stand.station.plugIn(car)
    seconds(1)
    expect(await event()).toMatchObject({ eventData: [{ ...availability, trigger: 'Delta', actualValue: 'Occupied' }] })
  })

  test('N08.FR.05 to 07: tells periodically, from when it was set or aligned to the clock', async () => {
    await set({ ...power, type: 'Periodic', value: 7, severity: 8 })
    seconds(7)
    expect(await event()).toMatchObject({ eventData: [{ trigger: 'Periodic' }] })
    seconds(7)
    await event()
    await stand.csms.call('SetMonitoringBase', { monitoringBase: 'FactoryDefault' })
    await set({ ...power, type: 'PeriodicClockAligned', value: 60, severity: 8 })
    seconds(60)
    const told = await event()
    expect(told).toMatchObject({ eventData: [{ trigger: 'Periodic', timestamp: expect.stringMatching(/:00\.000Z$/) }] })
  })

  test('N05.FR.03: tells nothing that is less grave than the level', async () => {
    expect(await stand.csms.call('SetMonitoringLevel', { severity: 10 })).toEqual({ status: 'Rejected' })
    expect(await stand.csms.call('SetMonitoringLevel', { severity: 5 })).toEqual({ status: 'Accepted' })
    await set(
      { ...power, type: 'Periodic', value: 1, severity: 6 },
      { ...power, type: 'Periodic', value: 3, severity: 5 },
    )
    seconds(3)
    expect(await event()).toMatchObject({
      eventData: [version === 'ocpp2.1' ? { severity: 5 } : { trigger: 'Periodic' }],
    })
    expect(stand.journal.unread.filter(({ action }) => action === 'NotifyEvent')).toEqual([])
  })

  test('N07.FR.04: what is grave waits for a connection, the rest is lost', async () => {
    await set(
      { ...power, type: 'Periodic', value: 5, severity: 4 },
      { ...power, type: 'Periodic', value: 5, severity: 5 },
    )
    stand.station.goOffline()
    seconds(5)
    stand.station.goOnline()
    expect(await event()).toMatchObject({ eventData: [{ trigger: 'Periodic' }] })
    expect(stand.journal.unread.filter(({ action }) => action === 'NotifyEvent')).toEqual([])
  })

  test('N04: refuses what it cannot watch', async () => {
    const id = await idOf(threshold)
    const status = async (data: object) => ((await set({ ...threshold, ...data })) as [{ status: string }])[0].status
    expect(await status({ component: { name: 'Nothing' } })).toBe('UnknownComponent')
    expect(await status({ variable: { name: 'Nothing' } })).toBe('UnknownVariable')
    expect(await status({ variable: { name: 'AvailabilityState' } })).toBe('UnsupportedMonitorType')
    expect(await status({ value: 1_000_000, severity: 9 })).toBe('Rejected')
    expect(await status({ type: 'Delta', value: -1 })).toBe('Rejected')
    expect(await status({ id: 999 })).toBe('Rejected')
    expect(await status({ id, variable: { name: 'AvailabilityState' }, type: 'Delta' })).toBe('Rejected')
    expect(await status({ id: 1 })).toBe('Rejected')
    expect(await status({ value: 6_000 })).toBe('Duplicate')
    expect(await status({ id, value: 6_000 })).toBe('Accepted')
    const many = Array.from({ length: 5 }, (_, severity) => ({ ...threshold, severity }))
    expect(await stand.csms.call('SetVariableMonitoring', { setMonitoringData: many })).toHaveProperty('error')
  })

  test('N02, N03, N06: reports what it has, in parts; clears; goes back to what it was', async () => {
    const id = await idOf(threshold)
    await set(
      { ...availability, type: 'Delta', value: 1, severity: 5 },
      { ...power, type: 'Delta', value: 9, severity: 5 },
    )
    expect(await stand.csms.call('GetMonitoringReport', { requestId: 3 })).toEqual({ status: 'Accepted' })
    const first = await stand.heard('NotifyMonitoringReport')
    expect(first).toMatchObject({ requestId: 3, seqNo: 0, tbc: true })
    expect(await stand.heard('NotifyMonitoringReport')).toMatchObject({ requestId: 3, seqNo: 1, tbc: false })
    const periodic = { requestId: 4, monitoringCriteria: ['PeriodicMonitoring'] }
    expect(await stand.csms.call('GetMonitoringReport', periodic)).toEqual({ status: 'EmptyResultSet' })
    const place = { requestId: 5, componentVariable: [power], monitoringCriteria: ['ThresholdMonitoring'] }
    expect(await stand.csms.call('GetMonitoringReport', place)).toEqual({ status: 'Accepted' })
    expect(await stand.heard('NotifyMonitoringReport')).toMatchObject({
      monitor: [{ ...power, variableMonitoring: [{ id: 1 }, { id, value: 5_000, severity: 4 }] }],
    })
    expect(await stand.csms.call('ClearVariableMonitoring', { id: [1, id, 999] })).toEqual({
      clearMonitoringResult: [
        { id: 1, status: 'Rejected' },
        { id, status: 'Accepted' },
        { id: 999, status: 'NotFound' },
      ],
    })
    expect(await stand.csms.call('SetMonitoringBase', { monitoringBase: 'HardWiredOnly' })).toEqual({
      status: 'Accepted',
    })
    await stand.csms.call('GetMonitoringReport', { requestId: 6 })
    expect(await stand.heard('NotifyMonitoringReport')).toMatchObject({ tbc: false, monitor: [{ ...power }] })
  })

  test('O01 to O06: keeps messages and tells of them', async () => {
    const message = { id: 1, priority: 'InFront', message: { format: 'UTF8', content: 'Hello' } }
    const status = async (change: object) => {
      const answer = await stand.csms.call('SetDisplayMessage', { message: { ...message, ...change } })
      return answer.status
    }
    expect(await stand.csms.call('GetDisplayMessages', { requestId: 1 })).toEqual({ status: 'Unknown' })
    expect(await status({})).toBe('Accepted')
    expect(await status({ state: 'Unavailable' })).toBe('NotSupportedState')
    expect(await status({ message: { format: 'HTML', content: '<b>' } })).toBe('NotSupportedMessageFormat')
    expect(await status({ transactionId: 'none' })).toBe('UnknownTransaction')
    for (let id = 2; id <= 5; id += 1) expect(await status({ id })).toBe('Accepted')
    expect(await status({ id: 6 })).toBe('Rejected')
    const until = new Date(stand.clock.nowMs() + 10_000).toISOString()
    expect(await status({ id: 5, endDateTime: until })).toBe('Accepted')
    stand.clock.advance(10_000)
    expect(await stand.csms.call('GetDisplayMessages', { requestId: 2 })).toEqual({ status: 'Accepted' })
    expect(await stand.heard('NotifyDisplayMessages')).toMatchObject({ requestId: 2, tbc: true })
    const last = await stand.heard('NotifyDisplayMessages')
    expect(last).toMatchObject({ requestId: 2, tbc: false, messageInfo: [{ id: 3 }, { id: 4 }] })
    expect(await stand.csms.call('ClearDisplayMessage', { id: 4 })).toEqual({ status: 'Accepted' })
    expect(await stand.csms.call('ClearDisplayMessage', { id: 4 })).toEqual({ status: 'Unknown' })
  })
})

describe('2.1 event streams', () => {
  let stand: Stand
  beforeEach(async () => {
    stand = await openStand({ version: 'ocpp2.1' })
    await stand.boot()
  })
  afterEach(async () => {
    await stand.close()
    expect(stand.csms.violations).toEqual([])
  })
  const periodic = (periodicEventStream: object) => ({
    setMonitoringData: [{ ...power, type: 'Periodic', value: 1, severity: 8, periodicEventStream }],
  })
  const seconds = (count: number) => {
    for (let at = 0; at < count; at += 1) stand.clock.advance(1_000)
  }

  test('N11.FR.02, N15.FR.04, 07 to 09: opens one, and sends what it has by number', async () => {
    stand.csms.answer('OpenPeriodicEventStream', () => ({ status: 'Accepted' }))
    await stand.csms.call('SetVariableMonitoring', periodic({ values: 3 }))
    const { request } = await stand.journal.exchange('OpenPeriodicEventStream')
    expect(request).toMatchObject({ constantStreamData: { id: 1, params: { values: 3 } } })
    seconds(3)
    const { kind, payload } = await stand.journal.sent('NotifyPeriodicEventStream')
    expect(kind).toBe('send')
    const data = [
      { t: 0, v: '0' },
      { t: 1, v: '0' },
      { t: 2, v: '0' },
    ]
    expect(payload).toMatchObject({ id: 1, pending: 0, data })
  })

  test('N15.FR.06, N14: sends by interval, faster when it is told to', async () => {
    stand.csms.answer('OpenPeriodicEventStream', () => ({ status: 'Accepted' }))
    await stand.csms.call('SetVariableMonitoring', periodic({ interval: 4 }))
    await stand.journal.exchange('OpenPeriodicEventStream')
    const open = { constantStreamData: [{ id: 1, variableMonitoringId: expect.any(Number), params: { interval: 4 } }] }
    expect(await stand.csms.call('GetPeriodicEventStream', {})).toEqual(open)
    seconds(4)
    expect((await stand.journal.sent('NotifyPeriodicEventStream')).payload).toMatchObject({ id: 1 })
    const adjust = (params: object, id = 1) => stand.csms.call('AdjustPeriodicEventStream', { id, params })
    expect(await adjust({ interval: 99_999 })).toEqual({ status: 'Rejected' })
    expect(await adjust({ interval: 2 }, 7)).toEqual({ status: 'Rejected' })
    expect(await adjust({ interval: 2 })).toEqual({ status: 'Accepted' })
    seconds(2)
    expect((await stand.journal.sent('NotifyPeriodicEventStream')).payload).toMatchObject({ id: 1 })
  })

  test('N11.FR.07: a stream that is refused leaves ordinary events', async () => {
    stand.csms.answer('OpenPeriodicEventStream', () => ({ status: 'Rejected' }))
    await stand.csms.call('SetVariableMonitoring', periodic({ values: 3 }))
    await stand.journal.exchange('OpenPeriodicEventStream')
    seconds(1)
    const { request } = await stand.journal.exchange('NotifyEvent')
    expect(request).toMatchObject({ eventData: [{ trigger: 'Periodic', severity: 8 }] })
    expect(await stand.csms.call('GetPeriodicEventStream', {})).toEqual({})
  })

  test('N13.FR.03 and 05: a monitor that is cleared sends what it has and closes its stream', async () => {
    stand.csms.answer('OpenPeriodicEventStream', () => ({ status: 'Accepted' }))
    await stand.csms.call('SetVariableMonitoring', periodic({ values: 30 }))
    const { request } = await stand.journal.exchange('OpenPeriodicEventStream')
    const { variableMonitoringId: id } = (request as { constantStreamData: { variableMonitoringId: number } })
      .constantStreamData
    seconds(2)
    await stand.csms.call('ClearVariableMonitoring', { id: [id] })
    expect((await stand.journal.sent('NotifyPeriodicEventStream')).payload).toMatchObject({ id: 1 })
    expect((await stand.journal.exchange('ClosePeriodicEventStream')).request).toEqual({ id: 1 })
  })
})
