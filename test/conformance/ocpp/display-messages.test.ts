import { describe, expect, test } from 'vitest'
import type { StationDisplay } from '#domain/display-messages'
import { resultOf } from '../booted-station.ts'
import type { Wire } from '../operator.ts'
import { openScene } from '../scene.ts'

const VERSIONS_2 = ['ocpp2.0.1', 'ocpp2.1'] as const
const { operator, raw, real } = await openScene()

const shown = (id: string): Promise<Wire<StationDisplay>> => operator.get(`/stations/${id}/display-messages`)
const ids = async (id: string) => (await shown(id)).messages.map((message) => message.id)
const hello = { priority: 'in-front', wordings: [{ format: 'utf8', language: 'en', content: 'Hello' }] } as const

describe.each(VERSIONS_2)('%s: the operator', (version) => {
  test('O01.FR.04 O01.FR.05 shows a message from one time to another, of no transaction', async () => {
    const { id, station, journal } = await real(version)
    const [startsAt, endsAt] = ['2020-01-01T00:00:00Z', '2090-01-01T00:00:00Z']
    const set = await operator.carryOut(id, 'set-display-message', {
      ...hello,
      messageId: 3,
      state: 'idle',
      startsAt,
      endsAt,
    })
    expect(set).toMatchObject({ state: 'answered', warnings: [], result: { details: { messageId: 3 } } })
    const { request } = await journal.served('SetDisplayMessage')
    expect(request).toEqual({
      message: {
        ...{ id: 3, priority: 'InFront', state: 'Idle', startDateTime: startsAt, endDateTime: endsAt },
        message: { format: 'UTF8', language: 'en', content: 'Hello' },
      },
    })
    expect(await shown(id)).toMatchObject({ messages: [{ id: 3, ...hello, state: 'idle', setAt: expect.any(String) }] })
    station.stop()
  })

  test.each([
    ['O01.FR.02', { state: 'unavailable' }, 'NotSupportedState', 'unavailable'],
    ['O01.FR.03', { wordings: [{ format: 'html', content: '<b>' }] }, 'NotSupportedMessageFormat', 'html'],
  ] as const)(
    '%s is warned of what the display is not said to support, and told when it is refused',
    async (_, change, status, word) => {
      const { id, station, journal } = await real(version)
      await operator.carryOut(id, 'get-report', { base: 'full' })
      let last: object = { tbc: true }
      while ('tbc' in last && last.tbc === true) last = (await journal.exchange('NotifyReport')).request
      const set = await operator.carryOut(id, 'set-display-message', { ...hello, ...change })
      expect(set).toMatchObject({ state: 'refused', result: { status } })
      expect(set.warnings).toEqual([`The display is not said to support ${word}.`])
      expect(await ids(id)).toEqual([])
      station.stop()
    },
  )

  test('O01.FR.01 O01.FR.11 keeps nothing of what the station refuses', async () => {
    const { id, station } = await raw(version)
    for (const status of ['NotSupportedPriority', 'Rejected']) {
      const setting = await operator.command(id, 'set-display-message', hello)
      station.send([3, (await station.asked()).id, { status }])
      expect(await operator.settled(setting)).toMatchObject({ state: 'refused', result: { status } })
    }
    expect(await ids(id)).toEqual([])
  })

  test('O02.FR.01 O02.FR.02 shows a message for a transaction, and it goes with it', async () => {
    const { id, station, charge, ended } = await real(version)
    const none = await operator.carryOut(id, 'set-display-message', { ...hello, reference: 'none' })
    expect(none).toMatchObject({ state: 'refused', result: { status: 'UnknownTransaction' } })
    expect(none.warnings).toEqual(['The transaction is not known at this station.'])
    const reference = await charge('ALICE')
    const { id: transactionId } = await operator.record(id, reference)
    const set = await operator.carryOut(id, 'set-display-message', { ...hello, messageId: 1, transactionId })
    expect(set).toMatchObject({ state: 'answered' })
    expect((await shown(id)).messages).toMatchObject([{ id: 1, reference }])
    await station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    station.unplug()
    await ended()
    expect(await ids(id)).toEqual([])
    expect(await operator.carryOut(id, 'get-display-messages', {})).toMatchObject({ result: { status: 'Unknown' } })
    station.stop()
  })

  test('O03.FR.02 to O03.FR.05 gets all messages, in parts', async () => {
    const { id, station, journal } = await real(version)
    for (const messageId of [1, 2, 3]) await operator.carryOut(id, 'set-display-message', { ...hello, messageId })
    const asked = await operator.carryOut(id, 'get-display-messages', {})
    expect(asked).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const requestId = asked.result?.details?.requestId
    expect((await journal.exchange('NotifyDisplayMessages')).request).toMatchObject({ requestId, tbc: true })
    const last = await journal.exchange('NotifyDisplayMessages')
    expect(last).toMatchObject({ request: { requestId, tbc: false }, response: {} })
    expect(await shown(id)).toMatchObject({
      messages: [1, 2, 3].map((message) => ({ id: message, reportedAt: expect.any(String) })),
      reports: [{ requestId, whole: true, complete: true, parts: 2 }],
    })
    station.stop()
  })

  test('O03 a message the station no longer has is gone once it has told of all', async () => {
    const { id, station } = await raw(version)
    const setting = await operator.command(id, 'set-display-message', { ...hello, messageId: 9 })
    station.send([3, (await station.asked()).id, { status: 'Accepted' }])
    await operator.settled(setting)
    const getting = await operator.command(id, 'get-display-messages', {})
    const asked = await station.asked()
    station.send([3, asked.id, { status: 'Accepted' }])
    const requestId = (await operator.settled(getting)).result?.details?.requestId
    const info = (message: number) => ({
      id: message,
      priority: 'NormalCycle',
      message: { format: 'ASCII', content: 'x' },
    })
    const first = await station.call('NotifyDisplayMessages', { requestId, tbc: true, messageInfo: [info(1)] })
    expect(resultOf(first)).toEqual({})
    expect(await ids(id)).toEqual([1, 9])
    await station.call('NotifyDisplayMessages', { requestId, messageInfo: [info(2)] })
    expect(await ids(id)).toEqual([1, 2])
  })

  test('O03.FR.06 O04.FR.01 O04.FR.02 asks by number, priority and state', async () => {
    const { id, station, journal } = await real(version)
    expect(await operator.carryOut(id, 'get-display-messages', {})).toMatchObject({
      state: 'answered',
      result: { status: 'Unknown' },
    })
    await operator.carryOut(id, 'set-display-message', { ...hello, messageId: 1 })
    const found = await operator.carryOut(id, 'get-display-messages', { ids: [1, 2], priority: 'in-front' })
    expect(found).toMatchObject({ result: { status: 'Accepted' } })
    expect((await journal.exchange('NotifyDisplayMessages')).request).toMatchObject({ messageInfo: [{ id: 1 }] })
    const none = await operator.carryOut(id, 'get-display-messages', { ids: [1], state: 'faulted' })
    expect(none).toMatchObject({ result: { status: 'Unknown' } })
    expect(await ids(id)).toEqual([1])
    station.stop()
  })

  test('O05.FR.01 O05.FR.02 clears a message', async () => {
    const { id, station } = await real(version)
    await operator.carryOut(id, 'set-display-message', { ...hello, messageId: 1 })
    expect(await operator.carryOut(id, 'clear-display-message', { messageId: 1 })).toMatchObject({ state: 'answered' })
    expect(await ids(id)).toEqual([])
    const again = await operator.carryOut(id, 'clear-display-message', { messageId: 1 })
    expect(again).toMatchObject({ state: 'refused', result: { status: 'Unknown' } })
    station.stop()
  })

  test('O06.FR.01 replaces a message by one of the same number', async () => {
    const { id, station } = await real(version)
    await operator.carryOut(id, 'set-display-message', { ...hello, messageId: 1, state: 'idle' })
    const wordings = [{ format: 'ascii', content: 'Bye' }] as const
    await operator.carryOut(id, 'set-display-message', { ...hello, messageId: 1, wordings })
    const [message, ...others] = (await shown(id)).messages
    expect(others).toEqual([])
    expect(message).toMatchObject({ id: 1, wordings })
    expect(message).not.toHaveProperty('state')
    station.stop()
  })
})

