import type { Charge } from '#domain/costs'
import type { Tariff } from '#domain/tariffs'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from './booted-station.ts'
import type { Operator, Wire } from './operator.ts'

/** A tariff of so much a kilowatt-hour, of the default party. */
export async function tariffOf(operator: Operator, price: string, more: object = {}): Promise<Wire<Tariff>> {
  const energy = { prices: [{ price }] }
  return await operator.post('/tariffs', { partyId: 'default', currency: 'EUR', energy, ...more })
}

/** What the platform counts at a station by. */
export async function assignTariff(operator: Operator, stationId: string, tariffId: string | null, evseId = 0) {
  return await operator.patch<object>(`/stations/${stationId}/tariffs`, { tariffId, evseId })
}

export function chargeOf(operator: Operator, transactionId: string): Promise<Wire<Charge>> {
  return operator.get(`/transactions/${transactionId}/charge`)
}

/** Says the events of one 2.x transaction at EVSE 1, word for word. */
export function teller(station: RawStation, transactionId: string, token: string) {
  let seqNo = -1
  /** An event at this time of the day before, with what the register shows. */
  async function tell(eventType: string, time: string, registerWh: number, more: object = {}): Promise<unknown> {
    seqNo += 1
    return await repeat({ eventType, seqNo, time, registerWh, more })
  }
  async function repeat(event: {
    readonly eventType: string
    readonly seqNo: number
    readonly time: string
    readonly registerWh: number
    readonly more?: object
  }): Promise<unknown> {
    const { eventType, time, registerWh, more = {} } = event
    const timestamp = yesterdayAt(time)
    const { transactionInfo = {}, ...rest }: { transactionInfo?: object } = more
    const isStart = eventType === 'Started'
    return resultOf(
      await station.call('TransactionEvent', {
        ...{ eventType, seqNo: event.seqNo, timestamp, triggerReason: isStart ? 'Authorized' : 'MeterValuePeriodic' },
        transactionInfo: { transactionId, chargingState: 'Charging', ...transactionInfo },
        ...(isStart ? { idToken: { idToken: token, type: 'ISO14443' }, evse: { id: 1, connectorId: 1 } } : {}),
        meterValue: [{ timestamp, sampledValue: [{ value: registerWh, measurand: 'Energy.Active.Import.Register' }] }],
        ...rest,
      }),
    )
  }
  return { tell, repeat }
}
