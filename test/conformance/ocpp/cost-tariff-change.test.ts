import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestPlatform, testPlatform, WITHOUT_WORKER } from '#test/platform'
import type { RawStation } from '#test/raw-station'
import { bootedStation, resultOf } from '../booted-station.ts'
import { assignTariff, chargeOf, tariffOf, teller } from '../counted.ts'
import { Operator } from '../operator.ts'

let platform: TestPlatform
let operator: Operator
let station: RawStation
let id = ''
let count = 0
beforeAll(async () => {
  platform = await testPlatform(WITHOUT_WORKER)
  operator = new Operator(platform, platform.ownerKey)
})
afterAll(() => platform.stop())

beforeEach(async () => {
  count += 1
  id = `CHANGE-${count}`
  station = await bootedStation(platform, id, 'ocpp2.1')
  await operator.untilConnected(id)
  await operator.post('/tokens', { partyId: 'default', value: `T-${id}`, concurrentLimit: 0 })
  return () => station.connection.terminate()
})

/** A command that the station answers with this. */
async function carriedOut(kind: string, request: object, answer: object) {
  const command = await operator.post<{ id: string }>('/commands', { stationId: id, kind, request })
  const [, messageId] = await station.frames.next()
  station.send([3, messageId, answer])
  return await operator.settled(command)
}
const accepted = { status: 'Accepted' }
const told = (reference = 'T1') => teller(station, reference, `T-${id}`)
const charge = async (reference = 'T1') => chargeOf(operator, (await operator.record(id, reference)).id)
const by = (tariffId: string) => ({ transactionInfo: { tariffId } })
const changedTo = (tariffId: string) => ({ triggerReason: 'TariffChanged', ...by(tariffId) })
const named = (price: string, name: string) => tariffOf(operator, price, { name: `${name} of ${id}` })
/** The station cannot say what it came to. */
const total = { currency: 'EUR', typeOfCost: 'NormalCost', total: { exclTax: 9 } }
const totalUsage = { energy: 1, chargingTime: 0, idleTime: 0 }
const failed = { costDetails: { totalCost: total, totalUsage, failureToCalculate: true } }

