import { beforeEach, describe, expect, test } from 'vitest'
import { WITHOUT_WORKER } from '#test/platform'
import type { RawStation } from '#test/raw-station'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import { assignTariff, chargeOf, tariffOf, teller } from '../counted.ts'
import { openScene } from '../scene.ts'
import { simulated } from '../simulated.ts'

const { platform, operator, raw } = await openScene({ settings: WITHOUT_WORKER })
let id = ''

const vat = [{ name: 'vat', percent: '20' }]
const taxed = (price: string) => ({ energy: { prices: [{ price }], taxes: vat } })
const token = (value: string) =>
  operator.post<{ id: string }>('/tokens', { partyId: 'default', value, concurrentLimit: 0 })

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s a station that counts no cost itself', (version) => {
  let station: RawStation
  beforeEach(async () => {
    ;({ id, station } = await raw(version))
    await token(`T-${id}`)
    return () => station.connection.terminate()
  })
  const told = (reference = 'T1') => teller(station, reference, `T-${id}`)

  test('I02.FR.01 is told the running cost with every update, with taxes', async () => {
    await assignTariff(operator, id, (await tariffOf(operator, '0.50', taxed('0.50'))).id)
    const { tell } = told()
    expect(await tell('Started', '10:00:00', 1000)).not.toHaveProperty('totalCost')
    expect(await tell('Updated', '10:10:00', 3000)).toEqual({ totalCost: 1.2 })
    expect(await tell('Updated', '10:20:00', 5000)).toEqual({ totalCost: 2.4 })
    const { id: transactionId } = await operator.record(id, 'T1')
    const running = await chargeOf(operator, transactionId)
    expect(running).toMatchObject({ revision: 0, isFinal: false, countedBy: 'platform', currency: 'EUR' })
  })

  test('I01.FR.02 a station that shows tariffs is told what its driver pays by, and another is not', async () => {
    const texts = [
      { language: 'de', text: '50 ct/kWh' },
      { language: 'en', text: '0.50/kWh' },
    ]
    await assignTariff(operator, id, (await tariffOf(operator, '0.50', { texts })).id)
    const idToken = { idToken: `T-${id}`, type: 'ISO14443' }
    const authorize = async () => resultOf(await station.call('Authorize', { idToken }))
    expect(await authorize()).toEqual({ idTokenInfo: { status: 'Accepted' } })
    const shown = async (value: string) => {
      const reportData = [
        {
          ...{ component: { name: 'DisplayMessageCtrlr' }, variable: { name: 'Available' } },
          variableAttribute: [{ value }],
        },
      ]
      const report = { requestId: 1, seqNo: 0, generatedAt: yesterdayAt('09:00:00'), reportData }
      await station.call('NotifyReport', report)
      return await authorize()
    }
    expect(await shown('false')).toEqual({ idTokenInfo: { status: 'Accepted' } })
    const personalMessage = { format: 'UTF8', language: 'de', content: '50 ct/kWh' }
    expect(await shown('true')).toEqual({ idTokenInfo: { status: 'Accepted', personalMessage } })
    const blocked = { partyId: 'default', value: `B-${id}`, status: 'blocked' }
    await operator.post('/tokens', blocked)
    const refused = await station.call('Authorize', { idToken: { idToken: `B-${id}`, type: 'ISO14443' } })
    expect(resultOf(refused)).toEqual({ idTokenInfo: { status: 'Blocked' } })
  })

  test('I03.FR.02 is told the total with the end, and it is kept with why', async () => {
    await assignTariff(operator, id, (await tariffOf(operator, '0.50', taxed('0.50'))).id)
    const { tell } = told()
    await tell('Started', '10:00:00', 0)
    expect(await tell('Ended', '11:00:00', 10_000)).toEqual({ totalCost: 6 })
    const { id: transactionId } = await operator.record(id, 'T1')
    expect(await chargeOf(operator, transactionId)).toMatchObject({
      ...{ revision: 1, isFinal: true, totalExclTax: '5.00', totalInclTax: '6.00', type: 'normal' },
      parts: [{ component: 'energy', exclTax: '5.00', inclTax: '6.00' }],
      periods: [{ energyWh: '10000.000', energyPrice: '0.50' }],
      explanation: [
        'Energy: 10.000 kWh at 0.50 EUR each',
        'Taxes on it (energy): vat 20 %',
        'Total: 5.00 EUR without taxes, 6.00 EUR with them',
        'Rounded once, half up, to the smallest unit of the currency',
      ],
    })
  })

  test('I03.FR.04 a free transaction is told 0, and one without a tariff nothing', async () => {
    const { tell: untold } = told('NONE')
    await untold('Started', '10:00:00', 0)
    expect(await untold('Updated', '10:10:00', 500)).toEqual({})
    expect(await untold('Ended', '11:00:00', 1000)).toEqual({})
    const none = await operator.record(id, 'NONE')
    expect(await operator.status('GET', `/transactions/${none.id}/charge`)).toBe(404)
    await assignTariff(operator, id, (await tariffOf(operator, '0')).id)
    const { tell } = told('FREE')
    await tell('Started', '12:00:00', 1000)
    expect(await tell('Ended', '13:00:00', 2000)).toEqual({ totalCost: 0 })
  })

  test('I03.FR.04 a transaction nobody has metered is told nothing, for that would say it is free', async () => {
    await assignTariff(operator, id, (await tariffOf(operator, '0.50')).id)
    const { tell } = told()
    await tell('Started', '10:00:00', 0, { meterValue: undefined })
    expect(await tell('Ended', '11:00:00', 0, { meterValue: undefined })).toEqual({})
    const { id: transactionId } = await operator.record(id, 'T1')
    expect(await operator.status('GET', `/transactions/${transactionId}/charge`)).toBe(404)
  })

  test('I02.FR.01 counts by the tariff of the driver before that of the EVSE, and that before the station’s', async () => {
    const [own, ofEvse, ofStation] = [
      await tariffOf(operator, '1'),
      await tariffOf(operator, '2'),
      await tariffOf(operator, '3'),
    ]
    const cost = async (reference: string, time: string, value = `T-${id}`) => {
      const { tell } = teller(station, reference, value)
      await tell('Started', `${time}:00`, 0)
      await tell('Ended', `${time}:30`, 1000)
      return (await chargeOf(operator, (await operator.record(id, reference)).id)).totalInclTax
    }
    await assignTariff(operator, id, ofStation.id)
    expect(await cost('A', '10:00')).toBe('3.00')
    await assignTariff(operator, id, ofEvse.id, 1)
    expect(await cost('B', '11:00')).toBe('2.00')
    const driver = await token(`OWN-${id}`)
    await operator.patch(`/tokens/${driver.id}/tariff`, { tariffId: own.id })
    expect(await cost('C', '12:00', `OWN-${id}`)).toBe('1.00')
    await assignTariff(operator, id, null, 1)
    await assignTariff(operator, id, null)
    expect(await operator.get(`/stations/${id}/tariffs`)).toEqual({ items: [] })
  })

  test('E-03 an event told again is answered the same, and is not counted twice', async () => {
    await assignTariff(operator, id, (await tariffOf(operator, '0.50')).id)
    const { tell, repeat } = told()
    await tell('Started', '10:00:00', 0)
    await tell('Updated', '10:30:00', 2000)
    const ended = await tell('Ended', '11:00:00', 4000)
    expect(ended).toEqual({ totalCost: 2 })
    expect(await repeat({ eventType: 'Ended', seqNo: 2, time: '11:00:00', registerWh: 4000 })).toEqual(ended)
    const { id: transactionId } = await operator.record(id, 'T1')
    expect(await chargeOf(operator, transactionId)).toMatchObject({ revision: 1, totalInclTax: '2.00' })
  })

  test('an event that comes late corrects what it came to, and what was final stays', async () => {
    const idle = { idleTime: { prices: [{ price: '1' }] } }
    await assignTariff(operator, id, (await tariffOf(operator, '0.50', idle)).id)
    const { repeat } = told()
    await repeat({ eventType: 'Started', seqNo: 0, time: '10:00:00', registerWh: 0 })
    expect(await repeat({ eventType: 'Ended', seqNo: 2, time: '11:00:00', registerWh: 4000 })).toEqual({ totalCost: 2 })
    const { id: transactionId } = await operator.record(id, 'T1')
    expect(await chargeOf(operator, transactionId)).toMatchObject({ revision: 1, isFinal: false })
    const suspended = { transactionInfo: { chargingState: 'SuspendedEV' } }
    await repeat({ eventType: 'Updated', seqNo: 1, time: '10:30:00', registerWh: 4000, more: suspended })
    await platform.services.costs.recount()
    expect(await chargeOf(operator, transactionId)).toMatchObject({
      ...{ revision: 2, isFinal: true, totalInclTax: '32.00' },
    })
    await repeat({ eventType: 'Updated', seqNo: 9, time: '10:45:00', registerWh: 4000 })
    await platform.services.costs.recount()
    expect(await chargeOf(operator, transactionId)).toMatchObject({ revision: 2, totalInclTax: '32.00' })
  })
})