test('2.1 O01.FR.17 a message has wordings in several languages', async () => {
  const { id, station } = await raw('ocpp2.1')
  const wordings = [
    ...hello.wordings,
    { format: 'qr-code', language: 'de-AT', content: 'https://example.org' },
  ] as const
  const setting = await operator.command(id, 'set-display-message', {
    ...hello,
    messageId: 1,
    state: 'suspended',
    wordings,
  })
  const asked = await station.asked()
  expect(asked.payload).toMatchObject({
    message: {
      state: 'Suspended',
      messageExtra: [{ format: 'QRCODE', language: 'de-AT', content: 'https://example.org' }],
    },
  })
  station.send([3, asked.id, { status: 'LanguageNotSupported' }])
  expect(await operator.settled(setting)).toMatchObject({
    state: 'refused',
    result: { status: 'LanguageNotSupported' },
  })
})

test.each([
  ['ocpp1.6', 'set-display-message', hello],
  ['ocpp1.6', 'get-display-messages', {}],
  ['ocpp1.6', 'clear-display-message', { messageId: 1 }],
  ['ocpp2.0.1', 'set-display-message', { ...hello, wordings: [...hello.wordings, ...hello.wordings] }],
  ['ocpp2.0.1', 'set-display-message', { ...hello, state: 'discharging' }],
] as const)('%s has no words for %s %j: it is refused before anything is sent', async (version, kind, request) => {
  const { id, station } = await raw(version)
  const refused = { state: 'refused', result: { error: { code: 'unsupported' } } }
  expect(await operator.carryOut(id, kind, request)).toMatchObject(refused)
  resultOf(await station.call('Heartbeat'))
  expect(station.frames.size).toBe(0)
})