describe('ocpp2.1 a transaction whose tariff is changed', () => {
  test('I11.FR.07 I11.FR.08 I08.FR.34 is counted by the former until the event that tells it, and by the new one from then on', async () => {
    const [day, night] = [await named('0.50', 'Day'), await named('0.20', 'Night')]
    await assignTariff(operator, id, day.id)
    const { tell } = told()
    await tell('Started', '10:00:00', 0)
    const change = { reference: 'T1', tariffId: night.id }
    expect(await carriedOut('change-transaction-tariff', change, accepted)).toMatchObject({ state: 'answered' })
    await tell('Updated', '10:30:00', 2000, changedTo(night.id))
    expect(await tell('Ended', '11:00:00', 4000, failed)).toEqual({ totalCost: 1.4 })
    expect(await charge()).toMatchObject({
      ...{ countedBy: 'platform', tariffId: night.id, totalInclTax: '1.40' },
      periods: [
        { tariffId: day.id, energyWh: '2000.000', energyPrice: '0.50' },
        { tariffId: night.id, energyWh: '2000.000', energyPrice: '0.20' },
      ],
      explanation: [
        `From the start by the tariff Day of ${id}`,
        expect.stringMatching(new RegExp(`^From .*T10:30:00.000Z on by the tariff Night of ${id}$`)),
        `Energy: 2.000 kWh at 0.50 EUR each, by Day of ${id}`,
        `Energy: 2.000 kWh at 0.20 EUR each, by Night of ${id}`,
        ...['Total: 1.40 EUR without taxes, 1.40 EUR with them', expect.any(String)],
      ],
    })
    // What a transaction was counted by cannot be taken away.
    expect(await operator.status('DELETE', `/tariffs/${night.id}`)).toBe(409)
  })

  test('I11.FR.08 is counted the same when the change is told after the end', async () => {
    const [day, night] = [await named('0.50', 'Day'), await named('0.20', 'Night')]
    await assignTariff(operator, id, day.id)
    const { repeat } = told()
    await repeat({ eventType: 'Started', seqNo: 0, time: '10:00:00', registerWh: 0 })
    expect(await repeat({ eventType: 'Ended', seqNo: 2, time: '11:00:00', registerWh: 4000 })).toEqual({ totalCost: 2 })
    const more = changedTo(night.id)
    await repeat({ eventType: 'Updated', seqNo: 1, time: '10:30:00', registerWh: 2000, more })
    await platform.services.costs.recount()
    expect(await charge()).toMatchObject({ revision: 2, isFinal: true, totalInclTax: '1.40' })
  })

  test('I11.FR.06 I11.FR.08 is counted from when the station agreed, where no event has told it', async () => {
    const [day, night] = [await named('0.50', 'Day'), await named('0.20', 'Night')]
    await assignTariff(operator, id, day.id)
    const tell = async (eventType: string, seqNo: number, minutes: number, registerWh: number, more: object = {}) => {
      const timestamp = new Date(Date.now() + minutes * 60_000).toISOString()
      const sampledValue = [{ value: registerWh, measurand: 'Energy.Active.Import.Register' }]
      const meterValue = [{ timestamp, sampledValue }]
      const event = { eventType, seqNo, timestamp, triggerReason: 'MeterValuePeriodic', meterValue }
      const transactionInfo = { transactionId: 'T1', chargingState: 'Charging' }
      return resultOf(await station.call('TransactionEvent', { ...event, transactionInfo, ...more }))
    }
    const driver = { idToken: { idToken: `T-${id}`, type: 'ISO14443' }, evse: { id: 1 } }
    await tell('Started', 0, -60, 0, driver)
    await tell('Updated', 1, 0, 2000)
    const { id: transactionId } = await operator.record(id, 'T1')
    await carriedOut('change-transaction-tariff', { transactionId, tariffId: night.id }, accepted)
    expect(await tell('Ended', 2, 4, 4000, failed)).toEqual({ totalCost: 1.4 })
    expect(await charge()).toMatchObject({ periods: [{ tariffId: day.id }, { tariffId: night.id }] })
  })

  test('I11.FR.07 is counted from then on alone where nothing had applied before', async () => {
    const late = await named('0.20', 'Late')
    const { tell } = told()
    await tell('Started', '10:00:00', 0)
    await tell('Updated', '10:30:00', 2000, changedTo(late.id))
    expect(await tell('Ended', '11:00:00', 4000, failed)).toEqual({ totalCost: 0.4 })
  })

  test('I11.FR.05 I11.FR.06 is counted on as before when the station refuses, or the money would be other money', async () => {
    await assignTariff(operator, id, (await named('0.50', 'Day')).id)
    const dollars = await tariffOf(operator, '9', { currency: 'USD' })
    const { tell } = told()
    await tell('Started', '10:00:00', 0)
    const change = { reference: 'T1', tariffId: dollars.id }
    const refused = await carriedOut('change-transaction-tariff', change, { status: 'NoCurrencyChange' })
    expect(refused).toMatchObject({ state: 'refused' })
    await tell('Updated', '10:30:00', 2000, changedTo(dollars.id))
    expect(await tell('Ended', '11:00:00', 4000, failed)).toEqual({ totalCost: 2 })
  })

  test('is counted by no tariff of another party', async () => {
    const partyId = `p-${count}`
    await operator.post('/parties', { id: partyId, name: 'North' })
    const foreign = await tariffOf(operator, '9', { partyId })
    await assignTariff(operator, id, (await named('0.50', 'Day')).id)
    const { tell } = told()
    await tell('Started', '10:00:00', 0, by(foreign.id))
    await tell('Updated', '10:30:00', 2000, changedTo(foreign.id))
    expect(await tell('Ended', '11:00:00', 4000, failed)).toEqual({ totalCost: 2 })
    expect(JSON.stringify(await charge())).not.toContain(foreign.id)
  })
})