describe('ocpp2.1', () => {
  test('E16.FR.11 I02.FR.01 a station that counts itself by a tariff it was given is told no running cost', async () => {
    const post = simulated({ id: 'OWN', version: 'ocpp2.1', url: platform.ocppUrl, hardware: 'doublePost' })
    await post.boot()
    await operator.untilConnected('OWN')
    const driver = await token('T-OWN')
    await operator.patch(`/tokens/${driver.id}/balance`, { currency: 'EUR', amount: '100' })
    await assignTariff(operator, 'OWN', (await tariffOf(operator, '0.50')).id)
    const running = async () => {
      const reference = await post.charge('T-OWN')
      const answers: unknown[] = []
      for (let minute = 0; minute < 5; minute += 1) {
        post.clock.advance(60_000)
        answers.push((await post.journal.exchange('TransactionEvent')).response)
      }
      await post.station.presentToken({ value: 'T-OWN', type: 'ISO14443' })
      await post.ended()
      post.station.unplug()
      return { reference, answers }
    }
    const [component, name, instance] = ['TariffCostCtrlr', 'Enabled', 'Tariff']
    await operator.carryOut('OWN', 'get-variables', { variables: [{ component, name, instance }] })
    // It can, and has no tariff yet.
    expect((await running()).answers).toContainEqual({ totalCost: expect.any(Number) })
    const { id: tariffId } = await tariffOf(operator, '0.70')
    await operator.carryOut('OWN', 'set-default-tariff', { tariffId })
    const { reference, answers } = await running()
    expect(answers.filter((answer) => Object.keys(Object(answer)).includes('totalCost'))).toEqual([])
    const { id: transactionId } = await operator.record('OWN', reference)
    expect(await chargeOf(operator, transactionId)).toMatchObject({ countedBy: 'station' })
    post.station.stop()
  })

  test('I08.FR.34 where the station could not calculate, the platform does', async () => {
    const station = await bootedStation(platform, 'FAILING', 'ocpp2.1')
    await token('T-FAILING')
    await assignTariff(operator, 'FAILING', (await tariffOf(operator, '0.50')).id)
    const { tell } = teller(station, 'T1', 'T-FAILING')
    const total = { currency: 'EUR', typeOfCost: 'NormalCost', total: { exclTax: 9 } }
    const costDetails = { totalCost: total, totalUsage: { energy: 1, chargingTime: 0, idleTime: 0 } }
    await tell('Started', '10:00:00', 0)
    const failed = { costDetails: { ...costDetails, failureToCalculate: true, failureReason: 'no clock' } }
    expect(await tell('Ended', '11:00:00', 4000, failed)).toEqual({ totalCost: 2 })
    const { tell: tellOther } = teller(station, 'T2', 'T-FAILING')
    await tellOther('Started', '12:00:00', 4000)
    expect(await tellOther('Ended', '13:00:00', 8000, { costDetails })).toEqual({ totalCost: 9 })
    const { id: transactionId } = await operator.record('FAILING', 'T2')
    expect(await chargeOf(operator, transactionId)).toMatchObject({ countedBy: 'station', totalInclTax: '9.00' })
    station.connection.terminate()
  })
})

