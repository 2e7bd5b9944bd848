import { expect, test } from 'vitest'
import { openScene } from '../scene.ts'
import { car, field, simulated, VERSIONS } from '../simulated.ts'

const { platform, operator } = await openScene({ tokens: [{ value: 'ALICE' }] })

/** What the station's own meter counted, in Wh: from what it sent first and last. */
function counted(start: object, end: object): number {
  const is16 = 'meterStart' in start
  if (is16) return Number(field(end, 'meterStop')) - Number(field(start, 'meterStart'))
  return register(end) - register(start)
}

function register(event: object): number {
  const samples = field(event, 'meterValue', 0, 'sampledValue')
  if (!Array.isArray(samples)) throw new Error('the event has no reading')
  const sample: unknown = samples.find((one) => (field(one, 'measurand') ?? ENERGY) === ENERGY)
  const scale = field(sample, 'unitOfMeasure', 'unit') === 'kWh' ? 1000 : 1
  return Math.round(Number(field(sample, 'value')) * scale)
}
const ENERGY = 'Energy.Active.Import.Register'

test.each(VERSIONS)(
  '1.6 §4.8/1 TC_003_CSMS TC_E_03_CSMS %s: what a station was answered is in the database, and the API shows it',
  async (version) => {
    const id = `CS-${version}`
    const { station, journal, clock, boot, ended } = simulated({ id, version, url: platform.ocppUrl })
    await boot()
    await operator.untilConnected(id)
    expect(await operator.station(id)).toMatchObject({
      protocol: version,
      registration: 'accepted',
      vendor: 'Chargewright Works',
      presence: { connected: true, deviationCount: 0 },
    })
    station.plugIn(car)
    await station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    const first = await journal.exchange(version === 'ocpp1.6' ? 'StartTransaction' : 'TransactionEvent')
    clock.advance(1_800_000)
    await station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    const end = await ended()
    const [record, ...others] = await operator.transactions(id)
    expect(others).toEqual([])
    expect(record).toMatchObject({
      status: 'ended',
      token: { value: 'ALICE', kind: 'rfid' },
      evseId: 1,
      connectorId: 1,
      energyWh: counted(first.request, end),
      stopReason: 'Local',
      complete: true,
      flags: [],
    })
    expect(record?.energyWh).toBeGreaterThan(4_000)
    station.stop()
    await operator.untilConnected(id, false)
  },
)