describe('ocpp2.1 a transaction whose station says by which tariff it counts', () => {
  test('I07.FR.32 I08.FR.34 is counted by that one, for all of it, and told no running cost', async () => {
    const kept = await named('0.30', 'Kept')
    await assignTariff(operator, id, (await named('0.50', 'Day')).id)
    const { tell } = told()
    await tell('Started', '10:00:00', 0)
    expect(await tell('Updated', '10:10:00', 1000)).toEqual({ totalCost: 0.5 })
    expect(await tell('Updated', '10:20:00', 2000, by(kept.id))).toEqual({})
    expect(await tell('Updated', '10:30:00', 3000)).toEqual({})
    expect(await tell('Ended', '11:00:00', 4000, failed)).toEqual({ totalCost: 1.2 })
  })

  test('I07.FR.30 I08.FR.20 costs nothing when its driver did not accept the tariff', async () => {
    const fixedFee = { prices: [{ price: '3' }] }
    await assignTariff(operator, id, (await tariffOf(operator, '0.50', { fixedFee })).id)
    const { tell } = told()
    await tell('Started', '10:00:00', 0)
    await tell('Updated', '10:01:00', 0, { triggerReason: 'TariffNotAccepted' })
    expect(await tell('Ended', '10:02:00', 0)).toEqual({ totalCost: 0 })
    expect(await charge()).toMatchObject({
      explanation: ['The driver did not accept the tariff: nothing is to be paid'],
    })
  })
})

