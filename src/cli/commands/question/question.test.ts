import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestPlatform, testPlatform } from '#test/platform'
import { RawStation } from '#test/raw-station'
import { terminal } from '../../testing/terminal.ts'

let platform: TestPlatform
let run: ReturnType<typeof terminal>
let station: RawStation

beforeAll(async () => {
  platform = await testPlatform()
  run = terminal({ env: { CHARGEWRIGHT_API_URL: platform.apiUrl, CHARGEWRIGHT_API_KEY: platform.ownerKey } })
  await run('token', 'add', '04A2B9C1')
  station = await RawStation.connect({ url: platform.ocppUrl, identity: 'CS-1', versions: ['ocpp2.0.1'] })
  await station.call('BootNotification', {
    reason: 'PowerUp',
    chargingStation: { vendorName: 'Works', model: 'Post' },
  })
  await charge('TX-1', '2026-10-31T20:00:00Z', '2026-10-31T22:30:00Z', 10_000, 17_250)
  await charge('TX-2', '2026-10-31T22:40:00Z', '2026-10-31T23:30:00Z', 17_250, 18_251)
  await tell('Started', 'TX-3', 0, new Date().toISOString(), 18_251)
})

afterAll(async () => {
  station.connection.close()
  await platform.stop()
})

async function charge(id: string, from: string, to: string, startWh: number, endWh: number): Promise<void> {
  await tell('Started', id, 0, from, startWh)
  await tell('Updated', id, 1, from, startWh + 500)
  await tell('Ended', id, 2, to, endWh)
}

async function tell(eventType: string, transactionId: string, seqNo: number, timestamp: string, registerWh: number) {
  await station.call('TransactionEvent', {
    eventType,
    timestamp,
    seqNo,
    triggerReason: eventType === 'Ended' ? 'EVCommunicationLost' : 'MeterValuePeriodic',
    transactionInfo: { transactionId, ...(eventType === 'Ended' ? { stoppedReason: 'EVDisconnected' } : {}) },
    ...(eventType === 'Started' ? { idToken: { idToken: '04A2B9C1', type: 'ISO14443' } } : {}),
    evse: { id: 1, connectorId: 1 },
    meterValue: [{ timestamp, sampledValue: [{ value: registerWh, context: 'Transaction.Begin' }] }],
  })
}

async function lastEnergy(reference: string): Promise<{ transactionId: string }> {
  return JSON.parse((await run('question', 'last-energy', 'CS-1', reference, '--json')).out)
}

describe('which stations are active?', () => {
  test('those heard of just now, with their number', async () => {
    const { out, code } = await run('question', 'active', '--within', '60')
    expect(code).toBe(0)
    expect(out).toMatch(/^CS-1 +connected /m)
    expect(out).toContain('1 station active within 1 min\n')
    expect((await run('question', 'active', '--json')).json()).toMatchObject({ items: [{ id: 'CS-1' }], more: false })
  })
})

describe('what is the last known energy of this station and transaction?', () => {
  test('of a finished one', async () => {
    const { out } = await run('question', 'last-energy', 'CS-1', 'TX-1')
    expect(out).toMatch(/^Energy +7\.250 kWh$/m)
    expect(out).toMatch(/^Register +17250 Wh$/m)
    expect(out).toMatch(/^State +ended$/m)
  })

  test('of one that goes on', async () => {
    const { json } = await run('question', 'last-energy', 'CS-1', 'TX-3', '--json')
    expect(json()).toMatchObject({ reference: 'TX-3', status: 'active', energyWh: 0, lastRegisterWh: 18_251 })
  })

  test('of none is an error', async () => {
    expect(await run('question', 'last-energy', 'CS-1', 'TX-9')).toMatchObject({ code: 1, out: '' })
  })
})

test('when was the last contact with this station?', async () => {
  const { out } = await run('question', 'last-contact', 'CS-1')
  expect(out).toMatch(/^Last contact +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(.* ago\)$/m)
  expect(out).toMatch(/^Connected +yes$/m)
  await run('station', 'add', 'CS-NEW')
  expect((await run('question', 'last-contact', 'CS-NEW')).out).toMatch(/^Last contact +never$/m)
  expect((await run('question', 'last-contact', 'CS-404')).code).toBe(1)
})