describe('ocpp1.6', () => {
  test('a transaction is counted when it stops, and its readings say when what flowed', async () => {
    const station = await bootedStation(platform, 'OLD', 'ocpp1.6')
    await token('T-OLD')
    const dear = { prices: [{ price: '1', when: { fromTime: '10:30', toTime: '11:00' } }, { price: '0.50' }] }
    await assignTariff(operator, 'OLD', (await tariffOf(operator, '0', { energy: dear })).id)
    const started = resultOf(
      await station.call('StartTransaction', {
        ...{ connectorId: 1, idTag: 'T-OLD', meterStart: 0, timestamp: yesterdayAt('10:00:00') },
      }),
    )
    const { transactionId } = Object(started)
    const sampledValue = [{ value: '3000' }]
    await station.call('MeterValues', {
      ...{ connectorId: 1, transactionId, meterValue: [{ timestamp: yesterdayAt('10:30:00'), sampledValue }] },
    })
    const stop = { transactionId, meterStop: 5000, timestamp: yesterdayAt('11:00:00') }
    await station.call('StopTransaction', stop)
    await station.call('StopTransaction', stop)
    const { id: ours } = await operator.record('OLD', transactionId)
    expect(await chargeOf(operator, ours)).toMatchObject({ revision: 1, isFinal: true, totalInclTax: '3.50' })
    station.connection.terminate()
  })
})