describe('ocpp2.1 a default tariff', () => {
  const install = (tariffId: string, evseId = 0) => carriedOut('set-default-tariff', { tariffId, evseId }, accepted)
  async function cost(reference: string, time: string): Promise<string | undefined> {
    const { tell } = told(reference)
    await tell('Started', `${time}:00`, 0)
    await tell('Ended', `${time}:30`, 1000, failed)
    const { id: transactionId } = await operator.record(id, reference)
    if ((await operator.status('GET', `/transactions/${transactionId}/charge`)) === 404) return undefined
    return (await chargeOf(operator, transactionId)).totalInclTax
  }

  test('I07.FR.10 I07.FR.12 I07.FR.14 is what the platform counts by once the station has accepted it', async () => {
    await install((await tariffOf(operator, '1')).id)
    expect(await cost('A', '10:00')).toBe('1.00')
    await assignTariff(operator, id, (await tariffOf(operator, '5')).id)
    expect(await cost('B', '10:10')).toBe('1.00')
    const { items } = await operator.get<{ items: readonly object[] }>(`/stations/${id}/tariffs`)
    expect(items).toEqual([
      { stationId: id, evseId: 0, tariffId: expect.any(String), isDefault: true },
      { stationId: id, evseId: 0, tariffId: expect.any(String) },
    ])
    await install((await tariffOf(operator, '2')).id)
    expect(await cost('C', '10:20')).toBe('2.00')
    await install((await tariffOf(operator, '3')).id, 1)
    expect(await cost('D', '10:30')).toBe('3.00')
    await install((await tariffOf(operator, '4')).id, 2)
    expect(await cost('E', '10:40')).toBe('3.00')
  })

  test('I07.FR.05 is none when the station has not accepted it', async () => {
    const tariffId = (await tariffOf(operator, '1')).id
    await carriedOut('set-default-tariff', { tariffId }, { status: 'Rejected' })
    expect(await cost('A', '10:00')).toBeUndefined()
  })

  test('I07.FR.19 I07.FR.20 that begins later leaves the one there is until then', async () => {
    await install((await tariffOf(operator, '1')).id)
    await install((await tariffOf(operator, '2', { validFrom: '2090-01-01T00:00:00Z' })).id)
    expect(await cost('A', '10:00')).toBe('1.00')
  })

  test('I10.FR.01 I10.FR.03 I10.FR.05 that is cleared counts no more, at one EVSE or at all', async () => {
    const [all, one] = [await tariffOf(operator, '1'), await tariffOf(operator, '3')]
    await assignTariff(operator, id, (await tariffOf(operator, '5')).id)
    await install(all.id)
    const cleared = (tariffId: string) => ({ clearTariffsResult: [{ tariffId, status: 'Accepted' }] })
    await carriedOut('clear-tariffs', { evseId: 2 }, cleared(all.id))
    expect(await cost('A', '10:00')).toBe('1.00')
    await carriedOut('clear-tariffs', { evseId: 1 }, cleared(all.id))
    expect(await cost('B', '10:10')).toBe('5.00')
    await install(one.id, 1)
    expect(await cost('C', '10:20')).toBe('3.00')
    await carriedOut('clear-tariffs', { tariffIds: [one.id] }, cleared(one.id))
    expect(await cost('D', '10:30')).toBe('5.00')
    await install(all.id)
    const none = { clearTariffsResult: [{ tariffId: all.id, status: 'NoTariff' }] }
    await carriedOut('clear-tariffs', { tariffIds: [all.id] }, none)
    expect(await cost('E', '10:40')).toBe('1.00')
  })

  test('I09.FR.01 I09.FR.03 is what the station tells it keeps, whatever was known', async () => {
    const [known, unknown] = [await tariffOf(operator, '1'), await tariffOf(operator, '2')]
    await install(known.id)
    const kept = { tariffId: unknown.id, tariffKind: 'DefaultTariff', evseIds: [1] }
    const driver = { tariffId: known.id, tariffKind: 'DriverTariff', evseIds: [1], idTokens: ['X'] }
    await carriedOut('get-tariffs', {}, { ...accepted, tariffAssignments: [kept, driver] })
    expect(await cost('A', '10:00')).toBe('2.00')
    await carriedOut('get-tariffs', {}, { status: 'NoTariff' })
    expect(await cost('B', '10:10')).toBeUndefined()
  })
})

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s what a station is charged by', (version) => {
  beforeEach(async () => {
    station.connection.terminate()
    station = await bootedStation(platform, id, version)
    await operator.untilConnected(id)
  })

  test('is the tariff of the EVSE also where that is told after the driver', async () => {
    await assignTariff(operator, id, (await tariffOf(operator, '1')).id)
    await assignTariff(operator, id, (await tariffOf(operator, '2')).id, 1)
    const { tell } = told()
    await tell('Started', '10:00:00', 0, { evse: undefined })
    expect(await tell('Updated', '10:10:00', 1000)).toMatchObject({ totalCost: 1 })
    expect(await tell('Updated', '10:20:00', 2000, { evse: { id: 1 } })).toMatchObject({ totalCost: 4 })
    expect(await tell('Ended', '11:00:00', 3000)).toMatchObject({ totalCost: 6 })
  })

  test('holds for a transaction that runs, also when it is taken away', async () => {
    await assignTariff(operator, id, (await tariffOf(operator, '1')).id)
    const { tell } = told()
    await tell('Started', '10:00:00', 0)
    await assignTariff(operator, id, null)
    expect(await tell('Ended', '11:00:00', 3000)).toEqual({ totalCost: 3 })
  })

  test('stays what it is until a tariff begins that begins later', async () => {
    const [now, later] = [
      await tariffOf(operator, '1'),
      await tariffOf(operator, '2', { validFrom: '2090-01-01T00:00:00Z' }),
    ]
    await assignTariff(operator, id, now.id)
    const { items } = Object(await assignTariff(operator, id, later.id))
    expect(items.map(({ tariffId }: { tariffId: string }) => tariffId)).toEqual([now.id, later.id])
    const { tell } = told()
    await tell('Started', '10:00:00', 0)
    expect(await tell('Ended', '11:00:00', 3000)).toEqual({ totalCost: 3 })
    const other = await tariffOf(operator, '4')
    await assignTariff(operator, id, other.id)
    expect(await operator.get(`/stations/${id}/tariffs`)).toMatchObject({
      items: [{ tariffId: other.id }, { tariffId: later.id }],
    })
  })
})