describe('when did each transaction completed in a month end, and with how much energy?', () => {
  test('each has a row, and the total is exact', async () => {
    const { out, code } = await run('question', 'completed', '--month', '2026-10')
    expect(code).toBe(0)
    expect(out).toMatch(/^CS-1 +TX-1 +04A2B9C1 +2026-10-31 22:30:00 +7\.250 kWh +EVDisconnected/m)
    expect(out).toMatch(/^CS-1 +TX-2 +04A2B9C1 +2026-10-31 23:30:00 +1\.001 kWh/m)
    expect(out).not.toContain('TX-3')
    expect(out.endsWith('\n\n2 transactions, 8.251 kWh\n')).toBe(true)
  })

  test('the month is that of the time zone', async () => {
    const berlin = await run('question', 'completed', '--month', '2026-11', '--time-zone', 'Europe/Berlin')
    expect(berlin.out).toMatch(/TX-2 +04A2B9C1 +2026-11-01 00:30:00/)
    expect(berlin.out).not.toContain('TX-1')
  })

  test('as JSON with its totals', async () => {
    const { json } = await run('question', 'completed', '--month', '2026-10', '--json')
    expect(json()).toMatchObject({
      month: '2026-10',
      timeZone: 'UTC',
      totals: { transactions: 2, energyWh: 8_251 },
      items: expect.arrayContaining([expect.objectContaining({ reference: 'TX-1', energyWh: 7_250 })]),
    })
  })

  test('an empty month says so', async () => {
    expect(await run('question', 'completed', '--month', '2020-01')).toMatchObject({
      code: 0,
      out: '',
      err: 'No transaction ended in 2020-01.\n',
    })
  })

  test.each([[[]], [['--month', 'November']]])('%j is not understood', async (args) => {
    expect((await run('question', 'completed', ...args)).code).toBe(2)
  })
})

describe('transactions', () => {
  test('are listed with every watt-hour', async () => {
    const { out } = await run('transaction', 'list', '--station', 'CS-1', '--status', 'ended')
    expect(out).toMatch(/CS-1 +1 +04A2B9C1 .* 7\.250 kWh +EVDisconnected/)
    const since = await run('transaction', 'list', '--ended-from', '1h')
    expect(since.err).toBe('There are no such transactions.\n')
  })

  test('are shown by the id of the station, with what it said', async () => {
    const { out } = await run('transaction', 'show', 'TX-1', '--station', 'CS-1')
    expect(out).toMatch(/^On the wire +TX-1$/m)
    expect(out).toMatch(/^Took +2 h 30 min$/m)
    expect(out).toMatch(/^Register +10000 Wh to 17250 Wh$/m)
    expect(out.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +(started|updated|ended)/gm)).toHaveLength(3)
  })

  test('are shown with what they came to and why, where they are counted', async () => {
    const { transactionId } = await lastEnergy('TX-1')
    const { out: uncounted } = await run('transaction', 'show', transactionId)
    expect(uncounted).not.toContain('Cost')
    const { tariffs, costs, transactions } = platform.services
    const every = { all: true } as const
    const { partyId, stationId } = await transactions.get(every, transactionId)
    const energy = { prices: [{ price: '0.40' }] }
    const tariff = await tariffs.create({ partyId, currency: 'EUR', energy })
    await costs.assign(every, stationId, 0, tariff.id)
    await costs.ended(partyId, stationId, 'TX-1')
    const { out } = await run('transaction', 'show', transactionId)
    expect(out).toMatch(/^Cost +2\.90 EUR \(2\.90 EUR without taxes\), final$/m)
    expect(out).toMatch(/^Because +Energy: 7\.250 kWh at 0\.40 EUR each; Total/m)
  })

  test('or by the platform’s own', async () => {
    const { transactionId } = await lastEnergy('TX-1')
    expect((await run('transaction', 'show', transactionId)).out).toMatch(/^On the wire +TX-1$/m)
  })

  test('have readings', async () => {
    const { out } = await run('transaction', 'readings', 'TX-1', '--station', 'CS-1')
    expect(out).toMatch(/^AT +CONTEXT +REGISTER$/m)
    expect(out).toContain('17250 Wh')
  })
})
